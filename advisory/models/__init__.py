"""The advisory board (SPEC 3)."""

from advisory.models.boards import Board, Duty, Need, Paper, Responsibility, Seat
from advisory.models.meetings import (
    ActionItem,
    Addendum,
    AgendaItem,
    Meeting,
    Motion,
    Recommendation,
    Topic,
    Verdict,
)

__all__ = [
    "ActionItem",
    "Addendum",
    "AgendaItem",
    "Board",
    "Duty",
    "Meeting",
    "Motion",
    "Need",
    "Paper",
    "Recommendation",
    "Responsibility",
    "Seat",
    "Topic",
    "Verdict",
]
