"""Advice and answer: what the board recommends, and what the school says to it (SPEC 3.10)."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from accounts.models import User
from advisory.domain.live import lock_open, touch
from advisory.domain.seats import members_on
from advisory.models import Board, Recommendation
from calendar_app.domain.wording import spoken_day
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address
from partnerships.models import Person

Answer = Recommendation.Answer


@transaction.atomic
def add_advice(
    board: Board, *, by: User, text: str, recommended_on: date, now: datetime | None = None
) -> Recommendation:
    """A recommendation made outside a meeting of ours, by letter or before we kept minutes here.
    Refuses an empty one and a day to come."""
    advice = Recommendation(board=board, text=text.strip(), recommended_on=recommended_on)
    return _save_text(advice, by=by, now=now)


@transaction.atomic
def change_advice(
    advice: Recommendation,
    *,
    by: User,
    text: str,
    recommended_on: date,
    now: datetime | None = None,
) -> Recommendation:
    """Correct its words or day. Refuses what stands in approved minutes, or was answered."""
    advice = _lock_unsettled(advice)
    advice.text, advice.recommended_on = text.strip(), recommended_on
    return _save_text(advice, by=by, now=now)


@transaction.atomic
def remove_advice(advice: Recommendation, *, by: User) -> None:
    """It was not said. Refuses as change_advice does."""
    advice = _lock_unsettled(advice)
    advice._history_user = by
    advice.delete()


def _lock_unsettled(advice: Recommendation) -> Recommendation:
    advice = _lock(advice)
    if advice.item is not None:
        touch(lock_open(advice.item.meeting))
    if advice.answer != Answer.OPEN:
        raise DomainError("The school answered this already, so its words stay.")
    return advice


def _lock(advice: Recommendation) -> Recommendation:
    return (
        Recommendation.objects.select_for_update(of=("self",))
        .select_related("board__program", "item__meeting")
        .get(pk=advice.pk)
    )


def _save_text(advice: Recommendation, *, by: User, now: datetime | None) -> Recommendation:
    if not advice.text:
        raise DomainError("What does the board recommend?", field="text")
    if advice.recommended_on > timezone.localdate(now, advice.board.program.zone):
        raise DomainError("This day is still to come.", field="recommended_on")
    advice._history_user = by
    advice.save()
    return advice


@transaction.atomic
def answer_advice(
    advice: Recommendation,
    *,
    by: User,
    answer: str,
    answer_text: str = "",
    answered_on: date | None = None,
    now: datetime | None = None,
) -> Recommendation:
    """What the school says. A changed answer can be told to the members again.

    Refuses to decline without a reason, and a day before the advice or still to come. "No answer
    yet" takes an answer back.
    """
    advice = _lock(advice)
    before = (advice.answer, advice.answer_text)
    today = timezone.localdate(now, advice.board.program.zone)
    answered_on = answered_on or today
    advice.answer, advice.answer_text = answer, answer_text.strip()
    if answer not in Answer.values:
        raise DomainError("Choose an answer.", field="answer")
    if answer == Answer.DECLINED and not advice.answer_text:
        raise DomainError("Why? The members took the time to advise you.", field="answer_text")
    if answered_on > today:
        raise DomainError("This day is still to come.", field="answered_on")
    if answered_on < advice.recommended_on:
        raise DomainError("The board had not said it yet on that day.", field="answered_on")
    is_open = answer == Answer.OPEN
    advice.answered_on = None if is_open else answered_on
    advice.answered_by = None if is_open else Person.objects.filter(user=by).first()
    if before != (advice.answer, advice.answer_text):
        advice.told_at = None
    advice._history_user = by
    advice.save()
    return advice


@transaction.atomic
def tell_members(
    advice: Recommendation, *, by: User, now: datetime | None = None
) -> tuple[int, list[Person]]:
    """Send the answer to each member by a mail of their own, once. How many mails, and who has no
    address. Refuses while there is no answer, and a second time."""
    now = now or timezone.now()
    advice = _lock(advice)
    if advice.answer == Answer.OPEN:
        raise DomainError("There is no answer to tell yet.")
    if advice.told_at is not None:
        raise DomainError("The members know this answer already.")
    board = advice.board
    people = [
        person for person, _, _ in members_on(board, timezone.localdate(now, board.program.zone))
    ]
    if not any(can_be_mailed(person) for person in people):
        raise DomainError("No member of the board has an e-mail address.")
    words = hashlib.sha256(f"{advice.answer} {advice.answer_text}".encode()).hexdigest()[:12]
    sender = Person.objects.filter(user=by).first()
    for person in people:
        if not can_be_mailed(person):
            continue
        with translation.override(person.language):
            queue_message(
                key=f"advice:{advice.pk}:{words}:{person.pk}",
                to_email=person.email,
                template="answer_given",
                context={
                    "language": person.language,
                    "advice": advice,
                    "recommended_on": spoken_day(advice.recommended_on),
                    "answered_on": spoken_day(advice.answered_on or advice.recommended_on),
                    "board": board,
                    "program": board.program,
                    "person": person,
                    "sender": sender,
                },
                scope=board.program.mail_scope,
                from_name=board.program.name,
                reply_to=reply_address(sender),
            )
    advice.told_at = now
    advice._history_user = by
    advice.save()
    without = [person for person in people if not can_be_mailed(person)]
    return len(people) - len(without), without


def waits_too_long(advice: Recommendation, *, today: date) -> bool:
    """Whether it has been open for longer than the board set (SPEC 3.10)."""
    return (
        advice.answer == Answer.OPEN
        and (today - advice.recommended_on).days > advice.board.answer_days
    )


def answers_since(board: Board, since: date | None) -> QuerySet[Recommendation]:
    """For the item "What became of our last recommendations": what was answered on or after that
    day, and what is still open; the oldest first."""
    rows = board.recommendations.select_related("answered_by").order_by("recommended_on", "pk")
    if since is None:
        return rows
    return rows.filter(Q(answer=Answer.OPEN) | Q(answered_on__gte=since))
