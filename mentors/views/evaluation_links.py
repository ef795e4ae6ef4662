"""Pages without a login: a mentor says how mentoring was, and so do students (SPEC 8.6)."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.domain.wording import spoken_day
from core.access import public, signed_link
from core.exceptions import DomainError
from mentors.domain import evaluations, voices
from mentors.domain.evaluation_results import ADULTS_FROM
from mentors.domain.evaluation_words import CHOICES, OPEN, QUESTIONS
from mentors.models import RATINGS, SENTENCE_MAX, SENTENCES, Evaluation, Mentor, MentorVoice, Side
from mentors.views.exchange_links import _hidden, language_of
from partnerships.domain.school_years import school_year_words

#: A device that gave an answer is known by this, and only by this, until nobody can answer.
COOKIE_SALT = "mentors.said"


@csrf_exempt  # the token is the proof; windows inside mail programs often keep no cookies
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def evaluation_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The five questions and two sentences. A mail scanner that opens links says nothing."""
    try:
        evaluation, mentor = evaluations.read_token(token)
    except DomainError:
        return _hidden(render(request, "mentors/link_unknown.html", status=404))
    with (
        translation.override(mentor.person.language),
        timezone.override(evaluation.program.zone),
    ):
        return _hidden(_mentor_page(request, evaluation, mentor, token))


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
@public
def evaluation_enter(request: HttpRequest) -> HttpResponse:
    """Where the code is typed; ``?code=`` leads on."""
    typed = request.GET.get("code", "")
    language = language_of(request)
    if evaluation := evaluations.evaluation_with_code(typed):
        address = reverse("mentor_links:evaluation_code", args=[evaluation.code])
        return _hidden(redirect(f"{address}?language={language}"))
    with translation.override(language):
        return _enter_page(request, typed, status=404 if typed else 200)


def _enter_page(request: HttpRequest, typed: str, *, status: int) -> HttpResponse:
    context = {"typed": typed[:20]}
    return _hidden(render(request, "mentors/evaluation_enter.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def evaluation_code(request: HttpRequest, code: str) -> HttpResponse:
    """Five questions, no login, one answer for each device. Nothing is kept of who asked."""
    evaluation = evaluations.evaluation_with_code(code)
    language = request.POST.get("language") or language_of(request)
    with translation.override(language if language in {"en", "es"} else "en"):
        if evaluation is None:
            return _enter_page(request, code, status=404)
        with timezone.override(evaluation.program.zone):
            return _hidden(_student_page(request, evaluation))


def _student_page(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    error: DomainError | None = None
    now = timezone.now()
    if request.method == "POST" and not has_said(request, evaluation):
        try:
            voices.say_as_student(evaluation, given=given_in(request), now=now)
        except DomainError as refusal:
            error = refusal
        else:
            return _thanks(evaluation)
    context = {
        **questions_to(Side.STUDENTS, given_in(request), error),
        "evaluation": evaluation,
        "action": reverse("mentor_links:evaluation_code", args=[evaluation.code]),
        "said": has_said(request, evaluation),
        "was_here": request.method == "POST",
        "closed": voices.why_closed(evaluation, now=now),
    }
    is_gone = voices.is_over(evaluation, now=now) and not context["said"]
    status = 410 if is_gone else 422 if error else 200
    return render(request, "mentors/evaluation_code.html", context, status=status)


def cookie_name(evaluation: Evaluation) -> str:
    return f"mentoring_{evaluation.code}"


def has_said(request: HttpRequest, evaluation: Evaluation) -> bool:
    try:
        said = request.get_signed_cookie(cookie_name(evaluation), salt=COOKIE_SALT)
    except (KeyError, signing.BadSignature):
        return False
    return said == evaluation.code


def _thanks(evaluation: Evaluation) -> HttpResponse:
    address = reverse("mentor_links:evaluation_code", args=[evaluation.code])
    response = redirect(f"{address}?language={translation.get_language()}")
    days = (evaluation.closes_on - timezone.localdate()).days + 2
    response.set_signed_cookie(
        cookie_name(evaluation),
        evaluation.code,
        salt=COOKIE_SALT,
        max_age=days * 24 * 60 * 60,
        path=address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
