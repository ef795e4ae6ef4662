"""One meeting: planned, moved, called off, its members asked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisory.domain import meetings as domain
from advisory.domain.queries import coming_meetings, expected_at, past_meetings
from advisory.domain.seats import is_seated_on, sittings_on
from advisory.domain.steps import next_step
from advisory.domain.year import place_of
from advisory.forms.meetings import CancelForm, MeetingForm
from advisory.models import Meeting
from advisory.rules import BOARD_MANAGERS
from advisory.views.boards import board_or_404, may_manage, render_form
from calendar_app.forms.times import when_initial
from calendar_app.models import Participation
from calendar_app.rules import PLANNERS
from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.domain.speaking import can_be_mailed
from partnerships.models import Program
from partnerships.rules import may

MEETINGS_A_PAGE = 25
#: What may be noted of somebody who answers on the telephone.
ANSWERS = [one for one in Participation.Answer.choices if one[0] != Participation.Answer.OPEN]


def meeting_or_404(program: Program, pk: int) -> Meeting:
    """A meeting of a board of this program."""
    meeting = get_object_or_404(
        Meeting.objects.for_program(program).select_related(
            "activity__organizer",
            "activity__organization",
            "board",
            "host_seat__organization",
            "chair",
        ),
        pk=pk,
    )
    meeting.board.program = meeting.activity.program = program
    return meeting


def day_of(meeting: Meeting) -> date:
    return timezone.localdate(meeting.activity.starts_at)


@require_safe
@staff_of_program
def board_meetings(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """All of a board: those to come, then page by page those that were."""
    board, now = board_or_404(program, pk), timezone.now()
    paginator = Paginator(past_meetings(board, now), MEETINGS_A_PAGE)
    coming = list(coming_meetings(board, now))
    missing = domain.missing_invitations(board, coming) if may_manage(request) else []
    context = {
        "to_ask": len({one.person.pk for one in missing}),
        "to_ask_to": len({one.activity.pk for one in missing}),
        "board": board,
        "coming": coming,
        "paginator": paginator,
        "page_obj": paginator.get_page(request.GET.get("page")),
        "may_manage_board": may_manage(request),
    }
    return render_page(request, "advisory/board_meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_meeting_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    board = board_or_404(program, pk)
    me = reader_of(request)
    form = MeetingForm(
        request.POST or None, board=board, initial={"organizer": me.pk if me else None}
    )
    if request.method == "POST" and form.is_valid() and not form.doubted():
        values = form.values()
        video_link = values.pop("video_link", "")
        try:
            meeting = domain.plan_meeting(board, by=request.user, **values)
            if video_link:
                domain.change_meeting(meeting, by=request.user, video_link=video_link)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The meeting is on the calendar. Nobody is asked yet.")
            return redirect(meeting)
    return render_form(request, board, form, f"A meeting of {board}")


@require_safe
@staff_of_program
def meeting_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Agenda, papers and minutes come from pages of their own, one by one."""
    meeting, now = meeting_or_404(program, pk), timezone.now()
    context = answers_context(request, meeting)
    context["next_step"] = step = next_step(meeting, context["expected"], now=now)
    if step and step.view:
        context["next_step_url"] = reverse(f"advisory:{step.view}", args=[program.slug, pk])
    host = meeting.host_seat
    if host and not is_seated_on(host, day_of(meeting)):
        context["host_gone"] = host
    return render_page(request, "advisory/meeting_detail.html", context)


def answers_context(request: StaffRequest, meeting: Meeting) -> dict[str, Any]:
    """A meeting and who comes, with what may be noted on the telephone."""
    return {
        "meeting": meeting,
        "activity": meeting.activity,
        "board": meeting.board,
        "expected": expected_at(meeting, sittings_on(meeting.board, day_of(meeting))),
        "is_over": meeting.activity.ends_at <= timezone.now(),
        "may_manage_board": may_manage(request),
        "may_note_answers": may(request.roles, PLANNERS),
        "answers": ANSWERS,
        "back_to": f"{meeting.get_absolute_url()}#answers",
    }


@require_safe
@staff_of_program
def meeting_answers(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who comes: a page of its own, or the panel of the meeting's page."""
    context = answers_context(request, meeting_or_404(program, pk))
    template = "meeting_answers" if not request.htmx else "includes/answers_panel"
    return render_page(request, f"advisory/{template}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def meeting_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    activity = meeting.activity
    initial = {
        **when_initial(activity.starts_at, activity.ends_at, program.zone),
        "title": activity.title,
        "host_seat": meeting.host_seat_id,
        "place": "" if activity.place == place_of(meeting.host_seat) else activity.place,
        "video_link": meeting.video_link,
        "chair": meeting.chair_id,
        "organizer": activity.organizer_id,
        "is_organizational": meeting.is_organizational,
        "is_public": activity.is_public,
        "note": activity.note,
    }
    form = MeetingForm(request.POST or None, board=meeting.board, meeting=meeting, initial=initial)
    del form.fields["is_organizational"]  # said when it is planned
    if request.method == "POST" and form.is_valid() and not form.doubted():
        values = form.values()
        values["title"] = values["title"] or activity.title
        try:
            domain.change_meeting(meeting, by=request.user, **values)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved. Whoever was invited hears of another time or place.")
            return redirect(meeting)
    return render_form(
        request, meeting.board, form, f"{meeting}", cancel_url=meeting.get_absolute_url()
    )


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def meeting_invite(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    try:
        asked = domain.invite_members(meeting, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(meeting)
    _say_who_is_asked(request, asked)
    return redirect(meeting)


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def board_invite(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Ask the members to all meetings to come."""
    board = board_or_404(program, pk)
    try:
        asked = domain.invite_to_all(board, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        _say_who_is_asked(request, asked)
    return redirect("advisory:board_meetings", program.slug, board.pk)


def _say_who_is_asked(request: StaffRequest, asked: Iterable[Participation]) -> None:
    """How many have mail, and who must be called."""
    people = {one.person_id: one.person for one in asked}.values()
    if not people:
        messages.info(request, "Everybody is invited already.")
        return
    many = sum(map(can_be_mailed, people))
    words = f"{many} invitation{'' if many == 1 else 's'} on the way."
    if silent := [person.name for person in people if not can_be_mailed(person)]:
        words += f" Without an address, please call: {', '.join(silent)}."
    messages.success(request, words)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def meeting_cancel(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            domain.cancel_meeting(meeting, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The meeting is cancelled, in everybody's calendar too.")
            return redirect(meeting)
    return render_form(
        request, meeting.board, form, f"Cancel {meeting}", cancel_url=meeting.get_absolute_url()
    )
