"""What stands in the way of a date while it is planned (SPEC 5.5)."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from calendar_app.domain.calendar import closures_between
from calendar_app.domain.times import span_of
from calendar_app.models import Activity, Kind, Participation
from partnerships.models import Organization, Person, Program

#: More than so many say nothing new.
SHOWN_MAX = 12


@dataclass(frozen=True)
class Clash:
    """One sentence, and the address of what it is about (empty if it is not this program's)."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Wish:
    """What somebody would like to plan."""

    program: Program
    starts_at: datetime
    ends_at: datetime
    organization: Organization | None = None
    people: Collection[Person] = ()
    room: str = ""
    grades: tuple[int | None, int | None] = (None, None)
    kind: str = ""
    besides: int | None = None  # the activity itself, when it is changed

    @property
    def first_day(self) -> date:
        return self.starts_at.astimezone(self.program.zone).date()

    @property
    def last_day(self) -> date:
        last = self.ends_at - timedelta(microseconds=1)
        return last.astimezone(self.program.zone).date()


def wish_for(activity: Activity, *, starts_at: datetime, ends_at: datetime) -> Wish:
    """To see what stands in the way of another date for something planned. One query: its staff."""
    staff = Participation.objects.filter(activity=activity, role=Participation.Role.STAFF)
    people = Person.objects.filter(
        Q(pk=activity.organizer_id) | Q(pk__in=staff.values("person"))
    ).only("name")
    return Wish(
        program=activity.program,
        starts_at=starts_at,
        ends_at=ends_at,
        organization=activity.organization,
        people=list(people),
        room=activity.room,
        grades=(activity.grade_from, activity.grade_to),
        kind=activity.kind,
        besides=activity.pk,
    )


def find(wish: Wish) -> list[Clash]:
    """Closed days, and what others have at that time with the same partner (that day), staff, room
    or students, or the board (that day). Three queries, however many there are.

    Partner, staff and room are asked of all programs, since they are shared; of another program
    only its name is told.
    """
    program = wish.program
    days = span_of(wish.first_day, wish.last_day, program.zone)
    found = list(_candidates(wish, days))
    ids = {person.pk: person.name for person in wish.people}
    guests = Participation.objects.filter(
        activity__in=[one.pk for one in found], person__in=list(ids)
    ).exclude(answer=Participation.Answer.NO)
    busy: dict[int, set[int]] = {}
    for activity, person in guests.values_list("activity", "person"):
        busy.setdefault(activity, set()).add(person)
    closed = [
        Clash(f"The school is closed: {one.name}.")
        for one in closures_between(program, wish.first_day, wish.last_day)
    ]
    others = [
        clash
        for one in found
        for clash in _of(wish, one, [ids[pk] for pk in ids if _takes_part(one, pk, busy)])
    ]
    return [*closed, *others][:SHOWN_MAX]


def fingerprint(wish_or_time: Wish | datetime, said: Iterable[str]) -> str:
    """What somebody was warned of, so that the same warning is not given twice."""
    when = wish_or_time.starts_at if isinstance(wish_or_time, Wish) else wish_or_time
    text = "\n".join([when.isoformat(), *said])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _takes_part(activity: Activity, person: int, busy: dict[int, set[int]]) -> bool:
    return activity.organizer_id == person or person in busy.get(activity.pk, ())


def _candidates(wish: Wish, days: tuple[datetime, datetime]) -> Iterable[Activity]:
    people = [person.pk for person in wish.people]
    now = Q(starts_at__lt=wish.ends_at, ends_at__gt=wish.starts_at)
    in_way = Q(program=wish.program, kind=Kind.BOARD_MEETING)
    if wish.organization is not None:
        in_way |= Q(organization=wish.organization)
    if people:
        guests = Participation.objects.filter(person__in=people).values("activity")
        in_way |= now & (Q(organizer__in=people) | Q(pk__in=guests))
    if wish.room:
        in_way |= now & Q(program__school=wish.program.school_id, room__iexact=wish.room)
    if _has_grades(wish.grades):
        in_way |= now & Q(program=wish.program) & ~Q(grade_from=None, grade_to=None)
    rows = Activity.objects.standing().on_between(*days).filter(in_way)
    rows = rows.exclude(pk=wish.besides or 0)
    return rows.select_related("program", "organization").order_by("starts_at", "pk")[:200]


def _of(wish: Wish, one: Activity, busy: list[str]) -> Iterable[Clash]:
    """Each reason that holds, the board's first."""
    ours = one.program_id == wish.program.pk
    what = f"“{one.title}”" if ours else f"something of {one.program.name}"
    address = one.get_absolute_url() if ours else ""
    overlaps = one.starts_at < wish.ends_at and one.ends_at > wish.starts_at
    if ours and one.kind == Kind.BOARD_MEETING:
        yield Clash(f"The board meets that day: {what}.", address)
    if wish.organization is not None and one.organization_id == wish.organization.pk:
        yield (
            Clash(f"{wish.organization.name} has {what} with you that day.", address)
            if ours
            else (Clash(f"{wish.organization.name} has {what} that day."))
        )
    if not overlaps:
        return
    if busy:
        verb = "is" if len(busy) == 1 else "are"
        yield Clash(f"{' and '.join(busy)} {verb} at {what} then.", address)
    if wish.room and one.room.lower() == wish.room.lower() and _same_school(wish, one):
        yield Clash(f"{one.room} is taken by {what} then.", address)
    if ours and (shared := _shared_grades(wish.grades, (one.grade_from, one.grade_to))):
        yield Clash(f"{shared} may be at {what} then.", address)


def _same_school(wish: Wish, one: Activity) -> bool:
    return one.program.school_id == wish.program.school_id


def _has_grades(grades: tuple[int | None, int | None]) -> bool:
    return any(grade is not None for grade in grades)


def _shared_grades(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> str:
    if not (_has_grades(one) and _has_grades(other)):
        return ""
    first = max(_ends(one)[0], _ends(other)[0])
    last = min(_ends(one)[1], _ends(other)[1])
    if last < first:
        return ""
    return f"Grade {first}" if first == last else f"Grades {first} to {last}"


def _ends(grades: tuple[int | None, int | None]) -> tuple[int, int]:
    known = [grade for grade in grades if grade is not None]
    return known[0], known[-1]
