"""What became of the calendar since a day (SPEC 5.3): the calendar is fluid, and a board wants to
hear what is new, moved or off."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from calendar_app.domain.tasks import finish_task, make_task
from calendar_app.domain.times import start_of
from calendar_app.models import CALLED_OFF, Activity, CalendarReview, Kind, Task
from core.templatetags.house import span
from partnerships.domain.people import staff_people
from partnerships.models import Program, ProgramRole

ADDED, MOVED, CANCELLED = "Added", "Moved", "Cancelled"


@dataclass(frozen=True)
class CalendarChange:
    """One activity that is not what it was. ``before`` says when or where it was, ``now`` when and
    where it is; both are words."""

    activity: Activity
    what: str
    before: str
    now: str
    at: datetime


def changes_since(program: Program, since: datetime) -> list[CalendarChange]:
    """What was added, moved or cancelled since an instant, in the order of its dates. What was
    added and cancelled since, or moved and moved back, is no news. Two queries."""
    rows = list(
        Activity.objects.for_program(program)
        .filter(Q(changed_at__gte=since) | Q(created_at__gte=since))
        .select_related("organization", "organizer")
        .order_by("starts_at", "pk")
    )
    was = _as_of(since, [row.pk for row in rows if row.created_at < since])
    changes = []
    for row in rows:
        row.program = program
        if change := _change(program, row, was.get(row.pk), since):
            changes.append(change)
    return changes


def _as_of(since: datetime, ids: list[int]) -> dict[int, Any]:
    """How each was just before an instant."""
    history: Any = Activity.history  # type: ignore[attr-defined]  # simple-history adds it
    rows = history.filter(id__in=ids, history_date__lt=since).order_by("history_date", "history_id")
    return {row.id: row for row in rows}  # the latest of each comes last


def _change(program: Program, row: Activity, was: Any, since: datetime) -> CalendarChange | None:
    now = _when(program, row)
    if row.created_at >= since:
        return None if row.is_called_off else CalendarChange(row, ADDED, "", now, row.changed_at)
    if was is None:
        return None
    if row.is_called_off:
        if was.state in CALLED_OFF:
            return None
        reason = f"{row.get_state_display()}: {row.state_reason}"
        return CalendarChange(row, CANCELLED, _when(program, was), reason, row.changed_at)
    if (was.starts_at, was.ends_at, was.place) == (row.starts_at, row.ends_at, row.place):
        return None
    return CalendarChange(row, MOVED, _when(program, was), now, row.changed_at)


def _when(program: Program, row: Any) -> str:
    words = span(row.starts_at.astimezone(program.zone), row.ends_at.astimezone(program.zone))
    return f"{words}, {row.place}" if row.place else words


@dataclass(frozen=True)
class Since:
    """From when on a page tells changes, and why from then."""

    at: datetime
    reason: str


def usual_since(program: Program, *, now: datetime) -> Since:
    """Since the last board meeting; else the last review; else a month. At most two queries."""
    meeting = (
        Activity.objects.for_program(program)
        .standing()
        .filter(kind=Kind.BOARD_MEETING, ends_at__lte=now)
        .order_by("-starts_at")
        .first()
    )
    if meeting:
        return Since(meeting.starts_at, "the last board meeting")
    if review := last_review(program):
        return Since(review.reviewed_at, "the calendar was reviewed")
    return Since(now - timedelta(days=30), "a month ago")


def last_review(program: Program) -> CalendarReview | None:
    return program.calendar_reviews.select_related("reviewed_by__person").first()


@transaction.atomic
def review_calendar(program: Program, *, by: User, now: datetime | None = None) -> CalendarReview:
    """Somebody went through it and says it is right. What asked for it this month is done."""
    now = now or timezone.now()
    review = CalendarReview.objects.create(program=program, reviewed_by=by, reviewed_at=now)
    for task in Task.objects.for_program(program).open().filter(key__startswith=_key(program, "")):
        finish_task(task, by=by, now=now)
    return review


def ask_for_reviews(*, now: datetime | None = None) -> int:
    """Once a month each program that has a calendar is asked to bring it up to date: a task for
    its coordinator, unless it was reviewed this month already. Running it again changes nothing.
    Returns how many tasks were made."""
    now = now or timezone.now()
    made = 0
    for program in Program.objects.filter(activities__isnull=False).distinct():
        made += _ask(program, now)
    return made


def _ask(program: Program, now: datetime) -> int:
    today = timezone.localdate(now, program.zone)
    key = _key(program, f"{today:%Y-%m}")
    first = start_of(today.replace(day=1), program.zone)
    if (
        Task.objects.filter(key=key).exists()
        or program.calendar_reviews.filter(reviewed_at__gte=first).exists()
    ):
        return 0
    make_task(
        program,
        key=key,
        title="Bring the calendar up to date",
        note="Go through what is planned, correct what moved, and say that it is reviewed.",
        owner=_coordinator(program),
        due_on=today + timedelta(days=7),
    )
    return 1


def _key(program: Program, month: str) -> str:
    return f"calendar-review:{program.pk}:{month}"


def _coordinator(program: Program) -> Any:
    role = ProgramRole.Role.COORDINATOR
    users = program.roles.filter(role=role).order_by("pk").values("user")
    return staff_people(program).filter(user__in=users).order_by("pk").first()
