"""Two days before, each host is asked whether all stands; a withdrawn release makes a task."""

from datetime import timedelta

import pytest

from calendar_app.domain.activities import change_activity, end_activity
from calendar_app.models import Activity, Kind, Task
from notifications.models import Message
from partnerships.domain.people import end_affiliation
from partnerships.models import Affiliation
from students.domain.students import save_student
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    OrganizationFactory,
    PersonFactory,
    ShadowHostFactory,
    StudentFactory,
)
from visits.domain import confirming
from visits.domain.shadows import place_students


@pytest.fixture
def shadow(program, coordinator):
    return ActivityFactory(
        program=program,
        kind=Kind.JOB_SHADOW,
        title="Shadow day",
        starts_at=NOW + timedelta(hours=47),
        organizer=coordinator.person,
    )


@pytest.fixture
def clinic(shadow):
    return ShadowHostFactory(
        activity=shadow,
        organization=OrganizationFactory(name="Clinic"),
        person=PersonFactory(name="Kim Tran", email="kim@example.org"),
        sent_at=NOW - timedelta(days=3),
    )


@pytest.fixture
def path(clinic):
    return "/" + confirming.confirm_address(clinic).split("/", 3)[3]


def test_each_host_is_asked_once(clinic):
    assert confirming.ask_hosts(now=NOW) == 1
    assert confirming.ask_hosts(now=NOW) == 0

    message = Message.objects.get()
    assert message.to_email == "kim@example.org"
    assert confirming.confirm_address(clinic) in message.text


@pytest.mark.parametrize(
    ("activity", "host"),
    [
        ({"starts_at": NOW + timedelta(hours=49), "ends_at": NOW + timedelta(hours=50)}, {}),
        ({"starts_at": NOW - timedelta(hours=1)}, {}),
        ({"state": Activity.State.CANCELLED_BY_SCHOOL}, {}),
        ({}, {"sent_at": None}),
    ],
    ids=["too early", "begun", "called off", "no handout yet"],
)
def test_nobody_is_asked(clinic, shadow, activity, host):
    Activity.objects.filter(pk=shadow.pk).update(**activity)
    type(clinic).objects.filter(pk=clinic.pk).update(**host)

    assert confirming.ask_hosts(now=NOW) == 0


def test_a_host_of_a_moved_job_shadow_is_asked_anew(clinic, shadow, coordinator):
    confirming.ask_hosts(now=NOW)
    confirming.confirm(clinic, is_ready=True, now=NOW)
    start = shadow.starts_at - timedelta(hours=2)
    change_activity(shadow, by=coordinator, starts_at=start, now=NOW)

    assert confirming.ask_hosts(now=NOW) == 1
    clinic.refresh_from_db()
    assert clinic.confirmed_at is None


def test_a_look_says_nothing_and_one_tap_confirms(client, clinic, path):
    client.get(path)
    clinic.refresh_from_db()
    assert clinic.confirmed_at is None

    client.post(path, {"answer": "ready"})

    clinic.refresh_from_db()
    assert clinic.confirmed_at == NOW
    assert "All stands" in client.get(path).content.decode()


def test_a_change_is_a_task_for_today_and_needs_a_word(client, clinic, coordinator, path):
    refused = client.post(path, {"answer": "changed", "note": " "})
    assert refused.status_code == 422
    client.post(path, {"answer": "changed", "note": "The elevator is broken."})

    task = Task.objects.get()
    assert (task.owner, task.due_on) == (coordinator.person, NOW.date())
    assert task.note == "The elevator is broken."
    assert "will call you" in client.get(path).content.decode()


def test_the_page_is_in_spanish_for_who_reads_it(client, clinic, path):
    clinic.person.language = "es"
    clinic.person.save()

    assert "¿Sigue todo en pie?" in client.get(path).content.decode()


def test_when_it_is_called_off_the_page_says_so(client, clinic, shadow, coordinator, path):
    end_activity(shadow, by=coordinator, state="cancelled_by_school", reason="Snow", now=NOW)

    assert "called off" in client.get(path).content.decode()
    assert client.post(path, {"answer": "ready"}).status_code == 422


def test_a_removed_host_and_a_broken_link_are_told_kindly(client, clinic, path):
    clinic.delete()

    assert client.get(path).status_code == 404
    assert client.get("/visit/ready/broken/").status_code == 404


# ---------------------------------------------------------------- a release withdrawn


@pytest.fixture
def ana(program, shadow, clinic):
    student = StudentFactory(
        program=program, given_name="Ana", family_name="Ruiz", host_release_on=NOW.date()
    )
    place_students(shadow, where={student.pk: clinic.pk})
    return student


def test_a_release_withdrawn_after_the_handout_makes_a_task(ana, coordinator):
    save_student(ana, by=coordinator, host_release_on=None)

    task = Task.objects.get()
    assert "Ask Clinic" in task.title
    assert task.owner == coordinator.person


def test_before_the_handout_nobody_has_the_name(ana, clinic, coordinator):
    clinic.sent_at = None
    clinic.save()

    save_student(ana, by=coordinator, host_release_on=None)

    assert not Task.objects.exists()


# ---------------------------------------------------------------- a host who has left


@pytest.fixture
def left(clinic, coordinator):
    place = Affiliation.objects.get(person=clinic.person)
    return end_affiliation(place, by=coordinator, ended_on=NOW.date(), reason="left")


def test_who_has_left_can_confirm_nothing(client, clinic, left, path):
    page = client.get(path)
    answer = client.post(path, {"answer": "ready"})

    assert "You are no longer listed there." in page.text
    assert "Open the handout" not in page.text
    assert answer.status_code == 422
    clinic.refresh_from_db()
    assert clinic.confirmed_at is None


def test_the_organizer_has_a_task_as_soon_as_a_host_has_left(left, coordinator):
    task = Task.objects.get()
    assert task.owner == coordinator.person
    assert task.title == "Kim Tran has left Clinic: who comes to Shadow day?"


def test_who_has_left_is_not_asked(clinic, left):
    assert [confirming.ask_hosts(now=NOW) for _ in range(2)] == [0, 0]

    assert not Message.objects.exists()
    assert Task.objects.count() == 1


def test_who_left_without_a_word_of_it_is_a_task_when_hosts_are_asked(clinic):
    Affiliation.objects.filter(person=clinic.person).update(ended_on=NOW.date())

    assert confirming.ask_hosts(now=NOW) == 0
    assert Task.objects.get().title == "Kim Tran has left Clinic: who comes to Shadow day?"


def test_who_hosted_before_is_no_task(clinic, shadow, coordinator):
    Activity.objects.filter(pk=shadow.pk).update(
        starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1)
    )
    place = Affiliation.objects.get(person=clinic.person)
    end_affiliation(place, by=coordinator, ended_on=NOW.date(), reason="left")

    assert not Task.objects.exists()


def test_a_host_who_came_instead_is_asked(clinic, left):
    lee = AffiliationFactory(
        organization=clinic.organization, person=PersonFactory(email="lee@example.org")
    ).person
    type(clinic).objects.update(person=lee)

    assert confirming.ask_hosts(now=NOW) == 1
    assert Message.objects.get().to_email == "lee@example.org"
