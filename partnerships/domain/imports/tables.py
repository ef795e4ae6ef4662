"""A file opened as a table. Whatever is wrong with it is a DomainError, never a crash."""

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol

from django.conf import settings

from core.exceptions import DomainError

SNIFFED = 64 * 1024
MAX_COLUMNS = 200
SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell without a usable value, and why."""

    text: str
    reason: str

    def __str__(self) -> str:
        return self.text


Cell = str | date | BrokenCell


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as the spreadsheet or the editor counts, from 1
    cells: list[Cell]
    is_heading: bool = False  # one cell merged across the table

    @property
    def is_blank(self) -> bool:
        return not any(str(cell).strip() for cell in self.cells)


class Table(Protocol):
    sheets: list[str]  # those that can be seen; none for text files

    def rows(self, sheet: str = "") -> Iterator[Row]:
        """Every row that is not blank, from the top."""
        ...


@contextmanager
def open_table(file: BinaryIO, name: str) -> Iterator[Table]:
    """The file by what it holds, not by what it is called."""
    from partnerships.domain.imports.workbooks import Workbook  # noqa: PLC0415 - slow import

    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise DomainError(f"{name} is empty.", field="file")
    if size > settings.IMPORT_MAX_BYTES:
        largest = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        raise DomainError(
            f"{name} is larger than {largest} MB. Split the list, or remove pictures from it.",
            field="file",
        )
    start = file.read(SNIFFED)
    file.seek(0)
    if start.startswith(b"PK"):
        with Workbook.open(file, name) as workbook:
            yield workbook
    else:
        yield TextTable(file, name, start)


class TextTable:
    """CSV in any of the usual encodings and with any of the usual separators."""

    def __init__(self, file: BinaryIO, name: str, start: bytes) -> None:
        self.file = file
        self.name = name
        self.sheets: list[str] = []
        _refuse_other_kinds(file, name, start)
        self.encoding = self._find_encoding(start)
        self.separator = self._find_separator()

    def rows(self, sheet: str = "") -> Iterator[Row]:
        if sheet:
            raise DomainError(f"{self.name} is a text file and has no sheets.", field="sheet")
        for number, cells in self._records(self.separator):
            row = Row(number, [cell.strip() for cell in cells[:MAX_COLUMNS]])
            if not row.is_blank:
                yield row

    def _records(self, separator: str) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it begins on."""
        reader = csv.reader(_and_end(self._text()), delimiter=separator)
        begins = 1
        try:
            for cells in reader:
                if cells == [END]:
                    return
                if cells and cells[-1].endswith(END):
                    raise DomainError(
                        f'{self.name}, line {begins}: a quotation mark (") is opened there and '
                        "never closed.",
                        field="file",
                    )
                if begins > 1 or not _is_separator_line(cells, separator):
                    yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            raise DomainError(
                f"{self.name}, line {begins} cannot be read: {error}. Is a quotation mark "
                "missing there?",
                field="file",
            ) from error

    def _text(self) -> Iterator[str]:
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, encoding=self.encoding, newline="")  # type: ignore[arg-type]  # a binary file
        try:
            for line in text:  # noqa: UP028 - "yield from" would close the file
                yield line
        finally:
            with suppress(ValueError):  # the file may be closed before this generator is
                text.detach()

    def _find_encoding(self, start: bytes) -> str:
        for mark, encoding in (
            (codecs.BOM_UTF8, "utf-8-sig"),
            (codecs.BOM_UTF16_LE, "utf-16"),
            (codecs.BOM_UTF16_BE, "utf-16"),
        ):
            if start.startswith(mark):
                candidates = [encoding]
                break
        else:
            candidates = ["utf-8", "cp1252"]
            if b"\x00" in start:
                odd, even = start[1::2].count(0), start[::2].count(0)
                candidates = ["utf-16-le" if odd > even else "utf-16-be"]
        for encoding in candidates:
            if self._decodes(encoding):
                return encoding
        raise DomainError(
            f"{self.name} is not readable as text. Save it as CSV UTF-8 or as XLSX and try again.",
            field="file",
        )

    def _decodes(self, encoding: str) -> bool:
        """Whether all of the file is text in this encoding. Read in pieces: it may be large."""
        decoder = codecs.getincrementaldecoder(encoding)()
        self.file.seek(0)
        try:
            while piece := self.file.read(1024 * 1024):
                if any(letter in CONTROLS for letter in set(decoder.decode(piece))):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
        return True

    def _find_separator(self) -> str:
        """The one that cuts most of the first lines into the same number of cells."""
        best, best_score = ",", 0
        for separator in SEPARATORS:
            widths: dict[int, int] = {}
            try:
                for (_, cells), _n in zip(self._records(separator), range(60), strict=False):
                    if len(cells) > 1:
                        widths[len(cells)] = widths.get(len(cells), 0) + 1
            except DomainError:
                continue
            score = max((lines * min(width, 40) for width, lines in widths.items()), default=0)
            if score > best_score:
                best, best_score = separator, score
        return best


def _and_end(lines: Iterator[str]) -> Iterator[str]:
    """The lines, then one more that tells whether the last record was closed."""
    yield from lines
    yield END


#: Cannot stand in a file: control characters are refused. It comes out of csv.reader as a record
#: of its own, unless a quotation mark is still open.
END = "\x01end\x01"
CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\n\r\x0b\x0c\x1a") | {"\x7f"}

OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"SQLite format 3": "a database",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refuse_other_kinds(file: BinaryIO, name: str, start: bytes) -> None:
    if start.startswith(OLE):
        file.seek(0)
        if "EncryptedPackage".encode("utf-16-le") in file.read():
            raise DomainError(
                f"{name} is protected by a password. Save it without the password and try again.",
                field="file",
            )
        raise DomainError(
            f"{name} is an old Excel file (XLS). Open it and save it as XLSX or CSV.", field="file"
        )
    for mark, kind in OTHER_KINDS.items():
        if start.startswith(mark):
            raise DomainError(
                f"{name} is {kind}, not a list. Choose a CSV or XLSX file.", field="file"
            )
    if start.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise DomainError(
            f"{name} is a web page or XML, not a list. Choose a CSV or XLSX file.", field="file"
        )


def _is_separator_line(cells: list[str], separator: str) -> bool:
    """Excel's own first line, "sep=;"."""
    return "".join(cells).strip().lower() in {"sep=", f"sep={separator}"}
