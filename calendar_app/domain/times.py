"""Wall-clock times of a program, turned into instants one by one (SPEC 0.9)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from core.exceptions import DomainError

#: A date outside of these years is a typing error.
FIRST_YEAR, LAST_YEAR = 1990, 2150


def is_sensible(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def local_instant(
    day: date, at: time, zone: ZoneInfo, *, field: str | None = "starts_at"
) -> datetime:
    """The instant at which the clocks of the zone show this time of this day.

    Refuses, on ``field``, a year that nobody means, a time that the clocks skip when they go
    forward, and one that they show twice when they go back: nobody could know which is meant.
    """
    if not is_sensible(day):
        raise DomainError(f"The year {day.year} cannot be meant.", field=field)
    first = datetime.combine(day, at, zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    on, then = date_format(day, "D j M Y"), date_format(first, "g:i a")
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise DomainError(
            f"On {on} the clocks go forward: there is no {then}. Choose an earlier or later time.",
            field=field,
        )
    raise DomainError(
        f"On {on} the clocks go back: {then} comes twice. Choose an earlier or later time.",
        field=field,
    )


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Where the day begins, to read a span of days. Never refuses."""
    return datetime.combine(day, time.min, zone)


def span_of(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last."""
    return start_of(first, zone), start_of(last + timedelta(days=1), zone)
