"""Calendars to subscribe to (SPEC 5.2)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from calendar_app.domain import feeds
from calendar_app.models import Activity, FeedToken
from partnerships.models import Person
from tests.calendar_app.ics_reading import read_calendar
from tests.factories import (
    NOW,
    ActivityFactory,
    ParticipationFactory,
    PersonFactory,
    ProgramFactory,
)

CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def token(coordinator):
    return feeds.renew_feed(coordinator.person, now=NOW)


@pytest.fixture
def read(client, token):
    """A function that fetches the secret feed, signed out."""
    address = reverse("calendar_links:person_feed", args=[token.token])
    return lambda **headers: client.get(address, headers=headers)


def titles(response):
    assert response.status_code == 200
    return [str(event["SUMMARY"]) for event in read_calendar(response.content).events]


def test_staff_read_their_program_and_nothing_of_others(read, program, coordinator):
    ActivityFactory(program=program, title="Ours")
    theirs = ActivityFactory(title="Theirs")
    invited = ActivityFactory(title="Invited")
    ParticipationFactory(activity=invited, person=coordinator.person)

    response = read()

    assert sorted(titles(response)) == ["Invited", "Ours"]
    assert theirs.title not in response.content.decode()
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"


def test_partners_read_what_they_are_invited_to(client, program):
    person = PersonFactory(user=None)
    activity = ActivityFactory(program=program, title="Board meeting")
    ActivityFactory(program=program, title="Not for them")
    ParticipationFactory(activity=activity, person=person)
    token = feeds.renew_feed(person, now=NOW)

    response = client.get(reverse("calendar_links:person_feed", args=[token.token]))

    assert titles(response) == ["Board meeting"]
    assert "/programs/" not in response.content.decode()  # a page they may not open


def test_a_role_that_ended_ends_the_feed(read, program, coordinator):
    ActivityFactory(program=program)
    coordinator.program_roles.all().delete()

    assert titles(read()) == []


def test_somebody_who_may_no_longer_sign_in_reads_nothing(read, program, coordinator):
    coordinator.is_active = False
    coordinator.save()

    assert read().status_code == 404


def test_a_withdrawn_or_invented_address_says_nothing(client, read, coordinator):
    feeds.revoke_feed(coordinator.person, now=NOW)

    response = read()
    invented = client.get(reverse("calendar_links:person_feed", args=["x" * 40]))

    assert (response.status_code, invented.status_code) == (404, 404)
    assert response.content == invented.content
    assert response["Content-Type"].startswith("text/plain")


def test_the_public_feed_has_what_is_public_and_no_notes(client, program):
    ActivityFactory(program=program, title="Open house", is_public=True, note="Call 309 555 0142")
    ActivityFactory(program=program, title="Site visit")
    ActivityFactory(title="Elsewhere", is_public=True)
    address = reverse("calendar_links:program_feed", args=[program.slug])

    response = client.get(address)

    assert titles(response) == ["Open house"]
    assert "309 555" not in response.content.decode()
    assert program.name in str(read_calendar(response.content)["X-WR-CALNAME"])
    assert client.get(reverse("calendar_links:program_feed", args=["nowhere"])).status_code == 404


def test_moved_and_cancelled_keep_their_name_for_life(read, program, coordinator):
    activity = ActivityFactory(program=program)
    before = read_calendar(read().content).events[0]
    activity.sequence, activity.state = 3, Activity.State.CANCELLED_BY_SCHOOL
    activity.save()

    after = read_calendar(read().content).events[0]

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 3)
    assert (str(before["STATUS"]), str(after["STATUS"])) == ("CONFIRMED", "CANCELLED")


def test_names_survive_folding_and_escapes(read, program):
    title = "Visit: O'Brien-Núñez, Söhne; “tour” \\ and 🩺 " + "ä" * 120
    ActivityFactory(program=program, title=title, place="12 Main St, Peoria; gate B")

    [event] = read_calendar(read().content).events

    assert str(event["SUMMARY"]) == title
    assert str(event["LOCATION"]) == "12 Main St, Peoria; gate B"


@pytest.mark.parametrize(
    ("local", "offset"),
    [
        (datetime(2027, 3, 12, 7, tzinfo=CHICAGO), -6),
        (datetime(2027, 3, 15, 7, tzinfo=CHICAGO), -5),
        (datetime(2027, 11, 5, 7, tzinfo=CHICAGO), -5),
        (datetime(2027, 11, 8, 7, tzinfo=CHICAGO), -6),
    ],
)
def test_seven_is_seven_on_both_sides_of_the_clock_change(read, program, local, offset):
    ActivityFactory(program=program, starts_at=local)

    [event] = read_calendar(read().content).events

    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert event["DTSTART"].dt.hour == 7
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=offset)


def test_what_is_long_over_is_left_out(read, program):
    ActivityFactory(program=program, title="Old", starts_at=NOW - timedelta(days=200))
    ActivityFactory(program=program, title="Last month", starts_at=NOW - timedelta(days=30))

    assert titles(read()) == ["Last month"]


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_who_has_it_already_gets_nothing(read, program, header, django_assert_num_queries):
    ActivityFactory.create_batch(3, program=program)
    first = read()
    known = first["ETag"] if header == "If-None-Match" else first["Last-Modified"]

    with django_assert_num_queries(3):
        response = read(**{header: known})

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == first["ETag"]


@pytest.mark.parametrize("change", [{"title": "Another"}, {"note": "Bring a coat"}, {"room": "12"}])
def test_a_change_of_words_is_another_feed(read, program, change):
    activity = ActivityFactory(program=program)
    known = read()["ETag"]
    for name, value in change.items():
        setattr(activity, name, value)
    activity.save()

    assert read(**{"If-None-Match": known}).status_code == 200


def test_the_same_rows_are_the_same_bytes(read, program):
    ActivityFactory.create_batch(2, program=program)

    assert read().content == read().content


@pytest.mark.parametrize("rows", [1, 500])
def test_a_feed_costs_the_same_at_any_size(
    read, program, coordinator, rows, django_assert_num_queries
):
    ActivityFactory.create_batch(rows, program=program, organizer=coordinator.person)

    with django_assert_num_queries(5):
        response = read()
    assert len(read_calendar(response.content).events) == rows


# ---------------------------------------------------------------- the page


def at(name, program):
    return reverse(f"calendar_app:{name}", args=[program.slug])


def test_an_address_is_made_renewed_and_withdrawn(client, program, teacher):
    client.force_login(teacher)
    page = at("feed_settings", program)
    assert "Make my address" in client.get(page).content.decode()
    assert not FeedToken.objects.exists()

    assert client.post(at("feed_renew", program))["Location"] == page
    first = FeedToken.objects.get()
    assert feeds.feed_address(first) in client.get(page).content.decode()

    client.post(at("feed_renew", program))
    assert FeedToken.objects.get(revoked_at=None) != first
    assert feeds.person_with(first.token) is None

    client.post(at("feed_revoke", program))
    assert not FeedToken.objects.filter(revoked_at=None).exists()
    assert client.get(at("feed_revoke", program)).status_code == 405


def test_nobody_reads_or_withdraws_the_address_of_others(client, program, token, teacher):
    client.force_login(teacher)

    text = client.get(at("feed_settings", program)).content.decode()
    client.post(at("feed_revoke", program))

    assert token.token not in text
    token.refresh_from_db()
    assert token.revoked_at is None


def test_somebody_without_a_name_is_told(client, program, coordinator):
    Person.objects.filter(user=coordinator).update(user=None)
    client.force_login(coordinator)

    text = client.post(at("feed_renew", program), follow=True).content.decode()

    assert "Nobody is known by your sign-in." in text
    assert not FeedToken.objects.exists()


def test_the_public_address_is_there_for_another_program_too(client, program):
    other = ProgramFactory()

    response = client.get(reverse("calendar_links:program_feed", args=[other.slug]))

    assert titles(response) == []
