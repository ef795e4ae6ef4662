"""Two private questions after an activity: asked by link, read by the coordinator (SPEC 13.12)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calendar_app.domain.wording import spoken_day
from core.access import by_link, takes_answers
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.speaking import speaking_to
from partnerships.models import Program
from partnerships.rules import PROGRAM_MANAGERS
from visits.domain import afterwards
from visits.models import Afterthought


@takes_answers
@by_link(afterwards.read_token, gone="visits/handout_closed.html")
def afterthought_say(request: HttpRequest, row: Afterthought, token: str) -> HttpResponse:
    """Show the questions, with what the mail's link chose; keep the answers on POST."""
    with speaking_to(row.person, row.activity.program):
        return _page(request, row, token)


def _page(request: HttpRequest, row: Afterthought, token: str) -> HttpResponse:
    refused, now = "", timezone.now()
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            afterwards.say(
                row,
                how=given.get("how", ""),
                again=given.get("again", ""),
                comment=given.get("comment", ""),
                now=now,
            )
        except DomainError as error:
            refused = error.message
        else:
            return redirect("visit_links:afterthought_say", token)
    closed = afterwards.is_closed(row, now=now)
    context = {
        "row": row,
        "activity": row.activity,
        "day": spoken_day(timezone.localtime(row.activity.starts_at)),
        "hows": Afterthought.How.choices,
        "agains": Afterthought.Again.choices,
        "how": given.get("how", "") or str(row.how or ""),
        "again": given.get("again", "") or row.again,
        "comment": given.get("comment", row.comment),
        "comment_max": afterwards.COMMENT_MAX,
        "closed": closed,
        "is_said": row.answered_at is not None and not request.GET.get("how") and not refused,
        "token": token,
        "refused": refused,
    }
    status = 422 if refused and not closed else 410 if closed else 200
    return render(request, "visits/afterthought_say.html", context, status=status)


@require_safe
@staff_of_program(roles=PROGRAM_MANAGERS)
def afterthought_list(request: StaffRequest, program: Program) -> HttpResponse:
    """What partners said in private, and who may be at risk."""
    rows = afterwards.said_in(program)
    context = {"rows": rows, "risks": afterwards.at_risk(rows)}
    return render(request, "visits/afterthought_list.html", context)
