"""Whom of the partners to ask for something: people, each with the reasons in plain words and how
lately their organization was asked for anything (SPEC 4.3, 2.11). Reads only."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
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
    Program,
    Support,
)

#: So many are shown; who wants another one searches by name.
MOST = 40
FOUND_MOST = 20
#: What counts how much: recommended for this very thing, does it for their organization, knows
#: about a topic, their organization would.
RECOMMENDED, ROLE, TALENT, SUPPORT = 8, 3, 4, 2
#: How willingness is said where the kind's own words are no verb.
WILLING = {
    Support.Kind.DUAL_CREDIT: "Would give dual credit",
    Support.Kind.OTHER: "Would help in other ways",
}
GONE = (Partnership.Stage.DECLINED, Partnership.Stage.PAUSED)


@dataclass(frozen=True)
class Wish:
    """What is looked for: topics (ids), a kind of support, the role in which somebody gives it, and
    who was recommended for it (why, by the person's id). ``left_out``: people asked already.
    ``asked_before``: when each of some people was last asked for just this."""

    program: Program
    topics: Collection[int] = ()
    support: str = ""
    role: str = ""
    recommended: Mapping[int, str] = field(default_factory=dict)
    left_out: Collection[int] = ()
    asked_before: Callable[[Collection[int]], Mapping[int, datetime]] = lambda people: {}


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
    asked_before_at: datetime | None = None
    is_too_soon: bool = False

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.person.pk}-{self.organization.pk}"


def suggest_people(wish: Wish, *, search: str = "") -> list[Suggestion]:
    """The best first: who was asked within the program's quiet days comes after all others, then by
    weight of the reasons, then who was asked longest ago, then by name. With ``search`` those of
    that name, whatever speaks for them. At most six queries besides those of ``wish``, whatever the
    number of partners."""
    rows = list(_rows(wish, search))
    found = _by_person(rows, wish.left_out)
    organizations = {one.organization.pk for one in found.values()}
    _add_talents(wish, found)
    _add_roles(wish, found)
    supports = _add_supports(wish, found, organizations)
    for pk, why in wish.recommended.items():
        if one := found.get(pk):
            one.score += RECOMMENDED
            one.reasons.insert(0, why)
    chosen = list(found.values()) if search else _one_for_each(found.values(), supports, rows)
    _add_load(wish, chosen)
    chosen.sort(key=_order)
    return chosen[: FOUND_MOST if search else MOST]


def _order(one: Suggestion) -> tuple[object, ...]:
    asked = one.asked_at.timestamp() if one.asked_at else 0.0
    name = one.organization.name.casefold(), one.person.name.casefold(), one.person.pk
    return (one.is_too_soon, -one.score, asked, *name)


def _rows(wish: Wish, search: str) -> QuerySet[Affiliation]:
    partners = Partnership.objects.for_program(wish.program)
    if not search:
        partners = partners.exclude(stage__in=GONE)
    rows = Affiliation.objects.open().filter(organization__in=partners.values("organization"))
    if search:
        for word in search.split()[:5]:
            rows = rows.filter(
                Q(person__name__icontains=word) | Q(organization__name__icontains=word)
            )
        rows = rows.order_by("person__name", "pk")[: FOUND_MOST * 3]
    else:
        willing = Support.objects.filter(kind=wish.support).values("organization")
        talented = Person.talents.through.objects.filter(topic__in=wish.topics).values("person")
        rows = rows.filter(
            Q(organization__in=willing)
            | Q(person__in=talented)
            | Q(person__in=_in_role(wish).values("person"))
            | Q(person__in=list(wish.recommended))
        ).order_by("pk")
    return rows.select_related("person", "organization")


def _in_role(wish: Wish) -> QuerySet[PartnerRole]:
    return PartnerRole.objects.filter(role=wish.role, partnership__program=wish.program)


def _by_person(rows: Iterable[Affiliation], asked: Collection[int]) -> dict[int, Suggestion]:
    """Each person once, at the place they were entered at first."""
    found: dict[int, Suggestion] = {}
    for row in rows:
        if row.person_id not in asked and row.person_id not in found:
            found[row.person_id] = Suggestion(row.person, row.organization, row.title)
    return found


def _add_talents(wish: Wish, found: dict[int, Suggestion]) -> None:
    shared: dict[int, list[str]] = defaultdict(list)
    through = Person.talents.through.objects.filter(person__in=found, topic__in=wish.topics)
    for person, name in through.order_by("topic__name").values_list("person_id", "topic__name"):
        shared[person].append(name)
    for person, names in shared.items():
        found[person].score += TALENT * len(names)
        found[person].reasons.append(f"Knows about {', '.join(names)}")


def _add_roles(wish: Wish, found: dict[int, Suggestion]) -> None:
    rows = _in_role(wish).filter(person__in=found)
    for person in sorted(set(rows.values_list("person_id", flat=True))):
        found[person].score += ROLE
        role = str(PartnerRole.Role(wish.role).label).lower()
        found[person].reasons.append(f"Is noted as a {role} of this partner")


def _add_supports(wish: Wish, found: dict[int, Suggestion], organizations: set[int]) -> set[int]:
    """Which of these organizations would give it."""
    rows = Support.objects.filter(kind=wish.support, organization__in=organizations)
    notes = dict(rows.values_list("organization_id", "note"))
    for one in found.values():
        if one.organization.pk in notes:
            note = notes[one.organization.pk]
            one.score += SUPPORT
            one.reasons.append(_willing(wish.support) + (f": {note}" if note else ""))
    return set(notes)


def _willing(support: str) -> str:
    kind = Support.Kind(support)
    words = str(kind.label)
    return WILLING.get(kind, f"Would {words[:1].lower()}{words[1:]}")


def _one_for_each(
    found: Iterable[Suggestion], supports: set[int], rows: list[Affiliation]
) -> list[Suggestion]:
    """Of an organization that would do it not everybody, but those for whom something of their own
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


def _add_load(wish: Wish, chosen: list[Suggestion]) -> None:
    """When any program last asked the organization for anything, and the person for just this."""
    since = quiet_since(wish.program)
    places = {one.organization.pk for one in chosen}
    last: dict[int, tuple[datetime, str, str]] = {}
    asks = Interaction.objects.asks().filter(organization__in=places)
    for place, when, program, what in asks.order_by("happened_at", "pk").values_list(
        "organization_id", "happened_at", "program__name", "ask"
    ):
        last[place] = (when, program, what)
    before = wish.asked_before([one.person.pk for one in chosen])
    for one in chosen:
        if asked := last.get(one.organization.pk):
            one.asked_at, one.asked_by, one.asked_what = asked
        one.asked_before_at = before.get(one.person.pk)
        moments = [when for when in (one.asked_at, one.asked_before_at) if when]
        one.is_too_soon = any(when >= since for when in moments)
