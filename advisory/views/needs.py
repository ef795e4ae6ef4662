"""What the program needs and how the board can help (SPEC 4.2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisory.domain import needs as domain
from advisory.forms.needs import NeedForm
from advisory.models import Board, Need
from advisory.rules import BOARD_MANAGERS
from advisory.views.boards import board_or_404, may_manage, render_form
from core.exceptions import DomainError
from core.languages import paper_language
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program


def need_or_404(program: Program, pk: int) -> Need:
    need = get_object_or_404(Need.objects.for_program(program).select_related("board"), pk=pk)
    need.board.program = program
    return need


def address_of(board: Board) -> str:
    return reverse("advisory:board_needs", args=[board.program.slug, board.pk])


@require_safe
@staff_of_program
def board_needs(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _list(request, board_or_404(program, pk))


def _list(request: StaffRequest, board: Board) -> HttpResponse:
    rows = domain.needs_of(board)
    context = {
        "board": board,
        "open": [row for row in rows if not row.is_met],
        "met": [row for row in rows if row.is_met],
        "may_manage_board": may_manage(request),
    }
    return render(request, "advisory/board_needs.html", context)


@require_safe
@staff_of_program
def board_needs_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The handout; ``?language=es`` in Spanish."""
    board = board_or_404(program, pk)
    language = paper_language(request)
    try:
        pdf = domain.needs_pdf(board, language=language)
    except DomainError as error:
        messages.error(request, error.message)
        return _list(request, board)
    return pdf_response(pdf, "What the program needs.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_need_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    need = Need(board=board_or_404(program, pk))
    return _form(request, need, "What the program needs")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def need_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    need = need_or_404(program, pk)
    remove = reverse("advisory:need_remove", args=[program.slug, pk])
    return _form(request, need, str(need), remove_url=remove)


@require_safe
@staff_of_program
def need_match(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who could help with it; ``?q=`` looks for somebody by name."""
    need = need_or_404(program, pk)
    search = request.GET.get("q", "").strip()[:80]
    context = {
        "need": need,
        "board": need.board,
        "topics": list(need.topics.all()),
        "suggested": domain.who_could_help(need, search=search),
        "search": search,
        "may_manage_board": may_manage(request),
    }
    return render(request, "advisory/need_match.html", context)


def _form(request: StaffRequest, need: Need, title: str, **extra: Any) -> HttpResponse:
    form = NeedForm(request.POST or None, instance=need)
    back = address_of(need.board)
    if request.method == "POST" and form.is_valid():
        try:
            domain.save_need(need, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    return render_form(request, need.board, form, title, cancel_url=back, **extra)


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def need_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    need = need_or_404(program, pk)
    messages.success(request, f"“{need}” is off the list.")
    domain.remove_need(need, by=request.user)
    return redirect(address_of(need.board))
