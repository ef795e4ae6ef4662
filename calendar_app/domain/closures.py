"""Days on which the school is closed, for all its programs."""

from datetime import date

import holidays
from django.db import transaction

from calendar_app.domain.times import is_sensible
from calendar_app.models import Closure
from core.exceptions import DomainError
from partnerships.models import Organization

#: A school year begins in this month.
FIRST_MONTH = 8
SATURDAY = 5


def add_closure(school: Organization, *, name: str, starts_on: date, ends_on: date) -> Closure:
    """Close the school from one day to another. Refuses a last day before the first."""
    return _save(Closure(school=school), name, starts_on, ends_on)


def edit_closure(closure: Closure, *, name: str, starts_on: date, ends_on: date) -> Closure:
    """Another name or other days. Refuses a last day before the first."""
    return _save(closure, name, starts_on, ends_on)


def _save(closure: Closure, name: str, starts_on: date, ends_on: date) -> Closure:
    if not is_sensible(starts_on):
        raise DomainError(f"The year {starts_on.year} cannot be meant.", field="starts_on")
    if not is_sensible(ends_on):
        raise DomainError(f"The year {ends_on.year} cannot be meant.", field="ends_on")
    if ends_on < starts_on:
        raise DomainError("The last day is before the first.", field="ends_on")
    closure.name, closure.starts_on, closure.ends_on = name.strip(), starts_on, ends_on
    closure.save()
    return closure


def school_year(day: date) -> tuple[date, date]:
    """The first and last day of the school year around a day: August to July."""
    year = day.year if day.month >= FIRST_MONTH else day.year - 1
    return date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH - 1, 31)


def federal_holidays(first: date, last: date) -> list[tuple[date, str]]:
    """Federal holidays of the United States from one day to another, as they are observed. Those
    on a Saturday or Sunday are none for a school."""
    known = holidays.country_holidays("US", years=range(first.year, last.year + 1))
    return sorted(
        (day, name)
        for day, name in known.items()
        if first <= day <= last and day.weekday() < SATURDAY
    )


@transaction.atomic
def add_federal_holidays(school: Organization, *, day: date) -> int:
    """Close the school on the federal holidays of the school year around a day; those on which it
    is closed already are left alone. Returns how many were added."""
    first, last = school_year(day)
    closed = list(Closure.objects.filter(school=school, starts_on__lte=last, ends_on__gte=first))
    new = [
        Closure(school=school, name=name, starts_on=day, ends_on=day)
        for day, name in federal_holidays(first, last)
        if not any(one.starts_on <= day <= one.ends_on for one in closed)
    ]
    Closure.objects.bulk_create(new)
    return len(new)
