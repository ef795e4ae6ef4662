"""Pages behind a short code that is typed instead of a login: no name, one answer a device."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from core.access import View
from core.domain.codes import qr_path, said_address
from core.languages import language_of

#: So many wrong codes may come from one network in so many minutes: a class that types badly, but
#: nobody who tries them out.
WRONG_CODES = "100/10m/ip"


def stops_guessing(view: View) -> View:
    """For the pages of a code, which answer 404 to a wrong one: after as many of them as
    WRONG_CODES says there is no page for that network until its time is over, not for a right code
    either."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not _may_be_wrong(request, dry_run=True):
            with translation.override(language_of(request)):
                return render(request, "core/too_many_codes.html", status=429)
        response = view(request, *args, **kwargs)
        if response.status_code == 404:
            _may_be_wrong(request)
        return response

    return inner


def _may_be_wrong(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether a wrong code is still within the limit; counted unless it is a ``dry_run``."""
    limit = {"wrong_code": WRONG_CODES}
    return bool(
        ratelimit.consume(
            request, app="core", action="wrong_code", config=limit, limit_get=True, dry_run=dry_run
        )
    )


def enter_page(
    request: HttpRequest, *, find: Callable[[str], Any], route: str, template: str
) -> HttpResponse:
    """Where the code is typed; ``?code=`` leads on to ``route`` if ``find`` has a row for it."""
    typed = request.GET.get("code", "")
    language = language_of(request)
    if found := find(typed):
        return redirect(f"{reverse(route, args=[found.code])}?language={language}")
    with translation.override(language):
        return render(request, template, {"typed": typed[:20]}, status=404 if typed else 200)


def unknown_page(request: HttpRequest, *, typed: str, template: str) -> HttpResponse:
    """The same page, for an address whose code nobody has. The caller sets the language."""
    return render(request, template, {"typed": typed[:20]}, status=404)


def board_words(address: str, *, route: str) -> dict[str, Any]:
    """What shows people the way, to project or to print: the whole address, as a QR code too, and
    the ``short`` one where the code is typed, which is called ``route``."""
    size, path = qr_path(address)
    return {"address": address, "short": said_address(route), "size": size, "path": path}


@dataclass(frozen=True)
class OneAnswer:
    """A device that gave an answer is known by this cookie, and only by it, until nobody can
    answer. ``route``: the page of the code, to which alone the cookie goes."""

    prefix: str
    salt: str
    route: str

    def is_given(self, request: HttpRequest, code: str) -> bool:
        """Whether an answer came from this device already."""
        try:
            return request.get_signed_cookie(f"{self.prefix}_{code}", salt=self.salt) == code
        except (KeyError, signing.BadSignature):
            return False

    def thanks(self, code: str, *, days: int) -> HttpResponse:
        """Back to the page, in the language that is set; the device is known for so many days."""
        address = reverse(self.route, args=[code])
        response = redirect(f"{address}?language={translation.get_language()}")
        response.set_signed_cookie(
            f"{self.prefix}_{code}",
            code,
            salt=self.salt,
            max_age=days * 24 * 60 * 60,
            path=address,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
