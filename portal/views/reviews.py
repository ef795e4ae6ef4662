"""Looking at student work without names, and saying what one sees (SPEC 4.6)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import PortalRequest, at_partner
from reviews.domain import feedback
from reviews.models import Reviewer, ReviewItem
from reviews.views.items import answer_with
from reviews.views.judging import Frame, judge


def _programs(request: PortalRequest) -> list[int]:
    return [one.program_id for one in request.partnerships]


def _reviewer_or_404(request: PortalRequest, review_id: int) -> Reviewer:
    reviewer = feedback.reviewer_of(
        review_id,
        person=request.person,
        organization=request.organization,
        programs=_programs(request),
    )
    if reviewer is None:
        raise Http404
    return reviewer


def _item_or_404(request: PortalRequest, pk: int) -> tuple[ReviewItem, Reviewer]:
    """A work this person was asked to look at, while that is open."""
    item = get_object_or_404(ReviewItem, pk=pk)
    reviewer = _reviewer_or_404(request, item.review_id)
    if not feedback.is_open(reviewer.review, now=timezone.now()):
        raise Http404
    item.review = reviewer.review
    return item, reviewer


@require_safe
@at_partner
def review_list(request: PortalRequest) -> HttpResponse:
    """Of the program that was chosen, or of all."""
    programs = [one.program_id for one in request.shown]
    rounds = feedback.rounds_of(request.person, request.organization, programs, now=timezone.now())
    return render(request, "portal/review_list.html", {"rounds": rounds})


@require_safe
@at_partner
def review_detail(request: PortalRequest, pk: int) -> HttpResponse:
    reviewer = _reviewer_or_404(request, pk)
    works = feedback.works_for(reviewer)
    context = {
        "review": reviewer.review,
        "question": reviewer.review.question_in(get_language() or "en"),
        "is_open": feedback.is_open(reviewer.review, now=timezone.now()),
        "works": works,
        "left": sum(not one.sent for one in works),
        "next": next((one for one in works if not one.sent), None),
    }
    return render(request, "portal/review_detail.html", context)


@require_safe
@at_partner
def review_file(request: PortalRequest, pk: int) -> HttpResponse:
    """The work itself. That it was opened is kept (SPEC 0.7)."""
    item, reviewer = _item_or_404(request, pk)
    response = answer_with(item)
    if request.method == "GET":
        feedback.note_look(item, reviewer, now=timezone.now())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@at_partner
def review_item(request: PortalRequest, pk: int) -> HttpResponse:
    """The fields are those of ``reviews.views.judging.judge``."""
    item, reviewer = _item_or_404(request, pk)
    frame = Frame(
        "portal/review_item.html",
        "portal:review_detail",
        "portal:review_item",
        "portal:review_file",
        request.organization.pk,
    )
    return judge(request, item, reviewer, frame)
