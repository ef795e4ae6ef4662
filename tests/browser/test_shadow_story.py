"""From the school's list of students to a printed handout and the roll on a phone (SPEC 13.8, 12.3,
7.2)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from calendar_app.models import Kind
from notifications.models import Message
from students.models import Student
from tests.factories import ActivityFactory, AffiliationFactory, PartnershipFactory
from tests.students.test_oneroster import bundle, user
from visits.domain import shadows
from visits.models import HandoutLook, Placement

TOLD = dict.fromkeys(shadows.TEXTS, "All as agreed; call 309 555 0100.")


@pytest.fixture
def shadow(program, coordinator):
    """Tomorrow at a clinic that is a partner."""
    clinic = PartnershipFactory(program=program, organization__name="Clinic").organization
    AffiliationFactory(
        organization=clinic, person__name="Kim Tran", person__email="kim@example.org"
    )
    return ActivityFactory(
        program=program,
        kind=Kind.JOB_SHADOW,
        title="Job shadow day",
        starts_at=timezone.now() + timedelta(hours=20),
        organizer=coordinator.person,
    )


def test_the_day_of_a_job_shadow(
    open_window, transactional_db, program, shadow, coordinator, tmp_path, client
):
    window = open_window(coordinator)
    page = window.page

    # The list of students, as the school's system exports it.
    path = tmp_path / "roster.zip"
    path.write_bytes(bundle([user("u1", "Ana", "Ruiz"), user("u2", "Bo", "Lind")]))
    window.open(reverse("students:student_import", args=[program.slug]))
    page.get_by_label("The list").set_input_files(path)
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert Student.objects.for_program(program).count() == 2
    Student.objects.filter(given_name="Ana").update(host_release_on=timezone.localdate())

    # A host, who is told everything; the students are placed as suggested, one is dragged away.
    shadows.write_shadow(shadow, by=coordinator, **TOLD)
    window.open(reverse("visits:shadow_host_add", args=[program.slug, shadow.pk]))
    page.get_by_label("Partner").select_option(label="Clinic")
    page.get_by_label("Who is with the students").select_option(label="Kim Tran")
    page.get_by_role("button", name="Add the host").click()
    page.get_by_role("button", name="Fill the free places: 2").click()
    expect(page.get_by_text("The places are saved.")).to_be_visible()
    assert Placement.objects.count() == 2

    # The handout goes out, and the host reads it.
    page.get_by_role("button", name="Send the handouts").click()
    expect(page.get_by_text("1 mail is on the way.")).to_be_visible()
    message = Message.objects.get(to_email="kim@example.org")
    link = next(word for word in message.text.split() if "/visit/handout/" in word)
    pdf = client.get("/" + link.split("/", 3)[3])
    text = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert "Ana Ruiz" in text
    assert "Lind" not in text
    assert "Student A" in text
    assert HandoutLook.objects.count() == 1

    # On the day, on a phone.
    phone = open_window(coordinator, width=390)
    phone.open(reverse("visits:roll_detail", args=[program.slug, shadow.pk]))
    assert phone.find_barriers() == []
    phone.page.locator("li", has_text="Ana Ruiz").get_by_text("Here", exact=True).click()
    expect(phone.page.locator("[data-status]")).to_have_text("Saved")
    phone.page.locator("li", has_text="Bo Lind").get_by_text("Missing", exact=True).click()
    phone.page.get_by_role("link", name="Tell them first").click()
    phone.page.get_by_role("button", name="Mail them").click()
    expect(phone.page.get_by_text("1 told by mail.")).to_be_visible()

    assert "1 student will not come to you" in Message.objects.latest("pk").text
    assert window.complaints == phone.complaints == []


def test_a_student_is_dragged_from_host_to_host(
    open_window, transactional_db, program, shadow, coordinator
):
    names = ("North", "South")
    hosts = [
        shadows.add_host(
            shadow,
            by=coordinator,
            organization=PartnershipFactory(program=program, organization__name=name).organization,
            person=None,
            capacity=2,
        )
        for name in names
    ]
    student = Student.objects.create(
        program=program, given_name="Ana", family_name="Ruiz", graduation_year=2028
    )
    shadows.place_students(shadow, where={student.pk: hosts[0].pk})
    window = open_window(coordinator)
    window.open(reverse("visits:shadow_detail", args=[program.slug, shadow.pk]))

    card = window.page.locator(f"[data-student='{student.pk}']")
    card.drag_to(window.page.locator(f"[data-host='{hosts[1].pk}']"))
    expect(window.page.get_by_text("The places are saved.")).to_be_visible()

    assert Placement.objects.get().host == hosts[1]
