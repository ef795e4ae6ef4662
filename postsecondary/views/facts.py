"""Writing down what is known about a college (SPEC 10.1): departments and their people, programs
of study, entry requirements, funding ideas."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Organization, Program
from postsecondary.domain import institutions as domain
from postsecondary.forms.institutions import (
    DepartmentForm,
    EntryRequirementForm,
    FactForm,
    FundingIdeaForm,
    MembersForm,
    ProgramOfStudyForm,
)
from postsecondary.models import Department, EntryRequirement, FundingIdea, ProgramOfStudy
from postsecondary.rules import COLLEGE_EDITORS
from postsecondary.views.institutions import college_or_404


def fact_or_404(model: Any, program: Program, pk: int) -> Any:
    rows = model.objects.for_program(program).select_related("organization")
    return get_object_or_404(rows, pk=pk)


def _profile(request: StaffRequest, pk: int) -> str:
    return reverse("postsecondary:college_detail", args=[request.program.slug, pk])


def _form(
    request: StaffRequest,
    fact: Any,
    form_class: type[FactForm],
    title: str,
    *,
    remove: str = "",
    **extra: Any,
) -> HttpResponse:
    """``remove``: the name of the address that takes it off the list."""
    form = form_class(request.POST or None, instance=fact)
    if request.method == "POST" and form.is_valid():
        try:
            domain.save_fact(fact, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(
                "postsecondary:college_detail", request.program.slug, fact.organization_id
            )
    if remove:
        extra["remove_url"] = reverse(
            f"postsecondary:{remove}", args=[request.program.slug, fact.pk]
        )
    return _page(request, fact.organization, form, title, **extra)


def _page(
    request: StaffRequest, college: Organization, form: Any, title: str, **extra: Any
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "college": college,
        "cancel_url": _profile(request, college.pk),
        **extra,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "postsecondary/fact_form.html", context, status=status)


def _remove(request: StaffRequest, fact: Any) -> HttpResponse:
    college, name = fact.organization_id, str(fact)
    domain.remove_fact(fact, by=request.user)
    messages.success(request, f"“{name}” is off the list.")
    return redirect(_profile(request, college))


# ---------------------------------------------------------------- departments


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def college_department_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    department = Department(organization=college_or_404(program, pk))
    return _form(request, department, DepartmentForm, "Add a department")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def department_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    department = fact_or_404(Department, program, pk)
    title = department.name
    return _form(
        request,
        department,
        DepartmentForm,
        title,
        remove="department_remove",
        department=department,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def department_people(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    department = fact_or_404(Department, program, pk)
    form = MembersForm(request.POST or None, department=department)
    if request.method == "POST":
        form = MembersForm(request.POST, department=department)  # nobody ticked is an answer too
        if form.is_valid():
            people = form.cleaned_data["people"]
            domain.set_members(department, people=people, by=request.user)
            messages.success(request, "Saved.")
            return redirect(
                "postsecondary:college_detail", program.slug, department.organization_id
            )
    title = f"Who works in {department}"
    return _page(request, department.organization, form, title, adds_people=True)


@require_POST
@staff_of_program(roles=COLLEGE_EDITORS)
def department_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _remove(request, fact_or_404(Department, program, pk))


# ---------------------------------------------------------------- programs of study


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def college_study_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    college = college_or_404(program, pk)
    study = ProgramOfStudy(organization=college, career_area=program.career_area)
    return _form(request, study, ProgramOfStudyForm, "Add a program of study")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def study_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    study = fact_or_404(ProgramOfStudy, program, pk)
    return _form(request, study, ProgramOfStudyForm, study.name, remove="study_remove")


@require_POST
@staff_of_program(roles=COLLEGE_EDITORS)
def study_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _remove(request, fact_or_404(ProgramOfStudy, program, pk))


# ---------------------------------------------------------------- entry requirements


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def college_requirement_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    requirement = EntryRequirement(organization=college_or_404(program, pk))
    return _form(request, requirement, EntryRequirementForm, "Add an entry requirement")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def requirement_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    requirement = fact_or_404(EntryRequirement, program, pk)
    title = requirement.name
    return _form(request, requirement, EntryRequirementForm, title, remove="requirement_remove")


@require_POST
@staff_of_program(roles=COLLEGE_EDITORS)
def requirement_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _remove(request, fact_or_404(EntryRequirement, program, pk))


# ---------------------------------------------------------------- funding ideas


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def college_funding_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    idea = FundingIdea(organization=college_or_404(program, pk))
    return _form(request, idea, FundingIdeaForm, "Add a funding idea")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=COLLEGE_EDITORS)
def funding_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    idea = fact_or_404(FundingIdea, program, pk)
    return _form(request, idea, FundingIdeaForm, idea.name, remove="funding_remove")


@require_POST
@staff_of_program(roles=COLLEGE_EDITORS)
def funding_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _remove(request, fact_or_404(FundingIdea, program, pk))
