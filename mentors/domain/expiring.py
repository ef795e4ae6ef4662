"""Before a clearance runs out, the mentor and whoever organizes the group hear of it (SPEC 8.2)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from calendar_app.domain.tasks import make_task
from mentors.domain.clearances import Cleared
from mentors.models import Form, GroupMentor, Mentor
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address

#: Days before the last one, the nearest first.
NOTICES = (7, 30)


def warn_of_expiring(*, now: datetime) -> int:
    """Tell who mentors, and their organizer, 30 and 7 days before they are no longer cleared for
    what they do; each once, though this runs late or twice. Returns how many were told."""
    told = 0
    rows = Mentor.objects.active().select_related("program__school", "person", "organization")
    by_program: dict[int, list[Mentor]] = {}
    for row in rows.order_by("pk"):
        by_program.setdefault(row.program_id, []).append(row)
    for mentors in by_program.values():
        program = mentors[0].program
        today = timezone.localdate(now, program.zone)
        people = [one.person_id for one in mentors]
        known = {form: Cleared(program, form, people) for form in Form.values}
        for mentor in mentors:
            last = _last_day(mentor, known.values(), today)
            if last is not None:
                told += _warn(mentor, last, today)
    return told


def _last_day(mentor: Mentor, known: Iterable[Cleared], today: date) -> date | None:
    """The first day on which a form they use is no longer covered, within the notice."""
    forms = [form for form in Form.values if mentor.meets(form)]
    ends = [
        one.until(mentor.person_id)
        for form, one in zip(Form.values, known, strict=True)
        if form in forms
    ]
    near = [one for one in ends if one and today <= one <= today + timedelta(days=max(NOTICES))]
    return min(near, default=None)


@transaction.atomic
def _warn(mentor: Mentor, last: date, today: date) -> int:
    notice = next(days for days in NOTICES if last <= today + timedelta(days=days))
    program, person = mentor.program, mentor.person
    place = (
        GroupMentor.objects.filter(mentor=mentor, group__ended_on=None)
        .select_related("group__organizer")
        .first()
    )
    make_task(
        program,
        key=f"clearance:{mentor.pk}:{last:%Y%m%d}:{notice}",
        title=f"{person} is cleared until {date_format(last, 'j M Y')}: renew it"[:200],
        owner=place.group.organizer if place else None,
        due_on=last,
        organization=mentor.organization,
    )
    if not can_be_mailed(person):
        return 1
    with translation.override(person.language):
        queue_message(
            key=f"clearance:{mentor.pk}:{last:%Y%m%d}:{notice}",
            to_email=person.email,
            template="clearance_expiring",
            context={
                "language": person.language,
                "person": person,
                "last": last,
                "organizer": place.group.organizer if place else None,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=program.name,
            reply_to=reply_address(place.group.organizer if place else None),
        )
    return 1
