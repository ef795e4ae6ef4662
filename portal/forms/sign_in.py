from allauth.account.forms import RequestLoginCodeForm
from django.utils import timezone

from portal.domain.entering import open_login_for


class CodeForm(RequestLoginCodeForm):
    """Asks for a code by mail. People of a partner need no login before: asking makes one."""

    def clean_email(self) -> str:
        if email := self.cleaned_data.get("email"):
            open_login_for(email, now=timezone.now())
        return str(super().clean_email())
