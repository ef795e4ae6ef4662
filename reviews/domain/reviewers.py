"""Who looks: chosen, asked once, reminded once, replaced by a colleague (SPEC 4.6, 11.1)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from advisory.domain.seats import seats_on
from advisory.models import Board
from calendar_app.domain.wording import spoken_day
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.authors import author
from partnerships.domain.school_years import today_of
from partnerships.domain.speaking import can_be_mailed, reply_address, speaking_to
from partnerships.models import (
    Affiliation,
    Organization,
    Partnership,
    Person,
    Program,
    ProgramRole,
)
from reviews.models import Review, Reviewer

#: So many days before it closes, who has not finished is reminded.
REMIND_DAYS = 3
#: Who was asked so lately is not reminded yet.
REST = timedelta(hours=24)


class NotAsked(NamedTuple):
    """Who was not written to, and why, in a sentence."""

    who: str
    why: str


Place = tuple[int, int]


# ---------------------------------------------------------------- who could


def places_of(program: Program) -> QuerySet[Affiliation]:
    """Everybody who works at a partner of the program today, by organization and name; and
    colleagues of the school who have a role in the program, who look on our own pages."""
    partners = Partnership.objects.filter(program=program).exclude(organization=program.school_id)
    colleagues = ProgramRole.objects.filter(program=program).values("user")
    return (
        Affiliation.objects.open()
        .filter(
            Q(organization__in=partners.values("organization"))
            | Q(organization=program.school_id, person__user__in=colleagues)
        )
        .select_related("person", "organization")
        .order_by("organization__name", "person__name", "pk")
    )


def members_of(board: Board, *, day: date) -> list[Affiliation]:
    """Representatives and substitutes of a board who work at the organization of their seat today;
    of those who sit for the school, who has a role in the program. Two queries."""
    wanted: set[Place] = set()
    for seat in seats_on(board, day):
        for person in (seat.representative_id, seat.substitute_id):
            if person:
                wanted.add((person, seat.organization_id or board.program.school_id))
    rows = places_of(board.program).filter(
        person__in={person for person, _place in wanted},
        organization__in={place for _person, place in wanted},
    )
    found = {(row.person_id, row.organization_id): row for row in rows}
    return [row for key, row in found.items() if key in wanted]


def here_today(people: Iterable[Reviewer], *, program: Program) -> set[int]:
    """The ids of those who still work, today, where they were chosen. Two queries."""
    rows = {(one.person_id, one.organization_id): one.pk for one in people}
    here = (
        places_of(program)
        .filter(person__in={person for person, _place in rows})
        .values_list("person_id", "organization_id")
    )
    return {rows[place] for place in here if place in rows}


# ---------------------------------------------------------------- choosing and asking


@transaction.atomic
def choose_reviewers(
    review: Review, *, places: Iterable[Affiliation], by: User, now: datetime
) -> tuple[int, list[NotAsked]]:
    """These people look, and nobody else. While the round is open, who is new is asked at once; who
    is taken off keeps what was sent, and cannot come in any more. Returns how many were asked, and
    who could not be.

    Refuses somebody who does not work at a partner of the program today.
    """
    review = locked(review)
    wanted = {one.person_id: one.organization_id for one in places}
    there = {one.person_id: one for one in review.reviewers.select_for_update(of=("self",))}
    new = {pk: place for pk, place in wanted.items() if pk not in there or there[pk].withdrawn_at}
    known = set(
        places_of(review.program).filter(person__in=new).values_list("person_id", "organization_id")
    )
    if not set(new.items()) <= known:
        raise DomainError("Somebody of these does not work at a partner today.", field="people")
    for person, row in there.items():
        if person not in wanted and row.withdrawn_at is None:
            _take_off(row, by=by, now=now)
    for person, place in new.items():
        _put_on(review, there.get(person), person, place, by=by)
    return ask_waiting(review, by=by, now=now)


def locked(review: Review) -> Review:
    """The row as it is now. The caller holds the transaction."""
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("program__school", "board")
        .get(pk=review.pk)
    )


def _take_off(row: Reviewer, *, by: User, now: datetime) -> None:
    author(row, by)
    if row.asked_at is None:  # nobody knows yet
        row.delete()
    else:
        row.withdrawn_at = now
        row.save()


def _put_on(
    review: Review, row: Reviewer | None, person: int, organization: int, *, by: User
) -> Reviewer:
    row = row or Reviewer(review=review, person_id=person)
    row.organization_id = organization
    row.withdrawn_at = row.asked_at = row.reminded_at = None
    author(row, by)
    row.save()
    return row


def ask_waiting(review: Review, *, by: User, now: datetime) -> tuple[int, list[NotAsked]]:
    """Write to those of an open round who were not asked yet; each may come in from then on. The
    caller holds the lock of the round."""
    if review.state_on(today_of(review.program, now)) != Review.State.OPEN:
        return 0, []
    rows = review.reviewers.standing().filter(asked_at=None)
    waiting = list(rows.select_related("person", "organization"))
    here = here_today(waiting, program=review.program)
    sender = Person.objects.filter(user=by).first()
    not_asked, count = [], 0
    for row in waiting:
        if row.pk not in here:
            why = f"Does not work at {row.organization} any more."
        elif not can_be_mailed(row.person):
            why = "No e-mail address is known: please call. The portal shows the works."
        else:
            why = ""
            _mail(review, row, "review_asked", sender=sender, now=now)
            count += 1
        if why:
            not_asked.append(NotAsked(row.person.name, why))
        if row.pk in here:
            row.asked_at = now
            author(row, by)
            row.save()
    return count, not_asked


def _mail(
    review: Review, row: Reviewer, template: str, *, sender: Person | None, now: datetime
) -> None:
    person, program = row.person, review.program
    with speaking_to(person, program):
        queue_message(
            key=f"{template}:{row.pk}:{now:%Y%m%d%H%M%S}",
            to_email=person.email,
            template=template,
            context={
                "language": person.language,
                "person": person,
                "review": review,
                "question": review.question_in(person.language),
                "count": review.items.count(),
                "day": spoken_day(review.closes_on),
                "address": look_address(row, review),
                "is_colleague": row.organization_id == program.school_id,
                "sender": sender,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=sender.letter_name if sender else program.name,
            reply_to=reply_address(sender),
        )


def look_address(row: Reviewer, review: Review) -> str:
    """The whole address at which a reviewer looks, after signing in: in the portal, or for a
    colleague on our own pages."""
    if row.organization_id == review.program.school_id:
        return settings.SITE_URL + review.get_absolute_url()
    return settings.SITE_URL + reverse(
        "portal:review_detail", args=[row.organization_id, review.pk]
    )


# ---------------------------------------------------------------- nobody forgets


def remind_all(*, now: datetime) -> int:
    """Remind who has not finished, from three days before the round closes, each once. Returns how
    many. May run at any time and any number of times; later than the last day nobody is written
    to, nor who works there no more."""
    today = timezone.localdate(now)
    near = Q(review__closes_on__lte=today + timedelta(days=REMIND_DAYS + 1))
    rows = Reviewer.objects.unfinished().filter(
        near,
        reminded_at=None,
        asked_at__lte=now - REST,
        review__closed_at=None,
        review__closes_on__gte=today - timedelta(days=1),
    )
    return sum(_remind(pk, now=now) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int, *, now: datetime) -> bool:
    row = (
        Reviewer.objects.unfinished()
        .select_for_update(of=("self",))
        .select_related("review__program__school", "person", "organization")
        .filter(pk=pk, reminded_at=None)
        .first()
    )
    if row is None:
        return False
    review, program = row.review, row.review.program
    today = today_of(program, now)
    if review.state_on(today) != Review.State.OPEN:
        return False
    if today < review.closes_on - timedelta(days=REMIND_DAYS):
        return False
    if not can_be_mailed(row.person) or not here_today([row], program=program):
        return False
    row.reminded_at = now
    row.save()
    _mail(review, row, "review_reminded", sender=None, now=now)
    return True


# ---------------------------------------------------------------- handing over


def unfinished_of(
    person: Person, organization: Organization, *, now: datetime
) -> Sequence[Reviewer]:
    """What somebody was asked to look at for an organization and has not finished. One query."""
    day = timezone.localdate(now)
    return list(
        Reviewer.objects.unfinished()
        .filter(person=person, organization=organization)
        .filter(review__in=Review.objects.open_on(day))
        .select_related("review__program__school", "review__board", "organization", "person")
        .order_by("review__closes_on", "pk")
    )


@transaction.atomic
def pass_on(row: Reviewer, *, to: Person | None, by: User, now: datetime) -> Any:
    """Somebody looks no more; a colleague is asked in their place, unless that colleague looks
    already. What was sent stays."""
    review = locked(row.review)
    row = Reviewer.objects.select_for_update().get(pk=row.pk)
    if row.withdrawn_at is None:
        _take_off(row, by=by, now=now)
    if to is None:
        return None
    there = Reviewer.objects.select_for_update().filter(review=review, person=to).first()
    if there is not None and there.withdrawn_at is None:
        return there
    _put_on(review, there, to.pk, row.organization_id, by=by)
    ask_waiting(review, by=by, now=now)
    return Reviewer.objects.get(review=review, person=to)
