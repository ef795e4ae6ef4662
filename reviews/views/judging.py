"""The page on which somebody judges a work: of partners in the portal, of colleagues who were
chosen on our own pages. Both are the same but for their frame and addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.access import HouseRequest
from core.exceptions import DomainError
from reviews.domain import feedback
from reviews.domain.works import kind_of
from reviews.models import WORDS_MAX, Feedback, Rating, Reviewer, ReviewItem


@dataclass(frozen=True)
class Frame:
    """Where the pages are, by the names of their addresses, and what comes before a pk in them."""

    template: str
    round_name: str
    item_name: str
    file_name: str
    where: int | str

    def address(self, name: str, pk: int) -> str:
        return reverse(name, args=[self.where, pk])


def judge(
    request: HouseRequest, item: ReviewItem, reviewer: Reviewer, frame: Frame
) -> HttpResponse:
    """``rating-<competency>``, ``strength``, ``next_step``; ``send`` or ``save``."""
    if request.method != "POST":
        return _page(request, item, reviewer, frame)
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
        return _page(request, item, reviewer, frame, typed=given, error=error)
    if row.sent_at is None:
        messages.success(request, _("Saved. It counts once you send it."))
        return redirect(frame.address(frame.item_name, item.pk))
    left = [one for one in feedback.works_for(reviewer) if not one.sent]
    if not left:
        messages.success(request, _("Thank you! That was the last one."))
        return redirect(frame.address(frame.round_name, item.review_id))
    messages.success(request, _("Thank you! Here is the next one."))
    return redirect(frame.address(frame.item_name, left[0].pk))


def _ratings(post: Mapping[str, Any]) -> dict[int, str]:
    found = {}
    for name, value in post.items():
        kind, _dash, pk = name.partition("-")
        if kind == "rating" and pk.isdecimal():
            found[int(pk[:18])] = str(value)
    return found


def _page(
    request: HouseRequest,
    item: ReviewItem,
    reviewer: Reviewer,
    frame: Frame,
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
        "round_url": frame.address(frame.round_name, item.review_id),
        "item_url": frame.address(frame.item_name, item.pk),
        "file_url": frame.address(frame.file_name, item.pk),
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
    return render(request, frame.template, context, status=422 if error else 200)


def _kept(row: Feedback | None) -> dict[str, Any]:
    if row is None:
        return {"ratings": {}, "strength": "", "next_step": ""}
    ratings = {
        one.competency_id: feedback.CANNOT_TELL if one.value is None else str(one.value)
        for one in row.ratings.all()
    }
    return {"ratings": ratings, "strength": row.strength, "next_step": row.next_step}
