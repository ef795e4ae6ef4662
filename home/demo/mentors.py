"""The demo's mentors: two who stand in for each other, one whose clearance runs out soon, and a
set of questions on its way."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from mentors.domain.clearances import note_clearance, set_rules
from mentors.domain.exchanges import send_set
from mentors.domain.groups import save_group
from mentors.domain.mentors import save_mentor
from mentors.domain.questions import load_starter
from mentors.domain.sessions import plan_sessions
from mentors.models import ClearanceLevel, Form, Mentor, MentorGroup, QuestionSet
from notifications.models import Message
from partnerships.models import Affiliation, Partnership, Person, Program, Topic
from students.models import Student

#: How many people of active partners mentor.
MENTORS = 4
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
        form=Form.EMAIL,
        mentors=mentors[2:3],
        students=students[2:3],
        organizer=organizer,
        started_on=today,
        by=by,
    )
    load_starter(program, by=by)
    questions = QuestionSet.objects.filter(program=program).order_by("pk").first()
    if questions is not None:
        send_set(questions, groups=[letters], due_on=today + timedelta(days=14), by=by, now=now)
    Message.objects.filter(scope=program.mail_scope).delete()  # nobody gets a mail for a demo


def _people(program: Program) -> list[Affiliation]:
    """One each of active partners, then more."""
    active = Partnership.objects.for_program(program).filter(stage=Partnership.Stage.ACTIVE)
    rows = (
        Affiliation.objects.current()
        .filter(organization__in=active.values("organization"))
        .exclude(person__email="")
        .select_related("person", "organization")
        .order_by("-is_main_contact", "organization__name", "pk")
    )
    return list(rows[:MENTORS])


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
