"""Meetings under the law on open meetings: what the public sees, and by when (SPEC 3.11)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from advisory.domain.agenda import ON_AGENDA, lock_agenda, refresh_proposals
from advisory.models import Board, Meeting
from core.exceptions import DomainError

#: Amber so long before a deadline.
WARNS_BEFORE = timedelta(hours=24)
#: How many meetings back the public page shows.
PAST_SHOWN = 24
#: Deadlines are listed for meetings so far ahead and back.
SHOWN_AHEAD, SHOWN_BACK = timedelta(days=31), timedelta(days=366)
POST_AGENDA = "Post the agenda"


class Clock(NamedTuple):
    """A deadline: ``state`` is done, in time, soon, or late; done late stays said."""

    what: str
    due_at: datetime
    done_at: datetime | None
    state: str

    @property
    def was_late(self) -> bool:
        return self.done_at is not None and self.done_at > self.due_at


def _clock(what: str, due_at: datetime, done_at: datetime | None, *, now: datetime) -> Clock:
    if done_at is not None:
        state = "done"
    elif now > due_at:
        state = "late"
    else:
        state = "soon" if now >= due_at - WARNS_BEFORE else "in time"
    return Clock(what, due_at, done_at, state)


def posting_clock(meeting: Meeting, *, now: datetime) -> Clock | None:
    """By when the agenda must be posted. None where meetings are not open, or this one was called
    off. Needs activity and board."""
    if not meeting.board.is_public or meeting.activity.is_called_off:
        return None
    due = meeting.activity.starts_at - timedelta(hours=meeting.board.notice_hours)
    return _clock(POST_AGENDA, due, meeting.agenda_posted_at, now=now)


def approval_clock(meeting: Meeting, *, now: datetime) -> Clock | None:
    """By when the minutes must be approved. None before the meeting is over, where meetings are
    not open, and if it was called off."""
    end = meeting.ended_at or meeting.activity.ends_at
    if not meeting.board.is_public or meeting.activity.is_called_off or end > now:
        return None
    due = end + timedelta(days=meeting.board.minutes_approval_days)
    return _clock("Approve the minutes", due, meeting.minutes_approved_at, now=now)


def minutes_clock(meeting: Meeting, *, now: datetime) -> Clock | None:
    """By when approved minutes must be posted. None before they are approved, and where meetings
    are not open."""
    if not meeting.board.is_public or meeting.minutes_approved_at is None:
        return None
    due = meeting.minutes_approved_at + timedelta(days=meeting.board.minutes_posting_days)
    return _clock("Post the minutes", due, meeting.minutes_posted_at, now=now)


def clocks_of(meeting: Meeting, *, now: datetime) -> list[Clock]:
    """Every deadline that runs for a meeting, in order."""
    clocks = (posting_clock, approval_clock, minutes_clock)
    return [found for clock in clocks if (found := clock(meeting, now=now))]


@transaction.atomic
def post_agenda(meeting: Meeting, *, by: User, now: datetime | None = None) -> Meeting:
    """Show the agenda to the public from now on. Posting again changes nothing: the first time
    counts. Refuses where meetings are not open, an empty agenda, and a meeting that is over."""
    now = now or timezone.now()
    meeting = lock_agenda(meeting)
    if not meeting.board.is_public:
        raise DomainError("The meetings of this board are not open, so nothing is posted.")
    if meeting.agenda_posted_at is not None:
        return meeting
    if meeting.activity.ends_at <= now:
        raise DomainError("This meeting is over.")
    if not meeting.agenda_items.filter(state__in=ON_AGENDA).exists():
        raise DomainError("There is nothing on the agenda yet.")
    meeting.agenda_posted_at = now
    meeting._history_user = by
    meeting.save()
    return meeting


@transaction.atomic
def withdraw_agenda(meeting: Meeting, *, by: User, now: datetime | None = None) -> Meeting:
    """Take a posted agenda down again, to work on it; the clock runs anew. Refuses once the
    meeting began."""
    now = now or timezone.now()
    meeting = lock_agenda(meeting)
    if meeting.started_at is not None or meeting.activity.starts_at <= now:
        raise DomainError("The meeting has begun; its agenda stays posted.")
    meeting.agenda_posted_at = None
    meeting._history_user = by
    meeting.save()
    return meeting


@transaction.atomic
def set_openness(
    board: Board,
    *,
    by: User,
    open_meetings: str,
    notice_hours: int,
    minutes_approval_days: int,
    minutes_posting_days: int,
) -> Board:
    """Say whether the law on open meetings applies, and its deadlines. Open meetings get public
    comment as an item; where they are open no more, it goes again unless somebody worked on it."""
    board = Board.objects.select_for_update().select_related("program").get(pk=board.pk)
    board.open_meetings = open_meetings
    board.notice_hours = notice_hours
    board.minutes_approval_days = minutes_approval_days
    board.minutes_posting_days = minutes_posting_days
    board._history_user = by
    board.save()
    refresh_proposals(board, by=by)
    return board


def open_boards() -> QuerySet[Board]:
    """Those whose meetings the public may see."""
    return Board.objects.filter(open_meetings=Board.OpenMeetings.YES).select_related(
        "program__school"
    )


def public_meetings(board: Board, *, now: datetime) -> tuple[list[Meeting], list[Meeting]]:
    """Meetings to come, the next one first, and past ones, the latest first."""
    rows = Meeting.objects.filter(board=board).select_related("activity")
    coming = rows.filter(activity__ends_at__gt=now).order_by("activity__starts_at", "pk")
    past = rows.filter(activity__ends_at__lte=now).order_by("-activity__starts_at", "-pk")
    return list(coming), list(past[:PAST_SHOWN])


def has_public_minutes(meeting: Meeting) -> bool:
    return bool(
        meeting.minutes_file
        and meeting.minutes_posted_at
        and meeting.minutes_state == Meeting.Minutes.APPROVED
    )


def open_deadlines(board: Board, *, now: datetime) -> list[tuple[Meeting, Clock]]:
    """What must still be posted or approved, the nearest deadline first. Agendas show from a month
    before their meeting."""
    if not board.is_public:
        return []
    rows = Meeting.objects.filter(board=board).filter(
        Q(minutes_posted_at=None) | Q(agenda_posted_at=None),
        activity__starts_at__lt=now + SHOWN_AHEAD,
        activity__starts_at__gt=now - SHOWN_BACK,
    )
    found = []
    for meeting in rows.select_related("activity"):
        meeting.board = board
        found += [
            (meeting, clock)
            for clock in clocks_of(meeting, now=now)
            if clock.done_at is None
            and not (clock.what == POST_AGENDA and meeting.activity.ends_at <= now)
        ]
    return sorted(found, key=lambda pair: pair[1].due_at)
