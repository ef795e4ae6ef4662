"""A list of students from a spreadsheet (SPEC 13.8)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.imports.tables import BrokenCell, Row, open_table
from partnerships.domain.topics import topics_by_name
from partnerships.models import Program, Topic
from students.domain.students import save_student
from students.models import FIRST_CLASS, LAST_CLASS, Student, graduation_year_of

#: What a column may be called, without case, spaces and marks.
HEADINGS = {
    "given_name": {"givenname", "firstname", "first", "given", "nombre"},
    "family_name": {"familyname", "lastname", "last", "family", "surname", "apellido", "apellidos"},
    "grade": {"grade", "gradelevel", "grado", "grades"},
    "graduation_year": {"graduationyear", "gradyear", "classof", "class", "graduation"},
    "interests": {"interests", "interest", "intereses"},
    "source_id": {"id", "studentid", "sourceid", "sourcedid", "number", "studentnumber", "localid"},
}
NEEDED = ("given_name", "family_name")
#: The heading stands within so many rows.
SEARCHED = 20
#: More are no list of one program.
MOST_ROWS = 5000
GRADES = range(1, 13)


@dataclass
class RosterResult:
    """What came of a list. ``left``: who was not on it any more. ``problems``: where, and why it
    was left out."""

    created: int = 0
    updated: int = 0
    same: int = 0
    left: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)


def read_roster(program: Program, file: BinaryIO, name: str, *, by: User) -> RosterResult:
    """Take in a CSV or XLSX with a heading: given name, family name, grade or year of graduation,
    the school's number and interests if there are any. Good rows go in, bad ones are told with
    their number.
    The same list again changes nothing.

    Refuses a file that is none, one without these headings and one that is far too long; then
    nothing goes in.
    """
    today = timezone.localdate(timezone=program.zone)
    result = RosterResult()
    topics = topics_by_name()
    with open_table(file, name) as table, transaction.atomic():
        columns: dict[str, int] | None = None
        for row in table.rows():
            if columns is None:
                columns = _columns(row)
                if columns is None and row.number > SEARCHED:
                    break
            elif row.number > MOST_ROWS:
                raise DomainError(
                    f"The list has more than {MOST_ROWS:,} rows. Split it; nothing was taken in.",
                    field="file",
                )
            elif any(_text(cell) for cell in row.cells):
                _take_in(program, _values(row, columns), row.number, today, by, topics, result)
        if columns is None:
            raise DomainError(
                "No heading was found. The list needs one row that says given name, family name, "
                "and grade or year of graduation.",
                field="file",
            )
    return result


def _columns(row: Row) -> dict[str, int] | None:
    """Which column is which, if this row is the heading."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        word = "".join(letter for letter in _text(cell).casefold() if letter.isalnum())
        for name, words in HEADINGS.items():
            if word in words:
                found.setdefault(name, place)
    has_year = "grade" in found or "graduation_year" in found
    return found if has_year and all(name in found for name in NEEDED) else None


def _text(cell: Any) -> str:
    if cell is None or isinstance(cell, BrokenCell):
        return ""
    text = str(cell).strip()
    return text.removesuffix(".0") if isinstance(cell, float) else text


def _values(row: Row, columns: dict[str, int]) -> dict[str, str]:
    return {
        name: _text(row.cells[place]) if place < len(row.cells) else ""
        for name, place in columns.items()
    }


def _take_in(
    program: Program,
    values: dict[str, str],
    number: int,
    today: date,
    by: User,
    topics: dict[str, Topic],
    result: RosterResult,
) -> None:
    try:
        fields = {
            "given_name": values["given_name"][:80],
            "family_name": values["family_name"][:80],
            "graduation_year": _graduation_year(values, today),
            "source_id": values.get("source_id", "")[:120],
        }
        student = _known(program, fields)
        interests = _interests(values, topics, number, result)
        before = [getattr(student, name) for name in fields] if student.pk else None
        is_same = before == list(fields.values()) and student.left_on is None
        if is_same and (interests is None or interests == set(student.interests.all())):
            result.same += 1
            return
        student.left_on = None
        save_student(student, by=by, interests=interests, **fields)
    except DomainError as error:
        result.problems.append((f"Row {number}", error.message))
        return
    if before is None:
        result.created += 1
    else:
        result.updated += 1


def _interests(
    values: dict[str, str], topics: dict[str, Topic], number: int, result: RosterResult
) -> set[Topic] | None:
    """Those of the vocabulary; others are told, and the student goes in all the same. None where
    the list says nothing of them."""
    if "interests" not in values:
        return None
    words = [one.strip() for one in values["interests"].replace(";", ",").split(",")]
    words = [one for one in words if one]
    if not words:
        return None
    if unknown := [one for one in words if one.casefold() not in topics]:
        says = f"Not in the vocabulary of topics: {', '.join(unknown)}. The student went in."
        result.problems.append((f"Row {number}", says))
    return {topics[one.casefold()] for one in words if one.casefold() in topics}


def _graduation_year(values: dict[str, str], today: date) -> int:
    year, grade = values.get("graduation_year", ""), values.get("grade", "")
    if year.isdecimal() and FIRST_CLASS <= int(year) <= LAST_CLASS:
        return int(year)
    if grade.isdecimal() and int(grade) in GRADES:
        return graduation_year_of(int(grade), today)
    raise DomainError("Neither a grade from 1 to 12 nor a year of graduation.")


def _known(program: Program, fields: dict[str, Any]) -> Student:
    """By number; without one by name and year. A new one where nobody is."""
    rows = Student.objects.for_program(program).select_for_update()
    if fields["source_id"]:
        found = rows.filter(source_id=fields["source_id"]).first()
    else:
        names = {name: fields[name] for name in ("given_name", "family_name", "graduation_year")}
        found = rows.filter(source_id="", **names).first()
    return found or Student(program=program)
