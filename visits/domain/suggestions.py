"""Whom to ask to speak in a class (SPEC 4.3, 6.2)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from partnerships.domain.suggesting import Suggestion, Wish, suggest_people
from partnerships.models import PartnerRole, Support
from visits.models import SpeakerAsk, SpeakerRequest


def suggest_speakers(wanted: SpeakerRequest, *, search: str = "") -> list[Suggestion]:
    """People of partners, the best first, with reasons (``suggest_people``); those who were asked
    for this request are left out. At most nine queries."""
    asks = list(wanted.asks.select_related("person"))
    wish = Wish(
        program=wanted.program,
        topics=list(wanted.topics.values_list("pk", flat=True)),
        support=Support.Kind.SPEAKER,
        role=PartnerRole.Role.SPEAKER,
        recommended={
            row.colleague_id: f"{row.person} recommended them for this class"
            for row in asks
            if row.colleague_id
        },
        left_out={row.person_id for row in asks},
        asked_before=_asked_to_speak,
    )
    return suggest_people(wish, search=search)


def _asked_to_speak(people: Collection[int]) -> Mapping[int, datetime]:
    rows = SpeakerAsk.objects.filter(person__in=people).order_by("asked_at", "pk")
    return dict(rows.values_list("person_id", "asked_at"))
