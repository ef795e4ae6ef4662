"""What came together of a round, by competency and by work (SPEC 4.6, 13.11)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import sqrt

from reviews.models import Feedback, Rating, Review, Reviewer, ReviewItem
from students.models import Competency
from visits.domain.counting import is_shown

#: Of the plot, in its own units.
TOP, HIGH, LEFT, WIDE = 34, 58, 250, 104
LARGEST = 22
#: Whose a work is; where nobody has noted it, the work stands for somebody of its own.
Whose = tuple[str, int]
#: So many letters of a competency stand on a line of the plot.
LINE = 34


@dataclass
class Judged:
    """A competency and how often each value was given; None: it could not be told."""

    competency: Competency
    counts: Counter[int | None] = field(default_factory=Counter)
    students: set[Whose] = field(default_factory=set)  # of whose works it could be told

    @property
    def told(self) -> int:
        """How many could tell."""
        return self.counts.total() - self.counts[None]

    @property
    def average(self) -> float | None:
        if not self.told:
            return None
        return sum(value * count for value, count in self.counts.items() if value) / self.told

    @property
    def cells(self) -> list[int]:
        """Of the four values, and of "cannot tell"."""
        return [*(self.counts[value] for value in Rating.Value.values), self.counts[None]]


@dataclass
class Said:
    """A work, and what was sent about it."""

    item: ReviewItem
    feedback: list[Feedback] = field(default_factory=list)

    @property
    def words(self) -> list[Feedback]:
        return [one for one in self.feedback if one.strength or one.next_step]


@dataclass
class Results:
    review: Review
    judged: list[Judged]
    works: list[Said]
    reviewers: int  # who has sent something
    organizations: int

    @property
    def sent(self) -> int:
        return sum(len(one.feedback) for one in self.works)

    @property
    def is_shown_outside(self) -> bool:
        """Numbers about works of fewer than ten students do not leave the program."""
        if not self.review.is_of_work:
            return True
        return is_shown(len({whose(one.item) for one in self.works if one.feedback}))

    def may_leave(self, one: Judged) -> bool:
        return not self.review.is_of_work or is_shown(len(one.students))


def whose(item: ReviewItem) -> Whose:
    return ("student", item.student_id) if item.student_id else ("work", item.pk)


def results_of(review: Review) -> Results:
    """Only what was sent counts, whoever has left since. Five queries."""
    items = list(review.items.order_by("position"))
    works = {one.pk: Said(one) for one in items}
    for one in items:
        one.review = review
    judged = {one.pk: Judged(one) for one in review.competencies.order_by("position", "pk")}
    rows = (
        Feedback.objects.filter(item__review=review, sent_at__isnull=False)
        .select_related("reviewer__person", "reviewer__organization")
        .prefetch_related("ratings")
        .order_by("reviewer__organization__name", "reviewer__person__name", "pk")
    )
    who: dict[int, Reviewer] = {}
    by_competency: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for row in rows:
        works[row.item_id].feedback.append(row)
        who[row.reviewer_id] = row.reviewer
        for rating in row.ratings.all():
            by_competency[rating.competency_id].append((row.item_id, rating.value))
    for pk, given in by_competency.items():
        if pk in judged:
            judged[pk].counts.update(value for _item, value in given)
            judged[pk].students.update(
                whose(works[item].item) for item, value in given if value is not None
            )
    return Results(
        review,
        list(judged.values()),
        list(works.values()),
        len(who),
        len({one.organization_id for one in who.values()}),
    )


# ---------------------------------------------------------------- the plot


@dataclass(frozen=True)
class Disk:
    x: int
    y: int
    radius: float
    count: int


@dataclass(frozen=True)
class Line:
    """A competency of the plot: its name on one or two lines, the average at the end."""

    y: int
    words: list[tuple[int, str]]
    average: float | None


@dataclass(frozen=True)
class Plot:
    """Competencies from top to bottom, the values from left to right; a disk grows with how often
    a value was given."""

    width: int
    height: int
    heads: list[tuple[int, str]]
    lines: list[Line]
    disks: list[Disk]
    average_x: int


def plot_of(judged: list[Judged]) -> Plot:
    most = max([count for one in judged for count in one.cells[:-1]] + [1])
    columns = [LEFT + WIDE // 2 + WIDE * place for place in range(len(Rating.Value))]
    lines, disks = [], []
    for place, one in enumerate(judged):
        y = TOP + HIGH // 2 + HIGH * place
        lines.append(Line(y, _two_lines(str(one.competency), y), one.average))
        disks += [
            Disk(x, y, round(LARGEST * sqrt(count / most), 1), count)
            for x, count in zip(columns, one.cells, strict=False)
            if count
        ]
    average_x = LEFT + WIDE * len(columns) + 44
    return Plot(
        average_x + 44,
        TOP + HIGH * len(judged),
        [(x, str(value.label)) for x, value in zip(columns, Rating.Value, strict=True)],
        lines,
        disks,
        average_x,
    )


def _two_lines(name: str, y: int) -> list[tuple[int, str]]:
    """A long name on two lines, and the rest as an ellipsis: the table says it whole."""
    if len(name) <= LINE:
        return [(y + 5, name)]
    cut = name.rfind(" ", 0, LINE + 1)
    cut = cut if cut > 0 else LINE
    first, rest = name[:cut].strip(), name[cut:].strip()
    if len(rest) > LINE:
        rest = rest[: LINE - 1].rstrip() + "…"
    return [(y - 4, first), (y + 13, rest)]
