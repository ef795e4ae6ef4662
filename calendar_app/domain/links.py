"""The signed address at which somebody answers an invitation without a login (SPEC 3.4)."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from calendar_app.models import Participation
from core.exceptions import DomainError

_SALT = "calendar_app.answer"


def answer_address(participation: Participation, *, answer: str = "") -> str:
    """The whole address of the page, with an answer chosen beforehand if one is given. It is good
    for nothing else, and until the activity is over, however often that is moved."""
    address = settings.SITE_URL + reverse(
        "calendar_links:answer", args=[answer_token(participation)]
    )
    return f"{address}?answer={answer}" if answer else address


def answer_token(participation: Participation) -> str:
    return signing.Signer(salt=_SALT).sign_object(participation.pk)


def read_answer_token(token: str) -> int:
    """The id of the participation the link was made for. Refuses one that is broken."""
    try:
        return int(signing.Signer(salt=_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise DomainError("This link does not work.") from error
