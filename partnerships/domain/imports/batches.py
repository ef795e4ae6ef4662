"""Lists of partners on their way in (SPEC 1.5): upload, settle the columns, import."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from core.domain.jobs import start_job
from core.exceptions import DomainError
from core.models import Job
from partnerships.domain.imports import headings
from partnerships.domain.imports.desk import Decision, Desk
from partnerships.domain.imports.headings import REPEATABLE, Header
from partnerships.domain.imports.rows import Outcome, PartnerRow, RowReader, read_rows
from partnerships.domain.imports.tables import Table, open_table
from partnerships.domain.imports.vocabulary import Sectors
from partnerships.models import ImportBatch, ImportRow, Program, Sector

IMPORT_JOB = "partnerships.import"
CHUNK = 500
#: Behind the list's own columns in the file of rows to correct.
EXTRA_COLUMNS = ("Row in the list", "What is wrong")

Advance = Callable[[int], None]
State = ImportBatch.State


@contextmanager
def stored_table(batch: ImportBatch) -> Iterator[Table]:
    """The uploaded file as a table."""
    storage, name = batch.file.storage, batch.file.name or ""
    try:
        opened = storage.open(name, "rb")
    except FileNotFoundError:
        raise DomainError(
            f"{batch.file_name} is no longer kept here. Upload it again.", field="file"
        ) from None
    with opened, open_table(cast(BinaryIO, opened.file), batch.file_name) as table:
        yield table


def upload_list(
    program: Program, *, file: BinaryIO, name: str, by: Any, sheet: str = ""
) -> ImportBatch:
    """Keep a file and guess its columns (SPEC 1.5). A file that cannot be a list is refused. A
    list in which no header is found is kept: its owner can point to the row."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1][-200:] or "list"
    batch = ImportBatch(program=program, file_name=name, sheet=sheet, created_by=by)
    with open_table(file, name) as table:
        try:
            batch.sheet, header = headings.find_table(table, sheet=sheet)
        except DomainError as error:
            if error.field != "header_row":
                raise
            batch.sheet = sheet or next(iter(table.sheets), "")
            if next(table.rows(batch.sheet), None) is None:
                raise
        else:
            count_rows(table, batch.sheet, header)
            batch.header_row, batch.header = header.row, header.names
            batch.mapping = propose_mapping(program, header.names)
    file.seek(0)
    batch.file.save(name, File(file), save=False)
    batch.save()
    return batch


def keep_list(
    program: Program,
    *,
    file: BinaryIO,
    name: str,
    sheet: str,
    header: Header,
    mapping: Mapping[str, str],
    by: Any = None,
) -> ImportBatch:
    """Keep a file whose columns are settled, ready for ``import_rows``."""
    batch = ImportBatch(
        program=program,
        file_name=name[-200:],
        sheet=sheet,
        header_row=header.row,
        header=header.names,
        mapping=dict(mapping),
        state=State.IMPORTING,
        created_by=by,
    )
    file.seek(0)
    batch.file.save(name, File(file), save=False)
    batch.save()
    return batch


def count_rows(table: Table, sheet: str, header: Header) -> int:
    """How many rows stand below the header. Refuses none, and more than IMPORT_MAX_ROWS. Reads
    all of the file, so that one that breaks off is refused before anything is written."""
    count, largest = 0, settings.IMPORT_MAX_ROWS
    for row in table.rows(sheet):
        count += row.number > header.row
        if count > largest:
            raise DomainError(
                f"The list has more than {largest:,} rows. Split it and import the parts.",
                field="file",
            )
    if not count:
        raise DomainError("There are no rows below the column names.", field="file")
    return count


def propose_mapping(program: Program, names: Sequence[str]) -> dict[str, str]:
    """As the last list with these columns was read, else by guess."""
    own = [name for name in names if name not in EXTRA_COLUMNS]
    earlier = (
        ImportBatch.objects.for_program(program)
        .exclude(state=State.UPLOADED)
        .order_by("-created_at", "-pk")
        .values_list("header", "mapping")[:50]
    )
    for header, mapping in earlier:
        if [name for name in header if name not in EXTRA_COLUMNS] == own:
            return {name: mapping.get(name, "") for name in names}
    return headings.guess_mapping(names)


def guess_again(batch: ImportBatch, names: Sequence[str]) -> dict[str, str]:
    """The settled mapping where it is about these columns, else a new proposal."""
    if list(names) == batch.header and any(batch.mapping.values()):
        return dict(batch.mapping)
    return propose_mapping(batch.program, names)


def override_mapping(proposed: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The proposal with what somebody said; a field they gave a column is taken from its guess."""
    names = list(proposed)
    plain = {headings.plain(name): name for name in names}
    named = {plain.get(headings.plain(column), column): field for column, field in wanted.items()}
    taken = set(named.values()) - REPEATABLE
    kept = {name: "" if field in taken else field for name, field in proposed.items()}
    if "person_name" in taken:  # with a person beside it, "E-mail" is the person's
        people = {"person_email", "person_phone"} - set(kept.values()) - taken
        for name in kept:
            if kept[name] and (field := headings.field_of(name)) in people:
                kept[name] = field
    return headings.check_mapping(names, kept | named)


@transaction.atomic
def settle_columns(
    batch: ImportBatch, *, sheet: str, header_row: int | None, mapping: Mapping[str, str]
) -> ImportBatch:
    """Keep how the columns are read. Refuses a list whose import has begun."""
    batch = _locked(batch)
    if batch.state != State.UPLOADED:
        raise DomainError("This list is imported already. Upload it again to read it differently.")
    with stored_table(batch) as table:
        batch.sheet, header = headings.find_table(table, sheet=sheet, header_row=header_row)
        batch.mapping = headings.check_mapping(header.names, mapping)
        count_rows(table, batch.sheet, header)
    batch.header_row, batch.header = header.row, header.names
    batch.choices = {}
    batch.save()
    return batch


@transaction.atomic
def start_import(batch: ImportBatch, *, choices: Mapping[str, int | str], by: Any) -> Job:
    """Hand the list to a worker. Twice is once. Refuses a list without columns or undone."""
    batch = _locked(batch)
    if batch.state == State.IMPORTING and batch.job and batch.job.is_open:
        return batch.job
    if batch.state in {State.DONE, State.UNDONE}:
        raise DomainError("This list is imported already.")
    if "name" not in batch.mapping.values():
        raise DomainError("Say first which column holds the names.", field="mapping")
    with stored_table(batch) as table:
        total = count_rows(table, batch.sheet, header_of(batch))
    if batch.state == State.UPLOADED:
        batch.choices = dict(choices)
    batch.state = State.IMPORTING
    batch.job = start_job(
        IMPORT_JOB,
        title=f"Importing {batch.file_name}"[:200],
        payload={"batch": batch.pk},
        by=by,
        total=total,
    )
    batch.save()
    return batch.job


def import_rows(batch: ImportBatch, *, by: Any, advance: Advance) -> ImportBatch:
    """Bring in all rows that are not in yet, some hundred in a transaction. ``advance`` is called
    inside it with how many are done; what it raises takes those rows back.

    May be stopped and called again at any point: a row that has its ImportRow is done.
    """
    with stored_table(batch) as table, timezone.override(batch.program.time_zone):
        reader = RowReader(header_of(batch), batch.mapping, load_sectors())
        desk = Desk(
            batch.program,
            source=reader.source,
            by=by,
            reason=reason_of(batch),
            choices=batch.choices,
            batch_id=batch.pk,
        )
        done = batch.rows.count()
        for rows in in_chunks(read_rows(table.rows(batch.sheet), reader, skip=done)):
            done += len(rows)
            try:
                _import_chunk(batch, desk, rows, advance, done)
            except IntegrityError:  # somebody entered the same meanwhile: look again
                _import_chunk(batch, desk, rows, advance, done)
    return _finish(batch)


def _import_chunk(
    batch: ImportBatch, desk: Desk, rows: Sequence[PartnerRow], advance: Advance, done: int
) -> None:
    with transaction.atomic():
        if _locked(batch).state != State.IMPORTING:
            raise DomainError("The import was stopped.")
        decisions = desk.take(rows)
        ImportRow.objects.bulk_create(_as_import_row(batch, decision) for decision in decisions)
        advance(done)


def _as_import_row(batch: ImportBatch, decision: Decision) -> ImportRow:
    row, known = decision.row, decision.known
    return ImportRow(
        batch=batch,
        number=row.number,
        outcome=decision.outcome,
        organization_id=known.organization.pk if known else None,
        cells=row.cells if row.problems else [],
        problems=row.problems,
        undo=decision.made.as_undo(),
    )


@transaction.atomic
def _finish(batch: ImportBatch) -> ImportBatch:
    batch = _locked(batch)
    if batch.state == State.IMPORTING:
        batch.state = State.DONE
        batch.finished_at = timezone.now()
        batch.counts = count_outcomes(batch)
        batch.save()
    return batch


def stop_import(batch: ImportBatch) -> None:
    """Say that an import did not come to its end. What is in stays in, and can be undone."""
    with transaction.atomic():
        batch = _locked(batch)
        if batch.state == State.IMPORTING:
            batch.state, batch.counts = State.FAILED, count_outcomes(batch)
            batch.finished_at = timezone.now()
            batch.save()


def count_outcomes(batch: ImportBatch) -> dict[str, int]:
    found = dict(batch.rows.order_by().values_list("outcome").annotate(number=Count("pk")))
    return as_counts(found)


def as_counts(found: Mapping[str, int]) -> dict[str, int]:
    counts = {str(outcome): found.get(outcome, 0) for outcome in Outcome}
    return {"rows": sum(counts.values()), **counts}


def plan_rows(
    table: Table,
    *,
    program: Program,
    sheet: str,
    header: Header,
    mapping: Mapping[str, str],
    choices: Mapping[str, int | str] | None = None,
    limit: int | None = None,
) -> Iterator[Decision]:
    """What an import would do with each row. Writes nothing."""
    with timezone.override(program.time_zone):
        reader = RowReader(header, mapping, load_sectors())
        desk = Desk(program, source=reader.source, choices=choices, is_plan=True)
        for rows in in_chunks(islice(read_rows(table.rows(sheet), reader), limit)):
            yield from desk.take(rows)


def in_chunks(rows: Iterator[PartnerRow]) -> Iterator[list[PartnerRow]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def load_sectors() -> Sectors:
    return Sectors(dict(Sector.objects.values_list("code", "name")))


def reason_of(batch: ImportBatch) -> str:
    """What the history says about changes of this import; undo goes by it."""
    return f"Import {batch.pk}"


def header_of(batch: ImportBatch) -> Header:
    return Header(batch.header_row or 1, batch.header)


def _locked(batch: ImportBatch) -> ImportBatch:
    return (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("program", "job")
        .get(pk=batch.pk)
    )
