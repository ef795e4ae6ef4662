"""School years, by the year in which they begin."""

from datetime import date

SCHOOL_YEAR_BEGINS = 7  # July


def school_year(day: date) -> int:
    """The year in which the school year of this day began."""
    return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1


def school_year_words(year: int) -> str:
    """ "2026-27" of the school year that begins in 2026."""
    return f"{year}-{(year + 1) % 100:02}"
