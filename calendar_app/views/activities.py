"""One activity: its record, planning, changing, moving and ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.domain import clashes, endings
from calendar_app.domain.activities import change_activity, plan_activity
from calendar_app.domain.calendar import day_from
from calendar_app.domain.checkpoints import tick_checkpoint
from calendar_app.domain.moving import earlier_start, move_activity, people_to_tell, times_on
from calendar_app.domain.record import history_of_activity, steps_of
from calendar_app.exports import grades_of
from calendar_app.forms.activities import (
    ActivityForm,
    ApologyForm,
    EndForm,
    MoveForm,
    partners_like,
)
from calendar_app.models import ADDRESSES, PREPARATIONS, Activity, Checkpoint
from calendar_app.rules import PLANNERS
from calendar_app.views.calendar import back_to_calendar
from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Partnership, Program
from partnerships.rules import may


def own_activity(program: Program, pk: int) -> Activity:
    rows = Activity.objects.for_program(program)
    return get_object_or_404(rows.select_related("program", "organizer", "organization"), pk=pk)


@require_safe
@staff_of_program
def activity_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The record; where another app keeps a page of this kind, that one."""
    activity = own_activity(program, pk)
    if activity.kind in ADDRESSES:
        return redirect(activity)
    return render_record(request, program, activity)


def render_record(
    request: StaffRequest,
    program: Program,
    activity: Activity,
    *,
    move_form: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    participations = activity.participations.select_related("person", "organization")
    context = {
        "activity": activity,
        "grades": grades_of(activity),
        "preparations": PREPARATIONS.get(activity.kind, []),
        "is_over": activity.ends_at <= now,
        "wants_ending": activity.ends_at <= now and activity.state == Activity.State.PLANNED,
        "participations": list(participations),
        "steps": steps_of(activity, today=timezone.localdate()),
        "tasks": list(activity.tasks.filter(done_at=None).select_related("owner")[:20]),
        "is_apology_due": endings.is_apology_due(activity),
        "entries": history_of_activity(activity)[:12],
        "move_form": move_form or MoveForm(initial={"on": timezone.localdate(activity.starts_at)}),
        "may_plan": may(request.roles, PLANNERS),
        "was": earlier_start(activity) if request.GET.get("moved") else None,
    }
    return render(request, "calendar_app/activity_detail.html", context, status=status)


@require_safe
@staff_of_program(roles=PLANNERS)
def activity_partners(request: StaffRequest, program: Program) -> HttpResponse:
    """Names to choose from while somebody types one."""
    found = partners_like(program, request.GET.get("partner", "")[:100])
    return render(request, "calendar_app/includes/partner_options.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PLANNERS)
def activity_add(request: StaffRequest, program: Program) -> HttpResponse:
    """``?on=`` a day, ``?organization=`` a partner, ``?kind=``: what is known already."""
    form = ActivityForm(
        request.POST or None,
        program=program,
        me=reader_of(request),
        initial=known(request, program),
    )
    found: list[clashes.Clash] = []
    if request.method == "POST" and form.is_valid():
        found = unseen_clashes(form)
        if not found:
            try:
                activity = plan_activity(program, by=request.user, **form.plan())
            except DomainError as error:
                form.add_domain_error(error)
            else:
                messages.success(request, f"“{activity}” is on the calendar.")
                return redirect(activity)
    return render_form(request, form, found, "Plan an activity")


def known(request: StaffRequest, program: Program) -> dict[str, Any]:
    given = request.GET
    initial: dict[str, Any] = {"on": day_from(given.get("on", ""), default=timezone.localdate())}
    if given.get("kind"):
        initial["kind"] = given["kind"]
    if (wanted := given.get("organization", "")).isdecimal():
        rows = Partnership.objects.for_program(program).filter(organization=int(wanted[:18]))
        if partnership := rows.select_related("organization").first():
            initial["partner"] = partnership.organization.name
    return initial


def unseen_clashes(form: ActivityForm) -> list[clashes.Clash]:
    """What stands in the way and was not said before; the form asks once more."""
    wish = form.wish()
    if wish is None:
        return []
    found = clashes.find(wish)
    seen = clashes.fingerprint(wish, [one.text for one in found])
    if not found or form.cleaned_data["seen"] == seen:
        return []
    form.ask_again(seen)
    return found


def render_form(
    request: StaffRequest,
    form: ActivityForm,
    found: list[clashes.Clash],
    title: str,
    activity: Activity | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "clashes": found,
        "asks": bool(found),
        "title": title,
        "activity": activity,
        "elsewhere": not activity and bool(ADDRESSES),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "calendar_app/activity_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PLANNERS)
def activity_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = own_activity(program, pk)
    form = ActivityForm(request.POST or None, program=program, activity=activity)
    found: list[clashes.Clash] = []
    if request.method == "POST" and form.is_valid():
        found = unseen_clashes(form)
        if not found:
            try:
                changed = change_activity(activity, by=request.user, **form.plan())
            except DomainError as error:
                form.add_domain_error(error)
            else:
                messages.success(request, "Saved.")
                return redirect(changed)
    return render_form(request, form, found, f"Change “{activity}”", activity)


@require_safe
@staff_of_program(roles=PLANNERS)
def activity_clashes(request: StaffRequest, program: Program) -> HttpResponse:
    """What stands in the way of what is typed so far; part of the form."""
    activity = None
    if (besides := request.GET.get("besides", "")).isdecimal():
        activity = own_activity(program, int(besides[:18]))
    wish = ActivityForm(request.GET, program=program, activity=activity).wish()
    context = {"clashes": clashes.find(wish) if wish else []}
    return render(request, "calendar_app/includes/clashes.html", context)


@require_POST
@staff_of_program(roles=PLANNERS)
def activity_move(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """To another day or hour. Who is invited gets a mail, which cannot be taken back: a page says
    so first, and says what stands in the way there."""
    activity = own_activity(program, pk)
    form = MoveForm(request.POST)
    warnings: list[str] = []
    told = 0
    if form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("on", "begins")}
        try:
            starts_at, ends_at = times_on(activity, **wanted)
            warnings, told = what_moving_does(activity, starts_at, ends_at)
            seen = clashes.fingerprint(starts_at, warnings)
            if not warnings or form.cleaned_data["seen"] == seen:
                move_activity(activity, by=request.user, **wanted)
                return moved_to(request, program, activity)
            form = MoveForm({**wanted, "seen": seen})
        except DomainError as error:
            form.add_domain_error(error)
    context = {
        "activity": activity,
        "form": form,
        "warnings": warnings,
        "told": told,
        "query": request.POST.get("query", "")[:1000],
    }
    return render(request, "calendar_app/activity_move.html", context, status=422)


def what_moving_does(activity: Activity, starts_at: Any, ends_at: Any) -> tuple[list[str], int]:
    """What stands in the way there, and how many people get a mail."""
    if (starts_at, ends_at) == (activity.starts_at, activity.ends_at):
        return [], 0
    found = clashes.find(clashes.wish_for(activity, starts_at=starts_at, ends_at=ends_at))
    warnings = [one.text for one in found]
    told = people_to_tell(activity)
    if told:
        who = (
            "One person is invited and gets" if told == 1 else f"{told} people are invited and get"
        )
        warnings.append(f"{who} a mail with the new time.")
    return warnings, told


def moved_to(request: StaffRequest, program: Program, activity: Activity) -> HttpResponse:
    """Back to the calendar it was dragged on, or to its page."""
    messages.success(request, f"“{activity}” is moved.")
    if "query" not in request.POST:
        return redirect(activity)
    query = QueryDict(request.POST["query"][:1000], mutable=True)
    query["moved"] = str(activity.pk)
    return redirect(back_to_calendar(program, query, f"#a{activity.pk}"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PLANNERS)
def activity_end(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """How it ended, and why."""
    activity = own_activity(program, pk)
    has_begun = activity.starts_at <= timezone.now()
    form = EndForm(request.POST or None, activity=activity, has_begun=has_begun)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            activity = endings.finish(
                activity, by=request.user, state=given["state"], reason=given["state_reason"]
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if endings.is_apology_due(activity):
                return redirect("calendar_app:activity_apology", program.slug, pk)
            messages.success(request, f"{activity}: {activity.get_state_display().lower()}.")
            return redirect(activity)
    context = {"form": form, "activity": activity, "told": people_to_tell(activity)}
    status = 422 if request.method == "POST" else 200
    return render(request, "calendar_app/activity_end.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PLANNERS)
def activity_apology(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The drafted letter to a host who waited in vain: read, correct, send."""
    activity = own_activity(program, pk)
    draft = endings.draft_apology(activity) if endings.is_apology_due(activity) else None
    form = ApologyForm(
        request.POST or None,
        initial={"to_email": draft.to_email, "subject": draft.subject, "text": draft.text}
        if draft
        else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            endings.send_apology(activity, by=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The apology is on its way.")
            return redirect(activity)
    context = {"form": form, "activity": activity, "draft": draft}
    status = 422 if request.method == "POST" else 200
    return render(request, "calendar_app/activity_apology.html", context, status=status)


@require_POST
@staff_of_program(roles=PLANNERS)
def checkpoint_tick(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``done=1``: the step is taken; ``done=0``: not after all."""
    rows = Checkpoint.objects.select_related("activity__program")
    checkpoint = get_object_or_404(rows, pk=pk, activity__program=program)
    tick_checkpoint(checkpoint, by=request.user, done=request.POST.get("done") != "0")
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return redirect(wanted)
    return redirect(checkpoint.activity)


@require_safe
@staff_of_program
def activity_history(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who changed what and when (SPEC 0.8)."""
    activity = own_activity(program, pk)
    context = {"activity": activity, "entries": history_of_activity(activity)}
    return render(request, "calendar_app/activity_history.html", context)
