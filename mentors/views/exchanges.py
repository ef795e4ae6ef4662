"""Staff read what mentors answered, before the student does (SPEC 8.5)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.code_pages import board_words
from core.exceptions import DomainError
from core.languages import paper_language
from mentors.domain import exchange_reading
from mentors.domain.personal import find_personal, marked
from mentors.models import Exchange
from mentors.rules import MENTOR_PLANNERS
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program

#: So many stand on the page in each part.
SHOWN, DONE_SHOWN = 200, 40


@require_safe
@staff_of_program(roles=MENTOR_PLANNERS)
def exchange_list(request: StaffRequest, program: Program) -> HttpResponse:
    today = timezone.localdate()
    rows = Exchange.objects.for_program(program).select_related(
        "question_set", "group", "student", "mentor_person", "released_by__person"
    )
    unanswered = rows.unanswered()
    done = rows.going().exclude(released_at=None)
    context = {
        "to_read": list(rows.to_read().order_by("answered_at", "pk")[:SHOWN]),
        "late": list(unanswered.filter(due_on__lt=today).order_by("due_on", "pk")[:SHOWN]),
        "waiting": list(unanswered.filter(due_on__gte=today).order_by("due_on", "pk")[:SHOWN]),
        "done": list(done.order_by("-released_at", "-pk")[:DONE_SHOWN]),
    }
    return render(request, "mentors/exchange_list.html", context)


def exchange_or_404(program: Program, pk: int) -> Exchange:
    exchange = get_object_or_404(
        Exchange.objects.for_program(program).select_related(
            "question_set",
            "group__organizer",
            "student",
            "mentor_person",
            "sent_by__person",
            "released_by__person",
            "withdrawn_by__person",
        ),
        pk=pk,
    )
    exchange.program = program
    return exchange


@never_cache
@require_safe
@staff_of_program(roles=MENTOR_PLANNERS)
def exchange_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _detail(request, exchange_or_404(program, pk))


def _detail(
    request: StaffRequest,
    exchange: Exchange,
    *,
    error: DomainError | None = None,
    keep_typed: bool = False,
    status: int = 200,
) -> HttpResponse:
    state = exchange.state_on(timezone.localdate())
    is_open = state == Exchange.State.ANSWERED and exchange.student.left_on is None
    typed = request.POST if keep_typed else {}
    rows: list[dict[str, Any]] = []
    for answer in exchange.answers.all() if exchange.answered_at else []:
        text = typed.get(f"text-{answer.pk}", answer.released_text)
        rows.append(
            {
                "answer": answer,
                "text": text,
                "pieces": marked(text),
                "findings": find_personal(text),
                "may_stay": f"stay-{answer.pk}" in typed if keep_typed else answer.may_stay,
                "is_wrong": error is not None and error.field == f"text-{answer.pk}",
            }
        )
    context = {
        "exchange": exchange,
        "state": state.label,
        "rows": rows,
        "questions": [] if exchange.answered_at else list(exchange.answers.all()),
        "is_open": is_open,
        "is_readable": exchange_reading.is_readable(exchange, now=timezone.now()),
        "refused": error.message if error else "",
    }
    return render(request, "mentors/exchange_detail.html", context, status=status)


def _given(request: StaffRequest) -> dict[str, Any]:
    """What staff changed and ticked, by the ids of the answers."""
    texts, stays = {}, set()
    for name, value in request.POST.items():
        kind, _dash, pk = name.partition("-")
        if pk.isdecimal() and kind == "text":
            texts[int(pk[:18])] = str(value)
        elif pk.isdecimal() and kind == "stay":
            stays.add(int(pk[:18]))
    return {"texts": texts, "may_stay": stays, "seen": request.POST.get("seen", "")}


def _refused(request: StaffRequest, exchange: Exchange, error: DomainError) -> HttpResponse:
    """What was typed is kept, unless the mentor has written something else meanwhile."""
    now_there = exchange_or_404(request.program, exchange.pk)
    keep = now_there.version == request.POST.get("seen", "")
    return _detail(request, now_there, error=error, keep_typed=keep, status=422)


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def exchange_save(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``text-<id>`` and ``stay-<id>`` of each answer, ``seen`` the version that was read."""
    exchange = exchange_or_404(program, pk)
    try:
        exchange_reading.save_reading(exchange, **_given(request))
    except DomainError as error:
        return _refused(request, exchange, error)
    messages.success(request, "Saved. The student cannot read it yet.")
    return redirect("mentors:exchange_detail", program.slug, pk)


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def exchange_release(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The same fields; the student may read it."""
    exchange = exchange_or_404(program, pk)
    try:
        exchange_reading.release(exchange, by=request.user, now=timezone.now(), **_given(request))
    except DomainError as error:
        return _refused(request, exchange, error)
    messages.success(request, "Done. Now hand the student the code.")
    return redirect("mentors:exchange_detail", program.slug, pk)


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def exchange_withdraw(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    exchange_reading.withdraw(exchange_or_404(program, pk), by=request.user, now=timezone.now())
    messages.success(request, "Withdrawn. The links of mentor and student are closed.")
    return redirect("mentors:exchange_detail", program.slug, pk)


@never_cache
@require_safe
@staff_of_program(roles=MENTOR_PLANNERS)
def exchange_card(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Code and QR code, to print or to show to the student; ``?language=es`` in Spanish."""
    exchange = exchange_or_404(program, pk)
    if not exchange_reading.is_readable(exchange, now=timezone.now()):
        return _detail(request, exchange)
    context = {
        "exchange": exchange,
        "code": exchange_reading.code_words(exchange),
        **board_words(exchange_reading.read_address(exchange), route="mentor_links:student_enter"),
    }
    with translation.override(paper_language(request)):
        return render(request, "mentors/exchange_card.html", context)
