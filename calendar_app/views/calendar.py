"""The calendar: month, week and list (SPEC 5.1)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from calendar_app.domain import calendar as domain
from calendar_app.domain.moving import earlier_start
from calendar_app.domain.times import start_of
from calendar_app.exports import ACTIVITY_COLUMNS, month_pdf
from calendar_app.filters import ActivityFilter, ActivityListFilter
from calendar_app.models import Activity, ActivityQuerySet
from calendar_app.rules import CALENDAR_KEEPERS, PLANNERS
from core.lists import FilteredListView
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may

#: What an address says besides the filters.
STATE_OF_PAGE = ("view", "on", "to", "moved", "page", "export", "sort")


@require_safe
@staff_of_program
def activity_list(request: StaffRequest, program: Program) -> HttpResponseBase:
    """``?view=month`` (or nothing), ``week`` or ``list``; ``?on=`` a day in it."""
    view = request.GET.get("view", "")
    if view == "list":
        return ActivityList.as_view()(request, program=program)
    return planner(request, program, view if view == "week" else "month")


def planner(request: StaffRequest, program: Program, view: str) -> HttpResponse:
    today = timezone.localdate()
    on = domain.day_from(request.GET.get("on", ""), default=today)
    filterset = ActivityFilter(
        request.GET, queryset=Activity.objects.for_program(program), request=request
    )
    build = domain.week_sheet if view == "week" else domain.month_sheet
    context = {
        **frame_of(request, view, on),
        "filterset": filterset,
        "sheet": build(program, filterset.found, on),
        "step_back": address_of(request, view, before(view, on)),
        "step_on": address_of(request, view, after(view, on)),
        "to_today": "" if on == today else address_of(request, view, None),
        **moved_context(request, program),
    }
    return render(request, "calendar_app/activity_list.html", context)


def before(view: str, on: date) -> date:
    return on - timedelta(days=7) if view == "week" else domain.previous_month(on)


def after(view: str, on: date) -> date:
    return on + timedelta(days=7) if view == "week" else domain.next_month(on)


def frame_of(request: StaffRequest, view: str, on: date) -> dict[str, Any]:
    """What the three ways to look have in common."""
    return {
        "view": view,
        "on": on,
        "tabs": [
            (label, address_of(request, name, on), name == view)
            for name, label in (("month", "Month"), ("week", "Week"), ("list", "List"))
        ],
        "filters": filters_of(request),
        "query": query_of(request),
        "may_plan": may(request.roles, PLANNERS),
        "may_keep_calendar": may(request.roles, CALENDAR_KEEPERS),
    }


def query_of(request: StaffRequest) -> str:
    """The address as it is, without what was moved last: where a form comes back to."""
    query = request.GET.copy()
    query.pop("moved", None)
    return query.urlencode()


def filters_of(request: StaffRequest) -> str:
    """The filters of an address alone."""
    query = request.GET.copy()
    for name in STATE_OF_PAGE:
        query.pop(name, None)
    return query.urlencode()


def address_of(request: StaffRequest, view: str, on: date | None) -> str:
    """The same filters in another view or on another day."""
    query = request.GET.copy()
    for name in STATE_OF_PAGE:
        query.pop(name, None)
    if view != "month":
        query["view"] = view
    if on is not None:
        query["on"] = on.isoformat()
    return f"?{query.urlencode()}"


def moved_context(request: StaffRequest, program: Program) -> dict[str, Any]:
    """What was moved last, and when it was before."""
    moved = request.GET.get("moved", "")
    if not moved.isdecimal():
        return {}
    rows = Activity.objects.for_program(program).filter(pk=int(moved[:18]))
    activity = rows.first()
    was = earlier_start(activity) if activity else None
    return {"moved": activity, "was": was} if was else {}


class ActivityList(FilteredListView):
    """All from a day on, in order, to narrow, sort and export."""

    filterset_class = ActivityListFilter
    template_name = "calendar_app/activity_table.html"
    row_template_name = "calendar_app/includes/activity_row.html"
    file_name = "Calendar"
    default_sort = "when"
    columns = ACTIVITY_COLUMNS

    def get_queryset(self) -> ActivityQuerySet:
        program = self.kwargs["program"]
        rows = Activity.objects.for_program(program)
        if not self.request.GET.get("on"):
            rows = rows.filter(ends_at__gt=start_of(timezone.localdate(), program.zone))
        return rows

    def sort(self, rows: QuerySet) -> QuerySet:
        return super().sort(rows).select_related("organization", "organizer")

    def for_export(self, rows: QuerySet) -> Iterable[Activity]:
        return rows.iterator(chunk_size=2000)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request: Any = self.request
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"].object_list)
        for row in rows:
            row.program = self.kwargs["program"]  # its address names it
        context["page_obj"].object_list = rows
        on = domain.day_from(request.GET.get("on", ""), default=timezone.localdate())
        return {**context, **frame_of(request, "list", on), "plain_query": "view=list"}


@require_safe
@staff_of_program
def activity_month(request: StaffRequest, program: Program) -> HttpResponse:
    """The month as a paper, as it is filtered."""
    on = domain.day_from(request.GET.get("on", ""), default=timezone.localdate())
    filterset = ActivityFilter(
        request.GET, queryset=Activity.objects.for_program(program), request=request
    )
    sheet = domain.month_sheet(program, filterset.found, on, cap=None)
    return pdf_response(month_pdf(program, sheet), f"Calendar {sheet.first:%Y-%m}.pdf")


def back_to_calendar(program: Program, query: Any, place: str = "") -> str:
    """The address of the calendar as it was looked at."""
    address = reverse("calendar_app:activity_list", args=[program.slug])
    words = query.urlencode()
    return f"{address}?{words}{place}" if words else f"{address}{place}"
