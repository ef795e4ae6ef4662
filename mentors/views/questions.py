"""Sets of questions, and sending them to mentors (SPEC 8.5)."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from core.views import form_page
from mentors.domain import exchange_sending, questions
from mentors.forms.exchanges import QuestionSetForm, SendForm
from mentors.models import MentorGroup, Month, QuestionSet
from mentors.rules import MENTOR_PLANNERS
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program

#: How long a mentor usually has.
USUAL_DAYS = 14


def set_or_404(program: Program, pk: int) -> QuestionSet:
    question_set = get_object_or_404(QuestionSet.objects.for_program(program), pk=pk)
    question_set.program = program
    return question_set


@require_safe
@staff_of_program(roles=MENTOR_PLANNERS)
def questionset_list(request: StaffRequest, program: Program) -> HttpResponse:
    rows = QuestionSet.objects.for_program(program).annotate(
        count=Count("questions", distinct=True), sent=Count("exchanges", distinct=True)
    )
    order = {month: place for place, month in enumerate(Month.values)}
    by_month = sorted(rows, key=lambda one: (not one.is_active, order.get(one.month or 0, -1)))
    return render(request, "mentors/questionset_list.html", {"rows": by_month})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def questionset_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _form(request, QuestionSet(program=program), "Write a set of questions")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def questionset_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    question_set = set_or_404(program, pk)
    return _form(request, question_set, question_set.name)


def _form(request: StaffRequest, question_set: QuestionSet, title: str) -> HttpResponse:
    english, spanish = questions.lines_of(question_set)
    initial = {
        "name": question_set.name,
        "month": question_set.month,
        "is_active": question_set.is_active,
        "questions": english,
        "spanish": spanish,
    }
    form = QuestionSetForm(request.POST or None, initial=initial)
    back = reverse("mentors:questionset_list", args=[request.program.slug])
    return form_page(
        request,
        form,
        "mentors/questionset_form.html",
        save=partial(questions.save_question_set, question_set, by=request.user),
        said="Saved.",
        back=back,
        title=title,
        question_set=question_set,
    )


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def questionset_load(request: StaffRequest, program: Program) -> HttpResponse:
    """The nine sets of a school year that are not there yet."""
    count = questions.load_starter(program, by=request.user)
    words = {0: "All nine are here already.", 1: "1 set was added."}
    messages.success(request, words.get(count, f"{count} sets were added. Make them yours."))
    return redirect("mentors:questionset_list", program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def questionset_send(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """GET with ``groups`` and ``due_on`` shows who would get it; POST sends."""
    question_set = set_or_404(program, pk)
    rows = exchange_sending.groups_by_email(program)
    is_post = request.method == "POST"
    given = request.POST if is_post else request.GET
    due_on = timezone.localdate() + timedelta(days=USUAL_DAYS)
    form = SendForm(
        given if is_post or "due_on" in given else None,
        choices=[(group.pk, _words(group)) for group in rows],
        initial={"due_on": due_on, "groups": [group.pk for group in rows]},
    )
    chosen: list[MentorGroup] = []
    plan: exchange_sending.SendPlan | None = None
    now = timezone.now()
    refused = exchange_sending.why_not_sent(question_set)
    if not refused and form.is_bound and form.is_valid():
        chosen = [group for group in rows if group.pk in form.cleaned_data["groups"]]
        if is_post:
            try:
                sent = exchange_sending.send_set(
                    question_set,
                    groups=chosen,
                    due_on=form.cleaned_data["due_on"],
                    by=request.user,
                    now=now,
                )
            except DomainError as error:
                form.add_domain_error(error)
            else:
                _tell(request, sent)
                return redirect("mentors:exchange_list", program.slug)
        else:
            plan = exchange_sending.plan_sending(question_set, groups=chosen, now=now)
    context: dict[str, Any] = {
        "question_set": question_set,
        "questions": list(question_set.questions.all()),
        "form": form,
        "has_groups": bool(rows),
        "plan": plan,
        "chosen": chosen,
        "refused": refused,
    }
    status = 422 if is_post else 200
    return render(request, "mentors/questionset_send.html", context, status=status)


def _words(group: MentorGroup) -> str:
    """ "Writing pairs: Kim Tran; 2 students"."""
    mentors = ", ".join(str(place.mentor) for place in group.places.all()) or "no mentor"
    count = sum(one.left_on is None for one in group.students.all())
    students = "1 student" if count == 1 else f"{count} students"
    return f"{group.name}: {mentors}; {students}"


def _tell(request: StaffRequest, sent: exchange_sending.Sent) -> None:
    mentors = "1 mentor" if sent.mentor_count == 1 else f"{sent.mentor_count} mentors"
    messages.success(request, f"Sent to {mentors}.")
    for one in sent.left_out:
        messages.warning(request, f"{one.who}: {one.why}")
