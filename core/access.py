"""Who may call a view at all. Every routed view declares one audience; tests/test_routes.py walks
the addresses and fails on a view that has none. The audiences that need a Program or a Person are
in partnerships.access, since core imports no app."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
