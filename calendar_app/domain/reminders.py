"""Reminders are rows whose due time moves with the activity (SPEC 3.5)."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from calendar_app.models import Activity, Reminder

#: When reminders go out on their day: after people are up, before school begins.
MORNING = time(6)


def due_time(activity: Activity, days_before: int) -> datetime:
    """The morning so many days before, in the program's zone. On the day itself at most an hour
    before it begins."""
    zone = activity.program.zone
    start = activity.starts_at.astimezone(zone)
    morning = datetime.combine(start.date() - timedelta(days=days_before), MORNING, zone)
    return min(morning, start - timedelta(hours=1))


def set_reminders(activity: Activity, *, days: Iterable[int], now: datetime | None = None) -> None:
    """These offsets and no others. Those whose time is past already are not sent any more. The
    caller holds the transaction."""
    now = now or timezone.now()
    wanted = set(days)
    activity.reminders.exclude(days_before__in=wanted).filter(handled_at=None).delete()
    known = set(activity.reminders.values_list("days_before", flat=True))
    Reminder.objects.bulk_create(
        [
            Reminder(
                activity=activity,
                days_before=before,
                due_at=(due := due_time(activity, before)),
                handled_at=now if due < now else None,
            )
            for before in sorted(wanted - known)
        ]
    )


def move_reminders(activity: Activity, *, now: datetime) -> None:
    """To the new date. One that went out already goes out again if its new time is still to come.
    The caller holds the transaction."""
    rows = list(activity.reminders.select_for_update())
    for row in rows:
        row.due_at = due_time(activity, row.days_before)
        if row.handled_at is not None and row.due_at > now:
            row.handled_at, row.claimed_at = None, None
            row.occasion += 1
    Reminder.objects.bulk_update(rows, ["due_at", "handled_at", "claimed_at", "occasion"])
