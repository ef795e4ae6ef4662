"""Mentors, and what allows them to meet students (SPEC 8.2)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from core.lists import Column, FilteredListView
from mentors.domain import clearances, uncleared
from mentors.domain.groups import load_of
from mentors.domain.mentors import save_mentor, time_words
from mentors.filters import MentorFilter
from mentors.forms.mentors import ClearanceForm, MentorForm, NewMentorForm, RulesForm
from mentors.models import Clearance, ClearanceRule, Form, Mentor, MentorSession
from mentors.rules import CLEARANCE_KEEPERS, MENTOR_PLANNERS
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may


def state_of(mentor: Mentor) -> str:
    """For a mentor read ``with_left``."""
    return "Has left the partner" if mentor.has_left else mentor.get_state_display()  # type: ignore[attr-defined]  # annotated


def ways_of(mentor: Mentor) -> str:
    return ", ".join(str(form.label) for form in Form if mentor.meets(form))


def grades_of(mentor: Mentor) -> str:
    if mentor.grade_from is None and mentor.grade_to is None:
        return "Any"
    return f"{mentor.grade_from or 'K'} to {mentor.grade_to or 12}"


def cleared_words(mentor: Mentor) -> str | date:
    """For a mentor read ``with_cleared_until``: the last day, or words where there is none."""
    last: date = mentor.cleared_until  # type: ignore[attr-defined]  # annotated
    return {clearances.NEVER: "Not cleared", clearances.ALWAYS: "No end"}.get(last, last)


class MentorList(FilteredListView):
    filterset_class = MentorFilter
    template_name = "mentors/mentor_list.html"
    row_template_name = "mentors/includes/mentor_row.html"
    empty_template_name = "mentors/includes/mentor_empty.html"
    default_sort = "name"
    file_name = "Mentors"
    columns = (
        Column("name", "Mentor", "person__name", lambda one: one.person.name),
        Column(
            "partner",
            "Partner",
            "organization__name",
            lambda one: one.organization.name if one.organization else "",
        ),
        Column("state", "State", "state", state_of),
        Column("ways", "How", "", ways_of),
        Column("grades", "Grades", "grade_from", grades_of),
        Column("capacity", "Students at most", "capacity", lambda one: one.capacity),
        Column("cleared", "Cleared until", "cleared_until", cleared_words),
        Column("email", "E-mail", "", lambda one: one.person.email, on_page=False),
    )

    def get_queryset(self) -> QuerySet[Mentor]:
        program = self.kwargs["program"]
        rows = Mentor.objects.for_program(program).with_left()
        return clearances.with_cleared_until(
            rows.select_related("person", "organization"),
            program=program,
            today=timezone.localdate(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = {"never": clearances.NEVER, "always": clearances.ALWAYS}
        return super().get_context_data(**kwargs, **days, today=timezone.localdate())


mentor_list = staff_of_program(MentorList.as_view())


def mentor_or_404(program: Program, pk: int) -> Mentor:
    rows = Mentor.objects.for_program(program).with_left().select_related("person", "organization")
    mentor = get_object_or_404(rows, pk=pk)
    mentor.program = program
    return mentor


@require_safe
@staff_of_program
def mentor_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    mentor = mentor_or_404(program, pk)
    return render(request, "mentors/mentor_detail.html", _detail(request, mentor, ClearanceForm()))


def _detail(request: StaffRequest, mentor: Mentor, form: ClearanceForm) -> dict[str, Any]:
    program, today = mentor.program, timezone.localdate()
    return {
        "mentor": mentor,
        "talents": list(mentor.person.talents.all()),
        "ways": ways_of(mentor),
        "grades": grades_of(mentor),
        "times": time_words(mentor.times),
        "load": load_of([mentor.pk]).get(mentor.pk, 0),
        "places": list(
            mentor.places.select_related("group").order_by("group__ended_on", "group__name")
        ),
        "clearances": list(mentor.person.clearances.select_related("level")),
        "lacking": [
            reason
            for way in Form
            if mentor.meets(way)
            and (known := clearances.Cleared(program, way, [mentor.person_id]))
            and not known.on(mentor.person_id, today)
            and (reason := f"{way.label}: {known.why_not(mentor.person, today)}")
        ],
        "sessions": list(
            MentorSession.objects.filter(
                group__program=program, activity__participations__person=mentor.person_id
            )
            .select_related("activity", "group")
            .order_by("-activity__starts_at")[:10]
        ),
        "form": form,
        "today": today,
        "may_edit": may(request.roles, MENTOR_PLANNERS),
        "may_clear": may(request.roles, CLEARANCE_KEEPERS),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def mentor_add(request: StaffRequest, program: Program) -> HttpResponse:
    form = NewMentorForm(
        request.POST or None,
        instance=Mentor(program=program),
        program=program,
        initial={"state": Mentor.State.ACTIVE},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        who = given.pop("who")
        try:
            mentor = save_mentor(
                Mentor(program=program, person=who.person, organization=who.organization),
                by=request.user,
                **given,
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{mentor} is a mentor now. Note the clearance next.")
            return redirect(mentor)
    return _form(request, form, "Add a mentor", reverse("mentors:mentor_list", args=[program.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def mentor_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    mentor = mentor_or_404(program, pk)
    form = MentorForm(request.POST or None, instance=mentor)
    if request.method == "POST" and form.is_valid():
        try:
            save_mentor(mentor, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(mentor)
    return _form(request, form, str(mentor), mentor.get_absolute_url())


def _form(
    request: StaffRequest, form: Any, title: str, back: str, warning: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "cancel_url": back, "warning": warning}
    status = 422 if request.method == "POST" else 200
    return render(request, "mentors/form.html", context, status=status)


@require_POST
@staff_of_program(roles=CLEARANCE_KEEPERS)
def mentor_clear(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Note that a mentor reached a level."""
    mentor = mentor_or_404(program, pk)
    form = ClearanceForm(request.POST)
    if form.is_valid():
        try:
            row = clearances.note_clearance(mentor.person, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Noted: {row.level}.")
            return redirect(mentor)
    return render(request, "mentors/mentor_detail.html", _detail(request, mentor, form), status=422)


@require_POST
@staff_of_program(roles=CLEARANCE_KEEPERS)
def mentor_unclear(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Withdraw one of a mentor's clearances (``clearance``)."""
    mentor = mentor_or_404(program, pk)
    wanted = request.POST.get("clearance", "")
    row = get_object_or_404(
        Clearance, person=mentor.person_id, pk=int(wanted[:18]) if wanted.isdecimal() else 0
    )
    uncleared.withdraw_clearance(row, by=request.user, on=timezone.localdate())
    messages.success(request, f"{row.level} does not count any more.")
    return redirect(mentor)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CLEARANCE_KEEPERS)
def clearance_rules(request: StaffRequest, program: Program) -> HttpResponse:
    """Which level the school requires for each form of mentoring."""
    known = {
        row.form: row.level_id for row in ClearanceRule.objects.filter(school=program.school_id)
    }
    form = RulesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        uncleared.set_rules(program.school, levels=form.cleaned_data, by=request.user)
        messages.success(request, "Saved. It holds for all programs of the school, from now on.")
        return redirect("mentors:clearance_rules", program.slug)
    context = {"form": form, "is_administrator": request.user.is_staff}
    return render(
        request, "mentors/clearance_rules.html", context, status=422 if form.errors else 200
    )
