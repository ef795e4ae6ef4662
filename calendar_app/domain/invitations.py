"""Who is asked to an activity, and the mail that goes to them (SPEC 3.4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from calendar_app.domain import ics, links
from calendar_app.domain.wording import ANSWERS, spoken_day, spoken_span
from calendar_app.models import Activity, Participation
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import speaking_to
from partnerships.models import Organization, Person

Answer = Participation.Answer

#: Somebody with one of these answers does not come themselves.
STAYS_AWAY = frozenset({Answer.NO, Answer.SUBSTITUTE})


def invite(
    activity: Activity,
    *,
    people: Iterable[tuple[Person, Organization | None, str]],
    now: datetime | None = None,
) -> list[Participation]:
    """Ask these people: who, for whom, in which role of Participation.Role. Those asked already
    stay as they are; who had no address then and has one now is written to.

    Queues one invitation with its iCalendar part to each who can be reached by mail; the others
    (``invited_at`` stays empty) somebody must call. The caller holds the transaction. Returns the
    new participations.
    """
    now = now or timezone.now()
    asked = {one.person_id: one for one in activity.participations.all()}
    new: list[Participation] = []
    late: list[Participation] = []
    for person, organization, role in people:
        if known := asked.get(person.pk):
            if known.pk and known.invited_at is None and can_be_mailed(person):
                known.person, known.invited_at = person, now
                late.append(known)
            continue
        asked[person.pk] = Participation(
            activity=activity,
            person=person,
            organization=organization,
            role=role,
            invited_at=now if can_be_mailed(person) else None,
        )
        new.append(asked[person.pk])
    new = bulk_create_with_history(new, Participation, default_date=now)
    if late:
        bulk_update_with_history(late, Participation, ["invited_at"], default_date=now)
    for participation in [*new, *late]:
        _mail("activity_invited", activity, participation, now=now)
    return new


def invite_substitute(
    participation: Participation, *, person: Person, now: datetime
) -> Participation:
    """Ask somebody to come in the place of another, for the same organization. The caller holds
    the transaction and has made sure that they are not asked already."""
    stand_in = Participation(
        activity=participation.activity,
        person=person,
        organization_id=participation.organization_id,
        role=Participation.Role.SUBSTITUTE,
        stands_in_for=participation,
        invited_at=now if can_be_mailed(person) else None,
    )
    stand_in.save()
    _mail("activity_invited", participation.activity, stand_in, now=now)
    return stand_in


def tell_who_sent(stand_in: Participation, *, now: datetime) -> None:
    """The substitute does not come either: whoever sent them hears of it by mail, once for each
    time, and can answer anew. The caller holds the transaction."""
    sender, activity = stand_in.stands_in_for, stand_in.activity
    if sender is None or not can_be_mailed(sender.person):
        return
    person, organizer, program = sender.person, activity.organizer, activity.program
    sender.activity = activity
    with speaking_to(person, program):
        queue_message(
            key=f"participation:{stand_in.pk}:declined:{now:%Y%m%d%H%M%S}",
            to_email=person.email,
            template="substitute_declined",
            context={
                **mail_words(activity, sender),
                "language": person.language,
                "substitute": stand_in.person,
                "word": stand_in.answer_note,
            },
            scope=program.mail_scope,
            from_name=organizer.name,
            reply_to=organizer.email if can_be_mailed(organizer) else "",
        )


def withdraw(participation: Participation, *, now: datetime) -> None:
    """Ask somebody no more: the entry goes from their calendar, the participation is deleted (its
    history stays). Nobody is told what is over or called off. The caller holds the transaction."""
    activity = participation.activity
    stands = not activity.is_called_off and activity.ends_at > now
    if stands and participation.invited_at is not None:
        _mail("activity_cancelled", activity, participation, now=now, is_withdrawn=True)
    participation.delete()


def announce_change(activity: Activity, *, asks_again: bool, now: datetime) -> None:
    """Mail the new time or place to those invited, as an update of the same entry. The caller holds
    the transaction.

    ``asks_again``, for another time: everybody hears of it, as who could not come may now, and all
    answers are open again; a substitute who was sent stays so. Otherwise those who do not come are
    left in peace.
    """
    rows = list(_rows(activity))
    if asks_again:
        opened = [one for one in rows if one.answer not in {Answer.OPEN, Answer.SUBSTITUTE}]
        for row in opened:
            row.answer, row.answered_at, row.answer_note = Answer.OPEN, None, ""
        bulk_update_with_history(
            opened, Participation, ["answer", "answered_at", "answer_note"], default_date=now
        )
    before = list(activity.history.all()[1:2])
    for row in rows:
        if row.invited_at is not None and (asks_again or row.answer not in STAYS_AWAY):
            _mail("activity_changed", activity, row, now=now, before=before, asks_again=asks_again)


def announce_cancellation(activity: Activity, *, now: datetime) -> None:
    """Mail METHOD:CANCEL to everybody who was invited. The caller holds the transaction."""
    for row in _rows(activity):
        if row.invited_at is not None:
            _mail("activity_cancelled", activity, row, now=now)


def can_be_mailed(person: Person) -> bool:
    """Whether there is an address that mail could reach."""
    try:
        validate_email(person.email)
    except ValidationError:
        return False
    return True


def _rows(activity: Activity) -> Iterable[Participation]:
    return activity.participations.select_related(
        "person", "organization", "stands_in_for__person", "substitute__person"
    )


def _mail(
    template: str,
    activity: Activity,
    participation: Participation,
    *,
    now: datetime,
    is_withdrawn: bool = False,
    **words: Any,
) -> None:
    """One mail to one person, in their language and the program's zone. A participation has one
    mail for each SEQUENCE, and one more if it is withdrawn."""
    person = participation.person
    if not can_be_mailed(person):
        return
    organizer, program = activity.organizer, activity.program
    ends = template == "activity_cancelled"
    address = "" if ends else links.answer_address(participation)
    with speaking_to(person, program):
        queue_message(
            key=f"participation:{participation.pk}:"
            + ("withdrawn" if is_withdrawn else str(activity.sequence)),
            to_email=person.email,
            template=template,
            context={
                **mail_words(activity, participation),
                "language": person.language,
                "is_withdrawn": is_withdrawn,
                **_differences(activity, **words),
            },
            scope=program.mail_scope,
            from_name=organizer.name,
            reply_to=organizer.email if can_be_mailed(organizer) else "",
            calendar=ics.invitation(
                activity,
                to=person,
                method=ics.CANCEL if ends else ics.REQUEST,
                now=now,
                answer=participation.answer,
                address=address,
            ),
        )


def mail_words(activity: Activity, participation: Participation) -> dict[str, Any]:
    """What mails and the answer page say of an activity, in the language and zone that are set."""
    first, last = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
    stands_in_for = participation.stands_in_for
    return {
        "activity": activity,
        "participation": participation,
        "person": participation.person,
        "organization": participation.organization,
        "organizer": activity.organizer,
        "day": spoken_day(first),
        "when": spoken_span(first, last),
        "where": ics.location(activity),
        "stands_in_for": stands_in_for.person if stands_in_for else None,
        "answers": [
            (ANSWERS[answer], links.answer_address(participation, answer=answer))
            for answer in (Answer.YES, Answer.NO, Answer.MAYBE)
        ],
    }


def _differences(
    activity: Activity, *, before: Iterable[Any] = (), asks_again: bool = False
) -> dict[str, Any]:
    """What it was before, where that is known and differs."""
    was: dict[str, Any] = {"asks_again": asks_again}
    for old in before:
        first, last = timezone.localtime(old.starts_at), timezone.localtime(old.ends_at)
        if (old.starts_at, old.ends_at) != (activity.starts_at, activity.ends_at):
            was["was_when"] = spoken_span(first, last)
        if old.place != activity.place:
            was["was_where"] = old.place
    return was
