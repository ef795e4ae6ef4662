"""Who takes part, who came, and the host who must know first (SPEC 7.2)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from notifications.models import Message
from partnerships.models import Affiliation
from tests.factories import (
    NOW,
    ActivityFactory,
    OrganizationFactory,
    PersonFactory,
    ShadowHostFactory,
    StudentFactory,
)
from visits.domain import attendees, handouts, roll, shadows
from visits.domain.roll import Mark
from visits.models import Placement, ShadowHost

Came = Placement.Came


@pytest.fixture
def visit(program):
    """Tomorrow, so that its roll is open."""
    return ActivityFactory(
        program=program, kind=Kind.SITE_VISIT, starts_at=NOW + timedelta(days=1), title="Mill tour"
    )


@pytest.fixture
def shadow(program):
    return ActivityFactory(
        program=program,
        kind=Kind.JOB_SHADOW,
        starts_at=NOW + timedelta(hours=2),
        title="Shadow day",
    )


@pytest.fixture
def clinic(shadow):
    return ShadowHostFactory(
        activity=shadow,
        organization=OrganizationFactory(name="Clinic"),
        person=PersonFactory(name="Kim Tran", email="kim@example.org", phone="+13095550142"),
        capacity=5,
    )


@pytest.fixture
def ana(program):
    return StudentFactory(
        program=program, given_name="Ana", family_name="Ruiz", host_release_on=NOW.date()
    )


@pytest.fixture
def bo(program):
    return StudentFactory(program=program, given_name="Bo", family_name="Lind")


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"visits:{name}", args=[program.slug, pk])


@pytest.fixture
def placed(shadow, clinic, ana, bo):
    shadows.place_students(shadow, where={ana.pk: clinic.pk, bo.pk: clinic.pk})
    return shadow


def came(student):
    return Placement.objects.get(student=student).came


# ---------------------------------------------------------------- who takes part


def test_students_are_added_all_at_once_or_ticked(client, visit, ana, bo, at, teacher):
    client.force_login(teacher)

    client.post(at("roll_students", visit.pk), {"student": [ana.pk]})
    client.post(at("roll_students", visit.pk), {"student": [ana.pk, bo.pk]})

    assert set(visit.placements.values_list("student", flat=True)) == {ana.pk, bo.pk}


def test_only_students_of_its_grades_are_offered(client, program, visit, ana, at, teacher):
    visit.grade_from = visit.grade_to = 12
    visit.save()
    StudentFactory(program=program, given_name="Young", graduation_year=2030)
    client.force_login(teacher)

    page = client.get(at("roll_students", visit.pk)).content.decode()

    assert "Ana Ruiz" in page
    assert "Young" not in page


def test_a_student_of_another_program_is_not_added(client, visit, ana, at, teacher):
    stranger = StudentFactory()
    client.force_login(teacher)

    response = client.post(at("roll_students", visit.pk), {"student": [ana.pk, stranger.pk]})

    assert response.status_code == 422
    assert not visit.placements.exists()


def test_nobody_is_in_two_places_at_once(visit, program, ana):
    other = ActivityFactory(program=program, starts_at=visit.starts_at, title="Career day")
    attendees.add_students(other, students=[ana.pk])

    with pytest.raises(DomainError, match="Ana Ruiz is elsewhere at that time \\(Career day\\)"):
        attendees.add_students(visit, students=[ana.pk])


def test_who_takes_part_somewhere_is_not_placed_with_a_host_meanwhile(shadow, clinic, program, ana):
    other = ActivityFactory(program=program, starts_at=shadow.starts_at, title="Career day")
    attendees.add_students(other, students=[ana.pk])

    with pytest.raises(DomainError, match="elsewhere at that time"):
        shadows.place_students(shadow, where={ana.pk: clinic.pk})


def test_somebody_is_taken_off_the_list_but_not_after_the_roll(client, visit, ana, at, teacher):
    attendees.add_students(visit, students=[ana.pk])
    client.force_login(teacher)
    client.post(at("roll_students", visit.pk), {"off": ana.pk})
    assert not visit.placements.exists()

    attendees.add_students(visit, students=[ana.pk])
    roll.note_roll(visit, marks={ana.pk: Mark(Came.PRESENT, NOW)}, by=teacher, now=NOW)
    response = client.post(at("roll_students", visit.pk), {"off": ana.pk})

    assert response.status_code == 422
    assert visit.placements.exists()


def test_permission_slips_are_ticked_and_keep_their_day(client, visit, ana, bo, at, teacher, clock):
    attendees.add_students(visit, students=[ana.pk, bo.pk])
    client.force_login(teacher)
    address = at("roll_students", visit.pk)
    client.post(address, {"slips": "1", "slip": [ana.pk]})
    clock.shift(timedelta(days=1))
    client.post(address, {"slips": "1", "slip": [ana.pk, bo.pk]})

    days = dict(visit.placements.values_list("student", "permission_on"))
    assert days == {ana.pk: NOW.date(), bo.pk: NOW.date() + timedelta(days=1)}


# ---------------------------------------------------------------- the roll


def test_a_tap_is_saved_and_answered(client, visit, ana, bo, at, teacher):
    attendees.add_students(visit, students=[ana.pk, bo.pk])
    client.force_login(teacher)

    response = client.post(
        at("roll_save", visit.pk),
        {f"came-{ana.pk}": "late", f"age-{ana.pk}": "90", "came-999999": "present"},
        headers={"X-Requested-With": "roll"},
    )

    assert response.json() == {
        "kept": {str(ana.pk): "late"},
        "gone": [999999],
        "there": 1,
        "hosts_to_tell": 0,
    }
    row = visit.placements.get(student=ana)
    assert (row.noted_at, row.noted_by) == (NOW - timedelta(seconds=90), teacher)


def test_without_a_script_the_whole_roll_is_saved(client, visit, ana, bo, at, teacher):
    attendees.add_students(visit, students=[ana.pk, bo.pk])
    client.force_login(teacher)

    response = client.post(
        at("roll_save", visit.pk), {f"came-{ana.pk}": "present", f"came-{bo.pk}": "absent"}
    )

    assert response.status_code == 302
    assert (came(ana), came(bo)) == ("present", "absent")


def test_what_was_seen_later_stays_whatever_arrives_first(visit, ana, teacher):
    attendees.add_students(visit, students=[ana.pk])
    marks = [Mark(Came.PRESENT, NOW), Mark(Came.ABSENT, NOW - timedelta(minutes=20))]

    for mark in marks:
        roll.note_roll(visit, marks={ana.pk: mark}, by=teacher, now=NOW)

    assert came(ana) == "present"


def test_a_clock_that_is_ahead_does_not_close_the_roll(visit, ana, teacher):
    attendees.add_students(visit, students=[ana.pk])
    roll.note_roll(
        visit, marks={ana.pk: Mark(Came.ABSENT, NOW + timedelta(days=9))}, by=teacher, now=NOW
    )
    later = NOW + timedelta(minutes=1)
    roll.note_roll(visit, marks={ana.pk: Mark(Came.PRESENT, later)}, by=teacher, now=later)

    assert came(ana) == "present"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"starts_at": NOW + timedelta(days=3)}, "opens two days before"),
        ({"state": Activity.State.CANCELLED_BY_SCHOOL}, "called off"),
    ],
)
def test_the_roll_is_closed(client, program, ana, at, teacher, given, says):
    visit = ActivityFactory(program=program, **given)
    Placement.objects.create(activity=visit, student=ana)
    client.force_login(teacher)

    response = client.post(at("roll_save", visit.pk), {f"came-{ana.pk}": "present"})

    assert response.status_code == 422
    assert says in response.content.decode()
    assert came(ana) == ""


def test_nonsense_is_refused_and_told_to_the_script(client, visit, ana, at, teacher):
    attendees.add_students(visit, students=[ana.pk])
    client.force_login(teacher)

    response = client.post(
        at("roll_save", visit.pk),
        {f"came-{ana.pk}": "asleep"},
        headers={"X-Requested-With": "roll"},
    )

    assert response.status_code == 422
    assert response.json() == {"error": "Please choose one of the answers."}


def test_moving_a_student_keeps_what_is_noted(placed, clinic, ana, teacher):
    other = ShadowHostFactory(activity=placed)
    roll.note_roll(placed, marks={ana.pk: Mark(Came.LATE, NOW)}, by=teacher, now=NOW)

    shadows.place_students(placed, where={ana.pk: other.pk})

    row = Placement.objects.get(student=ana)
    assert (row.host, row.came) == (other, "late")


@pytest.mark.parametrize("name", ["roll_detail", "roll_students"])
def test_pages_cost_the_same_with_more_students(
    client, program, placed, clinic, at, teacher, name, django_assert_num_queries
):
    client.force_login(teacher)
    queries = 6 if name == "roll_detail" else 7
    with django_assert_num_queries(queries):
        client.get(at(name, placed.pk))
    more = StudentFactory.create_batch(3, program=program)
    shadows.place_students(placed, where={one.pk: clinic.pk for one in more})

    with django_assert_num_queries(queries):
        client.get(at(name, placed.pk))


def test_a_board_meeting_has_no_roll(client, program, at, teacher):
    meeting = ActivityFactory(program=program, kind=Kind.BOARD_MEETING)
    client.force_login(teacher)

    assert client.get(at("roll_detail", meeting.pk)).status_code == 404


# ---------------------------------------------------------------- the host first


def note(activity, teacher, **marks):
    found = {
        Placement.objects.get(student__given_name=name).student_id: Mark(value, NOW)
        for name, value in marks.items()
    }
    roll.note_roll(activity, marks=found, by=teacher, now=NOW)


def test_a_host_who_waits_in_vain_is_told_once_and_no_name_is_in_the_mail(
    client, placed, ana, bo, at, teacher
):
    note(placed, teacher, Ana=Came.ABSENT, Bo=Came.EXCUSED)
    client.force_login(teacher)
    page = client.get(at("roll_detail", placed.pk)).content.decode()
    assert "Tell the host first" in page
    assert "tel:+13095550142" in page

    client.post(at("roll_tell", placed.pk))
    client.post(at("roll_tell", placed.pk))

    message = Message.objects.get()
    assert message.to_email == "kim@example.org"
    assert "2 students will not come to you" in message.text
    assert "Ana" not in message.subject + message.text + message.html
    assert "Tell the host first" not in client.get(at("roll_detail", placed.pk)).content.decode()


def test_the_handout_shows_who_still_comes(client, placed, clinic, ana, bo, teacher):
    shadows.write_shadow(placed, by=teacher, **dict.fromkeys(shadows.TEXTS, "As agreed."))
    note(placed, teacher, Ana=Came.ABSENT)
    ShadowHost.objects.update(sent_at=NOW)
    path = "/" + handouts.handout_address(clinic).split("/", 3)[3]

    text = PdfReader(BytesIO(client.get(path).content)).pages[0].extract_text()
    assert "Students (1)" in text
    assert "Ana" not in text

    note(placed, teacher, Bo=Came.EXCUSED)
    assert client.get(path).status_code == 410


def test_a_host_is_told_in_spanish(placed, clinic, teacher):
    clinic.person.language = "es"
    clinic.person.save()
    note(placed, teacher, Ana=Came.ABSENT)

    roll.tell_hosts(placed, by=teacher, now=NOW)

    text = Message.objects.get().text
    assert text.startswith("Hola")
    assert "will not come" not in text


def test_who_comes_after_all_is_told_too(placed, teacher, clock):
    note(placed, teacher, Ana=Came.ABSENT)
    roll.tell_hosts(placed, by=teacher, now=NOW)
    note(placed, teacher, Ana=Came.LATE)

    [news] = roll.news_for_hosts(attendees.attendees_of(placed))
    assert [row.student.given_name for row in news.back] == ["Ana"]
    roll.tell_hosts(placed, by=teacher, now=NOW + timedelta(minutes=1))

    assert Message.objects.count() == 2
    assert roll.news_for_hosts(attendees.attendees_of(placed)) == []


def test_a_host_told_by_telephone_gets_no_mail(client, placed, clinic, at, teacher):
    note(placed, teacher, Ana=Came.ABSENT)
    client.force_login(teacher)

    client.post(at("roll_tell", placed.pk), {"called": clinic.pk})

    assert roll.news_for_hosts(attendees.attendees_of(placed)) == []
    assert not Message.objects.exists()


def test_a_host_without_an_address_is_named_and_still_to_be_told(
    client, placed, clinic, at, teacher
):
    clinic.person.email = ""
    clinic.person.save()
    note(placed, teacher, Ana=Came.ABSENT)
    client.force_login(teacher)

    response = client.post(at("roll_tell", placed.pk), follow=True)

    page = response.content.decode()
    assert "Call Clinic" in page
    assert "Tell the host first" in page


@pytest.mark.parametrize("who", ["partner", "stranger"])
@pytest.mark.parametrize("name", ["roll_detail", "roll_save", "roll_tell", "roll_students"])
def test_nobody_else_reaches_the_roll(client, request, placed, at, who, name):
    client.force_login(request.getfixturevalue(who))

    send = client.get if name == "roll_detail" else client.post

    assert send(at(name, placed.pk)).status_code == 404


def test_a_host_who_has_left_is_to_be_called(placed, clinic, teacher):
    note(placed, teacher, Ana=Came.ABSENT)
    Affiliation.objects.filter(person=clinic.person).update(ended_on=NOW.date())

    assert roll.tell_hosts(placed, by=teacher, now=NOW) == (0, [clinic])
    assert not Message.objects.exists()
    assert not Placement.objects.filter(host_knows=True).exists()
