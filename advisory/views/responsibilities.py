"""Who takes care of what in a year (SPEC 4.1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisory.domain import responsibilities as domain
from advisory.forms.responsibilities import ResponsibilityForm
from advisory.models import Board, Meeting, Responsibility
from advisory.rules import BOARD_MANAGERS
from advisory.views.boards import board_or_404, may_manage, render_form
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year, school_year_words
from partnerships.models import Program

YEARS_BACK, YEARS_AHEAD = 4, 1


def year_of(request: StaffRequest) -> int:
    """``?year=``, as far as there is one to speak of; else this school year."""
    this_year = school_year(timezone.localdate())
    wanted = request.GET.get("year", "")
    years = range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)
    return int(wanted) if wanted.isdecimal() and int(wanted) in years else this_year


def address_of(board: Board, year: int) -> str:
    address = reverse("advisory:board_responsibilities", args=[board.program.slug, board.pk])
    return f"{address}?year={year}"


def address_at(meeting: Meeting) -> str:
    """The list of the school year of a meeting."""
    return address_of(meeting.board, school_year(timezone.localdate(meeting.activity.starts_at)))


def responsibility_or_404(program: Program, pk: int) -> Responsibility:
    rows = Responsibility.objects.for_program(program).select_related("board", "owner")
    one = get_object_or_404(rows, pk=pk)
    one.board.program = program
    return one


@require_safe
@staff_of_program
def board_responsibilities(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    board, year = board_or_404(program, pk), year_of(request)
    this_year = school_year(timezone.localdate())
    context = {
        "board": board,
        "year": year,
        "year_words": school_year_words(year),
        "next_words": school_year_words(year + 1),
        "years": [
            (one, school_year_words(one), address_of(board, one))
            for one in range(this_year + YEARS_AHEAD, this_year - YEARS_BACK - 1, -1)
        ],
        "rows": domain.responsibilities_of(board, year),
        "numbers": domain.year_in_numbers(board, year),
        "may_manage_board": may_manage(request),
    }
    return render(request, "advisory/board_responsibilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_responsibility_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    board, year = board_or_404(program, pk), year_of(request)
    one = Responsibility(board=board, year=year)
    return _form(request, one, f"Who takes care of what in {school_year_words(year)}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def responsibility_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    one = responsibility_or_404(program, pk)
    remove = reverse("advisory:responsibility_remove", args=[program.slug, pk])
    return _form(request, one, str(one), remove_url=remove)


def _form(request: StaffRequest, one: Responsibility, title: str, **extra: Any) -> HttpResponse:
    form = ResponsibilityForm(request.POST or None, instance=one, board=one.board)
    back = address_of(one.board, one.year)
    if request.method == "POST" and form.is_valid():
        try:
            domain.save_responsibility(one, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    return render_form(request, one.board, form, title, cancel_url=back, **extra)


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def responsibility_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    one = responsibility_or_404(program, pk)
    back = address_of(one.board, one.year)
    messages.success(request, f"“{one}” is off the list.")
    domain.remove_responsibility(one, by=request.user)
    return redirect(back)


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def board_responsibilities_renew(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``?year=`` goes on into the year after."""
    board, year = board_or_404(program, pk), year_of(request)
    try:
        made = domain.plan_next_year(board, by=request.user, year=year)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(address_of(board, year))
    if made:
        messages.success(request, f"{len(made)} on the list of {school_year_words(year + 1)}.")
    else:
        messages.info(request, "All of it was on the list already.")
    return redirect(address_of(board, year + 1))
