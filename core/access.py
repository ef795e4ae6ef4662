"""Who may call a view at all. Every routed view declares one audience; tests/test_routes.py walks
the addresses and fails on a view that has none. The audiences that need a Program or a Person are
in partnerships.access, since core imports no app."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.exceptions import DomainError

View = Callable[..., HttpResponseBase]


class HouseRequest(HttpRequest):
    """What views get: somebody signed in, and whether htmx asks."""

    user: Any  # accounts.User, which is a floor above
    htmx: Any


def declare_audience(view: View, audience: str) -> View:
    view.audience = audience  # type: ignore[attr-defined]  # functions carry attributes
    return view


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return declare_audience(view, "public")


def signed_in(view: View) -> View:
    """Anybody with a login, for pages about themselves only."""
    return declare_audience(login_required(view), "signed_in")


def signed_link(view: View) -> View:
    """Whoever holds the signed address from a mail; the view itself checks the signature."""
    return declare_audience(view, "signed_link")


def by_link(read: Callable[[str], Any], *, gone: str, status: int = 404) -> Callable[[View], View]:
    """For an address from a mail: the view gets what ``read`` finds for its token, then the token.
    Where that refuses, the page ``gone`` is shown, which may say the ``reason``."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def inner(request: HttpRequest, token: str) -> HttpResponseBase:
            try:
                found = read(token)
            except DomainError as error:
                return render(request, gone, {"reason": error.message}, status=status)
            return view(request, found, token)

        return signed_link(inner)

    return decorate


def takes_answers(view: View) -> View:
    """Above ``by_link``: a page that is shown and answered. The token is the proof, so none of
    Django's cookies is asked for: windows inside mail programs often keep none. A mail scanner that
    opens every link answers nothing."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))
