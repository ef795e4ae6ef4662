"""What is asked about boards, their seats and their meetings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from advisory.domain.seats import Sitting, quorum_of
from advisory.domain.year import span_of_year
from advisory.models import Board, Duty, Meeting, Seat
from calendar_app.models import CALLED_OFF, MISSED, Activity, Participation
from partnerships.domain.speaking import can_be_mailed
from partnerships.models import Person, Program

Answer = Participation.Answer
Attendance = Participation.Attendance


def boards_with_next_meeting(program: Program, now: datetime) -> QuerySet[Board]:
    """The program's boards, each with ``next_at``, when it meets next. One query."""
    coming = (
        Meeting.objects.filter(
            board=OuterRef("pk"), activity__ends_at__gt=now, activity__state=Activity.State.PLANNED
        )
        .order_by("activity__starts_at")
        .values("activity__starts_at")[:1]
    )
    return Board.objects.for_program(program).annotate(next_at=Subquery(coming))


def meetings_of(board: Board) -> QuerySet[Meeting]:
    """A board's meetings with time, host and how many were asked and come."""
    coming = Count(
        "activity__participations",
        filter=Q(activity__participations__answer=Answer.YES),
    )
    return (
        Meeting.objects.filter(board=board)
        .select_related("activity", "host_seat__organization", "chair")
        .annotate(
            asked=Count(
                "activity__participations",
                filter=Q(activity__participations__invited_at__isnull=False),
            ),
            coming=coming,
        )
    )


def coming_meetings(board: Board, now: datetime) -> QuerySet[Meeting]:
    """Those not over yet, next first; what was called off among them."""
    return meetings_of(board).filter(activity__ends_at__gt=now).order_by("activity__starts_at")


def past_meetings(board: Board, now: datetime) -> QuerySet[Meeting]:
    """Those that are over, latest first."""
    return (
        meetings_of(board).filter(activity__ends_at__lte=now).order_by("-activity__starts_at", "pk")
    )


def next_meeting(coming: Iterable[Meeting]) -> Meeting | None:
    """The first that takes place."""
    return next((one for one in coming if not one.activity.is_called_off), None)


def duties_of(board: Board) -> list[Duty]:
    """All five, by name of the person or nobody, also those a board does not have a row for."""
    known = {duty.kind: duty for duty in board.duties.select_related("person")}
    return [known.get(kind) or Duty(board=board, kind=kind) for kind in Duty.Kind.values]


# ---------------------------------------------------------------- who sits there


@dataclass(frozen=True)
class Share:
    """How much of the board industry is, and who else is heard (SPEC 3.12)."""

    industry: int
    filled: int
    #: Stakeholder class in words, seats filled.
    classes: list[tuple[str, int]]
    #: Classes the law names for which nobody sits there.
    missing: list[str]

    @property
    def percent(self) -> int:
        return round(100 * self.industry / self.filled) if self.filled else 0


def share_of(sittings: Sequence[Sitting]) -> Share:
    """Of the seats that are filled."""
    counts = Counter(one.seat.stakeholder for one in sittings if one.is_filled)
    return Share(
        industry=counts[Seat.Stakeholder.INDUSTRY],
        filled=counts.total(),
        classes=[(one.label, counts[one]) for one in Seat.Stakeholder if counts[one]],
        missing=[
            one.label
            for one in Seat.Stakeholder
            if not counts[one] and one != Seat.Stakeholder.OTHER
        ],
    )


# ---------------------------------------------------------------- who comes to a meeting


@dataclass
class Expected:
    """Who answered what to a meeting, and whether enough will be there."""

    coming: list[Participation] = field(default_factory=list)
    maybe: list[Participation] = field(default_factory=list)
    open: list[Participation] = field(default_factory=list)
    declined: list[Participation] = field(default_factory=list)
    #: Members of today who were not asked.
    not_asked: list[Person] = field(default_factory=list)
    #: Asked or to be asked, and without an address.
    without_address: list[Person] = field(default_factory=list)
    seats_coming: int = 0
    quorum: int = 0

    @property
    def asked(self) -> int:
        return len(self.coming) + len(self.maybe) + len(self.open) + len(self.declined)

    @property
    def groups(self) -> list[tuple[str, str, list[Participation]]]:
        """Heading, state and people, for the page; empty ones are left out."""
        groups = [
            ("No answer yet", "soon", self.open),
            ("Coming", "done", self.coming),
            ("Maybe", "soon", self.maybe),
            ("Not coming", "", self.declined),
        ]
        return [group for group in groups if group[2]]

    @property
    def has_quorum(self) -> bool:
        return bool(self.quorum) and self.seats_coming >= self.quorum


def expected_at(meeting: Meeting, sittings: Sequence[Sitting]) -> Expected:
    """Everybody asked by their answer. A seat counts once, by whoever speaks for it (SPEC 3.6).
    One query; ``sittings`` are those of the day of the meeting."""
    found = Expected(quorum=quorum_of(meeting.board, sittings))
    rows = list(
        Participation.objects.filter(activity=meeting.pk)
        .select_related("person", "organization", "stands_in_for__person")
        .order_by("organization__name", "person__name", "pk")
    )
    places = {
        Answer.YES: found.coming,
        Answer.MAYBE: found.maybe,
        Answer.OPEN: found.open,
        Answer.NO: found.declined,
        Answer.SUBSTITUTE: found.declined,
    }
    for row in rows:
        places[Answer(row.answer)].append(row)
    asked = {row.person_id for row in rows}
    speakers = {one.speaker.pk: one.speaker for one in sittings if one.speaker}
    found.not_asked = [person for pk, person in speakers.items() if pk not in asked]
    people = [row.person for row in rows] + found.not_asked
    found.without_address = [person for person in people if not can_be_mailed(person)]
    coming = {row.person_id for row in found.coming}
    coming |= {row.stands_in_for.person_id for row in found.coming if row.stands_in_for}
    found.seats_coming = sum(
        1
        for one in sittings
        if one.seat.votes and coming & {one.seat.representative_id, one.seat.substitute_id}
    )
    return found


# ---------------------------------------------------------------- evidence


@dataclass(frozen=True)
class Evidence:
    """Who was on the board in a school year, whom they stand for, and which meetings they came to
    (20 U.S.C. 2354(d): consultation)."""

    year: int
    meetings: list[Meeting]
    rows: list["EvidenceRow"]
    classes: list[tuple[str, int]]


@dataclass(frozen=True)
class EvidenceRow:
    seat: Seat
    #: Word on each meeting, in the order of the meetings; empty where nothing was noted.
    attendance: list[str]

    @property
    def came(self) -> int:
        return sum(self.came_to(place) for place in range(len(self.attendance)))

    def came_to(self, place: int) -> bool:
        """Whether somebody was at the meeting at this place of the list."""
        word = self.attendance[place]
        return bool(word) and word not in ABSENT_WORDS


ABSENT_WORDS = frozenset(Attendance(one).label for one in MISSED)


def consultation_evidence(board: Board, year: int) -> Evidence:
    """Three queries, whatever the number of seats and meetings. An organization that changed who
    comes keeps one row: it is the organization that was consulted."""
    starts_at, ends_at = span_of_year(board, year)
    zone = board.program.zone
    first, last = timezone.localdate(starts_at, zone), timezone.localdate(ends_at, zone)
    seats = list(
        board.seats.not_over(first)
        .filter(Q(term_starts_on=None) | Q(term_starts_on__lt=last))
        .select_related("organization", "representative", "substitute")
        .order_by("stakeholder", "organization__name", "pk")
    )
    meetings = list(
        Meeting.objects.filter(
            board=board, activity__starts_at__gte=starts_at, activity__starts_at__lt=ends_at
        )
        .exclude(activity__state__in=CALLED_OFF)
        .select_related("activity")
        .order_by("activity__starts_at", "pk")
    )
    rows = attendance_table(seats, meetings)
    counts = Counter(seat.stakeholder for seat in seats)
    classes = [(one.label, counts[one]) for one in Seat.Stakeholder if counts[one]]
    return Evidence(year, meetings, rows, classes)


def attendance_table(seats: Sequence[Seat], meetings: Sequence[Meeting]) -> list[EvidenceRow]:
    """How each seat was at each meeting, in the order of both. One query."""
    notes: dict[int, list[Participation]] = {meeting.pk: [] for meeting in meetings}
    for row in (
        Participation.objects.filter(activity__in=notes)
        .exclude(attendance=Attendance.UNKNOWN)
        .select_related("person")
        .order_by("pk")
    ):
        notes[row.activity_id].append(row)
    named = {one for seat in seats for one in _people_of(seat)}
    return [
        EvidenceRow(seat, [_attendance(seat, notes[meeting.pk], named) for meeting in meetings])
        for seat in seats
    ]


def _people_of(seat: Seat) -> set[int]:
    return {one for one in (seat.representative_id, seat.substitute_id) if one is not None}


def _attendance(seat: Seat, notes: list[Participation], named: set[int]) -> str:
    """How the seat was there: by those named for it, else by who came for its organization."""
    own = [row for row in notes if row.person_id in _people_of(seat)]
    if not own and seat.organization_id is not None:
        own = [
            row
            for row in notes
            if row.organization_id == seat.organization_id and row.person_id not in named
        ]
    there = next((row for row in own if row.was_there), None)
    if there is not None:
        word = there.get_attendance_display()
        is_representative = there.person_id == seat.representative_id
        return word if is_representative else f"{word} ({there.person.name})"
    return own[0].get_attendance_display() if own else ""
