"""The thank-you queue: read, correct, send; nobody is forgotten (SPEC 13.10)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.forms.activities import ApologyForm
from core.exceptions import DomainError
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from visits.domain import thanks as domain
from visits.models import Thanks
from visits.rules import SHADOW_PLANNERS

#: So many stand on the page; the oldest first.
SHOWN, SENT_SHOWN = 100, 20


class ThanksForm(ApologyForm):
    submit_label = "Send it"


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def thanks_list(request: StaffRequest, program: Program) -> HttpResponse:
    rows = Thanks.objects.for_program(program).select_related("activity", "organization", "person")
    now = timezone.now()
    context: dict[str, Any] = {
        "waiting": list(rows.waiting()[:SHOWN]),
        "sent": list(
            rows.exclude(settled_at=None)
            .select_related("settled_by__person")
            .order_by("-settled_at", "-pk")[:SENT_SHOWN]
        ),
        "unfinished": domain.unfinished(program.pk, now=now),
        "today": timezone.localdate(),
    }
    return render(request, "visits/thanks_list.html", context)


def thanks_or_404(program: Program, pk: int) -> Thanks:
    thanks = get_object_or_404(
        Thanks.objects.for_program(program).select_related(
            "activity__organizer", "organization", "person", "settled_by__person"
        ),
        pk=pk,
    )
    thanks.activity.program = program
    return thanks


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def thanks_write(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The drafted letter: read it, make it yours, send it; or ``print`` it as it stands."""
    thanks = thanks_or_404(program, pk)
    draft = None if thanks.settled_at else domain.draft_of(thanks)
    initial = vars(draft) if draft else None
    if request.method == "POST" and "print" in request.POST:
        text = request.POST.get("text", "")[: domain.TEXT_MAX]
        return pdf_response(domain.print_thanks(thanks, text=text), "Thank-you letter.pdf")
    form = ThanksForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            domain.send_thanks(thanks, by=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "It is on its way.")
            return redirect("visits:thanks_list", program.slug)
    context = {
        "thanks": thanks,
        "activity": thanks.activity,
        "draft": draft,
        "form": form,
        "cancel_url": reverse("visits:thanks_list", args=[program.slug]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/thanks_write.html", context, status=status)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def thanks_settle(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``way``: by letter, or in another way."""
    thanks = thanks_or_404(program, pk)
    try:
        domain.settle_thanks(
            thanks, by=request.user, way=request.POST.get("way", ""), now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Noted: {thanks.person or thanks.organization}.")
    return redirect("visits:thanks_list", program.slug)
