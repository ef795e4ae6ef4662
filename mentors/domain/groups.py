"""Groups: one to three mentors who stand in for each other, and their students (SPEC 8.3)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from core.exceptions import DomainError
from mentors.domain.clearances import Cleared
from mentors.domain.group_changes import follow_change, follow_end
from mentors.domain.versions import of_group, refuse_stale
from mentors.models import GroupMentor, Mentor, MentorGroup
from partnerships.domain.authors import author
from partnerships.domain.names import person_key
from students.models import Student

Kind = MentorGroup.Kind
#: Why meetings do not take place, unless somebody says it better; read in the reader's language.
ENDED = gettext_noop("The group has ended. Thank you!")


@transaction.atomic
def save_group(
    group: MentorGroup,
    *,
    by: User,
    mentors: Sequence[Mentor],
    students: Collection[Student],
    seen: str | None = None,
    now: datetime | None = None,
    **fields: Any,
) -> MentorGroup:
    """Make a group, or change it: the first of ``mentors`` leads, the others stand in. Meetings and
    questions to come follow (follow_change). ``seen``: the version somebody had before their eyes.

    Refuses what was changed since it was seen; no mentor and more than three, one who is not
    active, does not meet in this form, is below the level the school requires on the first day
    (today, for one that goes on), or has no room; students of another program or who have left;
    more than one student for a group of one; a name or an aim that names one of the students; and
    a new student who is somewhere else at the time of a meeting to come.
    """
    program = group.program
    list(Mentor.objects.select_for_update(of=("self",)).filter(pk__in=[m.pk for m in mentors]))
    if group.pk:
        group = _locked(group)
        refuse_stale(of_group(group), seen=seen)
    before = _members(group)
    for name, value in fields.items():
        setattr(group, name, value)
    group.name = group.name.strip()
    if not group.name:
        raise DomainError("Give the group a name.", field="name")
    for field, text in (("name", group.name), ("aim", group.aim)):
        if named := _named_in(text, students):
            raise DomainError(
                f"Mentors read this in mails, calendars and the portal, so leave “{named}” out.",
                field=field,
            )
    _check_students(group, students)
    day = max(group.started_on, timezone.localdate(timezone=program.zone))
    check_mentors(group, mentors, students=len(students), on=day)
    author(group, by)
    group.save()
    group.students.set(students)
    _set_places(group, mentors, by)
    if before is not None:
        people, pupils = {one.person_id for one in mentors}, {one.pk for one in students}
        follow_change(
            group,
            by=by,
            gone=before[0] - people,
            has_new_mentors=bool(people - before[0]),
            left=before[1] - pupils,
            joined=pupils - before[1],
            now=now or timezone.now(),
        )
    return group


def _locked(group: MentorGroup) -> MentorGroup:
    """The row as it is now. The caller holds the transaction."""
    rows = MentorGroup.objects.select_for_update(of=("self",))
    return rows.select_related("program__school", "organizer").get(pk=group.pk)


def _members(group: MentorGroup) -> tuple[set[int], set[int]] | None:
    """The people who are its mentors and its students (ids); None of one that is not saved yet."""
    if group.pk is None:
        return None
    people = set(group.places.values_list("mentor__person", flat=True))
    return people, set(group.students.values_list("pk", flat=True))


def _named_in(name: str, students: Collection[Student]) -> str:
    """The family name of a student that stands in these words (SPEC 0.7); empty if none."""
    words = set(person_key(name).split())
    names = (one.family_name for one in students)
    return next((one for one in names if set(person_key(one).split()) <= words), "")


def _check_students(group: MentorGroup, students: Collection[Student]) -> None:
    if group.kind == Kind.STUDENT and len(students) > 1:
        raise DomainError("This kind of group has one student.", field="students")
    if any(one.program_id != group.program_id or one.left_on for one in students):
        raise DomainError("A student is not in the program any more.", field="students")


def check_mentors(
    group: MentorGroup, mentors: Sequence[Mentor], *, students: int, on: date
) -> None:
    """Refuses mentors who cannot be in this group on that day; the sentence says who and why."""
    if not mentors:
        raise DomainError("A group needs a mentor.", field="mentors")
    if len({one.pk for one in mentors}) != len(mentors):
        raise DomainError("The same mentor stands there twice.", field="mentors")
    if len(mentors) > GroupMentor.MOST:
        raise DomainError("Three mentors at most; more never meet.", field="mentors")
    fresh = {
        one.pk: one
        for one in Mentor.objects.for_program(group.program)
        .active()
        .filter(pk__in=[one.pk for one in mentors])
        .select_related("person")
    }
    known = Cleared(group.program, group.form, [one.person_id for one in fresh.values()])
    load = load_of(list(fresh), besides=group.pk)
    there = set(group.places.values_list("mentor", flat=True)) if group.pk else set()
    for place, pk in enumerate((one.pk for one in mentors), start=1):
        mentor, field = fresh.get(pk), f"mentor_{place}"
        if mentor is None:
            raise DomainError("One of the mentors is not active any more.", field=field)
        if not mentor.meets(group.form) and pk not in there:
            how = group.get_form_display().lower()
            raise DomainError(f"{mentor} does not mentor {how}.", field=field)
        if not known.on(mentor.person_id, on):
            raise DomainError(known.why_not(mentor.person, on), field=field)
        is_counted = place == 1 and group.kind != Kind.CLASS  # who stands in leads nobody
        if is_counted and load.get(pk, 0) + students > mentor.capacity:
            raise DomainError(
                f"{mentor} takes {mentor.capacity} at most and has {load.get(pk, 0)} already.",
                field=field,
            )


def load_of(mentors: Collection[int], *, besides: int | None = None) -> dict[int, int]:
    """How many students each of these mentors (ids) leads at present, classes left out. One
    query."""
    rows = (
        GroupMentor.objects.filter(mentor__in=mentors, position=1, group__ended_on=None)
        .exclude(group__kind=Kind.CLASS)
        .exclude(group=besides)
        .order_by()
        .values("mentor")
        .annotate(count=Count("group__students", filter=Q(group__students__left_on=None)))
    )
    return {row["mentor"]: row["count"] for row in rows}


def _set_places(group: MentorGroup, mentors: Sequence[Mentor], by: User) -> None:
    """The mentors of the group in this order. Who stays keeps their row, as far as it is free."""
    wanted = {one.pk: position for position, one in enumerate(mentors, start=1)}
    rows = {row.mentor_id: row for row in group.places.select_for_update()}
    if {pk: row.position for pk, row in rows.items()} == wanted:
        return
    for row in rows.values():  # positions are unique, so all go before the new order comes
        author(row, by)
        row.delete()
    for one in mentors:
        place = GroupMentor(group=group, mentor=one, position=wanted[one.pk])
        author(place, by)
        place.save()


@transaction.atomic
def end_group(
    group: MentorGroup,
    *,
    by: User,
    ended_on: date,
    reason: str = ENDED,
    now: datetime | None = None,
) -> MentorGroup:
    """The group has done its work: what is planned after that day is called off, for the reason
    those invited read. Refuses a day before it began."""
    group = _locked(group)
    if ended_on < group.started_on:
        raise DomainError("It had not begun on that day.", field="ended_on")
    group.ended_on = ended_on
    author(group, by)
    group.save()
    follow_end(group, last=ended_on, by=by, reason=reason or ENDED, now=now or timezone.now())
    return group
