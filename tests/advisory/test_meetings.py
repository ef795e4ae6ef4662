"""Meetings: the record, adding, changing, asking members, calling off (SPEC 3.2, 3.4)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from advisory.domain.meetings import change_meeting, invite_to_all
from advisory.models import Meeting
from calendar_app.models import Kind, Participation
from core.exceptions import DomainError
from notifications.models import Message
from tests.factories import (
    NOW,
    ActivityFactory,
    AgendaItemFactory,
    BoardFactory,
    ClosureFactory,
    MeetingFactory,
    PaperFactory,
    ParticipationFactory,
    PersonFactory,
    SeatFactory,
)

PANELS = ["meeting_agenda", "meeting_papers", "meeting_record"]


@pytest.fixture
def board(program):
    return BoardFactory(program=program)


@pytest.fixture
def meeting(board):
    return MeetingFactory(board=board)


def at(name, program, *ids):
    return reverse(f"advisory:{name}", args=[program.slug, *ids])


@pytest.fixture
def record(client, program, meeting, coordinator):
    client.force_login(coordinator)
    return lambda: client.get(at("meeting_detail", program, meeting.pk))


@pytest.fixture
def given(coordinator):
    return {
        "on": "2027-04-13",
        "begins": "07:00",
        "ends": "09:00",
        "organizer": coordinator.person.pk,
    }


def step(response):
    return response.context["next_step"]


# ---------------------------------------------------------------- the record


def test_an_activity_of_the_calendar_leads_to_the_meeting(meeting, program):
    assert meeting.activity.get_absolute_url() == at("meeting_detail", program, meeting.pk)


def test_first_members_are_invited_then_the_agenda_is_made(record, client, program, meeting):
    assert "nobody to invite" in step(record()).says
    SeatFactory.create_batch(2, board=meeting.board)
    assert step(record()).button == "Invite 2 members"

    client.post(at("meeting_invite", program, meeting.pk))

    assert step(record()).button == "Prepare the agenda"
    SeatFactory(board=meeting.board)
    assert step(record()).button == "Invite 1 more member"


def test_on_its_day_it_is_started(record, meeting):
    meeting.activity.starts_at, meeting.activity.ends_at = NOW, NOW + timedelta(hours=2)
    meeting.activity.save()

    assert step(record()).button == "Start the meeting"


def test_afterwards_it_is_written_down(record, meeting):
    meeting.activity.starts_at = NOW - timedelta(days=2)
    meeting.activity.ends_at = NOW - timedelta(days=2, hours=-2)
    meeting.activity.save()
    assert step(record()).button == "Write it down"

    meeting.minutes_state = Meeting.Minutes.DRAFT
    meeting.save()
    assert step(record()).button == "Read and send the minutes"


def test_a_meeting_called_off_says_why_and_has_no_next_step(record, meeting):
    meeting.activity.state, meeting.activity.state_reason = "cancelled_by_school", "Snow"
    meeting.activity.save()

    response = record()

    assert step(response) is None
    assert "Cancelled by us: Snow" in response.content.decode()


def test_counselors_see_no_button_of_managers(client, program, meeting, counselor):
    SeatFactory(board=meeting.board)
    client.force_login(counselor)

    text = client.get(at("meeting_detail", program, meeting.pk)).content.decode()

    for name in ("meeting_invite", "meeting_edit", "meeting_cancel"):
        assert at(name, program, meeting.pk) not in text


def test_a_host_who_is_no_longer_on_the_board_is_said(record, meeting):
    meeting.host_seat = SeatFactory(
        board=meeting.board, organization__name="Acme", term_ends_on=NOW.date()
    )
    meeting.save()

    assert "Acme hosts, but is not on the board on that day." in record().content.decode()


@pytest.mark.parametrize(
    ("term", "words"),
    [({"term_starts_on": 1}, "joins the board on "), ({"term_ends_on": -1}, "on the board until ")],
)
def test_who_is_not_on_the_board_that_day_cannot_host(meeting, coordinator, term, words):
    day = timezone.localdate(meeting.activity.starts_at, meeting.board.program.zone)
    days = {name: day + timedelta(days=count) for name, count in term.items()}
    seat = SeatFactory(board=meeting.board, **days)

    with pytest.raises(DomainError, match=words):
        change_meeting(meeting, by=coordinator, host_seat=seat)


def test_a_seat_counts_once_for_the_quorum(record, meeting):
    first, second, third = SeatFactory.create_batch(3, board=meeting.board)
    for seat, answer in ((first, "yes"), (second, "no")):
        ParticipationFactory(activity=meeting.activity, person=seat.representative, answer=answer)
    expected = record().context["expected"]
    assert (expected.seats_coming, expected.quorum, expected.has_quorum) == (1, 2, False)
    assert expected.not_asked == [third.representative]

    member = ParticipationFactory(
        activity=meeting.activity, person=third.representative, answer="substitute"
    )
    ParticipationFactory(
        activity=meeting.activity, role="substitute", stands_in_for=member, answer="yes"
    )
    expected = record().context["expected"]
    assert (expected.seats_coming, expected.has_quorum) == (2, True)


def test_an_answer_given_by_telephone_is_noted_and_leads_back(record, client, meeting):
    one = ParticipationFactory(activity=meeting.activity, invited_at=NOW)
    address = reverse(
        "calendar_app:participation_answer", args=[meeting.board.program.slug, one.pk]
    )
    assert address in record().content.decode()

    response = client.post(
        address, {"answer": "yes", "next": f"{meeting.get_absolute_url()}#answers"}
    )

    assert response["Location"] == f"{meeting.get_absolute_url()}#answers"
    one.refresh_from_db()
    assert one.answer == Participation.Answer.YES


@pytest.mark.parametrize("rows", [1, 10])
def test_the_record_and_its_panels_cost_the_same_at_any_size(
    client, program, meeting, coordinator, rows, django_assert_num_queries
):
    meeting.host_seat = SeatFactory(board=meeting.board)
    meeting.save()
    for _ in range(rows):
        seat = SeatFactory(board=meeting.board, substitute=PersonFactory())
        member = ParticipationFactory(activity=meeting.activity, person=seat.representative)
        ParticipationFactory(activity=meeting.activity, role="substitute", stands_in_for=member)
        AgendaItemFactory(meeting=meeting, presenter=PersonFactory())
        PaperFactory(board=meeting.board, meeting=meeting)
    client.force_login(coordinator)

    with django_assert_num_queries(8):
        client.get(at("meeting_detail", program, meeting.pk))
    with django_assert_num_queries(14):  # each asks who reads it
        for name in PANELS:
            client.get(at(name, program, meeting.pk), headers={"HX-Request": "true"})


def test_who_comes_is_a_page_of_its_own_and_a_panel(client, program, meeting, coordinator):
    client.force_login(coordinator)
    address = at("meeting_answers", program, meeting.pk)

    assert "<html" in client.get(address).content.decode()
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).content.decode()


# ---------------------------------------------------------------- changing it


def test_adding_a_meeting_at_the_hosts_place(client, program, board, coordinator, given):
    seat = SeatFactory(board=board, organization__name="Acme")
    client.force_login(coordinator)

    response = client.post(
        at("board_meeting_add", program, board.pk), {**given, "host_seat": seat.pk}
    )

    meeting = Meeting.objects.get()
    assert response["Location"] == at("meeting_detail", program, meeting.pk)
    assert meeting.activity.place.startswith("Acme, 12 Main St")
    assert meeting.chair == seat.representative
    assert f"{meeting.activity.starts_at.astimezone(program.zone):%H:%M}" == "07:00"


def test_what_speaks_against_a_date_is_said_once(client, program, board, coordinator, given):
    ClosureFactory(school=program.school, starts_on=given["on"], ends_on=given["on"])
    client.force_login(coordinator)
    address = at("board_meeting_add", program, board.pk)

    response = client.post(address, given)
    assert response.status_code == 422
    assert "The school is closed: Spring break." in response.content.decode()
    assert not Meeting.objects.exists()

    assert client.post(address, {**given, "all_the_same": "on"}).status_code == 302
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends": "06:00"}, "ends"),
        ({"on": "2027-03-14", "begins": "02:30"}, "begins"),
        ({"on": ""}, "on"),
        ({"organizer": ""}, "organizer"),
    ],
)
def test_bad_times_are_refused_on_their_field(
    client, program, board, coordinator, given, change, field
):
    client.force_login(coordinator)

    response = client.post(at("board_meeting_add", program, board.pk), {**given, **change})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Meeting.objects.exists()


def test_a_host_of_another_board_is_refused(client, program, board, coordinator, given):
    client.force_login(coordinator)

    response = client.post(
        at("board_meeting_add", program, board.pk), {**given, "host_seat": SeatFactory().pk}
    )

    assert "host_seat" in response.context["form"].errors


def test_another_host_is_another_place(client, program, meeting, coordinator, given):
    seat = SeatFactory(board=meeting.board, organization__name="Acme")
    client.force_login(coordinator)

    response = client.post(
        at("meeting_edit", program, meeting.pk), {**given, "title": "Spring", "host_seat": seat.pk}
    )

    assert response.status_code == 302
    meeting.refresh_from_db()
    assert str(meeting) == "Spring"
    assert meeting.activity.place.startswith("Acme")
    form = client.get(at("meeting_edit", program, meeting.pk)).context["form"]
    assert form["place"].value() == ""  # follows the host


def test_members_are_invited_once(client, program, meeting, coordinator):
    SeatFactory(board=meeting.board)
    silent = SeatFactory(board=meeting.board, representative__email="")
    client.force_login(coordinator)
    address = at("meeting_invite", program, meeting.pk)

    text = client.post(address, follow=True).content.decode()
    again = client.post(address, follow=True).content.decode()

    assert "1 invitation on the way." in text
    assert f"please call: {silent.representative}" in text
    assert "Everybody is invited already." in again
    assert Message.objects.count() == 1
    assert meeting.activity.participations.count() == 2


@pytest.fixture
def year(board, coordinator):
    """Three meetings to come, one that is over and one that is off, of one organizer."""
    days = {3: "planned", 10: "planned", 40: "planned", 20: "not_held", -20: "completed"}
    return [
        MeetingFactory(
            board=board,
            activity=ActivityFactory(
                program=board.program,
                kind=Kind.BOARD_MEETING,
                starts_at=NOW + timedelta(days=after),
                organizer=coordinator.person,
                state=state,
            ),
        )
        for after, state in days.items()
    ]


def test_members_are_invited_to_all_meetings_with_one_mail(
    client, program, board, year, coordinator
):
    SeatFactory(board=board, representative__email="ana@example.org")
    SeatFactory(board=board, representative=PersonFactory(name="Si Lent", email=""))
    soon_over = SeatFactory(board=board, term_ends_on=(NOW + timedelta(days=12)).date())
    client.force_login(coordinator)
    page = at("board_meetings", program, board.pk)
    assert "Invite 3 members to 3 meetings" in client.get(page).content.decode()

    text = client.post(at("board_invite", program, board.pk), follow=True).content.decode()
    again = client.post(at("board_invite", program, board.pk), follow=True).content.decode()

    assert "2 invitations on the way. Without an address, please call: Si Lent." in text
    assert "Everybody is invited already." in again
    assert "Invite 3 members" not in again
    subjects = dict(Message.objects.values_list("to_email", "subject"))
    assert Message.objects.count() == 2
    assert "3 dates" in subjects["ana@example.org"]
    assert "2 dates" in subjects[soon_over.representative.email]
    asked = [one.activity.participations.count() for one in year]
    assert asked == [3, 3, 2, 0, 0]


def test_who_joins_later_is_invited_to_the_rest_of_the_year(
    client, program, board, year, coordinator
):
    SeatFactory(board=board)
    client.force_login(coordinator)
    client.post(at("meeting_invite", program, year[0].pk))
    late = SeatFactory(board=board, term_starts_on=(NOW + timedelta(days=5)).date())

    client.post(at("board_invite", program, board.pk))

    mail = Message.objects.get(to_email=late.representative.email)
    assert "2 dates" in mail.subject
    assert Message.objects.count() == 3


def test_nobody_to_invite_or_nothing_to_invite_to_is_said(client, program, board, coordinator):
    client.force_login(coordinator)
    address = at("board_invite", program, board.pk)
    assert "No meeting is planned" in client.post(address, follow=True).content.decode()
    MeetingFactory(board=board)
    assert "No seat has a representative" in client.post(address, follow=True).content.decode()
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(("meetings", "members"), [(1, 1), (3, 1), (10, 1), (3, 3)])
def test_inviting_to_the_year_costs_the_same_for_any_number_of_meetings(
    board, coordinator, meetings, members, django_assert_num_queries
):
    for place in range(meetings):
        activity = ActivityFactory(
            program=board.program,
            starts_at=NOW + timedelta(days=place),
            organizer=coordinator.person,
        )
        MeetingFactory(board=board, activity=activity)
    SeatFactory.create_batch(members, board=board)

    with django_assert_num_queries(8 + 4 * members):
        invite_to_all(board, by=coordinator)

    assert Message.objects.count() == members


@pytest.mark.parametrize(
    ("who", "status"), [("teacher", 403), ("counselor", 403), ("stranger", 404), ("partner", 404)]
)
def test_only_managers_invite_to_all_meetings(client, request, program, board, year, who, status):
    SeatFactory(board=board)
    client.force_login(request.getfixturevalue(who))

    assert client.post(at("board_invite", program, board.pk)).status_code == status

    assert not Message.objects.exists()
    if status == 403:
        text = client.get(at("board_meetings", program, board.pk)).content.decode()
        assert at("board_invite", program, board.pk) not in text


def test_cancelling_wants_a_reason_that_those_invited_read(client, program, meeting, coordinator):
    SeatFactory(board=meeting.board)
    client.force_login(coordinator)
    client.post(at("meeting_invite", program, meeting.pk))
    address = at("meeting_cancel", program, meeting.pk)
    assert client.get(address).status_code == 200

    assert client.post(address, {"state": "cancelled_by_school"}).status_code == 422
    response = client.post(address, {"state": "cancelled_by_school", "reason": "Snow"})

    assert response.status_code == 302
    meeting.activity.refresh_from_db()
    assert meeting.activity.state_reason == "Snow"
    assert Message.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_size(
    client, program, board, coordinator, rows, django_assert_num_queries
):
    for place in range(1, rows + 1):
        for days in (place, -place):
            meeting = MeetingFactory(
                board=board,
                host_seat=SeatFactory(board=board),
                chair=PersonFactory(),
                starts_at=NOW + timedelta(days=days),
            )
            ParticipationFactory.create_batch(rows, activity=meeting.activity)
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        response = client.get(at("board_meetings", program, board.pk))
    assert len(response.context["coming"]) == rows
    assert len(response.context["page_obj"]) == rows


@pytest.mark.parametrize("name", ["meeting_edit", "meeting_invite", "meeting_cancel"])
@pytest.mark.parametrize(("who", "status"), [("teacher", 403), ("stranger", 404), ("partner", 404)])
def test_only_managers_change_meetings(client, request, program, meeting, name, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.post(at(name, program, meeting.pk)).status_code == status
