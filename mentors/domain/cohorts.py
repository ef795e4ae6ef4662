"""What staff accepted of a matching becomes groups (SPEC 8.4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core.exceptions import DomainError
from mentors.domain.groups import check_mentors
from mentors.models import GroupMentor, Mentor, MentorGroup
from partnerships.domain.authors import author
from partnerships.models import Person, Program
from students.models import Student

#: So many students are matched at once.
MOST = 600
#: So many letters of a mentor's name go into that of a group; the model has 120.
NAME_MAX = 110


@dataclass
class Accepted:
    made: list[MentorGroup] = field(default_factory=list)
    there: int = 0  # pairs that were a group already
    left_out: list[tuple[Student, str]] = field(default_factory=list)


def students_to_match(
    program: Program, *, grade: int | None = None, with_mentor: bool = False, on: date
) -> list[Student]:
    """Current students, of a grade if one is given, without a mentor unless ``with_mentor``."""
    rows = Student.objects.for_program(program).current()
    if not with_mentor:
        rows = rows.exclude(pk__in=_accompanied(program))
    found = [one for one in rows if grade is None or one.grade_on(on) == grade]
    if len(found) > MOST:
        raise DomainError(f"{len(found)} students at once are too many: choose a grade.")
    return found


def _accompanied(program: Program) -> QuerySet:
    """The students (ids) with a mentor of their own, whom classes do not count as."""
    groups = MentorGroup.objects.for_program(program).going().exclude(kind=MentorGroup.Kind.CLASS)
    return groups.filter(students__isnull=False).values_list("students", flat=True)


@transaction.atomic
def accept_pairs(
    program: Program,
    *,
    pairs: Sequence[tuple[int, int]],
    form: str,
    on: date,
    organizer: Person,
    by: User,
    with_mentor: bool = True,
) -> Accepted:
    """Make a group of each pair of student and mentor (ids). Everything is checked again, under
    lock: who is no longer cleared, active or has no room is left out, with the reason, and unless
    ``with_mentor`` a student who was given a mentor meanwhile. A pair that is a group already is
    not made twice. Refuses a day that is over."""
    if on < timezone.localdate(timezone=program.zone):
        raise DomainError("This day is over.", field="on")
    mentors = Mentor.objects.select_for_update(of=("self",)).in_bulk([pk for _one, pk in pairs])
    students = Student.objects.for_program(program).current().in_bulk([pk for pk, _one in pairs])
    there = set(
        MentorGroup.objects.for_program(program)
        .going()
        .filter(kind=MentorGroup.Kind.STUDENT, students__in=students, places__mentor__in=mentors)
        .values_list("students", "places__mentor")
    )
    taken = set() if with_mentor else set(_accompanied(program).filter(students__in=students))
    going = MentorGroup.objects.for_program(program).going()
    names = set(going.filter(places__mentor__in=mentors).values_list("name", flat=True))
    result = Accepted()
    for student_pk, mentor_pk in pairs:
        student, mentor = students.get(student_pk), mentors.get(mentor_pk)
        if student is None:
            continue
        if (student_pk, mentor_pk) in there:
            result.there += 1
            continue
        if student_pk in taken:
            result.left_out.append((student, "Has been given a mentor meanwhile."))
            continue
        group = MentorGroup(
            program=program,
            name=_name_with(mentor, names),
            kind=MentorGroup.Kind.STUDENT,
            form=form,
            organizer=organizer,
            started_on=on,
        )
        try:
            check_mentors(group, [mentor] if mentor else [], students=1, on=on)
        except DomainError as error:
            result.left_out.append((student, error.message))
            continue
        _make(group, student, mentor, by)
        there.add((student_pk, mentor_pk))
        names.add(group.name)
        result.made.append(group)
    return result


def _name_with(mentor: Mentor | None, taken: set[str]) -> str:
    """Told apart by a number: no group is called by a student's name (SPEC 0.7)."""
    name = f"With {mentor}"[:NAME_MAX]
    numbered = (f"{name}, {number}" for number in count(2))
    return next(one for one in chain([name], numbered) if one not in taken)


def _make(group: MentorGroup, student: Student, mentor: Mentor | None, by: User) -> None:
    author(group, by)
    group.save()
    group.students.set([student])
    place = GroupMentor(group=group, mentor=mentor, position=1)
    author(place, by)
    place.save()
