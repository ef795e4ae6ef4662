"""To another day or hour, keeping how long it lasts (SPEC 5.1)."""

from datetime import date, datetime, time
from typing import Any

from accounts.models import User
from calendar_app.domain.activities import change_activity
from calendar_app.domain.times import local_instant
from calendar_app.models import Activity


def times_on(
    activity: Activity, *, on: date, begins: time | None = None
) -> tuple[datetime, datetime]:
    """When it would begin and end on another day, at the same hour or another; by the clocks on
    the wall it lasts as long as before. Refuses an hour that a clock change skips or doubles."""
    zone = activity.program.zone
    first = activity.starts_at.astimezone(zone).replace(tzinfo=None)
    last = activity.ends_at.astimezone(zone).replace(tzinfo=None)
    start = datetime.combine(on, begins or first.time())
    end = start + (last - first)
    return (
        local_instant(start.date(), start.time(), zone, field="begins"),
        local_instant(end.date(), end.time(), zone, field="begins"),
    )


def move_activity(
    activity: Activity,
    *,
    by: User,
    on: date,
    begins: time | None = None,
    now: datetime | None = None,
) -> Activity:
    """To another day, or another hour of a day; everybody invited is told (SPEC 3.4). Refuses what
    times_on and change_activity refuse."""
    starts_at, ends_at = times_on(activity, on=on, begins=begins)
    return change_activity(activity, by=by, now=now, starts_at=starts_at, ends_at=ends_at)


def earlier_start(activity: Activity) -> datetime | None:
    """When it began before it was moved last, in the program's zone; None if it never moved."""
    history: Any = activity.history  # simple-history adds it
    rows = history.exclude(starts_at=activity.starts_at).order_by("-history_date", "-history_id")
    was: datetime | None = rows.values_list("starts_at", flat=True).first()
    return was.astimezone(activity.program.zone) if was else None


def people_to_tell(activity: Activity) -> int:
    """How many get a mail about another time, or that it does not take place."""
    return activity.participations.exclude(invited_at=None).count()
