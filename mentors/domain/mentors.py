"""Who mentors in a program, and when, how and whom they can (SPEC 8.2)."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.exceptions import DomainError
from mentors.domain.versions import of_mentor, refuse_stale
from mentors.models import CAPACITY_MOST, DAYS, PARTS, Mentor
from partnerships.domain.authors import author
from partnerships.models import Affiliation, Topic

#: All that ``Mentor.times`` may hold, with words: "1-morning" is Monday morning.
TIMES = {f"{day}-{part}": (day_words, words) for day, day_words in DAYS for part, words in PARTS}


def time_words(times: Collection[str]) -> list[str]:
    """When somebody has time, day by day, in the language that is set: "Monday: morning, lunch"."""
    found = []
    for day, words in DAYS:
        parts = [str(part_words) for part, part_words in PARTS if f"{day}-{part}" in times]
        if parts:
            found.append(f"{words}: {', '.join(parts)}")
    return found


@transaction.atomic
def save_mentor(
    mentor: Mentor,
    *,
    by: User | None,
    talents: Collection[Topic] | None = None,
    seen: str | None = None,
    **fields: Any,
) -> Mentor:
    """Add a mentor to a program, or change what is known. ``talents`` are the person's own, in all
    programs; None leaves them. ``seen``: the version somebody had before their eyes. Refuses what
    was changed since, somebody who mentors in the program already, somebody who
    does not work at the organization today, no way of meeting, and grades the wrong way round."""
    if mentor.pk:
        mentor = Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
        refuse_stale(of_mentor(mentor), seen=seen)
    for name, value in fields.items():
        setattr(mentor, name, value)
    _check(mentor)
    author(mentor, by)
    mentor.save()
    if talents is not None:
        author(mentor.person, by)
        mentor.person.talents.set(talents)
    return mentor


def _check(mentor: Mentor) -> None:
    twin = Mentor.objects.filter(program=mentor.program, person=mentor.person)
    if twin.exclude(pk=mentor.pk).exists():
        raise DomainError(f"{mentor.person} is a mentor here already.", field="person")
    here = Affiliation.objects.open().filter(person=mentor.person)
    if (
        mentor.pk is None
        and mentor.organization is not None
        and not here.filter(organization=mentor.organization).exists()
    ):
        raise DomainError(
            f"{mentor.person} does not work at {mentor.organization} today.", field="person"
        )
    if not (mentor.in_person or mentor.online or mentor.by_email):
        raise DomainError(_("Tick at least one way of meeting."), field="in_person")
    first, last = mentor.grade_from, mentor.grade_to
    if first is not None and last is not None and last < first:
        raise DomainError(_("The last grade is below the first."), field="grade_to")
    if mentor.capacity < 1:
        raise DomainError(_("At least one student."), field="capacity")
    if mentor.capacity > CAPACITY_MOST:
        raise DomainError(
            _("At most %(count)s students.") % {"count": CAPACITY_MOST}, field="capacity"
        )
    if any(one not in TIMES for one in mentor.times):
        raise DomainError(_("Choose times from the list."), field="times")
