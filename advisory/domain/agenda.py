"""What a board talks about: items that come by themselves, from last time, from members and by
hand; their order and the running clock (SPEC 3.3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from advisory.domain import topics
from advisory.models import AgendaItem, Board, Meeting, Topic
from calendar_app.models import CALLED_OFF
from core.exceptions import DomainError
from partnerships.domain.school_years import SCHOOL_YEAR_BEGINS, school_year

State = AgendaItem.State
#: Those that are talked about: they stand on the agenda and in the clock.
ON_AGENDA = (State.PLANNED, State.DONE, State.CARRIED)


# ---------------------------------------------------------------- reading


@dataclass
class Line:
    """An item with the time at which it comes up."""

    item: AgendaItem
    starts_at: datetime
    ends_at: datetime
    is_over: bool  # it would end after the meeting does


@dataclass
class Timetable:
    lines: list[Line]
    total: int  # minutes planned
    length: int  # minutes of the meeting

    @property
    def left(self) -> int:
        return max(0, self.length - self.total)

    @property
    def over(self) -> int:
        return max(0, self.total - self.length)


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """All items of a meeting in any state, in order, with who presents and who suggested them."""
    rows = meeting.agenda_items.select_related(
        "presenter", "suggested_by", "carried_from__meeting__activity"
    )
    return list(rows)


def timetable(meeting: Meeting, items: Iterable[AgendaItem]) -> Timetable:
    """When each item that is on the agenda comes up, if all keep to their minutes."""
    activity = meeting.activity
    lines: list[Line] = []
    clock = activity.starts_at
    for item in items:
        if item.state in ON_AGENDA:
            end = clock + timedelta(minutes=item.minutes)
            lines.append(Line(item, clock, end, end > activity.ends_at))
            clock = end
    length = int((activity.ends_at - activity.starts_at).total_seconds() // 60)
    return Timetable(lines, sum(line.item.minutes for line in lines), length)


def previous_meeting(meeting: Meeting) -> Meeting | None:
    """The one before it that was not called off."""
    return (
        Meeting.objects.filter(
            board=meeting.board_id, activity__starts_at__lt=meeting.activity.starts_at
        )
        .exclude(activity__state__in=CALLED_OFF)
        .select_related("activity")
        .order_by("activity__starts_at")
        .last()
    )


def left_over(meeting: Meeting, *, now: datetime) -> list[AgendaItem]:
    """What the last meeting did not get to, and no later one took up: items said to be carried
    over, and those still planned once it is over. What returns by itself is not carried."""
    before = previous_meeting(meeting)
    if before is None:
        return []
    is_over = before.ended_at is not None or before.activity.ends_at <= now
    waiting = [State.CARRIED, State.PLANNED] if is_over else [State.CARRIED]
    rows = before.agenda_items.filter(state__in=waiting, carried_to=None)
    return list(rows.exclude(topic__in=topics.EVERY_TIME).select_related("presenter"))


# ---------------------------------------------------------------- what comes by itself


@transaction.atomic
def propose_items(meeting: Meeting, *, by: User, now: datetime | None = None) -> None:
    """Give a new meeting its standing and yearly items (SPEC 3.3), and put those of the others of
    its year where they now belong. The caller may hold a transaction."""
    refresh_proposals(meeting.board, by=by, now=now, also=meeting)


@transaction.atomic
def refresh_proposals(
    board: Board, *, by: User, now: datetime | None = None, also: Meeting | None = None
) -> None:
    """Each meeting to come has the items that return by themselves, once: standing ones, public
    comment where meetings are open, roles at the first of a school year and their review at the
    last, the budget once. Call it whenever meetings are added, moved or called off.

    Running it again changes nothing. What somebody worked on stays where it is, and what was taken
    off stays off. Agendas that are posted, and meetings that began, are left alone.
    """
    now = now or timezone.now()
    zone = board.program.zone
    years: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in _meetings_since(board, min(now, also.activity.starts_at) if also else now):
        meeting.board = board
        years[school_year(timezone.localdate(meeting.activity.starts_at, zone))].append(meeting)
    items: dict[int, list[AgendaItem]] = defaultdict(list)
    every = [meeting.pk for year in years.values() for meeting in year]
    for item in AgendaItem.objects.filter(meeting__in=every).prefetch_related("papers"):
        items[item.meeting_id].append(item)
    for year in years.values():
        open_ones = [one for one in year if _is_open(one, now) or (also and one.pk == also.pk)]
        _settle(year, open_ones, items, by=by)


def _meetings_since(board: Board, moment: datetime) -> QuerySet[Meeting]:
    """Those of the school year of a moment and later, that were not called off."""
    local = moment.astimezone(board.program.zone)
    begins = local.replace(
        year=school_year(local.date()),
        month=SCHOOL_YEAR_BEGINS,
        day=1,
        hour=0,
        minute=0,
    )
    return (
        Meeting.objects.filter(board=board, activity__starts_at__gte=begins)
        .exclude(activity__state__in=CALLED_OFF)
        .select_related("activity")
        .order_by("activity__starts_at", "pk")
    )


def _is_open(meeting: Meeting, now: datetime) -> bool:
    return (
        meeting.activity.ends_at > now
        and meeting.agenda_posted_at is None
        and meeting.started_at is None
    )


def _settle(
    year: Sequence[Meeting],
    open_ones: Collection[Meeting],
    items: dict[int, list[AgendaItem]],
    *,
    by: User,
) -> None:
    """Make what is missing in a school year, and move or take away what is not wanted any more."""
    wanted = {one.pk: set(topics.topics_for(one, year=year)) for one in open_ones}
    loose: dict[str, AgendaItem] = {}  # yearly items that stand at the wrong meeting
    for meeting in open_ones:
        for item in list(items[meeting.pk]):
            if item.topic not in wanted[meeting.pk] and _is_untouched(item):
                items[meeting.pk].remove(item)
                if item.topic in topics.YEARLY_TOPICS and item.topic not in loose:
                    loose[item.topic] = item
                else:
                    _by(item, by).delete()
    this_year = {item.topic for one in year for item in items[one.pk]}
    for meeting in open_ones:
        here = items[meeting.pk]
        there = {item.topic for item in here}
        new = []
        for topic in topics.topics_for(meeting, year=year):
            if topic in (this_year if topic in topics.YEARLY_TOPICS else there):
                continue
            item = loose.pop(topic) if topic in loose else _usual_item(topic)
            item.meeting = meeting
            new.append(item)
        if new:
            moved = {item.pk for item in new if item.pk}
            _save_in_order(_with_usual(here, new), by=by, always=moved)
    for item in loose.values():
        _by(item, by).delete()


def _usual_item(topic: Topic) -> AgendaItem:
    usual = topics.USUAL[topic]
    return AgendaItem(topic=topic, title=topic.label, minutes=usual.minutes, purpose=usual.purpose)


def _is_untouched(item: AgendaItem) -> bool:
    """It came by itself and nobody changed it. Needs the papers prefetched."""
    usual = topics.USUAL.get(Topic(item.topic))
    return (
        usual is not None
        and item.state == State.PLANNED
        and (item.title, item.minutes, item.purpose)
        == (Topic(item.topic).label, usual.minutes, usual.purpose)
        and not (item.detail or item.notes or item.summary or item.decision)
        and item.presenter_id is None
        and item.suggested_by_id is None
        and item.carried_from_id is None
        and item.started_at is None
        and not item.papers.all()
    )


def _with_usual(here: list[AgendaItem], new: list[AgendaItem]) -> list[AgendaItem]:
    """The usual items put among those that stand there: each before the first usual one that
    comes after it in a meeting; free items keep their places."""
    rows = list(here)
    for item in new:
        own = topics.ORDER[Topic(item.topic)]
        later = (
            place for place, row in enumerate(rows) if topics.ORDER.get(Topic(row.topic), -1) > own
        )
        rows.insert(next(later, len(rows)), item)
    return rows


# ---------------------------------------------------------------- by hand


@transaction.atomic
def add_item(meeting: Meeting, *, by: User, **fields: Any) -> AgendaItem:
    """Put an item on the agenda, before what closes a meeting. ``fields``: title, topic, purpose,
    presenter, minutes, detail. Without a title it is called as its topic is. Refuses where nothing
    may change any more, and a title that is missing."""
    meeting = lock_agenda(meeting)
    item = AgendaItem(meeting=meeting, **fields)
    _check(item)
    rows = list(meeting.agenda_items.all())
    rows.insert(_place_for_new(rows), item)
    _save_in_order(rows, by=by)
    return item


@transaction.atomic
def edit_item(item: AgendaItem, *, by: User, **fields: Any) -> AgendaItem:
    """Change title, topic, purpose, presenter, minutes or detail. Refuses as add_item does."""
    lock_agenda(item.meeting)
    item = _lock_item(item)
    for name, value in fields.items():
        setattr(item, name, value)
    _check(item)
    _by(item, by).save()
    return item


@transaction.atomic
def drop_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """Take it off the agenda; it can be put back. Refuses what was dealt with already."""
    lock_agenda(item.meeting)
    item = _lock_item(item)
    if item.state == State.DONE or item.started_at is not None:
        raise DomainError("This was talked about already, so it stays in the record.")
    item.state = State.DROPPED
    _by(item, by).save()
    return item


@transaction.atomic
def restore_item(item: AgendaItem, *, by: User) -> AgendaItem:
    """Put back what was taken off; what is on the agenda stays as it is."""
    lock_agenda(item.meeting)
    item = _lock_item(item)
    if item.state == State.DROPPED:
        item.state = State.PLANNED
        _by(item, by).save()
    return item


@transaction.atomic
def shift_item(item: AgendaItem, *, places: int, by: User) -> None:
    """Move an item up (-1) or down (1); at the end of the list it stays. Refuses where nothing may
    change any more."""
    meeting = lock_agenda(item.meeting)
    rows = [row for row in meeting.agenda_items.all() if row.state in ON_AGENDA]
    ids = [row.pk for row in rows]
    if item.pk not in ids:
        raise DomainError("This item is not on the agenda.")
    here = ids.index(item.pk)
    there = min(max(here + places, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    _save_in_order(rows, by=by)


@transaction.atomic
def order_items(meeting: Meeting, ids: Sequence[int], *, by: User) -> None:
    """The order as it was dragged. Items that came meanwhile stay after those named; unknown ids
    mean nothing. Refuses where nothing may change any more."""
    meeting = lock_agenda(meeting)
    place = {pk: number for number, pk in enumerate(ids)}
    rows = [row for row in meeting.agenda_items.all() if row.state in ON_AGENDA]
    _save_in_order(sorted(rows, key=lambda row: place.get(row.pk, len(place))), by=by)


@transaction.atomic
def carry_over(meeting: Meeting, *, by: User, now: datetime | None = None) -> list[AgendaItem]:
    """Bring what the last meeting did not get to onto this agenda; the old item says that it was
    carried over. Nothing comes twice. Returns the new items."""
    now = now or timezone.now()
    meeting = lock_agenda(meeting)
    rows = list(meeting.agenda_items.all())
    new = []
    for old in left_over(meeting, now=now):
        if old.state != State.CARRIED:
            old.state = State.CARRIED
            _by(old, by).save()
        new.append(
            AgendaItem(
                meeting=meeting,
                carried_from=old,
                **{
                    name: getattr(old, name)
                    for name in (
                        *("topic", "title", "purpose", "presenter", "minutes", "detail"),
                        "suggested_by",
                    )
                },
            )
        )
    place = _place_for_new(rows)
    rows[place:place] = new
    _save_in_order(rows, by=by)
    return new


# ---------------------------------------------------------------- shared


def lock_agenda(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked. Refuses what was called off, and what has approved
    minutes. The caller holds the transaction."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("activity__program", "board__program")
        .get(pk=meeting.pk)
    )
    if meeting.is_locked:
        raise DomainError("The minutes are approved; this agenda changes no more.")
    if meeting.activity.is_called_off:
        raise DomainError("This meeting was called off.")
    return meeting


def put_on_agenda(item: AgendaItem, rows: list[AgendaItem], *, by: User) -> None:
    """Save an item as planned, at the place where new ones go. ``rows``: the others."""
    item.state = State.PLANNED
    rows.insert(_place_for_new(rows), item)
    _save_in_order(rows, by=by, always={item.pk})


def _lock_item(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.select_for_update().get(pk=item.pk)


def _place_for_new(rows: Sequence[AgendaItem]) -> int:
    """Before what closes a meeting, at the end if nothing does."""
    place = len(rows)
    while place and rows[place - 1].topic in topics.CLOSING:
        place -= 1
    return place


def _check(item: AgendaItem) -> None:
    item.title = item.title.strip()
    if not item.title and item.topic != Topic.OTHER:
        item.title = Topic(item.topic).label
    if not item.title:
        raise DomainError("Say what it is about.", field="title")
    if item.minutes < 1:
        raise DomainError("An item takes at least a minute.", field="minutes")


def _save_in_order(rows: Sequence[AgendaItem], *, by: User, always: Collection[int] = ()) -> None:
    """Number the rows as they stand; save those that are new or stand elsewhere now."""
    new: list[AgendaItem] = []
    for position, row in enumerate(rows, start=1):
        if row.pk is None:
            row.position = position
            new.append(row)
        elif row.position != position or row.pk in always:
            row.position = position
            _by(row, by).save()
    if new:
        bulk_create_with_history(new, AgendaItem, default_user=by)


def _by(item: AgendaItem, by: User) -> AgendaItem:
    item._history_user = by
    return item
