"""Kinds of mail that an address does not want (SPEC 13.9), and the signed link that says so."""

from datetime import timedelta

from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.models import CAN_BE_TURNED_OFF, MailKind, Preference

#: The law asks for 30 days; people clean up old mail much later.
LINK_LASTS = timedelta(days=400)
LINK = SignedLink(
    salt="notifications.unsubscribe",
    route="notifications:preference_turn_off",
    names=("email", "kind"),
    is_dated=True,
    lasts=LINK_LASTS,
    says="This link does not work any more.",
)


def can_be_turned_off(kind: str) -> bool:
    return kind in CAN_BE_TURNED_OFF


def unsubscribe_url(email: str, kind: str) -> str:
    """The whole address of the page that turns ``kind`` off for ``email``."""
    return LINK.address(email.lower(), str(kind))


def read_token(token: str) -> tuple[str, MailKind]:
    """The address and kind a link was made for. Refuses one that is broken or too old."""
    email, kind = LINK.read(token)
    if not can_be_turned_off(kind):
        raise LINK.refusal()
    return email, MailKind(kind)


def turn_off(email: str, kind: str) -> None:
    """Send no more mail of ``kind`` to an address, not even what waits (SPEC 13.9)."""
    if not can_be_turned_off(kind):
        raise DomainError("This kind of mail cannot be turned off.")
    Preference.objects.get_or_create(email=email.lower(), kind=kind)


def turn_on(email: str, kind: str) -> None:
    """The address wants mail of ``kind`` after all."""
    Preference.objects.filter(email=email.lower(), kind=kind).delete()


def is_turned_off(email: str, kind: str) -> bool:
    """Whether mail of ``kind`` must not go to the address. Asked at the moment of sending."""
    return (
        can_be_turned_off(kind)
        and Preference.objects.filter(email=email.lower(), kind=kind).exists()
    )
