"""A partner on a phone: from the mail of the invitation to a seat handed over; and a cohort that is
matched, asked how it goes, and what came back shown to the board (SPEC 13.3, 11, 4.3, 8.6)."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mentors.domain.evaluations import answer_address, say_address
from mentors.domain.voices import say_as_student
from mentors.models import RATINGS, Evaluation, Mentor, MentorGroup
from notifications.models import Message
from partnerships.models import Affiliation, Person
from portal.domain.entering import enter_address, invite_partner
from tests.factories import (
    ActivityFactory,
    AffiliationFactory,
    ClearanceFactory,
    MeetingFactory,
    MentorFactory,
    ParticipationFactory,
    SeatFactory,
    StudentFactory,
)


def person_at(organization, name, email):
    return AffiliationFactory(organization=organization, person__name=name, person__email=email)


def mentor(program, name, email, capacity):
    """Cleared in real time, as this machine counts it."""
    one = MentorFactory(
        program=program, who={"name": name, "email": email}, capacity=capacity, cleared=False
    )
    ClearanceFactory(person=one.person, given_on=timezone.localdate())
    return one


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
    page.get_by_role("link", name=re.compile("Answer ?: Tour")).click()
    page.get_by_role("button", name="Yes").first.click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    tour.refresh_from_db()
    assert tour.answer == "yes"

    # Everything goes to Lee, and Kim is no longer there.
    window.open(reverse("portal:person_leave", args=[organization.pk, kim.pk]))
    page.get_by_label("I have left").check()
    page.get_by_label("My last day").fill(timezone.localdate().isoformat())
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
    mentor(program, "Kim Tran", "kim@example.org", 2)
    mentor(program, "Lee Osei", "lee@example.org", 2)
    window = open_window(coordinator)
    page = window.page

    window.open(reverse("mentors:cohort_match", args=[program.slug]))
    page.get_by_label("How they meet").select_option(label="In person")
    page.get_by_role("button", name="Show who suits").click()
    expect(page.get_by_role("heading", name="2 students with a mentor")).to_be_visible()
    assert not MentorGroup.objects.exists()
    lee = Mentor.objects.get(person__name="Lee Osei")
    label = f"{lee}, {lee.organization}"
    page.get_by_label("Mentor of Ana Ruiz").select_option(label=label)
    page.get_by_label("Bo Ruiz", exact=True).uncheck()
    page.get_by_role("button", name="Make these groups").click()
    expect(page.get_by_text("One group was made.")).to_be_visible()

    group = MentorGroup.objects.get()
    assert list(group.students.all()) == [ana]
    assert group.places.get().mentor.person.name == "Lee Osei"
    assert not bo.mentor_groups.exists()


def test_from_matching_a_cohort_to_the_plots_shown_to_the_board(
    open_window, transactional_db, program, coordinator, partner
):
    today = timezone.localdate()
    for number in range(12):
        StudentFactory(program=program, given_name=f"Given{number}", family_name="Ruiz")
    for name in ("kim", "lee", "ray"):
        mentor(program, f"{name.title()} Osei", f"{name}@example.org", 4)
    meeting = MeetingFactory(program=program, starts_at=timezone.now() + timedelta(days=20))
    member = Person.objects.get(user=partner)
    here = member.affiliations.get().organization
    ParticipationFactory(activity=meeting.activity, person=member, organization=here)
    window = open_window(coordinator)
    page = window.page

    # The cohort is matched.
    window.open(reverse("mentors:cohort_match", args=[program.slug]))
    page.get_by_role("button", name="Show who suits").click()
    expect(page.get_by_role("heading", name="12 students with a mentor")).to_be_visible()
    page.get_by_role("button", name="Make these groups").click()
    expect(page.get_by_text("12 groups were made.")).to_be_visible()

    # All three sides are asked how it goes.
    window.open(reverse("mentors:evaluation_add", args=[program.slug]))
    page.get_by_label("Title").fill("Half-time")
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=14)).isoformat())
    page.locator("form.house button[type=submit]").click()
    page.get_by_role("button", name="Ask 3 mentors").click()
    expect(page.get_by_text("Everybody is asked.")).to_be_visible()
    evaluation = Evaluation.objects.get()

    # A mentor answers from the mail, on a phone; so does a student, under the code.
    for address in (
        answer_address(evaluation, Person.objects.get(email="kim@example.org")),
        say_address(evaluation),
    ):
        phone = open_window(None, width=360, height=740)
        phone.open(urlsplit(address).path)
        for name in RATINGS:
            phone.page.locator(f"#{name}-4").check()
        assert phone.overflow() == 0
        assert phone.find_barriers() == []
        phone.page.get_by_role("button", name="Send").click()
        expect(phone.page.get_by_role("heading", name="Thank you")).to_be_visible()
    for _number in range(10):
        say_as_student(evaluation, given=dict.fromkeys(RATINGS, "5"), now=timezone.now())

    # What came back is plotted, and lies with the papers of the board's next meeting.
    window.open(evaluation.get_absolute_url())
    page.get_by_role("button", name="Close it now").click()
    page.get_by_role("link", name="What the board sees").click()
    expect(page.locator("svg.plot").first).to_be_visible()
    assert "4.9" in page.locator("main").inner_text()  # eleven students
    assert "Mentors fewer than 3" in page.locator("main").inner_text()
    page.get_by_role("button", name="Put it with the papers").click()
    expect(page.get_by_text("Shared", exact=False).first).to_be_visible()

    # A member of the board finds it in the portal.
    phone = open_window(partner, width=360, height=740)
    phone.open(reverse("portal:activity_detail", args=[here.pk, meeting.pk]))
    paper = phone.page.get_by_role("link", name="Evaluation of mentoring")
    address = paper.get_attribute("href")
    found = phone.page.request.get(phone.address + urlsplit(address).path)
    assert found.status == 200
    assert found.body().startswith(b"%PDF")
