"""The calendar's pages: month, week and list (SPEC 5.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app.models import Activity, Kind
from tests.factories import NOW, ActivityFactory, ClosureFactory, OrganizationFactory

FIRST = NOW.replace(day=1, hour=15, minute=0, second=0, microsecond=0)


@pytest.fixture
def look(client, program, coordinator):
    """A function that opens the calendar with a query."""
    client.force_login(coordinator)
    address = reverse("calendar_app:activity_list", args=[program.slug])
    return lambda **query: client.get(address, query)


def many(program, coordinator, number):
    """Spread over the 28 days that every month has."""
    partner = OrganizationFactory()
    Activity.objects.bulk_create(
        [
            Activity(
                program=program,
                kind=Kind.SITE_VISIT,
                title=f"Visit of the clinic {n}",
                organizer=coordinator.person,
                organization=partner,
                starts_at=FIRST + timedelta(days=n % 28),
                ends_at=FIRST + timedelta(days=n % 28, hours=2),
            )
            for n in range(number)
        ]
    )


@pytest.mark.parametrize("number", [1, 300, 3000])
@pytest.mark.parametrize("view", ["month", "week"])
def test_a_sheet_costs_the_same_at_any_size(
    look, program, coordinator, view, number, django_assert_num_queries
):
    many(program, coordinator, number)

    with django_assert_num_queries(7):  # the aim is eight at most
        response = look(view=view, on=str(FIRST.date()))

    assert response.status_code == 200
    assert len(response.content) < 150_000


def test_the_month_shows_what_is_in_it_and_nothing_of_others(look, program):
    ActivityFactory(program=program, title="In it", starts_at=FIRST)
    ActivityFactory(program=program, title="Much later", starts_at=FIRST + timedelta(days=70))
    ActivityFactory(title="Of others", starts_at=FIRST)
    ClosureFactory(
        school=program.school, name="Institute", starts_on=FIRST.date(), ends_on=FIRST.date()
    )

    text = look(on=str(FIRST.date())).content.decode()

    assert "In it" in text
    assert "Closed: Institute" in text
    assert "Much later" not in text
    assert "Of others" not in text


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_an_empty_calendar_says_what_will_be_there(look, view):
    assert look(view=view).status_code == 200


@pytest.mark.parametrize("on", ["soon", "2027-02-30", "0001-01-01", "99999-01-01"])
def test_a_day_that_is_none_is_today(look, on):
    assert look(on=on).status_code == 200


def test_looking_changes_nothing(look, program):
    activity = ActivityFactory(program=program, starts_at=FIRST)

    for view in ("month", "week", "list"):
        look(view=view)

    assert Activity.objects.get() == activity
    assert activity.history.count() == 1
