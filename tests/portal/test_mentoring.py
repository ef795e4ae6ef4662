"""Mentoring, from the side of who mentors or would (SPEC 8.2, 8.3, 13.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app.models import Activity, Participation, Task
from mentors.domain.uncleared import replace_uncleared
from mentors.models import Clearance, Mentor, MentorGroup, MentorSession
from partnerships.models import Person
from tests.factories import (
    NOW,
    ClearanceFactory,
    ExchangeFactory,
    GroupMentorFactory,
    MentorFactory,
    MentorGroupFactory,
    MentorSessionFactory,
    ParticipationFactory,
    PartnershipFactory,
    ProgramFactory,
    QuestionSetFactory,
    StudentFactory,
)
from tests.portal.test_portal import bare

State = Mentor.State
OFFER = {"in_person": "on", "capacity": "2", "times": ["3-lunch"], "grade_from": "9"}


@pytest.fixture
def person(partner):
    return Person.objects.get(user=partner)


@pytest.fixture
def organization(partnership):
    return partnership.organization


@pytest.fixture
def mentor(program, person, organization):
    ClearanceFactory(person=person, expires_on=NOW.date() + timedelta(days=60))
    return MentorFactory(program=program, person=person, organization=organization, cleared=False)


@pytest.fixture
def signed_in(client, partner):
    client.force_login(partner)
    return client


def address(organization, name="mentoring_detail", *more):
    return reverse(f"portal:{name}", args=[organization.pk, *more])


def offer(client, organization, program, **given):
    return client.post(address(organization, "mentoring_offer", program.slug), OFFER | given)


# ---------------------------------------------------------------- the page


def test_groups_meetings_hours_and_clearance_and_no_student_by_name(
    signed_in, program, organization, mentor
):
    student = StudentFactory(program=program, given_name="Lucia", family_name="Nunez")
    group = MentorGroupFactory(program=program, name="Robots", kind=MentorGroup.Kind.SMALL_GROUP)
    group.students.set([student])
    GroupMentorFactory(group=group, mentor=mentor, position=1)
    GroupMentorFactory(
        group=group, mentor=MentorFactory(program=program, who={"name": "Lee Osei"}), position=2
    )
    coming = MentorSessionFactory(group=group, when={"starts_at": NOW + timedelta(days=3)})
    ParticipationFactory(activity=coming.activity, person=mentor.person, organization=organization)
    for attendance in (Participation.Attendance.IN_PERSON, Participation.Attendance.ABSENT):
        was = MentorSessionFactory(
            group=group,
            when={"starts_at": NOW - timedelta(days=9), "state": Activity.State.COMPLETED},
            hours=2,
        )
        ParticipationFactory(
            activity=was.activity,
            person=mentor.person,
            organization=organization,
            attendance=attendance,
        )
    ExchangeFactory(
        program=program,
        mentor_person=mentor.person,
        question_set=QuestionSetFactory(program=program, name="First week"),
    )

    response = signed_in.get(address(organization))

    words = bare(response)
    assert "Robots one student. In person. Lee Osei stands in for you." in words
    assert "one meeting, 2 hours" in words
    assert "until April 30, 2027" in words
    assert "First week" in words
    assert [one.activity.pk for one in response.context["coming"]] == [coming.pk]
    assert "Lucia" not in words
    assert "Nunez" not in words


def test_a_group_of_one_is_named_after_nobody(signed_in, program, organization, mentor):
    group = MentorGroupFactory(program=program, name="With Kim", kind=MentorGroup.Kind.STUDENT)
    GroupMentorFactory(group=group, mentor=mentor, position=1)
    words = bare(signed_in.get(address(organization)))
    assert "One student In person." in words
    assert "With Kim" not in words


def test_only_good_clearances_count_the_longest_of_a_level(signed_in, organization, person, mentor):
    level = Clearance.objects.get().level
    ClearanceFactory(person=person, level=level, given_on=NOW.date(), expires_on=None)
    ClearanceFactory(
        person=person,
        level=level,
        given_on=NOW.date() - timedelta(days=9),
        withdrawn_on=NOW.date(),
    )
    words = bare(signed_in.get(address(organization)))
    assert words.count(level.name) == 1
    assert "without an end" in words


def test_who_does_not_mentor_is_shown_how(signed_in, program, organization):
    response = signed_in.get(address(organization))
    assert "I would mentor" in bare(response)
    assert address(organization, "mentoring_offer", program.slug) in response.content.decode()


def test_no_student_is_named_beside_their_questions(signed_in, organization, program, mentor):
    zuriana = StudentFactory(program=program, given_name="Zuriana", host_release_on=NOW.date())
    questions = QuestionSetFactory(program=program, name="Lunch questions")
    ExchangeFactory(
        program=program, question_set=questions, student=zuriana, mentor_person=mentor.person
    )

    for name in ("home", "mentoring_detail"):
        words = bare(signed_in.get(address(organization, name)))
        assert "Lunch questions" in words
        assert "Zuriana" not in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_more_rows(
    signed_in, organization, person, count, django_assert_num_queries
):
    for _ in range(count):
        program = PartnershipFactory(organization=organization).program
        mentor = MentorFactory(
            program=program, person=person, organization=organization, cleared=False
        )
        group = MentorGroupFactory(program=program)
        GroupMentorFactory(group=group, mentor=mentor, position=1)
        session = MentorSessionFactory(group=group)
        ParticipationFactory(activity=session.activity, person=person, organization=organization)
        ExchangeFactory(program=program, mentor_person=person)
    ClearanceFactory(person=person)
    with django_assert_num_queries(19):
        signed_in.get(address(organization))


# ---------------------------------------------------------------- offering


def test_whoever_offers_is_a_mentor_once_the_school_has_seen_to_it(
    signed_in, program, organization, person, partnership, coordinator
):
    partnership.owner = Person.objects.get(user=coordinator)
    partnership.save()

    response = offer(signed_in, organization, program)

    mentor = Mentor.objects.get()
    assert response["Location"] == address(organization)
    assert (mentor.program, mentor.person, mentor.organization) == (program, person, organization)
    assert (mentor.state, mentor.capacity, mentor.times) == (State.OFFERED, 2, ["3-lunch"])
    assert mentor.history.get().history_user == person.user
    task = Task.objects.get()
    assert task.owner == partnership.owner
    assert task.title == f"Kim Tran of {organization} offers to mentor: see to the clearance"
    offer(signed_in, organization, program, capacity="3")
    assert Mentor.objects.get().capacity == 3
    assert Task.objects.count() == 1


def test_pausing_is_ones_own_and_coming_back_is_offered_again(
    signed_in, program, organization, mentor
):
    offer(signed_in, organization, program, pauses="on")
    mentor.refresh_from_db()
    assert mentor.state == State.PAUSED
    assert not Task.objects.exists()
    offer(signed_in, organization, program)
    mentor.refresh_from_db()
    assert mentor.state == State.OFFERED
    assert Task.objects.count() == 1


def test_whoever_changed_the_partner_comes_for_the_new_one(
    signed_in, program, organization, person, mentor
):
    old = PartnershipFactory(program=program).organization
    Mentor.objects.update(organization=old)
    offer(signed_in, organization, program)
    mentor.refresh_from_db()
    assert (mentor.organization, mentor.state) == (organization, State.OFFERED)


def test_changing_what_is_offered_leaves_the_note_and_the_state(
    signed_in, program, organization, mentor
):
    Mentor.objects.update(note="Better in the mornings")
    offer(signed_in, organization, program, online="on")
    mentor.refresh_from_db()
    assert (mentor.note, mentor.online, mentor.state) == (
        "Better in the mornings",
        True,
        State.ACTIVE,
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"in_person": ""}, "in_person"),
        ({"capacity": "0"}, "capacity"),
        ({"grade_to": "8"}, "grade_to"),
        ({"times": ["9-night"]}, "times"),
    ],
)
def test_a_refusal_stands_on_its_field(signed_in, program, organization, given, field):
    response = offer(signed_in, organization, program, **given)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Mentor.objects.exists()


def test_only_programs_of_the_partner_take_offers(signed_in, organization):
    assert offer(signed_in, organization, ProgramFactory()).status_code == 404
    assert offer(signed_in, organization, PartnershipFactory().program).status_code == 404


def test_the_pages_speak_spanish(signed_in, program, organization, person, mentor):
    Person.objects.filter(pk=person.pk).update(language="es")
    assert "Mentoría" in bare(signed_in.get(address(organization)))
    form = bare(signed_in.get(address(organization, "mentoring_offer", program.slug)))
    assert "Grado 9" in form
    assert "lunes, mañana" in form.lower()


def test_a_paused_mentor_still_comes_to_what_is_planned(program, person, mentor):
    Mentor.objects.update(state=State.PAUSED)
    session = MentorSessionFactory(
        group__program=program, when={"starts_at": NOW + timedelta(days=1)}
    )
    GroupMentorFactory(group=session.group, mentor=mentor)
    ParticipationFactory(activity=session.activity, person=person)
    assert replace_uncleared(now=NOW) == 0
    assert MentorSession.objects.get().activity.participations.count() == 1
