"""The demo's advisory board and calendar: a meeting that was, the year to come, visits."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from advisory.domain.advice import add_advice, answer_advice
from advisory.domain.boards import create_board, name_duties
from advisory.domain.meetings import plan_meeting
from advisory.domain.needs import save_need
from advisory.domain.seats import add_seat, members_on, usual_stakeholder
from advisory.models import Board, Need, Recommendation, Seat
from calendar_app.domain.activities import end_activity, plan_activity
from calendar_app.domain.times import local_instant
from calendar_app.models import Activity, Closure, Kind, Participation
from partnerships.models import Affiliation, Organization, Partnership, Person, Program

Answer, Attendance = Participation.Answer, Participation.Attendance

PURPOSE = (
    "Advises the academy on courses, equipment and credentials, opens doors to workplaces, and "
    "tells us what students should be able to do."
)
NEEDS = (
    ("Two speakers on imaging", "An hour in class, with one patient story.", 40, "speaker"),
    ("Used blood-pressure cuffs", "Any you no longer use; we collect them.", 0, "equipment"),
    ("Somebody to read interview letters", "Thirty letters, two minutes each.", 70, "student_work"),
    ("A second place for job shadows", "One morning, two students at a time.", 95, "job_shadow"),
)
#: How the members answered and came, in turn.
ANSWERS = (Answer.YES, Answer.YES, Answer.MAYBE, Answer.OPEN, Answer.NO, Answer.YES)
CAME = (
    *(Attendance.IN_PERSON, Attendance.IN_PERSON, Attendance.VIDEO),
    *(Attendance.EXCUSED, Attendance.IN_PERSON, Attendance.ABSENT),
)
TUESDAY = 1


class Planned(NamedTuple):
    in_days: int
    kind: Kind
    title: str
    partner: str = ""
    begins: time = time(9)
    hours: int = 2
    grades: tuple[int, int] = (11, 12)
    is_public: bool = False


ACTIVITIES = (
    Planned(-6, Kind.CLASSROOM_PRESENTATION, "A day in home care", "Hillside Senior Living"),
    Planned(3, Kind.CLASSROOM_PRESENTATION, "How a clinic works", "Heartland Family Clinic"),
    Planned(9, Kind.SITE_VISIT, "Tour of the clinic", "Heartland Family Clinic", hours=3),
    Planned(
        *(20, Kind.POSTSECONDARY_VISIT, "Nursing laboratories", "River Valley Community College"),
        hours=4,
        grades=(10, 12),
    ),
    Planned(27, Kind.JOB_SHADOW, "Job shadows", "Hillside Senior Living", time(8), 6),
    Planned(34, Kind.PARENT_MEETING, "Evening for parents", begins=time(18), is_public=True),
    Planned(48, Kind.CELEBRATION, "Pinning ceremony", begins=time(17), is_public=True),
)


def add_board(program: Program, *, by: User, now: datetime | None = None) -> Board:
    """Seats for the partners who work with the academy, meetings around today, what the board
    advised and what else is on the calendar. Nobody gets a mail for it."""
    now = now or timezone.now()
    today = timezone.localdate(now, program.zone)
    board = create_board(program, by=by, name="Health science advisory board", purpose=PURPOSE)
    staff = {name: Person.objects.get(name=name) for name in ("Dana Okafor", "Maria Torres")}
    seats = _add_seats(board, by)
    name_duties(
        board,
        by=by,
        people={"notes": staff["Maria Torres"], "agendas": staff["Dana Okafor"]},
    )
    dana = staff["Dana Okafor"]
    for months, seat in zip((-4, -1, 1, 3, 5), seats * 5, strict=False):
        _add_meeting(board, seat, _tuesday(today + timedelta(days=30 * months)), dana, by, now)
    _add_advice(board, by, today)
    for title, help_words, in_days, support in NEEDS:
        save_need(
            Need(board=board),
            by=by,
            title=title,
            help=help_words,
            support=support,
            needed_by=today + timedelta(days=in_days) if in_days else None,
        )
    Closure.objects.create(
        school=program.school,
        name="Teachers' institute",
        starts_on=today + timedelta(days=16),
        ends_on=today + timedelta(days=16),
    )
    for planned in ACTIVITIES:
        _add_activity(program, planned, dana, by, today, now)
    return board


def _add_seats(board: Board, by: User) -> list[Seat]:
    seats = []
    partners = Partnership.objects.for_program(board.program).filter(
        stage__in=[Partnership.Stage.COMMITTED, Partnership.Stage.ACTIVE]
    )
    for turn, one in enumerate(partners.select_related("organization").order_by("pk"), start=1):
        current = Affiliation.objects.current().filter(organization=one.organization)
        people = [row.person for row in current.select_related("person").order_by("pk")[:2]]
        seats.append(
            add_seat(
                board,
                by=by,
                organization=one.organization,
                representative=people[0] if people else None,
                substitute=people[1] if len(people) > 1 else None,
                stakeholder=usual_stakeholder(one.organization, ""),
                host_order=turn,
            )
        )
    for role, name in (("faculty", "Maria Torres"), ("counselor", "Sam Alvarez")):
        add_seat(
            board,
            by=by,
            school_role=role,
            representative=Person.objects.get(name=name),
            stakeholder=usual_stakeholder(None, role),
            votes=False,
        )
    return seats


def _tuesday(day: date) -> date:
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def _add_meeting(
    board: Board, host: Seat, day: date, organizer: Person, by: User, now: datetime
) -> None:
    zone = board.program.zone
    today = timezone.localdate(now, zone)
    meeting = plan_meeting(
        board,
        by=by,
        organizer=organizer,
        starts_at=local_instant(day, time(7), zone),
        ends_at=local_instant(day, time(9), zone),
        place=f"{host}, {host.organization.city}" if host.organization else "",
        host_seat=host,
        now=now,
    )
    activity = meeting.activity
    _tick_steps(activity, by, today, now)
    is_past = activity.ends_at < now
    if not is_past and activity.starts_at > now + timedelta(days=45):
        return  # nobody is invited yet
    Participation.objects.bulk_create(
        Participation(
            activity=activity,
            person=person,
            organization=organization,
            role=role,
            invited_at=min(now, activity.starts_at) - timedelta(days=10),
            answer=ANSWERS[place % len(ANSWERS)],
            attendance=CAME[place % len(CAME)] if is_past else Attendance.UNKNOWN,
        )
        for place, (person, organization, role) in enumerate(members_on(board, day))
    )
    if is_past:
        end_activity(activity, by=by, state=Activity.State.COMPLETED, reason="", now=now)


def _add_advice(board: Board, by: User, today: date) -> None:
    add_advice(
        board,
        by=by,
        text="Buy a second training manikin before the skills check in spring.",
        recommended_on=today - timedelta(days=104),
    )
    taken = add_advice(
        board,
        by=by,
        text="Teach taking blood pressure by hand before the automatic cuff.",
        recommended_on=today - timedelta(days=60),
    )
    answer_advice(
        taken,
        by=by,
        answer=Recommendation.Answer.DONE,
        answer_text="It opens the unit on vital signs since September.",
        answered_on=today - timedelta(days=30),
    )


def _add_activity(
    program: Program, planned: Planned, organizer: Person, by: User, today: date, now: datetime
) -> None:
    day = today + timedelta(days=planned.in_days)
    if day.weekday() > 4:  # schools rest on weekends
        day += timedelta(days=7 - day.weekday())
    starts_at = local_instant(day, planned.begins, program.zone)
    partner = Organization.objects.get(name=planned.partner) if planned.partner else None
    activity = plan_activity(
        program,
        by=by,
        kind=planned.kind,
        title=planned.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=planned.hours),
        organizer=organizer,
        organization=partner,
        place=f"{partner.street}, {partner.city}" if partner else "Riverside High School",
        grade_from=planned.grades[0],
        grade_to=planned.grades[1],
        is_public=planned.is_public,
        now=now,
    )
    _tick_steps(activity, by, today, now)


def _tick_steps(activity: Activity, by: User, today: date, now: datetime) -> None:
    """What was due before this week is done; the last of it may still be open."""
    activity.checkpoints.filter(due_on__lt=today - timedelta(days=5)).update(
        done_at=now, done_by=by
    )
