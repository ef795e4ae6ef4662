"""One meeting: planned, moved, called off, its members asked."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.shortcuts import render as render_page
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisory.domain import meetings as domain
from advisory.domain.queries import expected_at
from advisory.domain.seats import sittings_on
from advisory.forms.meetings import CancelForm, MeetingForm
from advisory.models import Meeting
from advisory.rules import BOARD_MANAGERS
from advisory.views.boards import board_or_404, may_manage, render_form
from calendar_app.forms.times import when_initial
from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Program


def meeting_or_404(program: Program, pk: int) -> Meeting:
    """A meeting of a board of this program."""
    meeting = get_object_or_404(
        Meeting.objects.for_program(program).select_related(
            "activity__organizer", "activity__organization", "board", "host_seat", "chair"
        ),
        pk=pk,
    )
    meeting.board.program = meeting.activity.program = program
    return meeting


def day_of(meeting: Meeting) -> date:
    return timezone.localdate(meeting.activity.starts_at)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def board_meeting_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    board = board_or_404(program, pk)
    me = reader_of(request)
    form = MeetingForm(
        request.POST or None, board=board, initial={"organizer": me.pk if me else None}
    )
    if request.method == "POST" and form.is_valid():
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
    meeting = meeting_or_404(program, pk)
    expected = expected_at(meeting, sittings_on(meeting.board, day_of(meeting)))
    context = {
        "meeting": meeting,
        "activity": meeting.activity,
        "board": meeting.board,
        "expected": expected,
        "is_over": meeting.activity.ends_at <= timezone.now(),
        "may_manage_board": may_manage(request),
    }
    return render_page(request, "advisory/meeting_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def meeting_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    activity = meeting.activity
    initial = {
        **when_initial(activity.starts_at, activity.ends_at, program.zone),
        "title": activity.title,
        "host_seat": meeting.host_seat_id,
        "place": activity.place,
        "video_link": meeting.video_link,
        "chair": meeting.chair_id,
        "organizer": activity.organizer_id,
        "is_organizational": meeting.is_organizational,
        "is_public": activity.is_public,
        "note": activity.note,
    }
    form = MeetingForm(request.POST or None, board=meeting.board, meeting=meeting, initial=initial)
    del form.fields["is_organizational"]  # said when it is planned
    if request.method == "POST" and form.is_valid():
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
    reached = [one for one in asked if one.person.email]
    words = f"{len(reached)} invited by mail." if reached else "Nobody new is asked by mail."
    if silent := [one.person.name for one in asked if not one.person.email]:
        words += f" Without an address: {', '.join(silent)}. Please call them."
    messages.success(request, words)
    return redirect(meeting)


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
