"""A program's boards: who sits there, who does what, how it works (SPEC 3.1, 3.8, 3.12)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from advisory.domain import boards as domain
from advisory.domain.history import history_of_board
from advisory.domain.queries import (
    EvidenceRow,
    boards_with_next_meeting,
    coming_meetings,
    consultation_evidence,
    duties_of,
    next_meeting,
    share_of,
)
from advisory.domain.seats import quorum_of, sittings_on
from advisory.forms.boards import BoardForm, DutiesForm
from advisory.models import Board
from advisory.rules import BOARD_MANAGERS
from core.exceptions import DomainError
from core.lists import Column, export_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year, school_year_words
from partnerships.models import Program
from partnerships.rules import may

YEARS_BACK = 4


def board_or_404(program: Program, pk: int) -> Board:
    """A board of this program."""
    board = get_object_or_404(
        Board.objects.for_program(program).select_related("chair", "co_chair"), pk=pk
    )
    board.program = program
    return board


def may_manage(request: StaffRequest) -> bool:
    return may(request.roles, BOARD_MANAGERS)


def render_form(
    request: StaffRequest, board: Board | None, form: Any, title: str, **extra: object
) -> HttpResponse:
    """The page of a form about a board. ``extra``: help_text, cancel_url, submit_label."""
    context = {
        "form": form,
        "title": title,
        "board": board,
        "cancel_url": board.get_absolute_url() if board else None,
        **extra,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/board_form.html", context, status=status)


@require_safe
@staff_of_program
def board_list(request: StaffRequest, program: Program) -> HttpResponse:
    """Straight to the board where there is one."""
    boards = list(boards_with_next_meeting(program, timezone.now()))
    if len(boards) == 1:
        return redirect("advisory:board_detail", program.slug, boards[0].pk)
    context = {"boards": boards, "may_manage_board": may_manage(request)}
    return render(request, "advisory/board_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_add(request: StaffRequest, program: Program) -> HttpResponse:
    form = BoardForm(request.POST or None, program=program, initial={"name": "Advisory board"})
    if request.method == "POST" and form.is_valid():
        try:
            board = domain.create_board(program, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{board} is there. Now give it seats.")
            return redirect("advisory:board_detail", program.slug, board.pk)
    return render_form(request, None, form, "Add a board")


@require_safe
@staff_of_program
def board_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    board = board_or_404(program, pk)
    sittings = sittings_on(board, timezone.localdate())
    coming = list(coming_meetings(board, timezone.now())[:6])
    context = {
        "board": board,
        "sittings": sittings,
        "share": share_of(sittings),
        "quorum": quorum_of(board, sittings),
        "coming": coming,
        "next_meeting": next_meeting(coming),
        "duties": duties_of(board),
        "may_manage_board": may_manage(request),
    }
    return render(request, "advisory/board_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    board = board_or_404(program, pk)
    title = f"How {board} works"
    form = BoardForm(request.POST or None, instance=board, program=program)
    if request.method == "POST" and form.is_valid():
        try:
            domain.edit_board(board, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("advisory:board_detail", program.slug, board.pk)
    return render_form(request, board, form, title)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_duties(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    board = board_or_404(program, pk)
    form = DutiesForm(request.POST or None, board=board, duties=duties_of(board))
    if request.method == "POST" and form.is_valid():
        domain.name_duties(board, by=request.user, people=form.chosen())
        messages.success(request, "Saved.")
        return redirect("advisory:board_detail", program.slug, board.pk)
    help_text = "Each needs a name. They may be staff or members of the board."
    return render_form(request, board, form, "Who does what", help_text=help_text)


@require_safe
@staff_of_program
def board_history(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who changed what and when (SPEC 0.8)."""
    board = board_or_404(program, pk)
    context = {"board": board, "entries": history_of_board(board)}
    return render(request, "advisory/board_history.html", context)


@require_safe
@staff_of_program
def board_evidence(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Members by whom they stand for, with their attendance in a school year; to read or, with
    ``?export=csv`` or ``xlsx``, to hand in (SPEC 3.12)."""
    board = board_or_404(program, pk)
    this_year = school_year(timezone.localdate())
    years = range(this_year, this_year - YEARS_BACK, -1)
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else this_year
    evidence = consultation_evidence(board, year)
    words = school_year_words(year)
    export = request.GET.get("export", "")
    if export in {"csv", "xlsx"}:
        name = f"Perkins consultation evidence {words}"
        return export_response(export, name, evidence_columns(evidence.meetings), evidence.rows)
    context = {
        "board": board,
        "evidence": evidence,
        "year_words": words,
        "years": [(one, school_year_words(one)) for one in years],
    }
    return render(request, "advisory/board_evidence.html", context)


def evidence_columns(meetings: list[Any]) -> list[Column]:
    """A row is a seat; a column of its own for each meeting."""

    def word_on(place: int) -> Any:
        return lambda row: row.attendance[place]

    def name_of(person: Any) -> str:
        return person.name if person else ""

    def column(label: str, value: Any) -> Column:
        return Column(label, label, "", value)

    rows: list[Column] = [
        column("Stands for", lambda row: row.seat.get_stakeholder_display()),
        column("Organization", lambda row: row.seat.organization or "School"),
        column("Role of the school", lambda row: row.seat.get_school_role_display()),
        column("Representative", lambda row: name_of(row.seat.representative)),
        column("Substitute", lambda row: name_of(row.seat.substitute)),
        column("May vote", lambda row: "yes" if row.seat.votes else "no"),
        column("Term from", lambda row: row.seat.term_starts_on),
        column("Term until", lambda row: row.seat.term_ends_on),
    ]
    rows += [
        column(date_format(timezone.localtime(meeting.activity.starts_at), "Y-m-d"), word_on(place))
        for place, meeting in enumerate(meetings)
    ]
    rows.append(column("Meetings attended", came))
    return rows


def came(row: EvidenceRow) -> int:
    return row.came
