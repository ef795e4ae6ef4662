"""Whom to ask to speak: people of partners, each with the reasons in plain words and how lately
their organization was asked for anything (SPEC 4.3, 2.11). Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from partnerships.domain.contacts import quiet_since
from partnerships.models import (
    Affiliation,
    Interaction,
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Support,
)
from visits.models import SpeakerAsk, SpeakerRequest

#: So many are shown; who wants another one searches by name.
MOST = 40
FOUND_MOST = 20
#: What counts how much: recommended for this very class, shares the topic, comes to speak, their
#: organization would.
RECOMMENDED, ROLE, TALENT, SUPPORT = 8, 3, 4, 2
GONE = (Partnership.Stage.DECLINED, Partnership.Stage.PAUSED)


@dataclass
class Suggestion:
    """Somebody who could be asked, and why."""

    person: Person
    organization: Organization
    title: str
    score: int = 0
    reasons: list[str] = field(default_factory=list)
    asked_at: datetime | None = None
    asked_by: str = ""
    asked_what: str = ""
    spoke_asked_at: datetime | None = None
    is_too_soon: bool = False

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.person.pk}-{self.organization.pk}"


def suggest_speakers(wanted: SpeakerRequest, *, search: str = "") -> list[Suggestion]:
    """The best first: who was asked within the program's quiet days comes after all others, then by
    weight of the reasons, then who was asked longest ago, then by name. With ``search`` those of
    that name, whatever speaks for them. Eight queries, whatever the number of partners; those who
    were asked for this request are left out."""
    topics = list(wanted.topics.all())
    asks = list(wanted.asks.select_related("person"))
    asked = {row.person_id for row in asks}
    colleagues = {row.colleague_id: row for row in asks if row.colleague_id}
    rows = list(_rows(wanted, [topic.pk for topic in topics], list(colleagues), search))
    found = _by_person(rows, asked)
    organizations = {one.organization.pk for one in found.values()}
    _add_talents(found, [topic.pk for topic in topics])
    _add_roles(wanted, found)
    supports = _add_supports(found, organizations)
    for pk, row in colleagues.items():
        if one := found.get(pk):
            one.score += RECOMMENDED
            one.reasons.insert(0, f"{row.person} recommended them for this class")
    chosen = list(found.values()) if search else _one_for_each(found.values(), supports, rows)
    _add_load(wanted, chosen)
    chosen.sort(key=_order)
    return chosen[: FOUND_MOST if search else MOST]


def _order(one: Suggestion) -> tuple[object, ...]:
    asked = one.asked_at.timestamp() if one.asked_at else 0.0
    name = one.organization.name.casefold(), one.person.name.casefold(), one.person.pk
    return (one.is_too_soon, -one.score, asked, *name)


def _rows(
    wanted: SpeakerRequest, topics: list[int], colleagues: list[int], search: str
) -> QuerySet[Affiliation]:
    partners = Partnership.objects.for_program(wanted.program)
    if not search:
        partners = partners.exclude(stage__in=GONE)
    rows = Affiliation.objects.current().filter(organization__in=partners.values("organization"))
    if search:
        for word in search.split()[:5]:
            rows = rows.filter(
                Q(person__name__icontains=word) | Q(organization__name__icontains=word)
            )
        rows = rows.order_by("person__name", "pk")[: FOUND_MOST * 3]
    else:
        speak = Support.objects.filter(kind=Support.Kind.SPEAKER).values("organization")
        talented = Person.talents.through.objects.filter(topic__in=topics).values("person")
        role = PartnerRole.objects.filter(
            role=PartnerRole.Role.SPEAKER, partnership__program=wanted.program
        )
        rows = rows.filter(
            Q(organization__in=speak)
            | Q(person__in=talented)
            | Q(person__in=role.values("person"))
            | Q(person__in=colleagues)
        ).order_by("pk")
    return rows.select_related("person", "organization")


def _by_person(rows: Iterable[Affiliation], asked: set[int]) -> dict[int, Suggestion]:
    """Each person once, at the place they were entered at first."""
    found: dict[int, Suggestion] = {}
    for row in rows:
        if row.person_id not in asked and row.person_id not in found:
            found[row.person_id] = Suggestion(row.person, row.organization, row.title)
    return found


def _add_talents(found: dict[int, Suggestion], topics: list[int]) -> None:
    shared: dict[int, list[str]] = defaultdict(list)
    through = Person.talents.through.objects.filter(person__in=found, topic__in=topics)
    for person, name in through.order_by("topic__name").values_list("person_id", "topic__name"):
        shared[person].append(name)
    for person, names in shared.items():
        found[person].score += TALENT * len(names)
        found[person].reasons.append(f"Knows about {', '.join(names)}")


def _add_roles(wanted: SpeakerRequest, found: dict[int, Suggestion]) -> None:
    rows = PartnerRole.objects.filter(
        role=PartnerRole.Role.SPEAKER, partnership__program=wanted.program, person__in=found
    )
    for person in sorted(set(rows.values_list("person_id", flat=True))):
        found[person].score += ROLE
        found[person].reasons.append("Is noted as a speaker of this partner")


def _add_supports(found: dict[int, Suggestion], organizations: set[int]) -> set[int]:
    """Which of these organizations would speak in class."""
    rows = Support.objects.filter(kind=Support.Kind.SPEAKER, organization__in=organizations)
    notes = dict(rows.values_list("organization_id", "note"))
    for one in found.values():
        if one.organization.pk in notes:
            note = notes[one.organization.pk]
            one.score += SUPPORT
            one.reasons.append("Would speak in class" + (f": {note}" if note else ""))
    return set(notes)


def _one_for_each(
    found: Iterable[Suggestion], supports: set[int], rows: list[Affiliation]
) -> list[Suggestion]:
    """Of an organization that would speak not everybody, but those for whom something of their own
    speaks; where there is nobody such, its main contact, or whoever is there."""
    own: list[Suggestion] = []
    others: dict[int, Suggestion] = {}
    main = {row.person_id for row in rows if row.is_main_contact}
    for one in found:
        place = one.organization.pk
        if one.score > (SUPPORT if place in supports else 0):
            own.append(one)
        elif place not in others or one.person.pk in main:
            others[place] = one
    covered = {one.organization.pk for one in own}
    return own + [one for place, one in others.items() if place not in covered]


def _add_load(wanted: SpeakerRequest, chosen: list[Suggestion]) -> None:
    """When any program last asked the organization for anything, and the person to speak."""
    since = quiet_since(wanted.program)
    places = {one.organization.pk for one in chosen}
    last: dict[int, tuple[datetime, str, str]] = {}
    asks = Interaction.objects.asks().filter(organization__in=places)
    for place, when, program, what in asks.order_by("happened_at", "pk").values_list(
        "organization_id", "happened_at", "program__name", "ask"
    ):
        last[place] = (when, program, what)
    to_speak = dict(
        SpeakerAsk.objects.filter(person__in=[one.person.pk for one in chosen])
        .order_by("asked_at", "pk")
        .values_list("person_id", "asked_at")
    )
    for one in chosen:
        if asked := last.get(one.organization.pk):
            one.asked_at, one.asked_by, one.asked_what = asked
        one.spoke_asked_at = to_speak.get(one.person.pk)
        moments = [when for when in (one.asked_at, one.spoke_asked_at) if when]
        one.is_too_soon = any(when >= since for when in moments)
