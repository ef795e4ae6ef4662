"""The signed addresses at which somebody answers invitations without a login (SPEC 3.4)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from calendar_app.models import Participation
from core.domain.signed import SignedLink

LINK = SignedLink(salt="calendar_app.answer", route="calendar_links:answer")
SERIES = SignedLink(salt="calendar_app.series", route="calendar_links:series")


def answer_address(participation: Participation, *, answer: str = "") -> str:
    """The whole address of the page, with an answer chosen beforehand if one is given. It is good
    for nothing else, and until the activity is over, however often that is moved."""
    address = LINK.address(participation.pk)
    return f"{address}?answer={answer}" if answer else address


def series_address(participations: Iterable[Participation]) -> str:
    """The whole address of the page for several dates of one person. It is good for these and no
    others, and until the last of them is over."""
    return SERIES.address(sorted(one.pk for one in participations))


def answer_token(participation: Participation) -> str:
    return LINK.token(participation.pk)


def series_token(participations: Iterable[Participation]) -> str:
    return SERIES.token(sorted(one.pk for one in participations))


def read_answer_token(token: str) -> Participation:
    """The participation the link was made for. Refuses one that is broken."""
    return LINK.find(token, _whole_rows())


def read_series_token(token: str) -> list[Participation]:
    """Those the link was made for, as far as the person is still asked to them. Refuses a link that
    is broken, or of which nothing is left."""
    rows = list(_whole_rows().filter(pk__in=SERIES.read(token)[0]))
    if not rows:
        raise SERIES.refusal()
    return rows


def _whole_rows() -> QuerySet[Participation]:
    return Participation.objects.select_related(
        "activity__program__school",
        "activity__organizer",
        "person",
        "organization",
        "stands_in_for__person",
        "substitute__person",
    )
