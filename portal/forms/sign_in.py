from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from partnerships.domain.staff import is_of_the_school
from partnerships.models import Person
from portal.domain.entering import open_login_for


class CodeForm(RequestLoginCodeForm):
    """Asks for a code by mail. People of a partner need no login before: asking makes one."""

    def clean_email(self) -> str:
        if email := self.cleaned_data.get("email"):
            open_login_for(email, now=timezone.now())
        return str(super().clean_email())


class ResetForm(ResetPasswordForm):
    """A new password for staff; partners have none and are told by mail how they come in."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        partners = [
            user
            for user in self.users
            if not user.has_usable_password() and not is_of_the_school(user)
        ]
        if not partners:
            return str(super().save(request, **kwargs))
        for user in partners:  # one: no two logins share an address
            person = Person.objects.filter(user=user).first()
            with translation.override(person.language if person else translation.get_language()):
                address = settings.SITE_URL + reverse("account_request_login_code")
                get_adapter().send_mail(
                    "account/email/no_password", user.email, {"address": address}
                )
        return str(self.cleaned_data["email"])
