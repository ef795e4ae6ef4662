"""One row of a list read as one partner. A cell that cannot be used becomes a problem; only a row
that names nobody is refused."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from partnerships.domain.imports import cells as read
from partnerships.domain.imports import vocabulary
from partnerships.domain.imports.headings import Header, plain
from partnerships.domain.imports.people import Contact, read_contacts
from partnerships.domain.imports.tables import BrokenCell, Cell, Row
from partnerships.domain.names import name_key
from partnerships.models import ImportRow, Organization

Outcome = ImportRow.Outcome

TOTALS = frozenset({"total", "totals", "subtotal", "subtotals", "grand", "sum", "count", "suma"})
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y")
LIMITS = {"legal_name": 200, "street": 200, "city": 80, "state": 40, "account": 80}


@dataclass(slots=True)
class PartnerRow:
    number: int
    cells: list[str]
    outcome: str = ""  # set where the row is no partner
    problems: list[dict[str, str]] = field(default_factory=list)
    name: str = ""
    key: str = ""
    other_names: list[str] = field(default_factory=list)
    kind: str = Organization.Kind.EMPLOYER
    account: str = ""
    facts: dict[str, Any] = field(default_factory=dict)  # fields of Organization
    sector: str = ""
    people: list[Contact] = field(default_factory=list)
    supports: list[tuple[str, str]] = field(default_factory=list)
    connections: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    last_contact_on: date | None = None

    @property
    def emails(self) -> list[str]:
        return [person.email for person in self.people if person.email]


class RowReader:
    """Reads the rows of one table by its header and mapping."""

    def __init__(
        self, header: Header, mapping: Mapping[str, str], sectors: vocabulary.Sectors
    ) -> None:
        self.header = header
        self.sectors = sectors
        self.columns: dict[str, list[int]] = {}
        for place, name in enumerate(header.names):
            if chosen := mapping.get(name):
                self.columns.setdefault(chosen, []).append(place)
        self.is_ipeds = any(plain(name) == "unitid" for name in header.names)
        self._heading = [plain(name) for name in header.names]

    @property
    def source(self) -> str:
        """What the numbers of this list are called, so that two lists' numbers never meet."""
        places = self.columns.get("account")
        return plain(self.header.names[places[0]])[:80] if places else ""

    def read(self, row: Row) -> PartnerRow:
        cells = row.cells + [""] * (len(self.header.names) - len(row.cells))
        partner = PartnerRow(row.number, [_text(cell) for cell in cells])
        self._note_broken(partner, cells)
        partner.name = self._value(partner, cells, "name") or self._instead_of_name(partner, cells)
        if not self._is_partner(row, partner):
            return partner
        self._read_facts(partner, cells)
        self._read_people(partner, cells)
        self._read_rest(partner, cells)
        return partner

    # ------------------------------------------------ is it one at all?

    def _is_partner(self, row: Row, partner: PartnerRow) -> bool:
        first = partner.name or next((cell for cell in partner.cells if cell.strip()), "")
        words = plain(first).split()
        filled = [cell for cell in partner.cells if cell.strip()]
        if words and TOTALS & set(words[:2]) and all(w in TOTALS or w.isdigit() for w in words):
            return self._leave_out(partner, Outcome.SKIPPED, "", "A total, not a partner.")
        if row.is_heading:
            return self._leave_out(partner, Outcome.SKIPPED, "", "A heading, not a partner.")
        repeats = len(filled) > 1 and all(
            plain(cell) == name
            for cell, name in zip(partner.cells, self._heading, strict=False)
            if cell.strip()
        )
        if repeats:
            return self._leave_out(partner, Outcome.SKIPPED, "", "The column names once more.")
        column = self._name_of("name")
        if not re.search(r"\w", partner.name):
            return self._leave_out(
                partner, Outcome.REJECTED, column, "There is no name of an organization."
            )
        if len(partner.name) > 200:
            return self._leave_out(
                partner, Outcome.REJECTED, column, "The name is longer than 200 characters."
            )
        partner.key = name_key(partner.name)
        return True

    def _leave_out(self, partner: PartnerRow, outcome: str, column: str, reason: str) -> bool:
        partner.outcome = outcome
        if outcome == Outcome.REJECTED:
            partner.problems.append({"column": column, "reason": reason})
        else:
            partner.problems.clear()
        return False

    # ------------------------------------------------ facts of the organization

    def _read_facts(self, partner: PartnerRow, cells: list[Cell]) -> None:
        facts = partner.facts
        if address := self._lines(cells, "address"):
            whole = read.read_address(address)
            for name in ("street", "city", "state", "postal_code"):
                facts[name] = getattr(whole, name)
        for name in ("legal_name", "street", "city", "account"):
            if value := self._value(partner, cells, name, limit=LIMITS[name]):
                facts[name] = value
        readers: dict[str, Callable[[str], Any]] = {
            "state": read.read_state,
            "postal_code": read.read_postal_code,
            "phone": read.read_gentele if self.is_ipeds else read.read_phone,
            "email": read.read_email,
            "website": read.read_website,
        }
        for name, reader in readers.items():
            if value := self._value(partner, cells, name, limit=LIMITS.get(name, 300)):
                found = self._try(partner, name, reader, value)
                if found:
                    facts[name] = found
        partner.account = facts.pop("account", "")
        self._read_business(partner, cells)

    def _read_business(self, partner: PartnerRow, cells: list[Cell]) -> None:
        partner.kind = self._kind(partner, cells)
        if text := self._value(partner, cells, "naics"):
            partner.sector = self.sectors.find(text)
            if not partner.sector:
                self._problem(partner, "naics", f'"{text}" is no NAICS sector we know.')
        for part in re.split(r"[;,|\n]|\s/\s|(?<=\w)/(?=\w)", self._lines(cells, "other_name")):
            if len(name := read.clean(part)) > 1 and name not in partner.other_names:
                partner.other_names.append(name[:200])

    def _kind(self, partner: PartnerRow, cells: list[Cell]) -> str:
        guess = vocabulary.kind_of_name(partner.name)
        if self.is_ipeds:
            return Organization.Kind.POSTSECONDARY
        if not (text := self._value(partner, cells, "kind")):
            return guess
        if named := vocabulary.kind_named(text):
            return named
        label = Organization.Kind(guess).label
        self._problem(
            partner, "kind", f'"{text}" is no kind of partner we know; taken as: {label}.'
        )
        return guess

    # ------------------------------------------------ people and the rest

    def _read_people(self, partner: PartnerRow, cells: list[Cell]) -> None:
        problems: dict[str, list[str]] = {}
        contacts = read_contacts(
            self._lines(cells, "person_name"),
            self._lines(cells, "person_title"),
            self._lines(cells, "person_email"),
            self._lines(cells, "person_phone"),
            problems,
        )
        partner.people = contacts.people
        if contacts.email:
            partner.facts.setdefault("email", contacts.email)
        if contacts.phone:
            partner.facts.setdefault("phone", contacts.phone)
        partner.notes += [f"Contact: {office}" for office in contacts.offices]
        for kind, reasons in problems.items():
            for reason in reasons:
                self._problem(partner, f"person_{kind}", reason)

    def _read_rest(self, partner: PartnerRow, cells: list[Cell]) -> None:
        partner.supports = vocabulary.supports_named(self._lines(cells, "supports"))
        partner.connections = vocabulary.connections_named(self._lines(cells, "known_by"))
        several = len(self.columns.get("note", ())) > 1
        for place in self.columns.get("note", ()):
            text = read.clean_lines(_text(cells[place]))
            on = cells[place] if isinstance(cells[place], date) else _date_of(text)
            if isinstance(on, date) and on <= timezone.localdate():
                partner.last_contact_on = max(partner.last_contact_on or on, on)
            elif text:
                partner.notes.append(f"{self.header.names[place]}: {text}" if several else text)

    # ------------------------------------------------ cells

    def _note_broken(self, partner: PartnerRow, cells: list[Cell]) -> None:
        for places in self.columns.values():
            for place in places:
                if isinstance(cell := cells[place], BrokenCell):
                    partner.problems.append(
                        {"column": self.header.names[place], "reason": cell.reason}
                    )

    def _lines(self, cells: list[Cell], name: str) -> str:
        """All there is in the columns of a field, one line each."""
        texts = (_text(cells[place]) for place in self.columns.get(name, ()))
        return "\n".join(filter(None, map(read.clean_lines, texts)))

    def _value(self, partner: PartnerRow, cells: list[Cell], name: str, limit: int = 0) -> str:
        value = read.clean(self._lines(cells, name))
        if limit and len(value) > limit:
            self._problem(partner, name, f"It is longer than {limit} characters.")
            return ""
        return value

    def _instead_of_name(self, partner: PartnerRow, cells: list[Cell]) -> str:
        """A license may have a legal name alone."""
        return self._value(partner, cells, "legal_name", limit=LIMITS["legal_name"])

    def _try(self, partner: PartnerRow, name: str, reader: Callable[[str], Any], value: str) -> Any:
        try:
            return reader(value)
        except read.CellError as error:
            self._problem(partner, name, error.reason)

    def _problem(self, partner: PartnerRow, name: str, reason: str) -> None:
        partner.problems.append({"column": self._name_of(name), "reason": reason})

    def _name_of(self, name: str) -> str:
        places = self.columns.get(name)
        return self.header.names[places[0]] if places else ""


def read_rows(rows: Iterator[Row], reader: RowReader, *, skip: int = 0) -> Iterator[PartnerRow]:
    """The rows below the header, without the first ``skip``."""
    for row in rows:
        if row.number <= reader.header.row:
            continue
        if skip:
            skip -= 1
            continue
        yield reader.read(row)


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    text = read.INVISIBLE.sub("", str(cell))
    # Our own downloads disarm what a spreadsheet would run as a formula.
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def _date_of(text: str) -> date | None:
    if not re.fullmatch(r"[A-Za-z]{0,9}\.? ?\d{1,4}[-/, ]+\d{1,4}(?:[-/]\d{1,4})?", text):
        return None
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date, no instant
        except ValueError:
            continue
    return None
