"""The signed addresses at which somebody answers invitations without a login (SPEC 3.4)."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.urls import reverse

from calendar_app.models import Participation
from core.exceptions import DomainError

_SALT = "calendar_app.answer"
_SERIES_SALT = "calendar_app.series"
_DEAD_LINK = "This link does not work."


def answer_address(participation: Participation, *, answer: str = "") -> str:
    """The whole address of the page, with an answer chosen beforehand if one is given. It is good
    for nothing else, and until the activity is over, however often that is moved."""
    address = settings.SITE_URL + reverse(
        "calendar_links:answer", args=[answer_token(participation)]
    )
    return f"{address}?answer={answer}" if answer else address


def series_address(participations: Iterable[Participation]) -> str:
    """The whole address of the page for several dates of one person. It is good for these and no
    others, and until the last of them is over."""
    return settings.SITE_URL + reverse("calendar_links:series", args=[series_token(participations)])


def answer_token(participation: Participation) -> str:
    return signing.Signer(salt=_SALT).sign_object(participation.pk)


def series_token(participations: Iterable[Participation]) -> str:
    ids = sorted(one.pk for one in participations)
    return signing.Signer(salt=_SERIES_SALT).sign_object(ids, compress=True)


def read_answer_token(token: str) -> int:
    """The id of the participation the link was made for. Refuses one that is broken."""
    try:
        return int(signing.Signer(salt=_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise DomainError(_DEAD_LINK) from error


def read_series_token(token: str) -> list[int]:
    """The ids of the participations the link was made for. Refuses one that is broken."""
    try:
        return list(signing.Signer(salt=_SERIES_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise DomainError(_DEAD_LINK) from error
