"""A partner on a phone: from the mail of the invitation to a seat handed over; and a cohort matched
(SPEC 13.3, 11, 4.3)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mentors.models import MentorGroup
from notifications.models import Message
from partnerships.models import Affiliation
from portal.domain.entering import enter_address, invite_partner
from tests.factories import (
    ActivityFactory,
    AffiliationFactory,
    MentorFactory,
    ParticipationFactory,
    SeatFactory,
    StudentFactory,
)


def person_at(organization, name, email):
    return AffiliationFactory(organization=organization, person__name=name, person__email=email)


def test_from_the_invitation_to_a_handed_over_seat(
    open_window, transactional_db, program, partnership, coordinator
):
    organization = partnership.organization
    kim = person_at(organization, "Kim Tran", "kim@example.org")
    lee = person_at(organization, "Lee O'Brien-Núñez", "lee@example.org")
    seat = SeatFactory(board__program=program, organization=organization, representative=kim.person)
    tour = ParticipationFactory(
        activity=ActivityFactory(
            program=program, title="Tour", starts_at=timezone.now() + timedelta(days=9)
        ),
        person=kim.person,
        organization=organization,
    )
    invite_partner(kim, program=program, by=coordinator, now=timezone.now())
    mail = Message.objects.get(to_email="kim@example.org")
    assert enter_address(kim) in mail.text

    window = open_window(None, width=360, height=740)
    page = window.page
    window.open("/portal/enter/" + enter_address(kim).split("/portal/enter/")[1])
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="Hello Kim Tran")).to_be_visible()
    assert window.overflow() == 0

    # One tap, one confirmation.
    page.get_by_role("link", name="Answer: Tour").click()
    page.get_by_role("button", name="Yes").first.click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    tour.refresh_from_db()
    assert tour.answer == "yes"

    # Everything goes to Lee, and Kim is no longer there.
    window.open(reverse("portal:person_leave", args=[organization.pk, kim.pk]))
    page.get_by_label("They have left").check()
    page.get_by_label("Their last day").fill(timezone.localdate().isoformat())
    page.get_by_label("Everything goes to").select_option(label="Lee O'Brien-Núñez")
    page.get_by_role("button", name="See what will happen").click()
    expect(page.get_by_role("heading", name="This will happen")).to_be_visible()
    seat.refresh_from_db()
    assert seat.representative == kim.person
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("Thank you for telling us")).to_be_visible()

    seat.refresh_from_db()
    assert seat.representative == lee.person
    assert Affiliation.objects.get(pk=kim.pk).ended_on == timezone.localdate()
    assert Message.objects.filter(to_email="lee@example.org", subject__contains="Kim Tran").exists()


def test_a_cohort_is_looked_at_changed_and_made(
    open_window, transactional_db, program, coordinator
):
    ana, bo = (
        StudentFactory(program=program, given_name=name, family_name="Ruiz")
        for name in ("Ana", "Bo")
    )
    MentorFactory(program=program, who={"name": "Kim Tran"}, capacity=2)
    MentorFactory(program=program, who={"name": "Lee Osei"}, capacity=2)
    window = open_window(coordinator)
    page = window.page

    window.open(reverse("mentors:cohort_match", args=[program.slug]))
    page.get_by_label("How they meet").select_option(label="In person")
    page.get_by_role("button", name="Show who suits").click()
    expect(page.get_by_role("heading", name="2 students with a mentor")).to_be_visible()
    assert not MentorGroup.objects.exists()
    page.get_by_label("Mentor of Ana Ruiz").select_option(label="Lee Osei")
    page.get_by_label("Bo Ruiz", exact=True).uncheck()
    page.get_by_role("button", name="Make these groups").click()
    expect(page.get_by_text("One group was made.")).to_be_visible()

    group = MentorGroup.objects.get()
    assert list(group.students.all()) == [ana]
    assert group.places.get().mentor.person.name == "Lee Osei"
    assert not bo.mentor_groups.exists()
