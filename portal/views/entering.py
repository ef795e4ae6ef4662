"""Coming in: by the link of a mail, and to the right place afterwards."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import HouseRequest, by_link
from core.exceptions import DomainError
from partnerships.access import PartnerRequest, partner
from partnerships.models import Affiliation, Person
from portal.domain import entering

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(entering.read_token, gone="portal/enter_closed.html", status=410)
def enter(request: HouseRequest, affiliation: Affiliation, token: str) -> HttpResponse:
    """The link of an invitation: shows whose it is, comes in on POST. The first time it is enough;
    later a code goes to the same mailbox, as mails are forwarded."""
    with translation.override(affiliation.person.language):
        refused = ""
        if request.method == "POST":
            try:
                return _come_in(request, affiliation)
            except DomainError as error:
                refused = error.message
        context = {"affiliation": affiliation, "token": token, "refused": refused}
        return render(request, "portal/enter.html", context, status=422 if refused else 200)


def _come_in(request: HouseRequest, affiliation: Affiliation) -> HttpResponse:
    is_new = affiliation.person.user is None
    user = entering.open_login_of(affiliation)
    home = redirect("portal:home", affiliation.organization_id)
    if request.user == user:
        return home
    if request.user.is_authenticated:  # somebody else on the same device
        logout(request)
    if is_new:
        login(request, user, backend=BACKEND)
        return home
    if not ratelimit.consume(request, action="request_login_code", key=user.email):
        raise DomainError(_("Too many codes were asked for. Please wait a minute."))
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return redirect("account_confirm_login_code")


@require_safe
@partner
def start(request: PartnerRequest, person: Person) -> HttpResponse:
    """After signing in: the organization, a choice of several, or a kind word to who has left."""
    places = {
        one.organization: None
        for one in entering.places_open()
        .filter(person=person)
        .select_related("organization")
        .order_by("organization__name")
    }
    if len(places) == 1:
        return redirect("portal:home", next(iter(places)).pk)
    with translation.override(person.language):
        return render(request, "portal/start.html", {"person": person, "places": list(places)})
