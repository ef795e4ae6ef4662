"""Two days before a job shadow each host is asked once whether all stands."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from calendar_app.domain.tasks import make_task
from calendar_app.domain.wording import spoken_clock, spoken_day
from calendar_app.models import Activity, Task
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address
from partnerships.models import Affiliation, Person
from visits.domain.handouts import handout_address, why_closed, with_all
from visits.models import ShadowHost

ASK_BEFORE = timedelta(hours=48)
NOTE_MAX = 500
LINK = SignedLink(
    salt="visits.confirm",
    route="visit_links:host_confirm",
    names=("pk", "person"),
    is_dated=True,
)


def confirm_address(host: ShadowHost) -> str:
    """The whole address at which a host says that all stands, without a login."""
    return LINK.address(host.pk, host.person_id)


def read_token(token: str) -> ShadowHost:
    """The host the link was made for. Refuses one that is broken, and of a host who is not on the
    list any more or handed it over to a colleague."""
    return LINK.find(token, with_all(ShadowHost.objects.all()))


def ask_hosts(*, now: datetime) -> int:
    """Mail every host who has a handout and whose job shadow begins within two days, once for each
    beginning: one that was moved is asked about anew. Who is at the organization no more is not
    asked; the organizer has a task. Returns how many mails. May run at any time and any number of
    times."""
    due = ShadowHost.objects.filter(
        sent_at__isnull=False,
        activity__state=Activity.State.PLANNED,
        activity__starts_at__gt=now,
        activity__starts_at__lte=now + ASK_BEFORE,
    ).exclude(asked_about=F("activity__starts_at"))
    return sum(_ask(pk, now=now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _ask(pk: int, *, now: datetime) -> bool:
    host = with_all(ShadowHost.objects.select_for_update(of=("self",))).filter(pk=pk).first()
    if host is None or host.asked_about == host.activity.starts_at:
        return False
    activity, program, person = host.activity, host.activity.program, host.person
    if person is not None and host.has_left:  # type: ignore[attr-defined]  # annotated
        ask_who_hosts(host, person=person, now=now)
        return False
    host.asked_about = activity.starts_at
    host.confirmed_at, host.confirm_note = None, ""
    host.save()
    if person is None or not can_be_mailed(person):
        return False
    with translation.override(person.language):
        starts = activity.starts_at.astimezone(program.zone)
        queue_message(
            key=f"confirm:{host.pk}:{activity.starts_at:%Y%m%d%H%M}",
            to_email=person.email,
            template="host_asked",
            context={
                "language": person.language,
                "person": person,
                "activity": activity,
                "day": spoken_day(starts),
                "clock": spoken_clock(starts),
                "count": host.placements.filter(student__left_on=None).count(),
                "address": confirm_address(host),
                "handout": handout_address(host),
                "organizer": activity.organizer,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=activity.organizer.letter_name,
            reply_to=reply_address(activity.organizer),
        )
    return True


def is_waited_for(host: ShadowHost, *, now: datetime) -> bool:
    """Whether the host was asked and has said neither that all stands nor what has changed."""
    activity = host.activity
    return (
        host.asked_about == activity.starts_at
        and activity.state == Activity.State.PLANNED
        and now < activity.starts_at
        and not (host.confirmed_at or host.confirm_note)
    )


def ask_for_other_hosts(affiliation: Affiliation, *, now: datetime) -> None:
    """Somebody has left an organization: where they were to host students there, the organizer
    looks for another."""
    hosts = with_all(ShadowHost.objects.all()).filter(
        person=affiliation.person_id,
        organization=affiliation.organization_id,
        activity__state=Activity.State.PLANNED,
        activity__ends_at__gt=now,
    )
    for host in hosts:
        if host.has_left:  # type: ignore[attr-defined]  # annotated
            ask_who_hosts(host, person=affiliation.person, now=now)


def ask_who_hosts(host: ShadowHost, *, person: Person, note: str = "", now: datetime) -> Task:
    """The organizer of a job shadow looks for another host: this person is there no more. One task,
    however often it is found."""
    activity = host.activity
    return make_task(
        activity.program,
        key=f"left:host:{host.pk}:{person.pk}",
        title=f"{person} has left {host}: who comes to {activity}?"[:200],
        note=note,
        owner=activity.organizer,
        due_on=timezone.localdate(now, activity.program.zone),
        organization=host.organization,
        activity=activity,
    )


def tell_of_new_host(host: ShadowHost, *, before: Person, now: datetime) -> Task:
    """The organizer of a job shadow hears that somebody else is with the students."""
    activity = host.activity
    return make_task(
        activity.program,
        key=f"host:{host.pk}:{before.pk}:{host.person_id}:{now:%Y%m%d%H%M%S}",
        title=f"{host.person} takes over from {before} at {host}: {activity}"[:200],
        note="Look whether that is right, and send the handouts anew.",
        owner=activity.organizer,
        due_on=timezone.localdate(now, activity.program.zone),
        organization=host.organization,
        activity=activity,
    )


@transaction.atomic
def confirm(host: ShadowHost, *, is_ready: bool, note: str = "", now: datetime) -> ShadowHost:
    """The host says that all stands, or what has changed; that is a task of the organizer for
    today. Saying something else takes its place. Refuses what is closed, and a change without a
    word."""
    host = with_all(ShadowHost.objects.select_for_update(of=("self",))).get(pk=host.pk)
    note = note.strip()
    if refusal := why_closed(host, now=now):
        raise DomainError(refusal)
    if not is_ready and not note:
        raise DomainError(_("Please say in a few words what has changed."), field="note")
    if len(note) > NOTE_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": NOTE_MAX}, field="note"
        )
    host.confirmed_at = now if is_ready else None
    host.confirm_note = note
    host.save()
    if not is_ready:
        activity = host.activity
        make_task(
            activity.program,
            key=f"changed:{host.pk}:{now:%Y%m%d%H%M}",
            title=f"Call {host}: something has changed for {activity}"[:200],
            note=note,
            owner=activity.organizer,
            due_on=timezone.localdate(now, activity.program.zone),
            organization=host.organization,
            activity=activity,
        )
    return host
