"""Pages without a login: a board's open meetings, and a member's suggestion. And the switch."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisory.domain import agenda, public, suggestions
from advisory.forms.agenda import SuggestionForm
from advisory.forms.public import OpennessForm
from advisory.models import Board, Meeting
from advisory.rules import BOARD_MANAGERS
from advisory.views.papers import own_board
from calendar_app.domain.wording import spoken_span
from calendar_app.models import Participation
from core.access import by_link
from core.access import public as for_everybody
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.speaking import speaking_to
from partnerships.models import Program


def spoken_when(meeting: Meeting) -> str:
    """Day and hours in the language and zone that are set."""
    activity = meeting.activity
    return spoken_span(timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at))


def open_board(program: str, pk: int) -> Board:
    """A board whose meetings are open; of all others the public hears nothing."""
    return get_object_or_404(public.open_boards(), program__slug=program, pk=pk)


@require_safe
@for_everybody
def board_page(request: HttpRequest, program: str, pk: int) -> HttpResponse:
    """Schedule, posted agendas and posted minutes of a board with open meetings."""
    board = open_board(program, pk)
    coming, past = public.public_meetings(board, now=timezone.now())
    for meeting in past:
        meeting.shows_minutes = public.has_public_minutes(meeting)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"board": board, "coming": coming, "past": past}
    with timezone.override(board.program.zone):
        return render(request, "advisory/public_board.html", context)


@require_safe
@for_everybody
def agenda_page(request: HttpRequest, program: str, pk: int, meeting: int) -> HttpResponse:
    """A posted agenda: times, items, who presents. Nothing that was only meant for members."""
    board = open_board(program, pk)
    found = get_object_or_404(
        board.meetings.select_related("activity").exclude(agenda_posted_at=None), pk=meeting
    )
    items = agenda.items_of(found)
    context = {"board": board, "meeting": found, "timetable": agenda.timetable(found, items)}
    with timezone.override(board.program.zone):
        context["when"] = spoken_when(found)
        return render(request, "advisory/public_agenda.html", context)


@require_safe
@for_everybody
def minutes_file(request: HttpRequest, program: str, pk: int, meeting: int) -> HttpResponse:
    """Posted minutes as they were approved."""
    board = open_board(program, pk)
    found = get_object_or_404(Meeting.objects.select_related("activity"), board=board, pk=meeting)
    if not public.has_public_minutes(found):
        raise Http404
    day = timezone.localdate(found.activity.starts_at, board.program.zone)
    try:
        with found.minutes_file.open() as stored:
            response = HttpResponse(stored.read(), content_type="application/pdf")
    except OSError as error:
        raise Http404 from error
    response["Content-Disposition"] = f'inline; filename="Board minutes {day:%Y-%m-%d}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(suggestions.read_token, gone="advisory/suggest_gone.html", status=410)
def item_suggest(
    request: HttpRequest, found: tuple[Meeting, Participation], token: str
) -> HttpResponse:
    """A member says what the board should talk about; the link is theirs."""
    meeting, participation = found
    with speaking_to(participation.person, meeting.board.program):
        return _suggestion_page(request, meeting, participation, token)


def _suggestion_page(
    request: HttpRequest, meeting: Meeting, participation: Participation, token: str
) -> HttpResponse:
    person = participation.person
    late = suggestions.too_late(meeting, now=timezone.now())
    form = SuggestionForm(request.POST or None)
    if request.method == "POST" and not late and form.is_valid():
        try:
            suggestions.suggest_item(meeting, person=person, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _("Thank you. Whoever prepares the agenda has it now."))
            return redirect("advisory_links:item_suggest", token)
    mine = suggestions.suggestions_of(meeting, person)
    context = {
        "meeting": meeting,
        "when": spoken_when(meeting),
        "participation": participation,
        "form": form,
        "late": late,
        "mine": mine,
        "left": max(0, suggestions.MOST - len(mine)),
        "timetable": agenda.timetable(meeting, agenda.items_of(meeting)),
    }
    status = 410 if late else 422 if request.method == "POST" else 200
    return render(request, "advisory/suggest_item.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_public(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Whether meetings are open, the deadlines, and how the meetings stand to them."""
    board = own_board(program, pk)
    form = OpennessForm(request.POST or None, board=board)
    if request.method == "POST" and form.is_valid():
        public.set_openness(board, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("advisory:board_public", program.slug, board.pk)
    now = timezone.now()
    context: dict[str, Any] = {
        "board": board,
        "form": form,
        "deadlines": public.open_deadlines(board, now=now),
        "public_url": request.build_absolute_uri(
            reverse("advisory_links:board_page", args=[program.slug, board.pk])
        ),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/public_settings.html", context, status=status)
