"""A board's year in a real browser: planned in one step, members asked and answering from their
mail, a substitute sent, a meeting moved and run, its minutes approved at the next (SPEC 3)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from advisory.models import Meeting
from calendar_app.models import Activity
from notifications.models import Message
from tests.factories import AffiliationFactory, BoardFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board(program):
    """Three organizations; Acme names a substitute."""
    one = BoardFactory(program=program, name="Our board")
    for name in ("Acme", "Beta", "Gamma"):
        seat = SeatFactory(
            board=one,
            organization__name=name,
            representative=PersonFactory(name=f"Rep {name}", email=f"{name.lower()}@example.org"),
        )
        AffiliationFactory(person=seat.representative, organization=seat.organization)
        if name == "Acme":
            seat.substitute = PersonFactory(name="Sub Acme", email="sub@example.org")
            AffiliationFactory(person=seat.substitute, organization=seat.organization)
            seat.save()
    return one


def press(page, name, *, role="button"):
    with page.expect_event("load"):
        page.get_by_role(role, name=name, exact=False).first.click()


def open_mail(window, to, words):
    """Open the link behind these words of the newest mail to somebody."""
    mail = Message.objects.filter(to_email=to).order_by("-pk").first()
    address = re.search(rf"{words}: (\S+)", mail.text)[1]
    window.open("/" + address.split("/", 3)[3])
    return mail


def comes_near(meeting):
    """Weeks pass: the meeting began a quarter of an hour ago."""
    now = timezone.now()
    Activity.objects.filter(pk=meeting.pk).update(
        starts_at=now - timedelta(minutes=15), ends_at=now + timedelta(minutes=45)
    )


def note(page, name, words):
    """Type into a field of the live page, and see that it is kept."""
    page.locator(f"[name='{name}']").fill(words)
    page.locator(f"[name='{name}']").blur()
    expect(page.locator("#live-status")).to_contain_text("Saved")


def test_from_the_plan_of_the_year_to_approved_minutes(open_window, program, board, coordinator):
    window = open_window(coordinator)
    page = window.page
    at = lambda name, pk: reverse(f"advisory:{name}", args=[program.slug, pk])  # noqa: E731

    # the year in one step
    next_year = timezone.localdate().year + (timezone.localdate().month >= 7)
    window.open(at("board_year", board.pk))
    page.locator("[name='year']").select_option(str(next_year))
    press(page, "Show the dates")
    assert not Meeting.objects.exists()
    press(page, re.compile("Plan these"))
    meetings = list(Meeting.objects.order_by("activity__starts_at"))
    assert len(meetings) > 2

    # everybody is asked, and answers from the mail
    first, second = meetings[:2]
    window.open(at("meeting_detail", first.pk))
    press(page, "Invite 3 members")
    phone = open_window(None, width=390)
    open_mail(phone, "beta@example.org", "Yes, I will come")
    press(phone.page, "Yes, I will come")
    expect(phone.page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert phone.find_barriers() == []

    # Acme sends the substitute, who says yes
    open_mail(phone, "acme@example.org", "No, I cannot come")
    press(phone.page, "My substitute comes: Sub Acme")
    expect(phone.page.get_by_text("We have written to Sub Acme")).to_be_visible()
    open_mail(phone, "sub@example.org", "Yes, I will come")
    press(phone.page, "Yes, I will come")
    window.open(at("meeting_detail", first.pk))
    expect(page.locator("#answers")).to_contain_text("Sub Acme")

    # it moves by a week; who is asked hears of it
    window.open(at("meeting_edit", first.pk))
    on = page.locator("[name='on']")
    moved_to = first.activity.starts_at + timedelta(days=7)
    on.fill(f"{timezone.localtime(moved_to, program.zone):%Y-%m-%d}")
    press(page, "Save")
    if page.locator("[name='all_the_same']").count():
        page.locator("[name='all_the_same']").check()
        press(page, "Save")
    first.activity.refresh_from_db()
    assert first.activity.starts_at.date() == moved_to.date()
    assert open_mail(phone, "beta@example.org", "Yes, I will come").subject.startswith("New time")
    press(phone.page, "Yes, I will come")

    # it is run
    comes_near(first)
    window.open(at("meeting_detail", first.pk))
    press(page, "Start the meeting", role="link")
    press(page, "Call to order now")
    for seat in board.seats.all():
        page.locator(f"[name='seat-{seat.pk}-how']").select_option("in_person")
        expect(page.locator("#live-status")).to_contain_text("Saved")
    expect(page.locator("#quorum")).to_contain_text("3")
    item = first.agenda_items.filter(state="planned").first()
    note(page, f"item-{item.pk}-decision", "We buy two manikins.")
    page.reload()
    expect(page.locator(f"[name='item-{item.pk}-decision']")).to_have_value("We buy two manikins.")
    assert window.find_barriers() == []
    press(page, re.compile("Adjourn"))

    # the minutes go out, are printed, and the next meeting approves them
    window.open(at("meeting_minutes", first.pk))
    expect(page.locator("article.minutes")).to_contain_text("We buy two manikins.")
    press(page, "Send to the members")
    assert Message.objects.filter(key__startswith="minutes:").count() == 4
    comes_near(second)
    Activity.objects.filter(pk=first.pk).update(
        starts_at=timezone.now() - timedelta(days=30),
        ends_at=timezone.now() - timedelta(days=30, hours=-1),
    )
    window.open(at("meeting_live", second.pk))
    press(page, "Call to order now")
    press(page, re.compile("Approve and lock"))
    first.refresh_from_db()
    assert first.minutes_state == Meeting.Minutes.APPROVED
    assert first.approved_in == second
    paper = page.context.request.get(window.address + at("meeting_minutes_pdf", first.pk))
    assert paper.body().startswith(b"%PDF")
    assert window.complaints == []
    assert phone.complaints == []
