"""The sheet with which a speaker comes prepared (SPEC 6.2)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from calendar_app.models import Activity, Kind, Participation
from notifications.models import Message
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    OrganizationFactory,
    ParticipationFactory,
)
from visits.domain import preparation
from visits.models import ClassroomVisit
from visits.models.classroom import TEXT_MAX

TEXTS = {
    "class_name": "Health occupations, 4th hour",
    "student_count": 24,
    "arrival": "North door, sign in at the office; park in lot B",
    "learning": "Blood pressure and pulse",
    "wishes": "What a night is like",
    "questions": "Do you ever cry?",
    "equipment": "Projector and sound",
    "contact": "Maria Torres, 309 555 0100",
}


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"visits:{name}", args=[program.slug, pk])


@pytest.fixture
def activity(program, coordinator):
    return ActivityFactory(
        program=program,
        kind=Kind.CLASSROOM_PRESENTATION,
        title="Nurses at night",
        organizer=coordinator.person,
        room="214",
        grade_from=10,
        grade_to=12,
    )


@pytest.fixture
def kim(activity):
    return ParticipationFactory(
        activity=activity,
        person__name="Kim Tran",
        person__email="kim@example.org",
        organization=OrganizationFactory(name="Clinic"),
        role=Participation.Role.SPEAKER,
        answer="yes",
    )


@pytest.fixture
def written(activity, coordinator):
    return preparation.write_visit(activity, by=coordinator, **TEXTS)


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def link(speaker):
    address = preparation.sheet_address(speaker.activity, speaker.person)
    return address.removeprefix("https://partners.example.org")


def test_the_calendar_s_page_leads_here(client, activity, at, coordinator):
    client.force_login(coordinator)

    page = client.get(activity.get_absolute_url()).content.decode()

    assert at("classroom_detail", activity.pk) in page


def test_what_is_missing_is_named_with_its_place_and_written(client, activity, kim, at, teacher):
    client.force_login(teacher)
    page = client.get(at("classroom_detail", activity.pk)).content.decode()
    assert f"{at('classroom_edit', activity.pk)}#id_arrival" in page
    assert "Kim Tran" in page
    assert not ClassroomVisit.objects.exists()

    client.post(at("classroom_edit", activity.pk), TEXTS)

    visit = ClassroomVisit.objects.get()
    assert {name: getattr(visit, name) for name in TEXTS} == TEXTS
    assert visit.history.get().history_user == teacher
    assert preparation.missing_parts(visit) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"student_count": "many"}, "student_count"),
        ({"student_count": 3000}, "student_count"),
        ({"learning": "x" * (TEXT_MAX + 1)}, "learning"),
        ({"arrival": "a\nb\n" * 5}, "arrival"),
    ],
)
def test_what_is_refused_is_said_on_its_field(client, activity, at, teacher, change, field):
    client.force_login(teacher)

    response = client.post(at("classroom_edit", activity.pk), TEXTS | change)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "What a night is like" in response.content.decode()
    assert not ClassroomVisit.objects.exists()


def test_the_sheet_says_all_on_one_tagged_page(client, activity, kim, written, at, teacher):
    client.force_login(teacher)

    response = client.get(at("classroom_sheet", activity.pk))

    reader = PdfReader(BytesIO(response.content))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    text = reader.pages[0].extract_text()
    words = [str(one) for name, one in TEXTS.items() if name != "student_count"]
    for one in [*words, "Kim Tran", "Clinic", "24 students", "Grades 10 to 12", "214"]:
        assert one in text
    assert "Wednesday 31 March 2027, 7:00-9:00 am" in text


def test_the_fullest_sheet_fits_one_page(activity, kim, coordinator):
    full = "W" + "ord wor" * 80
    lines = "\n".join([full[: TEXT_MAX // 6 - 1]] * 6)
    texts = dict.fromkeys(preparation.TEXTS, lines)
    texts |= {"class_name": full[:120], "contact": full[:200]}
    visit = preparation.write_visit(activity, by=coordinator, student_count=24, **texts)
    activity.title = full[:200]

    for language in ("en", "es"):
        pdf = preparation.sheet_pdf(visit, language=language, speaker=kim)
        assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_an_empty_sheet_prints_too(client, activity, at, teacher):
    client.force_login(teacher)

    assert "Nurses at night" in text_of(client.get(at("classroom_sheet", activity.pk)).content)
    assert not ClassroomVisit.objects.exists()


def test_it_can_be_had_in_spanish(client, activity, written, at, teacher):
    client.force_login(teacher)

    pdf = client.get(at("classroom_sheet", activity.pk) + "?language=es").content

    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "es"
    assert "miércoles 31 de marzo de 2027" in text_of(pdf)


def test_the_speaker_gets_a_link_of_their_own(client, activity, kim, written, at, coordinator):
    no_address = ParticipationFactory(
        activity=activity, person__name="No Mail", person__email="", role="speaker"
    )
    ParticipationFactory(activity=activity, role="speaker", answer="no")
    ParticipationFactory(activity=activity, role="guest")
    client.force_login(coordinator)

    page = client.post(at("classroom_send", activity.pk), follow=True).content.decode()

    mail = Message.objects.get()
    assert mail.to_email == "kim@example.org"
    assert link(kim) in mail.text
    assert link(no_address) not in mail.text
    assert "1 mail is on the way. No e-mail address: No Mail" in page
    written.refresh_from_db()
    assert written.sheet_sent_at is not None


def test_sending_ticks_the_step(activity, kim, written, coordinator):
    step = activity.checkpoints.create(kind="details_sent", due_on=activity.starts_at.date())

    preparation.send_sheet(activity, by=coordinator)

    step.refresh_from_db()
    assert step.done_by == coordinator


@pytest.mark.parametrize("case", ["nothing written", "nobody", "over", "called off"])
def test_what_cannot_be_sent_is_refused(client, activity, kim, at, coordinator, clock, case):
    if case != "nothing written":
        preparation.write_visit(activity, by=coordinator, **TEXTS)
    if case == "nobody":
        kim.delete()
    elif case == "over":
        clock.move_to(activity.ends_at)
    elif case == "called off":
        Activity.objects.update(state=Activity.State.CANCELLED_BY_SCHOOL)
    client.force_login(coordinator)

    assert client.post(at("classroom_send", activity.pk)).status_code == 422
    assert not Message.objects.exists()


def test_the_link_shows_things_as_they_stand(client, activity, kim, written, coordinator):
    preparation.write_visit(activity, by=coordinator, **TEXTS | {"learning": "The heart"})

    response = client.get(link(kim))

    assert response["Content-Type"] == "application/pdf"
    assert "The heart" in text_of(response.content)
    assert "Kim Tran" in text_of(response.content)


@pytest.mark.parametrize(
    ("case", "status"),
    [("over", 410), ("called off", 410), ("not the speaker", 404), ("broken", 404)],
)
def test_a_link_that_is_closed_is_kind(client, activity, kim, written, clock, case, status):
    address = link(kim)
    if case == "over":
        clock.move_to(activity.ends_at + timedelta(hours=13))
    elif case == "called off":
        Activity.objects.update(state=Activity.State.CANCELLED_BY_PARTNER)
    elif case == "not the speaker":
        Participation.objects.update(role="guest")
    else:
        address = address[:-4] + "/"

    response = client.get(address)

    assert response.status_code == status
    assert "This sheet is closed" in response.content.decode()


def test_who_has_left_opens_no_sheet_and_gets_none(client, activity, kim, written, coordinator):
    place = AffiliationFactory(person=kim.person, organization=kim.organization)
    assert client.get(link(kim)).status_code == 200
    type(place).objects.update(ended_on=NOW.date())

    response = client.get(link(kim))

    assert response.status_code == 410
    assert "You are no longer listed there." in response.text
    assert preparation.send_sheet(activity, by=coordinator, now=NOW) == (0, [kim.person])
    assert not Message.objects.exists()


def test_another_kind_of_activity_has_no_sheet(client, program, at, coordinator):
    other = ActivityFactory(program=program, kind=Kind.SITE_VISIT)
    client.force_login(coordinator)

    assert client.get(at("classroom_detail", other.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, activity, written, at, coordinator, django_assert_num_queries, count):
    for _number in range(count):
        ParticipationFactory(activity=activity, role="speaker")
    client.force_login(coordinator)
    client.get(at("classroom_detail", activity.pk))

    with django_assert_num_queries(9):
        client.get(at("classroom_detail", activity.pk))
    with django_assert_num_queries(6):
        client.get(at("classroom_sheet", activity.pk))
