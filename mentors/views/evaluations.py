"""Evaluations of mentoring, for staff of the program (SPEC 8.6)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.code_pages import board_words
from core.exceptions import DomainError
from core.languages import paper_language
from mentors.domain import evaluations, voices
from mentors.domain.evaluation_board import plot_of
from mentors.domain.evaluation_results import (
    VALUES,
    history_of,
    results_of,
    show_sentence,
    year_before,
)
from mentors.domain.evaluation_words import CHOICES, OPEN, QUESTIONS
from mentors.forms.evaluations import EvaluationForm, StaffVoiceForm
from mentors.models import Evaluation, Side, StaffVoice
from mentors.rules import EVALUATION_KEEPERS
from mentors.views.mentors import _form
from notifications.domain.wording import mails_on_the_way
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year, school_year_words
from partnerships.models import Program
from partnerships.rules import may
from visits.domain.feedback import TOLD_FROM

#: So many stand on the page: more than a program has in twenty years.
SHOWN = 60


def evaluation_or_404(program: Program, pk: int) -> Evaluation:
    evaluation = get_object_or_404(
        Evaluation.objects.for_program(program).select_related("paper", "shared_by__person"), pk=pk
    )
    evaluation.program = program
    return evaluation


@require_safe
@staff_of_program
def evaluation_list(request: StaffRequest, program: Program) -> HttpResponse:
    today = timezone.localdate()
    rows = evaluations.with_counts(Evaluation.objects.for_program(program))[:SHOWN]
    context = {
        "rows": [(one, one.state_on(today), school_year_words(one.year)) for one in rows],
        "may_edit": may(request.roles, EVALUATION_KEEPERS),
    }
    return render(request, "mentors/evaluation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=EVALUATION_KEEPERS)
def evaluation_add(request: StaffRequest, program: Program) -> HttpResponse:
    back = reverse("mentors:evaluation_list", args=[program.slug])
    title = "Ask how mentoring went"
    return _edit(request, Evaluation(program=program), title, back)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=EVALUATION_KEEPERS)
def evaluation_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    evaluation = evaluation_or_404(program, pk)
    return _edit(request, evaluation, evaluation.title, evaluation.get_absolute_url())


def _edit(request: StaffRequest, evaluation: Evaluation, title: str, back: str) -> HttpResponse:
    today = timezone.localdate()
    names = ("title", "year", "opens_on", "closes_on")
    initial: dict[str, Any] = (
        {name: getattr(evaluation, name) for name in names}
        if evaluation.pk
        else {
            "year": school_year(today),
            "opens_on": today,
            "closes_on": today + timedelta(days=14),
        }
    )
    form = EvaluationForm(request.POST or None, initial=initial, today=today, known=evaluation.year)
    if request.method == "POST" and form.is_valid():
        try:
            evaluation = evaluations.save_evaluation(
                evaluation, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{evaluation} is saved.")
            return redirect(evaluation)
    return _form(request, form, title, back)


# ---------------------------------------------------------------- the record


@never_cache
@require_safe
@staff_of_program
def evaluation_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _detail(request, evaluation_or_404(program, pk))


def _detail(
    request: StaffRequest,
    evaluation: Evaluation,
    *,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    results = results_of(evaluation)
    earlier = year_before(evaluation, now=now)
    before = results_of(earlier) if earlier else None
    state = evaluation.state_on(timezone.localdate())
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "year": school_year_words(evaluation.year),
        "state": state,
        "asking": evaluations.asking_of(evaluation),
        "results": results,
        "plot": plot_of(results, before),
        "before": school_year_words(earlier.year) if earlier else "",
        "table": [
            (
                asked.short,
                [
                    (side.label, answers)
                    for side in Side
                    if (answers := results.answers(side, asked.name))
                ],
            )
            for asked in QUESTIONS
        ],
        "values": VALUES,
        "choices": CHOICES,
        "sentences": [(words, results.sentences_to(name)) for name, words in OPEN],
        "entries": history_of(evaluation)[:12],
        "told_from": TOLD_FROM,
        "has_said": StaffVoice.objects.filter(evaluation=evaluation, user=request.user).exists(),
        "may_edit": may(request.roles, EVALUATION_KEEPERS),
        "may_reopen": evaluation.closed_at
        and not evaluation.shared_at
        and evaluation.closes_on >= timezone.localdate(),
        "refused": error.message if error else "",
        "wrong": error.field if error else "",
    }
    return render(request, "mentors/evaluation_detail.html", context, status=status)


@require_POST
@staff_of_program(roles=EVALUATION_KEEPERS)
def evaluation_ask(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Mail each mentor a link, and make a task for who organizes a group."""
    evaluation = evaluation_or_404(program, pk)
    try:
        count, without = evaluations.ask_mentors(evaluation, by=request.user, now=timezone.now())
    except DomainError as error:
        return _detail(request, evaluation, error=error, status=422)
    mails = mails_on_the_way(count)
    names = f" No e-mail address: {', '.join(without)}. Talk to them." if without else ""
    messages.success(request, f"{mails}; who organizes the groups finds a task.{names}")
    return redirect(evaluation)


@require_POST
@staff_of_program(roles=EVALUATION_KEEPERS)
def evaluation_close(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    evaluation = evaluations.close(
        evaluation_or_404(program, pk), by=request.user, now=timezone.now()
    )
    messages.success(request, "Closed. Nobody can say anything any more.")
    return redirect(evaluation)


@require_POST
@staff_of_program(roles=EVALUATION_KEEPERS)
def evaluation_reopen(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    evaluation = evaluation_or_404(program, pk)
    try:
        evaluations.reopen(evaluation, by=request.user, now=timezone.now())
    except DomainError as error:
        return _detail(request, evaluation, error=error, status=422)
    messages.success(request, "Open again.")
    return redirect(evaluation)


@require_POST
@staff_of_program(roles=EVALUATION_KEEPERS)
def evaluation_sentence(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``key`` of a sentence, ``shown`` what becomes of it, ``sure`` that it may be quoted as it
    is."""
    evaluation = evaluation_or_404(program, pk)
    try:
        show_sentence(
            evaluation,
            key=request.POST.get("key", ""),
            shown=request.POST.get("shown", ""),
            is_sure="sure" in request.POST,
        )
    except DomainError as error:
        return _detail(request, evaluation, error=error, status=422)
    messages.success(request, "Done.")
    return redirect(f"{evaluation.get_absolute_url()}#{request.POST['key']}")


# ---------------------------------------------------------------- the wall, and one of us


@require_safe
@staff_of_program
def evaluation_wall(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Address, code and QR code, to project or to print; ``?language=es`` in Spanish."""
    evaluation = evaluation_or_404(program, pk)
    context = {
        "evaluation": evaluation,
        "closed": voices.why_closed(evaluation, now=timezone.now()),
        **board_words(evaluations.say_address(evaluation), route="mentor_links:evaluation_enter"),
    }
    with translation.override(paper_language(request)):
        return render(request, "mentors/evaluation_wall.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program
def evaluation_say(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What one of us says; without a name for the others."""
    evaluation = evaluation_or_404(program, pk)
    said = StaffVoice.objects.filter(evaluation=evaluation, user=request.user).first()
    form = StaffVoiceForm(request.POST or None, initial=voices.given_of(said))
    if request.method == "POST" and form.is_valid():
        try:
            voices.say_as_staff(
                evaluation, by=request.user, given=form.cleaned_data, now=timezone.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Thank you. It is shown without your name.")
            return redirect(evaluation)
    context = {
        "evaluation": evaluation,
        "form": form,
        "closed": voices.why_closed(evaluation, now=timezone.now()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "mentors/evaluation_say.html", context, status=status)
