from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from calendar_app.domain.week import week_of
from core.access import HouseRequest, signed_in
from core.exceptions import DomainError
from core.lists import Column, FilteredListView
from home.domain import queries
from home.filters import MessageFilter
from notifications.domain.delivery import retry_message
from notifications.models import Message, MessageQuerySet
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Partnership, Person, Program
from partnerships.rules import LETTER_WRITERS, may
from portal.domain.handover import thin_partners


@require_safe
@signed_in
def front_door(request: HouseRequest) -> HttpResponse:
    """Where everybody lands after signing in: their program, or a partner's own page."""
    program = Program.objects.of_user(request.user).first()
    if program:
        return redirect(program)
    if Person.objects.filter(user=request.user).exists():
        return redirect("portal:start")
    return render(request, "home/no_program.html", {"is_administrator": request.user.is_staff})


@require_safe
@staff_of_program
def today(request: StaffRequest, program: Program) -> HttpResponse:
    me = reader_of(request)
    now = timezone.now()
    date = timezone.localdate(now)
    week = week_of(me, program, now=now) if me else None
    counts = queries.stage_counts(program)
    context = {
        "me": me,
        "date": date,
        "week": week,
        "late": week.late(date) if week else 0,
        "quiet": list(queries.gone_quiet(program, today=date)[:5]),
        "thin": thin_partners(program).count(),
        "top_ten": list(queries.top_ten(program)),
        "stages": [(stage, label, counts[stage]) for stage, label in Partnership.Stage.choices],
        "partners": sum(counts.values()),
        "undelivered": queries.undelivered(program),
        "jobs": list(queries.open_jobs(request.user.pk)[:5]),
    }
    return render(request, "home/today.html", context)


@require_safe
@staff_of_program
def search(request: StaffRequest, program: Program) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    found = queries.search(program, text) if len(text) > 1 else None
    return render(request, "home/search.html", {"text": text, "found": found})


class MessageList(FilteredListView):
    filterset_class = MessageFilter
    template_name = "home/message_list.html"
    row_template_name = "home/includes/message_row.html"
    empty_template_name = "home/includes/message_empty.html"
    file_name = "Outbox"
    default_sort = "-created"
    columns = (
        Column("subject", "Subject", "subject", lambda m: m.subject),
        Column("to", "To", "to_email", lambda m: m.to_email),
        Column("state", "State", "state", lambda m: m.get_state_display()),
        Column("created", "Written", "created_at", lambda m: m.created_at),
        Column("sent", "Sent", "sent_at", lambda m: m.sent_at, on_page=False),
        Column("error", "What went wrong", "", lambda m: m.error, on_page=False),
    )

    def get_queryset(self) -> MessageQuerySet:
        return Message.objects.for_scope(self.kwargs["program"].mail_scope).defer("text", "html")


message_list = staff_of_program(MessageList.as_view())


@require_safe
@staff_of_program
def message_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.for_scope(program.mail_scope), pk=pk)
    stopped = message.state in {Message.State.FAILED, Message.State.BOUNCED}
    context = {
        "message": message,
        "attachments": list(message.attachments.all()),
        "can_retry": stopped and may(request.roles, LETTER_WRITERS),
    }
    return render(request, "home/message_detail.html", context)


@require_POST
@staff_of_program(roles=LETTER_WRITERS)
def message_retry(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.for_scope(program.mail_scope), pk=pk)
    try:
        retry_message(message, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"The mail to {message.to_email} is sent again.")
    return redirect("home:message_detail", program.slug, pk)
