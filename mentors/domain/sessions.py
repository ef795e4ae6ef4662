"""Meetings of a group are activities: planned in series, with a mentor who is cleared on the day,
and noted afterwards (SPEC 8.4)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from calendar_app.domain import invitations
from calendar_app.domain.activities import plan_activities
from calendar_app.domain.invitations import Ask
from calendar_app.domain.tasks import delete_task, make_task
from calendar_app.domain.times import local_instant
from calendar_app.models import Activity, Closure, Kind, Participation, Task
from core.exceptions import DomainError
from mentors.domain.clearances import Cleared
from mentors.models import Form, GroupMentor, Mentor, MentorGroup, MentorSession
from visits.domain.attendees import start_lists

#: How often, and after how many days the next one comes; 0 for a single meeting.
EVERY = {"once": 0, "week": 7, "two_weeks": 14, "four_weeks": 28}
MOST = 40
#: No series begins later from today, and none lasts longer.
LONGEST = timedelta(days=730)
REMIND_DAYS = (2, 0)
Attendance = Participation.Attendance


@transaction.atomic
def plan_sessions(
    group: MentorGroup,
    *,
    by: User,
    first_on: date,
    at: time,
    minutes: int,
    every: str = "once",
    count: int = 1,
    place: str = "",
    now: datetime | None = None,
) -> list[MentorSession]:
    """Put meetings of a group on the calendar, on the same weekday at the same time; days on which
    the school is closed are passed over. The first mentor who is cleared on the day is asked, each
    with one mail for all their dates; the group's students are on the list. As many queries for
    forty meetings as for one.

    Refuses a day to which none of its mentors is cleared, a group that has ended, a time the clocks
    skip or at which the group meets already, and a student who is somewhere else then. Then nothing
    is planned.
    """
    now = now or timezone.now()
    group = (
        MentorGroup.objects.select_for_update(of=("self",))
        .select_related("program__school", "organizer")
        .get(pk=group.pk)
    )
    days = _days(group, first_on, every, count)
    mentors = mentors_of(group)
    known = Cleared(group.program, group.form, [one.person_id for one in mentors])
    comes = [_who_comes(mentors, known, day) for day in days]
    starts = [local_instant(day, at, group.program.zone, field="at") for day in days]
    students = list(group.students.filter(left_on=None).order_by("pk").values_list("pk", flat=True))
    if not students:  # else they are somewhere else then
        _refuse_twice(group, starts)
    activities = plan_activities(
        group.program,
        by=by,
        plans=[
            {
                "kind": Kind.MENTOR_SESSION,
                "title": _title(group),
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=minutes),
                "place": place,
                "organizer": group.organizer,
                "organization": mentor.organization,
            }
            for mentor, starts_at in zip(comes, starts, strict=True)
        ],
        remind_days=REMIND_DAYS,
        now=now,
    )
    made = bulk_create_with_history(
        [MentorSession(activity=activity, group=group) for activity in activities],
        MentorSession,
        default_user=by,
    )
    start_lists(activities, students=students)
    _ask(zip(activities, comes, strict=True), now=now)
    return made


def _refuse_twice(group: MentorGroup, starts: Collection[datetime]) -> None:
    """The same form sent twice, for a class without names."""
    there = group.sessions.filter(
        activity__starts_at__in=starts, activity__state=Activity.State.PLANNED
    )
    first = there.select_related("activity__program").order_by("activity__starts_at").first()
    if first is not None:
        day = day_words(first.activity)
        raise DomainError(f"The group meets at that time on {day} already.", field="at")


def _title(group: MentorGroup) -> str:
    """As it stands in the mentor's calendar; a group of one is called after its mentor."""
    if group.kind == MentorGroup.Kind.STUDENT:
        return str(Kind.MENTOR_SESSION.label)
    return group.name


def _days(group: MentorGroup, first: date, every: str, count: int) -> list[date]:
    """The days of a series, without those on which the school is closed."""
    if group.ended_on is not None:
        raise DomainError("This group has ended.")
    if every not in EVERY:
        raise DomainError("How often?", field="every")
    count = count if EVERY[every] else 1
    if not 1 <= count <= MOST:
        raise DomainError(f"From one to {MOST} meetings at once.", field="count")
    if first < group.started_on:
        raise DomainError("The group begins later.", field="first_on")
    if first > timezone.localdate(timezone=group.program.zone) + LONGEST:
        raise DomainError("This day is too far away.", field="first_on")
    closed = [
        (one.starts_on, one.ends_on)
        for one in Closure.objects.for_program(group.program).filter(ends_on__gte=first)
    ]
    days: list[date] = []
    day = first
    while len(days) < count:
        if not any(begins <= day <= ends for begins, ends in closed):
            days.append(day)
        elif not EVERY[every]:
            raise DomainError("The school is closed on that day.", field="first_on")
        day += timedelta(days=EVERY[every])
        if day > first + LONGEST:
            raise DomainError("The school is closed on too many of these days.", field="count")
    return days


def mentors_of(group: MentorGroup) -> list[Mentor]:
    """The active mentors of a group in their order. One query."""
    places = (
        GroupMentor.objects.filter(group=group, mentor__in=Mentor.objects.active())
        .select_related("mentor__person", "mentor__organization")
        .order_by("position")
    )
    return [place.mentor for place in places]


def _who_comes(mentors: Sequence[Mentor], known: Cleared, day: date) -> Mentor:
    for mentor in mentors:
        if known.on(mentor.person_id, day):
            return mentor
    if not mentors:
        raise DomainError("This group has no active mentor.", field="first_on")
    raise DomainError(
        " ".join(known.why_not(mentor.person, day) for mentor in mentors), field="first_on"
    )


def _ask(meetings: Iterable[tuple[Activity, Mentor]], *, now: datetime) -> None:
    role = Participation.Role.GUEST
    invitations.invite_all(
        [Ask(activity, one.person, one.organization, role) for activity, one in meetings], now=now
    )


@transaction.atomic
def ask_next(activity: Activity, *, now: datetime) -> Mentor | None:
    """A mentor cannot come: as ask_next_of. None where nobody is left, and for a meeting of no
    group."""
    session = (
        MentorSession.objects.filter(activity=activity)
        .select_related("group__program", "group__organizer")
        .first()
    )
    if session is None or activity.is_called_off or activity.ends_at <= now:
        return None
    return ask_next_of(session.group, [activity], now=now).get(activity.pk)


def ask_next_of(
    group: MentorGroup, activities: Sequence[Activity], *, now: datetime
) -> dict[int, Mentor]:
    """To those of these meetings to come to which no mentor is asked, or all have said no, the next
    of the group who is cleared on the day and was not asked yet is asked by itself, with one mail
    for all; where nobody is left, the organizer has a task for today. Returns who was asked, by
    activity. The caller holds the transaction. As many queries for many meetings as for one, if
    somebody is left."""
    there = Mentor.objects.for_program(group.program).values("person")  # staff may be asked, too
    asked: dict[int, dict[int, str]] = {one.pk: {} for one in activities}
    rows = Participation.objects.filter(activity__in=asked, person__in=there)
    for activity_id, person, answer in rows.values_list("activity", "person", "answer"):
        asked[activity_id][person] = answer
    waiting = [
        one
        for one in activities
        if all(answer == Participation.Answer.NO for answer in asked[one.pk].values())
    ]
    if not waiting:
        return {}
    mentors = mentors_of(group)
    known = Cleared(group.program, group.form, [one.person_id for one in mentors])
    found: dict[int, Mentor] = {}
    for activity in waiting:
        day = timezone.localdate(activity.starts_at, group.program.zone)
        free = (one for one in mentors if one.person_id not in asked[activity.pk])
        mentor = next((one for one in free if known.on(one.person_id, day)), None)
        if mentor is None:
            _look_for_somebody(group, activity, len(asked[activity.pk]), now=now)
        else:
            found[activity.pk] = mentor
    _ask([(one, found[one.pk]) for one in waiting if one.pk in found], now=now)
    return found


def _look_for_somebody(
    group: MentorGroup, activity: Activity, asked: int, *, now: datetime
) -> None:
    title = f"Nobody can come to {group} on {day_words(activity)}: call it off or find somebody"
    make_task(
        group.program,
        key=f"nomentor:{activity.pk}:{asked}",
        title=title[:200],
        owner=activity.organizer,
        due_on=timezone.localdate(now, group.program.zone),
        activity=activity,
    )


def day_words(activity: Activity) -> str:
    """Its day, as tasks of staff say it."""
    return date_format(timezone.localtime(activity.starts_at, activity.program.zone), "j M Y")


@transaction.atomic
def somebody_comes(activity: Activity) -> None:
    """A mentor said yes after all: nobody needs to look for one any more."""
    for task in Task.objects.open().filter(key__startswith=f"nomentor:{activity.pk}:"):
        delete_task(task, by=None)


@transaction.atomic
def note_session(
    session: MentorSession,
    *,
    by: User,
    came: Collection[int],
    hours: Decimal | None = None,
    notes: str = "",
) -> MentorSession:
    """Note which of those asked came (ids of participations), how long it took if not from begin to
    end, and what was done. Refuses a meeting that has not begun or was called off, and hours that
    are none."""
    session = (
        MentorSession.objects.select_for_update(of=("self",))
        .select_related("activity", "group")
        .get(pk=session.pk)
    )
    if session.activity.starts_at > timezone.now():
        raise DomainError("It has not begun yet.")
    if session.activity.is_called_off:
        raise DomainError("It was called off, so nobody came.")
    if hours is not None and not 0 < hours <= 24:
        raise DomainError("How many hours, up to 24?", field="hours")
    session.hours, session.notes = hours, notes.strip()
    session._history_user = by
    session.save()
    there = Attendance.VIDEO if session.group.form == Form.ONLINE else Attendance.IN_PERSON
    changed = []
    for row in session.activity.participations.select_for_update():
        wanted = (
            (row.attendance if row.was_there else there) if row.pk in came else Attendance.ABSENT
        )
        if row.attendance != wanted:
            row.attendance = wanted
            changed.append(row)
    bulk_update_with_history(changed, Participation, ["attendance"], default_user=by)
    return session


def hours_of(session: MentorSession) -> float:
    """Those noted, else from begin to end."""
    if session.hours is not None:
        return float(session.hours)
    return (session.activity.ends_at - session.activity.starts_at).total_seconds() / 3600
