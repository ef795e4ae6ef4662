"""What is known about the organizations that a handful of rows may mean, held in memory while the
rows are compared with it and add to it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from partnerships.domain.common_words import STREET_WORDS
from partnerships.domain.imports.people import Contact
from partnerships.domain.imports.rows import PartnerRow
from partnerships.domain.names import name_key
from partnerships.models import Affiliation, Organization, Partnership, Person, Support

#: How sure it is that a row with the same name means this organization; 0 is not at all.
NOT, MAYBE, SAME_PLACE, SAME_STREET = range(4)


@dataclass(slots=True, eq=False)
class KnownPerson:
    person: Person
    affiliation: Affiliation


@dataclass(slots=True, eq=False)
class Known:
    """One organization, in the database already (``id`` above 0) or about to be."""

    id: int
    organization: Organization
    accounts: set[str] = field(default_factory=set)  # in this list's source
    people: list[KnownPerson] = field(default_factory=list)
    supports: dict[str, Support] = field(default_factory=dict)
    connections: set[str] = field(default_factory=set)  # of this program
    sectors: set[str] = field(default_factory=set)
    partnership: Partnership | None = None

    @property
    def aliases(self) -> set[str]:
        return alias_keys(self.organization.other_names)

    @property
    def has_main_contact(self) -> bool:
        return any(one.affiliation.is_main_contact for one in self.people)

    def place_fits(self, row: PartnerRow) -> int:
        """Whether the row may mean this organization, by where it is."""
        mine, theirs = Place.of(vars(self.organization)), Place.of(row.facts)
        if not mine.is_known or not theirs.is_known:
            return SAME_PLACE if mine.is_known == theirs.is_known else MAYBE
        same = mine.city and mine.city == theirs.city
        if not same and not (mine.postal_code and mine.postal_code == theirs.postal_code):
            both = (mine.city and theirs.city) or (mine.postal_code and theirs.postal_code)
            return NOT if both else MAYBE
        return SAME_STREET if mine.street and mine.street == theirs.street else SAME_PLACE

    def address_fits(self, row: PartnerRow) -> bool:
        """Whether the row's address only says more about the one we have."""
        mine, theirs = Place.of(vars(self.organization)), Place.of(row.facts)
        return not (mine.street and theirs.street and mine.street != theirs.street)

    def find_person(self, contact: Contact) -> KnownPerson | None:
        """Who of them it is: the same name, or the same e-mail and a name alike."""
        for known in self.people:
            if known.person.name_key == contact.key:
                return known
        for known in self.people:
            same = bool(contact.email) and known.person.email == contact.email
            if same and names_alike(known.person, contact):
                return known
        return None


@dataclass(frozen=True, slots=True)
class Place:
    street: str
    city: str
    postal_code: str

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Place":
        city = name_key(facts.get("city") or "").replace("hts", "heights")
        street = (facts.get("street") or "").casefold().replace(".", "")
        words = (STREET_WORDS.get(word, word) for word in re.findall(r"\w+", street))
        return cls(" ".join(words), city, (facts.get("postal_code") or "")[:5])

    @property
    def is_known(self) -> bool:
        return bool(self.city or self.postal_code)


def names_alike(person: Person, contact: Contact) -> bool:
    """ "D. Whitfield" is Dana Whitfield; two people who share an office's address are not one."""
    return bool(set(person.name_key.split()) & set(contact.key.split()))


def alias_keys(other_names: str) -> set[str]:
    return {name_key(name) for name in other_names.splitlines() if name.strip()}


def best_of(candidates: Iterable[Known], row: PartnerRow) -> list[Known]:
    """Those that fit the row's place best; several if nothing tells them apart."""
    ranked: dict[int, list[Known]] = {}
    for known in candidates:
        # Two numbers in one source are two organizations, whatever they are called.
        if row.account and known.accounts:
            continue
        if fits := known.place_fits(row):
            ranked.setdefault(fits, []).append(known)
    return ranked[max(ranked)] if ranked else []
