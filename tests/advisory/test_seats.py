"""Seats: given, filled, ended (SPEC 3.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from advisory.domain.seats import members_on, quorum_of, sittings_on
from advisory.models import Seat
from calendar_app.domain.links import answer_address
from calendar_app.models import Participation
from partnerships.models import Person
from tests.factories import (
    NOW,
    AffiliationFactory,
    BoardFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
    SeatFactory,
)

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def board(program):
    return BoardFactory(program=program)


@pytest.fixture
def kim(partnership):
    return AffiliationFactory(organization=partnership.organization, person__name="Kim Tran").person


@pytest.fixture
def add(client, program, board, partnership, coordinator):
    """A function that sends the form of a partner's new seat."""
    client.force_login(coordinator)
    address = reverse("advisory:board_seat_add", args=[program.slug, board.pk])

    def send(query=None, **given):
        query = query or f"?organization={partnership.organization_id}"
        return client.post(address + query, {"stakeholder": "industry", "votes": "on", **given})

    return send


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


def test_an_organization_gets_a_seat_with_its_people(add, board, partnership, kim, coordinator):
    lee = AffiliationFactory(organization=partnership.organization).person

    assert add(representative=kim.pk, substitute=lee.pk).status_code == 302

    seat = board.seats.get()
    assert (seat.organization, seat.representative, seat.substitute) == (
        partnership.organization,
        kim,
        lee,
    )
    assert seat.history.get().history_user == coordinator


def test_a_seat_without_a_person_is_allowed(add, board):
    assert add().status_code == 302
    assert board.seats.get().representative is None


def test_the_same_seat_a_second_time_is_refused(add, board, kim):
    add(representative=kim.pk)

    assert "already" in str(errors(add(representative=kim.pk)))
    assert board.seats.count() == 1


def test_a_substitute_who_is_the_representative_is_refused(add, kim):
    found = errors(add(representative=kim.pk, substitute=kim.pk))

    assert "name somebody else" in found["substitute"][0]


def test_only_people_of_the_organization_can_be_named(add, kim):
    assert "representative" in errors(add(representative=PersonFactory().pk))


def test_a_term_that_ends_before_it_begins_is_refused(add):
    found = errors(add(term_starts_on="2027-03-01", term_ends_on="2027-02-01"))

    assert found["term_ends_on"] == ["The term ends before it begins."]


def test_somebody_new_is_added_and_named(add, board, partnership):
    add(new_name="Ana Lopez", new_title="Manager", new_email="Ana@Example.org")

    person = board.seats.get().representative
    assert (person.name, person.email) == ("Ana Lopez", "ana@example.org")
    assert person.affiliations.get().organization == partnership.organization


def test_an_address_of_somebody_else_is_said_on_its_field(add, board):
    PersonFactory(name="Somebody Else", email="ana@example.org")

    found = errors(add(new_name="Ana Lopez", new_email="ana@example.org"))

    assert found["new_email"] == ["This address belongs to Somebody Else."]
    assert not board.seats.exists()


def test_a_new_person_and_one_of_the_list_are_not_both(add, kim):
    assert "new_name" in errors(add(representative=kim.pk, new_name="Ana Lopez"))
    assert "new_name" in errors(add(new_email="ana@example.org"))


def test_a_seat_of_the_school_is_for_its_staff(add, board, teacher, kim):
    assert "representative" in errors(add("?school_role=faculty", representative=kim.pk))
    assert add("?school_role=faculty", representative=teacher.person.pk).status_code == 302
    assert str(board.seats.get()) == "Faculty"


def test_a_parent_works_nowhere_and_has_not_left(add, board):
    add("?school_role=parent", new_name="Pia Parent", new_email="pia@example.org")

    person = Person.objects.get(name="Pia Parent")
    assert not person.affiliations.exists()
    assert sittings_on(board, TODAY)[0].problem == ""


def test_whose_seat_is_asked_first(client, program, board, partnership, coordinator):
    client.force_login(coordinator)
    address = reverse("advisory:board_seat_add", args=[program.slug, board.pk])

    text = client.get(address).content.decode()

    assert f"?organization={partnership.organization_id}" in text
    assert "?school_role=counselor" in text
    stranger = SeatFactory().organization
    assert client.get(f"{address}?organization={stranger.pk}").status_code == 404


def test_somebody_named_who_left_can_stay_while_the_rest_changes(
    client, program, board, partnership, coordinator
):
    seat = SeatFactory(board=board, organization=partnership.organization)
    client.force_login(coordinator)
    address = reverse("advisory:seat_edit", args=[program.slug, seat.pk])

    response = client.post(
        address,
        {"representative": seat.representative_id, "stakeholder": "other", "host_order": "2"},
    )

    assert response.status_code == 302
    seat.refresh_from_db()
    assert (seat.stakeholder, seat.host_order, seat.votes) == ("other", 2, False)


def test_ending_a_seat(client, program, board, coordinator):
    seat = SeatFactory(board=board, term_starts_on=TODAY - timedelta(days=30))
    hosted = MeetingFactory(board=board, host_seat=seat)
    client.force_login(coordinator)
    address = reverse("advisory:seat_end", args=[program.slug, seat.pk])

    assert reverse("advisory:meeting_edit", args=[program.slug, hosted.pk]) in (
        client.get(address).content.decode()
    )
    assert "ended_on" in errors(client.post(address, {"ended_on": "2020-01-01"}))
    assert client.post(address, {"ended_on": str(YESTERDAY)}).status_code == 302
    assert sittings_on(board, TODAY) == []
    assert Seat.objects.filter(pk=seat.pk).exists()


def leave(person, organization):
    AffiliationFactory(person=person, organization=organization, ended_on=YESTERDAY)


def test_the_substitute_is_asked_for_a_representative_who_left(board):
    seat = SeatFactory(board=board, substitute=PersonFactory())
    leave(seat.representative, seat.organization)

    assert [person for person, _, _ in members_on(board, TODAY)] == [seat.substitute]


def test_nobody_is_asked_where_both_left(board):
    seat = SeatFactory(board=board, substitute=PersonFactory())
    leave(seat.representative, seat.organization)
    leave(seat.substitute, seat.organization)

    assert members_on(board, TODAY) == []


def test_somebody_who_came_back_has_not_left(board):
    seat = SeatFactory(board=board)
    leave(seat.representative, seat.organization)
    AffiliationFactory(person=seat.representative, organization=seat.organization)

    assert sittings_on(board, TODAY)[0].problem == ""


@pytest.mark.parametrize(("filled", "needed"), [(0, 0), (1, 1), (4, 3), (5, 3)])
def test_quorum_is_more_than_half_of_filled_seats_with_a_vote(board, filled, needed):
    SeatFactory.create_batch(filled, board=board)
    SeatFactory(board=board, votes=False)
    SeatFactory(board=board, representative=None)

    assert quorum_of(board, sittings_on(board, TODAY)) == needed
    board.quorum = 7
    assert quorum_of(board, sittings_on(board, TODAY)) == 7


# ---------------------------------------------------------------- who may be sent


@pytest.fixture
def sent_for(program):
    """A member who is asked to a meeting, whose seat has a substitute."""
    meeting = MeetingFactory(program=program)
    seat = SeatFactory(board=meeting.board, substitute=PersonFactory(name="Sub Acme"))
    asked = ParticipationFactory(
        activity=meeting.activity,
        person=seat.representative,
        organization=seat.organization,
        role=Participation.Role.MEMBER,
        invited_at=NOW,
    )
    return seat, asked


def test_the_answer_page_offers_the_substitute_of_the_seat(client, sent_for):
    seat, asked = sent_for
    page = answer_address(asked)

    assert "My substitute comes: Sub Acme" in client.get(page).content.decode()
    assert client.post(page, {"answer": "substitute"}).status_code == 302

    stand_in = Participation.objects.get(person=seat.substitute)
    assert (stand_in.stands_in_for, stand_in.role) == (asked, Participation.Role.SUBSTITUTE)
    assert stand_in.organization == seat.organization


@pytest.mark.parametrize("case", ["nobody named", "has left", "term over", "comes already"])
def test_nobody_is_offered_who_cannot_come(client, sent_for, case):
    seat, asked = sent_for
    if case == "nobody named":
        seat.substitute = None
        seat.save()
    elif case == "has left":
        AffiliationFactory(
            person=seat.substitute, organization=seat.organization, ended_on=NOW.date()
        )
    elif case == "term over":
        seat.term_ends_on = NOW.date()
        seat.save()
    else:
        ParticipationFactory(activity=asked.activity, person=seat.substitute)

    page = answer_address(asked)

    assert "My substitute comes" not in client.get(page).content.decode()
    assert client.post(page, {"answer": "substitute"}).status_code == 422
