"""A host says, from the link of a mail, that all stands or what has changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from calendar_app.domain.wording import spoken_span
from core.access import by_link, takes_answers
from core.exceptions import DomainError
from partnerships.domain.speaking import speaking_to
from visits.domain import confirming
from visits.domain.handouts import handout_address, why_closed
from visits.models import ShadowHost


@takes_answers
@by_link(confirming.read_token, gone="visits/handout_closed.html")
def host_confirm(request: HttpRequest, host: ShadowHost, token: str) -> HttpResponse:
    """Show the question; keep the answer on POST."""
    with speaking_to(host.person, host.activity.program):
        return _page(request, host, token)


def _page(request: HttpRequest, host: ShadowHost, token: str) -> HttpResponse:
    refused, status, now = "", 200, timezone.now()
    if request.method == "POST":
        is_ready = request.POST.get("answer") == "ready"
        note = "" if is_ready else request.POST.get("note", "")
        try:
            confirming.confirm(host, is_ready=is_ready, note=note, now=now)
        except DomainError as error:
            refused, status = error.message, 422
        else:
            return redirect("visit_links:host_confirm", token)
    activity = host.activity
    context = {
        "host": host,
        "activity": activity,
        "program": activity.program,
        "when": spoken_span(
            timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
        ),
        "handout": handout_address(host),
        "closed": why_closed(host, now=now),
        "note": request.POST.get("note", host.confirm_note),
        "note_max": confirming.NOTE_MAX,
        "token": token,
        "refused": refused,
    }
    return render(request, "visits/host_confirm.html", context, status=status)
