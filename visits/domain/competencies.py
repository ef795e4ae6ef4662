"""Competencies and what works on them: by whom each is covered, and which is not (SPEC 4.5)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import transaction

from calendar_app.domain.times import start_of
from calendar_app.models import Activity
from core.exceptions import DomainError
from partnerships.domain.school_years import school_year_days
from partnerships.models import Program
from students.models import Competency
from visits.domain.attendees import lock_standing
from visits.models import Alignment, Placement

#: So many partners stand in columns of their own, those that cover most.
COLUMNS_MOST = 10
OURSELVES = "Ourselves"


@dataclass
class Row:
    """A competency: how many activities of each partner work on it, and how many students came."""

    competency: Competency
    by: Counter[str] = field(default_factory=Counter)
    students: set[int] = field(default_factory=set)

    @property
    def activities(self) -> int:
        return self.by.total()

    @property
    def came(self) -> int:
        return len(self.students)


@dataclass(frozen=True)
class Matrix:
    """All competencies of a program in a school year, and the partners that cover them."""

    year: int
    rows: list[Row]
    partners: list[str]

    @property
    def uncovered(self) -> list[Row]:
        return [row for row in self.rows if not row.activities]

    @property
    def groups(self) -> list[tuple[str, str, list[tuple[Row, list[int]]]]]:
        """By set and area: each competency with its cells, in the order of ``partners``."""
        return [
            (group, area, [(row, [row.by[name] for name in self.partners]) for row in rows])
            for (group, area), rows in groupby(
                self.rows, key=lambda row: (row.competency.group.name, row.competency.area)
            )
        ]


def competencies_of(program: Program) -> list[Competency]:
    """Those the program works with, in order. One query."""
    return list(Competency.objects.for_program(program).select_related("group"))


def grouped(rows: Sequence[Competency]) -> list[tuple[str, list[tuple[str, list[Competency]]]]]:
    """By set, then by area, for a page."""
    return [
        (group, [(area, list(own)) for area, own in groupby(of_group, key=lambda one: one.area)])
        for group, of_group in groupby(rows, key=lambda one: one.group.name)
    ]


@transaction.atomic
def align(activity: Activity, *, competencies: Collection[int]) -> None:
    """The activity works on these competencies (ids), and no others. Refuses one that the program
    does not use, and what was called off."""
    activity = lock_standing(activity)
    known = set(
        Competency.objects.for_program(activity.program)
        .filter(pk__in=competencies)
        .values_list("pk", flat=True)
    )
    if known != set(competencies):
        raise DomainError("A competency is not in use any more. Nothing was changed.")
    activity.alignments.exclude(competency__in=known).delete()
    Alignment.objects.bulk_create(
        (Alignment(activity=activity, competency_id=pk) for pk in known), ignore_conflicts=True
    )


def matrix_of(program: Program, *, year: int) -> Matrix:
    """What of the school year that begins in ``year`` works on what; what was called off does not
    count. A job shadow counts for each of its hosts. Four queries, whatever there is."""
    first, end = (start_of(day, program.zone) for day in school_year_days(year))
    rows = {one.pk: Row(one) for one in competencies_of(program)}
    activities = (
        Activity.objects.for_program(program)
        .standing()
        .filter(starts_at__gte=first, starts_at__lt=end)
    )
    works_on: dict[int, list[int]] = defaultdict(list)
    whose: dict[int, set[str]] = defaultdict(set)
    aligned: Any = (
        Alignment.objects.filter(activity__in=activities.values("pk"), competency__in=rows)
        .order_by()
        .values_list(
            "activity",
            "competency",
            "activity__organization__name",
            "activity__shadow_hosts__organization__name",
        )
    )
    for activity, competency, partner, host in aligned:
        if competency not in works_on[activity]:
            works_on[activity].append(competency)
        whose[activity].add(host or partner or OURSELVES)
    for activity, competencies in works_on.items():
        for competency in competencies:
            rows[competency].by.update(whose[activity])
    came = Placement.objects.came().filter(activity__in=list(works_on)).order_by()
    for activity, student in came.values_list("activity", "student"):
        for competency in works_on[activity]:
            rows[competency].students.add(student)
    covering: Counter[str] = Counter()
    for row in rows.values():
        covering.update(row.by.keys())
    partners = [name for name, _count in covering.most_common(COLUMNS_MOST)]
    return Matrix(year, list(rows.values()), sorted(partners))
