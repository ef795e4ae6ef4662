"""Papers and guidelines of a board and its meetings (SPEC 3.9)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from advisory.domain import papers as domain
from advisory.forms.papers import PaperForm
from advisory.models import Board, Meeting, Paper
from advisory.rules import NOTE_TAKERS
from advisory.views.agenda import own_meeting
from core.access import by_link
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may

A_PAGE = 50


def own_board(program: Program, pk: int) -> Board:
    board = get_object_or_404(Board.objects.for_program(program), pk=pk)
    board.program = program
    return board


def own_paper(program: Program, pk: int) -> Paper:
    rows = Paper.objects.for_program(program).select_related("board", "meeting__activity", "item")
    paper = get_object_or_404(rows, pk=pk)
    paper.board.program = program
    if paper.meeting:
        paper.meeting.board = paper.board
    return paper


@require_safe
@staff_of_program
def meeting_papers(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The papers of a meeting and its items: a panel of the meeting's page, or a page."""
    meeting = own_meeting(program, pk)
    context = {
        "meeting": meeting,
        "board": meeting.board,
        "papers": list(domain.papers_of_meeting(meeting)),
        "may_prepare": may(request.roles, NOTE_TAKERS),
    }
    template = "paper_panel" if request.htmx else "paper_meeting"
    folder = "advisory/includes" if request.htmx else "advisory"
    response = render(request, f"{folder}/{template}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@staff_of_program
def board_papers(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Guidelines first, then what belongs to the board, then papers of meetings, newest first."""
    board = own_board(program, pk)
    rest = Paper.objects.filter(board=board, is_guideline=False)
    rest = rest.select_related("meeting__activity", "item")
    page = Paginator(rest.order_by("-meeting__activity__starts_at", "title", "pk"), A_PAGE)
    context = {
        "board": board,
        "guidelines": list(domain.guidelines_of(board)),
        "page_obj": (shown := page.get_page(request.GET.get("page"))),
        "paginator": page,
        "is_paginated": shown.has_other_pages(),
        "may_prepare": may(request.roles, NOTE_TAKERS),
    }
    return render(request, "advisory/paper_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def board_paper_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _add(request, own_board(program, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def meeting_paper_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``?item=ID`` chooses the item beforehand."""
    meeting = own_meeting(program, pk)
    return _add(request, meeting.board, meeting)


def _add(request: StaffRequest, board: Board, meeting: Meeting | None) -> HttpResponse:
    is_post = request.method == "POST"
    form = PaperForm(request.POST, request.FILES, meeting=meeting) if is_post else None
    if form is None:
        form = PaperForm(meeting=meeting, initial={"item": request.GET.get("item", "")})
    if is_post and form.is_valid():
        given = form.cleaned_data
        try:
            paper = domain.add_paper(
                board, by=request.user, meeting=meeting, upload=given.pop("file"), **given
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"“{paper}” is kept.")
            return redirect(_home_of(paper))
    context = {
        "form": form,
        "board": board,
        "meeting": meeting,
        "cancel_url": _home_of(Paper(board=board, meeting=meeting)),
    }
    return render(request, "advisory/paper_add.html", context, status=422 if is_post else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def paper_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Its title, where it belongs, and another file in its place."""
    paper = own_paper(program, pk)
    is_post = request.method == "POST"
    form = PaperForm(
        *((request.POST, request.FILES) if is_post else ()), meeting=paper.meeting, paper=paper
    )
    if is_post and form.is_valid():
        given = form.cleaned_data
        try:
            domain.change_paper(paper, by=request.user, upload=given.pop("file"), **given)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(_home_of(paper))
    context = {"form": form, "paper": paper, "cancel_url": _home_of(paper)}
    return render(request, "advisory/paper_edit.html", context, status=422 if is_post else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def paper_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    paper = own_paper(program, pk)
    if request.method == "POST":
        domain.delete_paper(paper)
        messages.success(request, f"“{paper}” is deleted.")
        return redirect(_home_of(paper))
    context = {"paper": paper, "cancel_url": _home_of(paper)}
    return render(request, "advisory/paper_delete.html", context)


@require_safe
@staff_of_program
def paper_download(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return answer_with(own_paper(program, pk))


@require_safe
@by_link(domain.read_paper_token, gone="advisory/paper_gone.html", status=410)
def paper_open(request: HttpRequest, paper: Paper, token: str) -> HttpResponse:
    """For members, from a mail, without signing in."""
    return answer_with(paper)


def answer_with(paper: Paper) -> HttpResponse:
    """The file under its title. Only what browsers show safely is shown; the type is what was
    found in the file, and no browser may guess another."""
    kind = domain.file_kind(paper)
    try:
        with paper.file.open() as stored:
            content = stored.read()
    except OSError as error:
        raise Http404("The file of this paper is missing.") from error
    response = HttpResponse(content, content_type=kind.content_type)
    disposition = content_disposition_header(not kind.opens_in_browser, domain.file_name(paper))
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def _home_of(paper: Any) -> str:
    """The page on which a paper stands."""
    slug = paper.board.program.slug
    if paper.meeting is not None:
        return reverse("advisory:meeting_papers", args=[slug, paper.meeting.pk])
    return reverse("advisory:board_papers", args=[slug, paper.board.pk])
