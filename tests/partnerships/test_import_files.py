"""Files as they come: encodings, separators, broken and hostile ones."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.exceptions import DomainError
from partnerships.domain.imports.headings import find_table, guess_mapping
from partnerships.domain.imports.tables import BrokenCell, open_table

ROWS = [["Name", "City", "Note"], ["José's Café", "Peoria", "first line\nsecond, line"]]


def read(data, name="list.csv", sheet=""):
    with open_table(io.BytesIO(data), name) as table:
        return [(row.number, row.cells) for row in table.rows(sheet)]


def refusal(data, name="list.csv", sheet=""):
    with pytest.raises(DomainError) as refused:
        read(data, name, sheet)
    return refused.value.message


def workbook(fill, **sheets):
    book = Workbook()
    fill(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows_of(rows):
    def fill(sheet):
        for row in rows:
            sheet.append(row)

    return fill


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_reads_every_usual_encoding_and_separator(encoding, separator):
    lines = [
        separator.join(f'"{cell}"' if set(cell) & set(",\n") else cell for cell in row)
        for row in ROWS
    ]
    data = "\r\n".join(lines).encode(encoding)

    assert read(data) == [(1, ROWS[0]), (2, ROWS[1])]


def test_counts_lines_as_the_editor_does():
    data = b'Our list\n\nName,Note\nAcme,"two\nlines"\n\nBeta,\n'

    assert [number for number, _ in read(data)] == [1, 3, 4, 7]


def test_reads_excels_line_that_names_the_separator():
    assert read(b"sep=;\nName;City\nAcme;Peoria\n") == [
        (2, ["Name", "City"]),
        (3, ["Acme", "Peoria"]),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"PK\x03\x04 broken", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"Name\n\x00\x01\x02\x03", "not readable as text"),
        (b'Name,City\nAcme,"Peoria\nBeta,Pekin\n', "line 2: a quotation mark"),
    ],
)
def test_refuses_what_is_no_list_in_one_sentence(data, said):
    message = refusal(data)

    assert message.startswith("list.csv")
    assert said in message


def test_refuses_a_file_that_is_too_large(settings):
    settings.IMPORT_MAX_BYTES = 2 * 1024 * 1024

    assert "larger than 2 MB" in refusal(b"Name\n" + b"a\n" * 1024 * 1024)


def test_refuses_a_zip_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"0" * (60 * 1024 * 1024))

    assert "unpacks to far more" in refusal(file.getvalue(), "bomb.xlsx")


def test_refuses_entities_that_unpack_without_end():
    good = workbook(rows_of(ROWS))
    bad = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(bad, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "b">]>' + content
            target.writestr(part, content)

    assert "no spreadsheet program writes" in refusal(bad.getvalue(), "list.xlsx")


def test_refuses_a_document_that_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert "is not a workbook" in refusal(file.getvalue(), "letter.docx")


def test_workbook_cells_come_as_people_see_them():
    def fill(sheet):
        sheet.append(["Name", "ZIP", "Phone", "When", "Sum", "Bad"])
        sheet.append(["Acme", 61602.0, 3095550142, date(2026, 5, 12), "=1+1", "#REF!"])
        sheet["F2"].data_type = "e"

    (_, _), (number, cells) = read(workbook(fill), "list.xlsx")

    assert (number, cells[:4]) == (2, ["Acme", "61602", "3095550142", date(2026, 5, 12)])
    assert isinstance(cells[4], BrokenCell)
    assert "never computed" in cells[4].reason
    assert "#REF!" in cells[5].reason


def test_cells_merged_downwards_count_for_each_row():
    def fill(sheet):
        for row in [["Name", "Contact"], ["Acme", "Ana Lopez"], [None, "Ben Diaz"], ["Beta", "Cy"]]:
            sheet.append(row)
        sheet.merge_cells("A2:A3")

    rows = read(workbook(fill), "list.xlsx")

    assert rows[2] == (3, ["Acme", "Ben Diaz"])
    assert rows[3] == (4, ["Beta", "Cy"])


def test_hidden_sheets_are_not_offered_and_another_sheet_is_named():
    data = workbook(rows_of(ROWS), Other=[["Name"], ["Beta"]])

    assert read(data, "list.xlsx", "other")[1] == (2, ["Beta"])
    assert 'has no sheet "Nope". It has: Sheet, Other.' in refusal(data, "list.xlsx", "Nope")


def test_a_text_file_has_no_sheets():
    assert "has no sheets" in refusal(b"Name\nAcme\n", sheet="Partners")


def test_the_first_sheet_with_a_header_is_taken():
    data = workbook(rows_of([["Read me first"], ["Thanks!"]]), Partners=ROWS)

    with open_table(io.BytesIO(data), "list.xlsx") as table:
        sheet, header = find_table(table)

    assert (sheet, header.row, header.names) == ("Partners", 1, ["Name", "City", "Note"])


def test_a_list_without_column_names_is_refused():
    with (
        open_table(io.BytesIO(b"Acme,12\nBeta,13\n"), "x.csv") as table,
        pytest.raises(DomainError, match="No row with column names was found"),
    ):
        find_table(table)


def test_columns_named_on_the_command_line_find_the_header():
    data = b"Liste\nFirma,Ort\nAcme,Peoria\n"
    with open_table(io.BytesIO(data), "x.csv") as table:
        _, header = find_table(table, wanted=["firma"])

    assert (header.row, header.names) == (2, ["Firma", "Ort"])


def test_guesses_spanish_headings():
    assert guess_mapping(["Empresa", "Contacto", "Teléfono", "Correo electrónico", "Ciudad"]) == {
        "Empresa": "name",
        "Contacto": "person_name",
        "Teléfono": "person_phone",
        "Correo electrónico": "person_email",
        "Ciudad": "city",
    }


def try_to_read(data, name):
    """Reads it or says why not; anything else fails the test."""
    with suppress(DomainError), open_table(io.BytesIO(data), name) as table:
        sheet, _ = find_table(table)
        list(table.rows(sheet))


@given(st.binary(max_size=3000))
@settings(max_examples=150, deadline=None)
def test_random_bytes_never_crash_the_reader(data):
    try_to_read(data, "list.csv")


@given(st.data())
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_damaged_workbooks_never_crash_the_reader(data):
    good = bytearray(GOOD_WORKBOOK)
    for _ in range(data.draw(st.integers(1, 20))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))

    try_to_read(bytes(good[: data.draw(st.integers(2, len(good)))]), "list.xlsx")


GOOD_WORKBOOK = workbook(rows_of(ROWS))


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_damaged_sheets_never_crash_the_reader(text):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD_WORKBOOK)) as source,
        zipfile.ZipFile(file, "w") as target,
    ):
        for part in source.namelist():
            content = source.read(part)
            if part.startswith("xl/worksheets/sheet"):
                content = content.replace(b"Peoria", b"").replace(
                    b"<sheetData>", b"<sheetData>" + text.encode("utf-8", "replace")
                )
            target.writestr(part, content)

    try_to_read(file.getvalue(), "list.xlsx")
