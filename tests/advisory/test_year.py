"""The year's meetings in one step (SPEC 3.2)."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from advisory.domain import year as domain
from advisory.domain.year import Pattern
from advisory.models import Meeting
from calendar_app.models import Activity
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    ClosureFactory,
    MeetingFactory,
    SeatFactory,
)

TODAY = NOW.date()
TUESDAY = 1


@pytest.fixture
def board(program):
    return BoardFactory(program=program)


@pytest.fixture
def hosts(board):
    return [SeatFactory(board=board, host_order=turn) for turn in (2, 1)]


def answers(coordinator, **given):
    return {
        "year": "2027",
        "pattern": "quarterly",
        "nth": "2",
        "day_of_week": "1",
        "begins": "07:00",
        "ends": "09:00",
        "hosts_take_turns": "on",
        "chair_rule": "host",
        "organizer": coordinator.person.pk,
        "first_is_organizational": "on",
        **given,
    }


@pytest.fixture
def ask(client, program, board, coordinator):
    client.force_login(coordinator)
    address = reverse("advisory:board_year", args=[program.slug, board.pk])
    return lambda **given: client.get(address, answers(coordinator, **given))


def sent(response):
    """What the browser sends of the preview, if nothing is changed."""
    formset, form = response.context["formset"], response.context["form"]
    fields = [formset.management_form, form, *formset.forms]
    given = {}
    for one in fields:
        for field in one:
            value = field.value()
            if value is True:
                value = "on"
            if value not in (None, False, "", []):
                given[field.html_name] = value
    return given


@pytest.fixture
def save(client, program, board):
    address = reverse("advisory:board_year_save", args=[program.slug, board.pk])
    return lambda given: client.post(address, given)


def days_of(response):
    return [form["on"].value() for form in response.context["formset"].forms]


def starts(board):
    zone = board.program.zone
    return [
        f"{one.activity.starts_at.astimezone(zone):%Y-%m-%d %H:%M}"
        for one in Meeting.objects.filter(board=board).select_related("activity")
    ]


# ---------------------------------------------------------------- the pattern


@pytest.mark.parametrize(
    ("nth", "weekday", "months", "expected"),
    [
        (2, TUESDAY, (9, 2), ["2027-09-14", "2028-02-08"]),
        (-1, 3, (11, 2), ["2027-11-25", "2028-02-24"]),
        (5, TUESDAY, (8, 9, 11), ["2027-08-31", "2027-11-30"]),
        (1, TUESDAY, (7, 6), ["2027-07-06", "2028-06-06"]),
        (2, TUESDAY, (), []),
    ],
)
def test_pattern_hits_days_of_one_school_year(nth, weekday, months, expected):
    assert [str(day) for day in Pattern(2027, months, nth, weekday).days()] == expected


def test_the_preview_saves_nothing(ask, board, hosts):
    response = ask()

    assert response.status_code == 200
    assert [str(day) for day in days_of(response)] == [
        "2027-09-14", "2027-11-09", "2028-02-08", "2028-04-11",
    ]  # fmt: skip
    assert not Meeting.objects.exists()
    assert not Activity.objects.exists()


def test_hosts_take_turns_in_their_order(ask, hosts):
    shown = [form["host_seat"].value() for form in ask().context["formset"].forms]

    second, first = hosts
    assert shown == [first.pk, second.pk, first.pk, second.pk]


def test_turns_go_on_after_who_hosted_last(ask, board, hosts):
    _, first = hosts
    MeetingFactory(board=board, host_seat=first, starts_at=NOW - timedelta(days=30))

    assert ask().context["formset"].forms[0]["host_seat"].value() == hosts[0].pk


def test_a_host_whose_term_ends_is_left_out_from_then_on(ask, hosts):
    second, first = hosts
    first.term_ends_on = date(2027, 12, 31)
    first.save()

    shown = [form["host_seat"].value() for form in ask().context["formset"].forms]

    assert shown == [first.pk, second.pk, second.pk, second.pk]


def test_a_closed_day_moves_a_week_on_and_says_why(ask, board):
    ClosureFactory(
        school=board.program.school,
        name="Fall break",
        starts_on=date(2027, 11, 8),
        ends_on=date(2027, 11, 19),
    )
    ClosureFactory(name="Of another school", starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 30))

    response = ask()

    assert str(days_of(response)[1]) == "2027-11-23"
    assert "Moved from Tue 9 Nov: Fall break" in response.content.decode()
    assert str(days_of(response)[0]) == "2027-09-14"


def test_a_pattern_that_hits_no_day_is_said(ask):
    response = ask(pattern="custom", months=["9"], nth="5")

    assert response.status_code == 422
    assert "This pattern hits no day." in response.content.decode()


def test_days_that_are_past_are_left_out_and_said(ask):
    response = ask(year="2026")

    assert [str(day) for day in days_of(response)] == ["2027-04-13"]
    assert "3 days of this pattern are past and left out." in response.content.decode()


def test_months_without_such_a_day_are_said(ask):
    response = ask(pattern="custom", months=["8", "9"], nth="5")

    assert "There is no such day in September." in response.content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ends": "06:00"}, "ends"),
        ({"pattern": "custom"}, "months"),
        ({"chair_rule": "fixed"}, "chair"),
        ({"year": "1999"}, "year"),
        ({"begins": "seven"}, "begins"),
    ],
)
def test_bad_answers_are_refused_on_their_field(ask, given, field):
    response = ask(**given)

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_clashes_and_hosts_without_a_person_are_shown(ask, board, coordinator):
    seat = SeatFactory(board=board, host_order=1, representative=None, organization__name="Acme")
    start = timezone.datetime(2027, 9, 14, 8, tzinfo=board.program.zone)
    ActivityFactory(
        program=board.program, title="Clinic tour", starts_at=start, organization=seat.organization
    )
    ActivityFactory(program=board.program, title="Of others", starts_at=start)

    text = ask().content.decode()

    assert "At the same time: Clinic tour (site visit / field trip)." in text
    assert "Of others" not in text
    assert "Nobody is named to receive the board at Acme." in text


def test_a_time_that_clocks_skip_shows_before_anything_is_saved(ask):
    response = ask(
        pattern="custom", months=["3"], nth="2", day_of_week="6", begins="02:30", ends="04:00"
    )

    assert "clocks go forward" in response.content.decode()


@pytest.mark.parametrize("pattern", ["quarterly", "monthly"])
def test_the_preview_costs_the_same_for_any_number_of_dates(
    ask, hosts, pattern, django_assert_num_queries
):
    with django_assert_num_queries(14):
        ask(pattern=pattern)


# ---------------------------------------------------------------- saving


def test_all_are_planned_at_once_and_seven_stays_seven(ask, save, board, hosts, coordinator):
    response = save(sent(ask(pattern="monthly")))

    assert response["Location"] == reverse(
        "advisory:board_meetings", args=[board.program.slug, board.pk]
    )
    planned = starts(board)
    assert len(planned) == 9
    assert {one[-5:] for one in planned} == {"07:00"}
    utc = {one.activity.starts_at.hour for one in Meeting.objects.select_related("activity")}
    assert utc == {12, 13}  # before and after the clocks change
    first = Meeting.objects.order_by("activity__starts_at").first()
    assert first.is_organizational
    assert Meeting.objects.filter(is_organizational=True).count() == 1
    assert first.host_seat == hosts[1]
    assert first.chair == hosts[1].representative
    assert hosts[1].organization.name in first.activity.place
    assert first.activity.organizer == coordinator.person
    assert [one.days_before for one in first.activity.reminders.order_by("-days_before")] == [
        14, 2, 0,
    ]  # fmt: skip


def test_one_chair_for_the_year_is_settled_with_it(ask, save, board, hosts, coordinator):
    save(sent(ask(chair_rule="fixed", chair=coordinator.person.pk)))

    board.refresh_from_db()
    assert (board.chair_rule, board.chair) == ("fixed", coordinator.person)
    assert {one.chair for one in Meeting.objects.all()} == {coordinator.person}


def test_a_second_press_plans_nothing_more(ask, save, board):
    given = sent(ask())

    assert save(given).status_code == 302
    assert save(given).status_code == 302
    assert len(starts(board)) == 4


def test_each_line_can_be_corrected_or_left_out(ask, save, board, hosts):
    given = sent(ask())
    del given["line-0-keep"]
    given |= {
        "line-1-on": "2027-11-10",
        "line-1-begins": "08:30",
        "line-1-ends": "10:00",
        "line-1-host_seat": "",
        "line-1-place": "Room 12",
    }

    assert save(given).status_code == 302

    assert starts(board) == ["2027-11-10 08:30", "2028-02-08 07:00", "2028-04-11 07:00"]
    changed = Meeting.objects.order_by("activity__starts_at").first()
    assert (changed.activity.place, changed.host_seat) == ("Room 12", None)


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"line-2-on": "2028-03-12", "line-2-begins": "02:30"}, "begins", "clocks go forward"),
        ({"line-2-on": "2027-11-07", "line-2-begins": "01:30"}, "begins", "comes twice"),
        ({"line-2-on": "soon"}, "on", "valid date"),
        ({"line-2-ends": "06:00"}, "ends", "end after it begins"),
        ({"line-2-on": "2027-01-05"}, "on", "past"),
        ({"line-2-on": "2027-09-14"}, "on", "Another line"),
    ],
)
def test_one_bad_line_saves_none_and_loses_nothing(ask, save, board, change, field, says):
    response = save({**sent(ask()), "line-3-place": "Typed here", **change})

    assert response.status_code == 422
    assert says in str(response.context["formset"].forms[2].errors[field])
    assert "Typed here" in response.content.decode()
    assert not Meeting.objects.exists()


def test_a_meeting_at_that_time_already_is_said(ask, save, board):
    start = timezone.datetime(2028, 2, 8, 8, tzinfo=board.program.zone)
    MeetingFactory(board=board, starts_at=start)

    response = save(sent(ask()))

    assert response.status_code == 422
    assert "has a meeting at that time" in str(response.context["formset"].forms[2].errors)
    assert Meeting.objects.count() == 1


def test_a_host_who_leaves_before_is_refused(ask, save, board, hosts):
    given = sent(ask())
    hosts[1].term_ends_on = date(2027, 9, 1)
    hosts[1].save()

    response = save(given)

    assert "somebody else must host" in str(response.context["formset"].forms[0].errors)
    assert not Meeting.objects.exists()


def test_nothing_ticked_is_refused(ask, save):
    given = {name: value for name, value in sent(ask()).items() if not name.endswith("-keep")}

    response = save(given)

    assert response.status_code == 422
    assert "Tick at least one." in response.content.decode()


def test_a_failure_in_the_middle_plans_none(ask, save, board, monkeypatch):
    given, plan, calls = sent(ask()), domain.plan_meeting, []

    def fail_at_third(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise ZeroDivisionError
        return plan(*args, **kwargs)

    monkeypatch.setattr(domain, "plan_meeting", fail_at_third)
    with pytest.raises(ZeroDivisionError):
        save(given)

    assert not Meeting.objects.exists()
    assert not Activity.objects.exists()


def test_looking_again_saves_nothing_and_keeps_what_was_typed(ask, save, board):
    ClosureFactory(
        school=board.program.school, starts_on=date(2027, 9, 15), ends_on=date(2027, 9, 15)
    )
    response = save({**sent(ask()), "line-0-on": "2027-09-15", "check": "1"})

    assert response.status_code == 200
    assert "The school is closed: Spring break." in response.content.decode()
    assert not Meeting.objects.exists()


def test_times_are_meant_in_the_programs_zone(ask, save, board, program):
    program.time_zone = "America/Denver"
    program.save()

    save(sent(ask()))

    first = Meeting.objects.order_by("activity__starts_at").first().activity.starts_at
    assert f"{first.astimezone(ZoneInfo('America/Denver')):%H:%M}" == "07:00"


@pytest.mark.parametrize(("who", "status"), [("teacher", 403), ("stranger", 404), ("partner", 404)])
def test_others_plan_no_year(client, request, program, board, who, status):
    client.force_login(request.getfixturevalue(who))
    address = reverse("advisory:board_year_save", args=[program.slug, board.pk])

    assert client.post(address).status_code == status
