"""Sending, at least once. The database is the queue: Celery only says "look now".

queued -> sending (claimed by conditional UPDATE) -> sent | queued again, later | failed
                                                  -> bounced | suppressed
"""

import logging
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils import timezone

from core.exceptions import DomainError
from notifications.domain.composing import compose, explain, refusal
from notifications.domain.preferences import is_turned_off
from notifications.models import MailKind, Message

logger = logging.getLogger(__name__)

State = Message.State

#: With the waits of ``put_back``: tried for about a day and a half.
MAX_ATTEMPTS = 13
LONGEST_WAIT = timedelta(hours=8)
#: Mails over one connection; servers close one that has carried many.
PER_CONNECTION = 50
#: After so many seconds of sending, other work gets its turn.
TURN_SECONDS = 20
ERROR_MAX = 2000


def claim_lasts() -> timedelta:
    return timedelta(seconds=settings.MESSAGE_CLAIM_SECONDS)


def wake() -> None:
    """Ask a worker to look into the outbox once the transaction is committed.

    A wake-up that cannot be given is logged; the sweep finds the message.
    """
    from notifications.tasks import deliver_messages  # noqa: PLC0415 - the task calls this module

    # A lambda, not the method: Django logs a failed robust hook by its __qualname__.
    transaction.on_commit(lambda: deliver_messages.delay(), robust=True)


def deliver_due() -> bool:
    """Send all that is due, one by one, sign-in mail first. May run any number of times at once.

    Stops at the mail server's silence, at the limit a minute, and after ``TURN_SECONDS``. True if
    it stopped for the time only, so that a worker should look again.
    """
    ends = time.monotonic() + TURN_SECONDS
    while time.monotonic() < ends:
        ids = due(now=timezone.now())[: min(PER_CONNECTION, _room_this_minute())]
        if not ids or not _deliver_over_one_connection(list(ids)):
            return False
    return True


def _deliver_over_one_connection(ids: list[int]) -> bool:
    """True if the mail server could be reached."""
    connection = get_connection()
    try:
        for message_id in ids:
            message = claim(message_id)
            if message and not _deliver_claimed(message, connection):
                return False
    finally:
        _close(connection)
    return True


def deliver(message_id: int) -> None:
    """Send one message if it is ours to send. May be called any number of times."""
    _deliver_over_one_connection([message_id])


def claim(message_id: int) -> Message | None:
    """Take a due message for sending; None if it is not due or another worker has it."""
    now = timezone.now()
    taken = Message.objects.filter(pk=message_id, state=State.QUEUED, due_at__lte=now).update(
        state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return Message.objects.get(pk=message_id) if taken else None


def _deliver_claimed(message: Message, connection: Any) -> bool:
    """Send and write down how it went. False if the mail server could not be reached at all."""
    if is_turned_off(message.to_email, message.kind):
        _settle(message, state=State.SUPPRESSED, error="")
        return True
    try:
        connection.open()
    except Exception as error:  # whatever a mail backend raises: the message must not be stuck
        logger.warning("The mail server cannot be reached: %s", explain(error))
        put_back(message, error=error)
        return False
    try:
        send(message, connection=connection)
    except Exception as error:
        logger.warning("Message %s was not taken: %s", message.pk, explain(error))
        _close(connection)  # its state is unknown; the next message opens it again
        if words := refusal(error):
            _settle(message, state=State.BOUNCED, error=words[:ERROR_MAX])
        else:
            put_back(message, error=error)
    else:
        _settle(message, state=State.SENT, sent_at=timezone.now(), error="")
    return True


def send(message: Message, *, connection: Any = None) -> None:
    """Hand the mail to the mail server."""
    email = compose(message)
    email.connection = connection
    email.send()


def put_back(message: Message, *, error: Exception) -> None:
    """Try again in 1, 2, 4, 8 minutes and so on, then leave it for a person to look at."""
    last = message.attempts >= MAX_ATTEMPTS
    wait = min(timedelta(minutes=2 ** (message.attempts - 1)), LONGEST_WAIT)
    _settle(
        message,
        state=State.FAILED if last else State.QUEUED,
        due_at=timezone.now() + wait,
        error=explain(error)[:ERROR_MAX],
    )


def return_expired_claims(*, now: datetime) -> None:
    """Put back what a worker took and never settled: it died.

    The mail may have gone already. It goes again under the same Message-ID. A message that was in
    hand at every death is not tried forever.
    """
    expired = Message.objects.filter(state=State.SENDING, claimed_at__lte=now - claim_lasts())
    expired.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=State.FAILED, error="The worker stopped at every attempt."
    )
    expired.update(state=State.QUEUED, due_at=now)


def due(*, now: datetime) -> QuerySet[Message, int]:
    """Ids of messages to send now: somebody waits for sign-in mail, so it goes first."""
    first = Case(When(kind=MailKind.ACCOUNT, then=Value(0)), default=Value(1))
    waiting = Message.objects.filter(state=State.QUEUED, due_at__lte=now)
    return waiting.order_by(first, "due_at", "pk").values_list("pk", flat=True)


def retry_message(message: Message, *, by: Any) -> Message:
    """Try a message again at once, from its first attempt, under the same Message-ID (SPEC 0.5).

    Refuses what has gone, is going, or is not wanted by the reader.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message.pk)
        if message.state == State.SUPPRESSED:
            raise DomainError("They asked not to get this kind of mail.")
        if message.state not in {State.FAILED, State.BOUNCED, State.QUEUED}:
            raise DomainError("This mail is on its way or has gone already.")
        message.state, message.due_at, message.attempts = State.QUEUED, timezone.now(), 0
        message.save(update_fields=["state", "due_at", "attempts"])
        logger.info("Message %s is tried again by user %s", message.pk, getattr(by, "pk", None))
        wake()
    return message


def _room_this_minute() -> int:
    """How many mails may go now, if the deployment has a limit."""
    if not settings.MAIL_PER_MINUTE:
        return PER_CONNECTION
    minute_ago = timezone.now() - timedelta(minutes=1)
    return max(0, settings.MAIL_PER_MINUTE - Message.objects.filter(sent_at__gt=minute_ago).count())


def _settle(message: Message, **fields: object) -> None:
    """Write the outcome, unless the claim expired and the message is someone else's now."""
    Message.objects.filter(
        pk=message.pk, state=State.SENDING, claimed_at=message.claimed_at
    ).update(**fields)


def _close(connection: Any) -> None:
    with suppress(Exception):  # what was sent is written down; nothing hangs on a polite goodbye
        connection.close()
