"""The demo's mentors: two who stand in for each other, one whose clearance runs out soon, a set of
questions on its way, and how mentoring went last spring."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import User
from calendar_app.domain.activities import plan_activity
from calendar_app.models import Activity, Kind
from mentors.domain.clearances import note_clearance
from mentors.domain.evaluations import save_evaluation
from mentors.domain.exchange_sending import send_set
from mentors.domain.groups import end_group, save_group
from mentors.domain.mentors import save_mentor
from mentors.domain.plan_lines import save_line
from mentors.domain.questions import load_starter
from mentors.domain.sessions import plan_sessions
from mentors.domain.uncleared import set_rules
from mentors.models import (
    RATINGS,
    ClearanceLevel,
    Evaluation,
    Form,
    Mentor,
    MentorActivity,
    MentorGroup,
    MentorSession,
    MentorVoice,
    PlanLine,
    QuestionSet,
    Shown,
    StaffVoice,
    StudentSay,
)
from notifications.models import Message
from partnerships.domain.school_years import school_year, school_year_days
from partnerships.models import Affiliation, Partnership, Person, Program, Topic
from students.models import Student

#: How many people of active partners mentor.
MENTORS = 4
#: What the academy wants to do with mentors: what, how many it takes, how often, what happens.
PLAN = (
    (MentorActivity.LUNCH, 4, "every second Wednesday", "Two mentors and a few students eat."),
    (MentorActivity.EMAIL, 6, "once a month", "Nine questions over the year about work."),
    (MentorActivity.ONE_TO_ONE, 8, "once a month", "At the school or where the mentor works."),
    (MentorActivity.CHALLENGE, 2, "four weeks in March", "One mentor for each team."),
)
TIMES = ("3-lunch", "3-afternoon", "4-lunch")


def add_mentors(program: Program, *, by: User, now: datetime) -> None:
    """Mentors with clearances, a pair with one student, one by e-mail, meetings to come."""
    today = timezone.localdate(now, program.zone)
    levels = list(ClearanceLevel.objects.order_by("rank"))
    set_rules(program.school, levels={Form.EMAIL: levels[0]}, by=by)
    mentors = [_mentor(program, one, by=by) for one in _people(program)]
    for number, mentor in enumerate(mentors):
        soon = today + timedelta(days=20) if number == 1 else None
        note_clearance(
            mentor.person,
            level=levels[-1],
            given_on=today - timedelta(days=40 * (number + 1)),
            expires_on=soon,
            by=by,
        )
    students = list(Student.objects.for_program(program).current()[:4])
    topics = list(Topic.objects.order_by("name")[:3])
    for student in students:
        student.interests.set(topics[:2])
    if len(mentors) < MENTORS or len(students) < MENTORS:
        return
    organizer = Person.objects.get(user=by)
    lunch = save_group(
        MentorGroup(program=program),
        name="Wednesday lunch",
        kind=MentorGroup.Kind.SMALL_GROUP,
        activity=MentorActivity.LUNCH,
        form=Form.IN_PERSON,
        aim="A project for the spring fair",
        mentors=mentors[:2],
        students=students[:2],
        organizer=organizer,
        started_on=today,
        by=by,
    )
    plan_sessions(
        lunch,
        by=by,
        first_on=_next_wednesday(today),
        at=time(12, 10),
        minutes=40,
        every="two_weeks",
        count=2,
        place="Room 114",
        now=now,
    )
    letters = save_group(
        MentorGroup(program=program),
        name="Letters about work",
        kind=MentorGroup.Kind.STUDENT,
        activity=MentorActivity.EMAIL,
        form=Form.EMAIL,
        mentors=mentors[2:3],
        students=students[2:3],
        organizer=organizer,
        started_on=today,
        by=by,
    )
    _add_plan(program, by=by, year=school_year(today))
    load_starter(program, by=by)
    questions = QuestionSet.objects.filter(program=program).order_by("pk").first()
    if questions is not None:
        send_set(questions, groups=[letters], due_on=today + timedelta(days=14), by=by, now=now)
    Message.objects.filter(scope=program.mail_scope).delete()  # nobody gets a mail for a demo


def _add_plan(program: Program, *, by: User, year: int) -> None:
    for activity, wanted, how_often, about in PLAN:
        save_line(
            PlanLine(program=program, year=year),
            by=by,
            activity=activity,
            wanted=wanted,
            how_often=how_often,
            about=about,
            grade_from=11 if activity == MentorActivity.ONE_TO_ONE else None,
        )


def _people(program: Program, most: int = MENTORS) -> list[Affiliation]:
    """One each of active partners, then more."""
    active = Partnership.objects.for_program(program).filter(stage=Partnership.Stage.ACTIVE)
    rows = (
        Affiliation.objects.current()
        .filter(organization__in=active.values("organization"))
        .exclude(person__email="")
        .select_related("person", "organization")
        .order_by("-is_main_contact", "organization__name", "pk")
    )
    return list(rows[:most])


def _mentor(program: Program, place: Affiliation, *, by: User) -> Mentor:
    return save_mentor(
        Mentor(program=program, person=place.person, organization=place.organization),
        by=by,
        state=Mentor.State.ACTIVE,
        online=True,
        by_email=True,
        times=list(TIMES),
        capacity=3,
        talents=list(Topic.objects.order_by("name")[:2]),
    )


def _next_wednesday(today: date) -> date:
    return today + timedelta(days=(2 - today.weekday()) % 7 or 7)


# ---------------------------------------------------------------- how it went


class Said(NamedTuple):
    """Five ratings in the order of the questions, and two sentences."""

    ratings: tuple[int, int, int, int, int]
    good: str = ""
    change: str = ""


STUDENTS_SAID = (
    Said((5, 5, 5, 5, 5), "She showed me how an X-ray is read.", "Meet more often."),
    Said((5, 4, 5, 4, 5), "I know now what I want to be."),
    Said((4, 4, 5, 4, 4), "We practiced an interview."),
    Said((4, 3, 4, 4, 5), "", "Forty minutes are too short."),
    Said((4, 3, 4, 3, 4)),
    Said((5, 4, 5, 5, 5), "He answered all my questions."),
    Said((3, 3, 4, 3, 3), "", "Less talking, more doing."),
    Said((4, 4, 5, 4, 5)),
    Said((5, 3, 5, 4, 5), "The visit to her workplace."),
    Said((4, 4, 4, 4, 4)),
    Said((2, 2, 3, 2, 2), "", "My mentor had to cancel twice."),
    Said((5, 5, 5, 5, 5), "Everything."),
    Said((4, 3, 4, 4, 4), "", "Begin in September."),
    Said((5, 4, 5, 5, 5)),
)
MENTORS_SAID = (
    Said((3, 4, 5, 4, 5), "The students asked better questions every time.", ""),
    Said((2, 4, 5, 4, 5), "", "Tell us at the start what they know already."),
    Said((3, 3, 4, 4, 4), "The project for the fair.", "A fixed room."),
    Said((4, 4, 5, 4, 5)),
    Said((3, 4, 4, 3, 5), "I learned how young people see our work.", ""),
)
STAFF_SAID = (
    Said((4, 4, 5, 4, 5), "Students who are quiet in class spoke up.", ""),
    Said((4, 3, 5, 4, 5), "", "Plan the dates before the summer."),
    Said((3, 4, 4, 4, 4)),
)


def add_evaluations(program: Program, *, by: User, now: datetime) -> None:
    """One that was closed last spring, with answers of all three sides, and one that is open."""
    today = timezone.localdate(now, program.zone)
    year = school_year(today)
    last, _end = school_year_days(year)
    spring = _evaluation(
        program,
        by=by,
        title="End of the year",
        year=year - 1,
        opens_on=last - timedelta(days=52),
        closes_on=last - timedelta(days=38),
    )
    people = _add_last_year(program, by=by, ended_on=spring.closes_on)
    users = [role.user for role in program.roles.select_related("user").order_by("pk")]
    moment = now - timedelta(days=(today - spring.closes_on).days + 3)
    for said in STUDENTS_SAID:
        StudentSay.objects.create(evaluation=spring, **_fields(said))
    for person, said in zip(people, MENTORS_SAID, strict=False):
        MentorVoice.objects.create(
            evaluation=spring, person=person, said_at=moment, **_fields(said)
        )
    for user, said in zip(users, STAFF_SAID, strict=False):
        StaffVoice.objects.create(evaluation=spring, user=user, said_at=moment, **_fields(said))
    _quote(spring)
    half = _evaluation(
        program,
        by=by,
        title="Half-time",
        year=year,
        opens_on=today - timedelta(days=3),
        closes_on=today + timedelta(days=11),
    )
    for said in STUDENTS_SAID[:4]:
        StudentSay.objects.create(evaluation=half, **_fields(said))


def _evaluation(
    program: Program, *, by: User, title: str, year: int, opens_on: date, closes_on: date
) -> Evaluation:
    """Planned on its first day, whenever that was."""
    return save_evaluation(
        Evaluation(program=program),
        by=by,
        title=title,
        year=year,
        opens_on=opens_on,
        closes_on=closes_on,
        now=datetime.combine(opens_on, time(12), tzinfo=program.zone),
    )


def _add_last_year(program: Program, *, by: User, ended_on: date) -> list[Person]:
    """Two classes of last year with their mentors, of whom one has ended since, and meetings held.
    The mentors, by name."""
    mentors = list(Mentor.objects.for_program(program).active().select_related("person"))
    known = [one.person_id for one in mentors]
    for place in _people(program, 2 * MENTORS):
        if place.person_id not in known and len(mentors) <= MENTORS:
            former = _mentor(program, place, by=by)
            note_clearance(
                former.person,
                level=ClearanceLevel.objects.order_by("-rank")[0],
                given_on=ended_on,
                by=by,
            )
            mentors.append(former)
    organizer = Person.objects.get(user=by)
    students = list(Student.objects.for_program(program).current())
    for name, some in (("Grade 11, last year", mentors[:3]), ("Grade 12, last year", mentors[3:])):
        if not some:
            return []
        begins = ended_on - timedelta(days=238)
        group = save_group(
            MentorGroup(program=program),
            name=name,
            kind=MentorGroup.Kind.CLASS,
            form=Form.IN_PERSON,
            mentors=some,
            students=students,
            organizer=organizer,
            started_on=begins,
            by=by,
        )
        for number in range(5):
            _add_held(group, begins + timedelta(days=14 + 28 * number), by=by)
        end_group(group, by=by, ended_on=ended_on)
    if len(mentors) > MENTORS:
        save_mentor(mentors[-1], by=by, state=Mentor.State.ENDED)
    return sorted((one.person for one in mentors), key=lambda one: one.name)


def _add_held(group: MentorGroup, day: date, *, by: User) -> None:
    starts_at = datetime.combine(day, time(13), tzinfo=group.program.zone)
    activity = plan_activity(
        group.program,
        by=by,
        kind=Kind.MENTOR_SESSION,
        title=group.name,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        organizer=group.organizer,
        remind_days=(),
    )
    activity.state = Activity.State.COMPLETED
    activity.save()
    MentorSession.objects.create(activity=activity, group=group)


def _quote(evaluation: Evaluation) -> None:
    for rows in (evaluation.student_says, evaluation.mentor_voices):
        voice = rows.exclude(good="").order_by("pk").first()
        if voice is not None:
            voice.good_shown = Shown.QUOTED
            voice.save()


def _fields(said: Said) -> dict[str, Any]:
    return {
        **dict(zip(RATINGS, said.ratings, strict=True)),
        "good": said.good,
        "change": said.change,
    }
