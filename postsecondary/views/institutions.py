"""Colleges: the list, the profile of one, and its panel on the partner's page (SPEC 10.1)."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.lists import Column, FilteredListView
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year, school_year_words
from partnerships.models import Organization, Partnership, Program
from partnerships.rules import may
from postsecondary.domain import queries
from postsecondary.filters import CollegeFilter
from postsecondary.rules import COLLEGE_EDITORS, DUAL_CREDIT_KEEPERS


class CollegeList(FilteredListView):
    filterset_class = CollegeFilter
    template_name = "postsecondary/college_list.html"
    row_template_name = "postsecondary/includes/college_row.html"
    empty_template_name = "postsecondary/includes/college_empty.html"
    default_sort = "name"
    file_name = "Colleges"
    columns = (
        Column("name", "College", "organization__name", lambda one: one.organization.name),
        Column("city", "City", "organization__city", lambda one: one.organization.city),
        Column("departments", "Departments", "departments", lambda one: one.departments),
        Column("studies", "Programs of study", "studies", lambda one: one.studies),
        Column("ours", "In our industry", "studies_for_us", lambda one: one.studies_for_us),
        Column("credit", "Dual credit", "dual_credits", lambda one: one.dual_credits),
        Column("last", "Last contact", "last_contact_on", lambda one: one.last_contact_on),
        Column("website", "Website", "", lambda one: one.organization.website, on_page=False),
    )

    def get_queryset(self) -> QuerySet[Partnership]:
        year = school_year(timezone.localdate())
        return queries.college_partnerships(self.kwargs["program"], year=year)


college_list = staff_of_program(CollegeList.as_view())


def college_or_404(program: Program, pk: int) -> Organization:
    """A postsecondary partner of the program."""
    return get_object_or_404(queries.colleges_of(program), pk=pk)


@require_safe
@staff_of_program
def college_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    organization = college_or_404(program, pk)
    year = school_year(timezone.localdate())
    context = {
        "organization": organization,
        "profile": queries.profile_of(organization, program=program, year=year),
        "year": school_year_words(year),
        "may_edit": may(request.roles, COLLEGE_EDITORS),
        "may_keep_credit": may(request.roles, DUAL_CREDIT_KEEPERS),
    }
    return render(request, "postsecondary/college_detail.html", context)


@require_safe
@staff_of_program
def college_history(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    organization = college_or_404(program, pk)
    context = {
        "organization": organization,
        "entries": queries.history_of_college(organization),
    }
    return render(request, "postsecondary/college_history.html", context)


@require_safe
@staff_of_program
def organization_panel(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What the page of the partner loads into itself."""
    organization = college_or_404(program, pk)
    year = school_year(timezone.localdate())
    context = {
        "organization": organization,
        "profile": queries.profile_of(organization, program=program, year=year),
        "year": school_year_words(year),
    }
    return render(request, "postsecondary/organization_panel.html", context)
