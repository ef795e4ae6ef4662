"""A host says, from the link of a mail, that all stands or what has changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from calendar_app.domain.wording import spoken_span
from core.access import signed_link
from core.exceptions import DomainError
from visits.domain import confirming
from visits.domain.handouts import handout_address, why_closed
from visits.models import ShadowHost


@csrf_exempt  # the token is the proof; windows inside mail programs often keep no cookies
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def host_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question; keep the answer on POST. A mail scanner that opens links says nothing."""
    try:
        host = confirming.read_token(token)
    except DomainError:
        return render(request, "visits/handout_closed.html", status=404)
    language = host.person.language if host.person else "en"
    with translation.override(language), timezone.override(host.activity.program.zone):
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
