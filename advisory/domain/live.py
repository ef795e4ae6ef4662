"""Taking the notes of a meeting while it goes on (SPEC 3.6).

What is typed saves itself, field by field. Each save says what the writer began from; if somebody
else wrote there meanwhile, nothing is overwritten (``OvertakenError``) and the writer chooses.
"""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from advisory.domain import agenda, attendance
from advisory.domain.involvement import follow_up_absences
from advisory.domain.meetings import lock_meeting
from advisory.domain.record import next_meeting
from advisory.domain.verdicts import ask_members
from advisory.models import AgendaItem, Meeting
from calendar_app.domain.activities import end_activity
from calendar_app.models import Activity
from core.exceptions import DomainError
from partnerships.models import Person

Minutes = Meeting.Minutes
State = AgendaItem.State
TEXT_MAX = 20_000
#: So long one writer's typing is one line of the history.
STRETCH = timedelta(minutes=5)
ITEM_TEXTS = frozenset({"notes", "summary", "decision"})
MEETING_TEXTS = frozenset({"visitors", "summary"})
FIELD = re.compile(r"(item|seat|guest|meeting)-(?:(\d{1,18})-)?([a-z]+)")


class OvertakenError(DomainError):
    """Somebody else changed the same field meanwhile. ``theirs`` is what it holds now."""

    def __init__(self, theirs: str) -> None:
        super().__init__("Somebody else changed this meanwhile. Choose which words to keep.")
        self.theirs = theirs


class Saved(NamedTuple):
    """What a save came to: the values of all fields it touched."""

    fields: dict[str, str]
    counts_change: bool = False  # the quorum may be another now


@transaction.atomic
def save_field(
    meeting: Meeting, *, by: User, what: str, value: str, was: str, now: datetime | None = None
) -> Saved:
    """Keep one field of the live record.

    ``what``: item-ID-notes, -summary, -decision; meeting-visitors, meeting-summary; seat-ID-who
    (the id of a person), seat-ID-how, guest-ID-how (attendance). ``was``: what the writer began
    from. Raises OvertakenError if that is not what is kept now; refuses a field that is not there,
    text that is too long, and approved minutes.
    """
    found = FIELD.fullmatch(what)
    if found is None:
        raise DomainError("This is not part of the meeting.")
    meeting = lock_open(meeting)
    kind, pk, name = found[1], int(found[2] or 0), found[3]
    value, was = unix_lines(value), unix_lines(was)
    if kind in {"item", "meeting"}:
        saved = _save_text(meeting, kind, pk, name, value=value, was=was, by=by, now=now)
    else:
        saved = _save_attendance(meeting, kind, pk, name, value=value, was=was, by=by)
    touch(meeting)
    return saved


def unix_lines(text: str) -> str:
    """Forms send CR LF, scripts LF."""
    return text.replace("\r\n", "\n")


def _save_text(
    meeting: Meeting, kind: str, pk: int, name: str, *, value: str, was: str, by: User,
    now: datetime | None,
) -> Saved:  # fmt: skip
    row: Any = meeting
    if name not in (ITEM_TEXTS if kind == "item" else MEETING_TEXTS):
        raise DomainError("This is not part of the meeting.")
    if kind == "item":
        row = meeting.agenda_items.filter(pk=pk).first()
        if row is None:
            raise DomainError("This item is no longer on the agenda.")
    if len(value) > TEXT_MAX:
        raise DomainError(f"This is too long: at most {TEXT_MAX:,} characters fit in one field.")
    check_not_overtaken(kept=getattr(row, name), was=was, value=value)
    setattr(row, name, value)
    keep_typed(row, name, by=by, now=now or timezone.now())
    return Saved({f"{kind}-{pk}-{name}" if kind == "item" else f"{kind}-{name}": value})


def _save_attendance(
    meeting: Meeting, kind: str, pk: int, name: str, *, value: str, was: str, by: User
) -> Saved:
    if kind == "guest":
        before = attendance.guest_fields(meeting, pk)
    else:
        before = attendance.seat_fields(meeting, pk)
    if name not in before:
        raise DomainError("This is not part of the meeting.")
    check_not_overtaken(kept=before[name], was=was, value=value)
    if kind == "guest":
        after = attendance.note_guest(meeting, pk, by=by, how=value)
    else:
        after = attendance.note_seat(meeting, pk, by=by, **{name: value})
    return Saved({f"{kind}-{pk}-{key}": text for key, text in after.items()}, counts_change=True)


def check_not_overtaken(*, kept: str, was: str, value: str) -> None:
    if kept not in {was, value}:
        raise OvertakenError(kept)


def keep_typed(row: Any, name: str, *, by: User, now: datetime) -> None:
    """Save one text. Words come every second: one writer's stretch of typing is one line of the
    history, which holds how it ended."""
    kept = {name: getattr(row, name)}
    if isinstance(row, AgendaItem):
        kept["version"] = row.version = row.version + 1
    last = row.history.first()
    if last and last.history_user_id == by.pk and now - last.history_date < STRETCH:
        type(row)._default_manager.filter(pk=row.pk).update(**kept)
        row.history.filter(history_id=last.history_id).update(**kept)
        return
    row._history_user, row._history_date = by, now
    row.save()


def lock_open(meeting: Meeting) -> Meeting:
    """The meeting, locked for a change of its record. Refuses approved minutes."""
    meeting = lock_meeting(meeting)
    if meeting.is_locked:
        raise DomainError(
            "These minutes are approved and change no more. Write a correction below them."
        )
    return meeting


def lock_begun(meeting: Meeting) -> Meeting:
    """The same, of a meeting that was called to order."""
    meeting = lock_open(meeting)
    if meeting.started_at is None:
        raise DomainError("Call the meeting to order first.")
    return meeting


def touch(meeting: Meeting) -> None:
    """Say that the record changed. The caller holds its lock."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)


@transaction.atomic
def call_to_order(
    meeting: Meeting, *, by: User, at: datetime | None = None, now: datetime | None = None
) -> Meeting:
    """The meeting begins, now or ``at`` a time said later; whoever says so takes the notes.

    Again with another time corrects it. Refuses before its day, a time to come, a time after it
    ended, and a meeting that was called off.
    """
    now = now or timezone.now()
    meeting = lock_open(meeting)
    activity = meeting.activity
    if activity.is_called_off:
        raise DomainError(f"This meeting was called off: {activity.state_reason or 'no reason'}.")
    zone = activity.program.zone
    day = timezone.localdate(activity.starts_at, zone)
    if timezone.localdate(now, zone) < day:
        raise DomainError(f"This meeting is on {day:%A, %B} {day.day}. It can begin on that day.")
    if meeting.started_at and at is None:
        return meeting  # a second click
    at = at or now
    _check_time(at, now=now)
    if meeting.ended_at and at > meeting.ended_at:
        raise DomainError("It can't begin after it was adjourned.", field="at")
    meeting.started_at = at
    if meeting.minutes_state == Minutes.NONE:
        meeting.minutes_state = Minutes.LIVE
    if meeting.note_taker_id is None:
        meeting.note_taker = Person.objects.filter(user=by).first()
    return _save(meeting, by)


@transaction.atomic
def adjourn(
    meeting: Meeting, *, by: User, at: datetime | None = None, now: datetime | None = None
) -> Meeting:
    """The meeting is over: its item on the table is closed, the minutes are a draft, and the
    activity took place (SPEC 5.7). Who came is asked whether it was worth their time (SPEC 3.12);
    who stopped coming is followed up (SPEC 4.4). Again with another time corrects it.

    Refuses what was not called to order, and an end before the beginning or still to come.
    """
    now = now or timezone.now()
    meeting = lock_begun(meeting)
    if meeting.ended_at and at is None:
        return meeting
    at = at or now
    _check_time(at, now=now)
    if meeting.started_at and at < meeting.started_at:
        began = timezone.localtime(meeting.started_at, meeting.board.program.zone)
        raise DomainError(
            f"It was called to order at {clock(began)}; it can't end before that.", field="at"
        )
    _close_running(meeting, by=by, at=at)
    meeting.ended_at = at
    if meeting.minutes_state == Minutes.LIVE:
        meeting.minutes_state = Minutes.DRAFT
    meeting.activity = end_activity(
        meeting.activity, by=by, state=Activity.State.COMPLETED, now=now
    )
    meeting = _save(meeting, by)
    follow_up_absences(meeting.board, by=by, now=now)
    ask_members(meeting, now=now)
    return meeting


@transaction.atomic
def reopen(meeting: Meeting, *, by: User, now: datetime | None = None) -> Meeting:
    """It was not over yet: undo ``adjourn``. Refuses once the minutes went to the members."""
    meeting = lock_open(meeting)
    if meeting.minutes_state == Minutes.SENT:
        raise DomainError("The minutes went to the members already; the meeting is over.")
    if meeting.ended_at is None:
        return meeting
    meeting.ended_at = None
    meeting.minutes_state = Minutes.LIVE
    meeting.activity = end_activity(meeting.activity, by=by, state=Activity.State.PLANNED, now=now)
    return _save(meeting, by)


def clock(moment: datetime) -> str:
    """ "7:42 am" """
    return f"{moment:%I:%M} {'am' if moment.hour < 12 else 'pm'}".lstrip("0")


def _check_time(at: datetime, *, now: datetime) -> None:
    if at > now + timedelta(minutes=1):
        raise DomainError("This time is still to come.", field="at")


def _save(meeting: Meeting, by: User) -> Meeting:
    meeting.version += 1
    meeting._history_user = by
    meeting.save()
    return meeting


@transaction.atomic
def start_item(item: AgendaItem, *, by: User, now: datetime | None = None) -> AgendaItem:
    """Put an item on the table; the one before is closed. Taking it up again lets its clock run
    on. Refuses before the meeting was called to order and after it was adjourned."""
    now = now or timezone.now()
    meeting = lock_begun(item.meeting)
    if meeting.ended_at:
        raise DomainError("The meeting was adjourned; its clock stands still.")
    item = _item_on_agenda(meeting, item)
    if item.started_at and item.ended_at is None:
        return item
    _close_running(meeting, by=by, at=now)
    item.started_at = item.started_at or now
    item.ended_at = None
    item.state = State.PLANNED
    return _save_item(meeting, item, by=by)


@transaction.atomic
def stop_item(item: AgendaItem, *, by: User, now: datetime | None = None) -> AgendaItem:
    """An item is dealt with, whether its clock ran or not."""
    now = now or timezone.now()
    meeting = lock_begun(item.meeting)
    item = _item_on_agenda(meeting, item)
    if item.state == State.DONE:
        return item
    item.state = State.DONE
    item.started_at = item.started_at or now
    item.ended_at = meeting.ended_at or now
    return _save_item(meeting, item, by=by)


@transaction.atomic
def put_off_item(item: AgendaItem, *, by: User, now: datetime | None = None) -> AgendaItem:
    """An item goes to the next meeting (SPEC 3.3); taking it up again takes it back. Refuses what
    was dealt with."""
    now = now or timezone.now()
    meeting = lock_begun(item.meeting)
    item = _item_on_agenda(meeting, item)
    if item.state == State.DONE:
        raise DomainError("This was dealt with already.")
    item.state = State.CARRIED
    if item.started_at and item.ended_at is None:
        item.ended_at = now
    return _save_item(meeting, item, by=by)


def _item_on_agenda(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    found = meeting.agenda_items.filter(pk=item.pk).exclude(
        state__in=[State.SUGGESTED, State.DROPPED]
    )
    if (one := found.first()) is None:
        raise DomainError("This item is not on the agenda.")
    return one


def _close_running(meeting: Meeting, *, by: User, at: datetime) -> None:
    running = meeting.agenda_items.filter(started_at__isnull=False, ended_at=None)
    for item in running:
        item.ended_at = max(at, item.started_at or at)
        item.state = State.DONE
        item._history_user = by
        item.save()


def _save_item(meeting: Meeting, item: AgendaItem, *, by: User) -> AgendaItem:
    item.version += 1
    item._history_user = by
    item.save()
    touch(meeting)
    return item


@transaction.atomic
def add_to_next(
    meeting: Meeting, *, by: User, title: str, minutes: int = 10, suggested_by: Person | None = None
) -> AgendaItem:
    """A point for the next meeting's agenda, said by somebody in the room (SPEC 3.3). Refuses
    when no next meeting is planned."""
    title = title.strip()
    if not title:
        raise DomainError("What is it about?", field="title")
    following = next_meeting(meeting)
    if following is None:
        raise DomainError("No next meeting is planned yet. Plan it on the board's page first.")
    return agenda.add_item(
        following, by=by, title=title, minutes=minutes, suggested_by=suggested_by
    )
