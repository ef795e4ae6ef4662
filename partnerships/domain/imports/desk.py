"""Rows in, decisions out: which organization a row means, and what it adds to it. Nothing known is
ever overwritten; only what is blank is filled, and what is missing is added.

The same code plans and imports. To plan, nothing is written and everything stays in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from partnerships.domain.imports.known import (
    Known,
    KnownPerson,
    alias_keys,
    best_of,
    names_alike,
)
from partnerships.domain.imports.ledger import Ledger, Made, OrganizationSector
from partnerships.domain.imports.people import Contact
from partnerships.domain.imports.rows import Outcome, PartnerRow
from partnerships.domain.names import person_key
from partnerships.models import (
    Affiliation,
    Connection,
    ImportRow,
    Organization,
    Partnership,
    Person,
    Program,
    SourceIdentifier,
    Support,
)

ADDRESS = ("street", "city", "state", "postal_code")
OTHER_FACTS = ("legal_name", "phone", "email", "website")
SAME_AS_ROW = "row "  # in choices: "row 5"


@dataclass(slots=True)
class Decision:
    row: PartnerRow
    outcome: str
    made: Made
    known: Known | None = None


class Desk:
    """Works through a list, one handful of rows after the other."""

    def __init__(
        self,
        program: Program,
        *,
        source: str,
        by: Any = None,
        reason: str = "",
        choices: Mapping[str, Any] | None = None,
        batch_id: int | None = None,
        is_plan: bool = False,
    ) -> None:
        self.program = program
        self.source = source
        self.choices = choices or {}
        self.batch_id = batch_id
        self.is_plan = is_plan
        self.ledger = Ledger(by=by, reason=reason)
        self._next_id = -1
        self._alias_ids: dict[str, set[int]] = {}
        for pk, names in (
            Organization.objects.exclude(other_names="")
            .values_list("pk", "other_names")
            .iterator(chunk_size=2000)
        ):
            for key in alias_keys(names):
                self._alias_ids.setdefault(key, set()).add(pk)
        self._wanted_rows = {
            int(choice.removeprefix(SAME_AS_ROW))
            for choice in self.choices.values()
            if isinstance(choice, str)
        }
        self._forget()

    def _forget(self) -> None:
        self.by_id: dict[int, Known] = {}
        self.by_key: dict[str, list[Known]] = {}
        self.by_account: dict[str, Known] = {}
        self.by_row: dict[int, Known] = {}
        self.people: dict[int, Person] = {}
        self.by_email: dict[str, list[Person]] = {}

    def take(self, rows: Sequence[PartnerRow]) -> list[Decision]:
        """Decide on some rows and, unless this is a plan, write what they change."""
        if not self.is_plan:
            self._forget()
        self._load([row for row in rows if not row.outcome])
        decisions = [self._decide(row) for row in rows]
        if self.is_plan:
            self.ledger.forget()
        else:
            self.ledger.write()
            self._settle_aliases()
        return decisions

    # ------------------------------------------------ what is known

    def _load(self, rows: Sequence[PartnerRow]) -> None:
        """All the database knows about what these rows may mean: a fixed number of queries."""
        accounts = {row.account for row in rows if row.account} - self.by_account.keys()
        keys = {row.key for row in rows}
        ids = {pk for key in keys for pk in self._alias_ids.get(key, ()) if pk > 0}
        ids |= self._chosen_ids(rows)
        if accounts:
            ids |= set(
                SourceIdentifier.objects.filter(source=self.source, value__in=accounts).values_list(
                    "organization_id", flat=True
                )
            )
        fresh: dict[int, Known] = {}
        for organization in Organization.objects.filter(Q(pk__in=ids) | Q(name_key__in=keys)):
            if organization.pk not in self.by_id:
                known = Known(organization.pk, organization)
                fresh[organization.pk] = known
                self._file(known)
        if fresh:
            self._load_belongings(fresh)
        emails = {email for row in rows for email in row.emails} - self.by_email.keys()
        if emails:
            for person in Person.objects.filter(email__in=emails).order_by("pk"):
                self._file_person(person)
        self._load_chosen_rows(rows)

    def _load_belongings(self, fresh: dict[int, Known]) -> None:
        if self.source:
            for one in SourceIdentifier.objects.filter(source=self.source, organization__in=fresh):
                fresh[one.organization_id].accounts.add(one.value)
                self.by_account[one.value] = fresh[one.organization_id]
        for affiliation in (
            Affiliation.objects.filter(organization__in=fresh)
            .select_related("person")
            .order_by("pk")
        ):
            person = self._file_person(affiliation.person)
            fresh[affiliation.organization_id].people.append(KnownPerson(person, affiliation))
        for support in Support.objects.filter(organization__in=fresh):
            fresh[support.organization_id].supports[support.kind] = support
        for organization_id, known_by in Connection.objects.filter(
            organization__in=fresh, program=self.program
        ).values_list("organization_id", "known_by"):
            fresh[organization_id].connections.add(person_key(known_by))
        for partnership in Partnership.objects.filter(organization__in=fresh, program=self.program):
            fresh[partnership.organization_id].partnership = partnership
        for link in OrganizationSector.objects.filter(organization__in=fresh):
            fresh[link.organization_id].sectors.add(link.sector_id)

    def _chosen_ids(self, rows: Sequence[PartnerRow]) -> set[int]:
        chosen = (self.choices.get(str(row.number)) for row in rows)
        return {choice for choice in chosen if isinstance(choice, int) and choice > 0}

    def _load_chosen_rows(self, rows: Sequence[PartnerRow]) -> None:
        """Where a row was said to be the same as an earlier one that is written already."""
        chosen = (self.choices.get(str(row.number)) for row in rows)
        wanted = {
            int(choice.removeprefix(SAME_AS_ROW)) for choice in chosen if isinstance(choice, str)
        }
        wanted -= self.by_row.keys() | {row.number for row in rows}
        if not wanted or self.batch_id is None or self.is_plan:
            return
        earlier = dict(
            ImportRow.objects.filter(batch=self.batch_id, number__in=wanted)
            .exclude(organization=None)
            .values_list("number", "organization_id")
        )
        missing = set(earlier.values()) - self.by_id.keys()
        fresh = {}
        for organization in Organization.objects.filter(pk__in=missing):
            fresh[organization.pk] = Known(organization.pk, organization)
            self._file(fresh[organization.pk])
        if fresh:
            self._load_belongings(fresh)
        for number, pk in earlier.items():
            self.by_row[number] = self.by_id[pk]

    def _file(self, known: Known) -> None:
        self.by_id[known.id] = known
        self.by_key.setdefault(known.organization.name_key, []).append(known)

    def _file_person(self, person: Person) -> Person:
        """The same person is one object, however it was found."""
        if person.pk in self.people:
            return self.people[person.pk]
        self.people[person.pk] = person
        if person.email:
            self.by_email.setdefault(person.email, []).append(person)
        return person

    def _settle_aliases(self) -> None:
        """New organizations have ids now; later rows may know them by another name."""
        for known in self.by_id.values():
            real = known.organization.pk
            for key in known.aliases:
                ids = self._alias_ids.setdefault(key, set())
                ids.discard(known.id)
                ids.add(real)

    # ------------------------------------------------ which one a row means

    def _decide(self, row: PartnerRow) -> Decision:
        made = Made()
        if row.outcome:
            return Decision(row, row.outcome, made)
        found = self._find(row)
        if len(found) > 1:
            places = "; ".join(
                ", ".join(one.organization.address_lines) or "no address" for one in found[:4]
            )
            reason = (
                f"{len(found)} partners are called {row.name} ({places}). Say which by its city "
                "or street."
            )
            row.problems.append({"column": "", "reason": reason})
            return Decision(row, Outcome.REJECTED, made)
        is_new = not found
        known = self._create(row, made) if is_new else found[0]
        self._add_facts(known, row, made)
        self._add_people(known, row, made)
        self._add_rest(known, row, made)
        if row.number in self._wanted_rows:
            self.by_row[row.number] = known
        outcome = Outcome.CREATED if is_new else Outcome.UPDATED if made else Outcome.MATCHED
        return Decision(row, outcome, made, known)

    def _find(self, row: PartnerRow) -> list[Known]:
        """None, one, or several that nothing tells apart (never with a number of its own)."""
        if row.account and (known := self.by_account.get(row.account)):
            return [known]
        choice = self.choices.get(str(row.number))
        if choice == 0:
            return []
        if isinstance(choice, int) and choice in self.by_id:
            return [self.by_id[choice]]
        if isinstance(choice, str):
            number = int(choice.removeprefix(SAME_AS_ROW))
            if number in self.by_row:
                return [self.by_row[number]]
        found = best_of(self.by_key.get(row.key, ()), row)
        if not found:
            found = self._find_by_alias(row)
        return found if len(found) == 1 or not row.account else []

    def _find_by_alias(self, row: PartnerRow) -> list[Known]:
        """By another of its names. A short one ("ICC") must be in the same place, too."""
        ids = self._alias_ids.get(row.key, ())
        candidates = [self.by_id[pk] for pk in ids if pk in self.by_id]
        if " " not in row.key:
            placed = [one for one in candidates if one.organization.city and row.facts.get("city")]
            candidates = placed
        found = best_of(candidates, row)
        return found if len(found) == 1 else []

    # ------------------------------------------------ what a row adds

    def _create(self, row: PartnerRow, made: Made) -> Known:
        organization = Organization(name=row.name, name_key=row.key, kind=row.kind)
        organization.created_at = organization.updated_at = timezone.now()
        known = Known(self._next_id, organization)
        self._next_id -= 1
        self._file(known)
        self.ledger.add(made, organization)
        return known

    def _add_facts(self, known: Known, row: PartnerRow, made: Made) -> None:
        organization = known.organization
        fields = (*ADDRESS, *OTHER_FACTS) if known.address_fits(row) else OTHER_FACTS
        for name in fields:
            value = row.facts.get(name)
            if value and not getattr(organization, name):
                self.ledger.fill(made, organization, name, value)
        self._add_names(known, row, made)
        if row.account and row.account not in known.accounts:
            known.accounts.add(row.account)
            self.by_account[row.account] = known
            self.ledger.add(
                made,
                SourceIdentifier(organization=organization, source=self.source, value=row.account),
            )
        if row.sector and row.sector not in known.sectors:
            known.sectors.add(row.sector)
            self.ledger.add(
                made, OrganizationSector(organization=organization, sector_id=row.sector)
            )

    def _add_names(self, known: Known, row: PartnerRow, made: Made) -> None:
        organization = known.organization
        have = known.aliases | {organization.name_key}
        for name in (row.name, *row.other_names):
            new = alias_keys(name)
            if new and not new <= have:
                have |= new
                self.ledger.fill(
                    made,
                    organization,
                    "other_names",
                    "\n".join(filter(None, [organization.other_names, name])),
                )
                for key in new:
                    self._alias_ids.setdefault(key, set()).add(known.id)

    def _add_people(self, known: Known, row: PartnerRow, made: Made) -> None:
        for contact in row.people:
            if here := known.find_person(contact):
                self._complete_person(here.person, contact, made)
                if contact.title and not here.affiliation.title:
                    self.ledger.fill(made, here.affiliation, "title", contact.title)
                continue
            person = self._person_elsewhere(contact)
            if person is None:
                person = Person(name=contact.name, name_key=contact.key, prefix=contact.prefix)
                person.email = contact.email
                person.phone = contact.phone or ""  # type: ignore[assignment]  # takes numbers, too
                self.ledger.add(made, person)
                if contact.email:
                    self.by_email.setdefault(contact.email, []).append(person)
            else:
                self._complete_person(person, contact, made)
            affiliation = Affiliation(
                person=person,
                organization=known.organization,
                title=contact.title,
                is_main_contact=not known.has_main_contact,
            )
            known.people.append(KnownPerson(person, affiliation))
            self.ledger.add(made, affiliation)

    def _person_elsewhere(self, contact: Contact) -> Person | None:
        """Somebody we know from another organization, by e-mail."""
        same = [one for one in self.by_email.get(contact.email, ()) if names_alike(one, contact)]
        same.sort(key=lambda person: person.name_key != contact.key)
        return same[0] if contact.email and same else None

    def _complete_person(self, person: Person, contact: Contact, made: Made) -> None:
        for name in ("prefix", "email", "phone"):
            value = getattr(contact, name)
            if value and not getattr(person, name):
                self.ledger.fill(made, person, name, value)
        if person.email and person not in self.by_email.get(person.email, ()):
            self.by_email.setdefault(person.email, []).append(person)

    def _add_rest(self, known: Known, row: PartnerRow, made: Made) -> None:
        self._add_supports(known, row, made)
        for known_by, relation, note in row.connections:
            key = person_key(known_by)
            if key in known.connections:
                continue
            known.connections.add(key)
            self.ledger.add(
                made,
                Connection(
                    organization=known.organization,
                    program=self.program,
                    known_by=known_by,
                    relation=relation,
                    note=note,
                ),
            )
        if known.partnership is None:
            known.partnership = Partnership(program=self.program, organization=known.organization)
            self.ledger.add(made, known.partnership)
        partnership = known.partnership
        for note in row.notes:
            if note not in partnership.note:
                longer = "\n".join(filter(None, [partnership.note, note]))
                self.ledger.fill(made, partnership, "note", longer)
        last = partnership.last_contact_on
        if row.last_contact_on and (last is None or last < row.last_contact_on):
            self.ledger.fill(made, partnership, "last_contact_on", row.last_contact_on)

    def _add_supports(self, known: Known, row: PartnerRow, made: Made) -> None:
        for kind, words in row.supports:
            support = known.supports.get(kind)
            if support is None:
                support = Support(organization=known.organization, kind=kind, note=words)
                known.supports[kind] = support
                self.ledger.add(made, support)
            elif words.casefold() not in support.note.casefold():
                longer = f"{support.note}; {words}".removeprefix("; ")
                if len(longer) <= 200:
                    self.ledger.fill(made, support, "note", longer)
