"""Pages without a login: a mentor says how mentoring was, and so do students (SPEC 8.6)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.domain.wording import spoken_day
from core.access import by_link, public, takes_answers
from core.code_pages import OneAnswer, enter_page, stops_guessing, unknown_page
from core.exceptions import DomainError
from core.languages import language_of
from mentors.domain import evaluations, voices
from mentors.domain.evaluation_results import ADULTS_FROM
from mentors.domain.evaluation_words import CHOICES, OPEN, QUESTIONS
from mentors.models import RATINGS, SENTENCE_MAX, SENTENCES, Evaluation, Mentor, MentorVoice, Side
from mentors.views.exchange_links import hidden
from partnerships.domain.school_years import school_year_words
from partnerships.domain.speaking import speaking_to

SAID = OneAnswer(prefix="mentoring", salt="mentors.said", route="mentor_links:evaluation_code")
ENTER_TEMPLATE = "mentors/evaluation_enter.html"


@takes_answers
@hidden
@by_link(evaluations.read_token, gone="mentors/link_unknown.html")
def evaluation_answer(
    request: HttpRequest, found: tuple[Evaluation, Mentor], token: str
) -> HttpResponse:
    """The five questions and two sentences."""
    evaluation, mentor = found
    with speaking_to(mentor.person, evaluation.program):
        return _mentor_page(request, evaluation, mentor, token)


def _mentor_page(
    request: HttpRequest, evaluation: Evaluation, mentor: Mentor, token: str
) -> HttpResponse:
    error: DomainError | None = None
    now = timezone.now()
    if request.method == "POST":
        try:
            voices.say_as_mentor(evaluation, mentor, given=given_in(request), now=now)
        except DomainError as refusal:
            error = refusal
        else:
            return redirect("mentor_links:evaluation_answer", token)
    said = MentorVoice.objects.filter(evaluation=evaluation, person=mentor.person).first()
    closed = voices.why_not_mentor(evaluation, mentor, now=now)
    context = {
        **questions_to(Side.MENTORS, given_in(request) if error else voices.given_of(said), error),
        "evaluation": evaluation,
        "action": reverse("mentor_links:evaluation_answer", args=[token]),
        "closed": closed,
        "said": said,
        "day": spoken_day(evaluation.closes_on),
        "year": school_year_words(evaluation.year),
        "adults_from": ADULTS_FROM,
    }
    is_gone = mentor.has_left or voices.is_over(evaluation, now=now)  # type: ignore[attr-defined]  # annotated
    status = 410 if is_gone else 422 if error else 200
    return render(request, "mentors/evaluation_answer.html", context, status=status)


def given_in(request: HttpRequest) -> dict[str, str]:
    return {name: str(request.POST.get(name, "")) for name in (*RATINGS, *SENTENCES)}


def questions_to(side: Side, given: dict[str, str], error: DomainError | None) -> dict[str, Any]:
    """For ``mentors/includes/evaluation_form.html``: all that is missing is marked at once."""
    is_short = error is not None and error.field in RATINGS
    values = {value for value, _words in CHOICES}
    return {
        "questions": [
            {
                "name": asked.name,
                "words": asked.to(side),
                "value": given.get(asked.name, ""),
                "is_wrong": is_short and given.get(asked.name) not in values,
            }
            for asked in QUESTIONS
        ],
        "sentences": [
            {
                "name": name,
                "words": words,
                "value": given.get(name, ""),
                "is_wrong": error is not None and error.field == name,
            }
            for name, words in OPEN
        ],
        "choices": CHOICES,
        "most": SENTENCE_MAX,
        "refused": error.message if error else "",
    }


# ---------------------------------------------------------------- students


@require_safe
@never_cache
@stops_guessing
@public
@hidden
def evaluation_enter(request: HttpRequest) -> HttpResponse:
    """Where the code is typed; ``?code=`` leads on."""
    return enter_page(
        request, find=evaluations.evaluation_with_code, route=SAID.route, template=ENTER_TEMPLATE
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@stops_guessing
@public
@hidden
def evaluation_code(request: HttpRequest, code: str) -> HttpResponse:
    """Five questions, no login, one answer for each device. Nothing is kept of who asked."""
    evaluation = evaluations.evaluation_with_code(code)
    with translation.override(language_of(request)):
        if evaluation is None:
            return unknown_page(request, typed=code, template=ENTER_TEMPLATE)
        with timezone.override(evaluation.program.zone):
            return _student_page(request, evaluation)


def _student_page(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    error: DomainError | None = None
    now = timezone.now()
    has_said = SAID.is_given(request, evaluation.code)
    if request.method == "POST" and not has_said:
        try:
            voices.say_as_student(evaluation, given=given_in(request), now=now)
        except DomainError as refusal:
            error = refusal
        else:
            days = (evaluation.closes_on - timezone.localdate()).days + 2
            return SAID.thanks(evaluation.code, days=days)
    context = {
        **questions_to(Side.STUDENTS, given_in(request), error),
        "evaluation": evaluation,
        "action": reverse("mentor_links:evaluation_code", args=[evaluation.code]),
        "said": has_said,
        "was_here": request.method == "POST",
        "closed": voices.why_closed(evaluation, now=now),
    }
    is_gone = voices.is_over(evaluation, now=now) and not has_said
    status = 410 if is_gone else 422 if error else 200
    return render(request, "mentors/evaluation_code.html", context, status=status)
