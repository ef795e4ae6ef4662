"""Who is asked to an activity, and the mail that goes to them (SPEC 3.4)."""

from collections.abc import Iterable
from datetime import datetime

from calendar_app.models import Activity, Participation
from partnerships.models import Organization, Person


def invite(
    activity: Activity,
    *,
    people: Iterable[tuple[Person, Organization | None, str]],
    now: datetime | None = None,
) -> list[Participation]:
    """Ask these people: who, for whom, in which role of Participation.Role. Those asked already
    stay as they are. Queues one invitation with its iCalendar part to each who has an address. The
    caller holds the transaction. Returns the new participations."""
    raise NotImplementedError


def announce_change(activity: Activity, *, asks_again: bool, now: datetime) -> None:
    """Mail the new time or place to everybody invited who did not decline, as an update of the
    same entry; ``asks_again`` opens their answers. The caller holds the transaction."""
    for_update = activity.participations.exclude(invited_at=None)
    if for_update.exists():
        raise NotImplementedError


def announce_cancellation(activity: Activity, *, now: datetime) -> None:
    """Mail METHOD:CANCEL to everybody who was invited. The caller holds the transaction."""
    for_update = activity.participations.exclude(invited_at=None)
    if for_update.exists():
        raise NotImplementedError
