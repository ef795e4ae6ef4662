"""Job shadows: who goes where, and what the host is told (SPEC 12.3, 0.7)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from notifications.models import Message
from partnerships.domain.people import end_affiliation
from partnerships.models import Affiliation
from students.domain.students import leave
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ShadowHostFactory,
    StudentFactory,
)
from visits.domain import handouts, shadows
from visits.models import HandoutLook, JobShadow, Placement, ShadowHost

TEXTS = {
    "staff": "Maria Torres, 309 555 0100",
    "transport": "Bus 12 from the school",
    "assignment_before": "Read about the clinic.",
    "questions": "What do you like about it?",
    "assignment_after": "Write a thank-you letter.",
    "reminders": "Lunch is at noon.",
    "emergency_phones": "911; school 309 555 0199",
}


@pytest.fixture
def activity(program):
    return ActivityFactory(program=program, kind=Kind.JOB_SHADOW, title="Job shadow day")


@pytest.fixture
def clinic(activity):
    return ShadowHostFactory(
        activity=activity,
        organization=OrganizationFactory(name="Clinic"),
        person=PersonFactory(name="Kim Tran", email="kim@example.org"),
    )


@pytest.fixture
def library(activity):
    return ShadowHostFactory(
        activity=activity, organization=OrganizationFactory(name="Library"), person=None, capacity=1
    )


@pytest.fixture
def ana(program):
    return StudentFactory(
        program=program, given_name="Ana", family_name="Ruiz", host_release_on=NOW.date()
    )


@pytest.fixture
def bo(program):
    """Without a release."""
    return StudentFactory(program=program, given_name="Bo", family_name="Lind")


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"visits:{name}", args=[program.slug, pk])


@pytest.fixture
def ready(activity, clinic, ana, bo, coordinator):
    """All eight parts are there; Ana and Bo go to the clinic."""
    shadows.write_shadow(activity, by=coordinator, **TEXTS)
    shadows.place_students(activity, where={ana.pk: clinic.pk, bo.pk: clinic.pk})
    return activity


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def plan(activity):
    return shadows.plan_of(Activity.objects.select_related("program__school").get(pk=activity.pk))


# ---------------------------------------------------------------- who goes where


def test_students_are_placed_moved_and_taken_out(
    client, activity, clinic, library, ana, at, teacher
):
    client.force_login(teacher)
    name = f"student-{ana.pk}"
    client.post(at("shadow_place", activity.pk), {name: clinic.pk})
    assert Placement.objects.get().host == clinic

    client.post(at("shadow_place", activity.pk), {name: library.pk})
    assert Placement.objects.get().host == library
    client.post(at("shadow_place", activity.pk), {name: ""})

    assert not Placement.objects.exists()


def test_those_ticked_go_to_one_host_and_out_again(client, activity, clinic, ana, bo, at, teacher):
    client.force_login(teacher)
    ticked = {"student": [ana.pk, bo.pk, "nonsense"]}

    client.post(at("shadow_place", activity.pk), ticked | {"to": clinic.pk})
    assert {one.student for one in clinic.placements.all()} == {ana, bo}
    client.post(at("shadow_place", activity.pk), ticked | {"to": ""})

    assert not Placement.objects.exists()


def test_a_page_with_many_stays_light(client, program, activity, at, teacher):
    for _ in range(60):
        ShadowHostFactory(activity=activity, capacity=4)
    StudentFactory.create_batch(200, program=program)
    client.force_login(teacher)

    assert len(client.get(at("shadow_detail", activity.pk)).content) < 150_000


def test_a_host_takes_no_more_than_they_can_and_nothing_is_changed(
    client, activity, clinic, library, ana, bo, at, teacher
):
    shadows.place_students(activity, where={ana.pk: clinic.pk})
    client.force_login(teacher)

    response = client.post(
        at("shadow_place", activity.pk),
        {f"student-{ana.pk}": library.pk, f"student-{bo.pk}": library.pk},
    )

    assert response.status_code == 422
    assert "Library takes 1; 2 would come" in response.content.decode()
    assert Placement.objects.get().host == clinic


def test_two_who_change_places_fit(activity, clinic, library, ana, bo):
    clinic.capacity = 1
    clinic.save()
    shadows.place_students(activity, where={ana.pk: clinic.pk, bo.pk: library.pk})

    shadows.place_students(activity, where={ana.pk: library.pk, bo.pk: clinic.pk})

    assert Placement.objects.get(student=ana).host == library
    assert Placement.objects.get(student=bo).host == clinic


def test_nobody_is_in_two_places_at_once(program, activity, clinic, ana):
    shadows.place_students(activity, where={ana.pk: clinic.pk})
    other = ActivityFactory(
        program=program,
        kind=Kind.JOB_SHADOW,
        starts_at=activity.starts_at + timedelta(hours=1),
    )
    host = ShadowHostFactory(activity=other)

    with pytest.raises(DomainError, match="Ana Ruiz is with Clinic at that time"):
        shadows.place_students(other, where={ana.pk: host.pk})

    Activity.objects.filter(pk=activity.pk).update(state=Activity.State.CANCELLED_BY_SCHOOL)
    shadows.place_students(other, where={ana.pk: host.pk})
    assert Placement.objects.filter(activity=other).count() == 1


def test_students_and_hosts_of_others_are_refused(activity, clinic, ana):
    with pytest.raises(DomainError, match="not in the program"):
        shadows.place_students(activity, where={StudentFactory().pk: clinic.pk})
    with pytest.raises(DomainError, match="not on the list"):
        shadows.place_students(activity, where={ana.pk: ShadowHostFactory().pk})

    assert not Placement.objects.exists()


def test_sixty_students_and_twenty_five_hosts_are_suggested_at_once(program, activity):
    for _ in range(25):
        ShadowHostFactory(activity=activity, capacity=2)
    StudentFactory.create_batch(60, program=program)

    found = shadows.suggest_places(plan(activity))
    shadows.place_students(activity, where={pk: one.host for pk, one in found.items()})

    assert len(found) == 50
    assert len(plan(activity).unplaced) == 10
    assert all(one.free == 0 for one in plan(activity).hosts)


def test_only_the_grades_of_the_activity_and_who_is_there_are_offered(program, activity, ana):
    day = activity.starts_at.date()
    grade = ana.grade_on(day)
    StudentFactory(program=program, graduation_year=ana.graduation_year + 2)
    StudentFactory(program=program, left_on=day)
    activity.grade_from = activity.grade_to = grade
    activity.save()

    assert plan(activity).unplaced == [ana]


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, program, activity, at, coordinator, django_assert_num_queries, count):
    for _ in range(count):
        host = ShadowHostFactory(activity=activity)
        student, _waits = StudentFactory.create_batch(2, program=program)
        Placement.objects.create(activity=activity, host=host, student=student)
        HandoutLook.objects.create(host=host, looked_at=NOW)
    client.force_login(coordinator)
    client.get(at("shadow_detail", activity.pk))

    with django_assert_num_queries(11):
        client.get(at("shadow_detail", activity.pk))


# ---------------------------------------------------------------- hosts


def test_a_host_is_added_and_removed(client, program, activity, ana, at, coordinator):
    partner = PartnershipFactory(program=program).organization
    person = AffiliationFactory(organization=partner).person
    client.force_login(coordinator)
    data = {"organization": partner.pk, "person": person.pk, "capacity": 3}

    assert client.post(at("shadow_host_add", activity.pk), data).status_code == 302
    assert client.post(at("shadow_host_add", activity.pk), data).status_code == 422
    host = ShadowHost.objects.get()
    assert (host.organization, host.person, host.capacity) == (partner, person, 3)
    shadows.place_students(activity, where={ana.pk: host.pk})
    client.post(at("host_remove", host.pk))

    assert not ShadowHost.objects.exists()
    assert plan(activity).unplaced == [ana]


def test_a_host_of_no_partner_or_somebody_who_left_is_refused(
    client, program, activity, at, coordinator
):
    partner = PartnershipFactory(program=program).organization
    gone = AffiliationFactory(organization=partner, ended_on=NOW.date() - timedelta(days=1)).person
    client.force_login(coordinator)

    for data in (
        {"organization": OrganizationFactory().pk, "capacity": 2},
        {"organization": partner.pk, "person": gone.pk, "capacity": 2},
        {"organization": partner.pk, "capacity": 0},
    ):
        assert client.post(at("shadow_host_add", activity.pk), data).status_code == 422
    assert not ShadowHost.objects.exists()


# ---------------------------------------------------------------- the handout


def test_missing_parts_are_named_each_with_its_place(client, activity, clinic, at, coordinator):
    client.force_login(coordinator)

    page = client.get(at("shadow_detail", activity.pk)).content.decode()

    for words in ("Transport, arrival", "The assignment before", "Students for Clinic"):
        assert words in page
    assert f"{at('shadow_edit', activity.pk)}#id_transport" in page
    assert "Send the handouts" not in page
    refused = client.post(at("shadow_send", activity.pk))
    assert refused.status_code == 422
    assert "Not complete yet" in refused.content.decode()
    assert not Message.objects.exists()


def test_what_hosts_are_told_is_written_once(client, activity, at, coordinator):
    client.force_login(coordinator)
    assert "restrooms" in client.get(at("shadow_edit", activity.pk)).content.decode()

    client.post(at("shadow_edit", activity.pk), TEXTS)

    assert JobShadow.objects.get().transport == "Bus 12 from the school"
    assert [one.what for one in handouts.missing_parts(plan(activity))] == ["A host"]


def test_the_handout_has_its_eight_parts_on_one_sheet(client, ready, at, coordinator):
    client.force_login(coordinator)

    response = client.get(at("shadow_handouts", ready.pk))

    reader = PdfReader(BytesIO(response.content))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = reader.pages[0].extract_text()
    for words in ["Ana Ruiz", *TEXTS.values(), "Arrive at 7:00 am, leave at 9:00 am."]:
        assert words in text


def test_without_a_release_no_name_leaves(ready, bo):
    one = plan(ready)

    text = text_of(handouts.handouts_pdf(one, one.hosts))

    assert "Student A" in text
    assert "Students (2)" in text
    assert "Bo" not in text
    assert "Lind" not in text


def test_the_handout_speaks_the_host_s_language(ready, clinic):
    clinic.person.language = "es"
    clinic.person.save()
    one = plan(ready)

    text = text_of(handouts.handouts_pdf(one, one.hosts))

    assert "En caso de emergencia" in text
    assert "Estudiante A" in text


def send(ready, by):
    return handouts.send_handouts(plan(ready), by=by, now=NOW)


def test_each_host_gets_their_own_link(ready, clinic, library, program, coordinator):
    third = StudentFactory(program=program)
    shadows.place_students(ready, where={third.pk: library.pk})

    count, without = send(ready, coordinator)

    assert (count, without) == (1, [library])
    mail = Message.objects.get()
    assert mail.to_email == "kim@example.org"
    assert mail.subject.startswith("For you as host: Job shadow day, ")
    assert handouts.handout_address(clinic) in mail.text
    assert "Ana" not in mail.text + mail.html
    clinic.refresh_from_db()
    assert clinic.sent_at == NOW


def link(host):
    """As the host has it once the handout was sent."""
    ShadowHost.objects.filter(pk=host.pk, sent_at=None).update(sent_at=NOW)
    return handouts.handout_address(host).removeprefix("https://partners.example.org")


def test_a_host_opens_it_without_a_login_and_each_look_is_kept(client, ready, clinic):
    for _ in range(2):
        assert "Ana Ruiz" in text_of(client.get(link(clinic)).content)

    assert [look.host for look in HandoutLook.objects.all()] == [clinic, clinic]


def test_it_shows_only_the_host_s_own_students(client, ready, library, program):
    other = StudentFactory(program=program, family_name="Vega", host_release_on=NOW.date())
    shadows.place_students(ready, where={other.pk: library.pk})

    text = text_of(client.get(link(library)).content)

    assert "Vega" in text
    assert "Ruiz" not in text


def test_a_link_is_its_hosts_alone_and_opens_nothing_unsent(client, ready, clinic):
    address = link(clinic)
    assert client.get(address).status_code == 200
    ShadowHost.objects.update(sent_at=None)
    assert client.get(address).status_code == 404
    ShadowHost.objects.update(sent_at=NOW, person=PersonFactory())
    assert client.get(address).status_code == 404
    assert HandoutLook.objects.count() == 1


def test_a_release_withdrawn_later_shows_at_once(client, ready, clinic, ana):
    ana.host_release_on = None
    ana.save()

    text = text_of(client.get(link(clinic)).content)

    assert "Ruiz" not in text
    assert "Student B" in text


@pytest.fixture
def left(clinic, coordinator):
    place = Affiliation.objects.get(person=clinic.person)
    return end_affiliation(place, by=coordinator, ended_on=NOW.date(), reason="left")


def test_a_host_who_has_left_opens_nothing(client, ready, clinic, left):
    response = client.get(link(clinic))

    assert response.status_code == 410
    assert "You are no longer listed there." in response.text
    assert "Ruiz" not in response.text
    assert not HandoutLook.objects.exists()


def test_a_host_who_has_left_gets_no_handout_and_shows(
    client, ready, clinic, left, at, coordinator
):
    client.force_login(coordinator)

    page = client.get(at("shadow_detail", ready.pk)).text
    told = client.post(at("shadow_send", ready.pk), follow=True).text

    assert "Has left: name somebody else" in page
    assert "Nobody we can write to at: Clinic." in told
    assert not Message.objects.exists()
    clinic.refresh_from_db()
    assert clinic.sent_at is None


def test_a_student_who_left_the_program_is_not_on_the_handout(
    client, ready, clinic, ana, at, coordinator
):
    leave(ana, by=coordinator, left_on=NOW.date())

    text = text_of(client.get(link(clinic)).content)
    client.force_login(coordinator)
    page = client.get(at("shadow_detail", ready.pk)).text

    assert "Students (1)" in text
    assert "Ruiz" not in text
    assert "Has left" in page


@pytest.mark.parametrize("case", ["over", "called off", "removed", "broken", "nobody placed"])
def test_a_link_that_is_closed_is_kind_and_shows_nobody(client, ready, clinic, clock, case):
    address = link(clinic)
    if case == "over":
        clock.move_to(ready.ends_at + timedelta(hours=13))
    elif case == "called off":
        Activity.objects.filter(pk=ready.pk).update(state=Activity.State.CANCELLED_BY_PARTNER)
    elif case == "removed":
        clinic.delete()
    elif case == "broken":
        address = address[:-4] + "/"
    else:
        Placement.objects.all().delete()

    response = client.get(address)

    assert response.status_code in {404, 410}
    assert "This handout is closed" in response.content.decode()
    assert "Ruiz" not in response.content.decode()
    assert not HandoutLook.objects.exists()


def test_another_program_s_staff_and_partners_reach_none(client, ready, clinic, at, request):
    for who in ("stranger", "partner"):
        client.force_login(request.getfixturevalue(who))
        for name in ("shadow_detail", "shadow_handouts"):
            assert client.get(at(name, ready.pk)).status_code == 404


def test_the_command_prints_one_file_for_each_host(ready, clinic, program, tmp_path):
    call_command(
        "print_handouts", "--program", program.slug, "--job-shadow", str(ready.pk),
        "--output", str(tmp_path / "out"),
    )  # fmt: skip

    assert "Ana Ruiz" in text_of((tmp_path / "out" / f"handout-{clinic.pk}.pdf").read_bytes())


def test_the_command_says_what_is_missing(activity, clinic, program, tmp_path):
    options = ["--program", program.slug, "--output", str(tmp_path)]

    with pytest.raises(CommandError, match="Not complete yet"):
        call_command("print_handouts", *options, "--job-shadow", str(activity.pk))
    with pytest.raises(CommandError, match="no job shadow"):
        call_command("print_handouts", *options, "--job-shadow", "999999")


def test_the_calendar_s_page_leads_here(client, activity, at, coordinator):
    client.force_login(coordinator)

    page = client.get(activity.get_absolute_url()).content.decode()

    assert at("shadow_detail", activity.pk) in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_handouts(
    client, program, activity, at, coordinator, django_assert_num_queries, count
):
    shadows.write_shadow(activity, by=coordinator, **TEXTS)
    for _ in range(count):
        host = ShadowHostFactory(activity=activity)
        student = StudentFactory(program=program)
        Placement.objects.create(activity=activity, host=host, student=student)
    client.force_login(coordinator)
    client.get(at("shadow_handouts", activity.pk))

    with django_assert_num_queries(8):
        client.get(at("shadow_handouts", activity.pk))


def test_a_release_for_a_later_day_is_none_yet(client, activity, clinic, ana, at, teacher):
    ana.host_release_on = activity.starts_at.date() + timedelta(days=1)
    ana.save()
    client.force_login(teacher)

    assert "No release" in client.get(at("shadow_detail", activity.pk)).content.decode()
