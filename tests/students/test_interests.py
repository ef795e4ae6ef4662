"""Interests of students, talents of partners: one vocabulary (SPEC 4.3, 13.8)."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships.models import Topic
from students.domain.erasing import erase_left
from students.domain.roster import read_roster
from students.domain.students import save_student
from students.models import Student
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    PartnershipFactory,
    PersonFactory,
    ShadowHostFactory,
    StudentFactory,
)
from visits.domain import shadows


@pytest.fixture
def nursing(db):
    return Topic.objects.create(name="Night nursing")


@pytest.fixture
def at(program):
    return lambda name, *pk: reverse(f"students:{name}", args=[program.slug, *pk])


def roster(program, coordinator, text):
    return read_roster(program, io.BytesIO(text.encode()), "list.csv", by=coordinator)


def test_interests_are_ticked_shown_found_and_kept_in_history(
    client, program, nursing, at, teacher
):
    one = StudentFactory(program=program, given_name="Ana")
    StudentFactory(program=program, given_name="Bo")
    client.force_login(teacher)
    client.post(
        at("student_edit", one.pk),
        {
            "given_name": "Ana",
            "family_name": "Ruiz",
            "graduation_year": 2028,
            "interests": [nursing.pk],
        },
    )

    assert list(one.interests.all()) == [nursing]
    page = client.get(at("student_list") + f"?interest={nursing.pk}").content.decode()
    assert "Night nursing" in page
    assert "Bo " not in page
    assert one.history.first().interests.count() == 1


def test_a_list_brings_interests_and_tells_what_is_not_in_the_vocabulary(
    program, nursing, coordinator
):
    text = "First,Last,Grade,Interests\nAna,Ruiz,11,NIGHT NURSING; Dragons\nBo,Lind,11,\n"

    result = roster(program, coordinator, text)

    assert result.created == 2
    assert result.problems == [
        ("Row 2", "Not in the vocabulary of topics: Dragons. The student went in.")
    ]
    assert list(Student.objects.get(given_name="Ana").interests.all()) == [nursing]
    assert roster(program, coordinator, text).same == 2


def test_an_empty_cell_leaves_interests(program, nursing, coordinator):
    one = StudentFactory(program=program, given_name="Ana", family_name="Ruiz")
    one.interests.add(nursing)

    roster(program, coordinator, "First,Last,Class of,Interests\nAna,Ruiz,2027,\n")

    assert list(one.interests.all()) == [nursing]


def test_erasing_takes_the_history_of_interests_along(program, nursing, coordinator, settings):
    settings.STUDENTS_KEPT_DAYS = 10
    gone = StudentFactory(program=program, left_on=NOW.date() - timedelta(days=11))
    kept = StudentFactory(program=program)
    for one in (gone, kept):
        save_student(one, by=coordinator, interests=[nursing])
    assert {row.history_user for row in kept.history.all()[:1]} == {coordinator}

    assert erase_left() == 1

    rows = Student.history.model.interests.model.objects
    assert set(rows.values_list("student_id", flat=True)) == {kept.pk}


def test_the_topics_say_who_uses_them(client, program, nursing, at, teacher):
    StudentFactory(program=program).interests.add(nursing)
    StudentFactory().interests.add(nursing)
    PersonFactory().talents.add(nursing)
    client.force_login(teacher)

    shown = {one.name: one for one in client.get(at("topic_list")).context["topics"]}

    row = shown["Night nursing"]
    assert (row.student_count, row.people_count) == (1, 1)


def test_a_topic_is_added_and_renamed(client, nursing, at, teacher):
    client.force_login(teacher)
    client.post(at("topic_add"), {"name": "  Sign  language "})
    client.post(at("topic_rename"), {"topic": nursing.pk, "name": "night nursing"})

    assert Topic.objects.filter(name="Sign language").exists()
    nursing.refresh_from_db()
    assert nursing.name == "night nursing"


def test_a_topic_keeps_its_spanish_name_until_another_is_given(client, at, teacher):
    client.force_login(teacher)
    client.post(at("topic_add"), {"name": "Sign language", "name_es": "Lengua de señas"})
    topic = Topic.objects.get(name="Sign language")
    client.post(at("topic_rename"), {"topic": topic.pk, "name": "Signing"})
    topic.refresh_from_db()
    assert (topic.name, topic.name_es) == ("Signing", "Lengua de señas")
    client.post(at("topic_rename"), {"topic": topic.pk, "name": "Signing", "name_es": "Señas"})
    topic.refresh_from_db()
    assert topic.name_es == "Señas"
    assert "Señas" in client.get(at("topic_list")).content.decode()


@pytest.mark.parametrize("name", ["NIGHT NURSING", " "])
@pytest.mark.parametrize("where", ["topic_add", "topic_rename"])
def test_a_name_that_is_there_is_refused_on_its_field(client, nursing, at, teacher, where, name):
    other = Topic.objects.create(name="Beekeeping")
    client.force_login(teacher)

    response = client.post(at(where), {"topic": other.pk, "name": name})

    assert response.status_code == 422
    assert response.context["form"].errors["name"]


@pytest.mark.parametrize("who", ["partner", "stranger"])
@pytest.mark.parametrize("name", ["topic_list", "topic_add", "topic_rename"])
def test_nobody_else_reaches_the_topics(client, request, at, who, name):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at(name)).status_code == 404


def test_a_list_without_that_column_leaves_interests(program, nursing, coordinator):
    one = StudentFactory(program=program, given_name="Ana", family_name="Ruiz")
    one.interests.add(nursing)

    roster(program, coordinator, "First,Last,Class of\nAna,Ruiz,2027\n")

    assert list(one.interests.all()) == [nursing]


def test_talents_are_noted_on_the_page_of_a_person(client, program, nursing, teacher):
    organization = PartnershipFactory(program=program).organization
    person = AffiliationFactory(organization=organization).person
    client.force_login(teacher)
    client.post(
        reverse("partnerships:person_edit", args=[program.slug, person.pk]),
        {"name": person.name, "email": person.email, "language": "en", "talents": [nursing.pk]},
    )

    assert list(person.talents.all()) == [nursing]


def test_students_are_suggested_where_somebody_shares_their_interest(program, nursing):
    activity = ActivityFactory(program=program, kind="job_shadow")
    roomy = ShadowHostFactory(activity=activity, capacity=9)
    clinic = ShadowHostFactory(activity=activity, capacity=1)
    nurse = AffiliationFactory(organization=clinic.organization).person
    nurse.talents.add(nursing)
    keen, second, other = StudentFactory.create_batch(3, program=program)
    for one in (keen, second):
        one.interests.add(nursing)

    found = shadows.suggest_places(shadows.plan_of(activity))

    assert (found[keen.pk].host, found[keen.pk].shared) == (clinic.pk, 1)
    assert found[second.pk].host == roomy.pk
    assert found[other.pk].host == roomy.pk


def test_who_left_the_host_brings_no_match(program, nursing):
    activity = ActivityFactory(program=program, kind="job_shadow")
    clinic = ShadowHostFactory(activity=activity)
    gone = AffiliationFactory(organization=clinic.organization, ended_on="2026-01-01").person
    gone.talents.add(nursing)
    StudentFactory(program=program).interests.add(nursing)

    [suggested] = shadows.suggest_places(shadows.plan_of(activity)).values()

    assert suggested.shared == 0
