"""A partner reads and acknowledges guidelines, from the link of a mail (SPEC 12.2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from calendar_app.domain.wording import spoken_day
from calendar_app.models import Activity
from concerns.domain import acknowledging
from concerns.domain.acknowledging import Owed
from core.access import by_link, takes_answers
from core.exceptions import DomainError
from partnerships.domain.speaking import speaking_to


@takes_answers
@by_link(acknowledging.read_token, gone="calendar_app/answer_unknown.html")
def guideline_acknowledge(
    request: HttpRequest, found: tuple[Activity, Owed], token: str
) -> HttpResponse:
    """Show the text; keep the acknowledgment on POST."""
    activity, owed = found
    with speaking_to(owed.person, activity.program):
        return _page(request, activity, owed, token)


def _page(request: HttpRequest, activity: Activity, owed: Owed, token: str) -> HttpResponse:
    closed, refused = acknowledging.is_closed(activity, now=timezone.now()), ""
    language = owed.person.language
    if request.method == "POST" and not closed:
        # Only what stood on the page they saw: a version published meanwhile is asked anew.
        seen = set(request.POST.getlist("version"))
        try:
            acknowledging.acknowledge(
                [one for one in owed.missing if str(one.pk) in seen],
                person=owed.person,
                organization=owed.organization,
                name=request.POST.get("name", ""),
                on=timezone.localdate(),
                language=language,
            )
        except DomainError as error:
            refused = error.message
        else:
            return redirect("concern_links:guideline_acknowledge", token)
    context = {
        "activity": activity,
        "owed": owed,
        "texts": [(one, one.text_in(language)) for one in owed.missing],
        "given": [(one, spoken_day(one.acknowledged_on)) for one in owed.given],
        "name": request.POST.get("name", owed.person.name),
        "closed": closed,
        "token": token,
        "refused": refused,
    }
    status = 422 if refused else 410 if closed and owed.missing else 200
    return render(request, "concerns/guideline_acknowledge.html", context, status=status)
