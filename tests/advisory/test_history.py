"""Who changed what on a board and when (SPEC 0.8); a seat that was given by mistake."""

from datetime import timedelta

import pytest
from django.urls import reverse

from advisory.domain.boards import edit_board, name_duties
from advisory.domain.seats import add_seat, edit_seat
from advisory.models import Board, Seat
from calendar_app.models import Activity
from tests.factories import (
    NOW,
    AffiliationFactory,
    BoardFactory,
    MeetingFactory,
    OrganizationFactory,
    PersonFactory,
)


@pytest.fixture
def board(program):
    return BoardFactory(program=program, name="Our board")


@pytest.fixture
def seat(board, coordinator):
    return add_seat(board, by=coordinator, organization=OrganizationFactory(name="Acme"))


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"advisory:{name}", args=[program.slug, pk])


def test_the_history_names_what_changed_and_who(client, board, seat, at, coordinator, teacher):
    person = AffiliationFactory(organization=seat.organization, person__name="Rep Acme").person
    edit_seat(seat, by=coordinator, representative=person)
    edit_board(Board.objects.get(pk=board.pk), by=coordinator, quorum=5)
    name_duties(board, by=coordinator, people={"notes": PersonFactory(name="Maria Notes")})
    meeting = MeetingFactory(board=board)
    meeting.visitors = "A parent"
    meeting.save()
    client.force_login(teacher)

    page = client.get(at("board_history", board.pk)).content.decode()

    for words in (
        *("Seat of Acme: added", "Rep Acme", "Quorum", "Takes notes", "Dana Okafor"),
        *("Meeting of ", "A parent"),
    ):
        assert words in page
    assert "Host seat" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, board, at, coordinator, django_assert_num_queries, count):
    for _ in range(count):
        add_seat(board, by=coordinator, organization=OrganizationFactory())
        MeetingFactory(board=board)
    client.force_login(coordinator)
    client.get(at("board_history", board.pk))

    with django_assert_num_queries(11):
        client.get(at("board_history", board.pk))


def test_a_seat_given_by_mistake_is_removed(client, seat, at, coordinator):
    client.force_login(coordinator)

    client.post(at("seat_remove", seat.pk))

    assert not Seat.objects.exists()
    assert Seat.history.filter(history_type="-", history_user=coordinator).count() == 1


def test_a_seat_that_was_at_a_meeting_stays(client, board, seat, at, coordinator):
    meeting = MeetingFactory(board=board, starts_at=NOW - timedelta(hours=1))
    Activity.objects.filter(pk=meeting.pk).update(
        state=Activity.State.COMPLETED, ends_at=NOW + timedelta(hours=1)
    )
    client.force_login(coordinator)

    page = client.post(at("seat_remove", seat.pk), follow=True).content.decode()

    assert "End it instead of removing it" in page
    assert Seat.objects.exists()
