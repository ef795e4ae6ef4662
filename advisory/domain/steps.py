"""What is to be done next for a meeting (SPEC 13.1): one thing, and the button for it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from advisory.domain.queries import Expected
from advisory.models import Meeting

Minutes = Meeting.Minutes


@dataclass(frozen=True)
class NextStep:
    """``view`` is the name of the page that does it; without one there is no button."""

    says: str
    button: str = ""
    view: str = ""
    is_post: bool = False


def next_step(meeting: Meeting, expected: Expected, *, now: datetime) -> NextStep | None:
    """None where nothing is left to do: called off, or the minutes are with the members."""
    activity = meeting.activity
    if activity.is_called_off:
        return None
    zone = meeting.board.program.zone
    if timezone.localdate(activity.starts_at, zone) <= timezone.localdate(now, zone):
        return _after(meeting, is_over=activity.ends_at <= now)
    if expected.not_asked:
        return _invite(expected)
    if not expected.asked:
        return NextStep("There is nobody to invite yet: no seat has a representative.")
    return NextStep(
        "Members are invited. The agenda goes to them with the reminders.",
        "Prepare the agenda",
        "meeting_agenda",
    )


def _invite(expected: Expected) -> NextStep:
    many = len(expected.not_asked)
    word = "member" if many == 1 else "members"
    if expected.asked:
        return NextStep(
            "Somebody joined the board since members were invited.",
            f"Invite {many} more {word}",
            "meeting_invite",
            is_post=True,
        )
    return NextStep(
        "Nobody is invited yet.", f"Invite {many} {word}", "meeting_invite", is_post=True
    )


def _after(meeting: Meeting, *, is_over: bool) -> NextStep | None:
    state = meeting.minutes_state
    if state == Minutes.NONE:
        if is_over:
            return NextStep("It is over. What was decided?", "Write it down", "meeting_live")
        return NextStep("It is today.", "Start the meeting", "meeting_live")
    if state == Minutes.LIVE:
        return NextStep("The record is open.", "Go on with the record", "meeting_live")
    if state == Minutes.DRAFT:
        return NextStep("The minutes are a draft.", "Read and send the minutes", "meeting_minutes")
    return None
