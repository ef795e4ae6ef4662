"""Seats of a board: given, filled, ended (SPEC 3.1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from advisory.domain import seats as domain
from advisory.domain.seats import SchoolRole
from advisory.forms.seats import EndSeatForm, SeatForm
from advisory.models import Board, Seat
from advisory.rules import BOARD_MANAGERS
from advisory.views.boards import board_or_404, render_form
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.filters import partnerships_named
from partnerships.models import Organization, Program
from partnerships.views.organizations import partner_or_404


def seat_or_404(program: Program, pk: int) -> Seat:
    """A seat of a board of this program."""
    seat = get_object_or_404(
        Seat.objects.filter(board__program=program).select_related(
            "board", "organization", "representative", "substitute"
        ),
        pk=pk,
    )
    seat.board.program = program
    return seat


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_seat_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``?organization=ID`` or ``?school_role=faculty``; without one, first whose seat it is."""
    board = board_or_404(program, pk)
    wanted, school_role = request.GET.get("organization", ""), request.GET.get("school_role", "")
    organization: Organization | None = None
    if wanted.isdecimal():
        organization, school_role = partner_or_404(program, int(wanted)).organization, ""
    elif school_role not in SchoolRole.values:
        return choose_holder(request, program, board)
    form = SeatForm(
        request.POST or None,
        board=board,
        organization=organization,
        school_role=school_role,
        initial={"stakeholder": domain.usual_stakeholder(organization, school_role)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            seat = domain.add_seat(
                board,
                by=request.user,
                organization=organization,
                school_role=school_role,
                **form.values(),
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{seat} has a seat.{words_on_substitute(seat)}")
            return redirect("advisory:board_detail", program.slug, board.pk)
    holder = organization or SchoolRole(school_role).label
    return render_form(request, board, form, f"A seat for {holder}", submit_label="Give the seat")


def words_on_substitute(seat: Seat) -> str:
    if seat.representative is None:
        return " Nobody is named yet."
    return "" if seat.substitute else " It has no substitute yet."


def choose_holder(request: StaffRequest, program: Program, board: Board) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {
        "board": board,
        "q": text,
        "found": list(partnerships_named(program, text)[:12]),
        "school_roles": SchoolRole.choices,
    }
    template = "advisory/seat_choose.html"
    if request.htmx:
        template = "advisory/includes/seat_choices.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def seat_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    seat = seat_or_404(program, pk)
    form = SeatForm(
        request.POST or None,
        instance=seat,
        board=seat.board,
        organization=seat.organization,
        school_role=seat.school_role,
    )
    if request.method == "POST" and form.is_valid():
        try:
            domain.edit_seat(seat, by=request.user, **form.values())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("advisory:board_detail", program.slug, seat.board_id)
    return render_form(request, seat.board, form, f"The seat of {seat}", seat=seat)


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def seat_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """A seat that was given by mistake."""
    seat = seat_or_404(program, pk)
    board = seat.board_id
    try:
        domain.remove_seat(seat, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"The seat of {seat} is removed.")
    return redirect("advisory:board_detail", program.slug, board)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def seat_end(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    seat = seat_or_404(program, pk)
    form = EndSeatForm(request.POST or None)
    hosted = domain.coming_hosted(seat)
    if request.method == "POST" and form.is_valid():
        try:
            domain.end_seat(seat, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"The seat of {seat} ends. What it did stays on record.")
            return redirect("advisory:board_detail", program.slug, seat.board_id)
    return render_form(request, seat.board, form, f"{seat} leaves the board", hosted=hosted)
