"""Looking at student work without names, and saying what one sees (SPEC 4.6)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DomainError
from portal.access import PortalRequest, at_partner
from reviews.domain import feedback
from reviews.domain.works import kind_of
from reviews.models import WORDS_MAX, Feedback, Rating, Reviewer, ReviewItem
from reviews.views.items import answer_with


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
    rounds = feedback.rounds_of(
        request.person, request.organization, _programs(request), now=timezone.now()
    )
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
    """``rating-<competency>``, ``strength``, ``next_step``; ``send`` or ``save``."""
    item, reviewer = _item_or_404(request, pk)
    if request.method != "POST":
        return _item_page(request, item, reviewer)
    given: dict[str, Any] = {
        "ratings": _ratings(request.POST),
        "strength": request.POST.get("strength", ""),
        "next_step": request.POST.get("next_step", ""),
    }
    is_sent = "send" in request.POST
    try:
        row = feedback.give_feedback(
            item, reviewer=reviewer, is_sent=is_sent, now=timezone.now(), **given
        )
    except DomainError as error:
        return _item_page(request, item, reviewer, typed=given, error=error)
    if row.sent_at is None:
        messages.success(request, _("Saved. It counts once you send it."))
        return redirect("portal:review_item", request.organization.pk, pk)
    left = [one for one in feedback.works_for(reviewer) if not one.sent]
    if not left:
        messages.success(request, _("Thank you! That was the last one."))
        return redirect("portal:review_detail", request.organization.pk, item.review_id)
    messages.success(request, _("Thank you! Here is the next one."))
    return redirect("portal:review_item", request.organization.pk, left[0].pk)


def _ratings(post: Mapping[str, Any]) -> dict[int, str]:
    found = {}
    for name, value in post.items():
        kind, _dash, pk = name.partition("-")
        if kind == "rating" and pk.isdecimal():
            found[int(pk[:18])] = str(value)
    return found


def _item_page(
    request: PortalRequest,
    item: ReviewItem,
    reviewer: Reviewer,
    *,
    typed: dict[str, Any] | None = None,
    error: DomainError | None = None,
) -> HttpResponse:
    row = Feedback.objects.filter(item=item, reviewer=reviewer).prefetch_related("ratings").first()
    given = typed or _kept(row)
    values: list[tuple[str, Any]] = [(str(one.value), one.label) for one in Rating.Value]
    values.append((feedback.CANNOT_TELL, _("I cannot tell")))
    context = {
        "item": item,
        "review": item.review,
        "kind": kind_of(item),
        "is_picture": item.content_type.startswith("image/"),
        "question": item.review.question_in(get_language() or "en"),
        "competencies": [
            {
                "competency": one,
                "chosen": given["ratings"].get(one.pk, ""),
                "is_wrong": error is not None and error.field == f"rating-{one.pk}",
            }
            for one in item.review.competencies.order_by("position", "pk")
        ],
        "values": values,
        "given": given,
        "row": row,
        "refused": error,
        "words_max": WORDS_MAX,
    }
    return render(request, "portal/review_item.html", context, status=422 if error else 200)


def _kept(row: Feedback | None) -> dict[str, Any]:
    if row is None:
        return {"ratings": {}, "strength": "", "next_step": ""}
    ratings = {
        one.competency_id: feedback.CANNOT_TELL if one.value is None else str(one.value)
        for one in row.ratings.all()
    }
    return {"ratings": ratings, "strength": row.strength, "next_step": row.next_step}
