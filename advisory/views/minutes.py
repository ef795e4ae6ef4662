"""Minutes on the screen and on paper, and their way from draft to approved (SPEC 3.7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from advisory.domain import minutes
from advisory.domain.record import load_record
from advisory.forms.minutes import AddendumForm, ApproveForm
from advisory.models import Meeting
from advisory.rules import NOTE_TAKERS
from advisory.views.live import live_address, meeting_or_404
from core.exceptions import DomainError
from core.views import pdf_response
from notifications.domain.wording import mails_on_the_way
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Person, Program

#: What is next for minutes in a state: the sentence, and the button's words.
STATES = {
    Meeting.Minutes.NONE: "Nothing is noted yet.",
    Meeting.Minutes.LIVE: "The notes are being taken.",
    Meeting.Minutes.DRAFT: "A draft, which only staff see.",
    Meeting.Minutes.SENT: "The members have them; the next meeting approves them.",
    Meeting.Minutes.APPROVED: "Approved and locked.",
}


@require_safe
@staff_of_program
def meeting_minutes(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return render_minutes(request, meeting_or_404(program, pk))


def render_minutes(
    request: StaffRequest,
    meeting: Meeting,
    *,
    approve_form: ApproveForm | None = None,
    addendum_form: AddendumForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_sent = meeting.minutes_state == Meeting.Minutes.SENT
    later = list(minutes.may_approve(meeting)) if is_sent else []
    context: dict[str, Any] = {
        **state_context(request, meeting),
        **minutes.minutes_of(load_record(meeting)),
        "approve_form": approve_form or ApproveForm(meetings=minutes.may_approve(meeting)),
        "may_approve": later,
        "addendum_form": addendum_form or AddendumForm(),
    }
    return render(request, "advisory/minutes.html", context, status=status)


def state_context(request: StaffRequest, meeting: Meeting) -> dict[str, Any]:
    """How far the minutes are, and what is next."""
    return {
        "meeting": meeting,
        "says": STATES[Meeting.Minutes(meeting.minutes_state)],
        "may_note": not request.roles.isdisjoint(NOTE_TAKERS),
        "may_post": meeting.is_locked and meeting.board.is_public and not meeting.minutes_posted_at,
    }


@require_safe
@staff_of_program
def meeting_record(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The panel of the meeting's page; a page of its own without scripts."""
    context = state_context(request, meeting_or_404(program, pk))
    template = "includes/minutes_panel.html" if request.htmx else "minutes_record.html"
    return render(request, f"advisory/{template}", context)


@require_safe
@staff_of_program
def meeting_minutes_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Approved minutes as they were approved; a draft as it stands now."""
    meeting = meeting_or_404(program, pk)
    pdf = minutes.stored_pdf(meeting) if meeting.minutes_file else minutes.make_pdf(meeting)[0]
    return pdf_response(pdf, minutes.file_name(meeting))


def people_without(people: list[Person]) -> str:
    names = ", ".join(person.name for person in people)
    return f" Without an e-mail address: {names}." if people else ""


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_minutes_send(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    try:
        count, without = minutes.send_minutes(meeting, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{mails_on_the_way(count)}.{people_without(without)}")
    return redirect("advisory:meeting_minutes", program.slug, pk)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_minutes_approve(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """From this page, or with one button on the live page of the meeting that approves them."""
    meeting = meeting_or_404(program, pk)
    form = ApproveForm(request.POST, meetings=minutes.may_approve(meeting))
    from_live = request.POST.get("back") == "live"
    if not form.is_valid():
        return render_minutes(request, meeting, approve_form=form, status=422)
    approved_in = form.cleaned_data["approved_in"]
    try:
        minutes.approve_minutes(meeting, by=request.user, approved_in=approved_in)
    except DomainError as error:
        if not from_live:
            form.add_domain_error(error)
            return render_minutes(request, meeting, approve_form=form, status=422)
        messages.error(request, error.message)
    else:
        day = timezone.localdate(meeting.activity.starts_at)
        words = f"The minutes of {day:%B} {day.day} are approved and locked."
        messages.success(request, words)
    if from_live:
        return redirect(live_address(meeting_or_404(program, approved_in.pk)))
    return redirect("advisory:meeting_minutes", program.slug, pk)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_minutes_post(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    try:
        minutes.post_minutes(meeting, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The minutes are on the public page.")
    return redirect("advisory:meeting_minutes", program.slug, pk)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_addendum(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    form = AddendumForm(request.POST)
    if form.is_valid():
        try:
            minutes.add_addendum(meeting, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The correction stands below the minutes.")
            return redirect("advisory:meeting_minutes", program.slug, pk)
    return render_minutes(request, meeting, addendum_form=form, status=422)
