"""The host handout: what a host must know on the day, and no more (SPEC 12.3, 0.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.wording import spoken_clock, spoken_day
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from core.pdf import many_papers, render_document, write_pdf
from notifications.domain.outbox import queue_message
from partnerships.domain.letterhead import letterhead
from partnerships.domain.speaking import can_be_mailed, reply_address
from students.models import Student
from visits.domain.shadows import HostPlan, ShadowPlan, plan_of
from visits.models import HandoutLook, ShadowHost, ShadowHostQuerySet

#: The link is dead so long after the end.
OPEN_AFTER = timedelta(hours=12)
LINK = SignedLink(salt="visits.handout", route="visit_links:handout_open", names=("pk", "person"))

#: Of the eight parts, those that are written once for all hosts: field, and what is missing.
WRITTEN = {
    "staff": "Who of the school is responsible",
    "transport": "Transport, arrival and departure",
    "assignment_before": "The assignment before",
    "questions": "The questions students may ask",
    "assignment_after": "The assignment after",
    "reminders": "Reminders: restrooms, lunch, clothing, safety",
    "emergency_phones": "Telephone numbers for emergencies",
}


@dataclass(frozen=True)
class Missing:
    """A part that is not there yet. ``field``: where to write it, empty for hosts and students."""

    what: str
    field: str = ""


def missing_parts(plan: ShadowPlan) -> list[Missing]:
    """What must be there before anything can be printed or sent."""
    found = [
        Missing(words, name) for name, words in WRITTEN.items() if not getattr(plan.shadow, name)
    ]
    if not plan.hosts:
        found.append(Missing("A host"))
    found += [Missing(f"Students for {one.host}") for one in plan.hosts if not one.students]
    return found


def names_for_host(students: Sequence[Student], day: Any) -> list[str]:
    """The names that a release lets a host see; the others as "student A", "student B" ..."""
    names = [one.name for one in students if one.is_named_to_hosts(day)]
    hidden = len(students) - len(names)
    letters = [_("Student %(letter)s") % {"letter": _letter(number)} for number in range(hidden)]
    return names + letters


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def handouts_pdf(plan: ShadowPlan, hosts: Sequence[HostPlan], *, language: str = "") -> bytes:
    """The handouts of these hosts in one file, each in the host's language unless one is given.
    Refuses while a part is missing."""
    refuse_incomplete(plan)
    with many_papers():
        return write_pdf([_document(plan, one, language) for one in hosts])


def refuse_incomplete(plan: ShadowPlan) -> None:
    if missing := missing_parts(plan):
        words = "; ".join(one.what for one in missing)
        raise DomainError(f"Not complete yet: {words}.")


def _document(plan: ShadowPlan, one: HostPlan, language: str) -> Any:
    activity, program = plan.activity, plan.activity.program
    language = language or (one.host.person.language if one.host.person else "en")
    zone = program.zone
    first, last = activity.starts_at.astimezone(zone), activity.ends_at.astimezone(zone)
    with translation.override(language):
        context = {
            "paper": letterhead(program),
            "language": language,
            "title": _("Job shadow at %(host)s") % {"host": one.host.organization.name},
            "day": spoken_day(first),
            "arrives": spoken_clock(first),
            "departs": spoken_clock(last),
            "place": activity.place,
            "host": one.host,
            "names": names_for_host(one.coming, first.date()),
            "count": len(one.coming),
            "organizer": activity.organizer,
            "shadow": plan.shadow,
        }
        return render_document("print/host_handout.html", context)


def handout_address(host: ShadowHost) -> str:
    """The whole address at which a host opens the handout, without a login."""
    return LINK.address(host.pk, host.person_id)


def read_token(token: str) -> ShadowHost:
    """The host the link was made for. Refuses one that is broken, of a host who is not on the list
    any more or handed it over to a colleague, and of a handout that was not sent."""
    return LINK.find(token, with_all(ShadowHost.objects.filter(sent_at__isnull=False)))


def with_all(rows: ShadowHostQuerySet) -> ShadowHostQuerySet:
    """Each with what mails to a host and their pages say."""
    return rows.with_left().select_related(
        "activity__program__school", "activity__organizer", "organization", "person"
    )


def why_closed(host: ShadowHost, *, now: datetime) -> str:
    """Why the handout cannot be opened, in a sentence; empty while it can. ``host``: one of
    ``with_all``."""
    if host.activity.is_called_off:
        return _("This job shadow was called off.")
    if now > host.activity.ends_at + OPEN_AFTER:
        return _("This job shadow is over, so its handout is closed.")
    if host.has_left:  # type: ignore[attr-defined]  # annotated
        return _("You are no longer listed there.")
    return ""


def open_handout(host: ShadowHost, *, now: datetime) -> bytes:
    """The handout as things stand now, for the host of the link; the look is kept. Refuses what is
    closed, and where nobody is placed any more. Outside a transaction: the paper is laid out."""
    if refusal := why_closed(host, now=now):
        raise DomainError(refusal)
    plan = plan_of(host.activity)
    own = [one for one in plan.hosts if one.host.pk == host.pk]
    if not own or not own[0].coming:
        raise DomainError(_("No student is placed with you at the moment."))
    pdf = write_pdf([_document(plan, own[0], "")])
    HandoutLook.objects.create(host=host, looked_at=now)
    return pdf


@transaction.atomic
def send_handouts(
    plan: ShadowPlan, *, by: User, now: datetime | None = None
) -> tuple[int, list[ShadowHost]]:
    """Mail each host the link to their handout; again after a change tells them anew. How many
    mails, and which hosts have nobody there with an address. Refuses while a part is missing, and
    when it is over."""
    now = now or timezone.now()
    refuse_incomplete(plan)
    if plan.activity.ends_at <= now:
        raise DomainError("This job shadow is over.")
    activity, program = plan.activity, plan.activity.program
    without = []
    for one in plan.hosts:
        person = one.host.person
        if person is None or one.host.has_left or not can_be_mailed(person):  # type: ignore[attr-defined]  # annotated
            without.append(one.host)
            continue
        with translation.override(person.language):
            queue_message(
                key=f"handout:{one.host.pk}:{now:%Y%m%d%H%M}",
                to_email=person.email,
                template="handout_sent",
                context={
                    "language": person.language,
                    "person": person,
                    "activity": activity,
                    "count": len(one.coming),
                    "day": spoken_day(activity.starts_at.astimezone(program.zone)),
                    "address": handout_address(one.host),
                    "organizer": activity.organizer,
                    "program": program,
                },
                scope=program.mail_scope,
                from_name=activity.organizer.letter_name,
                reply_to=reply_address(activity.organizer),
            )
        one.host.sent_at = now
        one.host._history_user = by
        one.host.save()
    return len(plan.hosts) - len(without), without
