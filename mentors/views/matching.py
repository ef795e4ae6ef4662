"""Who suits whom: suggested, looked at, and only then saved (SPEC 4.3, 8.4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from mentors.domain import cohorts, matching
from mentors.forms.matching import MatchForm
from mentors.models import Form, GroupMentor, MentorGroup
from mentors.rules import MENTOR_PLANNERS
from mentors.views.groups import group_or_404
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Program
from partnerships.rules import may
from students.models import Student


@require_safe
@staff_of_program(roles=MENTOR_PLANNERS)
def cohort_match(request: StaffRequest, program: Program) -> HttpResponse:
    """Choose whom to match; then see everybody with the mentor found for them. Saves nothing."""
    asked = "form" in request.GET
    form = MatchForm(request.GET if asked else None, initial={"on": timezone.localdate()})
    cohort = None
    if asked and form.is_valid():
        given = form.cleaned_data
        try:
            students = cohorts.students_to_match(
                program, grade=given["grade"], with_mentor=given["with_mentor"], on=given["on"]
            )
            cohort = matching.match_cohort(
                program, students=students, form=given["form"], on=given["on"], times=form.times()
            )
        except DomainError as error:
            form.add_domain_error(error)
    context = {"form": form, "cohort": cohort}
    return render(request, "mentors/cohort_match.html", context, status=422 if form.errors else 200)


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def cohort_accept(request: StaffRequest, program: Program) -> HttpResponse:
    """Make groups of the pairs that were ticked: ``pair`` names the students, ``mentor_<id>`` who
    it is for each."""
    form, me = MatchForm(request.POST), reader_of(request)
    pairs = [
        (int(student[:18]), int(mentor[:18]))
        for student in request.POST.getlist("pair")[: cohorts.MOST]
        if student.isdecimal() and (mentor := request.POST.get(f"mentor_{student}", "")).isdecimal()
    ]
    if me is None or not form.is_valid() or not pairs:
        wrong = next(iter(form.errors.values()), ["Tick at least one student."])
        messages.error(request, f"Nothing was made. {wrong[0]}")
        return redirect("mentors:cohort_match", program.slug)
    try:
        done = cohorts.accept_pairs(
            program,
            pairs=pairs,
            form=form.cleaned_data["form"],
            on=form.cleaned_data["on"],
            organizer=me,
            by=request.user,
            with_mentor=form.cleaned_data["with_mentor"],
        )
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentors:cohort_match", program.slug)
    _say(request, done)
    return redirect("mentors:group_list", program.slug)


def _say(request: StaffRequest, done: cohorts.Accepted) -> None:
    count = len(done.made)
    words = {0: "No group was made.", 1: "One group was made."}.get(
        count, f"{count} groups were made."
    )
    if done.there:
        words += (
            " One was there already." if done.there == 1 else f" {done.there} were there already."
        )
    tell = messages.success if count or done.there else messages.warning
    tell(request, words)
    for student, why in done.left_out[:10]:
        messages.warning(request, f"{student} was left out. {why}")
    if len(done.left_out) > 10:
        messages.warning(request, f"{len(done.left_out) - 10} more were left out.")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def student_match(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who suits one student; POST makes the group with the ``mentor`` chosen."""
    student = get_object_or_404(Student.objects.for_program(program).current(), pk=pk)
    wanted = request.POST.get("form") or request.GET.get("form", "")
    form = wanted if wanted in Form.values else Form.IN_PERSON.value
    today, me = timezone.localdate(), reader_of(request)
    mentor = request.POST.get("mentor", "")
    if request.method == "POST" and mentor.isdecimal() and me is not None:
        done = cohorts.accept_pairs(
            program,
            pairs=[(student.pk, int(mentor[:18]))],
            form=form,
            on=today,
            organizer=me,
            by=request.user,
        )
        _say(request, done)
        if done.made:
            return redirect(done.made[0])
        return redirect(f"{request.path}?form={form}")
    suggestions = matching.suggest_mentors(program, students=[student], form=form, on=today)
    return _suggestions(request, student.name, suggestions, form=form, student=student)


@require_safe
@staff_of_program
def group_match(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who suits the students of a group together, besides those who are in it."""
    group: MentorGroup = group_or_404(program, pk)
    suggestions = matching.suggest_mentors(
        program,
        students=list(group.students.filter(left_on=None)),
        form=group.form,
        on=timezone.localdate(),
    )
    there = set(group.places.values_list("mentor", flat=True))
    others = [one for one in suggestions if one.mentor.pk not in there]
    return _suggestions(
        request,
        str(group),
        others,
        form=group.form,
        group=group,
        is_full=len(there) >= GroupMentor.MOST,
    )


def _suggestions(request: StaffRequest, title: str, suggestions: Any, **more: Any) -> HttpResponse:
    context = {
        "title": title,
        "suggestions": suggestions,
        "forms": Form.choices,
        "may_edit": may(request.roles, MENTOR_PLANNERS),
        **more,
    }
    return render(request, "mentors/suggestions.html", context)
