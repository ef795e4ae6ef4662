"""What became of the calendar, and saying that it is right (SPEC 5.3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from calendar_app.domain import changes as domain
from calendar_app.domain.calendar import day_from
from calendar_app.domain.times import start_of
from calendar_app.exports import CHANGE_COLUMNS
from calendar_app.rules import CALENDAR_KEEPERS
from core.lists import export_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may


@require_safe
@staff_of_program
def activity_changes(request: StaffRequest, program: Program) -> HttpResponse:
    """``?since=`` a day; without it since the last board meeting. ``?export=csv`` or ``xlsx``."""
    now = timezone.now()
    today = timezone.localdate(now)
    wanted = (
        day_from(request.GET.get("since", ""), default=today) if "since" in request.GET else None
    )
    usual = domain.usual_since(program, now=now)
    since = domain.Since(start_of(wanted, program.zone), "") if wanted else usual
    found = domain.changes_since(program, since.at)
    export = request.GET.get("export")
    if export in {"csv", "xlsx"}:
        return export_response(export, "Calendar changes", CHANGE_COLUMNS, found)
    context = {
        "since": since,
        "usual": usual,
        "changes": found,
        "review": domain.last_review(program),
        "may_keep_calendar": may(request.roles, CALENDAR_KEEPERS),
    }
    return render(request, "calendar_app/activity_changes.html", context)


@require_POST
@staff_of_program(roles=CALENDAR_KEEPERS)
def activity_reviewed(request: StaffRequest, program: Program) -> HttpResponse:
    domain.review_calendar(program, by=request.user)
    messages.success(request, "The calendar is reviewed.")
    return redirect("calendar_app:activity_changes", program.slug)
