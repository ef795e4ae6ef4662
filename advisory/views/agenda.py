"""Preparing the agenda of a meeting (SPEC 3.3)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisory.domain import agenda, public, suggestions
from advisory.domain.papers import papers_of_meeting
from advisory.domain.presenters import presenters_for
from advisory.domain.topics import ABOUT_ROLES
from advisory.exports import agenda_pdf
from advisory.forms.agenda import AnswerForm, ItemForm
from advisory.models import AgendaItem, Meeting, Topic
from advisory.rules import NOTE_TAKERS
from advisory.views.responsibilities import address_at
from core.exceptions import DomainError
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may

State = AgendaItem.State


def own_meeting(program: Program, pk: int) -> Meeting:
    """A meeting of this program with its activity, board, host and chair; the frame's program is
    that of its board."""
    rows = Meeting.objects.for_program(program).select_related(
        "activity", "board", "host_seat__organization", "chair"
    )
    meeting = get_object_or_404(rows, pk=pk)
    meeting.board.program = meeting.activity.program = program
    return meeting


def own_item(program: Program, pk: int) -> AgendaItem:
    rows = AgendaItem.objects.filter(meeting__board__program=program)
    item = get_object_or_404(
        rows.select_related("meeting__activity", "meeting__board", "presenter", "suggested_by"),
        pk=pk,
    )
    item.meeting.board.program = item.meeting.activity.program = program
    return item


@require_safe
@staff_of_program
def meeting_agenda(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The agenda with its clock. As a panel of the meeting's page it is only shown; the page is
    where it is prepared."""
    meeting, now = own_meeting(program, pk), timezone.now()
    items = agenda.items_of(meeting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "board": meeting.board,
        "timetable": agenda.timetable(meeting, items),
        "suggested": [item for item in items if item.state == State.SUGGESTED],
        "posting": public.posting_clock(meeting, now=now),
        "may_prepare": may(request.roles, NOTE_TAKERS) and can_change(meeting),
        "is_over": meeting.activity.ends_at <= now,
    }
    template = "advisory/includes/agenda_panel.html"
    if not request.htmx:
        template = "advisory/meeting_agenda.html"
        papers: dict[int | None, list[Any]] = {}
        for paper in papers_of_meeting(meeting):
            papers.setdefault(paper.item_id, []).append(paper)
        for item in items:
            item.own_papers = papers.get(item.pk, [])  # type: ignore[attr-defined]
        context |= {
            "dropped": [item for item in items if item.state == State.DROPPED],
            "left_over": agenda.left_over(meeting, now=now) if context["may_prepare"] else [],
            "moving": request.GET.get("moved", ""),
            "calendar_topic": Topic.CALENDAR,
            "calendar_address": changes_address(meeting),
            "role_topics": ABOUT_ROLES,
            "responsibilities_address": address_at(meeting),
        }
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def changes_address(meeting: Meeting) -> str:
    """What became of the calendar since the meeting before."""
    before = agenda.previous_meeting(meeting)
    address = reverse("calendar_app:activity_changes", args=[meeting.board.program.slug])
    if before is None:
        return address
    return f"{address}?since={timezone.localdate(before.activity.starts_at):%Y-%m-%d}"


def can_change(meeting: Meeting) -> bool:
    return not meeting.is_locked and not meeting.activity.is_called_off


@require_safe
@staff_of_program
def meeting_agenda_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = own_meeting(program, pk)
    day = timezone.localdate(meeting.activity.starts_at)
    return pdf_response(agenda_pdf(meeting), f"Agenda {day:%Y-%m-%d}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def meeting_item_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = own_meeting(program, pk)
    form = ItemForm(request.POST or None, presenters=presenters_for(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            item = agenda.add_item(meeting, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"“{item}” is on the agenda.")
            return to_agenda(meeting, item)
    context = {"form": form, "meeting": meeting, "cancel_url": agenda_address(meeting)}
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/agenda_item_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def item_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    item = own_item(program, pk)
    meeting = item.meeting
    form = ItemForm(request.POST or None, presenters=presenters_for(meeting), item=item)
    if request.method == "POST" and form.is_valid():
        try:
            item = agenda.edit_item(item, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"“{item}” is saved.")
            return to_agenda(meeting, item)
    context = {
        "form": form,
        "item": item,
        "meeting": meeting,
        "papers": item.papers.all(),
        "cancel_url": agenda_address(meeting),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/agenda_item_edit.html", context, status=status)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_drop(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    item = own_item(program, pk)
    return _change(
        request,
        item.meeting,
        lambda: agenda.drop_item(item, by=request.user),
        f"“{item}” is off the agenda. It stands below, to be put back.",
    )


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_restore(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    item = own_item(program, pk)
    return _change(
        request,
        item.meeting,
        lambda: agenda.restore_item(item, by=request.user),
        f"“{item}” is back on the agenda.",
        item=item,
    )


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_move(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``to``: up or down, by one place."""
    item = own_item(program, pk)
    places = 1 if request.POST.get("to") == "down" else -1
    return _change(
        request,
        item.meeting,
        lambda: agenda.shift_item(item, places=places, by=request.user),
        f"“{item}” moved {'down' if places > 0 else 'up'}.",
        item=item,
    )


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_order(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The items as they were dragged: ``order``, once for each; ``moved``, the one in hand."""
    meeting = own_meeting(program, pk)
    ids = [int(one) for one in request.POST.getlist("order") if one.isdecimal()]
    moved = request.POST.get("moved", "")
    item = AgendaItem(pk=int(moved)) if moved.isdecimal() else None
    return _change(
        request,
        meeting,
        lambda: agenda.order_items(meeting, ids, by=request.user),
        "The order is saved.",
        item=item,
    )


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_carry_over(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = own_meeting(program, pk)
    return _change(
        request,
        meeting,
        lambda: agenda.carry_over(meeting, by=request.user),
        "What was left over is on this agenda now.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def item_answer(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Take up a member's suggestion or not, with a word to them. ``answer``: yes or no."""
    item = own_item(program, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb: Any = suggestions.accept_suggestion
        done = f"“{item}” is on the agenda, and {item.suggested_by} is told."
        if request.POST.get("answer") != "yes":
            verb = suggestions.decline_suggestion
            done = f"{item.suggested_by} is told why “{item}” is not taken up now."
        try:
            verb(item, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, done)
            return to_agenda(item.meeting, item)
    context = {"form": form, "item": item, "meeting": item.meeting}
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/agenda_suggestion.html", context, status=status)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_post(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Show the agenda on the board's public page."""
    meeting = own_meeting(program, pk)
    return _change(
        request,
        meeting,
        lambda: public.post_agenda(meeting, by=request.user),
        "The agenda is on the public page.",
    )


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_withdraw(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = own_meeting(program, pk)
    return _change(
        request,
        meeting,
        lambda: public.withdraw_agenda(meeting, by=request.user),
        "The agenda is off the public page. Post it again when it is ready.",
    )


def agenda_address(meeting: Meeting) -> str:
    return reverse("advisory:meeting_agenda", args=[meeting.board.program.slug, meeting.pk])


def to_agenda(meeting: Meeting, item: AgendaItem | None = None) -> HttpResponse:
    """The agenda, at the item that was in hand."""
    return redirect(agenda_address(meeting) + (f"#item-{item.pk}" if item else ""))


def _change(
    request: StaffRequest,
    meeting: Meeting,
    verb: Callable[[], object],
    done: str,
    *,
    item: AgendaItem | None = None,
) -> HttpResponse:
    try:
        verb()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return to_agenda(meeting, item)
