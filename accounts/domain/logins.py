"""Logins are opened by an invitation or by the administration, never by signing up."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from core.exceptions import DomainError


@transaction.atomic
def open_login(email: str, *, password: str = "") -> User:
    """A new login for an address that proved itself: whoever got the invitation reads its mail.

    Without a password it is entered by a mailed code, a passkey, Google or Microsoft.
    """
    user = User.objects.create_user(email, password or None)
    confirm_address(user)
    return user


def confirm_address(user: User) -> None:
    """Note that the login's address is its own, so that allauth trusts what is signed in with it.

    Without this, the first sign-in by Google or Microsoft throws the password away.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def change_address(user: User, *, email: str) -> User:
    """Sign in under another address from now on; refuses one that has a login."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise DomainError("There is a login with this address already.", field="email")
    user.email = email
    user.save(update_fields=["email"])
    confirm_address(user)
    return user
