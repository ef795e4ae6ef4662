"""Who has met which milestone, who is behind, and what planned activity would help (SPEC 10.3)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from calendar_app.models import CALLED_OFF, MISSED, Activity, Kind, Participation
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.school_years import school_year
from partnerships.models import Program
from students.models import LAST_GRADE, Student
from visits.models import Milestone, Placement

Unit = Milestone.Unit
STARTER = Path(__file__).resolve().parents[1] / "starter" / "milestones.json"
#: How the starter set names what is counted.
_UNITS = {
    None: Unit.ACTIVITIES,
    "different mentors": Unit.MENTORS,
    "different institutions": Unit.INSTITUTIONS,
    "per school year": Unit.PER_YEAR,
    "hours": Unit.HOURS,
}
#: So many activities that would help stand with a milestone.
HELPING_MOST = 5


class Attended(NamedTuple):
    """One activity a student was at."""

    activity: int
    kind: str
    starts_at: datetime
    hours: float
    #: With whom it was: the host's organization, or else the activity's.
    organization: int | None


@dataclass
class Standing:
    """Of one milestone: which students have met it, who could still this year, who is behind, and
    who has time. Ids by grade."""

    milestone: Milestone
    met: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    due: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    behind: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    later: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    helping: list[Activity] = field(default_factory=list)

    def total(self, grade: int) -> int:
        return sum(len(part[grade]) for part in (self.met, self.due, self.behind, self.later))

    @property
    def waiting(self) -> list[int]:
        """Who is behind or due this year."""
        return [pk for part in (self.behind, self.due) for ids in part.values() for pk in ids]

    @property
    def count_met(self) -> int:
        return sum(map(len, self.met.values()))

    @property
    def count_behind(self) -> int:
        return sum(map(len, self.behind.values()))

    @property
    def count_due(self) -> int:
        return sum(map(len, self.due.values()))


@dataclass
class Cohorts:
    """All milestones of a program, and how many students each grade has."""

    standings: list[Standing]
    sizes: dict[int, int]
    students: dict[int, Student]

    @property
    def grades(self) -> list[int]:
        return sorted(self.sizes)


def cohorts_of(program: Program, *, now: datetime, only: int | None = None) -> Cohorts:
    """Where the current students stand. ``only``: one milestone (id). Five queries, whatever the
    number of students, milestones and activities."""
    rows = [one for one in _milestones_of(program) if only is None or one.pk == only]
    today = timezone.localdate(now, program.zone)
    students = {
        one.pk: one
        for one in Student.objects.for_program(program).current()
        if one.grade_on(today) <= LAST_GRADE
    }
    attended = _attended(program, rows)
    mentors = _mentors(program) if any(one.unit == Unit.MENTORS for one in rows) else {}
    sizes: dict[int, int] = defaultdict(int)
    for one in students.values():
        sizes[one.grade_on(today)] += 1
    standings = [Standing(milestone) for milestone in rows]
    year = school_year(today)
    for standing in standings:
        for pk, student in students.items():
            grade = student.grade_on(today)
            has = is_met(standing.milestone, attended.get(pk, ()), mentors, year, program)
            _place(standing, pk, grade, has=has)
    _find_help(program, standings, now=now)
    return Cohorts(standings, dict(sizes), students)


def _milestones_of(program: Program) -> list[Milestone]:
    rows = list(Milestone.objects.for_program(program))
    for row in rows:
        row.program = program  # its address names it
    return rows


def _attended(
    program: Program, milestones: Iterable[Milestone], student: Student | None = None
) -> dict[int, list[Attended]]:
    """By student: what they were at, of all kinds that count for something. One query."""
    kinds = {kind for one in milestones for kind in one.kinds}
    rows = Placement.objects.for_program(program).came().filter(activity__kind__in=kinds)
    rows = rows.exclude(activity__state__in=CALLED_OFF)
    if student is not None:
        rows = rows.filter(student=student)
    found: dict[int, list[Attended]] = defaultdict(list)
    for pk, activity, kind, starts, ends, hours, host, organization in rows.order_by().values_list(
        "student",
        "activity",
        "activity__kind",
        "activity__starts_at",
        "activity__ends_at",
        "hours",
        "host__organization",
        "activity__organization",
    ):
        length = hours if hours is not None else (ends - starts).total_seconds() / 3600
        found[pk].append(Attended(activity, kind, starts, length, host or organization))
    return found


def _mentors(program: Program) -> dict[int, set[int]]:
    """By mentor activity: the people of partners who were there. One query."""
    rows = (
        Participation.objects.filter(activity__program=program, activity__kind=Kind.MENTOR_SESSION)
        .exclude(attendance__in=MISSED)
        .exclude(role=Participation.Role.STAFF)
        .exclude(answer=Participation.Answer.NO)
        .order_by()
        .values_list("activity", "person")
    )
    found: dict[int, set[int]] = defaultdict(set)
    for activity, person in rows:
        found[activity].add(person)
    return found


def reached(
    milestone: Milestone,
    attended: Sequence[Attended],
    mentors: dict[int, set[int]],
    year: int,
    program: Program,
) -> float:
    """How much of what the milestone counts a student has: activities, organizations, people or
    hours."""
    own = [one for one in attended if one.kind in milestone.kinds]
    match milestone.unit:
        case Unit.INSTITUTIONS:
            return len({one.organization for one in own if one.organization})
        case Unit.MENTORS:
            return len({person for one in own for person in mentors.get(one.activity, ())})
        case Unit.PER_YEAR:
            return sum(
                school_year(timezone.localdate(one.starts_at, program.zone)) == year for one in own
            )
        case Unit.HOURS:
            least = milestone.minimum_each or 0
            return sum(one.hours for one in own if one.hours >= least)
    return len(own)


def is_met(
    milestone: Milestone,
    attended: Sequence[Attended],
    mentors: dict[int, set[int]],
    year: int,
    program: Program,
) -> bool:
    return reached(milestone, attended, mentors, year, program) >= milestone.count


def _place(standing: Standing, pk: int, grade: int, *, has: bool) -> None:
    until = standing.milestone.grade
    if has:
        standing.met[grade].append(pk)
    elif until is None or grade == until:
        standing.due[grade].append(pk)
    elif grade > until:
        standing.behind[grade].append(pk)
    else:
        standing.later[grade].append(pk)


def _find_help(program: Program, standings: Sequence[Standing], *, now: datetime) -> None:
    """What is planned already that counts for a milestone and is open to a grade that needs it.
    One query."""
    planned = list(
        Activity.objects.for_program(program)
        .standing()
        .filter(starts_at__gt=now, state=Activity.State.PLANNED)
        .select_related("organization")
        .order_by("starts_at")[:500]
    )
    for standing in standings:
        grades = {*standing.behind, *standing.due}
        for activity in planned:
            first, last = activity.grade_from or 0, activity.grade_to or 99
            is_open = any(first <= grade <= last for grade in grades)
            if activity.kind in standing.milestone.kinds and is_open:
                activity.program = program
                standing.helping.append(activity)
            if len(standing.helping) == HELPING_MOST:
                break


@dataclass(frozen=True)
class OwnStanding:
    """A milestone as one student stands to it."""

    milestone: Milestone
    has: float
    state: str  # met, due, behind or later


def standings_of(student: Student, *, now: datetime) -> list[OwnStanding]:
    """All milestones of the program for one student. Three queries."""
    program = student.program
    rows = _milestones_of(program)
    attended = _attended(program, rows, student).get(student.pk, [])
    mentors = _mentors(program)
    today = timezone.localdate(now, program.zone)
    year, grade = school_year(today), student.grade_on(today)
    found = []
    for milestone in rows:
        has = reached(milestone, attended, mentors, year, program)
        standing = Standing(milestone)
        _place(standing, student.pk, grade, has=has >= milestone.count)
        parts = ("met", "due", "behind", "later")
        state = next(name for name in parts if getattr(standing, name))
        found.append(OwnStanding(milestone, has, state))
    return found


@transaction.atomic
def save_milestone(milestone: Milestone, *, by: User, **fields: Any) -> Milestone:
    """Write a milestone down, or change it. ``fields``: code, framework, text, grade, kinds, count,
    unit, minimum_each. Refuses no text, no kinds, none to count, and a code another one has."""
    for name, value in fields.items():
        setattr(milestone, name, value.strip() if isinstance(value, str) else value)
    if not milestone.text:
        raise DomainError("What should they have met?", field="text")
    if not milestone.kinds or any(kind not in Kind.values for kind in milestone.kinds):
        raise DomainError("Tick at least one kind of activity.", field="kinds")
    if not milestone.count:
        raise DomainError("One at least.", field="count")
    twin = Milestone.objects.filter(program=milestone.program, code=milestone.code)
    if milestone.code and twin.exclude(pk=milestone.pk).exists():
        raise DomainError("Another milestone has this code.", field="code")
    author(milestone, by)
    milestone.save()
    return milestone


@transaction.atomic
def delete_milestone(milestone: Milestone, *, by: User) -> None:
    """It does not count any more. Its history stays."""
    author(milestone, by)
    milestone.delete()


@transaction.atomic
def load_starter(program: Program, *, by: User) -> int:
    """Add those of the starter set that the program does not have. Returns how many."""
    there = set(Milestone.objects.for_program(program).values_list("code", flat=True))
    rows = json.loads(STARTER.read_text(encoding="utf-8"))["milestones"]
    added = [row for row in rows if row["code"] not in there]
    for row in added:
        save_milestone(
            Milestone(program=program),
            by=by,
            code=row["code"],
            framework=row["framework"],
            text=row["text"],
            grade=row["grade"],
            kinds=row["kinds"],
            count=row["count"],
            unit=_UNITS[row.get("unit")],
            minimum_each=row.get("minimum_each"),
        )
    return len(added)
