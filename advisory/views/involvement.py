"""Who does much, who nothing, who stopped coming; and a word to them (SPEC 4.4, 3.12)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from advisory.domain import involvement as domain
from advisory.forms.involvement import FollowUpForm
from advisory.models import Seat
from advisory.rules import NOTE_TAKERS
from advisory.views.boards import board_or_404, may_manage
from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Program
from partnerships.rules import may


@require_safe
@staff_of_program
def board_involvement(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What members said in private is shown to who prepares the meetings, without names."""
    board, now = board_or_404(program, pk), timezone.now()
    turnouts = domain.turnout_of(board, now=now)
    context = {
        "board": board,
        "rows": domain.involvement_of(board, now=now),
        "turnouts": turnouts,
        "warnings": domain.warnings_of(turnouts),
        "limit": board.absences_before_follow_up,
        "may_follow_up": may(request.roles, NOTE_TAKERS),
        "may_manage_board": may_manage(request),
    }
    return render(request, "advisory/board_involvement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def seat_follow_up(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The drafted message to who stopped coming: read, correct, send."""
    seat = get_object_or_404(Seat, board__program=program, pk=pk)
    board, now = board_or_404(program, seat.board_id), timezone.now()
    rows = domain.involvement_of(board, now=now)
    row = next((one for one in rows if one.sitting.seat.pk == seat.pk and one.task), None)
    me = reader_of(request)
    draft = domain.draft_message(row, by=me, now=now) if row and me else None
    initial = (
        {"to_email": draft.to.email, "subject": draft.subject, "text": draft.text}
        if draft
        else None
    )
    form = FollowUpForm(request.POST or None, initial=initial)
    back = reverse("advisory:board_involvement", args=[program.slug, board.pk])
    if request.method == "POST" and row is None:
        messages.info(request, "Nobody needs to be asked any more.")
        return redirect(back)
    if request.method == "POST" and row and form.is_valid():
        try:
            domain.send_message(row, by=request.user, now=now, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The message is on its way.")
            return redirect(back)
    context = {"board": board, "seat": seat, "row": row, "draft": draft, "form": form, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/seat_follow_up.html", context, status=status)
