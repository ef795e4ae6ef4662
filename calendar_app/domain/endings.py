"""How an activity ended, and the apology to a host who was stood up (SPEC 5.7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from calendar_app.domain.activities import end_activity, lock_activity
from calendar_app.domain.invitations import announce_change
from calendar_app.domain.tasks import finish_task, make_task
from calendar_app.models import Activity, Participation, Task
from core.exceptions import DomainError
from core.templatetags.house import span
from notifications.domain.outbox import queue_message
from partnerships.domain.queries import main_contacts
from partnerships.domain.speaking import reply_address
from partnerships.models import Person

State = Activity.State

#: After these a host waited for us in vain.
STOOD_UP = frozenset({State.STUDENTS_ABSENT})


@dataclass(frozen=True)
class Apology:
    """A letter that waits to be read and sent. Without an address nobody can send it."""

    to: Person | None
    subject: str
    text: str

    @property
    def to_email(self) -> str:
        return self.to.email if self.to else ""


@transaction.atomic
def finish(
    activity: Activity, *, by: User, state: str, reason: str = "", now: datetime | None = None
) -> Activity:
    """Say how it ended. If a host waited in vain, the organizer gets a task to apologize, with
    the letter drafted. What was called off can take place after all: everybody is asked again.
    Refuses what end_activity refuses, and that we did not come to what has not
    begun."""
    now = now or timezone.now()
    if state in {State.STUDENTS_ABSENT, State.PARTNER_ABSENT} and activity.starts_at > now:
        raise DomainError("It has not begun yet.", field="state")
    was_off = lock_activity(activity).is_called_off
    activity = end_activity(activity, by=by, state=state, reason=reason, now=now)
    if was_off and activity.state == State.PLANNED:
        _ask_everybody_again(activity, by=by, now=now)
    if activity.state in STOOD_UP and activity.organization_id:
        make_task(
            activity.program,
            key=apology_key(activity),
            title=f"Apologize to {activity.organization}"[:200],
            note="They waited and we did not come. The letter is drafted on the activity's page.",
            owner=activity.organizer,
            due_on=timezone.localdate(now, activity.program.zone) + timedelta(days=1),
            organization=activity.organization,
            activity=activity,
        )
    return activity


def _ask_everybody_again(activity: Activity, *, by: User, now: datetime) -> None:
    """It takes place after all: their calendars said that it does not."""
    activity.sequence += 1
    activity.changed_at = now
    activity._history_user = by
    activity.save()
    if activity.ends_at > now:
        announce_change(activity, asks_again=True, now=now)


def apology_key(activity: Activity) -> str:
    return f"apology:{activity.pk}"


def is_apology_due(activity: Activity) -> bool:
    """Whether a host waited in vain and nobody wrote yet. A query only where one did."""
    if activity.state not in STOOD_UP or activity.organization_id is None:
        return False
    return Task.objects.open().filter(key=apology_key(activity)).exists()


def draft_apology(activity: Activity) -> Apology:
    """To the host who was asked, or the partner's main contact. Two queries."""
    host = (
        activity.participations.filter(role=Participation.Role.HOST)
        .select_related("person")
        .first()
    )
    contact = None if host else main_contacts([activity.organization_id])
    person = host.person if host else None
    if contact:
        person = contact[activity.organization_id].person  # type: ignore[index]  # it has one
    zone = activity.program.zone
    when = span(activity.starts_at.astimezone(zone), activity.ends_at.astimezone(zone))
    reason = activity.state_reason.rstrip(".")
    text = (
        f"Dear {person.letter_name if person else 'partner'},\n\n"
        f"you were ready for us on {when}, and we did not come. I am sorry: you kept the time free "
        f"for our students, and we let you wait.\n\n"
        f"The reason was on our side{f': {reason}' if reason else ''}. It should not have kept us "
        "from telling you in time.\n\n"
        "If you would still like to have us, I would gladly find a new date that suits you. I will "
        "call you in the next days.\n\n"
        f"{activity.organizer.letter_name}\n{activity.program.name}\n{activity.program.school}"
    )
    return Apology(person, f"Our apology for {activity.title}", text)


@transaction.atomic
def send_apology(
    activity: Activity, *, by: User, to_email: str, subject: str, text: str, now: datetime
) -> None:
    """Queue the letter as it was corrected, and tick the task off. Sent once. Refuses an address
    that is none, and an activity that no host waited for."""
    if activity.state not in STOOD_UP:
        raise DomainError("No host waited in vain for this one.")
    queue_message(
        key=apology_key(activity),
        to_email=to_email,
        template="note_written",
        context={"subject": subject.strip(), "text": text.strip(), "activity": activity},
        scope=activity.program.mail_scope,
        from_name=activity.organizer.letter_name,
        reply_to=reply_address(activity.organizer),
    )
    for task in Task.objects.open().filter(key=apology_key(activity)):
        finish_task(task, by=by, now=now)
