"""The calendar as a page shows it: days of a month or a week and what is on them (SPEC 5.1)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from calendar_app.domain.times import is_sensible, span_of
from calendar_app.models import ADDRESSES, CALLED_OFF, Activity, ActivityQuerySet, Closure, Kind
from partnerships.models import Program

#: So many lines fit into a day of the month or week; what is more is a link to the day's list.
IN_MONTH, IN_WEEK = 5, 40

SHOWN = ("pk", "kind", "title", "starts_at", "ends_at", "state", "place", "organization__name")


@dataclass(frozen=True)
class Entry:
    """An activity on one of its days."""

    pk: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    partner: str
    kind: str  # as people say it
    called_off: str  # how, in words; empty if it stands
    is_board: bool
    is_first_day: bool
    address: str

    @property
    def moves(self) -> bool:
        return not self.called_off and self.is_first_day


@dataclass
class Day:
    on: date
    is_inside: bool  # in the month that is shown
    is_today: bool
    entries: list[Entry] = field(default_factory=list)
    closures: list[str] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Sheet:
    """Whole weeks, from Sunday to Saturday."""

    first: date
    last: date
    weeks: list[list[Day]]

    @property
    def days(self) -> list[Day]:
        return [day for week in self.weeks for day in week]

    @property
    def total(self) -> int:
        return len({one.pk for day in self.days for one in day.entries}) + sum(
            day.more for day in self.days
        )


def month_sheet(
    program: Program, rows: ActivityQuerySet, on: date, *, cap: int | None = IN_MONTH
) -> Sheet:
    """The month around ``on``, of those among ``rows``. Two queries, however many there are."""
    first = on.replace(day=1)
    last = next_month(first) - timedelta(days=1)
    return _sheet(program, rows, first, last, cap)


def week_sheet(program: Program, rows: ActivityQuerySet, on: date) -> Sheet:
    """The week around ``on``. Two queries."""
    first = sunday_of(on)
    return _sheet(program, rows, first, first + timedelta(days=6), IN_WEEK)


def sunday_of(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def previous_month(first: date) -> date:
    return (first.replace(day=1) - timedelta(days=1)).replace(day=1)


def day_from(text: str, *, default: date) -> date:
    """The day an address names; the default where it names none that makes sense."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return default
    return day if is_sensible(day) else default


def closures_between(program: Program, first: date, last: date) -> list[Closure]:
    return list(
        Closure.objects.for_program(program).filter(starts_on__lte=last, ends_on__gte=first)
    )


def _sheet(
    program: Program, rows: ActivityQuerySet, first: date, last: date, cap: int | None
) -> Sheet:
    start, end = sunday_of(first), sunday_of(last) + timedelta(days=6)
    today = timezone.localdate(timezone=program.zone)
    found = rows.on_between(*span_of(start, end, program.zone)).order_by("starts_at", "pk")
    by_day: dict[date, list[tuple[Any, ...]]] = defaultdict(list)
    for row in found.values_list(*SHOWN):
        for day in _days_of(row, start, end, program):
            by_day[day].append(row)
    closures = closures_between(program, start, end)
    address = _addresses(program)
    days = []
    for number in range((end - start).days + 1):
        on = start + timedelta(days=number)
        here = by_day.get(on, [])
        shown = here if cap is None or len(here) <= cap else here[: cap - 1]
        days.append(
            Day(
                on=on,
                is_inside=first <= on <= last,
                is_today=on == today,
                entries=[_entry(row, on, program, address) for row in shown],
                closures=[one.name for one in closures if one.starts_on <= on <= one.ends_on],
                more=len(here) - len(shown),
            )
        )
    return Sheet(first, last, [days[place : place + 7] for place in range(0, len(days), 7)])


def _days_of(row: tuple[Any, ...], start: date, end: date, program: Program) -> list[date]:
    """The days it touches, of those shown. What ends at midnight does not touch the next."""
    first = max(row[3].astimezone(program.zone).date(), start)
    last = min((row[4] - timedelta(microseconds=1)).astimezone(program.zone).date(), end)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _entry(row: tuple[Any, ...], on: date, program: Program, address: Any) -> Entry:
    pk, kind, title, starts_at, ends_at, state, place, partner = row
    return Entry(
        pk=pk,
        title=title,
        starts_at=starts_at.astimezone(program.zone),
        ends_at=ends_at.astimezone(program.zone),
        place=place,
        partner=partner or "",
        kind=KIND_LABELS.get(kind, kind),
        called_off=STATE_LABELS[state] if state in CALLED_OFF else "",
        is_board=kind == Kind.BOARD_MEETING,
        is_first_day=starts_at.astimezone(program.zone).date() == on,
        address=address(kind, pk),
    )


KIND_LABELS: dict[str, str] = {str(value): str(label) for value, label in Kind.choices}
STATE_LABELS: dict[str, str] = {str(value): str(label) for value, label in Activity.State.choices}


def _addresses(program: Program) -> Any:
    """A function that gives the address of each kind; ``reverse`` once a kind, not once a row."""
    known: dict[str, str] = {}

    def address(kind: str, pk: int) -> str:
        if kind not in known:
            name = ADDRESSES.get(kind, "calendar_app:activity_detail")
            known[kind] = reverse(name, args=[program.slug, 0])
        before, _, after = known[kind].rpartition("0")
        return f"{before}{pk}{after}"

    return address
