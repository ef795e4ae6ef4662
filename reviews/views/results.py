"""What came together of a round: page, paper, and the paper with the board's next meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DomainError
from core.languages import paper_language
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may
from reviews.domain.result_papers import put_with_meeting, results_pdf, why_not_on_paper
from reviews.domain.results import plot_of, results_of
from reviews.models import Rating, Review
from reviews.rules import REVIEW_KEEPERS
from reviews.views.rounds import review_or_404
from visits.domain.counting import SMALLEST_SHOWN


@require_safe
@staff_of_program
def review_results(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _page(request, review_or_404(program, pk))


def _page(request: StaffRequest, review: Review, *, refused: str = "") -> HttpResponse:
    results = results_of(review)
    context = {
        "review": review,
        "results": results,
        "plot": plot_of([one for one in results.judged if one.told]),
        "has_plot": any(one.told for one in results.judged),
        "values": [str(value.label) for value in Rating.Value],
        "smallest": SMALLEST_SHOWN,
        "may_keep": may(request.roles, REVIEW_KEEPERS),
        "not_yet": why_not_on_paper(review, now=timezone.now()),
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "reviews/review_results.html", context, status=status)


@require_safe
@staff_of_program
def review_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    review = review_or_404(program, pk)
    language = paper_language(request)
    try:
        pdf = results_pdf(review, language=language, now=timezone.now())
    except DomainError as error:
        return _page(request, review, refused=error.message)
    return pdf_response(pdf, "Review results.pdf")


@require_POST
@staff_of_program(roles=REVIEW_KEEPERS)
def review_meeting(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The results are a paper of the board's next meeting."""
    review = review_or_404(program, pk)
    try:
        paper = put_with_meeting(review, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("reviews:review_results", program.slug, pk)
    messages.success(request, f"“{paper}” is with the papers of this meeting.")
    return redirect("advisory:meeting_papers", program.slug, paper.meeting_id)
