"""What is known of a meeting, read in a fixed number of queries (SPEC 3.6, 3.7)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from advisory.domain.seats import seats_on
from advisory.models import ActionItem, AgendaItem, Meeting, Motion, Recommendation, Seat
from calendar_app.models import ATTENDED, Activity, Participation
from partnerships.models import Affiliation, Person

Attendance = Participation.Attendance
#: What is on the agenda; the rest was only suggested or not taken up.
ON_AGENDA = (AgendaItem.State.PLANNED, AgendaItem.State.DONE, AgendaItem.State.CARRIED)


@dataclass
class Place:
    """A seat at this meeting: who was asked for it, and who came."""

    seat: Seat
    person: Person
    member: Participation | None
    substitute: Participation | None
    label: str
    votes: bool

    @property
    def who(self) -> Person:
        """Who sits there: the substitute if one is expected or came, else who was asked."""
        other = self.substitute
        came = self.member is not None and self.member.was_there
        if other and not came and (other.was_there or not other.attendance):
            return other.person
        return self.person

    @property
    def how(self) -> str:
        """A value of Attendance, of whoever sits there."""
        row = self.member
        if self.substitute and self.who == self.substitute.person:
            row = self.substitute
        return row.attendance if row else ""

    @property
    def how_shown(self) -> str:
        return str(Attendance(self.how).label)

    @property
    def by_substitute(self) -> bool:
        return self.who != self.person

    @property
    def is_there(self) -> bool:
        return self.how in ATTENDED


class Quorum(NamedTuple):
    """How many voting seats somebody sits in, of how many, and how many it needs."""

    there: int
    filled: int
    needed: int

    @property
    def is_reached(self) -> bool:
        return self.there >= self.needed

    def __str__(self) -> str:
        words = "Quorum" if self.is_reached else "No quorum"
        return f"{words}: {self.there} of {self.filled} there, {self.needed} needed"


@dataclass
class Entry:
    """A point of the agenda with all that came of it."""

    item: AgendaItem
    number: int
    motions: list[Motion] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)


@dataclass
class Record:
    meeting: Meeting
    places: list[Place]
    vacant: list[Seat]
    others: list[Participation]  # asked, but for no seat
    entries: list[Entry]

    @cached_property
    def quorum(self) -> Quorum:
        return quorum_of(self.meeting, self.places)

    @cached_property
    def voters(self) -> list[Person]:
        return voters_of(self.places)

    @property
    def actions(self) -> list[ActionItem]:
        return [action for entry in self.entries for action in entry.actions]

    @property
    def left_over(self) -> list[AgendaItem]:
        """On the agenda, and never begun."""
        return [
            entry.item
            for entry in self.entries
            if entry.item.state == AgendaItem.State.PLANNED and not entry.item.started_at
        ]

    @cached_property
    def for_whom(self) -> dict[int, str]:
        """The id of each person to the organization they are here for."""
        found = {row.person_id: str(row.organization or "") for row in self.others}
        for place in self.places:
            for person in (place.person, place.seat.substitute, place.who):
                if person is not None:
                    found[person.pk] = place.label
        return found


def meetings_with_names() -> QuerySet[Meeting]:
    """Meetings with all that a page of one names."""
    return Meeting.objects.select_related(
        "activity__program",
        "activity__organizer",
        "activity__organization",
        "board__program__school",
        "chair",
        "note_taker",
        "approved_in__activity",
        "approved_in__board__program",
    )


def load_record(meeting: Meeting) -> Record:
    """Everything noted of a meeting: six queries, however long it was."""
    day = timezone.localdate(meeting.activity.starts_at, meeting.board.program.zone)
    seats = list(seats_on(meeting.board, day))
    places, others = sit_down(seats, participations_of(meeting))
    items = list(
        meeting.agenda_items.filter(state__in=ON_AGENDA)
        .select_related("presenter")
        .order_by("position", "pk")
    )
    entries = [Entry(item, number) for number, item in enumerate(items, 1)]
    by_item = {entry.item.pk: entry for entry in entries}
    for motion in Motion.objects.filter(item__meeting=meeting).select_related(
        "moved_by", "seconded_by"
    ):
        if motion.item_id in by_item:
            by_item[motion.item_id].motions.append(motion)
    for advice in Recommendation.objects.filter(item__meeting=meeting).order_by("pk"):
        if advice.item_id in by_item:
            by_item[advice.item_id].recommendations.append(advice)
    last = entries[-1] if entries else None
    for action in meeting.action_items.select_related("task__owner"):
        entry = by_item.get(action.item_id, last) if action.item_id else last
        if entry:
            entry.actions.append(action)
    vacant = [seat for seat in seats if seat.representative_id is None]
    return Record(meeting, places, vacant, others, entries)


def participations_of(meeting: Meeting) -> list[Participation]:
    return list(
        Participation.objects.filter(activity=meeting.pk)
        .select_related("person", "organization")
        .order_by("pk")
    )


def sit_down(
    seats: Iterable[Seat], rows: list[Participation]
) -> tuple[list[Place], list[Participation]]:
    """Who sits where: the filled seats, and who was asked for none.

    Where a representative was replaced since, the seat shows whom it sent. A person in two seats
    has one place.
    """
    filled = [seat for seat in seats if seat.representative is not None]
    free = {row.person_id: row for row in rows if row.stands_in_for_id is None}
    stand_ins = {row.stands_in_for_id: row for row in rows if row.stands_in_for_id}
    by_person: dict[int, Place] = {}
    waiting = []
    for seat in filled:
        person: Person = seat.representative  # type: ignore[assignment]  # filled
        if person.pk in by_person:
            place = by_person[person.pk]
            place.label, place.votes = f"{place.label}, {seat}", place.votes or seat.votes
            continue
        place = Place(seat, person, free.pop(person.pk, None), None, str(seat), seat.votes)
        by_person[person.pk] = place
        if place.member is None:
            waiting.append(place)
    for place in waiting:
        sent = next((row for row in free.values() if _was_sent(place.seat, row)), None)
        if sent:
            place.member, place.person = free.pop(sent.person_id), sent.person
    places = list(by_person.values())
    for place in places:
        if place.member is not None:
            place.substitute = stand_ins.pop(place.member.pk, None)
    return places, [*free.values(), *stand_ins.values()]


def _was_sent(seat: Seat, row: Participation) -> bool:
    return (
        seat.organization_id is not None
        and row.organization_id == seat.organization_id
        and row.role == Participation.Role.MEMBER
    )


def quorum_of(meeting: Meeting, places: Iterable[Place]) -> Quorum:
    """As the board has it, else more than half of the voting seats that are filled."""
    voting = [place for place in places if place.votes]
    there = len(voters_of(voting))
    return Quorum(there, len(voting), meeting.board.quorum or len(voting) // 2 + 1)


def voters_of(places: Iterable[Place]) -> list[Person]:
    """Who may vote and is there."""
    found = {place.who.pk: place.who for place in places if place.votes and place.is_there}
    return list(found.values())


def stand_ins_for(places: Iterable[Place]) -> dict[int, list[Person]]:
    """By seat: who could sit in it, its own people first. One query for all of them."""
    places = list(places)
    colleagues: dict[int, list[Person]] = defaultdict(list)
    organizations = {place.seat.organization_id for place in places if place.seat.organization_id}
    for row in (
        Affiliation.objects.current()
        .filter(organization__in=organizations)
        .select_related("person")
        .order_by("person__name", "pk")
    ):
        colleagues[row.organization_id].append(row.person)
    found = {}
    for place in places:
        sent = place.substitute.person if place.substitute else None
        first = [one for one in (place.person, place.seat.substitute, sent) if one is not None]
        people = [*first, *colleagues.get(place.seat.organization_id or 0, [])]
        found[place.seat.pk] = list({one.pk: one for one in people}.values())
    return found


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The board's next one that is still planned."""
    return (
        Meeting.objects.filter(
            board=meeting.board_id,
            activity__state=Activity.State.PLANNED,
            activity__starts_at__gt=meeting.activity.starts_at,
        )
        .select_related("activity", "board__program")
        .order_by("activity__starts_at")
        .first()
    )
