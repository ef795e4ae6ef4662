"""A board's meetings: planning, moving, calling off, asking the members (SPEC 3.2, 3.4)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from advisory.domain import agenda
from advisory.domain.seats import members_on
from advisory.models import Board, Meeting, Seat
from calendar_app.domain.activities import change_activity, end_activity, plan_activity
from calendar_app.domain.invitations import invite
from calendar_app.models import Activity, Kind, Participation
from core.exceptions import DomainError
from partnerships.models import Person


@transaction.atomic
def plan_meeting(
    board: Board,
    *,
    by: User,
    organizer: Person,
    starts_at: datetime,
    ends_at: datetime,
    title: str = "",
    place: str = "",
    host_seat: Seat | None = None,
    chair: Person | None = None,
    is_organizational: bool = False,
    now: datetime | None = None,
    **fields: Any,
) -> Meeting:
    """Put a meeting on the calendar with the board's reminders and its usual agenda items (SPEC
    3.2). Nobody is asked yet. The chair is who was named, else the host's representative or the
    board's chair, as the board has it. ``fields``: note, room, is_public.

    Refuses an end before the start, and a host without anybody to receive the board.
    """
    if host_seat is not None and host_seat.board_id != board.pk:
        raise DomainError("This seat is on another board.", field="host_seat")
    activity = plan_activity(
        board.program,
        by=by,
        kind=Kind.BOARD_MEETING,
        title=title or f"{board.name} meeting",
        starts_at=starts_at,
        ends_at=ends_at,
        organizer=organizer,
        organization=host_seat.organization if host_seat else None,
        place=place,
        remind_days=board.reminder_days,
        now=now,
        **fields,
    )
    meeting = Meeting(
        activity=activity,
        board=board,
        host_seat=host_seat,
        chair=chair or usual_chair(board, host_seat),
        is_organizational=is_organizational,
    )
    meeting._history_user = by
    meeting.save()
    agenda.propose_items(meeting, by=by)
    return meeting


def usual_chair(board: Board, host_seat: Seat | None) -> Person | None:
    """Who chairs by the board's rule: the host's representative, or the one chair of the year."""
    if board.chair_rule == Board.ChairRule.HOST and host_seat is not None:
        return host_seat.representative or board.chair
    return board.chair


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, by: User, now: datetime | None = None, **fields: Any
) -> Meeting:
    """Change what calendar_app.domain.activities.change_activity does, and host_seat, chair,
    video_link. Everybody invited hears of another time or place (SPEC 3.4)."""
    own = {
        name: fields.pop(name) for name in ("host_seat", "chair", "video_link") if name in fields
    }
    if "host_seat" in own:
        seat = own["host_seat"]
        fields["organization"] = seat.organization if seat else None
    meeting = lock_meeting(meeting)
    meeting.activity = change_activity(meeting.activity, by=by, now=now, **fields)
    for name, value in own.items():
        setattr(meeting, name, value)
    if own:
        meeting._history_user = by
        meeting.save()
    return meeting


@transaction.atomic
def cancel_meeting(
    meeting: Meeting, *, by: User, reason: str, state: str = "", now: datetime | None = None
) -> Meeting:
    """Call it off; it is cancelled in everybody's calendar. Refuses without a reason."""
    meeting = lock_meeting(meeting)
    meeting.activity = end_activity(
        meeting.activity,
        by=by,
        state=state or Activity.State.CANCELLED_BY_SCHOOL,
        reason=reason,
        now=now,
    )
    return meeting


@transaction.atomic
def invite_members(
    meeting: Meeting, *, by: User, now: datetime | None = None
) -> list[Participation]:
    """Ask everybody whose seat is held on the day of the meeting; those asked already are not
    asked again. Refuses what is over or called off, and a board without anybody to ask."""
    now = now or timezone.now()
    meeting = lock_meeting(meeting)
    activity = meeting.activity
    if activity.state != Activity.State.PLANNED or activity.ends_at <= now:
        raise DomainError("This meeting is over or was called off; nobody is asked to it.")
    day = timezone.localdate(activity.starts_at, activity.program.zone)
    people = members_on(meeting.board, day)
    if not people:
        raise DomainError("No seat has a representative yet. Name one, then ask them.")
    return invite(activity, people=people, now=now)


def lock_meeting(meeting: Meeting) -> Meeting:
    """The row as it is now, locked. The caller holds the transaction."""
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("activity__program", "board__program")
        .get(pk=meeting.pk)
    )
