"""The steps an organizer takes on the way to an activity (SPEC 5.8)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from calendar_app.models import Activity, Checkpoint

#: How many days before (negative) or after an activity each step is due.
DUE_DAYS = {
    Checkpoint.Kind.CONTACTED: -28,
    Checkpoint.Kind.CONFIRMED: -14,
    Checkpoint.Kind.DETAILS_SENT: -7,
    Checkpoint.Kind.REMINDED: -2,
    Checkpoint.Kind.DONE: 0,
    Checkpoint.Kind.THANKED: 2,
}


def set_checkpoints(activities: Iterable[Activity]) -> None:
    """The steps of each in which a partner takes part: nobody needs to contact anybody for a due
    date. The caller holds the transaction."""
    steps = []
    for activity in activities:
        if activity.organization_id is None:
            continue
        day = timezone.localdate(activity.starts_at, activity.program.zone)
        steps += [
            Checkpoint(activity=activity, kind=kind, due_on=day + timedelta(days=days))
            for kind, days in DUE_DAYS.items()
        ]
    Checkpoint.objects.bulk_create(steps, ignore_conflicts=True)


def move_checkpoints(activity: Activity, *, moved_from: datetime) -> None:
    """Steps not yet taken move by as many days as the activity did."""
    zone = activity.program.zone
    days = timezone.localdate(activity.starts_at, zone) - timezone.localdate(moved_from, zone)
    open_steps = list(activity.checkpoints.filter(done_at=None))
    for step in open_steps:
        step.due_on += days
    Checkpoint.objects.bulk_update(open_steps, ["due_on"])


@transaction.atomic
def tick_checkpoint(checkpoint: Checkpoint, *, by: User | None, done: bool = True) -> Checkpoint:
    """Taken, or not taken after all; the second time changes nothing."""
    checkpoint = Checkpoint.objects.select_for_update().get(pk=checkpoint.pk)
    if done and checkpoint.done_at is None:
        checkpoint.done_at, checkpoint.done_by = timezone.now(), by
    elif not done:
        checkpoint.done_at = checkpoint.done_by = None
    checkpoint.save()
    return checkpoint
