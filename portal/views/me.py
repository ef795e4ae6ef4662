"""Oneself: profile, talents, which mail comes, how one signs in (SPEC 13.3, 13.9)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DomainError
from notifications.domain import preferences
from notifications.models import CAN_BE_TURNED_OFF, MailKind, Preference
from partnerships.models import Affiliation
from portal.access import PortalRequest, at_partner
from portal.domain import colleagues
from portal.forms.people import MeForm, SupportForm


def _kinds() -> list[tuple[str, str]]:
    words = {
        MailKind.RECRUITMENT: _("Invitations to take part in something new"),
        MailKind.LETTER: _("Letters and thanks"),
    }
    return [(kind.value, words[kind]) for kind in MailKind if kind in CAN_BE_TURNED_OFF]


@require_http_methods(["GET", "HEAD", "POST"])
@at_partner
def profile_edit(request: PortalRequest) -> HttpResponse:
    affiliation = (
        Affiliation.objects.open()
        .filter(person=request.person, organization=request.organization)
        .order_by("-pk")[0]
    )
    form = MeForm(
        request.POST or None, instance=request.person, initial={"title": affiliation.title}
    )
    if request.method == "POST" and form.is_valid():
        try:
            person = colleagues.change_own_profile(
                affiliation, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            with translation.override(person.language):
                messages.success(request, _("Your profile is saved."))
            return redirect("portal:profile_edit", request.organization.pk)
    off = set(
        Preference.objects.filter(email=request.person.email.lower()).values_list("kind", flat=True)
    )
    context = {
        "form": form,
        "kinds": [(kind, words, kind not in off) for kind, words in _kinds()],
    }
    return render(request, "portal/profile_edit.html", context, status=422 if form.errors else 200)


@require_POST
@at_partner
def preference_set(request: PortalRequest) -> HttpResponse:
    """Which kinds of mail may come; what must be known for something agreed always comes."""
    if email := request.person.email:
        wanted = set(request.POST.getlist("kind"))
        for kind, _words in _kinds():
            (preferences.turn_on if kind in wanted else preferences.turn_off)(email, kind)
    messages.success(request, _("Saved. You can change this at any time."))
    return redirect("portal:profile_edit", request.organization.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_partner
def support_edit(request: PortalRequest) -> HttpResponse:
    there = [one.kind for one in request.organization.supports.all()]
    form = SupportForm(request.POST or None, initial={"kinds": there})
    if request.method == "POST" and form.is_valid():
        colleagues.offer_supports(request.organization, kinds=form.cleaned_data["kinds"])
        messages.success(request, _("Saved. The school sees it at once."))
        return redirect("portal:commitment_list", request.organization.pk)
    context = {"form": form, "title": _("What we are willing to do")}
    return render(request, "portal/form.html", context, status=422 if form.errors else 200)
