"""Several dates of one person: what their one mail and one page say of them (SPEC 3.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from calendar_app.domain import ics
from calendar_app.domain.wording import spoken_day, spoken_hours, spoken_span
from calendar_app.models import Participation


@dataclass(frozen=True)
class Dated:
    """One of the dates. What all of them have in common is said once, not here."""

    participation: Participation
    day: str
    hours: str  # empty where it ends on another day; then the day says all
    title: str
    where: str
    note: str

    @property
    def when(self) -> str:
        return f"{self.day}, {self.hours}" if self.hours else self.day


def series_words(rows: Iterable[Participation]) -> dict[str, Any]:
    """The dates in their order and what is common to all, in the language and zone that are set.
    The rows come with activity, program, organizer, person and organization, and are of one
    person, for one organization."""
    rows = sorted(rows, key=lambda row: (row.activity.starts_at, row.activity_id))
    one, activities = rows[0], [row.activity for row in rows]
    title = _common([activity.title for activity in activities])
    where = _common([ics.location(activity) for activity in activities])
    note = _common([activity.note for activity in activities])
    return {
        "person": one.person,
        "organization": one.organization,
        "organizer": one.activity.organizer,
        "program": one.activity.program,
        "stands_in_for": one.stands_in_for.person if one.stands_in_for else None,
        "count": len(rows),
        "title": title,
        "where": where,
        "note": note,
        "first_day": spoken_day(timezone.localtime(activities[0].starts_at)),
        "last_day": spoken_day(timezone.localtime(activities[-1].starts_at)),
        "dates": [
            Dated(
                participation=row,
                **_times(row),
                title="" if title else row.activity.title,
                where="" if where else ics.location(row.activity),
                note="" if note else row.activity.note,
            )
            for row in rows
        ],
    }


def _times(row: Participation) -> dict[str, str]:
    first = timezone.localtime(row.activity.starts_at)
    last = timezone.localtime(row.activity.ends_at)
    if first.date() != last.date():
        return {"day": spoken_span(first, last), "hours": ""}
    return {"day": spoken_day(first), "hours": spoken_hours(first, last)}


def _common(words: Sequence[str]) -> str:
    """What all say; empty where they differ."""
    return words[0] if len(set(words)) == 1 else ""
