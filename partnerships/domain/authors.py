"""Who is said to have changed something (SPEC 0.8)."""

from typing import Any

from accounts.models import User


def author(changed: Any, by: User | None) -> None:
    """What is saved or deleted next of this object, ``by`` did; None: a partner, through a link of
    ours."""
    changed._history_user = by
