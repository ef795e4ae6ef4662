from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from core.access import HouseRequest
from partnerships.models import ProgramRole
from partnerships.rules import PROGRAM_MANAGERS

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
#: Where those who must set up a second factor may go: to do so, and where anybody may.
OPEN_ROUTES = ("accounts/", "static/")
OPEN_AUDIENCES = {"public", "signed_link"}


class SecondFactorMiddleware:
    """Sends those who must have a second factor and have none to set one up (SPEC 13.4).

    Only where REQUIRE_SECOND_FACTOR_FOR_STAFF is set. Whoever has one is asked for it at sign-in.
    """

    def __init__(self, get_response: Callable[[HouseRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HouseRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HouseRequest, view: Any, args: object, kwargs: object
    ) -> HttpResponse | None:
        if not settings.REQUIRE_SECOND_FACTOR_FOR_STAFF or not request.user.is_authenticated:
            return None
        route = request.resolver_match.route if request.resolver_match else ""
        if route.startswith(OPEN_ROUTES) or getattr(view, "audience", "") in OPEN_AUDIENCES:
            return None
        if not lacks_second_factor(request.user):
            return None
        if request.htmx:
            return HttpResponseClientRedirect(resolve_url("mfa_index"))
        messages.warning(
            request,
            "Please set up an authenticator app or a passkey first. Your work here needs a second "
            "proof that it is you.",
        )
        return redirect("mfa_index")


def lacks_second_factor(user: Any) -> bool:
    """Whether the user must have a second factor and has none."""
    if Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists():
        return False
    manages = ProgramRole.objects.filter(user=user, role__in=PROGRAM_MANAGERS)
    return user.is_staff or manages.exists()
