"""XLSX, one row at a time. A workbook is a zip file of XML from a stranger: it is measured before
it is opened, and whatever goes wrong inside is said in one sentence."""

import logging
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO, Self

from django.conf import settings
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from core.exceptions import DomainError
from partnerships.domain.imports.tables import MAX_COLUMNS, BrokenCell, Cell, Row

logger = logging.getLogger(__name__)

UNPACKED_TIMES = 12  # a sheet unpacks to so many times the largest upload at most
WHOLE_PARTS = 2  # parts that are read as a whole, in the same measure
MAX_PARTS = 5000
MERGES_KEPT = 20_000
MERGE_REF = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
UNCOMPUTED = object()


class _Parser(WorkSheetParser):
    """Tells a formula whose result was never computed from an empty cell."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = UNCOMPUTED
        return cell


class Workbook:
    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self.file = file
        self.book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        self.sheets = [
            sheet.title for sheet in self.book.worksheets if sheet.sheet_state == "visible"
        ]
        self._merges: dict[str, _Merges] = {}

    @classmethod
    @contextmanager
    def open(cls, file: BinaryIO, name: str) -> Iterator[Self]:
        with _said_kindly(name):
            _measure(file, name)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and validations, not the cells
                workbook = cls(file, name)
        if not workbook.sheets:
            raise DomainError(f"{name} has no visible sheet.", field="file")
        try:
            yield workbook
        finally:
            workbook.book.close()

    def rows(self, sheet: str = "") -> Iterator[Row]:
        source = self._sheet(sheet or self.sheets[0])
        with _said_kindly(self.name):
            merges = self._merges_of(source)
            with source._get_source() as part:
                rows = self._parse(part, source)
                while some := _quietly(rows, 200):
                    for number, cells in some:
                        row = merges.spread(number, cells)
                        if not row.is_blank:
                            yield row

    def _sheet(self, title: str) -> Any:
        for sheet in self.book.worksheets:
            if sheet.title.strip().casefold() == title.strip().casefold():
                return sheet
        raise DomainError(
            f'{self.name} has no sheet "{title}". It has: {", ".join(self.sheets)}.', field="sheet"
        )

    def _parse(self, part: Any, sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
        parser = _Parser(
            part,
            sheet._shared_strings,
            data_only=True,
            epoch=self.book.epoch,
            date_formats=self.book._date_formats,
            timedelta_formats=self.book._timedelta_formats,
        )
        for number, found in parser.parse():
            parser.row_dimensions.clear()
            cells: list[Cell] = []
            for cell in found:
                place = cell["column"] - 1
                if cell["value"] is None or place >= MAX_COLUMNS:
                    continue
                cells.extend("" for _ in range(place - len(cells)))
                cells[place:] = [_cell(cell["value"], cell["data_type"])]
            yield number, cells

    def _merges_of(self, sheet: Any) -> "_Merges":
        if sheet.title not in self._merges:
            with sheet._get_source() as part:
                self._merges[sheet.title] = _Merges(_merged_ranges(part))
        return self._merges[sheet.title]


class _Merges:
    """Cells merged downwards count for every row they cover; a row merged across is a heading."""

    def __init__(self, ranges: list[tuple[int, int, int, int]]) -> None:
        self.down = [r for r in ranges if r[3] > r[1]]
        self.across = {row for left, row, right, _ in ranges if right - left >= 2}
        self.down.sort(key=lambda r: (r[1], r[0]))

    def spread(self, number: int, cells: list[Cell]) -> Row:
        """The row with what the merged cells above it hold. Rows come from the top down."""
        for merged in self.down:
            left, top, _, bottom = merged
            if top > number:
                break
            if number > bottom or left > MAX_COLUMNS:
                continue
            if number == top:
                self.held[merged] = cells[left - 1] if len(cells) >= left else ""
            elif any(str(cell).strip() for cell in cells):
                cells.extend("" for _ in range(left - len(cells)))
                cells[left - 1] = cells[left - 1] or self.held.get(merged, "")
        filled = sum(bool(str(cell).strip()) for cell in cells)
        return Row(number, cells, is_heading=filled == 1 and number in self.across)

    @property
    def held(self) -> dict[tuple[int, int, int, int], Cell]:
        return self.__dict__.setdefault("_held", {})


@contextmanager
def _said_kindly(name: str) -> Iterator[None]:
    """Strangers' files break the reader in many ways; the user needs to hear one."""
    try:
        yield
    except (DomainError, GeneratorExit):
        raise
    except MemoryError:
        raise
    except Exception as error:
        logger.info("%s could not be read", name, exc_info=True)
        raise DomainError(
            f"{name} is damaged or not a real XLSX file. Open it in a spreadsheet program, save it "
            "again as XLSX or CSV, and try once more.",
            field="file",
        ) from error


def _quietly(rows: Iterator[Any], count: int) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a date out of range: the cell itself says so
        return list(islice(rows, count))


def _measure(file: BinaryIO, name: str) -> None:
    """Refuse what unpacks to far more than a list, and what is not a workbook."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "mimetype" in names:
            raise DomainError(
                f"{name} is an OpenDocument file. Save it as XLSX or CSV and try again.",
                field="file",
            )
        if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
            raise DomainError(f"{name} is not a workbook. Choose a CSV or XLSX file.", field="file")
        if any(part.flag_bits & 1 for part in parts):
            raise DomainError(
                f"{name} is protected by a password. Save it without the password and try again.",
                field="file",
            )
        largest = settings.IMPORT_MAX_BYTES
        whole = sum(
            part.file_size
            for part in parts
            if not part.filename.startswith("xl/worksheets/")
            and not part.filename.startswith(("xl/media/", "xl/drawings/"))
        )
        if (
            len(parts) > MAX_PARTS
            or whole > WHOLE_PARTS * largest
            or any(part.file_size > UNPACKED_TIMES * largest for part in parts)
        ):
            raise DomainError(
                f"{name} unpacks to far more than a list of partners. Copy the list alone into a "
                "new workbook and try again.",
                field="file",
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as content:
                    _refuse_entities(content.read(4096), name)


def _refuse_entities(start: bytes, name: str) -> None:
    """No spreadsheet program writes a DTD; one can be made to unpack without end."""
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise DomainError(f"{name} holds XML that no spreadsheet program writes.", field="file")


def _merged_ranges(part: Any) -> list[tuple[int, int, int, int]]:
    """What is merged stands after the rows, so the part is skimmed once before it is read."""
    found: list[tuple[int, int, int, int]] = []
    tail = b""
    while piece := part.read(1024 * 1024):
        text = tail + piece
        for ref in MERGE_REF.finditer(text):
            if len(found) < MERGES_KEPT:
                found.append(range_boundaries(ref.group(1).decode()))
        # Keep what may be the beginning of the next one.
        last = text.rfind(b"<", -400)
        tail = text[last:] if last >= 0 and b">" not in text[last:] else b""
    return found


def _cell(value: Any, data_type: str) -> Cell:
    if value is UNCOMPUTED:
        return BrokenCell("", "The formula in it was never computed. Save the file in Excel once.")
    if data_type == "e":
        return BrokenCell(str(value), f"It holds the error {value}.")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).strip()
