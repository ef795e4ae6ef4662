"""The private question after a meeting, from the link of a mail (SPEC 3.12)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from advisory.domain import verdicts
from advisory.models import Meeting, Verdict
from calendar_app.domain.wording import spoken_day
from core.access import by_link, takes_answers
from core.exceptions import DomainError
from partnerships.domain.speaking import speaking_to
from partnerships.models import Person


@takes_answers
@by_link(verdicts.read_token, gone="calendar_app/answer_unknown.html")
def meeting_verdict(
    request: HttpRequest, found: tuple[Meeting, Person], token: str
) -> HttpResponse:
    """Show the question; keep the answer on POST."""
    meeting, person = found
    with speaking_to(person, meeting.board.program):
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
