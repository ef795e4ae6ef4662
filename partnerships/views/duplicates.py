"""Likely duplicates: the list, two side by side, and what becomes of them (SPEC 1.6)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain import comparing
from partnerships.domain.duplicates import dismiss_suggestion, start_search
from partnerships.domain.merging import (
    ORGANIZATION_CHOICES,
    PERSON_CHOICES,
    merge_organizations,
    merge_people,
)
from partnerships.models import DuplicateSuggestion, MergeRecord, Program
from partnerships.models.duplicates import DuplicateSuggestionQuerySet
from partnerships.rules import DATA_KEEPERS

A_PAGE = 25


def suggestions_of(program: Program) -> DuplicateSuggestionQuerySet:
    return DuplicateSuggestion.objects.for_program(program).select_related(
        "first", "second", "first_person", "second_person"
    )


@require_safe
@staff_of_program(roles=DATA_KEEPERS)
def duplicate_list(request: StaffRequest, program: Program) -> HttpResponse:
    rows = suggestions_of(program).open().order_by("-score", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "partnerships/duplicate_list.html", {"page_obj": page})


@require_POST
@staff_of_program(roles=DATA_KEEPERS)
def duplicate_search(request: StaffRequest, program: Program) -> HttpResponse:
    address = reverse("partnerships:duplicate_list", args=[program.slug])
    job = start_search(by=request.user, url=address)
    if job.started_by_id == request.user.pk:
        return redirect(job)
    messages.info(request, "A search is running already. What it finds will be here.")
    return redirect(address)


@require_safe
@staff_of_program(roles=DATA_KEEPERS)
def duplicate_compare(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(suggestions_of(program), pk=pk)
    return render_comparison(request, suggestion)


def render_comparison(
    request: StaffRequest, suggestion: DuplicateSuggestion, *, error: str = "", status: int = 200
) -> HttpResponse:
    comparison = comparing.compare(suggestion)
    ours = {f"{request.program.name} ({request.program.school.name})"}
    others = sorted({name for side in comparison.sides for name in side.programs} - ours)
    context: dict[str, Any] = {
        "suggestion": suggestion,
        "comparison": comparison,
        "of_people": bool(suggestion.first_person_id),
        "others": others,
        "error": error,
    }
    return render(request, "partnerships/duplicate_compare.html", context, status=status)


@require_POST
@staff_of_program(roles=DATA_KEEPERS)
def duplicate_dismiss(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(suggestions_of(program), pk=pk)
    dismiss_suggestion(suggestion, by=request.user, now=timezone.now())
    messages.success(request, "Noted: they are two. They will not be suggested again.")
    return redirect("partnerships:duplicate_list", program.slug)


@require_POST
@staff_of_program(roles=DATA_KEEPERS)
def duplicate_merge(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``keep`` is the id of the one that stays; each field names the id of whose it takes."""
    suggestion = suggestions_of(program).filter(pk=pk).first()
    if suggestion is None:
        return _merged_already(request, program)
    ids = [one.pk for one in suggestion.pair]
    kept = int(request.POST["keep"]) if request.POST.get("keep", "").isdecimal() else 0
    if kept not in ids:
        return render_comparison(request, suggestion, error="Choose which one to keep.", status=422)
    gone = ids[0] if kept == ids[1] else ids[1]
    of_people = bool(suggestion.first_person_id)
    choices = PERSON_CHOICES if of_people else ORGANIZATION_CHOICES
    take = [name for name in choices if request.POST.get(name) == str(gone)]
    merge: Any = merge_people if of_people else merge_organizations
    try:
        merged = merge(kept, gone_id=gone, take=take, by=request.user)
    except DomainError as error:
        return render_comparison(request, suggestion, error=error.message, status=422)
    messages.success(request, f"They are one now: {merged.name}. Nothing was lost.")
    return redirect("partnerships:duplicate_list", program.slug)


def _merged_already(request: StaffRequest, program: Program) -> HttpResponse:
    """A second click: the pair is gone because the first one merged it."""
    ids = [int(one) for one in request.POST.getlist("pair") if one.isdecimal()]
    done = MergeRecord.objects.filter(
        kept_id__in=ids, gone_id__in=ids, merged_by=request.user
    ).exists()
    if not done:
        raise Http404
    return redirect("partnerships:duplicate_list", program.slug)
