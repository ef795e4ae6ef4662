"""Job shadows: hosts, students, handouts (SPEC 12.3)."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.models import Activity, Kind
from core.access import by_link
from core.exceptions import DomainError
from core.views import pdf_response
from notifications.domain.wording import mails_on_the_way
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.speaking import speaking_to
from partnerships.models import Program
from partnerships.rules import may
from visits.domain import handouts, shadows
from visits.forms.shadows import HostForm, ShadowForm
from visits.models import HandoutLook, ShadowHost
from visits.rules import SHADOW_PLANNERS
from visits.views.activities import own_activity

FILE_NAME = "Host handout.pdf"


def activity_or_404(program: Program, pk: int) -> Activity:
    return own_activity(program, pk, Q(kind=Kind.JOB_SHADOW))


@require_safe
@staff_of_program
def shadow_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _detail(request, activity_or_404(program, pk))


def _detail(
    request: StaffRequest, activity: Activity, *, refused: str = "", status: int = 200
) -> HttpResponse:
    plan = shadows.plan_of(activity)
    suggested = shadows.suggest_places(plan)
    looks = HandoutLook.objects.filter(host__activity=activity).select_related("host__organization")
    context: dict[str, Any] = {
        "activity": activity,
        "plan": plan,
        "suggested": suggested,
        "by_interest": sum(one.shared > 0 for one in suggested.values()),
        "missing": handouts.missing_parts(plan),
        "looks": list(looks[:20]),
        "refused": refused,
        "may_plan": may(request.roles, SHADOW_PLANNERS) and not activity.is_called_off,
        "is_over": activity.ends_at <= timezone.now(),
    }
    return render(request, "visits/shadow_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def shadow_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = activity_or_404(program, pk)
    shadow = shadows.shadow_of(activity)
    form = ShadowForm(request.POST or None, instance=shadow)
    if request.method == "POST" and form.is_valid():
        try:
            shadows.write_shadow(activity, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("visits:shadow_detail", program.slug, pk)
    return _form(request, activity, form, "What hosts are told")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def shadow_host_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = activity_or_404(program, pk)
    form = HostForm(request.POST or None, activity=activity)
    if request.method == "POST" and form.is_valid():
        try:
            host = shadows.add_host(activity, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{host} takes {host.capacity}.")
            return redirect("visits:shadow_detail", program.slug, pk)
    return _form(request, activity, form, "Add a host")


def _form(request: StaffRequest, activity: Activity, form: Any, title: str) -> HttpResponse:
    context = {
        "activity": activity,
        "form": form,
        "title": title,
        "cancel_url": reverse("visits:shadow_detail", args=[request.program.slug, activity.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/shadow_form.html", context, status=status)


def host_or_404(program: Program, pk: int) -> ShadowHost:
    return get_object_or_404(
        ShadowHost.objects.for_program(program).select_related("activity", "organization"), pk=pk
    )


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def host_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    host = host_or_404(program, pk)
    try:
        freed = shadows.remove_host(host, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{host} is off the list; {freed} students have no place now.")
    return redirect("visits:shadow_detail", program.slug, host.activity_id)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def shadow_place(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``student``, many ids, and ``to``, the id of a host or empty for none; or for each student
    ``student-<id>`` with the id of a host."""
    activity = activity_or_404(program, pk)
    to = request.POST.get("to", "")
    ticked = [int(one) for one in request.POST.getlist("student") if one.isdecimal()]
    where: dict[int, int | None] = dict.fromkeys(ticked, int(to) if to.isdecimal() else None)
    for name in request.POST:
        value = request.POST.get(name, "")
        student = name.removeprefix("student-")
        if name != student and student.isdecimal() and (not value or value.isdecimal()):
            where[int(student)] = int(value) if value else None
    try:
        shadows.place_students(activity, where=where)
    except DomainError as error:
        return _detail(request, activity, refused=error.message, status=422)
    messages.success(request, "The places are saved.")
    return redirect("visits:shadow_detail", program.slug, pk)


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def shadow_handouts(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """All of them in one file; ``?host=`` one alone, ``?language=`` en or es."""
    activity = activity_or_404(program, pk)
    plan = shadows.plan_of(activity)
    wanted = request.GET.get("host", "")
    hosts = [one for one in plan.hosts if not wanted or str(one.host.pk) == wanted]
    language = request.GET.get("language", "")
    try:
        pdf = handouts.handouts_pdf(
            plan, hosts or plan.hosts, language=language if language in {"en", "es"} else ""
        )
    except DomainError as error:
        return _detail(request, activity, refused=error.message)
    return pdf_response(pdf, FILE_NAME)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def shadow_send(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = activity_or_404(program, pk)
    try:
        count, without = handouts.send_handouts(shadows.plan_of(activity), by=request.user)
    except DomainError as error:
        return _detail(request, activity, refused=error.message, status=422)
    names = ", ".join(map(str, without))
    rest = (
        f" Nobody we can write to at: {names}. Print theirs, or name another host."
        if without
        else ""
    )
    messages.success(request, f"{mails_on_the_way(count)}.{rest}")
    return redirect("visits:shadow_detail", program.slug, pk)


@require_safe
@by_link(handouts.read_token, gone="visits/handout_closed.html")
def handout_open(request: HttpRequest, host: ShadowHost, token: str) -> HttpResponse:
    """For a host, from a mail, without signing in; the look is kept (SPEC 0.7)."""
    with speaking_to(host.person, host.activity.program):
        try:
            return pdf_response(handouts.open_handout(host, now=timezone.now()), FILE_NAME)
        except DomainError as error:
            context = {"host": host, "says": error.message}
            return render(request, "visits/handout_closed.html", context, status=410)
