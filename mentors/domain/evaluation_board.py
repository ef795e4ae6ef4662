"""What the board sees of an evaluation, as a page and on paper: no names, no small groups, and only
sentences that may be quoted (SPEC 8.6, 13.11)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from advisory.domain.papers import add_paper, change_paper
from advisory.models import Meeting, Paper
from calendar_app.domain.times import start_of
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Activity
from core.exceptions import DomainError
from core.pdf import render_pdf
from mentors.domain.evaluation_results import ADULTS_FROM, Results, results_of, year_before
from mentors.domain.evaluation_words import OPEN, QUESTIONS
from mentors.domain.evaluations import groups_in, lock_evaluation, mentors_in, span_in
from mentors.domain.plan import people_words
from mentors.domain.sessions import hours_of
from mentors.models import Evaluation, MentorSession, Side
from partnerships.domain.authors import author
from partnerships.domain.letterhead import letterhead
from partnerships.domain.school_years import school_year_words, today_of
from partnerships.models import Program
from students.models import Student
from visits.domain.counting import SMALLEST_SHOWN, is_shown

#: Of the plot, in its own units: as wide as a phone, so that its words can be read there.
LEFT, WIDE, RIGHT, TOP = 84, 220, 48, 6
HEAD, PITCH, BAR, GAP = 19, 16, 11, 7


@dataclass(frozen=True)
class Mark:
    """One side's average of one question, drawn as a bar; and where it was the year before."""

    side: str
    label: str
    y: int
    width: int
    words: str  # the average
    before: int | None  # as far to the right

    @property
    def base(self) -> int:
        """The base line of its words."""
        return self.y + BAR - 1


@dataclass(frozen=True)
class Row:
    """One question, drawn."""

    words: str
    head: int  # the base line of its words
    marks: list[Mark]

    @property
    def top(self) -> int:
        return self.head + 4

    @property
    def foot(self) -> int:
        return self.head + 4 + PITCH * len(self.marks)


@dataclass(frozen=True)
class Plot:
    """The averages as a picture: the five questions from top to bottom, the sides below each."""

    rows: list[Row]
    height: int
    left: int = LEFT
    right: int = LEFT + WIDE
    width: int = LEFT + WIDE + RIGHT
    number: int = LEFT + WIDE + 12  # where the averages stand
    bar: int = BAR


def plot_of(results: Results, before: Results | None = None) -> Plot:
    """The sides that are shown; words in the language that is active."""
    rows: list[Row] = []
    y = TOP
    for asked in QUESTIONS:
        head = y + HEAD - 5
        y += HEAD
        marks = []
        for side in Side:
            if answers := results.answers(side, asked.name):
                old = before.answers(side, asked.name) if before else None
                was = LEFT + _far(old.average) if old else None
                marks.append(
                    Mark(side.value, str(side.label), y, _far(answers.average), answers.words, was)
                )
                y += PITCH
        rows.append(Row(str(asked.short), head, marks))
        y += GAP
    return Plot(rows, y + 6)


def _far(average: float) -> int:
    """How far to the right an average lies: 1 at the left, 5 at the right."""
    return round((average - 1) / 4 * WIDE)


# ---------------------------------------------------------------- what the board sees


@dataclass(frozen=True)
class Numbers:
    """Of the school year until the evaluation ended."""

    mentors: int
    partners: int
    groups: int | None  # None where students are hidden: most groups are of one student
    held: int
    hours: int
    students: str  # in words: small groups are not counted out; empty where none is listed


def numbers_of(evaluation: Evaluation) -> Numbers:
    """Four queries."""
    zone = evaluation.program.zone
    first, end = (start_of(day, zone) for day in span_in(evaluation))
    mentors = list(mentors_in(evaluation))
    groups = groups_in(evaluation).order_by()
    held = MentorSession.objects.filter(
        group__program=evaluation.program_id,
        activity__state=Activity.State.COMPLETED,
        activity__starts_at__gte=first,
        activity__starts_at__lt=end,
    ).select_related("activity")
    hours = [hours_of(one) for one in held]
    students = Student.objects.filter(mentor_groups__in=groups.values("pk")).distinct().count()
    count = groups.count()
    return Numbers(
        mentors=len(mentors),
        partners=len({one.organization_id for one in mentors if one.organization_id}),
        groups=count if is_shown(students) else None,
        held=len(hours),
        hours=round(sum(hours)),
        students=people_words(students) if students else "",
    )


#: Who says a sentence that is quoted.
SOMEBODY: dict[str, str | Promise] = {
    Side.STUDENTS: gettext_lazy("a student"),
    Side.MENTORS: gettext_lazy("a mentor"),
    Side.STAFF: gettext_lazy("somebody of the school"),
}


def board_words(evaluation: Evaluation, *, now: datetime) -> dict[str, Any]:
    """All the board sees, for page and paper alike, in the language that is active. Eight queries,
    three more where there is a year before."""
    results = results_of(evaluation, is_outside=True)
    earlier = year_before(evaluation, now=now)
    before = results_of(earlier, is_outside=True) if earlier else None
    if before is not None and not before.is_shown:
        earlier = before = None
    return {
        "title": _("How mentoring went, %(year)s") % {"year": school_year_words(evaluation.year)},
        "evaluation": evaluation,
        "results": results,
        "rows": _rows(results, before),
        "plot": plot_of(results, before),
        "before": school_year_words(earlier.year) if earlier else "",
        "numbers": numbers_of(evaluation),
        "quotes": [
            (words, [(one.text, SOMEBODY[one.side]) for one in said])
            for name, words in OPEN
            if (said := results.sentences_to(name))
        ],
        "is_closed": not why_not_on_paper(evaluation, now=now),
        "until": spoken_day(evaluation.closes_on),
        "smallest": SMALLEST_SHOWN,
        "adults_from": ADULTS_FROM,
    }


def _rows(results: Results, before: Results | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """For the table: question by question each side's average, and that of the year before."""
    rows = []
    for asked in QUESTIONS:
        cells = []
        for side in Side:
            answers = results.answers(side, asked.name)
            old = before.answers(side, asked.name) if before and answers else None
            cells.append((answers.words if answers else "", old.words if old else ""))
        rows.append((str(asked.short), cells))
    return rows


def why_not_on_paper(evaluation: Evaluation, *, now: datetime) -> str:
    """Why it cannot leave the program yet, in a sentence; empty when it can."""
    if evaluation.state_on(today_of(evaluation.program, now)) != Evaluation.State.CLOSED:
        return (
            "It is not closed yet. From two papers that differ by one answer somebody could count "
            "back, so there is one paper, when all have answered."
        )
    return ""


def board_pdf(evaluation: Evaluation, *, language: str, now: datetime) -> bytes:
    """The same on the program's letterhead. Refuses before it is closed."""
    if why := why_not_on_paper(evaluation, now=now):
        raise DomainError(why)
    program = evaluation.program
    with translation.override(language), timezone.override(program.zone):
        context = {
            **board_words(evaluation, now=now),
            "paper": letterhead(program),
            "language": language,
            "accent": program.accent,
            "made_on": spoken_day(timezone.localdate(now, program.zone)),
        }
        return render_pdf("print/evaluation.html", context)


# ---------------------------------------------------------------- with the papers of a meeting


def next_meetings(program: Program, *, now: datetime) -> list[Meeting]:
    """The next meeting of each board, the soonest first. One query."""
    rows = (
        Meeting.objects.for_program(program)
        .filter(activity__starts_at__gt=now, activity__state=Activity.State.PLANNED)
        .select_related("activity", "board")
        .order_by("activity__starts_at", "pk")
    )
    first: dict[int, Meeting] = {}
    for one in rows:
        first.setdefault(one.board_id, one)
    return list(first.values())


def share(evaluation: Evaluation, *, meeting_id: int, by: User, now: datetime) -> Paper:
    """Put the paper with those of a board's next meeting: members find it in the portal and in the
    reminder. Putting it there again takes its place. Refuses before it is closed, and a meeting
    that is not the next one of a board of the program."""
    program = evaluation.program
    meeting = next((one for one in next_meetings(program, now=now) if one.pk == meeting_id), None)
    if meeting is None:
        raise DomainError("This meeting is not to come any more. Choose again.")
    if not results_of(evaluation, is_outside=True).is_shown:
        raise DomainError("Too few have answered to show the board anything.")
    pdf = board_pdf(evaluation, language="en", now=now)
    name = f"Evaluation of mentoring {school_year_words(evaluation.year)}"
    return _keep(evaluation, meeting, ContentFile(pdf, name=f"{name}.pdf"), name, by=by, now=now)


@transaction.atomic
def _keep(
    evaluation: Evaluation,
    meeting: Meeting,
    upload: Any,
    name: str,
    *,
    by: User,
    now: datetime,
) -> Paper:
    evaluation = lock_evaluation(evaluation)
    if why := why_not_on_paper(evaluation, now=now):
        raise DomainError(why)
    paper = evaluation.paper
    if paper is not None and paper.meeting_id == meeting.pk:
        paper = change_paper(paper, by=by, upload=upload)
    else:
        paper = add_paper(meeting.board, by=by, upload=upload, title=name, meeting=meeting)
    evaluation.paper, evaluation.shared_at, evaluation.shared_by = paper, now, by
    author(evaluation, by)
    evaluation.save()
    return paper
