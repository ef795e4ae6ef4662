"""What is known about each partner a letter goes to, read with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from letters.models import LetterTemplate
from partnerships.models import (
    Affiliation,
    Connection,
    Interaction,
    Organization,
    Partnership,
    Person,
    Program,
    Support,
)
from partnerships.models.recruiting import InteractionQuerySet


@dataclass
class LetterFacts:
    """One partner, as a letter sees it."""

    program: Program
    organization: Organization
    contact: Person | None = None
    contact_title: str = ""
    owner: Person | None = None
    language: str = "en"
    opening: str = ""
    today: date = field(default_factory=timezone.localdate)
    connections: Sequence[Connection] = ()
    supports: Sequence[Support] = ()
    recent_asks: Sequence[Interaction] = ()

    @property
    def email(self) -> str:
        """Where a letter by e-mail goes."""
        return (self.contact.email if self.contact else "") or self.organization.email


def gather_facts(
    program: Program, organization_ids: Sequence[int], *, sender: Person | None
) -> list[LetterFacts]:
    """The facts of those organizations that are partners of the program, by name.

    Eight queries at most, however many partners. The opening sentence is left to the caller.
    """
    partnerships = list(
        Partnership.objects.for_program(program)
        .filter(organization__in=organization_ids)
        .select_related("organization", "owner", "responsible")
        .order_by("organization__name", "organization_id")
    )
    ids = [partnership.organization_id for partnership in partnerships]
    people = _people_of(ids)
    connections = _by_organization(
        Connection.objects.filter(organization__in=ids)
        .exclude(would_introduce=False)
        .select_related("contact")
    )
    supports = _by_organization(Support.objects.filter(organization__in=ids))
    asks = _by_organization(recent_asks(program, ids))
    facts = []
    for partnership in partnerships:
        number = partnership.organization_id
        contact, title = _contact(partnership, people[number])
        facts.append(
            LetterFacts(
                program=program,
                organization=partnership.organization,
                contact=contact,
                contact_title=title,
                owner=partnership.owner or sender,
                language=contact.language if contact else partnership.organization.language,
                connections=connections[number],
                supports=supports[number],
                recent_asks=asks[number],
            )
        )
    return facts


def _people_of(organization_ids: Sequence[int]) -> dict[int, list[Affiliation]]:
    return _by_organization(
        Affiliation.objects.current()
        .filter(organization__in=organization_ids)
        .select_related("person")
        .order_by("-is_main_contact", "pk")
    )


def _by_organization(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.organization_id].append(row)
    return found


def _contact(partnership: Partnership, people: list[Affiliation]) -> tuple[Person | None, str]:
    """Whom letters go to: the main contact, else who is responsible, else whoever is known."""
    if people and people[0].is_main_contact:
        return people[0].person, people[0].title
    if responsible := partnership.responsible:
        titles = {affiliation.person_id: affiliation.title for affiliation in people}
        if responsible.pk in titles:
            return responsible, titles[responsible.pk]
    return (people[0].person, people[0].title) if people else (None, "")


def recent_asks(program: Program, organization_ids: Sequence[int]) -> InteractionQuerySet:
    """What any program asked of them within this program's quiet days (SPEC 2.11)."""
    since = timezone.now() - timedelta(days=program.quiet_days)
    return (
        Interaction.objects.asks()
        .filter(organization__in=organization_ids, happened_at__gte=since)
        .select_related("program")
        .order_by("-happened_at")
    )


def variant_for(
    variants: Sequence[LetterTemplate], language: str, *, chosen: LetterTemplate
) -> LetterTemplate:
    """The template of the same name in the partner's language, else English, else the chosen."""
    by_language = {variant.language: variant for variant in variants}
    return by_language.get(language) or by_language.get("en") or chosen


def school_people(program: Program) -> list[Person]:
    """Who can sign: staff of the program and people at its school, by name."""
    current = Affiliation.objects.current().filter(organization=program.school_id)
    staff = Q(user__program_roles__program=program)
    return list(
        Person.objects.filter(staff | Q(affiliations__in=current)).distinct().order_by("name", "pk")
    )


def school_titles(program: Program, people: Sequence[Person]) -> dict[int, str]:
    """Their titles at the school, by person."""
    rows = Affiliation.objects.current().filter(
        organization=program.school_id, person__in=[person.pk for person in people]
    )
    return {row.person_id: row.title for row in rows if row.title}
