"""Days and school years, as everybody in a school counts them."""

from datetime import date, datetime

from django.utils import timezone

from partnerships.models import Program

#: The month in which a school year begins.
SCHOOL_YEAR_BEGINS = 7  # July


def today_of(program: Program, now: datetime) -> date:
    """The day it is at the program's school."""
    return timezone.localdate(now, program.zone)


def school_year(day: date) -> int:
    """The year in which the school year of this day began."""
    return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1


def school_year_words(year: int) -> str:
    """ "2026-27" of the school year that begins in 2026."""
    return f"{year}-{(year + 1) % 100:02}"


def school_year_days(year: int) -> tuple[date, date]:
    """The first day of the school year that begins in this year, and the first of the next."""
    return date(year, SCHOOL_YEAR_BEGINS, 1), date(year + 1, SCHOOL_YEAR_BEGINS, 1)
