"""The demo's students, all invented, and a job shadow that is nearly ready."""

from datetime import date, timedelta

from accounts.models import User
from calendar_app.models import Activity, Kind
from partnerships.models import Affiliation, Partnership, Program, Topic
from students.domain.students import save_student
from students.models import Competency, Student, graduation_year_of
from visits.domain.attendees import add_students, of_its_grades
from visits.domain.competencies import align
from visits.domain.ideas import save_idea, vote
from visits.domain.milestones import load_starter
from visits.domain.shadows import USUAL_REMINDERS, add_host, place_students, plan_of, write_shadow
from visits.domain.sites import add_chaperone, save_offer, write_visit
from visits.models import Idea, SiteOffer

#: Given name, family name, grade, whether the name may go to hosts.
STUDENTS = (
    ("Ana", "Ruiz", 11, True),
    ("Bo", "Lindqvist", 11, True),
    ("Núria", "O'Brien-Núñez", 12, True),
    ("Lee", "Parkhurst", 12, False),
    ("Samira", "Okoye", 11, True),
    ("Ivy", "Chen", 12, True),
    ("Tomasz", "Zielinski", 11, False),
    ("Grace", "Abernathy", 10, True),
    ("Diego", "Fuentes", 9, True),
    ("Hana", "Suzuki", 10, True),
)
TOLD = {
    "staff": "Maria Torres, teacher, with the students all day\nDana Okafor, coordinator",
    "transport": "School bus from the north door. If it is late, we call you before the hour.",
    "assignment_before": "Two pages on what you do, and three questions of their own.",
    "questions": "How did you come to this work?\nWhat would you learn first if you began today?\n"
    "Which day was the hardest, and what helped?",
    "assignment_after": "One page on what surprised them, and a letter of thanks to you.",
    "reminders": USUAL_REMINDERS,
}
HOSTS = 2
#: Idea, more about it, whose it was, who.
IDEAS = (
    ("A night nurse tells of one night", "Hour by hour, with the decisions.", "board", ""),
    ("How a hospital kitchen feeds 400", "With the diet cards they use.", "partner", ""),
    ("Somebody who changed careers at forty", "", "student", ""),
)


def add_students_and_shadow(program: Program, *, by: User, today: date) -> None:
    """Students of four grades, and hosts for the job shadow on the calendar. The emergency numbers
    are still missing, as they often are."""
    for given, family, grade, is_released in STUDENTS:
        save_student(
            Student(program=program),
            by=by,
            given_name=given,
            family_name=family,
            graduation_year=graduation_year_of(grade, today),
            host_release_on=today - timedelta(days=60) if is_released else None,
        )
    activity = Activity.objects.for_program(program).filter(kind=Kind.JOB_SHADOW).first()
    if activity is None:
        return
    write_shadow(activity, by=by, **TOLD)
    active = Partnership.objects.for_program(program).filter(stage=Partnership.Stage.ACTIVE)
    for partnership in active.select_related("organization").order_by("pk")[:HOSTS]:
        people = Affiliation.objects.current().filter(organization=partnership.organization)
        contact = people.select_related("person").first()
        add_host(
            activity,
            by=by,
            organization=partnership.organization,
            person=contact.person if contact else None,
            capacity=2,
        )
    plan = plan_of(activity)
    waiting = {student.pk: plan.hosts[0].host.pk for student in plan.unplaced[:2]}
    place_students(activity, where=waiting)
    _plan_site_visit(program, by=by)
    load_starter(program, by=by)


def _plan_site_visit(program: Program, *, by: User) -> None:
    """The next site visit on the calendar, with an offer of its host, half prepared."""
    activity = (
        Activity.objects.for_program(program)
        .filter(kind=Kind.SITE_VISIT, organization__isnull=False, state=Activity.State.PLANNED)
        .select_related("organization", "program__school")
        .order_by("-starts_at")
        .first()
    )
    if activity is None or activity.organization is None:
        return
    offer = save_offer(
        SiteOffer(),
        by=by,
        organization=activity.organization,
        title="A morning behind the scenes",
        is_tour=True,
        is_hands_on=True,
        sample_times="Tuesdays and Thursdays, 9 to 11",
        group_size=24,
        safety="Closed shoes; hair tied back. No photographs of clients.",
        wheelchair=SiteOffer.Access.ALL,
        parking="A bus can wait at the rear entrance.",
    )
    write_visit(
        activity,
        by=by,
        offer=offer,
        lesson_before="Two lessons on the work there, and a list of questions from each group.",
        transport="bus",
        travel_minutes=20,
        wear="Closed shoes, a notebook",
    )
    add_chaperone(activity, by=by, name="Maria Torres", phone="309 555 0160")
    add_students(activity, students=[one.pk for one in of_its_grades(activity)][:6])
    work_ethic = Competency.objects.for_program(program).filter(area="Work ethic")
    align(activity, competencies=list(work_ethic.values_list("pk", flat=True)))


def add_ideas(program: Program, *, by: User, voters: list[User]) -> None:
    """The box with three ideas, the first of which most would like."""
    topic = Topic.objects.order_by("name").first()
    for title, about, source, name in IDEAS:
        idea = save_idea(
            Idea(program=program),
            by=by,
            title=title,
            about=about,
            source=source,
            source_name=name,
            topic=topic if source == "board" else None,
        )
        for voter in voters:
            if source == "board" or voter == by:
                vote(idea, by=voter)
