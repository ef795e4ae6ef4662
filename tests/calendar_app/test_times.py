"""Times as they are typed, over both clock changes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from calendar_app.forms.times import WhenFieldsMixin, local_instant, when_initial
from core.exceptions import DomainError
from core.forms import HouseForm

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("day", "utc_hour"), [(date(2027, 3, 13), 13), (date(2027, 3, 14), 12), (date(2027, 11, 7), 13)]
)
def test_seven_in_the_morning_is_seven_on_either_side_of_a_change(day, utc_hour):
    instant = local_instant(day, time(7), CHICAGO)

    assert instant.astimezone(UTC) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "sentence"),
    [
        (
            date(2027, 3, 14),
            time(2, 30),
            "On Sun 14 Mar 2027 the clocks go forward: there is no 2:30 a.m.",
        ),
        (
            date(2027, 11, 7),
            time(1, 30),
            "On Sun 7 Nov 2027 the clocks go back: 1:30 a.m. comes twice.",
        ),
    ],
)
def test_the_skipped_and_the_doubled_hour_are_refused(day, at, sentence):
    with pytest.raises(DomainError) as refusal:
        local_instant(day, at, CHICAGO, field="begins")

    assert refusal.value.message.startswith(sentence)
    assert refusal.value.field == "begins"


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (date(2027, 3, 14), time(1, 59)),
        (date(2027, 3, 14), time(3)),
        (date(2027, 11, 7), time(0, 59)),
        (date(2027, 11, 7), time(2)),
    ],
)
def test_the_times_next_to_them_are_not(day, at):
    instant = local_instant(day, at, CHICAGO).astimezone(UTC).astimezone(CHICAGO)

    assert (instant.date(), instant.time()) == (day, at)


class WhenForm(WhenFieldsMixin, HouseForm):
    zone = CHICAGO


def test_a_form_gives_instants():
    form = WhenForm({"on": "2027-03-16", "begins": "07:00", "ends": "09:00"})

    assert form.is_valid()
    assert form.cleaned_data == {
        "starts_at": datetime(2027, 3, 16, 12, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 16, 14, tzinfo=UTC),
    }


def test_it_may_last_until_another_day():
    form = WhenForm({"on": "2027-03-16", "begins": "20:00", "ends": "06:00", "until": "2027-03-17"})

    assert form.is_valid()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": "2027-03-16", "begins": "09:00", "ends": "09:00"}, "ends"),
        ({"on": "2027-03-14", "begins": "02:15", "ends": "09:00"}, "begins"),
        ({"on": "2027-11-06", "begins": "23:00", "ends": "01:15", "until": "2027-11-07"}, "ends"),
        ({"on": "2027-02-30", "begins": "07:00", "ends": "09:00"}, "on"),
        ({"on": "2027-03-16", "begins": "25:00", "ends": "09:00"}, "begins"),
    ],
)
def test_what_cannot_be_is_said_on_its_field(given, field):
    form = WhenForm(given)

    assert list(form.errors) == [field]
    assert form["on"].value() == given["on"]


def test_a_refusal_of_the_domain_lands_on_what_was_typed():
    form = WhenForm({"on": "2027-03-16", "begins": "07:00", "ends": "09:00"})
    form.is_valid()

    form.add_domain_error(DomainError("Too late.", field="starts_at"))

    assert form.errors == {"begins": ["Too late."]}


def test_what_has_a_time_shows_it_in_the_programs_zone():
    start = datetime(2027, 3, 16, 12, tzinfo=UTC)

    shown = when_initial(start, datetime(2027, 3, 16, 14, tzinfo=UTC), CHICAGO)

    assert shown == {
        "on": date(2027, 3, 16),
        "begins": time(7),
        "ends": time(9),
        "until": None,
    }
