"""Who takes care of what in a year (SPEC 4.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from advisory.domain.responsibilities import year_in_numbers
from advisory.models import Responsibility
from calendar_app.models import Activity
from partnerships.domain.school_years import school_year
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    SeatFactory,
)

YEAR = school_year(NOW.date())


@pytest.fixture
def board(program):
    return BoardFactory(program=program)


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"advisory:{name}", args=[program.slug, pk])


def test_the_list_of_a_year_teaches_while_it_is_empty(client, board, at, coordinator):
    ResponsibilityFactory(board=board, year=YEAR - 1, title="Last year's")
    client.force_login(coordinator)

    text = client.get(at("board_responsibilities", board.pk)).content.decode()

    assert "Nothing is written down" in text
    assert "Last year's" not in text
    last = client.get(at("board_responsibilities", board.pk) + f"?year={YEAR - 1}")
    assert "Last year" in last.content.decode()
    assert client.get(at("board_responsibilities", board.pk) + "?year=1066").status_code == 200


def test_one_is_written_down_and_changed(client, board, at, coordinator):
    member = SeatFactory(board=board).representative
    client.force_login(coordinator)

    response = client.post(
        at("board_responsibility_add", board.pk), {"title": " Find speakers ", "owner": member.pk}
    )

    one = Responsibility.objects.get()
    assert response["Location"] == at("board_responsibilities", board.pk) + f"?year={YEAR}"
    assert (one.title, one.owner, one.year, one.goes_on) == ("Find speakers", member, YEAR, None)
    assert one.history.get().history_user == coordinator

    given = {"title": one.title, "owner": member.pk, "accomplished": "Nine", "goes_on": "true"}
    client.post(at("responsibility_edit", one.pk), given)
    one.refresh_from_db()
    assert (one.accomplished, one.goes_on) == ("Nine", True)
    assert "Nine" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": ""}, "title"), ({"title": "Known"}, "title"), ({"owner": "0"}, "owner")],
)
def test_bad_answers_are_refused_on_their_field(client, board, at, coordinator, given, field):
    ResponsibilityFactory(board=board, year=YEAR, title="Known")
    client.force_login(coordinator)

    response = client.post(at("board_responsibility_add", board.pk), {"title": "New", **given})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Responsibility.objects.count() == 1


def test_strangers_take_care_of_nothing(client, board, at, coordinator):
    client.force_login(coordinator)

    response = client.post(
        at("board_responsibility_add", board.pk), {"title": "New", "owner": PersonFactory().pk}
    )

    assert "owner" in response.context["form"].errors


def test_a_mistake_is_taken_off(client, board, at, coordinator):
    one = ResponsibilityFactory(board=board, year=YEAR)
    client.force_login(coordinator)
    address = at("responsibility_remove", one.pk)

    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not Responsibility.objects.exists()


def test_what_goes_on_is_the_next_years_plan(client, board, at, coordinator):
    owner = PersonFactory()
    fields = {"board": board, "year": YEAR}
    ResponsibilityFactory(**fields, title="Goes on", owner=owner, accomplished="Much", goes_on=True)
    ResponsibilityFactory(**fields, title="Not said")
    ResponsibilityFactory(**fields, title="Ends", goes_on=False)
    client.force_login(coordinator)
    address = at("board_responsibilities_renew", board.pk) + f"?year={YEAR}"

    assert "2 on the list" in client.post(address, follow=True).content.decode()
    assert "on the list already" in client.post(address, follow=True).content.decode()

    planned = Responsibility.objects.filter(year=YEAR + 1).order_by("pk")
    assert [(one.title, one.owner, one.accomplished) for one in planned] == [
        ("Goes on", owner, ""),
        ("Not said", None, ""),
    ]


def test_nothing_to_go_on_with_is_said(client, board, at, coordinator):
    client.force_login(coordinator)

    response = client.post(at("board_responsibilities_renew", board.pk), follow=True)

    assert "Nothing of this year goes on." in response.content.decode()


def test_the_year_is_counted_from_what_was_noted(board):
    def held(**fields):
        meeting = MeetingFactory(board=board, starts_at=NOW - timedelta(days=20), **fields)
        Activity.objects.filter(pk=meeting.pk).update(state=Activity.State.COMPLETED)
        return meeting

    meeting = held()
    for attendance in ("in_person", "video", "excused", "absent"):
        ParticipationFactory(activity=meeting.activity, attendance=attendance)
    MeetingFactory(board=board, starts_at=NOW + timedelta(days=20))
    RecommendationFactory(board=board, recommended_on=NOW.date())
    RecommendationFactory(
        board=board, recommended_on=NOW.date(), answer="done", answered_on=NOW.date()
    )
    visit = ActivityFactory(program=board.program, starts_at=NOW - timedelta(days=9))
    Activity.objects.filter(pk=visit.pk).update(state=Activity.State.COMPLETED)

    assert dict(year_in_numbers(board, YEAR)) == {
        "Meetings held": 1,
        "Times somebody came": 2,
        "Recommendations": 2,
        "of them answered": 1,
        "Tasks of the board done": 0,
        "Activities of the program": 1,
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_size(
    client, board, at, coordinator, rows, django_assert_num_queries
):
    for _ in range(rows):
        ResponsibilityFactory(board=board, year=YEAR, owner=PersonFactory())
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        response = client.get(at("board_responsibilities", board.pk))
    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize(("who", "status"), [("teacher", 403), ("stranger", 404), ("partner", 404)])
@pytest.mark.parametrize("name", ["board_responsibility_add", "board_responsibilities_renew"])
def test_others_change_nothing(client, request, board, at, who, status, name):
    client.force_login(request.getfixturevalue(who))

    assert client.post(at(name, board.pk), {"title": "New"}).status_code == status
    assert not Responsibility.objects.exists()
