"""What a board talks about (SPEC 3.3)."""

from accounts.models import User
from advisory.models import Meeting


def propose_items(meeting: Meeting, *, by: User) -> None:
    """Give a new meeting its standing and yearly items. The caller holds the transaction."""
