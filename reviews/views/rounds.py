"""Rounds of reviews: list, record, who looks, opening and closing (SPEC 4.6)."""

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
from reviews.domain import reviewers, rounds
from reviews.domain.record import record_of
from reviews.forms import PeopleForm, ReviewForm
from reviews.models import Review
from reviews.rules import REVIEW_KEEPERS


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
    record = record_of(review, now=timezone.now())
    missing = record.missing
    context = {
        "review": review,
        "record": record,
        "state": record.state,
        "missing_url": reverse(missing.page, args=[program.slug, pk]) if missing else "",
        "looks_too": record.looks_for_school(request.user, program.school_id),
        "may_keep": may(request.roles, REVIEW_KEEPERS),
    }
    return render(request, "reviews/review_detail.html", context)


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
    form, members = _people_form(request, review)
    if request.method == "POST" and form.is_valid():
        try:
            count, not_asked = reviewers.choose_reviewers(
                review, places=_places(form, members), by=request.user, now=timezone.now()
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


def _people_form(request: StaffRequest, review: Review) -> tuple[PeopleForm, list[Affiliation]]:
    """The form, and the members of the board. Who is on the board or chosen already stands on
    top."""
    board = review.board
    members = reviewers.members_of(board, day=timezone.localdate()) if board else []
    chosen = set(review.reviewers.standing().values_list("person_id", "organization_id"))
    everybody = reviewers.places_of(review.program)
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
    return form, members


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
