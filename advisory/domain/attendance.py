"""Who came to a meeting, and how (SPEC 3.6, 3.11)."""

from django.db.models import F, Max
from django.utils import timezone

from accounts.models import User
from advisory.domain.record import (
    Attendance,
    Place,
    participations_of,
    sit_down,
    stand_ins_for,
    voters_of,
)
from advisory.domain.seats import seats_on
from advisory.models import Meeting, Motion
from calendar_app.models import ATTENDED, Participation
from core.exceptions import DomainError
from partnerships.models import Person

Role = Participation.Role


def places_of(meeting: Meeting) -> list[Place]:
    """The filled seats on the day of the meeting, and who sits there."""
    day = timezone.localdate(meeting.activity.starts_at, meeting.board.program.zone)
    return sit_down(seats_on(meeting.board, day), participations_of(meeting))[0]


def seat_fields(meeting: Meeting, pk: int) -> dict[str, str]:
    """Who sits in a seat and how, as the fields of the live record have it."""
    return _fields(_place(places_of(meeting), pk))


def _fields(place: Place) -> dict[str, str]:
    return {"who": str(place.who.pk), "how": place.how}


def _place(places: list[Place], pk: int) -> Place:
    for place in places:
        if place.seat.pk == pk:
            return place
    raise DomainError("This seat is not on the board, or nobody holds it.")


def note_seat(
    meeting: Meeting, pk: int, *, by: User, who: str | None = None, how: str | None = None
) -> dict[str, str]:
    """Note who sits in a seat, or how they are there; gives the fields as they are then. The
    caller holds the meeting's lock.

    Where a substitute came, the representative is excused. Refuses somebody who is not known at
    the organization or sits in another seat, and to send away voters who were counted.
    """
    place = _place(places_of(meeting), pk)
    member = place.member or _ask(meeting, place, by=by)
    if who is not None:
        _sit(meeting, place, member, who, by=by)
    if how is not None:
        _note(place, member, how, by=by)
    places = places_of(meeting)
    check_counted_votes(meeting, voters=len(voters_of(places)))
    return _fields(_place(places, pk))


def _ask(meeting: Meeting, place: Place, *, by: User) -> Participation:
    member = Participation(
        activity=meeting.activity,
        person=place.person,
        organization=place.seat.organization,
        role=Role.MEMBER,
    )
    return _keep(member, by)


def _sit(meeting: Meeting, place: Place, member: Participation, who: str, *, by: User) -> None:
    """Put a person into the seat, in the way noted there so far."""
    people = {str(one.pk): one for one in stand_ins_for([place])[place.seat.pk]}
    person = people.get(who)
    if person is None:
        raise DomainError(f"This person is not known at {place.label}. Add them there first.")
    how, other = place.how, place.substitute
    if person == place.person:
        if other is not None:  # who then does not come
            other.attendance = Attendance.EXCUSED
            _keep(other, by)
        member.attendance = how
        _keep(member, by)
        return
    substitute = other if other and other.person == person else _send(meeting, place, person)
    if other is not None and other.pk != substitute.pk:
        _release(other, by)
    substitute.role = Role.SUBSTITUTE
    substitute.stands_in_for = member
    substitute.attendance = how if how in ATTENDED else Attendance.UNKNOWN
    member.attendance = Attendance.EXCUSED if how in ATTENDED else Attendance.UNKNOWN
    _keep(member, by)
    _keep(substitute, by)


def _send(meeting: Meeting, place: Place, person: Person) -> Participation:
    """The row of a substitute: a new one, or that of somebody who was asked as a guest."""
    rows = Participation.objects.filter(activity=meeting.pk, person=person)
    if (row := rows.first()) is None:
        return Participation(
            activity=meeting.activity, person=person, organization=place.seat.organization
        )
    taken = [one for one in places_of(meeting) if person in (one.person, one.who)]
    if taken or row.stands_in_for_id:
        seat = taken[0].label if taken else "somebody else"
        raise DomainError(f"{person} sits there for {seat} already.")
    return row


def _release(row: Participation, by: User) -> None:
    """Somebody else came instead: who was asked stays a guest, who was only noted was not."""
    if row.invited_at is None:
        row._history_user = by
        row.delete()
        return
    row.stands_in_for = None
    row.role = Role.GUEST
    row.attendance = Attendance.EXCUSED
    _keep(row, by)


def _note(place: Place, member: Participation, how: str, *, by: User) -> None:
    if how not in Attendance.values:
        raise DomainError("Say how they are there: in person, by telephone or by video.")
    other = place.substitute
    if other is None or not place.by_substitute:
        member.attendance = how
    elif how in ATTENDED:
        other.attendance, member.attendance = how, Attendance.EXCUSED
    else:  # neither came
        member.attendance = how
        other.attendance = Attendance.ABSENT if how else Attendance.UNKNOWN
    if other is not None and place.by_substitute:
        _keep(other, by)
    _keep(member, by)


def _keep(row: Participation, by: User) -> Participation:
    row._history_user = by
    row.save()
    return row


def _guest(meeting: Meeting, pk: int) -> Participation:
    row = Participation.objects.filter(activity=meeting.pk, pk=pk).first()
    if row is None:
        raise DomainError("This person was not asked to the meeting. Write them under visitors.")
    return row


def guest_fields(meeting: Meeting, pk: int) -> dict[str, str]:
    return {"how": _guest(meeting, pk).attendance}


def note_guest(meeting: Meeting, pk: int, *, by: User, how: str) -> dict[str, str]:
    """Note how somebody came who was asked for no seat."""
    row = _guest(meeting, pk)
    if how not in Attendance.values:
        raise DomainError("Say how they are there: in person, by telephone or by video.")
    row.attendance = how
    _keep(row, by)
    return {"how": how}


def check_counted_votes(meeting: Meeting, *, voters: int) -> None:
    """Nobody is sent away whose vote was counted."""
    counted = Motion.objects.filter(item__meeting=meeting).aggregate(
        most=Max(F("votes_for") + F("votes_against") + F("abstained"))
    )["most"]
    if counted and counted > voters:
        raise DomainError(
            f"A motion of this meeting counts {counted} votes, and then only {voters} voting "
            "members would be there. Correct the motion first."
        )
