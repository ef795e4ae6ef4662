"""The private question after a meeting, from the link of a mail (SPEC 3.12)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from advisory.domain import verdicts
from advisory.models import Meeting, Verdict
from calendar_app.domain.wording import spoken_day
from core.access import signed_link
from core.exceptions import DomainError
from partnerships.models import Person


@csrf_exempt  # the token is the proof; windows inside mail programs often keep no cookies
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def meeting_verdict(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question; keep the answer on POST. A mail scanner that opens links says nothing."""
    try:
        meeting, person = verdicts.read_token(token)
    except DomainError:
        return render(request, "calendar_app/answer_unknown.html", status=404)
    zone = meeting.board.program.zone
    with translation.override(person.language), timezone.override(zone):
        return _page(request, meeting, person, token)


def _page(request: HttpRequest, meeting: Meeting, person: Person, token: str) -> HttpResponse:
    refused, status = "", 200
    if request.method == "POST":
        try:
            verdicts.give_verdict(
                meeting,
                person,
                worth=request.POST.get("worth", ""),
                comment=request.POST.get("comment", ""),
            )
        except DomainError as error:
            refused, status = error.message, 422
        else:
            return redirect("advisory_links:meeting_verdict", token)
    said = Verdict.objects.filter(meeting=meeting, person=person).first()
    chosen = request.POST.get("worth") or request.GET.get("worth", "")
    if said and chosen == str(said.worth) and not refused:
        chosen = ""  # said already
    context: dict[str, Any] = {
        "meeting": meeting,
        "activity": meeting.activity,
        "day": spoken_day(timezone.localtime(meeting.activity.starts_at)),
        "token": token,
        "said": said,
        "chosen": chosen,
        "choices": [(str(one.value), one.label) for one in verdicts.choices()],
        "comment": request.POST.get("comment", said.comment if said else ""),
        "comment_max": verdicts.COMMENT_MAX,
        "too_late": verdicts.too_late(meeting, now=timezone.now()),
        "refused": refused,
    }
    return render(request, "advisory/meeting_verdict.html", context, status=status)
