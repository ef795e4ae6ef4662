"""What the record of one activity shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from calendar_app.models import Activity, Checkpoint
from partnerships.domain.queries import HISTORY_MAX, HistoryEntry, entries_of
from partnerships.models import Person


@dataclass(frozen=True)
class Step:
    """A checkpoint, and whether it should have been taken by now."""

    checkpoint: Checkpoint
    is_late: bool


def steps_of(activity: Activity, *, today: date) -> list[Step]:
    """Its checkpoints in order. Nothing is late once it was called off. One query."""
    rows = activity.checkpoints.select_related("done_by__person")
    return [
        Step(row, row.done_at is None and row.due_on < today and not activity.is_called_off)
        for row in rows
    ]


def history_of_activity(activity: Activity) -> list[HistoryEntry]:
    """Who changed what and when, latest first (SPEC 0.8). Two queries."""
    history: Any = activity.history  # type: ignore[attr-defined]  # simple-history adds it
    rows = history.select_related("history_user__person").order_by("-history_date", "-history_id")
    records = list(rows[: HISTORY_MAX + 1])
    ids = {record.organizer_id for record in records}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return entries_of("Activity", records, names)[:HISTORY_MAX]
