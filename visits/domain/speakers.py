"""Asking speakers to come to a class, and what they answer (SPEC 6.2)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.models import Activity
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.contacts import log_contact
from partnerships.domain.speaking import can_be_mailed
from partnerships.models import (
    Affiliation,
    Interaction,
    Organization,
    Partnership,
    Person,
    Program,
    Topic,
)
from visits.domain import ideas, speaker_mail
from visits.models import Idea, SpeakerAsk, SpeakerRequest

State = SpeakerRequest.State
Answer = SpeakerAsk.Answer


@transaction.atomic
def save_request(
    wanted: SpeakerRequest,
    *,
    by: User,
    topics: Collection[Topic],
    now: datetime | None = None,
    **fields: Any,
) -> SpeakerRequest:
    """Look for a speaker, or correct what is looked for: title, about, grades, starts_at, minutes,
    place, room, organizer, teacher. The idea it came from is used then.

    Refuses a date that is over, a request that is not open any more, an idea that is not, another
    time once somebody was asked, and grades in the wrong order.
    """
    now = now or timezone.now()
    asked_for = None
    if wanted.pk:
        wanted = lock_request(wanted)
        asked_for = wanted.starts_at, wanted.minutes
        if wanted.state != State.OPEN:
            raise DomainError("This is not looked for any more, so it cannot be changed.")
    for name, value in fields.items():
        setattr(wanted, name, value)
    wanted.title = wanted.title.strip()
    _check(wanted, asked_for, now=now)
    if wanted.pk is None and wanted.idea is not None:
        _use_idea(wanted.idea, by=by)
    author(wanted, by)
    wanted.save()
    wanted.topics.set(topics)
    return wanted


def _check(
    wanted: SpeakerRequest, asked_for: tuple[datetime, int] | None, *, now: datetime
) -> None:
    if not wanted.title:
        raise DomainError("Give it a name.", field="title")
    if wanted.class_starts_at <= now:
        raise DomainError("This date is over.", field="starts_at")
    if asked_for not in (None, (wanted.starts_at, wanted.minutes)) and wanted.asks.exists():
        raise DomainError(
            "Those who were asked read the date that was here. Withdraw this and make a new "
            "request for another date.",
            field="starts_at",
        )
    first, last = wanted.grade_from, wanted.grade_to
    if first is not None and last is not None and last < first:
        raise DomainError("The last grade is below the first.", field="grade_to")


def _use_idea(idea: Idea, *, by: User) -> None:
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if idea.state != Idea.State.OPEN:
        raise DomainError(f"This idea is {idea.get_state_display().lower()} already.")
    ideas.set_state(idea, state=Idea.State.USED, by=by)


@transaction.atomic
def withdraw_request(
    wanted: SpeakerRequest, *, by: User, now: datetime | None = None
) -> SpeakerRequest:
    """Nobody is looked for any more: those without a no hear it by mail, an activity that was on
    the calendar before stays there, and the idea is open again. The second time changes nothing.
    Refuses once somebody comes: then the activity is called off."""
    now = now or timezone.now()
    wanted = lock_request(wanted)
    if wanted.state == State.WITHDRAWN:
        return wanted
    if wanted.state == State.FILLED:
        raise DomainError("Somebody comes already. Call the presentation off instead.")
    for ask in asks_of(wanted).exclude(answer=Answer.NO):
        speaker_mail.mail_not_needed(ask, why="withdrawn", now=now)
    wanted.state, wanted.activity = State.WITHDRAWN, None
    author(wanted, by)
    wanted.save()
    if wanted.idea is not None:
        ideas.set_state(wanted.idea, state=Idea.State.OPEN, by=by)
    return wanted


@transaction.atomic
def ask_people(
    wanted: SpeakerRequest,
    *,
    people: Iterable[tuple[Person, Organization]],
    by: User,
    now: datetime | None = None,
) -> tuple[list[SpeakerAsk], list[Person]]:
    """Mail each the question with a link of their own, and log an ask with each organization, so
    that all programs see the load. Those asked before are left alone. The new asks, and who has no
    address that mail could reach.

    Refuses a request that is not open, a date that is over, and somebody who is not at a partner of
    the program today.
    """
    now = now or timezone.now()
    wanted = lock_request(wanted)
    if why := why_closed(wanted, now=now):
        raise DomainError(why)
    chosen = dict(people)
    _refuse_strangers(wanted.program, chosen)
    before = set(wanted.asks.values_list("person_id", flat=True))
    without: list[Person] = []
    new: list[SpeakerAsk] = []
    for person, organization in chosen.items():
        if person.pk in before:
            continue
        if not can_be_mailed(person):
            without.append(person)
            continue
        ask = SpeakerAsk(
            request=wanted, person=person, organization=organization, asked_at=now, asked_by=by
        )
        author(ask, by)
        ask.save()
        speaker_mail.mail_question(ask)
        new.append(ask)
    _log_asks(wanted, new, by=by, now=now)
    return new, without


def _refuse_strangers(program: Program, chosen: dict[Person, Organization]) -> None:
    there = set(
        Affiliation.objects.current()
        .filter(
            person__in=[person.pk for person in chosen],
            organization__partnerships__program=program,
        )
        .values_list("person_id", "organization_id")
    )
    for person, organization in chosen.items():
        if (person.pk, organization.pk) not in there:
            raise DomainError(f"{person} is not at {organization} today, or it is no partner.")


def _log_asks(
    wanted: SpeakerRequest, new: Iterable[SpeakerAsk], *, by: User, now: datetime
) -> None:
    """One contact with each organization, whoever was asked there."""
    people: dict[int, list[Person]] = defaultdict(list)
    for ask in new:
        people[ask.organization_id].append(ask.person)
    rows = Partnership.objects.for_program(wanted.program).filter(organization__in=people)
    for partnership in rows:
        log_contact(
            partnership,
            by=by,
            kind=Interaction.Kind.EMAIL,
            happened_at=now,
            people=people[partnership.organization_id],
            staff=wanted.organizer,
            ask=f"Speak in class: {wanted.title}"[:200],
        )


def why_closed(wanted: SpeakerRequest, *, now: datetime) -> str:
    """Why nobody can answer any more, in a sentence; empty while they can."""
    if wanted.state == State.FILLED:
        return _("Somebody else has said yes in the meantime, so the class has its speaker.")
    if wanted.state == State.WITHDRAWN:
        return _("The class does not need a speaker for this date any more.")
    if wanted.activity and wanted.activity.state != Activity.State.PLANNED:
        return _("The class does not need a speaker for this date any more.")
    if wanted.class_starts_at <= now:
        return _("This date is over.")
    return ""


def lock_request(wanted: SpeakerRequest) -> SpeakerRequest:
    """As it is now, locked, with what mails say of it. The caller holds the transaction."""
    rows = SpeakerRequest.objects.select_for_update(of=("self",)).select_related(
        "program__school", "organizer", "teacher", "activity", "idea"
    )
    return rows.get(pk=wanted.pk)


def lock_ask(ask: SpeakerAsk) -> SpeakerAsk:
    """The request is locked first, always: two who answer at once come one after the other."""
    wanted = lock_request(SpeakerRequest(pk=ask.request_id))
    found = asks_of(wanted).select_related("asked_by").get(pk=ask.pk)
    found.request = wanted
    return found


def asks_of(wanted: SpeakerRequest) -> QuerySet[SpeakerAsk]:
    """With who was asked, in the order in which they were."""
    return wanted.asks.select_related("person", "organization").order_by("pk")
