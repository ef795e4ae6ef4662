"""Who sits on a board (SPEC 3.1)."""

from datetime import date

from django.db.models import Q, QuerySet

from advisory.models import Board, Seat
from calendar_app.models import Participation
from partnerships.models import Organization, Person


def seats_on(board: Board, day: date) -> QuerySet[Seat]:
    """The seats whose term covers the day, those of organizations first, by name."""
    return (
        board.seats.filter(
            Q(term_starts_on=None) | Q(term_starts_on__lte=day),
            Q(term_ends_on=None) | Q(term_ends_on__gte=day),
        )
        .select_related("organization", "representative", "substitute")
        .order_by("organization__name", "school_role", "pk")
    )


def members_on(board: Board, day: date) -> list[tuple[Person, Organization | None, str]]:
    """Who is asked to a meeting on that day: the representative of each seat, for whom, as what. A
    person in two seats is asked once."""
    found: dict[int, tuple[Person, Organization | None, str]] = {}
    for seat in seats_on(board, day):
        if seat.representative is not None:
            found.setdefault(
                seat.representative.pk,
                (seat.representative, seat.organization, Participation.Role.MEMBER),
            )
    return list(found.values())
