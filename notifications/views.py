"""The pages behind the unsubscribe link of a mail: no login, the signed address is the right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.access import signed_link
from core.exceptions import DomainError
from notifications.domain import preferences


@csrf_exempt  # mail providers post here by themselves (RFC 8058); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def preference_turn_off(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link would stop; stop it on POST."""
    try:
        email, kind = preferences.read_token(token)
    except DomainError as error:
        return _too_late(request, error)
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
@never_cache
@signed_link
def preference_turn_on(request: HttpRequest, token: str) -> HttpResponse:
    try:
        email, kind = preferences.read_token(token)
    except DomainError as error:
        return _too_late(request, error)
    preferences.turn_on(email, kind)
    return redirect("notifications:preference_turn_off", token)


def _too_late(request: HttpRequest, error: DomainError) -> HttpResponse:
    context = {"message": error.message}
    return render(request, "notifications/preference_expired.html", context, status=404)
