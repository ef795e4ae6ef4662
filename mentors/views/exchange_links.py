"""Pages without a login: the mentor answers, the student reads (SPEC 8.5)."""

from typing import Any

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
from mentors.domain import exchanges
from mentors.models import ANSWER_MAX, Exchange


def _hidden(response: HttpResponse) -> HttpResponse:
    """No search engine keeps it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@csrf_exempt  # the token is the proof; windows inside mail programs often keep no cookies
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def exchange_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The questions; ``text-<id>`` for each answer, ``send`` to send and not only to save. A mail
    scanner that opens links says nothing."""
    try:
        exchange = exchanges.read_token(token)
    except DomainError:
        return _hidden(render(request, "mentors/link_unknown.html", status=404))
    language = exchange.mentor_person.language
    with translation.override(language), timezone.override(exchange.program.zone):
        return _hidden(_answer_page(request, exchange, token))


def _answer_page(request: HttpRequest, exchange: Exchange, token: str) -> HttpResponse:
    error: DomainError | None = None
    now = timezone.now()
    if request.method == "POST":
        try:
            exchanges.answer(
                exchange, texts=_texts(request), is_sent="send" in request.POST, now=now
            )
        except DomainError as refusal:
            error = refusal
        else:
            return redirect("mentor_links:exchange_answer", token)
    language = exchange.mentor_person.language
    rows = [
        {
            "pk": one.pk,
            "question": one.question_in(language),
            "text": request.POST.get(f"text-{one.pk}", one.text),
            "is_wrong": error is not None and error.field == f"text-{one.pk}",
        }
        for one in exchange.answers.all()
    ]
    context: dict[str, Any] = {
        "exchange": exchange,
        "organizer": exchange.group.organizer,
        "rows": rows,
        "has_draft": any(row["text"] for row in rows),
        "day": spoken_day(exchange.due_on),
        "student": exchanges.student_name(exchange, day=timezone.localdate(now)),
        "closed": exchanges.why_closed(exchange, now=now),
        "token": token,
        "most": ANSWER_MAX,
        "refused": error.message if error else "",
    }
    status = 422 if error else 200
    return render(request, "mentors/exchange_answer.html", context, status=status)


def _texts(request: HttpRequest) -> dict[int, str]:
    return {
        int(name[5:23]): str(value)
        for name, value in request.POST.items()
        if name.startswith("text-") and name[5:].isdecimal()
    }


# ---------------------------------------------------------------- students


def language_of(request: HttpRequest) -> str:
    """What they chose on the page, or what their browser asks for."""
    chosen = request.GET.get("language", "")
    return chosen if chosen in {"en", "es"} else translation.get_language()[:2]


@require_safe
@never_cache
@public
def student_enter(request: HttpRequest) -> HttpResponse:
    """Where the code is typed; ``?code=`` leads on."""
    typed = request.GET.get("code", "")
    language = language_of(request)
    if exchange := exchanges.exchange_with_code(typed):
        address = reverse("mentor_links:student_read", args=[exchange.code])
        return _hidden(redirect(f"{address}?language={language}"))
    with translation.override(language):
        return _enter_page(request, typed, status=404 if typed else 200)


def _enter_page(request: HttpRequest, typed: str, *, status: int) -> HttpResponse:
    context = {"typed": typed[:20]}
    return _hidden(render(request, "mentors/student_enter.html", context, status=status))


@require_safe
@never_cache
@public
def student_read(request: HttpRequest, code: str) -> HttpResponse:
    """What the mentor answered and staff let through; the look is noted."""
    exchange = exchanges.exchange_with_code(code)
    language, now = language_of(request), timezone.now()
    with translation.override(language):
        if exchange is None:
            return _enter_page(request, code, status=404)
        is_readable = exchanges.is_readable(exchange, now=now)
        rows = []
        if is_readable:
            if request.method == "GET":
                exchanges.note_look(exchange, now=now)
            rows = [
                (one.question_in(language), one.released_text)
                for one in exchange.answers.exclude(released_text="")
            ]
        context = {
            "exchange": exchange,
            "is_readable": is_readable,
            "mentor": exchanges.mentor_words(exchange) if is_readable else "",
            "rows": rows,
        }
        status = 200 if is_readable else 410
        return _hidden(render(request, "mentors/student_read.html", context, status=status))
