"""What the pages of other apps show of the calendar, in a fixed number of queries."""

from datetime import datetime

from django.db.models import F

from calendar_app.models import Activity, Task
from partnerships.models import Partnership


def open_tasks_with(partnership: Partnership) -> list[Task]:
    """What this program has to do with a partner, the earliest first."""
    return list(
        Task.objects.for_program(partnership.program)
        .open()
        .filter(organization=partnership.organization_id)
        .select_related("owner")
        .order_by(F("due_on").asc(nulls_last=True), "pk")[:10]
    )


def activities_with(partnership: Partnership, *, now: datetime) -> list[Activity]:
    """What is coming, soonest first, then what was, latest first; at most five of each."""
    rows = (
        Activity.objects.for_program(partnership.program)
        .filter(organization=partnership.organization_id)
        .select_related("program")
    )
    coming = rows.filter(ends_at__gte=now).order_by("starts_at", "pk")[:5]
    past = rows.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:5]
    return [*coming, *past]
