"""What the board sees of an evaluation: as a page, on paper, with the papers of a meeting (SPEC
8.6)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DomainError
from core.languages import paper_language
from core.views import pdf_response
from mentors.domain import evaluation_board as domain
from mentors.models import Evaluation
from mentors.rules import EVALUATION_KEEPERS
from mentors.views.evaluations import evaluation_or_404
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year_words
from partnerships.models import Program
from partnerships.rules import may


@never_cache
@require_safe
@staff_of_program
def evaluation_board(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Exactly what is shared; ``?language=es`` in Spanish."""
    return _page(request, evaluation_or_404(program, pk))


def _page(
    request: StaffRequest, evaluation: Evaluation, *, refused: str = "", status: int = 200
) -> HttpResponse:
    now, language = timezone.now(), paper_language(request)
    with translation.override(language):
        shared = domain.board_words(evaluation, now=now)
    context = {
        **shared,
        "language": language,
        "accent": evaluation.program.accent,
        "not_yet": domain.why_not_on_paper(evaluation, now=now),
        "meetings": domain.next_meetings(evaluation.program, now=now),
        "may_share": may(request.roles, EVALUATION_KEEPERS),
        "refused": refused,
    }
    return render(request, "mentors/evaluation_board.html", context, status=status)


@require_safe
@staff_of_program
def evaluation_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The same on paper; before it is closed, the page that says why not."""
    evaluation = evaluation_or_404(program, pk)
    try:
        pdf = domain.board_pdf(evaluation, language=paper_language(request), now=timezone.now())
    except DomainError as error:
        return _page(request, evaluation, refused=error.message, status=422)
    year = school_year_words(evaluation.year)
    return pdf_response(pdf, f"Evaluation of mentoring {year}.pdf")


@require_POST
@staff_of_program(roles=EVALUATION_KEEPERS)
def evaluation_share(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``meeting``: put the paper with those of this meeting."""
    evaluation = evaluation_or_404(program, pk)
    wanted = request.POST.get("meeting", "")
    try:
        paper = domain.share(
            evaluation,
            meeting_id=int(wanted[:18]) if wanted.isdecimal() else 0,
            by=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        return _page(request, evaluation, refused=error.message, status=422)
    messages.success(request, f"“{paper}” is with the papers; members find it in the portal.")
    return redirect("mentors:evaluation_board", program.slug, pk)
