"""The link each speaker gets, and all mail about a request (SPEC 6.2)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from calendar_app.domain import ics
from calendar_app.domain.invitations import mail_words
from calendar_app.domain.links import answer_address
from calendar_app.domain.wording import spoken_day, spoken_span
from calendar_app.models import Participation
from core.domain.signed import SignedLink
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address, speaking_to
from partnerships.models import Program
from visits.models import SpeakerAsk, SpeakerRequest

LINK = SignedLink(salt="visits.speaker", route="visit_links:speaker_answer")


def speaker_address(ask: SpeakerAsk, *, answer: str = "") -> str:
    """The whole address at which they answer without a login, with an answer chosen beforehand if
    one is given."""
    address = LINK.address(ask.pk)
    return f"{address}?answer={answer}" if answer else address


def speaker_token(ask: SpeakerAsk) -> str:
    return LINK.token(ask.pk)


def read_token(token: str) -> SpeakerAsk:
    """Who was asked what. Refuses a link that is broken, and one of a question that is gone."""
    rows = SpeakerAsk.objects.select_related(
        "request__program__school",
        "request__organizer",
        "request__activity",
        "person",
        "organization",
    )
    return LINK.find(token, rows)


def request_words(wanted: SpeakerRequest) -> dict[str, Any]:
    """What mails and pages say of a request, in the language and zone that are set."""
    first = timezone.localtime(wanted.class_starts_at)
    last = timezone.localtime(wanted.class_ends_at)
    activity = wanted.activity
    place, room = (activity.place, activity.room) if activity else (wanted.place, wanted.room)
    return {
        "wanted": wanted,
        "program": wanted.program,
        "organizer": wanted.organizer,
        "when": spoken_span(first, last),
        "day": spoken_day(first),
        "minutes": int((last - first).total_seconds()) // 60,
        "where": ", ".join(part for part in (place, room) if part),
    }


def mail_question(ask: SpeakerAsk) -> None:
    """Would they come? The caller holds the transaction."""
    _queue(
        ask,
        key=f"speaker-ask:{ask.pk}",
        template="speaker_asked",
        address=speaker_address(ask),
        yes_address=speaker_address(ask, answer="yes"),
        no_address=speaker_address(ask, answer="no"),
        propose_address=speaker_address(ask, answer="proposes"),
    )


def mail_not_needed(ask: SpeakerAsk, *, why: str, now: datetime, word: str = "") -> None:
    """They need not come: ``why`` is "refused" (their date does not suit), "filled" (somebody else
    comes) or "withdrawn". The caller holds the transaction."""
    _queue(
        ask,
        key=f"speaker-not-needed:{ask.pk}:{now:%Y%m%d%H%M%S}",
        template="speaker_not_needed",
        why=why,
        word=word,
        address=speaker_address(ask),
    )


def _queue(ask: SpeakerAsk, *, key: str, template: str, **words: Any) -> None:
    person, wanted = ask.person, ask.request
    if not can_be_mailed(person):
        return
    with speaking_to(person, wanted.program):
        queue_message(
            key=key,
            to_email=person.email,
            template=template,
            context={
                **request_words(wanted),
                "language": person.language,
                "person": person,
                "organization": ask.organization,
                **words,
            },
            **_sender(wanted),
        )


def _sender(wanted: SpeakerRequest) -> dict[str, Any]:
    organizer = wanted.organizer
    return {
        "scope": wanted.program.mail_scope,
        "from_name": organizer.letter_name,
        "reply_to": reply_address(organizer),
    }


def mail_booked(participation: Participation, *, now: datetime) -> None:
    """Thank you, it is settled: with the entry for their calendar, in which they have said yes. The
    caller holds the transaction."""
    activity, person = participation.activity, participation.person
    organizer, program = activity.organizer, activity.program
    if not can_be_mailed(person):
        return
    address = answer_address(participation)
    with speaking_to(person, program):
        queue_message(
            key=f"speaker-booked:{participation.pk}:{activity.sequence}",
            to_email=person.email,
            template="speaker_booked",
            context={
                **mail_words(activity, participation),
                "language": person.language,
                "program": program,
                "address": address,
            },
            scope=program.mail_scope,
            from_name=organizer.letter_name,
            reply_to=organizer.email if can_be_mailed(organizer) else "",
            calendar=ics.invitation(
                activity,
                to=person,
                method=ics.REQUEST,
                now=now,
                answer=participation.answer,
                address=address,
            ),
        )


def tell_organizer(ask: SpeakerAsk, *, now: datetime) -> None:
    """What somebody answered, for our own member of staff. The caller holds the transaction."""
    wanted: SpeakerRequest = ask.request
    organizer, program = wanted.organizer, wanted.program
    if not can_be_mailed(organizer):
        return
    with translation.override("en"), timezone.override(program.zone):
        proposed = timezone.localtime(ask.proposed_at) if ask.proposed_at else None
        queue_message(
            key=f"speaker-answer:{ask.pk}:{now:%Y%m%d%H%M%S}",
            to_email=organizer.email,
            template="speaker_answered",
            context={
                **request_words(wanted),
                "language": "en",
                "ask": ask,
                "proposed": spoken_day(proposed) if proposed else "",
                "proposed_at": proposed,
                "address": settings.SITE_URL + request_path(wanted, program),
            },
            scope=program.mail_scope,
            from_name=program.name,
        )


def request_path(wanted: SpeakerRequest, program: Program) -> str:
    return reverse("visits:request_detail", args=[program.slug, wanted.pk])
