import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.exceptions import DomainError
from partnerships.domain.imports import batches, headings
from partnerships.domain.imports.headings import FIELDS, Header
from partnerships.domain.imports.tables import Table, open_table
from partnerships.models import ImportBatch, Program

Problem = dict[str, Any]


class Command(BaseCommand):
    help = "Import a list of partners (CSV or XLSX) into a program."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--program", required=True, metavar="SLUG", help="which program")
        parser.add_argument("--sheet", default="", metavar="NAME", help="which sheet of a workbook")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar='"Column=field"',
            help='what a column holds; "Column=" leaves it out. Fields: ' + ", ".join(FIELDS),
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only count")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            program = Program.objects.select_related("school").get(slug=options["program"])
        except Program.DoesNotExist:
            slugs = ", ".join(Program.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f'There is no program "{options["program"]}". There is: {slugs or "none yet"}.'
            ) from None
        try:
            wanted = _read_map(options["map"])
            with path.open("rb") as file:
                counts, problems = self._import(program, file, path.name, wanted, options)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        self._report(counts, problems, options)

    def _import(
        self, program: Program, file: Any, name: str, wanted: dict[str, str], options: Any
    ) -> tuple[dict[str, int], list[Problem]]:
        with open_table(file, name) as table:
            sheet, header = headings.find_table(table, sheet=options["sheet"], wanted=wanted)
            proposed = batches.propose_mapping(program, header.names)
            mapping = batches.override_mapping(proposed, wanted)
            total = batches.count_rows(table, sheet, header)
            bar = _Bar(self.stderr, total)
            if options["dry_run"]:
                return self._plan(table, program, sheet, header, mapping, bar)
        batch = batches.keep_list(
            program, file=file, name=name, sheet=sheet, header=header, mapping=mapping
        )
        try:
            batch = batches.import_rows(batch, by=None, advance=bar)
        except BaseException:
            batches.stop_import(batch)
            raise
        finally:
            bar.end()
        return batch.counts, list(_problems_of(batch))

    def _plan(
        self,
        table: Table,
        program: Program,
        sheet: str,
        header: Header,
        mapping: dict[str, str],
        bar: "_Bar",
    ) -> tuple[dict[str, int], list[Problem]]:
        found: dict[str, int] = {}
        problems: list[Problem] = []
        plan = batches.plan_rows(
            table, program=program, sheet=sheet, header=header, mapping=mapping
        )
        for done, decision in enumerate(plan, 1):
            found[decision.outcome] = found.get(decision.outcome, 0) + 1
            problems += [{"row": decision.row.number, **one} for one in decision.row.problems]
            bar(done)
        bar.end()
        return batches.as_counts(found), problems

    def _report(self, counts: dict[str, int], problems: list[Problem], options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({**counts, "problems": problems}, ensure_ascii=False))
            return
        would = "Would be: " if options["dry_run"] else ""
        self.stdout.write(
            f"{counts['rows']} rows. {would}{counts['created']} new partners, "
            f"{counts['updated']} added to, {counts['matched']} known already, "
            f"{counts['skipped']} skipped, {counts['rejected']} rejected."
        )
        for problem in problems:
            column = f", {problem['column']}" if problem["column"] else ""
            self.stdout.write(f"Row {problem['row']}{column}: {problem['reason']}")


def _read_map(given: list[str]) -> dict[str, str]:
    wanted = {}
    for pair in given:
        column, sign, field = pair.rpartition("=")
        if not sign or not column.strip():
            raise DomainError(f'--map "{pair}" is not of the form "Column=field".')
        if field.strip() and field.strip() not in FIELDS:
            raise DomainError(
                f'--map "{pair}": "{field.strip()}" is not a field. The fields are: '
                f"{', '.join(FIELDS)}."
            )
        wanted[column.strip()] = field.strip()
    return wanted


def _problems_of(batch: ImportBatch) -> Any:
    rows = batch.rows.exclude(problems=[]).values_list("number", "problems")
    for number, problems in rows.iterator(chunk_size=2000):
        for problem in problems:
            yield {"row": number, **problem}


class _Bar:
    """Progress in a terminal; silent where nobody watches."""

    def __init__(self, stream: Any, total: int) -> None:
        self.write: Callable[..., Any] = stream.write
        self.total = total
        self.shown = -1
        self.is_on = sys.stderr.isatty()

    def __call__(self, done: int) -> None:
        percent = 100 * done // self.total if self.total else 100
        if self.is_on and percent != self.shown:
            self.shown = percent
            filled = "#" * (percent // 4)
            self.write(f"\r[{filled:<25}] {percent:3} %  {done:,} of {self.total:,}", ending="")

    def end(self) -> None:
        if self.is_on:
            self.write("")
