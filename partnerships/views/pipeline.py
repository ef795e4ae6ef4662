"""The pipeline board and the top ten (SPEC 2.3)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain import pipeline as domain
from partnerships.domain.organizations import set_stage
from partnerships.domain.people import staff_people
from partnerships.filters import PartnershipFilter
from partnerships.forms.organizations import StageForm
from partnerships.models import Partnership, Program
from partnerships.rules import RECRUITERS, may


@require_safe
@staff_of_program
def pipeline(request: StaffRequest, program: Program) -> HttpResponse:
    rows = Partnership.objects.for_program(program)
    filterset = PartnershipFilter(request.GET, queryset=rows, request=request)
    lanes = domain.lanes_of(filterset.qs if filterset.is_valid() else rows.none())
    kept = request.GET.copy()
    kept.pop("moved", None)
    for lane in lanes:
        lane.choices = stage_choices(lane.stage)
    context = {
        "lanes": lanes,
        "may_recruit": may(request.roles, RECRUITERS),
        "total": sum(lane.total for lane in lanes),
        "top_ten": domain.top_ten_of(program),
        "owners": list(staff_people(program)),
        "owner": request.GET.get("owner", ""),
        "in_our_industry": bool(request.GET.get("industry")),
        "query": kept.urlencode(),
        **moved_context(request, program),
    }
    return render(request, "partnerships/pipeline.html", context)


def stage_choices(chosen: str) -> SafeString:
    """The options of the stage of a card; the same on each card of a lane."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (stage, mark_safe(" selected") if stage == chosen else "", label)
            for stage, label in Partnership.Stage.choices
        ),
    )


def moved_context(request: StaffRequest, program: Program) -> dict[str, Any]:
    """What was moved last, and where it can go back to."""
    moved = request.GET.get("moved", "")
    if not moved.isdecimal():
        return {}
    partnership = (
        Partnership.objects.for_program(program)
        .select_related("organization")
        .filter(pk=int(moved[:18]))
        .first()
    )
    before = domain.earlier_stage(partnership) if partnership else None
    return {"moved": partnership, "before": before} if before else {}


def back_to_board(request: StaffRequest, program: Program, **extra: object) -> HttpResponse:
    """The board as it was filtered, at the card that was acted on."""
    query = QueryDict(request.POST.get("query", "")[:1000], mutable=True)
    for name, value in extra.items():
        query[name] = str(value)
    place = f"#card-{extra['moved']}" if "moved" in extra else ""
    address = reverse("partnerships:pipeline", args=[program.slug])
    return redirect(f"{address}?{query.urlencode()}{place}" if query else address)


def own_partnership(program: Program, pk: int) -> Partnership:
    rows = Partnership.objects.for_program(program).select_related("organization", "program")
    return get_object_or_404(rows, pk=pk)


@require_POST
@staff_of_program(roles=RECRUITERS)
def partnership_move(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """To another stage. Where a reason is wanted and missing, a page asks for it."""
    partnership = own_partnership(program, pk)
    form = StageForm(request.POST)
    if form.is_valid():
        try:
            changed = set_stage(partnership, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            label = changed.get_stage_display()
            messages.success(request, f"{partnership.organization.name}: {label}.")
            return back_to_board(request, program, moved=pk)
    context = {
        "partnership": partnership,
        "form": form,
        "query": request.POST.get("query", "")[:1000],
    }
    return render(request, "partnerships/partnership_move.html", context, status=422)


@require_POST
@staff_of_program(roles=RECRUITERS)
def topten_save(request: StaffRequest, program: Program) -> HttpResponse:
    """The order as it was dragged: ``order``, once for each."""
    ids = [int(one) for one in request.POST.getlist("order") if one.isdecimal()]
    return _change(request, program, lambda: domain.rank_top_ten(program, ids, by=request.user))


@require_POST
@staff_of_program(roles=RECRUITERS)
def topten_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = own_partnership(program, pk)
    return _change(request, program, lambda: domain.add_to_top_ten(partnership, by=request.user))


@require_POST
@staff_of_program(roles=RECRUITERS)
def topten_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = own_partnership(program, pk)
    return _change(
        request, program, lambda: domain.remove_from_top_ten(partnership, by=request.user)
    )


@require_POST
@staff_of_program(roles=RECRUITERS)
def topten_raise(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = own_partnership(program, pk)
    return _change(
        request,
        program,
        lambda: domain.shift_in_top_ten(partnership, places=-1, by=request.user),
    )


@require_POST
@staff_of_program(roles=RECRUITERS)
def topten_lower(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = own_partnership(program, pk)
    return _change(
        request, program, lambda: domain.shift_in_top_ten(partnership, places=1, by=request.user)
    )


def _change(request: StaffRequest, program: Program, verb: Callable[[], None]) -> HttpResponse:
    try:
        verb()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The top ten is saved.")
    return back_to_board(request, program)
