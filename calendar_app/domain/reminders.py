"""Reminders are rows whose due time moves with the activity (SPEC 3.5).

due -> claimed (conditional UPDATE, with a lease) -> handled, when everybody's mail is in the outbox

Exactly once does not hang on the claim, which only spares two workers the same work: it hangs on a
mail's key, written under a lock on the activity. A worker may die, lose its claim or have a wrong
clock at any moment; the next begins at the first person and passes over who has a mail already.
"""

import logging
import time as clock
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from calendar_app.domain.reminder_mail import (
    SAYS,
    Mailing,
    Skip,
    next_readers,
    prepare_mailing,
    write_mails,
)
from calendar_app.models import Activity, Reminder
from notifications.domain import delivery
from notifications.domain.outbox import queue_many, withdraw_untried

logger = logging.getLogger(__name__)

#: When reminders go out on their day: after people are up, before school begins.
MORNING = time(6)
#: Mails written in one transaction, so that nobody waits long for the activity or the database.
BATCH = 50
#: How often mail workers are woken while many reminders are written.
WAKE_SECONDS = 5
#: After so many seconds of writing, other work of the same worker gets its turn.
TURN_SECONDS = 20


# ---------------------------------------------------------------- rows


def due_time(activity: Activity, days_before: int) -> datetime:
    """The morning so many days before, in the program's zone. On the day itself at most an hour
    before it begins."""
    zone = activity.program.zone
    start = activity.starts_at.astimezone(zone)
    morning = datetime.combine(start.date() - timedelta(days=days_before), MORNING, zone)
    return min(morning.astimezone(UTC), activity.starts_at.astimezone(UTC) - timedelta(hours=1))


def set_reminders(activity: Activity, *, days: Iterable[int], now: datetime | None = None) -> None:
    """These offsets and no others. The caller holds the transaction."""
    now = now or timezone.now()
    wanted = set(days)
    activity.reminders.exclude(days_before__in=wanted).filter(handled_at=None).delete()
    known = set(activity.reminders.values_list("days_before", flat=True))
    make_reminders([activity], days=wanted - known, now=now)


def make_reminders(activities: Iterable[Activity], *, days: Iterable[int], now: datetime) -> None:
    """These offsets for each, which has none of them yet. Those whose time is past already are not
    sent any more. The caller holds the transaction."""
    offsets = sorted(set(days))
    Reminder.objects.bulk_create(
        [
            Reminder(
                activity=activity,
                days_before=before,
                due_at=(due := due_time(activity, before)),
                handled_at=now if due < now else None,
            )
            for activity in activities
            for before in offsets
        ]
    )


def move_reminders(activity: Activity, *, now: datetime) -> None:
    """To the new date or place. The caller holds the transaction.

    One that went out, or was going out, does so again if its new time is still to come. If that is
    past, as after a move by an hour, who was told is not told again; who was not gets the new time.
    Mail of the old time that nobody tried to send yet does not go.
    """
    rows = list(activity.reminders.select_for_update())
    withdrawn = withdraw_untried(*map(_key_begins, rows))
    for row in rows:
        was_withdrawn = any(key.startswith(_key_begins(row)) for key in withdrawn)
        due_at = due_time(activity, row.days_before)
        if due_at != row.due_at and due_at > now and (row.handled_at or row.claimed_at):
            row.handled_at = row.claimed_at = None
            row.occasion += 1
        elif was_withdrawn:
            row.handled_at = row.claimed_at = None
        row.due_at = due_at
    Reminder.objects.bulk_update(rows, ["due_at", "handled_at", "claimed_at", "occasion"])


def withdraw_reminders(activity: Activity) -> None:
    """It was called off: what waits in the outbox does not go. The rows are passed over when they
    are due. The caller holds the transaction."""
    withdraw_untried(*map(_key_begins, activity.reminders.all()))


def _key_begins(reminder: Reminder) -> str:
    """What the keys of this occasion's mail begin with."""
    return f"reminder:{reminder.pk}:{reminder.occasion}:"


# ---------------------------------------------------------------- sending


@dataclass
class Outcome:
    """What one run did."""

    due: int = 0
    queued: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    #: Stopped for the time only: somebody should run again.
    more: bool = False


def send_due(*, now: datetime | None = None, seconds: float | None = None) -> Outcome:
    """Put the mail of every due reminder into the outbox (SPEC 3.5). May run any number of times
    at once, be killed, and be days late: each person gets one.

    ``now`` says what is due, over, or still to come. After ``seconds`` it stops. One that fails is
    logged, does not stop the others, and is tried again when its claim has run out.
    """
    now = now or timezone.now()
    started = woken = clock.monotonic()
    outcome = Outcome()
    for reminder_id in _due_ids(now):
        if seconds is not None and clock.monotonic() - started > seconds:
            outcome.more = True
            break
        reminder = claim(reminder_id, now=now)
        if reminder is None:
            continue
        outcome.due += 1
        try:
            _send_claimed(reminder, now=now, outcome=outcome)
        except Exception:  # whatever the papers of another app raise: the others must go out
            logger.exception("Reminder %s failed; it is tried again", reminder.pk)
            outcome.skipped[Skip.FAILED] += 1
        if outcome.queued and clock.monotonic() - woken > WAKE_SECONDS:
            delivery.wake()
            woken = clock.monotonic()
    if outcome.queued:
        delivery.wake()
    return outcome


def _due_ids(now: datetime) -> list[int]:
    due = Reminder.objects.filter(_is_free(timezone.now()), due_at__lte=now)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True))


def _is_free(moment: datetime) -> Q:
    """Nobody's, or of somebody who has been silent for the lease. A claim that seems to come from
    the future was written before a clock was set back: its owner may be dead as well."""
    lease = timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    stale = Q(claimed_at__lte=moment - lease) | Q(claimed_at__gt=moment + lease)
    return Q(handled_at=None) & (Q(claimed_at=None) | stale)


def claim(reminder_id: int, *, now: datetime) -> Reminder | None:
    """Take a due reminder; None if it is not due (any more) or another worker has it."""
    moment = timezone.now()
    free = Reminder.objects.filter(_is_free(moment), pk=reminder_id, due_at__lte=now)
    if not free.update(claimed_at=moment):
        return None
    claimed = Reminder.objects.filter(pk=reminder_id, claimed_at=moment)
    return claimed.select_related(*(f"activity__{name}" for name in SAYS)).first()


class _LostError(Exception):
    """The reminder moved or is another worker's now; what this transaction did is rolled back."""


class _ChangedError(Exception):
    """The activity is not what the mail would say any more."""


def _send_claimed(reminder: Reminder, *, now: datetime, outcome: Outcome) -> None:
    """Write everybody's mail, some at a time, until all have one or the claim is lost."""
    mailing = _prepare(reminder, now=now)
    after: int | None = 0
    while after is not None:
        try:
            after = _send_batch(reminder, mailing, after=after, now=now, outcome=outcome)
        except _LostError:
            return
        except _ChangedError:
            reminder.activity = Activity.objects.select_related(*SAYS).get(pk=reminder.activity_id)
            mailing = _prepare(reminder, now=now)


def _prepare(reminder: Reminder, *, now: datetime) -> Mailing | None:
    """Outside the transaction, because papers may take their time. None if nobody needs it."""
    useless = _useless(reminder, reminder.activity, now=now)
    return None if useless else prepare_mailing(reminder.activity, now=now)


def _send_batch(
    reminder: Reminder, mailing: Mailing | None, *, after: int, now: datetime, outcome: Outcome
) -> int | None:
    """Mail for the next people behind participation ``after``; the last of them, or None when
    everybody has one."""
    with transaction.atomic():
        # The lock that every writer of these keys and every move of the activity takes first.
        activity = Activity.objects.select_for_update().get(pk=reminder.activity_id)
        if reason := _useless(reminder, activity, now=now):
            _settle(reminder, now=now, is_last=True)
            outcome.skipped[reason] += 1
            return None
        if mailing is None or not mailing.still_fits(activity):
            raise _ChangedError
        readers = next_readers(activity, after=after, limit=BATCH)
        is_last = len(readers) < BATCH
        drafts, skipped = write_mails(
            mailing, readers, key=_key_begins(reminder), with_organizer=is_last
        )
        queued = queue_many(drafts, files=mailing.files, **mailing.headers)
        _settle(reminder, now=now, is_last=is_last)
    outcome.queued += len(queued)
    outcome.skipped.update(skipped)
    return None if is_last else readers[-1].pk


def _useless(reminder: Reminder, activity: Activity, *, now: datetime) -> Skip | None:
    if activity.is_called_off:
        return Skip.CALLED_OFF
    if activity.state != Activity.State.PLANNED or activity.starts_at <= now:
        return Skip.OVER
    due = dict(Reminder.objects.filter(activity=activity).values_list("pk", "due_at"))
    own = due.get(reminder.pk, reminder.due_at)  # it may have moved since we read it
    return Skip.SUPERSEDED if any(own < other <= now for other in due.values()) else None


def _settle(reminder: Reminder, *, now: datetime, is_last: bool) -> None:
    """Done, or ours for another lease. Raises _LostError if it is not ours or not due any more."""
    moment = timezone.now()
    ours = Reminder.objects.filter(
        pk=reminder.pk, claimed_at=reminder.claimed_at, handled_at=None, due_at__lte=now
    )
    if not ours.update(claimed_at=moment, handled_at=moment if is_last else None):
        raise _LostError
    reminder.claimed_at = moment
