"""The plan of a program with mentors: what it wants to do in a school year, how many mentors that
takes and how many there are (SPEC 8.1)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from core.exceptions import DomainError
from mentors.models import GroupMentor, Mentor, PlanLine
from partnerships.domain.authors import author
from partnerships.models import Program


@dataclass(frozen=True)
class Planned:
    """A line with what there is of it."""

    line: PlanLine
    there: int  # mentors in groups that do this

    @property
    def missing(self) -> int:
        return max(0, self.line.wanted - self.there)

    @property
    def how_often(self) -> str:
        """In the language that is set, where it was written in it."""
        return self.line.how_often_in(get_language() or "en")

    @property
    def about(self) -> str:
        return self.line.about_in(get_language() or "en")

    @property
    def grades(self) -> str:
        """In words; empty for all."""
        first, last = self.line.grade_from, self.line.grade_to
        if first is None and last is None:
            return ""
        if first == last or last is None or first is None:
            return _("Grade %(grade)s") % {"grade": first or last}
        return _("Grades %(first)s to %(last)s") % {"first": first, "last": last}


def plan_lines_of(programs: Collection[Program], *, year: int) -> dict[int, list[Planned]]:
    """By program (id) what is planned in a school year, each with the mentors of groups that go on.
    Two queries."""
    there: dict[tuple[int, str], set[int]] = defaultdict(set)
    places = GroupMentor.objects.filter(
        group__program__in=programs, group__ended_on=None, mentor__in=Mentor.objects.active()
    ).exclude(group__activity="")
    for program, activity, mentor in places.values_list(
        "group__program", "group__activity", "mentor"
    ):
        there[program, activity].add(mentor)
    found: dict[int, list[Planned]] = defaultdict(list)
    for line in PlanLine.objects.filter(program__in=programs, year=year):
        # Two lines of one kind share the mentors: what the first needs is not there for the second.
        mine = there[line.program_id, line.activity]
        taken = {mine.pop() for _number in range(min(line.wanted, len(mine)))}
        found[line.program_id].append(Planned(line, len(taken)))
    return found


@transaction.atomic
def save_line(line: PlanLine, *, by: User, **fields: Any) -> PlanLine:
    """Put something on the plan, or change it. Refuses grades in the wrong order and no mentor."""
    for name, value in fields.items():
        setattr(line, name, value.strip() if isinstance(value, str) else value)
    if line.grade_from and line.grade_to and line.grade_to < line.grade_from:
        raise DomainError("The last grade is below the first.", field="grade_to")
    if line.wanted < 1:
        raise DomainError("At least one mentor.", field="wanted")
    author(line, by)
    line.save()
    return line


@transaction.atomic
def remove_line(line: PlanLine, *, by: User) -> None:
    """It is not planned any more. Its history stays."""
    author(line, by)
    line.delete()


@transaction.atomic
def take_over(program: Program, *, year: int, by: User) -> int:
    """Begin a year's plan with that of the year before. Returns how many lines; none where this
    year has a plan already, so that a second click doubles nothing."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    rows = PlanLine.objects.for_program(program)
    if rows.filter(year=year).exists():
        return 0
    lines = list(rows.filter(year=year - 1))
    for line in lines:
        line.pk, line.year = None, year
        line._state.adding = True
        author(line, by)
        line.save()
    return len(lines)
