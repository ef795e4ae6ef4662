"""The signed address at which somebody answers an invitation without a login (SPEC 3.4)."""

from calendar_app.models import Participation
from core.domain.signed import SignedLink

LINK = SignedLink(salt="calendar_app.answer", route="calendar_links:answer")


def answer_address(participation: Participation, *, answer: str = "") -> str:
    """The whole address of the page, with an answer chosen beforehand if one is given. It is good
    for nothing else, and until the activity is over, however often that is moved."""
    address = LINK.address(participation.pk)
    return f"{address}?answer={answer}" if answer else address


def answer_token(participation: Participation) -> str:
    return LINK.token(participation.pk)


def read_answer_token(token: str) -> Participation:
    """The participation the link was made for. Refuses one that is broken."""
    rows = Participation.objects.select_related(
        "activity__program__school",
        "activity__organizer",
        "person",
        "organization",
        "stands_in_for__person",
        "substitute__person",
    )
    return LINK.find(token, rows)
