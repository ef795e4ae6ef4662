"""The pages behind the unsubscribe link of a mail: no login, the signed address is the right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.access import by_link, takes_answers
from notifications.domain import preferences
from notifications.models import MailKind


@takes_answers
@by_link(preferences.read_token, gone="notifications/preference_expired.html")
def preference_turn_off(
    request: HttpRequest, found: tuple[str, MailKind], token: str
) -> HttpResponse:
    """Show what the link would stop; stop it on POST. Mail providers post here by themselves
    (RFC 8058)."""
    email, kind = found
    if request.method == "POST":
        preferences.turn_off(email, kind)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("Unsubscribed.", content_type="text/plain")
        return redirect("notifications:preference_turn_off", token)
    context = {
        "email": email,
        "kind": kind,
        "token": token,
        "is_off": preferences.is_turned_off(email, kind),
    }
    return render(request, "notifications/preference_turn_off.html", context)


@csrf_exempt
@require_POST
@by_link(preferences.read_token, gone="notifications/preference_expired.html")
def preference_turn_on(
    request: HttpRequest, found: tuple[str, MailKind], token: str
) -> HttpResponse:
    email, kind = found
    preferences.turn_on(email, kind)
    return redirect("notifications:preference_turn_off", token)
