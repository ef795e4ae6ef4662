"""The year's meetings in one step (SPEC 3.2). The pattern is asked and shown by GET, which saves
nothing; the dates, corrected, are planned by one POST."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from advisory.domain.seats import seats_on
from advisory.domain.year import Line, Pattern, plan_year, propose_year, remarks_on
from advisory.forms.year import LineFormSet, YearForm, lines_initial
from advisory.models import Board, Seat
from advisory.rules import BOARD_MANAGERS
from advisory.views.boards import board_or_404
from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Program

PREFIX = "line"


def hosts_of(board: Board, pattern: Pattern) -> dict[int, Seat]:
    """Seats of organizations, of those on the board now or when the year begins."""
    today = timezone.localdate()
    seats = {seat.pk: seat for seat in seats_on(board, max(today, pattern.span[0]))}
    seats |= {seat.pk: seat for seat in seats_on(board, today)}
    return {pk: seat for pk, seat in seats.items() if seat.organization_id}


@require_safe
@staff_of_program(roles=BOARD_MANAGERS)
def board_year(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The question; with an answer in the address, the dates it makes."""
    board, today = board_or_404(program, pk), timezone.localdate()
    is_asked = "pattern" in request.GET
    form = YearForm(
        request.GET if is_asked else None,
        board=board,
        me=reader_of(request),
        today=today,
        initial={"hosts_take_turns": board.seats.exclude(host_order=None).exists()},
    )
    if is_asked and form.is_valid() and "change" not in request.GET:
        seats = hosts_of(board, form.chosen_pattern)
        turn = list(seats.values()) if form.cleaned_data["hosts_take_turns"] else []
        try:
            proposal = propose_year(board, pattern=form.chosen_pattern, hosts=turn, today=today)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            given = form.cleaned_data
            lines = LineFormSet(
                prefix=PREFIX,
                initial=lines_initial(
                    proposal.lines, begins=given["begins"], ends=given["ends"], place=given["place"]
                ),
                form_kwargs={"board": board, "seats": seats},
            )
            return render_lines(request, board, form, lines, said=proposal.remarks)
    context = {"board": board, "form": form, "cancel_url": board.get_absolute_url()}
    status = 422 if is_asked and not form.is_valid() else 200
    return render(request, "advisory/year_plan.html", context, status=status)


def render_lines(
    request: StaffRequest,
    board: Board,
    form: YearForm,
    formset: Any,
    *,
    said: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The preview: each line with what speaks against it."""
    lines = formset.lines()
    remarks = remarks_on(board, lines, organizer=form.cleaned_data["organizer"], now=timezone.now())
    for line_form, words in zip(formset.forms, remarks, strict=True):
        line_form.remarks = [*line_form.trouble, *words]
    context = {
        "board": board,
        "form": form,
        "formset": formset,
        "said": said or [],
        "many": sum(1 for line_form in formset.forms if line_form.is_kept),
        "pattern_query": form.as_query(),
    }
    return render(request, "advisory/year_preview.html", context, status=status)


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def board_year_save(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Plan the lines that are kept, all or none; ``check`` only looks at them again."""
    board = board_or_404(program, pk)
    form = YearForm(request.POST, board=board, me=reader_of(request), today=timezone.localdate())
    if not form.is_valid():
        context = {"board": board, "form": form, "cancel_url": board.get_absolute_url()}
        return render(request, "advisory/year_plan.html", context, status=422)
    seats = hosts_of(board, form.chosen_pattern)
    formset = LineFormSet(request.POST, prefix=PREFIX, form_kwargs={"board": board, "seats": seats})
    is_valid = formset.is_valid()
    if "check" in request.POST:
        return render_lines(request, board, form, formset, status=200 if is_valid else 422)
    if is_valid:
        lines: list[Line | None] = formset.lines()
        kept = [place for place, line in enumerate(lines) if line is not None]
        try:
            meetings, are_new = plan_year(
                board,
                by=request.user,
                lines=[line for line in lines if line is not None],
                **form.settled(),
            )
        except DomainError as error:
            formset.add_domain_error(error, kept)
        else:
            many = f"{len(meetings)} meeting{'' if len(meetings) == 1 else 's'}"
            if are_new:
                messages.success(request, f"{many} on the calendar. Nobody is invited yet.")
            else:
                messages.info(request, f"{many} of this plan were on the calendar already.")
            return redirect("advisory:board_meetings", program.slug, board.pk)
    return render_lines(request, board, form, formset, status=422)
