"""Pages without a login: the mentor answers, the student reads (SPEC 8.5)."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from calendar_app.domain.wording import spoken_day
from core.access import View, by_link, public, takes_answers
from core.code_pages import enter_page, stops_guessing, unknown_page
from core.exceptions import DomainError
from core.languages import language_of
from mentors.domain import exchange_answering, exchange_reading
from mentors.models import ANSWER_MAX, Exchange
from partnerships.domain.speaking import speaking_to

ENTER_TEMPLATE = "mentors/student_enter.html"


def hidden(view: View) -> View:
    """No search engine keeps the page."""

    @wraps(view)
    def inner(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


@takes_answers
@hidden
@by_link(exchange_answering.read_token, gone="mentors/link_unknown.html")
def exchange_answer(request: HttpRequest, exchange: Exchange, token: str) -> HttpResponse:
    """The questions; ``text-<id>`` for each answer, ``send`` to send and not only to save."""
    with speaking_to(exchange.mentor_person, exchange.program):
        return _answer_page(request, exchange, token)


def _answer_page(request: HttpRequest, exchange: Exchange, token: str) -> HttpResponse:
    error: DomainError | None = None
    now = timezone.now()
    if request.method == "POST":
        try:
            exchange_answering.answer(
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
        "student": exchange_answering.student_name(exchange, day=timezone.localdate(now)),
        "closed": exchange_answering.why_closed(exchange, now=now),
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


@require_safe
@never_cache
@stops_guessing
@public
@hidden
def student_enter(request: HttpRequest) -> HttpResponse:
    """Where the code is typed; ``?code=`` leads on."""
    return enter_page(
        request,
        find=exchange_reading.exchange_with_code,
        route="mentor_links:student_read",
        template=ENTER_TEMPLATE,
    )


@require_safe
@never_cache
@stops_guessing
@public
@hidden
def student_read(request: HttpRequest, code: str) -> HttpResponse:
    """What the mentor answered and staff let through; the look is noted."""
    exchange = exchange_reading.exchange_with_code(code)
    language, now = language_of(request), timezone.now()
    with translation.override(language):
        if exchange is None:
            return unknown_page(request, typed=code, template=ENTER_TEMPLATE)
        is_readable = exchange_reading.is_readable(exchange, now=now)
        rows = []
        if is_readable:
            if request.method == "GET":
                exchange_reading.note_look(exchange, now=now)
            rows = [
                (one.question_in(language), one.released_text)
                for one in exchange.answers.exclude(released_text="")
            ]
        context = {
            "exchange": exchange,
            "is_readable": is_readable,
            "mentor": exchange_reading.mentor_words(exchange) if is_readable else "",
            "rows": rows,
        }
        status = 200 if is_readable else 410
        return render(request, "mentors/student_read.html", context, status=status)
