"""A board's meetings: planning, moving, calling off, asking the members (SPEC 3.2, 3.4)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from advisory.domain import agenda
from advisory.domain.seats import members_on, members_on_days
from advisory.models import Board, Meeting, Seat
from calendar_app.domain.activities import change_activity, end_activity, plan_activity
from calendar_app.domain.clashes import Wish, find
from calendar_app.domain.invitations import Ask, invite, invite_all
from calendar_app.models import Activity, Kind, Participation
from core.exceptions import DomainError
from partnerships.models import Person

#: What of a meeting can be changed that is not its activity's.
OWN_FIELDS = ("host_seat", "chair", "video_link", "is_organizational")


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
    board's chair, as the board has it. It stands in the public calendar where the board's meetings
    are open. ``fields``: note, room, is_public, video_link.

    Refuses an end before the start, and a host who is not on the board on that day.
    """
    check_host(board, host_seat, starts_at)
    video_link = fields.pop("video_link", "")
    fields.setdefault("is_public", board.is_public)
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
        video_link=video_link,
    )
    meeting._history_user = by
    meeting.save()
    agenda.propose_items(meeting, by=by)
    return meeting


def doubts_about(
    board: Board,
    *,
    starts_at: datetime,
    ends_at: datetime,
    host_seat: Seat | None,
    organizer: Person,
    besides: int | None = None,
) -> list[str]:
    """What speaks against a time and host, in sentences (SPEC 5.5). ``besides``: the meeting itself
    when it is changed. Three queries."""
    wish = Wish(
        program=board.program,
        starts_at=starts_at,
        ends_at=ends_at,
        organization=host_seat.organization if host_seat else None,
        people=[organizer],
        kind=Kind.BOARD_MEETING,
        besides=besides,
    )
    return [clash.text for clash in find(wish)]


def check_host(board: Board, host_seat: Seat | None, starts_at: datetime) -> None:
    """Refuses a host of another board, and one whose term does not cover the day."""
    if host_seat is None:
        return
    if host_seat.board_id != board.pk:
        raise DomainError("This seat is on another board.", field="host_seat")
    day = timezone.localdate(starts_at, board.program.zone)
    if host_seat.term_ends_on and host_seat.term_ends_on < day:
        last = date_format(host_seat.term_ends_on, "D j M Y")
        raise DomainError(
            f"{host_seat} is on the board until {last}: somebody else must host.",
            field="host_seat",
        )
    if host_seat.term_starts_on and host_seat.term_starts_on > day:
        first = date_format(host_seat.term_starts_on, "D j M Y")
        raise DomainError(
            f"{host_seat} joins the board on {first}: somebody else must host.",
            field="host_seat",
        )


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
    video_link, is_organizational. Everybody invited hears of another time or place (SPEC 3.4).
    Refuses a host who is not on the board on that day."""
    own = {name: fields.pop(name) for name in OWN_FIELDS if name in fields}
    meeting = lock_meeting(meeting)
    if "host_seat" in own:
        seat = own["host_seat"]
        check_host(meeting.board, seat, fields.get("starts_at", meeting.activity.starts_at))
        fields["organization"] = seat.organization if seat else None
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


@transaction.atomic
def invite_to_all(board: Board, *, by: User, now: datetime | None = None) -> list[Participation]:
    """Ask everybody to each meeting to come on whose day their seat is held, with one mail for all
    of them (SPEC 3.4); those asked already are not asked again. Refuses where no meeting is to
    come, and a board without anybody to ask."""
    now = now or timezone.now()
    coming = list(
        Meeting.objects.select_for_update(of=("self",))
        .filter(board=board, activity__state=Activity.State.PLANNED, activity__ends_at__gt=now)
        .select_related("activity__program__school", "activity__organizer")
        .order_by("pk")
    )
    if not coming:
        raise DomainError("No meeting is planned; nobody is asked.")
    asks = _asks(board, coming)
    if not asks:
        raise DomainError("No seat has a representative yet. Name one, then ask them.")
    return invite_all(asks, now=now)


def missing_invitations(board: Board, coming: Iterable[Meeting]) -> list[Ask]:
    """Who is not asked yet to which of these meetings, though their seat is held on its day. Three
    queries, however many meetings."""
    standing = [one for one in coming if one.activity.state == Activity.State.PLANNED]
    asked = set(
        Participation.objects.filter(activity__in=[one.pk for one in standing]).values_list(
            "activity", "person"
        )
    )
    return [one for one in _asks(board, standing) if (one.activity.pk, one.person.pk) not in asked]


def _asks(board: Board, meetings: Sequence[Meeting]) -> list[Ask]:
    """Everybody who is to come to each."""
    zone = board.program.zone
    day_of = {one.pk: timezone.localdate(one.activity.starts_at, zone) for one in meetings}
    members = members_on_days(board, set(day_of.values()))
    return [Ask(one.activity, *member) for one in meetings for member in members[day_of[one.pk]]]


def lock_meeting(meeting: Meeting) -> Meeting:
    """The row as it is now, locked. The caller holds the transaction."""
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("activity__program", "board__program")
        .get(pk=meeting.pk)
    )
