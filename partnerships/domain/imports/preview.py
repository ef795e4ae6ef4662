"""What a list looks like and what its import would do, before anything is written (SPEC 1.5,
1.6)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from core.exceptions import DomainError
from partnerships.domain.duplicates import Candidate, likely_matches, likely_within
from partnerships.domain.imports import headings
from partnerships.domain.imports.batches import (
    as_counts,
    guess_again,
    header_of,
    plan_rows,
    stored_table,
)
from partnerships.domain.imports.desk import SAME_AS_ROW, Decision
from partnerships.domain.imports.rows import Outcome, PartnerRow
from partnerships.domain.imports.tables import Row
from partnerships.models import ImportBatch, Organization

PLANNED_ROWS = 2000
SHOWN_ROWS = 100
SAMPLES = 3


@dataclass(slots=True)
class Layout:
    """A sheet as the columns page shows it."""

    sheets: list[str]
    sheet: str
    top: list[Row]
    header_row: int | None = None
    names: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    refusal: str = ""


def look_at(batch: ImportBatch, *, sheet: str = "", header_row: int | None = None) -> Layout:
    """The sheet and header that are asked for, else those that were settled or guessed."""
    with stored_table(batch) as table:
        sheet = sheet if sheet in table.sheets else batch.sheet
        rows = list(islice(table.rows(sheet), headings.SEARCHED_ROWS + SAMPLES))
        layout = Layout(table.sheets, sheet, rows[: headings.SEARCHED_ROWS])
        if header_row is None and sheet == batch.sheet:
            header_row = batch.header_row
        try:
            _, header = headings.find_table(table, sheet=sheet, header_row=header_row)
        except DomainError as error:
            layout.refusal = error.message
            return layout
    layout.header_row, layout.names = header.row, header.names
    below = [row for row in rows if row.number > header.row][:SAMPLES]
    layout.samples = [
        [str(row.cells[place])[:80] for row in below if place < len(row.cells)]
        for place in range(len(header.names))
    ]
    layout.mapping = guess_again(batch, header.names)
    return layout


@dataclass(slots=True)
class Option:
    """Another partner that a row may mean; ``value`` is what is kept in ``batch.choices``."""

    value: str
    name: str
    reasons: str


@dataclass(slots=True)
class Likely:
    row: PartnerRow
    options: list[Option]
    must_choose: bool = False  # several have its very name: without a choice it is left out


@dataclass(slots=True)
class Preview:
    counts: dict[str, int] = field(default_factory=dict)
    is_whole: bool = True
    rows: list[Decision] = field(default_factory=list)
    problems: list[PartnerRow] = field(default_factory=list)
    likely: list[Likely] = field(default_factory=list)

    @property
    def will_import(self) -> int:
        return sum(self.counts[one] for one in (Outcome.CREATED, Outcome.UPDATED, Outcome.MATCHED))


def preview_import(batch: ImportBatch) -> Preview:
    """What would happen with the first PLANNED_ROWS rows, and which of them may be partners we
    have, or repeat one another."""
    if "name" not in batch.mapping.values():
        raise DomainError("Say first which column holds the names.")
    preview = Preview()
    found: dict[str, int] = {}
    new: list[PartnerRow] = []
    with stored_table(batch) as table:
        header = header_of(batch)
        plan = plan_rows(
            table,
            program=batch.program,
            sheet=batch.sheet,
            header=header,
            mapping=batch.mapping,
            limit=PLANNED_ROWS,
        )
        for decision in plan:
            found[decision.outcome] = found.get(decision.outcome, 0) + 1
            if len(preview.rows) < SHOWN_ROWS:
                preview.rows.append(decision)
            if decision.row.problems:
                preview.problems.append(decision.row)
            if decision.outcome == Outcome.CREATED:
                new.append(decision.row)
            elif decision.outcome == Outcome.REJECTED and decision.row.key:
                preview.likely += _several(decision.row)
        rows = table.rows(batch.sheet)
        below = (row for row in rows if row.number > header.row)
        preview.is_whole = next(islice(below, PLANNED_ROWS, None), None) is None
    preview.counts = as_counts(found)
    preview.likely += _likely(new)
    preview.likely.sort(key=lambda one: one.row.number)
    return preview


def _likely(new: list[PartnerRow]) -> Iterator[Likely]:
    candidates = [_candidate(row) for row in new]
    known, within = likely_matches(candidates), likely_within(candidates)
    for row, here, earlier in zip(new, known, within, strict=True):
        options = [
            Option(f"{SAME_AS_ROW}{new[match.id].number}", match.name, ", ".join(match.reasons))
            for match in earlier
            # Two numbers in one list are two partners.
            if not (row.account and new[match.id].account)
        ]
        options += [Option(str(match.id), match.name, ", ".join(match.reasons)) for match in here]
        if options:
            yield Likely(row, options)


def _several(row: PartnerRow) -> Iterator[Likely]:
    same = Organization.objects.filter(name_key=row.key).order_by("pk")[:6]
    options = [
        Option(str(one.pk), one.name, ", ".join(one.address_lines) or "no address") for one in same
    ]
    if options:
        yield Likely(row, options, must_choose=True)


def _candidate(row: PartnerRow) -> Candidate:
    facts = row.facts
    return Candidate(
        name=row.name,
        legal_name=facts.get("legal_name", ""),
        other_names="\n".join(row.other_names),
        street=facts.get("street", ""),
        city=facts.get("city", ""),
        postal_code=facts.get("postal_code", ""),
        phone=str(facts.get("phone", "")),
        email=" ".join([facts.get("email", ""), *row.emails]).strip(),
        website=facts.get("website", ""),
    )


def read_choices(preview: Preview, given: dict[str, str]) -> dict[str, int | str]:
    """What was chosen on the preview, as ``batch.choices`` keeps it. Only what was offered."""
    choices: dict[str, int | str] = {}
    for likely in preview.likely:
        number = str(likely.row.number)
        value = given.get(f"row-{number}", "")
        if value == "new":
            choices[number] = 0
        elif value in {option.value for option in likely.options}:
            choices[number] = int(value) if value.isdigit() else value
    return choices
