"""Milestones of students, and the continuum of what they meet (SPEC 10.3, 7.4)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from core.languages import paper_language
from core.views import form_page, pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year, school_year_words
from partnerships.models import Program
from students.domain.students import history_of_student
from students.models import Student
from visits.domain import attendees, continuum, milestone_papers, milestones
from visits.forms.milestones import MilestoneForm
from visits.models import Milestone, Placement
from visits.rules import SHADOW_PLANNERS
from visits.views.roll import activity_or_404

#: A page shows so many of those who wait; all of them can be put on a list.
WAITING_SHOWN = 300


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_list(request: StaffRequest, program: Program) -> HttpResponse:
    """Where the grades stand."""
    cohorts = milestones.cohorts_of(program, now=timezone.now())
    rows = [
        (
            standing,
            [
                (grade, len(standing.met[grade]), len(standing.behind[grade]), size)
                for grade, size in sorted(cohorts.sizes.items())
            ],
        )
        for standing in cohorts.standings
    ]
    return render(request, "visits/milestone_list.html", {"cohorts": cohorts, "rows": rows})


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_handout(request: StaffRequest, program: Program) -> HttpResponse:
    """For the board: shares of grades, no small groups."""
    try:
        pdf = milestone_papers.milestones_pdf(program, language=paper_language(request))
    except DomainError as error:
        messages.error(request, error.message)
        return milestone_list(request, program=program.slug)
    return pdf_response(pdf, "Milestones.pdf")


def milestone_or_404(program: Program, pk: int) -> Milestone:
    milestone = get_object_or_404(Milestone.objects.for_program(program), pk=pk)
    milestone.program = program
    return milestone


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who has not met it, and what would help."""
    milestone = milestone_or_404(program, pk)
    cohorts = milestones.cohorts_of(program, now=timezone.now(), only=pk)
    [standing] = cohorts.standings
    behind = {one for ids in standing.behind.values() for one in ids}
    today = timezone.localdate()
    waiting = [cohorts.students[one] for one in standing.waiting]
    for student in waiting:
        student.grade = student.grade_on(today)  # type: ignore[attr-defined]  # for the page
        student.is_behind = student.pk in behind  # type: ignore[attr-defined]  # for the page
    context = {
        "milestone": milestone,
        "standing": standing,
        "size": sum(cohorts.sizes.values()),
        "waiting": waiting[:WAITING_SHOWN],
        "more": max(0, len(waiting) - WAITING_SHOWN),
    }
    return render(request, "visits/milestone_detail.html", context)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_enroll(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Put those who need it on the list of ``activity``, as far as it is for their grade."""
    milestone = milestone_or_404(program, pk)
    wanted = request.POST.get("activity", "")
    activity = activity_or_404(program, int(wanted[:18]) if wanted.isdecimal() else 0)
    cohorts = milestones.cohorts_of(program, now=timezone.now(), only=pk)
    waiting = set(cohorts.standings[0].waiting)
    able = [one.pk for one in attendees.of_its_grades(activity) if one.pk in waiting]
    try:
        count = attendees.add_students(activity, students=able)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(milestone)
    messages.success(request, f"{count} more are on the list of “{activity}”.")
    return redirect("visits:roll_students", program.slug, activity.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _form(request, Milestone(program=program), "A milestone")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    milestone = milestone_or_404(program, pk)
    return _form(request, milestone, milestone.text)


def _form(request: StaffRequest, milestone: Milestone, title: str) -> HttpResponse:
    form = MilestoneForm(request.POST or None, instance=milestone)
    back = reverse("visits:milestone_list", args=[milestone.program.slug])
    return form_page(
        request,
        form,
        "visits/milestone_form.html",
        save=partial(milestones.save_milestone, milestone, by=request.user),
        said="Saved.",
        back=back,
        title=title,
        milestone=milestone,
    )


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    milestones.delete_milestone(milestone_or_404(program, pk), by=request.user)
    messages.success(request, "It does not count any more.")
    return redirect("visits:milestone_list", program.slug)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def milestone_load(request: StaffRequest, program: Program) -> HttpResponse:
    """The starter set."""
    count = milestones.load_starter(program, by=request.user)
    messages.success(request, f"{count} milestones added. Change them to your district's own.")
    return redirect("visits:milestone_list", program.slug)


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def student_milestones(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """One student: milestones, and what they took part in."""
    student = get_object_or_404(Student.objects.for_program(program), pk=pk)
    student.program = program
    took_part = Placement.objects.filter(student=student).select_related(
        "activity__organization", "host__organization"
    )
    context: dict[str, Any] = {
        "student": student,
        "grade": student.grade_on(timezone.localdate()),
        "standings": milestones.standings_of(student, now=timezone.now()),
        "entries": history_of_student(student)[:12],
        "took_part": list(took_part.order_by("-activity__starts_at")[:100]),
    }
    return render(request, "visits/student_milestones.html", context)


def year_of(request: StaffRequest) -> int:
    wanted, now = request.GET.get("year", ""), school_year(timezone.localdate())
    return int(wanted) if wanted.isdecimal() and now - 30 <= int(wanted[:6]) <= now + 5 else now


@require_safe
@staff_of_program
def continuum_detail(request: StaffRequest, program: Program) -> HttpResponse:
    """``?year=`` the one in which the school year begins."""
    year = year_of(request)
    found = continuum.continuum_of(program, year=year)
    context = {
        "continuum": found,
        "plot": milestone_papers.plot_of(found),
        "stages": [stage.label for stage in continuum.Stage],
        "words": school_year_words(year),
        "before": year - 1,
        "after": year + 1,
    }
    return render(request, "visits/continuum_detail.html", context)


@require_safe
@staff_of_program
def continuum_handout(request: StaffRequest, program: Program) -> HttpResponse:
    """The same on paper, ``?language=`` en or es; no small groups."""
    pdf = milestone_papers.continuum_pdf(
        program, year=year_of(request), language=paper_language(request)
    )
    return pdf_response(pdf, "Continuum.pdf")
