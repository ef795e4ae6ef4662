"""Students come, change and leave (SPEC 13.8)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.queries import HISTORY_MAX, HistoryEntry, entries_of
from partnerships.models import Topic
from students.models import FIRST_CLASS, LAST_CLASS, Student
from students.signals import release_withdrawn

RELEASES = ("host_release_on", "photo_release_on")


@transaction.atomic
def save_student(
    student: Student, *, by: User, interests: Iterable[Topic] | None = None, **fields: Any
) -> Student:
    """Write a student down, or change them. ``fields``: given_name, family_name, graduation_year,
    source_id, host_release_on, photo_release_on. ``interests``: None leaves them. Who
    changes a release is kept with it. Refuses a
    missing name, a year that cannot be, and a number that another student of the program has."""
    is_new = student.pk is None
    before = tuple(getattr(student, name) for name in RELEASES) if student.pk else (None, None)
    for name, value in fields.items():
        setattr(student, name, value.strip() if isinstance(value, str) else value)
    _check(student)
    if tuple(getattr(student, name) for name in RELEASES) != before:
        student.release_noted_by = by
    student._history_user = by
    if interests is not None and not is_new:
        # First, and in silence: the line of history that saving writes has them.
        student.skip_history_when_saving = True  # type: ignore[attr-defined]  # simple-history
        student.interests.set(interests)
        del student.skip_history_when_saving  # type: ignore[attr-defined]  # simple-history
    student.save()
    if interests and is_new:
        student.interests.set(interests)
    if before[0] and student.host_release_on is None:
        release_withdrawn.send(Student, student=student)
    return student


def _check(student: Student) -> None:
    if not student.given_name:
        raise DomainError("The given name is missing.", field="given_name")
    if not student.family_name:
        raise DomainError("The family name is missing.", field="family_name")
    if not FIRST_CLASS <= student.graduation_year <= LAST_CLASS:
        raise DomainError(
            f"The year is between {FIRST_CLASS} and {LAST_CLASS}.", field="graduation_year"
        )
    twin = Student.objects.filter(program=student.program, source_id=student.source_id)
    if student.source_id and twin.exclude(pk=student.pk).exists():
        raise DomainError("Another student has this number.", field="source_id")


def history_of_student(student: Student) -> list[HistoryEntry]:
    """Who changed what and when, latest first (SPEC 0.8). One query."""
    history: Any = student.history  # type: ignore[attr-defined]  # simple-history adds it
    rows = history.select_related("history_user__person").order_by("-history_date", "-history_id")
    return entries_of("Student", list(rows[: HISTORY_MAX + 1]), {})[:HISTORY_MAX]


@transaction.atomic
def leave(student: Student, *, by: User, left_on: date) -> Student:
    """They are in the program no more; erased after a set time (``students.domain.erasing``)."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    student.left_on = left_on
    student._history_user = by
    student.save()
    return student


@transaction.atomic
def come_back(student: Student, *, by: User) -> Student:
    """They did not leave after all."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    student.left_on = None
    student._history_user = by
    student.save()
    return student
