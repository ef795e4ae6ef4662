"""A OneRoster 1.1 or 1.2 CSV bundle, as a school's system exports it (SPEC 13.8; 1EdTech OneRoster
CSV binding). All of it at once ("bulk"): who is in the bundle no more has left."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.exceptions import DomainError
from partnerships.models import Program
from students.domain.roster import GRADES, RosterResult
from students.domain.students import leave, save_student
from students.models import Student, graduation_year_of

MANIFEST = "manifest.csv"
VERSIONS = ("1.1", "1.2")
#: What is read of a bundle; everything else in it is left alone.
FILES = ("orgs", "users", "roles", "classes", "enrollments")
NEEDED = ("orgs", "users")
#: The columns without which a file cannot be read.
COLUMNS = {
    "orgs": {"sourcedId", "name", "type"},
    "users": {"sourcedId", "givenName", "familyName", "grades"},
    "roles": {"sourcedId", "userSourcedId", "role", "orgSourcedId"},
    "classes": {"sourcedId", "title"},
    "enrollments": {"sourcedId", "classSourcedId", "userSourcedId", "role"},
}
#: In 1.1 these stand with the user, in 1.2 in roles.csv.
COLUMNS_1_1 = {"role", "orgSourcedIds"}
#: A bundle unpacks to so many times the largest upload at most, and has so many files at most.
UNPACKED_TIMES, FILES_MOST = 12, 200
#: The longest id that is kept (the binding allows 255 letters, systems write 36).
ID_LONGEST = 120
#: From so many on, more than half of the students leaving at once needs a yes.
ASKS_FROM = 10

#: What Python raises for a zip file that is broken or locked, at opening or at reading.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError,
    RuntimeError, ValueError,
)  # fmt: skip

Line = tuple[int, dict[str, str]]


@dataclass
class Bundle:
    """The rows of the files that count, each with the line it stands on."""

    version: str
    rows: dict[str, list[Line]] = field(default_factory=dict)

    def of(self, name: str) -> list[Line]:
        return self.rows.get(name, [])


@dataclass(frozen=True)
class Wish:
    """What of a bundle is wanted: a school by name where it holds several, some classes alone, and
    whether many may leave at once."""

    school: str = ""
    classes: Collection[str] = ()
    may_leave: bool = False


def is_bundle(file: BinaryIO, name: str) -> bool:
    """Whether this is meant as a bundle, and not as a list: a zip file that is no workbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except BROKEN:
        return name.lower().endswith(".zip")
    finally:
        file.seek(0)


@transaction.atomic
def read_bundle(
    program: Program, file: BinaryIO, name: str, *, by: User, wish: Wish | None = None
) -> RosterResult:
    """Take in the students of a bundle. Who came with an earlier one and is not in this one is
    marked as left, never deleted; who is in it again is back. Good rows go in, bad ones are told
    with file and line. The same bundle again changes nothing.

    Refuses what is no bundle, changes only ("delta"), a school that cannot be told, unknown
    classes, and without a yes that more than half of the students leave; then nothing changes.
    """
    wish = wish or Wish()
    bundle = open_bundle(file, name)
    result = RosterResult()
    school = _school(bundle, program, wish.school)
    wanted = _students_of(bundle, school, result)
    if wish.classes:
        wanted &= _enrolled(bundle, wish.classes, result)
    today = timezone.localdate(timezone=program.zone)
    there = {
        one.source_id: one
        for one in Student.objects.for_program(program).exclude(source_id="").select_for_update()
    }
    seen: set[str] = set()
    for line, row in _unique(bundle, "users", result):
        if row["sourcedId"] in wanted and row.get("enabledUser", "true").lower() != "false":
            seen.add(row["sourcedId"])
            _take_in(program, row, line, there, today, by, result)
    _let_go(there.values(), seen, wish, today, by, result)
    return result


# ---------------------------------------------------------------- the files


def open_bundle(file: BinaryIO, name: str) -> Bundle:
    """The files of the bundle, checked against its manifest."""
    with _archive(file, name) as (archive, names):
        if MANIFEST not in names:
            raise DomainError(
                f"{name} has no manifest.csv, so it is no OneRoster bundle. Export it anew as "
                "OneRoster CSV, bulk.",
                field="file",
            )
        said = {
            row.get("propertyName", ""): row.get("value", "").lower()
            for _line, row in _read(archive, names[MANIFEST], MANIFEST)
        }
        version = said.get("oneroster.version", "")
        if version not in VERSIONS:
            raise DomainError(
                f"The bundle says it is OneRoster {version or 'of no version'}; 1.1 and 1.2 can be "
                "read.",
                field="file",
            )
        bundle = Bundle(version)
        for one in FILES:
            _take_file(bundle, one, said.get(f"file.{one}", "absent"), archive, names)
    return bundle


def _take_file(
    bundle: Bundle, one: str, how: str, archive: zipfile.ZipFile, names: dict[str, str]
) -> None:
    path = f"{one}.csv"
    if how == "delta":
        raise DomainError(
            f"The bundle holds only changes ({path} is “delta”). Export it anew as “bulk”; nothing "
            "was taken in.",
            field="file",
        )
    if how == "absent":
        if one in NEEDED:
            raise DomainError(f"The bundle leaves out {path}, which is needed.", field="file")
        return
    if path not in names:
        raise DomainError(f"The manifest names {path}, but it is not in the bundle.", field="file")
    bundle.rows[one] = list(_read(archive, names[path], path))
    needed = COLUMNS[one] | (COLUMNS_1_1 if (one, bundle.version) == ("users", "1.1") else set())
    there = set(bundle.rows[one][0][1]) if bundle.rows[one] else needed
    if missing := sorted(needed - there):
        raise DomainError(f"{path} has no column {', '.join(missing)}.", field="file")


@contextmanager
def _archive(file: BinaryIO, name: str) -> Iterator[tuple[zipfile.ZipFile, dict[str, str]]]:
    """The archive, and the path of each of its files by name; one folder around them is fine."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > settings.IMPORT_MAX_BYTES:
        raise DomainError(f"{name} is too large.", field="file")
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise DomainError(f"{name} is no zip file, or a broken one.", field="file") from error
    with archive:
        parts = [part for part in archive.infolist() if part.filename and not part.is_dir()]
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > FILES_MOST or unpacked > UNPACKED_TIMES * settings.IMPORT_MAX_BYTES:
            raise DomainError(f"{name} unpacks to far more than a school has.", field="file")
        names = {
            PurePosixPath(part.filename).name: part.filename
            for part in parts
            if len(PurePosixPath(part.filename).parts) <= 2
        }
        yield archive, names


def _read(archive: zipfile.ZipFile, path: str, name: str) -> Iterator[Line]:
    """Each row as a dict, with its line. Refuses what is not UTF-8, as the standard asks."""
    try:
        content = archive.read(path)
    except BROKEN as error:
        raise DomainError(f"{name} cannot be unpacked.", field="file") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError(
            f"{name} is not written in UTF-8, so names would be spoiled. Export it anew.",
            field="file",
        ) from error
    if "\0" in text:
        raise DomainError(f"{name} is no text. Export it anew.", field="file")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            yield (
                reader.line_num,
                {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)},
            )
    except csv.Error as error:
        raise DomainError(
            f"{name}, line {reader.line_num} cannot be read: {error}.", field="file"
        ) from error


def _unique(bundle: Bundle, name: str, result: RosterResult) -> Iterator[Line]:
    """The rows that stand; of two with the same id the first."""
    seen: set[str] = set()
    for line, row in bundle.of(name):
        pk = row.get("sourcedId", "")
        if not pk:
            result.problems.append((f"{name}.csv, line {line}", "It has no sourcedId."))
        elif pk in seen:
            result.problems.append((f"{name}.csv, line {line}", f"The id {pk} stands there twice."))
        elif row.get("status", "").lower() != "tobedeleted":
            yield line, row
        seen.add(pk)


# ---------------------------------------------------------------- who is meant


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _school(bundle: Bundle, program: Program, wanted: str) -> str:
    """The id of the school. Refuses where that cannot be told."""
    schools = [
        row
        for _line, row in bundle.of("orgs")
        if row.get("type", "").lower() == "school" and row.get("status", "") != "tobedeleted"
    ]
    name = _plain(wanted or program.school.name)
    found = [one for one in schools if name in {_plain(one["name"]), _plain(one["sourcedId"])}]
    if len(found) != 1 and len(schools) == 1 and not wanted:
        found = schools
    if len(found) != 1:
        names = ", ".join(sorted(one["name"] for one in schools)[:20]) or "none"
        raise DomainError(
            f"Which school is meant? The bundle holds: {names}. Type the name as it stands there.",
            field="school",
        )
    return found[0]["sourcedId"]


def _students_of(bundle: Bundle, school: str, result: RosterResult) -> set[str]:
    """The ids of users who are students of the school. In 1.2 the roles say so, in 1.1 the user."""
    if bundle.version == "1.1":
        return {
            row["sourcedId"]
            for _line, row in bundle.of("users")
            if row.get("role", "").lower() == "student"
            and school in {one.strip() for one in row.get("orgSourcedIds", "").split(",")}
        }
    if "roles" not in bundle.rows:
        raise DomainError(
            "A bundle of version 1.2 needs roles.csv; without it nobody is known to be a student.",
            field="file",
        )
    users = {row.get("sourcedId") for _line, row in bundle.of("users")}
    found = set()
    for line, row in _unique(bundle, "roles", result):
        if row.get("role", "").lower() != "student" or row.get("orgSourcedId") != school:
            continue
        user = row.get("userSourcedId", "")
        if user not in users:
            result.problems.append((f"roles.csv, line {line}", f"No user has the id {user}."))
        else:
            found.add(user)
    return found


def _enrolled(bundle: Bundle, wanted: Collection[str], result: RosterResult) -> set[str]:
    """The ids of users enrolled in these classes (code, title or id). Refuses unknown ones."""
    if "classes" not in bundle.rows or "enrollments" not in bundle.rows:
        raise DomainError("The bundle holds no classes, or no enrollments.", field="classes")
    known: dict[str, set[str]] = {}
    ids = set()
    for _line, row in _unique(bundle, "classes", result):
        ids.add(row["sourcedId"])
        for name in (row["sourcedId"], row.get("classCode", ""), row.get("title", "")):
            if name:
                known.setdefault(_plain(name), set()).add(row["sourcedId"])
    unknown = [one for one in wanted if _plain(one) not in known]
    if unknown:
        raise DomainError(
            f"No class of the bundle is called {', '.join(unknown)}.", field="classes"
        )
    classes = {pk for one in wanted for pk in known[_plain(one)]}
    found = set()
    for line, row in _unique(bundle, "enrollments", result):
        if row.get("classSourcedId") not in ids:
            where = f"enrollments.csv, line {line}"
            result.problems.append((where, f"No class has the id {row.get('classSourcedId')}."))
        elif row.get("role", "").lower() == "student" and row["classSourcedId"] in classes:
            found.add(row.get("userSourcedId", ""))
    return found


# ---------------------------------------------------------------- what changes


def _take_in(
    program: Program,
    row: dict[str, str],
    line: int,
    there: dict[str, Student],
    today: date,
    by: User,
    result: RosterResult,
) -> None:
    fields: dict[str, Any] = {
        "given_name": (row.get("preferredGivenName") or row.get("givenName", ""))[:80],
        "family_name": (row.get("preferredFamilyName") or row.get("familyName", ""))[:80],
        "source_id": row["sourcedId"],
    }
    known = there.get(fields["source_id"])
    grade = row.get("grades", "").split(",")[0].strip()
    try:
        if len(fields["source_id"]) > ID_LONGEST:
            raise DomainError(f"The sourcedId is longer than {ID_LONGEST} letters.")
        if not grade.isdecimal() or int(grade) not in GRADES:
            raise DomainError(f"The grade “{grade}” is none from 1 to 12.")
        fields["graduation_year"] = graduation_year_of(int(grade), today)
        student = known or Student(program=program)
        same = known is not None and all(getattr(known, key) == fields[key] for key in fields)
        if same and student.left_on is None and student.from_bundle:
            result.same += 1
            return
        student.left_on, student.from_bundle = None, True
        save_student(student, by=by, **fields)
    except DomainError as error:
        result.problems.append((f"users.csv, line {line}", error.message))
        return
    if known is None:
        result.created += 1
    else:
        result.updated += 1


def _let_go(
    there: Collection[Student],
    seen: set[str],
    wish: Wish,
    today: date,
    by: User,
    result: RosterResult,
) -> None:
    own = [one for one in there if one.from_bundle and one.left_on is None]
    gone = [one for one in own if one.source_id not in seen]
    if len(gone) > ASKS_FROM and len(gone) * 2 > len(own) and not wish.may_leave:
        raise DomainError(
            f"{len(gone)} of {len(own)} students are not in this bundle and would be marked as "
            "left. Nothing was changed. If that is right, say so below and send it again.",
            field="may_leave",
        )
    for one in gone:
        leave(one, by=by, left_on=today)
    result.left = len(gone)
