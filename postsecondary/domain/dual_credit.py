"""The table of dual credit: what of ours counts as what of theirs, and until when (SPEC 10.2)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.school_years import school_year_words
from partnerships.models import Organization, Partnership, Program
from postsecondary.domain.institutions import plain, tidy
from postsecondary.models import DualCredit
from postsecondary.models.dual_credit import FIRST_YEAR, LAST_YEAR, LEAST_CREDITS, MOST_CREDITS


def overlap(one: DualCredit, other: DualCredit) -> bool:
    """Whether both say something of the same two courses in the same school year."""
    apart = (one.last_year is not None and one.last_year < other.first_year) or (
        other.last_year is not None and other.last_year < one.first_year
    )
    return not apart and _pair(one) == _pair(other)


def _pair(row: DualCredit) -> tuple[str, str]:
    return plain(row.our_course), plain(row.their_course)


@transaction.atomic
def save_dual_credit(row: DualCredit, *, by: User, **fields: Any) -> DualCredit:
    """Write down a pair of courses, or change it: organization (of a new one), our_course,
    their_course, credits, grade_needed, first_year, last_year, agreement, signed_on, note.

    Refuses what is no college of the program, credits that are not halves from 0.5 to 30, years
    that end before they begin, a signature of the future, and the same pair twice in one year.
    """
    Program.objects.select_for_update(no_key=True).get(pk=row.program_id)
    for name, value in fields.items():
        setattr(row, name, tidy(value) if isinstance(value, str) else value)
    if row.pk is None:
        _check_college(row)
    _check(row)
    author(row, by)
    row.save()
    return row


def _check_college(row: DualCredit) -> None:
    ours = Partnership.objects.for_program(row.program).filter(
        organization=row.organization_id,
        organization__kind=Organization.Kind.POSTSECONDARY,
    )
    if not ours.exists():
        raise DomainError(
            f"{row.organization} is not a postsecondary partner of {row.program}.",
            field="organization",
        )


def _check(row: DualCredit) -> None:
    for name in ("our_course", "their_course"):
        if not getattr(row, name):
            raise DomainError("Which course is it?", field=name)
    if not LEAST_CREDITS <= row.credits <= MOST_CREDITS or row.credits * 2 % 1:
        raise DomainError(
            f"Credits are whole or half, from {LEAST_CREDITS} to {MOST_CREDITS}.", field="credits"
        )
    if not FIRST_YEAR <= row.first_year <= LAST_YEAR:
        raise DomainError(f"The year is between {FIRST_YEAR} and {LAST_YEAR}.", field="first_year")
    _check_end(row)
    today = timezone.localdate(timezone=row.program.zone)
    if row.signed_on is not None and row.signed_on > today:
        raise DomainError("This day has not come yet.", field="signed_on")
    others = DualCredit.objects.for_program(row.program).filter(organization=row.organization_id)
    for other in others.exclude(pk=row.pk):
        if overlap(row, other):
            raise DomainError(
                f"{other} is in the table already, {other.years}. "
                "Change that one, or choose years that do not meet it.",
                field="first_year",
            )


def _check_end(row: DualCredit) -> None:
    if row.last_year is None:
        return
    if row.last_year < row.first_year:
        raise DomainError(
            f"It cannot end before it begins, in {school_year_words(row.first_year)}.",
            field="last_year",
        )
    if row.last_year > LAST_YEAR:
        raise DomainError(f"The year is at most {LAST_YEAR}.", field="last_year")


@transaction.atomic
def end_dual_credit(row: DualCredit, *, by: User, last_year: int) -> DualCredit:
    """The school year that begins in ``last_year`` is its last one. Refuses a year before it
    begins, and one that is later than the end it has: changing it says that plainly."""
    row = DualCredit.objects.select_for_update().get(pk=row.pk)
    if row.last_year is not None and last_year > row.last_year:
        raise DomainError(
            f"It ends in {school_year_words(row.last_year)} already.", field="last_year"
        )
    row.last_year = last_year
    _check_end(row)
    author(row, by)
    row.save()
    return row


@transaction.atomic
def remove_dual_credit(row: DualCredit, *, by: User) -> None:
    """It was a mistake. Its history stays."""
    author(row, by)
    row.delete()
