"""The works of a round: added, said whose they are, taken out (SPEC 4.6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Max, Q

from accounts.models import User
from advisory.domain.file_kinds import BY_TYPE, TEXT, FileKind
from core.exceptions import DomainError
from reviews.domain.cleaning import clean_upload, words_of
from reviews.domain.names import find_name, names_in_program, names_of
from reviews.domain.reviewers import locked
from reviews.models import Review, Reviewer, ReviewItem
from students.models import Student

#: More works nobody looks at in one round; and letters stay short.
WORKS_MOST = 100
OPENED = (
    "It was opened already, so works can be taken out but not added. Make another round for more."
)


@dataclass
class Added:
    """Works that were kept, and for each file that was not, the reason."""

    items: list[ReviewItem] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def add_items(
    review: Review, *, uploads: Sequence[Any], student: Student | None = None, by: User
) -> Added:
    """Keep each file as a work of the round, without its name and without what says who made it.
    ``student``: whose work all of these are. Each file is taken or refused by itself.

    Refuses a round that was opened, more than WORKS_MOST, another program's student, and no file.
    """
    if not uploads:
        raise DomainError("Choose at least one file.", field="uploads")
    if student is not None and student.program_id != review.program_id:
        raise DomainError("Choose a student of this program.", field="student")
    added = Added()
    for upload in uploads:
        try:
            added.items.append(_add(review, upload, student, by))
        except DomainError as error:
            if error.field != "uploads":
                raise
            added.refused.append(error.message)
    return added


@transaction.atomic
def _add(review: Review, upload: Any, student: Student | None, by: User) -> ReviewItem:
    cleaned = clean_upload(upload)
    review = locked(review)
    if review.opened_at is not None:
        raise DomainError(OPENED)
    if review.items.count() >= WORKS_MOST:
        raise DomainError(f"A round has {WORKS_MOST} works at most. Make another round for more.")
    if found := _name_in(review, student, cleaned.pages):
        where = _place(cleaned.kind, found[1])
        raise DomainError(
            f"“{upload.name}” was not kept: the name {found[0]} stands {where}. Cover it and add "
            "the file again.",
            field="uploads",
        )
    last = review.items.aggregate(last=Max("position"))["last"] or 0
    item = ReviewItem(
        review=review,
        position=last + 1,
        student=student,
        size=len(cleaned.content),
        content_type=cleaned.kind.content_type,
        taken_out=cleaned.taken_out,
        is_readable=cleaned.is_readable,
        uploaded_by=by,
    )
    ending = cleaned.kind.endings[0]
    item.file.save(f"{uuid4().hex}.{ending}", ContentFile(cleaned.content), save=False)
    item.save()
    return item


def _name_in(
    review: Review, student: Student | None, pages: Sequence[str]
) -> tuple[str, int] | None:
    """A name that must not be read: the student's, and that of any other of the program."""
    if not any(pages):
        return None
    names = []
    if student is not None:
        names += names_of(student.given_name, student.family_name, is_known=True)
    return find_name(names + names_in_program(review.program_id), pages)


def _place(kind: FileKind, number: int) -> str:
    return f"in line {number}" if kind == TEXT else f"on page {number}"


@transaction.atomic
def say_whose(item: ReviewItem, *, student: Student | None) -> ReviewItem:
    """Whose work it is, for staff alone. Refuses another program's student, and one whose name
    stands in the work."""
    item = (
        ReviewItem.objects.select_for_update(of=("self",)).select_related("review").get(pk=item.pk)
    )
    if student is not None:
        if student.program_id != item.review.program_id:
            raise DomainError("Choose a student of this program.", field="student")
        kind = kind_of(item)
        names = names_of(student.given_name, student.family_name, is_known=True)
        if found := find_name(names, words_of(kind, read(item))):
            raise DomainError(
                f"The name {found[0]} stands {_place(kind, found[1])}. Take this work out, cover "
                "the name, and add the file again.",
                field="student",
            )
    item.student = student
    item.save()
    return item


@transaction.atomic
def take_out(item: ReviewItem) -> None:
    """The work, its file and what was said of it are gone; the letters of the others stay. Who has
    judged all that is left is done. Refuses the last work of an open round: close it instead."""
    review = locked(item.review)
    if review.opened_at is not None and review.items.count() == 1:
        raise DomainError("This is the last work of the round. Close the round instead.")
    ReviewItem.objects.filter(pk=item.pk, review=review).delete()
    settle(review)


def settle(review: Review) -> None:
    """Note who has sent something about each work that is there. The caller holds the lock."""
    count = review.items.count()
    sent = Count("feedback", filter=Q(feedback__sent_at__isnull=False), distinct=True)
    rows = Reviewer.objects.filter(review=review, done_at=None).annotate(
        sent=sent, last=Max("feedback__sent_at")
    )
    for row in rows.filter(sent__gte=count, sent__gt=0):
        Reviewer.objects.filter(pk=row.pk).update(done_at=row.last)


# ---------------------------------------------------------------- reading


def kind_of(item: ReviewItem) -> FileKind:
    return BY_TYPE.get(item.content_type, TEXT)


def file_name(item: ReviewItem) -> str:
    """ "Work A.pdf": the label, never what the file was called."""
    return f"{item.label}{PurePath(item.file.name or '').suffix}"


def read(item: ReviewItem) -> bytes:
    with item.file.open() as stored:
        content: bytes = stored.read()
    return content


def worry_about(item: ReviewItem) -> str:
    """What staff should know of the student, in a sentence; empty where there is nothing."""
    student = item.student
    if student is None:
        return ""
    if student.left_on is not None:
        return "The student has left: the work goes when they are erased."
    if student.host_release_on is None:
        return "No release is noted. Without any name in the work, none is needed."
    return ""
