"""Pages outside the programs: the link of an invitation, and oneself."""

from typing import cast
from uuid import UUID

from allauth.account.views import PasswordSetView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.access import HouseRequest, signed_in, signed_link
from core.exceptions import DomainError
from core.pictures import inline_picture
from partnerships.domain.profiles import change_profile, own_affiliation
from partnerships.domain.staff import accept_invitation, is_of_the_school, why_closed
from partnerships.forms.staff import AcceptInvitationForm, ConfirmInvitationForm, ProfileForm
from partnerships.models import Invitation, Person


@require_http_methods(["GET", "HEAD", "POST"])
@signed_link
@never_cache
def invitation_accept(request: HouseRequest, token: UUID) -> HttpResponse:
    """Where the link of an invitation leads: shows on GET, acts on POST, is kind when too late."""
    invitation = (
        Invitation.objects.select_related("program__school", "invited_by__person")
        .filter(token=token)
        .first()
    )
    if invitation is None:
        return _closed(request, None, "We do not know this link.", status=404)
    if reason := why_closed(invitation):
        return _closed(request, invitation, reason, status=410)
    me = request.user if request.user.is_authenticated else None
    if me and me.email != invitation.email:
        return render(
            request,
            "partnerships/invitation_other_login.html",
            {"invitation": invitation},
            status=403,
        )
    has_login = me is not None or User.objects.filter(email=invitation.email).exists()
    form = _accept_form(request, invitation, has_login=has_login)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(invitation, by=me, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _welcome(request, invitation, user, has_login=has_login)
    context = {"invitation": invitation, "form": form, "has_login": has_login}
    return render(
        request, "partnerships/invitation_accept.html", context, status=422 if form.errors else 200
    )


def _accept_form(
    request: HouseRequest, invitation: Invitation, *, has_login: bool
) -> AcceptInvitationForm | ConfirmInvitationForm:
    sent = request.POST if request.method == "POST" else None  # a confirmation may be empty
    if has_login:
        return ConfirmInvitationForm(sent)
    return AcceptInvitationForm(
        sent,
        email=invitation.email,
        initial={"name": invitation.name, "title": invitation.title},
    )


def _welcome(
    request: HouseRequest, invitation: Invitation, user: User, *, has_login: bool
) -> HttpResponse:
    """Signs in a login made this moment. One that existed signs in its own way: the link alone
    does not pass a password or a second factor."""
    messages.success(request, f"Welcome to {invitation.program.name}.")
    if not has_login:
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(invitation.program)


def _closed(
    request: HouseRequest, invitation: Invitation | None, reason: str, *, status: int
) -> HttpResponse:
    context = {"invitation": invitation, "reason": reason}
    return render(request, "partnerships/invitation_closed.html", context, status=status)


@signed_in
def password_set(request: HouseRequest) -> HttpResponseBase:
    """A first password, for staff alone: partners come in with a code or a passkey (SPEC 13.3)."""
    if not is_of_the_school(cast(User, request.user)):
        return redirect("home:front_door")
    response: HttpResponseBase = PasswordSetView.as_view()(request)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile_edit(request: HouseRequest) -> HttpResponse:
    """My account: what letters and colleagues see of me, and how I sign in."""
    user = cast(User, request.user)
    if not is_of_the_school(user):
        return redirect("home:front_door")
    person = Person.objects.filter(user=user).first()
    place = own_affiliation(person) if person else None
    form = None
    if person:
        form = ProfileForm(
            request.POST or None,
            request.FILES or None,
            instance=person,
            initial={"title": place.title if place else ""},
        )
        if place is None:
            del form.fields["title"]
        if request.method == "POST" and form.is_valid():
            fields = {field: form.cleaned_data[field] for field in ("name", "prefix", "phone")}
            change_profile(
                person,
                **fields,
                title=form.cleaned_data.get("title", ""),
                signature=form.cleaned_data["signature"],
                by=user,
            )
            messages.success(request, "Your data are saved.")
            return redirect("profile_edit")
    signature = inline_picture(person.signature, max_side=240) if person else ""
    context = {
        "person": person,
        "place": place,
        "form": form,
        "signature": signature,
        "may_connect": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "partnerships/profile_edit.html", context, status=status)
