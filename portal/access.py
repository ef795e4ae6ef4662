"""Who may open a page of the portal: people of a partner, while they work there (SPEC 13.3)."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from accounts.models import User
from core.access import HouseRequest, View, declare_audience
from partnerships.models import Affiliation, Organization, Partnership, Person


class PortalRequest(HouseRequest):
    """What a view behind ``at_partner`` gets."""

    user: User
    person: Person
    organization: Organization
    places: list[Organization]  # all at which the person works and that have a partnership
    partnerships: list[Partnership]  # all of this organization: what may be opened
    shown: list[Partnership]  # those of the program that was chosen, else all: what lists show


def at_partner(view: View) -> View:
    """For addresses under ``/portal/<int:organization>/``: hands the view who it is and where.

    Whoever does not work there today, or where no program is a partner: 404, at once and whatever
    links are open. The page is made in the person's language and their program's time zone.
    """

    @wraps(view)
    @login_required
    def inner(
        request: PortalRequest, organization: int, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        here = {
            one.organization_id: one
            for one in Affiliation.objects.open()
            .filter(person__user=request.user)
            .select_related("person", "organization")
            .order_by("organization__name", "-pk")
        }
        partnerships = list(
            Partnership.objects.filter(organization__in=here)
            .select_related("program__school", "owner")
            .order_by("program__name", "pk")
        )
        with_us = {one.organization_id for one in partnerships}
        if organization not in with_us:
            raise Http404
        request.person = here[organization].person
        request.organization = here[organization].organization
        request.places = [one.organization for pk, one in here.items() if pk in with_us]
        request.partnerships = [one for one in partnerships if one.organization_id == organization]
        chosen = request.session.get(_chosen_key(organization))
        request.shown = [
            one for one in request.partnerships if one.program_id == chosen
        ] or request.partnerships
        zone = request.shown[0].program.zone
        with translation.override(request.person.language), timezone.override(zone):
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = "private, no-store"
            _keep_language(request, response, request.person.language)
            return response

    return declare_audience(inner, "partner")


def _keep_language(request: PortalRequest, response: HttpResponseBase, language: str) -> None:
    """Pages around the portal, as those of signing in, speak it too."""
    name = settings.LANGUAGE_COOKIE_NAME
    if isinstance(response, HttpResponse) and request.COOKIES.get(name) != language:
        response.set_cookie(
            name,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def choose_program(request: PortalRequest, slug: str) -> None:
    """Lists show this program alone from now on; all of them for one that is none of theirs."""
    key = _chosen_key(request.organization.pk)
    found = [one.program_id for one in request.partnerships if one.program.slug == slug]
    if found:
        request.session[key] = found[0]
    else:
        request.session.pop(key, None)


def _chosen_key(organization: int) -> str:
    return f"portal-program-{organization}"
