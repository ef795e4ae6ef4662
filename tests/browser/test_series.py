"""Twelve dates on a phone: some by hand, the others with one press (SPEC 3.4)."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from calendar_app.domain.links import series_token
from calendar_app.models import Participation
from tests.factories import ActivityFactory, ParticipationFactory, PersonFactory


def test_what_is_chosen_is_saved_before_the_rest_is_said(open_window, transactional_db, program):
    person = PersonFactory()
    rows = [
        ParticipationFactory(
            person=person,
            activity=ActivityFactory(
                program=program, starts_at=timezone.now() + timedelta(days=7 * week)
            ),
        )
        for week in range(1, 13)
    ]
    window = open_window(width=360, height=740)
    window.open(f"/calendar/answers/{series_token(rows)}/")
    page = window.page
    to_all = page.get_by_role("button", name="Yes, I will come to all 12")
    save = page.get_by_role("button", name="Save these answers")
    expect(to_all).to_be_visible()
    expect(save).not_to_be_in_viewport()

    page.get_by_role("group").nth(1).get_by_text("No", exact=True).click()

    expect(to_all).not_to_be_visible()  # it would say yes to this date, too
    expect(save).to_be_in_viewport()
    save.click()
    page.get_by_role("button", name="Yes to the other 11 dates").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_text("Yes: 11, No: 1")).to_be_visible()
    said = Participation.objects.order_by("pk").values_list("answer", flat=True)
    assert list(said) == ["yes", "no", *["yes"] * 10]
    assert window.overflow() == 0
    assert window.complaints == []
