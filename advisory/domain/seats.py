"""Who sits on a board (SPEC 3.1). The organization holds the seat; who comes may change."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from advisory.models import Board, Meeting, Seat
from calendar_app.models import Activity, Participation
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.names import person_key
from partnerships.domain.people import add_person, people_at, staff_people
from partnerships.models import Affiliation, Organization, Person

SchoolRole = Seat.SchoolRole
Stakeholder = Seat.Stakeholder
#: They have no employment at the school that could end.
FAMILIES = frozenset({SchoolRole.STUDENT, SchoolRole.PARENT})


# ---------------------------------------------------------------- reading


@dataclass(frozen=True)
class Sitting:
    """A seat on a day, and whether those named for it are still where it belongs."""

    seat: Seat
    representative_left: bool = False
    substitute_left: bool = False

    @property
    def speaker(self) -> Person | None:
        """Who comes for the seat: the representative, or the substitute of one who is gone."""
        if self.seat.representative and not self.representative_left:
            return self.seat.representative
        return None if self.substitute_left else self.seat.substitute

    @property
    def is_filled(self) -> bool:
        return self.speaker is not None

    @property
    def problem(self) -> str:
        """What must be put right, in words; empty where all is well."""
        if self.seat.representative is None:
            return "Nobody is named"
        if self.representative_left:
            return f"{self.seat.representative.name} has left"
        return ""


def seats_on(board: Board, day: date) -> QuerySet[Seat]:
    """The seats whose term covers the day, those of organizations first, by name."""
    return _in_order(board.seats.on(day))


def _in_order(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """With their people, those of organizations first, by name."""
    return seats.select_related("organization", "representative", "substitute").order_by(
        F("organization__name").asc(nulls_last=True), "school_role", "pk"
    )


def seats_open_to(organization: Organization) -> QuerySet[Seat]:
    """The seats an organization fills itself, those whose term is not over."""
    return (
        Seat.objects.not_over(timezone.localdate())
        .filter(organization=organization)
        .select_related("board__program", "organization", "representative", "substitute")
    )


def is_seated_on(seat: Seat, day: date) -> bool:
    """Whether the term of a seat covers the day."""
    begins, ends = seat.term_starts_on, seat.term_ends_on
    return (begins is None or begins <= day) and (ends is None or ends >= day)


def sittings_on(board: Board, day: date) -> list[Sitting]:
    """The seats of the day with their people, and who of them has left. Two queries, one for a
    board without seats."""
    return with_people(list(seats_on(board, day)), school=board.program.school_id, day=day)


def with_people(seats: Sequence[Seat], *, school: int, day: date) -> list[Sitting]:
    """Somebody has left where all their time at the organization of the seat is over. ``school``
    is where those who hold a role of the school work. One query."""
    return _sit(seats, _times_of(seats), school=school, day=day)


#: Who was where from when to when: person, organization, first day, last day.
_Times = Sequence[tuple[int, int, date | None, date | None]]


def _times_of(seats: Sequence[Seat]) -> _Times:
    """Of all who are named for these seats. One query, none where nobody is."""
    people = {one for seat in seats for one in (seat.representative_id, seat.substitute_id) if one}
    if not people:
        return []
    rows = Affiliation.objects.filter(person__in=people)
    return list(rows.values_list("person_id", "organization_id", "started_on", "ended_on"))


def _sit(seats: Sequence[Seat], times: _Times, *, school: int, day: date) -> list[Sitting]:
    here: set[tuple[int, int]] = set()
    ever: set[tuple[int, int]] = set()
    for person, place, started, ended in times:
        ever.add((person, place))
        if (started is None or started <= day) and (ended is None or ended >= day):
            here.add((person, place))

    def has_left(seat: Seat, person: int | None) -> bool:
        if person is None or seat.school_role in FAMILIES:
            return False
        place = (person, seat.organization_id or school)
        return place in ever and place not in here

    return [
        Sitting(seat, has_left(seat, seat.representative_id), has_left(seat, seat.substitute_id))
        for seat in seats
    ]


def members_on(board: Board, day: date) -> list[tuple[Person, Organization | None, str]]:
    """Who is asked to a meeting on that day, for whom, as what: one a seat. A person in two seats
    is asked once; who has left is not asked."""
    return _speakers(sittings_on(board, day))


def members_on_days(
    board: Board, days: Iterable[date]
) -> dict[date, list[tuple[Person, Organization | None, str]]]:
    """The same for each of several days. Two queries, however many."""
    seats = list(_in_order(board.seats.all()))
    times, school = _times_of(seats), board.program.school_id
    there = {day: [seat for seat in seats if is_seated_on(seat, day)] for day in days}
    return {day: _speakers(_sit(there[day], times, school=school, day=day)) for day in there}


def _speakers(sittings: Iterable[Sitting]) -> list[tuple[Person, Organization | None, str]]:
    found: dict[int, tuple[Person, Organization | None, str]] = {}
    for sitting in sittings:
        person = sitting.speaker
        if person is not None:
            role = Participation.Role.MEMBER
            found.setdefault(person.pk, (person, sitting.seat.organization, role))
    return list(found.values())


def quorum_of(board: Board, sittings: Sequence[Sitting]) -> int:
    """How many seats with a vote must be there: what the board has settled, else more than half
    of those filled (SPEC 3.6)."""
    if board.quorum is not None:
        return board.quorum
    filled = sum(1 for one in sittings if one.seat.votes and one.is_filled)
    return filled // 2 + 1 if filled else 0


def candidates(
    board: Board, *, organization: Organization | None, school_role: str
) -> QuerySet[Person]:
    """Who may be named for a seat: people of the organization today; for a role of the school its
    staff; for students and parents those who had such a seat in the program before."""
    if organization is not None:
        return people_at(organization)
    if school_role not in FAMILIES:
        return staff_people(board.program)
    seats = Seat.objects.filter(board__program=board.program_id, school_role=school_role)
    ids = seats.exclude(representative=None).values("representative")
    return Person.objects.filter(
        pk__in=ids.union(seats.exclude(substitute=None).values("substitute"))
    )


def usual_stakeholder(organization: Organization | None, school_role: str) -> Stakeholder:
    """Whom a seat most likely stands for; can be changed."""
    if organization is None:
        return Stakeholder.FAMILIES if school_role in FAMILIES else Stakeholder.EDUCATORS
    kind = Organization.Kind(organization.kind)
    return {
        Organization.Kind.POSTSECONDARY: Stakeholder.POSTSECONDARY,
        Organization.Kind.SCHOOL: Stakeholder.EDUCATORS,
        Organization.Kind.SCHOOL_GROUP: Stakeholder.FAMILIES,
        Organization.Kind.GOVERNMENT: Stakeholder.OTHER,
        Organization.Kind.NONPROFIT: Stakeholder.OTHER,
    }.get(kind, Stakeholder.INDUSTRY)


def substitutes_for(rows: Sequence[Participation]) -> dict[int, Person]:
    """Whom members of boards may send to meetings, by participation: the substitute named for their
    seat on that day, while there is one and they have not left (SPEC 3.4). Three queries, however
    many."""
    meetings = Meeting.objects.filter(activity__in={row.activity_id for row in rows})
    boards = {one.pk: one.board for one in meetings.select_related("board__program")}
    people = {row.person_id for row in rows}
    seats = list(
        _in_order(Seat.objects.filter(board__in=boards.values(), representative__in=people))
    )
    times, found = _times_of(seats), {}
    for row in rows:
        board = boards.get(row.activity_id)
        if board is None:
            continue
        day = timezone.localdate(row.activity.starts_at, board.program.zone)
        own = [
            seat
            for seat in seats
            if (seat.board_id, seat.representative_id) == (board.pk, row.person_id)
            and is_seated_on(seat, day)
        ]
        for sitting in reversed(_sit(own, times, school=board.program.school_id, day=day)):
            if sitting.seat.substitute and not sitting.substitute_left:
                found[row.pk] = sitting.seat.substitute  # of the first such seat
    return found


def coming_hosted(seat: Seat, now: datetime | None = None) -> list[Meeting]:
    """The meetings to come that this seat hosts: whoever leaves is no longer there to."""
    return list(
        Meeting.objects.filter(
            host_seat=seat,
            activity__starts_at__gt=now or timezone.now(),
            activity__state=Activity.State.PLANNED,
        )
        .select_related("activity", "board__program")
        .order_by("activity__starts_at")
    )


# ---------------------------------------------------------------- changing


@transaction.atomic
def add_seat(
    board: Board,
    *,
    by: User,
    organization: Organization | None = None,
    school_role: str = "",
    new_person: dict[str, Any] | None = None,
    **fields: Any,
) -> Seat:
    """Give an organization, or a role of the school, a seat (SPEC 3.1). ``new_person`` (name,
    title, email, phone) becomes the representative. Nobody needs to be named yet.

    Refuses a substitute who is the representative, somebody who does not belong there, a term that
    ends before it begins, and the same seat a second time.
    """
    board = Board.objects.select_for_update(of=("self",)).select_related("program").get(pk=board.pk)
    seat = Seat(board=board, organization=organization, school_role=school_role, **fields)
    new = _name_new_person(seat, new_person, by)
    _check(seat, named={new})
    _refuse_second(seat)
    author(seat, by)
    seat.save()
    return seat


@transaction.atomic
def edit_seat(
    seat: Seat, *, by: User, new_person: dict[str, Any] | None = None, **fields: Any
) -> Seat:
    """Change who speaks for a seat, its term, vote or turn as host. Refuses what ``add_seat``
    does; somebody named already stays, though they have left."""
    seat = lock_seat(seat)
    named = {seat.representative_id, seat.substitute_id}
    for name, value in fields.items():
        setattr(seat, name, value)
    named.add(_name_new_person(seat, new_person, by))
    _check(seat, named=named)
    author(seat, by)
    seat.save()
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, by: User, ended_on: date) -> Seat:
    """The organization leaves the board; the day is its last. What was said and decided stays.
    Refuses a day before it came."""
    seat = lock_seat(seat)
    if seat.term_starts_on and ended_on < seat.term_starts_on:
        since = date_format(seat.term_starts_on, "D j M Y")
        raise DomainError(f"This seat begins on {since}.", field="ended_on")
    seat.term_ends_on = ended_on
    author(seat, by)
    seat.save()
    return seat


@transaction.atomic
def remove_seat(seat: Seat, *, by: User) -> None:
    """It was a mistake; its history stays. Refuses once the board met while the seat was there, as
    it counts in the record then: end it instead."""
    seat = lock_seat(seat)
    first: Any = seat.history.order_by("history_date").first()  # type: ignore[attr-defined]
    held = Meeting.objects.filter(board=seat.board_id, activity__state=Activity.State.COMPLETED)
    if first is None or held.filter(activity__ends_at__gte=first.history_date).exists():
        raise DomainError("The board met while it had this seat. End it instead of removing it.")
    author(seat, by)
    seat.delete()


def lock_seat(seat: Seat) -> Seat:
    """The row as it is now, locked. The caller holds the transaction."""
    return (
        Seat.objects.select_for_update(of=("self",))
        .select_related("board__program", "organization", "representative", "substitute")
        .get(pk=seat.pk)
    )


def _check(seat: Seat, *, named: Collection[int | None]) -> None:
    first, second = seat.representative_id, seat.substitute_id
    if first is not None and first == second:
        raise DomainError(
            _("The substitute comes when the representative cannot: name somebody else."),
            field="substitute",
        )
    if seat.term_starts_on and seat.term_ends_on and seat.term_ends_on < seat.term_starts_on:
        raise DomainError("The term ends before it begins.", field="term_ends_on")
    for field, person in {"representative": first, "substitute": second}.items():
        if person is None or person in named:
            continue
        allowed = candidates(
            seat.board, organization=seat.organization, school_role=seat.school_role
        )
        if not allowed.filter(pk=person).exists():
            who = getattr(seat, field)
            where = seat.organization or "the school"
            raise DomainError(
                _("%(name)s is not at %(place)s today.") % {"name": who, "place": where},
                field=field,
            )
    if second is not None and second not in named:
        _refuse_speaker_of_another(seat)


def _refuse_speaker_of_another(seat: Seat) -> None:
    """Who speaks for one seat of a board cannot speak for a second one at the same meeting."""
    other = seats_on(seat.board, timezone.localdate()).filter(representative=seat.substitute)
    if other.exclude(pk=seat.pk).exists():
        raise DomainError(
            _("%(name)s speaks for another seat on this board: name somebody else.")
            % {"name": seat.substitute},
            field="substitute",
        )


def _refuse_second(seat: Seat) -> None:
    """Pressed twice, or forgotten: the same organization with the same person."""
    twin = seats_on(seat.board, timezone.localdate()).filter(
        organization=seat.organization,
        school_role=seat.school_role,
        representative=seat.representative,
    )
    if twin.exists():
        who = f"{seat} has a seat for {seat.representative}" if seat.representative else ""
        raise DomainError(
            f"{who or f'{seat} has a seat without a person'} already.", field="representative"
        )


def _name_new_person(seat: Seat, given: dict[str, Any] | None, by: User) -> int | None:
    """Somebody who is not on any list yet speaks for the seat. Returns who."""
    if not given or not given.get("name", "").strip():
        return None
    try:
        if seat.organization is not None:
            person = add_person(seat.organization, by=by, **given).person
        elif seat.school_role not in FAMILIES:
            person = add_person(seat.board.program.school, by=by, **given).person
        else:
            person = _family_member(by, **given)
    except DomainError as error:
        raise DomainError(error.message, field=f"new_{error.field}") from error
    seat.representative = person
    return person.pk


def _family_member(by: User, *, name: str, email: str = "", **given: Any) -> Person:
    """A student or parent: works nowhere that we know of."""
    email = email.strip().lower()
    known = Person.objects.filter(email=email).first() if email else None
    if known is not None:
        if known.name_key != person_key(name):
            raise DomainError(f"This address belongs to {known.name}.", field="email")
        return known
    given.pop("title", None)
    person = Person(name=name.strip(), name_key=person_key(name), email=email, **given)
    author(person, by)
    person.save()
    return person
