"""Rounds of reviews: list, record, who looks, opening and closing (SPEC 4.6)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Affiliation, Program
from partnerships.rules import may
from reviews.domain import reviewers, rounds, works
from reviews.forms import PeopleForm, ReviewForm
from reviews.models import Look, Review
from reviews.rules import REVIEW_KEEPERS

#: So many looks stand on the page.
LOOKS_SHOWN = 12


def review_or_404(program: Program, pk: int) -> Review:
    review = get_object_or_404(Review.objects.for_program(program).select_related("board"), pk=pk)
    review.program = program
    if review.board:
        review.board.program = program
    return review


@require_safe
@staff_of_program
def review_list(request: StaffRequest, program: Program) -> HttpResponse:
    today = timezone.localdate()
    asked = Q(reviewers__withdrawn_at=None)
    rows = (
        Review.objects.for_program(program)
        .annotate(
            works=Count("items", distinct=True),
            people=Count("reviewers", filter=asked, distinct=True),
            finished=Count(
                "reviewers", filter=asked & Q(reviewers__done_at__isnull=False), distinct=True
            ),
        )
        .order_by("-closes_on", "-pk")
    )
    found = [(row, row.state_on(today)) for row in rows]
    first = [one for one in found if one[1] != Review.State.OVER]
    over = [one for one in found if one[1] == Review.State.OVER]
    context = {"rows": first[::-1] + over, "may_keep": may(request.roles, REVIEW_KEEPERS)}
    return render(request, "reviews/review_list.html", context)


@require_safe
@staff_of_program
def review_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    review = review_or_404(program, pk)
    items = list(
        review.items.select_related("student").annotate(
            sent=Count("feedback", filter=Q(feedback__sent_at__isnull=False), distinct=True),
            look_count=Count("looks", distinct=True),
        )
    )
    for item in items:
        item.review = review
    people = list(
        review.reviewers.select_related("person", "organization").annotate(
            sent=Count("feedback", filter=Q(feedback__sent_at__isnull=False), distinct=True)
        )
    )
    here = reviewers.here_today(people, program=program) if people else set()
    shown = [(one, one.pk in here) for one in people]
    state = review.state_on(timezone.localdate())
    missing = None
    if state == Review.State.PREPARED:
        missing = rounds.missing_in(review, now=timezone.now())
    context = {
        "review": review,
        "state": state,
        "competencies": list(review.competencies.order_by("position", "pk")),
        "items": [(item, works.worry_about(item)) for item in items],
        "people": shown,
        "finished": sum(one.done_at is not None for one in people if not one.withdrawn_at),
        "asked": sum(not one.withdrawn_at for one in people),
        "sent": sum(item.sent for item in items),
        "looks": _looks(review, items),
        "mine": next((one for one, _in in shown if one.person.user_id == request.user.pk), None),
        "missing": missing,
        "missing_url": reverse(missing.page, args=[program.slug, pk]) if missing else "",
        "may_keep": may(request.roles, REVIEW_KEEPERS),
    }
    return render(request, "reviews/review_detail.html", context)


def _looks(review: Review, items: list[Any]) -> list[Look]:
    """The latest, with whom and at what."""
    known = {item.pk: item for item in items}
    rows = list(
        Look.objects.filter(item__review=review)
        .select_related("reviewer__person", "reviewer__organization")
        .order_by("-looked_at", "-pk")[:LOOKS_SHOWN]
    )
    for row in rows:
        row.item = known[row.item_id]
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=REVIEW_KEEPERS)
def review_add(request: StaffRequest, program: Program) -> HttpResponse:
    back = reverse("reviews:review_list", args=[program.slug])
    return _form(request, Review(program=program), "Prepare a round", back)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=REVIEW_KEEPERS)
def review_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    review = review_or_404(program, pk)
    return _form(request, review, f"Change “{review}”", review.get_absolute_url())


def _form(request: StaffRequest, review: Review, title: str, back: str) -> HttpResponse:
    form = ReviewForm(request.POST or None, instance=review, program=request.program)
    if request.method == "POST" and form.is_valid():
        is_new = review.pk is None
        given = dict(form.cleaned_data)
        try:
            target = Review(program=request.program) if is_new else review
            saved = rounds.save_review(target, by=request.user, now=timezone.now(), **given)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved. Add the works next." if is_new else "Saved.")
            return redirect(saved)
    context = {"form": form, "title": title, "cancel_url": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/form.html", context, status=status)


@require_POST
@staff_of_program(roles=REVIEW_KEEPERS)
def review_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    review = review_or_404(program, pk)
    try:
        rounds.delete_review(review, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(review)
    messages.success(request, f"“{review}” is deleted, with its works.")
    return redirect("reviews:review_list", program.slug)


# ---------------------------------------------------------------- who looks


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=REVIEW_KEEPERS)
def review_people(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``people`` and ``others`` hold ids of affiliations; ``all_members`` takes the whole board."""
    review = review_or_404(program, pk)
    board = review.board
    members = reviewers.members_of(board, day=timezone.localdate()) if board else []
    chosen = set(review.reviewers.standing().values_list("person_id", "organization_id"))
    everybody = reviewers.places_of(program)
    mine = [
        one
        for one in everybody.filter(person__in={person for person, _place in chosen})
        if (one.person_id, one.organization_id) in chosen
    ]
    form = PeopleForm(
        request.POST or None,
        everybody=everybody,
        near={one.pk for one in [*members, *mine]},
        has_board=bool(members),
        initial={"people": [one.pk for one in mine], "all_members": not chosen},
    )
    if request.method == "POST" and form.is_valid():
        places = _places(form, members)
        try:
            count, not_asked = reviewers.choose_reviewers(
                review, places=places, by=request.user, now=timezone.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            _tell(request, count, not_asked, "Saved.")
            return redirect(review)
    context = {
        "form": form,
        "title": f"Who looks at “{review}”",
        "cancel_url": review.get_absolute_url(),
    }
    return render(
        request, "reviews/form.html", context, status=422 if request.method == "POST" else 200
    )


def _places(form: PeopleForm, members: list[Affiliation]) -> list[Affiliation]:
    given = form.cleaned_data
    rows = [*given.get("people", ()), *given["others"]]
    return rows + (members if given.get("all_members") else [])


def _tell(
    request: StaffRequest, count: int, not_asked: list[reviewers.NotAsked], otherwise: str
) -> None:
    asked = "1 member was asked." if count == 1 else f"{count} members were asked."
    messages.success(request, asked if count else otherwise)
    for one in not_asked:
        messages.warning(request, f"{one.who}: {one.why}")


# ---------------------------------------------------------------- opening and closing


@require_POST
@staff_of_program(roles=REVIEW_KEEPERS)
def review_open(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    review = review_or_404(program, pk)
    try:
        opened = rounds.open_review(review, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        _tell(request, opened.asked, opened.not_asked, "It is open.")
    return redirect(review)


@require_POST
@staff_of_program(roles=REVIEW_KEEPERS)
def review_close(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    review = review_or_404(program, pk)
    try:
        rounds.close_review(review, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        undo = reverse("reviews:review_reopen", args=[program.slug, pk])
        messages.success(request, "Closed. The works can be seen by staff alone.", undo)
    return redirect(review)


@require_POST
@staff_of_program(roles=REVIEW_KEEPERS)
def review_reopen(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    review = review_or_404(program, pk)
    try:
        rounds.reopen_review(review, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "It is open again.")
    return redirect(review)
