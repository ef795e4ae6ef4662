"""A board: its page, settings, duties and evidence (SPEC 3.1, 3.8, 3.12)."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.urls import reverse

from advisory.domain.boards import create_board, edit_board, name_duties
from advisory.domain.queries import share_of
from advisory.domain.seats import sittings_on
from advisory.models import Board, Duty, Seat
from calendar_app.models import Participation
from core.exceptions import DomainError
from tests.factories import (
    NOW,
    AffiliationFactory,
    BoardFactory,
    MeetingFactory,
    ParticipationFactory,
    PersonFactory,
    ReminderFactory,
    SeatFactory,
)

TODAY = NOW.date()


def at(name, program, *ids):
    return reverse(f"advisory:{name}", args=[program.slug, *ids])


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


@pytest.fixture
def board(program):
    return BoardFactory(program=program, name="Health board")


FORM = {
    "name": "Health board",
    "purpose": "Advises the academy.",
    "chair_rule": "host",
    "quorum": "",
    "reminder_days": "14, 2, 0",
    "absences_before_follow_up": "2",
    "open_meetings": "ask",
    "notice_hours": "48",
    "minutes_approval_days": "30",
    "minutes_posting_days": "7",
    "answer_days": "90",
}


def test_without_a_board_the_page_teaches(client, program, coordinator):
    client.force_login(coordinator)

    text = page(client, at("board_list", program))

    assert "No board yet" in text
    assert at("board_add", program) in text


def test_one_board_is_gone_to_and_several_are_listed(client, program, board, coordinator):
    client.force_login(coordinator)
    assert client.get(at("board_list", program))["Location"] == at(
        "board_detail", program, board.pk
    )

    other = BoardFactory(program=program)
    BoardFactory(name="Elsewhere")
    text = page(client, at("board_list", program))

    assert board.name in text
    assert other.name in text
    assert "Elsewhere" not in text


def test_a_new_board_has_its_five_duties_in_red(client, program, coordinator):
    client.force_login(coordinator)

    response = client.post(at("board_add", program), FORM)

    board = Board.objects.get()
    assert response["Location"] == at("board_detail", program, board.pk)
    assert [duty.kind for duty in board.duties.all()] == Duty.Kind.values
    assert board.history.get().history_user == coordinator
    text = page(client, response["Location"])
    assert text.count('<span class="state late">Nobody</span>') == 5


def test_two_boards_of_one_name_are_refused(client, program, board, coordinator):
    client.force_login(coordinator)

    response = client.post(at("board_add", program), FORM)

    assert response.status_code == 422
    assert "There is a board of this name already." in response.content.decode()
    create_board(BoardFactory().program, by=coordinator, name="Health board")  # of another program


@pytest.mark.parametrize(("typed", "kept"), [("14, 2, 0", [14, 2, 0]), ("0 7;7", [7, 0]), ("", [])])
def test_reminder_days_are_typed_as_people_write_them(
    client, program, board, coordinator, typed, kept
):
    client.force_login(coordinator)

    client.post(at("board_edit", program, board.pk), {**FORM, "reminder_days": typed})

    board.refresh_from_db()
    assert board.reminder_days == kept


@pytest.mark.parametrize("typed", ["two", "-1", "61", "1.5", "1 2 3 4 5 6 7"])
def test_other_reminder_days_are_refused_with_a_sentence(
    client, program, board, coordinator, typed
):
    client.force_login(coordinator)

    response = client.post(at("board_edit", program, board.pk), {**FORM, "reminder_days": typed})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"reminder_days"}
    board.refresh_from_db()
    assert board.reminder_days == [14, 2, 0]


def test_other_reminder_days_hold_for_meetings_to_come(board, coordinator):
    coming = MeetingFactory(board=board, starts_at=NOW + timedelta(days=20)).activity
    past = MeetingFactory(board=board, starts_at=NOW - timedelta(days=20)).activity
    for activity in (coming, past):
        ReminderFactory(activity=activity, days_before=2, due_at=NOW + timedelta(days=9))

    edit_board(board, by=coordinator, reminder_days=[7])

    assert [one.days_before for one in coming.reminders.all()] == [7]
    assert [one.days_before for one in past.reminders.all()] == [2]


def test_meetings_to_come_follow_the_switch_of_open_meetings(board, coordinator):
    activity = MeetingFactory(board=board).activity

    edit_board(board, by=coordinator, open_meetings=Board.OpenMeetings.YES)
    activity.refresh_from_db()
    assert activity.is_public

    edit_board(board, by=coordinator, open_meetings=Board.OpenMeetings.NO)
    activity.refresh_from_db()
    assert not activity.is_public


def test_the_settings_show_what_holds(client, program, board, coordinator):
    board.quorum = 5
    board.save()
    client.force_login(coordinator)

    text = page(client, at("board_edit", program, board.pk))

    assert 'value="14, 2, 0"' in text
    assert 'name="quorum" value="5"' in text


def test_a_duty_gets_a_name(client, program, board, coordinator, teacher):
    name_duties(board, by=coordinator, people={})
    client.force_login(coordinator)

    response = client.post(
        at("board_duties", program, board.pk), {"notes": teacher.person.pk, "agendas": ""}
    )

    assert response.status_code == 302
    assert board.duties.get(kind="notes").person == teacher.person
    assert "Maria Torres" in page(client, at("board_detail", program, board.pk))


def test_a_member_may_have_a_duty_and_a_stranger_not(client, program, board, coordinator):
    member = SeatFactory(board=board).representative
    client.force_login(coordinator)
    address = at("board_duties", program, board.pk)

    assert client.post(address, {"notes": member.pk}).status_code == 302
    assert client.post(address, {"notes": PersonFactory().pk}).status_code == 422
    assert board.duties.get(kind="notes").person == member


def test_whoever_had_a_duty_and_left_can_stay(client, program, board, coordinator):
    gone = PersonFactory(name="Gone Away")
    name_duties(board, by=coordinator, people={"notes": gone})
    client.force_login(coordinator)

    response = client.post(at("board_duties", program, board.pk), {"notes": gone.pk})

    assert response.status_code == 302
    assert board.duties.get(kind="notes").person == gone


def test_empty_and_left_seats_are_said_in_words(client, program, board, coordinator):
    seat = SeatFactory(board=board, representative=PersonFactory(name="Kim Tran"))
    SeatFactory(board=board, representative=None)
    AffiliationFactory(
        person=seat.representative,
        organization=seat.organization,
        ended_on=TODAY - timedelta(days=1),
    )
    client.force_login(coordinator)

    text = page(client, at("board_detail", program, board.pk))

    assert '<span class="state late">Kim Tran has left</span>' in text
    assert '<span class="state late">Nobody is named</span>' in text


def test_share_of_industry_is_of_seats_filled(client, program, board, coordinator):
    SeatFactory.create_batch(3, board=board)
    SeatFactory(board=board, stakeholder=Seat.Stakeholder.POSTSECONDARY)
    SeatFactory(board=board, representative=None)
    share = share_of(sittings_on(board, TODAY))
    client.force_login(coordinator)

    assert (share.industry, share.filled, share.percent) == (3, 4, 75)
    assert share.classes == [("Business and industry", 3), ("Postsecondary career education", 1)]
    assert "Parents and students" in share.missing
    assert "Industry: 3 of 4 seats filled, 75 %" in page(
        client, at("board_detail", program, board.pk)
    )


def test_the_next_meeting_is_the_first_that_takes_place(client, program, board, coordinator):
    off = MeetingFactory(board=board, starts_at=NOW + timedelta(days=5)).activity
    off.state = "cancelled_by_school"
    off.save()
    following = MeetingFactory(board=board, starts_at=NOW + timedelta(days=9))
    MeetingFactory(board=board, starts_at=NOW + timedelta(days=40))
    client.force_login(coordinator)

    response = client.get(at("board_detail", program, board.pk))

    assert response.context["next_meeting"] == following


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_costs_the_same_at_any_size(
    client, program, board, coordinator, rows, django_assert_num_queries
):
    for _ in range(rows):
        SeatFactory(board=board, substitute=PersonFactory())
        meeting = MeetingFactory(board=board, host_seat=SeatFactory(board=board))
        ParticipationFactory.create_batch(rows, activity=meeting.activity)
    client.force_login(coordinator)

    with django_assert_num_queries(9):
        client.get(at("board_detail", program, board.pk))


# ---------------------------------------------------------------- evidence


def attend(meeting, seat, attendance, person=None, **fields):
    return ParticipationFactory(
        activity=meeting.activity,
        person=person or seat.representative,
        organization=seat.organization,
        role="member",
        attendance=attendance,
        **fields,
    )


def test_evidence_says_who_came_for_whom(client, program, board, coordinator):
    seat = SeatFactory(
        board=board,
        organization__name="Acme",
        substitute=PersonFactory(name="Lee Ortiz"),
        stakeholder=Seat.Stakeholder.WORKFORCE,
    )
    faculty = SeatFactory(
        board=board, organization=None, school_role="faculty", stakeholder="educators"
    )
    october = MeetingFactory(board=board, starts_at=NOW - timedelta(days=130))
    january = MeetingFactory(board=board, starts_at=NOW - timedelta(days=40))
    attend(october, seat, Participation.Attendance.IN_PERSON)
    member = attend(january, seat, Participation.Attendance.EXCUSED)
    attend(january, seat, "video", seat.substitute, stands_in_for=member)
    attend(january, faculty, "phone")
    last_year = MeetingFactory(board=board, starts_at=NOW - timedelta(days=300))
    client.force_login(coordinator)

    response = client.get(at("board_evidence", program, board.pk) + "?export=csv")

    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    by_group = {row["Stands for"]: row for row in rows}
    acme = by_group["Workforce board"]
    days = [str((NOW - timedelta(days=days)).date()) for days in (130, 40)]
    assert [acme[day] for day in days] == ["In person", "By video (Lee Ortiz)"]
    assert acme["Meetings attended"] == "2"
    assert by_group["Teachers, counselors and administrators"][days[1]] == "By telephone"
    assert str(last_year.activity.starts_at.date()) not in rows[0]
    assert "Perkins consultation evidence 2026-27" in response["Content-Disposition"]


def test_a_seat_keeps_its_row_when_somebody_else_comes(client, program, board, coordinator):
    seat = SeatFactory(board=board)
    meeting = MeetingFactory(board=board, starts_at=NOW - timedelta(days=40))
    attend(meeting, seat, "in_person", PersonFactory(name="Former Rep"))
    client.force_login(coordinator)

    text = page(client, at("board_evidence", program, board.pk))

    assert "In person (Former Rep)" in text


def test_evidence_of_another_year_has_the_seats_of_that_year(client, program, board, coordinator):
    SeatFactory(board=board, organization__name="Old Mill", term_ends_on=date(2026, 3, 1))
    client.force_login(coordinator)
    address = at("board_evidence", program, board.pk)

    assert "Old Mill" not in page(client, address)
    assert "Old Mill" in page(client, address + "?year=2025")
    assert page(client, address + "?year=1066")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("query", ["", "?export=csv", "?export=xlsx"])
def test_evidence_costs_the_same_at_any_size(
    client, program, board, coordinator, rows, query, django_assert_num_queries
):
    seats = SeatFactory.create_batch(rows, board=board)
    for place in range(rows):
        meeting = MeetingFactory(board=board, starts_at=NOW - timedelta(days=10 + place))
        for seat in seats:
            attend(meeting, seat, "in_person")
    client.force_login(coordinator)
    frame = 1 if not query else 0  # a page asks who reads it

    with django_assert_num_queries(7 + frame):
        client.get(at("board_evidence", program, board.pk) + query)


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("name", ["board_edit", "board_duties", "board_seat_add", "board_year"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("administrator", 200), ("teacher", 403), ("stranger", 404), ("partner", 404)],
)
def test_managers_change_a_board(client, request, program, board, name, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at(name, program, board.pk)).status_code == status


def test_other_staff_reads_and_has_no_buttons(client, program, board, teacher):
    SeatFactory(board=board)
    client.force_login(teacher)

    text = page(client, at("board_detail", program, board.pk))

    for name in ("board_edit", "board_year", "board_duties", "board_seat_add", "board_meeting_add"):
        assert at(name, program, board.pk) not in text


def test_signed_out_is_sent_to_sign_in(client, program, board):
    response = client.get(at("board_detail", program, board.pk))

    assert response["Location"].startswith(reverse("account_login"))


def test_a_board_without_a_name_is_refused(program, coordinator):
    with pytest.raises(DomainError) as refused:
        create_board(program, by=coordinator, name="  ")

    assert refused.value.field == "name"
