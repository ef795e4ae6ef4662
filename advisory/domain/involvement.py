"""Who does much for a board, who nothing, and who stopped coming (SPEC 4.4)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from advisory.domain.queries import EvidenceRow, attendance_table
from advisory.domain.record import next_meeting
from advisory.domain.seats import Sitting, is_seated_on, sittings_on
from advisory.domain.verdicts import Worth, worth_of
from advisory.models import Board, Duty, Meeting, Responsibility, Seat
from calendar_app.domain.tasks import finish_task, make_task
from calendar_app.domain.wording import spoken_day, spoken_span
from calendar_app.models import Activity, Kind, Participation, Task
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.contacts import log_contact
from partnerships.domain.school_years import school_year
from partnerships.models import Interaction, Partnership, Person

#: So far back involvement is looked at.
SPAN = timedelta(days=365)
#: Within so many days somebody should have asked.
ASK_WITHIN_DAYS = 7


@dataclass
class Involvement:
    """What a seat did in the past year."""

    sitting: Sitting
    came: int
    held: int
    #: The meetings missed since it last came, the latest first.
    missed: list[Meeting]
    tasks_done: int = 0
    tasks_open: int = 0
    activities: int = 0
    responsibilities: int = 0
    #: Why somebody should ask: it missed too many in a row, and this is the task.
    task: Task | None = None

    @property
    def does_nothing(self) -> bool:
        return not (self.came or self.tasks_done or self.activities or self.responsibilities)

    @property
    def order(self) -> tuple[bool, int, int]:
        """Whom to ask first, then who does least."""
        return (self.task is None, self.came + self.tasks_done + self.activities, -self.held)


@dataclass(frozen=True)
class Turnout:
    """A meeting: how many seats came, and what they said of it."""

    meeting: Meeting
    came: int
    seats: int
    worth: Worth


@dataclass(frozen=True)
class Draft:
    """A letter that waits to be read and sent. Without an address nobody can send it."""

    to: Person
    subject: str
    text: str


def held_meetings(board: Board, *, now: datetime) -> list[Meeting]:
    """Those of the past year that took place and whose attendance was noted, the latest first."""
    noted = Participation.objects.exclude(attendance=Participation.Attendance.UNKNOWN)
    return list(
        Meeting.objects.filter(
            board=board,
            activity__state=Activity.State.COMPLETED,
            activity__starts_at__gt=now - SPAN,
            activity__starts_at__lte=now,
            activity__in=noted.values("activity"),
        )
        .select_related("activity")
        .order_by("-activity__starts_at", "-pk")
    )


def involvement_of(board: Board, *, now: datetime) -> list[Involvement]:
    """Every seat of today, whom to ask first on top. Eight queries, whatever the number of seats
    and meetings."""
    today = timezone.localdate(now, board.program.zone)
    meetings = held_meetings(board, now=now)
    rows = [
        _attendance(sitting, row, meetings)
        for sitting, row in _with_attendance(sittings_on(board, today), meetings)
    ]
    people = {pk for row in rows for pk in _people_of(row.sitting.seat)}
    organizations = {row.sitting.seat.organization_id for row in rows}
    done, still_open = _tasks_of(board, people, since=now - SPAN)
    activities = _activities_with(board, organizations, now=now)
    responsibilities = Counter(
        Responsibility.objects.filter(board=board, year=school_year(today)).values_list(
            "owner", flat=True
        )
    )
    waiting = _waiting_tasks(board)
    for row in rows:
        own = _people_of(row.sitting.seat)
        row.tasks_done = sum(done[pk] for pk in own)
        row.tasks_open = sum(still_open[pk] for pk in own)
        row.activities = activities[row.sitting.seat.organization_id]
        row.responsibilities = sum(responsibilities[pk] for pk in own)
        row.task = waiting.get(row.sitting.seat.pk)
    return sorted(rows, key=lambda row: row.order)


def turnout_of(board: Board, *, now: datetime) -> list[Turnout]:
    """How many came to each meeting of the past year and what they said of it, the latest first.
    Five queries."""
    today = timezone.localdate(now, board.program.zone)
    meetings = held_meetings(board, now=now)
    said = worth_of(meetings)
    rows = [row for _, row in _with_attendance(sittings_on(board, today), meetings)]
    zone = board.program.zone
    turnouts = []
    for place, meeting in enumerate(meetings):
        day = timezone.localdate(meeting.activity.starts_at, zone)
        seated = [row for row in rows if is_seated_on(row.seat, day)]
        came = sum(row.came_to(place) for row in seated)
        turnouts.append(Turnout(meeting, came, len(seated), said[meeting.pk]))
    return turnouts


def is_falling(values: Sequence[float]) -> bool:
    """Whether it went down twice in a row; the latest comes first."""
    return len(values) > 2 and values[0] < values[1] < values[2]


def warnings_of(turnouts: Sequence[Turnout]) -> list[str]:
    """What should worry somebody, in words (SPEC 3.12)."""
    found = []
    if is_falling([one.came for one in turnouts]):
        found.append("Fewer came to each of the last two meetings.")
    averages = [one.worth.average for one in turnouts if one.worth.average is not None]
    if is_falling(averages):
        found.append("Members found each of the last two meetings less worth their time.")
    return found


@transaction.atomic
def follow_up_absences(board: Board, *, by: User, now: datetime) -> list[Task]:
    """Whoever missed as many meetings in a row as the board has settled is asked why: a task for
    the person who answers partners, or else who organized the latest meeting. One task for each
    time somebody stops coming, however many meetings that lasts; who came again is not asked any
    more. Returns the tasks that wait."""
    limit = board.absences_before_follow_up
    waiting = []
    for row in involvement_of(board, now=now):
        if row.task and not row.missed:
            finish_task(row.task, by=by, now=now)
        if not limit or len(row.missed) < limit:
            continue
        seat = row.sitting.seat
        who = row.sitting.speaker or seat
        waiting.append(
            make_task(
                board.program,
                key=_key_of(row),
                title=f"Ask {who}, who missed {len(row.missed)} board meetings in a row"[:200],
                note="A message is drafted on the board's page on involvement.",
                owner=_who_asks(board, row.missed[0]),
                due_on=timezone.localdate(now, board.program.zone)
                + timedelta(days=ASK_WITHIN_DAYS),
                organization=seat.organization,
            )
        )
    return waiting


def draft_message(row: Involvement, *, by: Person, now: datetime) -> Draft | None:
    """A friendly word to whoever speaks for the seat, in their language. None where nobody does or
    nothing was missed. One query."""
    seat, to = row.sitting.seat, row.sitting.speaker
    if to is None or not row.missed:
        return None
    board = seat.board
    program, zone = board.program, board.program.zone
    following = next_meeting(row.missed[0])
    with translation.override(to.language):
        days = _(" and ").join(
            spoken_day(one.activity.starts_at.astimezone(zone)) for one in reversed(row.missed[:2])
        )
        words = [
            _("Dear %(name)s,") % {"name": to.letter_name},
            _("we missed you at %(board)s on %(days)s. What you say there counts for us.")
            % {"board": board.name, "days": days},
            _(
                "Is the time or the place difficult? Would a colleague rather come? Or is there "
                "another way in which you would like to help: a visit, a talk in class, an hour "
                "with a student? A short word is enough."
            ),
        ]
        if following is not None:
            span = spoken_span(
                following.activity.starts_at.astimezone(zone),
                following.activity.ends_at.astimezone(zone),
            )
            place = following.activity.place
            words.append(
                _("The next meeting is on %(when)s. We would be glad to see you.")
                % {"when": f"{span}, {place}" if place else span}
            )
        words.append(f"{by.letter_name}\n{program.name}\n{program.school}")
        return Draft(
            to, _("We missed you at %(board)s") % {"board": board.name}, "\n\n".join(words)
        )


@transaction.atomic
def send_message(
    row: Involvement, *, by: User, to_email: str, subject: str, text: str, now: datetime
) -> None:
    """Queue the message as it was corrected, write it down as a contact with the organization, and
    tick the task off. Sent once for each time somebody stops coming. Refuses an address that is
    none, and where nobody is to be asked."""
    seat, program = row.sitting.seat, row.sitting.seat.board.program
    if row.task is None:
        raise DomainError("Nobody needs to be asked any more.")
    writer = Person.objects.filter(user=by).first()
    queue_message(
        key=_key_of(row),
        to_email=to_email,
        template="note_written",
        context={"subject": subject.strip(), "text": text.strip()},
        scope=program.mail_scope,
        from_name=writer.letter_name if writer else program.name,
        reply_to=by.email,
    )
    finish_task(row.task, by=by, now=now)
    partnership = Partnership.objects.filter(
        program=program, organization=seat.organization_id
    ).first()
    if partnership is not None:
        log_contact(
            partnership,
            by=by,
            kind=Interaction.Kind.EMAIL,
            happened_at=now,
            people=[row.sitting.speaker] if row.sitting.speaker else [],
            staff=writer,
            note=subject.strip(),
        )


def _key_of(row: Involvement) -> str:
    """The same for all meetings missed since the seat last came."""
    return f"absence:{row.sitting.seat.pk}:{row.missed[-1].pk}"


def _waiting_tasks(board: Board) -> dict[int, Task]:
    """By seat: the task to ask why nobody comes."""
    rows = Task.objects.for_program(board.program).open().filter(key__startswith="absence:")
    return {int(str(task.key).split(":")[1]): task for task in rows}


def _with_attendance(
    sittings: Sequence[Sitting], meetings: Sequence[Meeting]
) -> Iterable[tuple[Sitting, EvidenceRow]]:
    table = attendance_table([one.seat for one in sittings], meetings)
    return zip(sittings, table, strict=True)


def _attendance(sitting: Sitting, row: EvidenceRow, meetings: Sequence[Meeting]) -> Involvement:
    came = held = 0
    missed: list[Meeting] = []
    for place, meeting in enumerate(meetings):
        if not is_seated_on(row.seat, _day(meeting, row.seat.board)):
            continue
        held += 1
        if row.came_to(place):
            came += 1
        elif not came:
            missed.append(meeting)
    return Involvement(sitting, came, held, missed)


def _day(meeting: Meeting, board: Board) -> date:
    return timezone.localdate(meeting.activity.starts_at, board.program.zone)


def _people_of(seat: Seat) -> set[int]:
    return {pk for pk in (seat.representative_id, seat.substitute_id) if pk is not None}


def _tasks_of(
    board: Board, people: set[int], *, since: datetime
) -> tuple[Counter[int], Counter[int]]:
    """By person: how many tasks of the program they did since, and how many wait."""
    done, still_open = Counter[int](), Counter[int]()
    for owner, finished, waits in (
        Task.objects.for_program(board.program)
        .filter(owner__in=people)
        .order_by()
        .values_list("owner")
        .annotate(
            finished=Count("pk", filter=Q(done_at__gte=since)),
            waits=Count("pk", filter=Q(done_at=None)),
        )
    ):
        done[owner], still_open[owner] = finished, waits
    return done, still_open


def _activities_with(
    board: Board, organizations: set[int | None], *, now: datetime
) -> Counter[int | None]:
    """By organization: what took place with it in the past year, board meetings aside."""
    rows = (
        Activity.objects.for_program(board.program)
        .filter(
            organization__in={pk for pk in organizations if pk},
            state=Activity.State.COMPLETED,
            starts_at__gt=now - SPAN,
        )
        .exclude(kind=Kind.BOARD_MEETING)
        .order_by()
        .values_list("organization")
        .annotate(Count("pk"))
    )
    return Counter(dict(rows))


def _who_asks(board: Board, latest: Meeting) -> Person:
    duty = board.duties.filter(kind=Duty.Kind.CONTACT).select_related("person").first()
    return duty.person if duty and duty.person else latest.activity.organizer
