"""Planning, moving and ending what is on a date (SPEC 0.3, 0.4, 5.7). Board, visits and mentors
call these inside verbs of their own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from calendar_app.domain import checkpoints, invitations, reminders
from calendar_app.models import CALLED_OFF, Activity
from calendar_app.signals import activity_ended
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Program

State = Activity.State


@transaction.atomic
def plan_activity(
    program: Program,
    *,
    by: User | None,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    remind_days: Iterable[int] = (),
    now: datetime | None = None,
    **fields: Any,
) -> Activity:
    """Put something on the calendar, with its checkpoints and reminders. Nobody is asked yet.

    ``fields``: organizer (required), note, place, room, organization, grade_from, grade_to,
    is_public. ``remind_days``: days before at which everybody is reminded, 0 for the morning.
    ``by``: None for a partner, through a link. Refuses an end before the start, and grades in the
    wrong order.
    """
    plan = {"kind": kind, "title": title, "starts_at": starts_at, "ends_at": ends_at, **fields}
    [activity] = plan_activities(program, by=by, plans=[plan], remind_days=remind_days, now=now)
    return activity


@transaction.atomic
def plan_activities(
    program: Program,
    *,
    by: User | None,
    plans: Sequence[Mapping[str, Any]],
    remind_days: Iterable[int] = (),
    now: datetime | None = None,
) -> list[Activity]:
    """A series, or nothing: with as many queries as one. ``plans``: what plan_activity takes for
    each; the rest as there."""
    now = now or timezone.now()
    activities = []
    for plan in plans:
        activity = Activity(program=program, changed_at=now, **plan)
        activity.title = activity.title.strip()
        _check(activity)
        author(activity, by)
        activities.append(activity)
    activities = bulk_create_with_history(activities, Activity)
    checkpoints.set_checkpoints(activities)
    reminders.make_reminders(activities, days=remind_days, now=now)
    return activities


@transaction.atomic
def change_activity(
    activity: Activity, *, by: User | None, now: datetime | None = None, **fields: Any
) -> Activity:
    """Change any of: title, note, place, room, organization, organizer, grades, is_public,
    starts_at, ends_at.

    Another time or place raises SEQUENCE, moves reminders and checkpoints, asks everybody again
    who was invited, and mails the update; a typo does not (SPEC 3.4). Refuses what was called off
    or is over, an end before the start.
    """
    now = now or timezone.now()
    activity = lock_activity(activity)
    if activity.state != State.PLANNED:
        raise DomainError(f"“{activity}” is {activity.get_state_display().lower()}.")
    before = (activity.starts_at, activity.ends_at, activity.place)
    moved_from = activity.starts_at
    for name, value in fields.items():
        setattr(activity, name, value)
    _check(activity)
    matters = before != (activity.starts_at, activity.ends_at, activity.place)
    if matters:
        activity.sequence += 1
        activity.changed_at = now
    author(activity, by)
    activity.save()
    if activity.starts_at != moved_from:
        checkpoints.move_checkpoints(activity, moved_from=moved_from)
    if matters:
        reminders.move_reminders(activity, now=now)
        invitations.announce_change(
            activity, asks_again=before[:2] != (activity.starts_at, activity.ends_at), now=now
        )
    return activity


@transaction.atomic
def end_activity(
    activity: Activity, *, by: User, state: str, reason: str = "", now: datetime | None = None
) -> Activity:
    """Say how it ended (SPEC 5.7): completed, or called off by whom. What is called off before its
    end is cancelled in everybody's calendar, and nobody is reminded. Saying the same again changes
    nothing. Refuses "completed" before it began, and calling off without a reason."""
    now = now or timezone.now()
    activity = lock_activity(activity)
    if activity.state == state:
        return activity
    if state == State.COMPLETED and activity.starts_at > now:
        raise DomainError("It has not begun yet.", field="state")
    if state in CALLED_OFF and not reason.strip():
        raise DomainError("Why? Those invited will read it.", field="state_reason")
    was_planned = activity.state == State.PLANNED
    activity.state, activity.state_reason = state, reason.strip()
    activity._history_user = by
    if state in CALLED_OFF and was_planned:
        activity.sequence += 1
        activity.changed_at = now
    activity.save()
    if state in CALLED_OFF and was_planned and activity.ends_at > now:
        reminders.withdraw_reminders(activity)
        invitations.announce_cancellation(activity, now=now)
    activity_ended.send(Activity, activity=activity, now=now)
    return activity


def lock_activity(activity: Activity) -> Activity:
    """The row as it is now, locked. The caller holds the transaction."""
    # Of itself alone: a lock on the program would stop everything that points at it.
    own = Activity.objects.select_for_update(of=("self",))
    return own.select_related("program").get(pk=activity.pk)


def _check(activity: Activity) -> None:
    if not activity.title:
        raise DomainError("Give it a name.", field="title")
    if activity.ends_at <= activity.starts_at:
        raise DomainError("It must end after it begins.", field="ends_at")
    first, last = activity.grade_from, activity.grade_to
    if first is not None and last is not None and last < first:
        raise DomainError("The last grade is below the first.", field="grade_to")
