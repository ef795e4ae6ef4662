"""What differs from allauth's defaults: nobody signs up, an invitation makes a login.

The adapter that also writes mail, through the outbox, is in notifications.adapters: that is a
floor above.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest

from accounts.domain.logins import confirm_address
from accounts.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return str(subject)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Google and Microsoft open a login that is here; they never make one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The login with the address that Google or Microsoft vouches for, if there is one."""
        found = super().authenticate_by_email(sociallogin)
        if found:  # nobody can take an address by signing up, so the password may stay
            confirm_address(found[0])
        return found


class MFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Passkeys show the name of this site, not its host."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}
