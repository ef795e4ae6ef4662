"""The works of a round, for staff (SPEC 4.6)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisory.domain.file_kinds import TEXT
from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Program
from reviews.domain import feedback, works
from reviews.forms import WhoseForm, WorksForm
from reviews.models import Review, Reviewer, ReviewItem
from reviews.rules import REVIEW_KEEPERS
from reviews.views.judging import Frame, judge
from reviews.views.rounds import review_or_404


def item_or_404(program: Program, pk: int) -> ReviewItem:
    item = get_object_or_404(
        ReviewItem.objects.for_program(program).select_related("review", "student"), pk=pk
    )
    item.review.program = program
    return item


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=REVIEW_KEEPERS)
def review_works(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Add works: each file is kept or refused by itself."""
    review = review_or_404(program, pk)
    is_post = request.method == "POST"
    form = WorksForm(*((request.POST, request.FILES) if is_post else ()), program=program)
    refused: list[str] = []
    if is_post and form.is_valid():
        try:
            added = works.add_items(
                review,
                uploads=form.cleaned_data["uploads"],
                student=form.cleaned_data["student"],
                by=request.user,
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if added.items:
                labels = ", ".join(one.label for one in added.items)
                messages.success(request, f"Kept: {labels}. Look at each once before you open.")
            if not added.refused:
                return redirect(review)
            refused = added.refused
    context = {
        "form": form,
        "review": review,
        "refused": refused,
        "is_open": review.state_on(timezone.localdate()) != Review.State.PREPARED,
        "cancel_url": review.get_absolute_url(),
    }
    return render(request, "reviews/review_works.html", context, status=422 if is_post else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=REVIEW_KEEPERS)
def item_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Whose work it is, and taking it out."""
    item = item_or_404(program, pk)
    form = WhoseForm(request.POST or None, program=program, initial={"student": item.student_id})
    is_post = request.method == "POST"
    if is_post and form.is_valid():
        try:
            works.say_whose(item, student=form.cleaned_data["student"])
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(item.review)
    context = {
        "form": form,
        "item": item,
        "worry": works.worry_about(item),
        "feedback_count": item.feedback.count(),
        "cancel_url": item.review.get_absolute_url(),
    }
    return render(request, "reviews/item_edit.html", context, status=422 if is_post else 200)


@require_POST
@staff_of_program(roles=REVIEW_KEEPERS)
def item_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    item = item_or_404(program, pk)
    try:
        works.take_out(item)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{item.label} is taken out, and its file is gone.")
    return redirect(item.review)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program
def item_judge(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """For a colleague who was chosen to look; the fields are those of ``judging.judge``."""
    item = item_or_404(program, pk)
    reviewer, why = _colleague(request, item), ""
    if reviewer is None:
        why = "You were not asked to look. Who looks is chosen on the page of the round."
    elif not feedback.is_open(item.review, now=timezone.now()):
        why = "The round is over."
    if reviewer is None or why:
        context = {"item": item, "review": item.review, "why": why}
        status = 403 if request.method == "POST" else 200
        return render(request, "reviews/item_judge.html", context, status=status)
    frame = Frame(
        "reviews/item_judge.html",
        "reviews:review_detail",
        "reviews:item_judge",
        "reviews:item_open",
        program.slug,
    )
    return judge(request, item, reviewer, frame)


@require_safe
@staff_of_program
def item_open(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Of a colleague who was chosen to look it is kept, as of everybody who was."""
    item = item_or_404(program, pk)
    response = answer_with(item)
    reviewer = _colleague(request, item)
    if reviewer is not None and request.method == "GET":
        feedback.note_look(item, reviewer, now=timezone.now())
    return response


def _colleague(request: StaffRequest, item: ReviewItem) -> Reviewer | None:
    """Who asks, if they were chosen to look for the school."""
    person, program = reader_of(request), request.program
    if person is None:
        return None
    return feedback.reviewer_of(
        item.review_id, person=person, organization=program.school, programs=[program.pk]
    )


def answer_with(item: ReviewItem) -> HttpResponse:
    """The file under its letter, shown in the browser; nothing in it can run or load anything."""
    kind = works.kind_of(item)
    try:
        content = works.read(item)
    except OSError as error:
        raise Http404("The file of this work is missing.") from error
    content_type = f"{kind.content_type}; charset=utf-8" if kind == TEXT else kind.content_type
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(False, works.file_name(item))
    response["Content-Disposition"] = disposition or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
