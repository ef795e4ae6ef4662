"""A year of meetings in one step (SPEC 3.2): a pattern of wall-clock dates, looked at before
anything is saved, then planned as one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dateutil.rrule import MONTHLY, rrule, weekday
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from advisory.domain.boards import lock_board
from advisory.domain.meetings import plan_meeting
from advisory.domain.seats import Sitting, is_seated_on, with_people
from advisory.models import Board, Meeting, Seat
from calendar_app.domain.times import span_of
from calendar_app.models import CALLED_OFF, Activity, Closure, Kind
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.school_years import SCHOOL_YEAR_BEGINS
from partnerships.models import Person

#: Once in each quarter of a school year; every month in which school is held.
QUARTERLY = (9, 11, 2, 4)
MONTHLY_IN_SCHOOL = (9, 10, 11, 12, 1, 2, 3, 4, 5)
LAST = -1
WEEKS_TO_LOOK_ON = 6


# ---------------------------------------------------------------- the pattern


@dataclass(frozen=True)
class Pattern:
    """The second Tuesday of some months of a school year; ``nth`` -1 is the last one."""

    year: int
    months: Collection[int]
    nth: int
    day_of_week: int  # Monday is 0

    @property
    def span(self) -> tuple[date, date]:
        first = date(self.year, SCHOOL_YEAR_BEGINS, 1)
        return first, first.replace(year=self.year + 1) - timedelta(days=1)

    def days(self) -> list[date]:
        """The days it hits, in order."""
        if not self.months:
            return []
        first, last = self.span
        found = rrule(
            MONTHLY,
            dtstart=datetime.combine(first, time.min),
            until=datetime.combine(last, time.min),
            bymonth=list(self.months),
            byweekday=weekday(self.day_of_week, self.nth),
        )
        return [one.date() for one in found]


@dataclass
class ProposedMeeting:
    """A line of the preview, not saved anywhere."""

    on: date
    host_seat: Seat | None
    moved: str = ""  # why it is not on the day of the pattern


@dataclass
class Proposal:
    lines: list[ProposedMeeting] = field(default_factory=list)
    #: What the pattern could not do, in sentences.
    remarks: list[str] = field(default_factory=list)


def propose_year(
    board: Board,
    *,
    pattern: Pattern,
    hosts: Sequence[Seat] = (),
    today: date,
) -> Proposal:
    """The meetings a pattern makes: those to come, days on which the school is closed moved on by
    weeks, hosts in turn beginning after the last one.

    Refuses a pattern that hits no day.
    """
    hit = pattern.days()
    proposal = Proposal()
    if missed := sorted(set(pattern.months) - {day.month for day in hit}, key=_in_school_year):
        names = _listed(date_format(date(2000, month, 1), "F") for month in missed)
        proposal.remarks.append(f"There is no such day in {names}.")
    past = [day for day in hit if day < today]
    if past:
        many = f"{len(past)} days of this pattern are" if len(past) > 1 else "One day of it is"
        proposal.remarks.append(f"{many} past and left out.")
    coming = [day for day in hit if day >= today]
    if not coming:
        why = "All of its days are past." if past else "There is no such day in these months."
        raise DomainError(f"This pattern hits no day. {why} Choose other months or another day.")
    closures = closures_between(board, coming[0], coming[-1] + timedelta(weeks=WEEKS_TO_LOOK_ON))
    turn = _turns(board, hosts)
    taken: set[date] = set()
    for day in coming:
        on, moved = _open_day(day, closures, taken)
        taken.add(on)
        proposal.lines.append(ProposedMeeting(on, next_host(turn, on), moved))
    return proposal


def _in_school_year(month: int) -> int:
    return (month - SCHOOL_YEAR_BEGINS) % 12


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def closures_between(board: Board, first: date, last: date) -> list[Closure]:
    return list(
        Closure.objects.for_program(board.program).filter(starts_on__lte=last, ends_on__gte=first)
    )


def closure_on(day: date, closures: Iterable[Closure]) -> Closure | None:
    return next((one for one in closures if one.starts_on <= day <= one.ends_on), None)


def _open_day(day: date, closures: Sequence[Closure], taken: set[date]) -> tuple[date, str]:
    """The same day of the week, later, on which school is held. Where there is none for weeks the
    day stays, and the preview shows that it is closed."""
    closed = closure_on(day, closures)
    if closed is None:
        return day, ""
    for weeks in range(1, WEEKS_TO_LOOK_ON):
        other = day + timedelta(weeks=weeks)
        if other not in taken and closure_on(other, closures) is None:
            return other, f"Moved from {date_format(day, 'D j M')}: {closed.name}"
    return day, ""


def _turns(board: Board, hosts: Sequence[Seat]) -> list[Seat]:
    """The hosts in order, beginning after the one who hosted last."""
    order = [seat for seat in hosts if seat.host_order is not None]
    order.sort(key=lambda seat: (seat.host_order, seat.pk))
    last = (
        Meeting.objects.filter(board=board, host_seat__in=[seat.pk for seat in order])
        .exclude(activity__state__in=CALLED_OFF)
        .order_by("-activity__starts_at")
        .values_list("host_seat", flat=True)
        .first()
    )
    keys = [seat.pk for seat in order]
    place = keys.index(last) + 1 if last in keys else 0
    return order[place:] + order[:place]


def next_host(turn: list[Seat], day: date) -> Seat | None:
    """Whose turn it is; they go to the end of ``turn``. Who is not on the board that day waits."""
    for place, seat in enumerate(turn):
        if is_seated_on(seat, day):
            turn.append(turn.pop(place))
            return seat
    return None


def place_of(seat: Seat | None) -> str:
    """Where a host receives the board: the organization with its address."""
    if seat is None or seat.organization is None:
        return ""
    there = ", ".join([seat.organization.name, *seat.organization.address_lines])
    return there[:200]


# ---------------------------------------------------------------- looking at it


@dataclass(frozen=True)
class Line:
    """A meeting as somebody has it in the preview, with its instants."""

    starts_at: datetime
    ends_at: datetime
    host_seat: Seat | None = None
    place: str = ""


def remarks_on(
    board: Board, lines: Sequence[Line | None], *, organizer: Person | None, now: datetime
) -> list[list[str]]:
    """What speaks against each line, in words one may read and go past (SPEC 5.5): school closed,
    the host or organizer or board busy at that time, a host with nobody to receive the board, a
    day that is past. Lines left out are None. Three queries, whatever the number of lines."""
    there = [line for line in lines if line is not None]
    if not there:
        return [[] for _ in lines]
    zone = board.program.zone
    first, last = min(line.starts_at for line in there), max(line.ends_at for line in there)
    closures = closures_between(
        board, timezone.localdate(first, zone), timezone.localdate(last, zone)
    )
    busy = list(
        Activity.objects.for_program(board.program)
        .standing()
        .on_between(first, last)
        .order_by("starts_at")
    )
    hosts = {line.host_seat.pk: line.host_seat for line in there if line.host_seat}
    today = timezone.localdate(now, zone)
    sittings = with_people(list(hosts.values()), school=board.program.school_id, day=today)
    at_host = {one.seat.pk: one for one in sittings}
    found = []
    for line in lines:
        remarks: list[str] = []
        if line is not None:
            remarks += _of_day(timezone.localdate(line.starts_at, zone), closures, line, now)
            remarks += _of_host(line, at_host)
            remarks += [
                _words(other)
                for other in busy
                if other.starts_at < line.ends_at
                and other.ends_at > line.starts_at
                and _concerns(other, line, board, organizer)
            ]
            remarks += [
                "Another line of this plan is at the same time."
                for other in there
                if other is not line
                and other.starts_at < line.ends_at
                and other.ends_at > line.starts_at
            ][:1]
        found.append(remarks)
    return found


def _of_day(day: date, closures: Sequence[Closure], line: Line, now: datetime) -> list[str]:
    closed = closure_on(day, closures)
    remarks = [f"The school is closed: {closed.name}."] if closed else []
    if line.starts_at <= now:
        remarks.append("This is past.")
    return remarks


def _of_host(line: Line, at_host: dict[int, Sitting]) -> list[str]:
    sitting = at_host.get(line.host_seat.pk) if line.host_seat else None
    if sitting is None or not sitting.problem:
        return []
    if line.host_seat is not None and line.host_seat.representative is None:
        return [f"Nobody is named to receive the board at {line.host_seat}."]
    return [f"{sitting.problem}: who receives the board at {line.host_seat}?"]


def _concerns(other: Activity, line: Line, board: Board, organizer: Person | None) -> bool:
    if other.kind == Kind.BOARD_MEETING:
        return True
    host = line.host_seat.organization_id if line.host_seat else None
    same_host = host is not None and other.organization_id == host
    return same_host or (organizer is not None and other.organizer_id == organizer.pk)


def _words(other: Activity) -> str:
    return f"At the same time: {other.title} ({other.get_kind_display().lower()})."


# ---------------------------------------------------------------- planning it


@transaction.atomic
def plan_year(
    board: Board,
    *,
    by: User,
    organizer: Person,
    lines: Sequence[Line],
    chair_rule: str,
    chair: Person | None = None,
    co_chair: Person | None = None,
    first_is_organizational: bool = False,
    now: datetime | None = None,
) -> tuple[list[Meeting], bool]:
    """Put all of these meetings on the calendar, or none, and settle who chairs (SPEC 3.2). Nobody
    is asked yet. The same plan a second time makes nothing: its meetings are returned. Says
    whether they are new.

    Refuses an empty plan, two meetings at one time, a meeting of the board at that time already,
    one that is past, and a host who is not on the board on that day. ``field`` is ``line-3`` or
    ``line-3-host_seat`` for what is wrong with the fourth line.
    """
    now = now or timezone.now()
    if not lines:
        raise DomainError("Every date is left out. Tick at least one.")
    board = lock_board(board)
    known = _standing_meetings(board, lines)
    if twins := _twins(lines, known):
        return twins, False
    _check_lines(lines, known, now)
    board.chair_rule, board.chair, board.co_chair = chair_rule, chair, co_chair
    author(board, by)
    board.save()
    meetings = []
    earliest = min(line.starts_at for line in lines)
    for place, line in enumerate(lines):
        try:
            meeting = plan_meeting(
                board,
                by=by,
                organizer=organizer,
                starts_at=line.starts_at,
                ends_at=line.ends_at,
                place=line.place,
                host_seat=line.host_seat,
                is_organizational=first_is_organizational and line.starts_at == earliest,
                now=now,
            )
        except DomainError as error:
            raise DomainError(error.message, field=f"line-{place}-{error.field}") from error
        meetings.append(meeting)
    return meetings, True


def _standing_meetings(board: Board, lines: Sequence[Line]) -> list[Meeting]:
    first, last = min(line.starts_at for line in lines), max(line.ends_at for line in lines)
    standing = Activity.objects.standing().on_between(first, last)
    return list(
        Meeting.objects.filter(board=board, activity__in=standing).select_related("activity")
    )


def _twins(lines: Sequence[Line], known: Sequence[Meeting]) -> list[Meeting]:
    """The meetings of a plan that was saved already, as by a second press of the button."""
    at = {(one.activity.starts_at, one.activity.ends_at): one for one in known}
    found = [at.get((line.starts_at, line.ends_at)) for line in lines]
    return [one for one in found if one is not None] if all(found) else []


def _check_lines(lines: Sequence[Line], known: Sequence[Meeting], now: datetime) -> None:
    for place, line in enumerate(lines):
        if line.starts_at <= now:
            raise DomainError("This is past. Choose another date.", field=f"line-{place}-on")
        for other in known:
            meeting = other.activity
            if meeting.starts_at < line.ends_at and meeting.ends_at > line.starts_at:
                raise DomainError(
                    "The board has a meeting at that time already. Leave this one out, or change "
                    "its date.",
                    field=f"line-{place}-on",
                )
        for other_line in lines[:place]:
            if other_line.starts_at < line.ends_at and other_line.ends_at > line.starts_at:
                raise DomainError(
                    "Another line of this plan is at the same time.", field=f"line-{place}-on"
                )


def span_of_year(board: Board, year: int) -> tuple[datetime, datetime]:
    """A school year of the board's program, as instants."""
    first, last = Pattern(year, (), 1, 0).span
    return span_of(first, last, board.program.zone)
