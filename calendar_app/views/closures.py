"""Days on which the school is closed: for all programs of the school."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.domain import closures as domain
from calendar_app.domain.calendar import day_from
from calendar_app.forms.activities import ClosureForm
from calendar_app.models import Closure
from calendar_app.rules import CALENDAR_KEEPERS
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may


@require_safe
@staff_of_program
def closure_list(request: StaffRequest, program: Program) -> HttpResponse:
    """Of the school year around ``?on=``."""
    day = day_from(request.GET.get("on", ""), default=timezone.localdate())
    first, last = domain.school_year(day)
    rows = Closure.objects.for_program(program).filter(starts_on__lte=last, ends_on__gte=first)
    context = {
        "closures": list(rows),
        "first": first,
        "last": last,
        "year_before": first.replace(year=first.year - 1),
        "year_after": first.replace(year=first.year + 1),
        "may_keep_calendar": may(request.roles, CALENDAR_KEEPERS),
    }
    return render(request, "calendar_app/closure_list.html", context)


def own_closure(program: Program, pk: int) -> Closure:
    return get_object_or_404(Closure.objects.for_program(program), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CALENDAR_KEEPERS)
def closure_add(request: StaffRequest, program: Program) -> HttpResponse:
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closure = domain.add_closure(program.school, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{closure} is on the calendar.")
            return redirect("calendar_app:closure_list", program.slug)
    return render_form(request, form, "Add closed days")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CALENDAR_KEEPERS)
def closure_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    closure = own_closure(program, pk)
    initial = {"name": closure.name, "starts_on": closure.starts_on, "ends_on": closure.ends_on}
    form = ClosureForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            domain.edit_closure(closure, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("calendar_app:closure_list", program.slug)
    return render_form(request, form, f"Change “{closure.name}”")


def render_form(request: StaffRequest, form: ClosureForm, title: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title}
    return render(request, "calendar_app/closure_form.html", context, status=status)


@require_POST
@staff_of_program(roles=CALENDAR_KEEPERS)
def closure_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    closure = own_closure(program, pk)
    closure.delete()
    messages.success(request, f"{closure.name} is off the calendar: the school is open then.")
    return redirect("calendar_app:closure_list", program.slug)


@require_POST
@staff_of_program(roles=CALENDAR_KEEPERS)
def closure_holidays(request: StaffRequest, program: Program) -> HttpResponse:
    """The federal holidays of the school year that is shown."""
    day = day_from(request.POST.get("on", ""), default=timezone.localdate())
    added = domain.add_federal_holidays(program.school, day=day)
    if added:
        messages.success(request, f"{added} federal holidays are added.")
    else:
        messages.info(request, "All federal holidays of this school year were closed already.")
    response = redirect("calendar_app:closure_list", program.slug)
    response["Location"] += f"?on={day.isoformat()}"
    return response
