"""Rounds: prepared, opened, closed (SPEC 4.6)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.school_years import today_of
from reviews.domain.names import find_name, names_in_program
from reviews.domain.reviewers import NotAsked, ask_waiting, here_today, locked
from reviews.models import Review
from students.models import Competency

#: No day is further away than this.
LONGEST = timedelta(days=300)


@transaction.atomic
def save_review(
    review: Review,
    *,
    by: User,
    now: datetime,
    competencies: Collection[Competency] | None = None,
    **fields: Any,
) -> Review:
    """Write a round down, or change it. ``fields``: kind, title, question, question_es, closes_on,
    board. ``competencies``: None leaves them.

    Refuses a missing title, a student's name in what members read, a day that is over or far away,
    another program's board, a competency the program does not use; other competencies and another
    kind once it was opened.
    """
    is_new = review.pk is None
    if not is_new:
        review = locked(review)
    before = (review.kind, review.closes_on)
    for name, value in fields.items():
        setattr(review, name, value.strip() if isinstance(value, str) else value)
    _check(review, before=before, day=today_of(review.program, now))
    _check_names(review)
    author(review, by)
    if competencies is None:
        review.save()
        return review
    wanted = {one.pk for one in competencies}
    _check_competencies(review, wanted)
    if not is_new:
        # First, and in silence: the line of history that saving writes has them.
        review.skip_history_when_saving = True  # type: ignore[attr-defined]  # simple-history
        review.competencies.set(wanted)
        del review.skip_history_when_saving  # type: ignore[attr-defined]  # simple-history
    review.save()
    if is_new and wanted:
        review.competencies.set(wanted)
    return review


def _check(review: Review, *, before: tuple[str, date | None], day: date) -> None:
    kind, closes_on = before
    if not review.title:
        raise DomainError("Give it a title.", field="title")
    if review.closes_on is None:
        raise DomainError("Until when?", field="closes_on")
    if review.closes_on != closes_on or review.opened_at is None:
        if review.closes_on < day:
            raise DomainError("This day is over.", field="closes_on")
        if review.closes_on > day + LONGEST:
            raise DomainError("This day is too far away.", field="closes_on")
    if review.board is not None and review.board.program_id != review.program_id:
        raise DomainError("Choose a board of this program.", field="board")
    if review.opened_at and review.kind != kind:
        raise DomainError("It was opened already and stays what it is.", field="kind")


def _check_names(review: Review) -> None:
    """What members read, in mails too, names no student of the program; of those whose works are in
    the round, not the family name alone either (SPEC 0.7). Two queries at most."""
    names = names_in_program(review.program_id)
    if review.pk:
        works = review.items.filter(student__isnull=False)
        names += works.order_by().values_list("student__family_name", flat=True).distinct()
    for name in ("title", "question", "question_es"):
        if found := find_name(names, [getattr(review, name)]):
            raise DomainError(
                f"Members read this in mails and in the portal, so leave “{found[0]}” out.",
                field=name,
            )


def _check_competencies(review: Review, wanted: set[int]) -> None:
    there = set(review.competencies.values_list("pk", flat=True)) if review.pk else set()
    if wanted == there:
        return
    if review.opened_at:
        raise DomainError(
            "It was opened already: what members judge by stays as it is.", field="competencies"
        )
    known = Competency.objects.for_program(review.program).filter(pk__in=wanted)
    if set(known.values_list("pk", flat=True)) | there < wanted | there:
        raise DomainError("A competency is not in use any more.", field="competencies")


# ---------------------------------------------------------------- opening and closing


@dataclass
class Opened:
    """Who was asked, and who could not be, with the reason."""

    asked: int = 0
    not_asked: list[NotAsked] = field(default_factory=list)


class Missing(NamedTuple):
    """What keeps a round from being opened: in a sentence, the button that puts it right, and the
    page on which that is done."""

    words: str
    button: str
    page: str


def missing_in(review: Review, *, now: datetime) -> Missing | None:
    """The first thing that is missing; None when it can be opened."""
    if review.closes_on < today_of(review.program, now):
        words = "The day until which it is open is over. Choose another one."
        return Missing(words, "Choose another day", "reviews:review_edit")
    if not review.items.exists():
        words = "There is nothing to look at yet. Add at least one work."
        return Missing(words, "Add files", "reviews:review_works")
    if review.is_of_work and not review.competencies.exists():
        words = "Choose at least one competency, so that members know what to look for."
        return Missing(words, "Choose competencies", "reviews:review_edit")
    people = review.reviewers.standing()
    if not people.exists():
        words = "Nobody is chosen yet. Choose who looks."
        return Missing(words, "Choose who looks", "reviews:review_people")
    if not here_today(people, program=review.program):
        words = "None of those chosen works at a partner today. Choose who looks."
        return Missing(words, "Choose who looks", "reviews:review_people")
    return None


@transaction.atomic
def open_review(review: Review, *, by: User, now: datetime) -> Opened:
    """Show it to those who were chosen, and write to each once. Opening again changes nothing and
    asks nobody twice. Refuses a round without works, people, or competencies for student work, and
    one whose day is over or whose words name a student. Who was not asked, and why, is told."""
    review = locked(review)
    if review.opened_at is not None:
        return Opened()
    if missing := missing_in(review, now=now):
        raise DomainError(missing.words)
    _check_names(review)
    review.opened_at = now
    author(review, by)
    review.save()
    asked, not_asked = ask_waiting(review, by=by, now=now)
    return Opened(asked, not_asked)


@transaction.atomic
def close_review(review: Review, *, by: User, now: datetime) -> Review:
    """Nobody can look or change anything from now on. The second time changes nothing. Refuses
    what was never opened."""
    review = locked(review)
    if review.opened_at is None:
        raise DomainError("It was not opened yet.")
    if review.closed_at is None:
        review.closed_at = max(now, review.opened_at)
        author(review, by)
        review.save()
    return review


@transaction.atomic
def reopen_review(review: Review, *, by: User, now: datetime) -> Review:
    """It was closed too early. Refuses one whose day is over: choose another day first."""
    review = locked(review)
    if review.closed_at is None:
        return review
    if review.closes_on < today_of(review.program, now):
        raise DomainError("The day until which it is open is over. Choose another one first.")
    review.closed_at = None
    author(review, by)
    review.save()
    return review


@transaction.atomic
def delete_review(review: Review, *, by: User) -> None:
    """It was never meant; its works and their files go too. Refuses once it was opened, as
    somebody has looked: close it instead."""
    review = locked(review)
    if review.opened_at is not None:
        raise DomainError("It was opened already. Close it instead.")
    author(review, by)
    review.delete()
