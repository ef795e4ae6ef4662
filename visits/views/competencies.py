"""Competencies of an activity, and what is covered by whom (SPEC 4.5)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year_words
from partnerships.models import Program
from visits.domain import competencies
from visits.rules import SHADOW_PLANNERS
from visits.views.milestones import year_of
from visits.views.roll import activity_or_404


@require_safe
@staff_of_program
def competency_matrix(request: StaffRequest, program: Program) -> HttpResponse:
    """``?year=`` the one in which the school year begins."""
    year = year_of(request)
    context = {
        "matrix": competencies.matrix_of(program, year=year),
        "words": school_year_words(year),
        "before": year - 1,
        "after": year + 1,
    }
    return render(request, "visits/competency_matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def competency_align(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What an activity works on: ``competency``, many ids."""
    activity = activity_or_404(program, pk)
    refused = ""
    if request.method == "POST":
        ids = {int(one[:18]) for one in request.POST.getlist("competency") if one.isdecimal()}
        try:
            competencies.align(activity, competencies=ids)
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, "Saved.")
            return redirect(activity)
    context = {
        "activity": activity,
        "groups": competencies.grouped(competencies.competencies_of(program)),
        "chosen": set(activity.alignments.values_list("competency", flat=True)),
        "refused": refused,
    }
    return render(request, "visits/competency_align.html", context, status=422 if refused else 200)
