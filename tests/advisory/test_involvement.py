"""Who does much, who nothing, who stopped coming; and the private question (SPEC 4.4, 3.12)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from advisory.domain import involvement, live, verdicts
from advisory.models import Duty, Meeting, Verdict
from calendar_app.models import Activity, Participation, Task
from notifications.models import Message
from partnerships.models import Interaction
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    MeetingFactory,
    ParticipationFactory,
    PartnershipFactory,
    PersonFactory,
    ResponsibilityFactory,
    SeatFactory,
    TaskFactory,
)

Attendance = Participation.Attendance
DAYS = (90, 60, 30)


@pytest.fixture
def board(program):
    return BoardFactory(program=program, name="Our board")


@pytest.fixture
def seats(board):
    return [
        SeatFactory(
            board=board, organization__name=name, representative__name=f"Rep {name}",
            representative__email=f"{name.lower()}@example.org",
        )
        for name in ("Acme", "Beta", "Gamma", "Delta")
    ]  # fmt: skip


def hold(board, seats, days, words):
    """A meeting so many days ago. ``words``: how each seat was there, in the order of the seats."""
    meeting = MeetingFactory(
        board=board, starts_at=NOW - timedelta(days=days), started_at=NOW - timedelta(days=days)
    )
    Activity.objects.filter(pk=meeting.pk).update(state=Activity.State.COMPLETED)
    for seat, word in zip(seats, words, strict=False):
        ParticipationFactory(
            activity=meeting.activity, person=seat.representative, organization=seat.organization,
            role=Participation.Role.MEMBER, attendance=word,
        )  # fmt: skip
    return meeting


@pytest.fixture
def held(board, seats):
    """Acme always came; Beta missed the last two, the first excused; Gamma only the last; Delta
    was never noted."""
    there, excused, absent = Attendance.IN_PERSON, Attendance.EXCUSED, Attendance.ABSENT
    words = [(there, there, there), (there, excused, there), (there, absent, absent)]
    return [hold(board, seats, days, word) for days, word in zip(DAYS, words, strict=True)]


def by_name(board):
    rows = involvement.involvement_of(board, now=NOW)
    return {row.sitting.seat.organization.name: row for row in rows}


# ---------------------------------------------------------------- who does what


def test_meetings_are_counted_by_seat(board, held):
    rows = by_name(board)

    assert (rows["Acme"].came, rows["Acme"].held, rows["Acme"].missed) == (3, 3, [])
    assert [one.pk for one in rows["Beta"].missed] == [held[2].pk, held[1].pk]
    assert [one.pk for one in rows["Gamma"].missed] == [held[2].pk]
    assert (rows["Delta"].came, len(rows["Delta"].missed)) == (0, 3)


def test_a_substitute_who_came_counts_for_the_seat(board, seats, held):
    seats[1].substitute = PersonFactory(name="Sub Beta")
    seats[1].save()
    ParticipationFactory(
        activity=held[2].activity, person=seats[1].substitute, organization=seats[1].organization,
        attendance=Attendance.VIDEO,
    )  # fmt: skip

    assert by_name(board)["Beta"].missed == []


def test_what_was_before_their_term_is_not_missed(board, seats, held):
    seats[3].term_starts_on = (NOW - timedelta(days=40)).date()
    seats[3].save()

    row = by_name(board)["Delta"]
    assert (row.held, len(row.missed)) == (1, 1)


def test_a_meeting_nobody_was_noted_at_and_one_called_off_do_not_count(board, seats, held):
    empty = MeetingFactory(board=board, starts_at=NOW - timedelta(days=10))
    Activity.objects.filter(pk=empty.pk).update(state=Activity.State.COMPLETED)
    hold(board, seats, 5, [Attendance.ABSENT])
    Activity.objects.filter(starts_at=NOW - timedelta(days=5)).update(
        state=Activity.State.CANCELLED_BY_SCHOOL
    )

    assert by_name(board)["Acme"].held == 3


def test_tasks_activities_and_responsibilities_count(program, board, seats, held):
    TaskFactory(program=program, owner=seats[3].representative, done_at=NOW - timedelta(days=3))
    TaskFactory(program=program, owner=seats[3].representative, done_at=NOW - timedelta(days=400))
    TaskFactory(program=program, owner=seats[3].representative)
    ActivityFactory(
        program=program, organization=seats[3].organization, state=Activity.State.COMPLETED,
        starts_at=NOW - timedelta(days=20), ends_at=NOW - timedelta(days=20, hours=-1),
    )  # fmt: skip
    ResponsibilityFactory(board=board, owner=seats[3].representative)

    row = by_name(board)["Delta"]
    assert (row.tasks_done, row.tasks_open, row.activities, row.responsibilities) == (1, 1, 1, 1)
    assert not row.does_nothing


@pytest.mark.parametrize("count", [1, 3])
def test_queries_are_the_same_for_one_seat_and_for_many(
    program, board, django_assert_num_queries, count
):
    seats = [SeatFactory(board=board) for _ in range(count)]
    for days in range(10, 10 + 10 * count, 10):
        hold(board, seats, days, [Attendance.IN_PERSON] * count)

    with django_assert_num_queries(8):
        involvement.involvement_of(board, now=NOW)
    with django_assert_num_queries(5):
        involvement.turnout_of(board, now=NOW)


# ---------------------------------------------------------------- who stopped coming


def test_who_missed_two_in_a_row_is_asked_once(board, coordinator, seats, held):
    contact = PersonFactory(name="Maria Torres")
    Duty.objects.update_or_create(board=board, kind=Duty.Kind.CONTACT, defaults={"person": contact})

    for _ in range(2):
        involvement.follow_up_absences(board, by=coordinator, now=NOW)

    tasks = {task.title: task for task in Task.objects.filter(program=board.program)}
    assert set(tasks) == {
        "Ask Rep Beta, who missed 2 board meetings in a row",
        "Ask Rep Delta, who missed 3 board meetings in a row",
    }
    one = tasks["Ask Rep Beta, who missed 2 board meetings in a row"]
    assert (one.owner, one.organization) == (contact, seats[1].organization)
    assert one.due_on == NOW.date() + timedelta(days=7)


def test_without_the_duty_the_organizer_asks(board, coordinator, held):
    first = involvement.follow_up_absences(board, by=coordinator, now=NOW)[0]

    assert first.owner == held[2].activity.organizer


def test_a_third_absence_is_the_same_task_and_coming_again_ends_it(board, coordinator, seats, held):
    involvement.follow_up_absences(board, by=coordinator, now=NOW)
    third = hold(board, seats, 10, [Attendance.IN_PERSON, Attendance.ABSENT])
    involvement.follow_up_absences(board, by=coordinator, now=NOW)
    assert Task.objects.open().filter(organization=seats[1].organization).count() == 1

    third.activity.participations.filter(person=seats[1].representative).update(
        attendance=Attendance.PHONE
    )
    involvement.follow_up_absences(board, by=coordinator, now=NOW)

    assert not Task.objects.open().filter(organization=seats[1].organization).exists()


@pytest.mark.parametrize(("limit", "names"), [(0, set()), (3, {"Delta"})])
def test_the_board_says_how_many(board, coordinator, held, limit, names):
    board.absences_before_follow_up = limit
    board.save()

    tasks = involvement.follow_up_absences(board, by=coordinator, now=NOW)

    assert {task.organization.name for task in tasks} == names


def test_adjourning_follows_up_and_asks_who_came(board, coordinator, seats, held):
    words = [Attendance.IN_PERSON, Attendance.ABSENT]
    meeting = hold(board, seats, 0, words)
    Activity.objects.filter(pk=meeting.pk).update(
        starts_at=NOW - timedelta(hours=2), ends_at=NOW, state=Activity.State.PLANNED
    )
    Meeting.objects.filter(pk=meeting.pk).update(
        started_at=NOW - timedelta(hours=2), minutes_state=Meeting.Minutes.LIVE
    )

    live.adjourn(Meeting.objects.get(pk=meeting.pk), by=coordinator, now=NOW)

    assert Task.objects.filter(title__startswith="Ask Rep Beta, who missed 3").exists()
    assert [mail.to_email for mail in Message.objects.filter(key__startswith="verdict:")] == [
        "acme@example.org"
    ]


# ---------------------------------------------------------------- the message


@pytest.fixture
def asked(board, coordinator, held):
    involvement.follow_up_absences(board, by=coordinator, now=NOW)


def follow_up(seat):
    return reverse("advisory:seat_follow_up", args=[seat.board.program.slug, seat.pk])


def test_the_message_is_drafted_and_sent_once_as_it_was_corrected(
    client, coordinator, board, seats, asked
):
    PartnershipFactory(program=board.program, organization=seats[1].organization)
    MeetingFactory(board=board, starts_at=NOW + timedelta(days=20))
    client.force_login(coordinator)

    form = client.get(follow_up(seats[1])).context["form"]
    assert form["to_email"].value() == "beta@example.org"
    assert "we missed you at Our board on" in form["text"].value()
    assert "The next meeting is on" in form["text"].value()

    data = {"to_email": "beta@example.org", "subject": "Hello", "text": "Are you well?"}
    for _ in range(2):
        assert client.post(follow_up(seats[1]), data).status_code == 302

    mail = Message.objects.get(to_email="beta@example.org")
    assert (mail.subject, "Are you well?" in mail.text) == ("Hello", True)
    contact = Interaction.objects.get(organization=seats[1].organization)
    assert (contact.kind, contact.note) == ("email", "Hello")
    assert not Task.objects.open().filter(organization=seats[1].organization).exists()


def test_it_is_drafted_in_their_language(client, coordinator, seats, asked):
    seats[1].representative.language = "es"
    seats[1].representative.save()
    client.force_login(coordinator)

    text = client.get(follow_up(seats[1])).context["form"]["text"].value()

    assert text.startswith("Hola, ")
    assert "le echamos de menos en Our board" in text


def test_who_came_is_not_asked_and_a_bad_address_is_said(client, coordinator, seats, asked):
    client.force_login(coordinator)

    assert "Nobody needs to be asked" in client.get(follow_up(seats[0])).content.decode()
    assert client.post(follow_up(seats[0]), {}).status_code == 302
    response = client.post(
        follow_up(seats[1]), {"to_email": "nobody", "subject": "Hello", "text": "Hi"}
    )
    assert response.status_code == 422
    assert "to_email" in response.context["form"].errors
    assert not Message.objects.exists()


# ---------------------------------------------------------------- was it worth your time?


@pytest.fixture
def meeting(board, seats):
    return hold(board, seats, 1, [Attendance.IN_PERSON] * 4)


def verdict_page(meeting, person):
    return verdicts.verdict_address(meeting, person).removeprefix("https://partners.example.org")


def test_each_who_came_is_asked_once_in_their_language(board, seats):
    seats[0].representative.language = "es"
    seats[0].representative.save()
    meeting = hold(board, seats, 1, [Attendance.IN_PERSON, Attendance.ABSENT, Attendance.PHONE])

    for _ in range(2):
        verdicts.ask_members(meeting, now=NOW)

    mails = {mail.to_email: mail for mail in Message.objects.all()}
    assert set(mails) == {"acme@example.org", "gamma@example.org"}
    assert mails["acme@example.org"].subject.startswith("Una pregunta: Advisory board meeting, ")
    assert "Yes, it was: https://partners.example.org/" in mails["gamma@example.org"].text


def test_the_link_shows_on_get_and_keeps_on_post(client, seats, meeting):
    page = verdict_page(meeting, seats[0].representative)

    assert "Was it worth your time?" in client.get(page + "?worth=3").content.decode()
    assert not Verdict.objects.exists()
    assert client.post(page, {"worth": "3", "comment": " More decisions "}).status_code == 302
    assert client.post(page, {"worth": "1", "comment": "Too long"}).status_code == 302

    one = Verdict.objects.get()
    assert (one.person, one.worth, one.comment) == (seats[0].representative, 1, "Too long")
    text = client.get(page).content.decode()
    assert "Thank you" in text
    assert "No, not really" in text


@pytest.mark.parametrize("worth", ["", "4", "yes", "-1"])
def test_no_answer_is_refused_and_nothing_lost(client, seats, meeting, worth):
    page = verdict_page(meeting, seats[0].representative)

    response = client.post(page, {"worth": worth, "comment": "A word"})

    assert response.status_code == 422
    assert "A word" in response.content.decode()
    assert not Verdict.objects.exists()


def test_after_a_month_and_with_a_broken_link_nothing_is_kept(client, seats, meeting, clock):
    page = verdict_page(meeting, seats[0].representative)
    stranger = verdict_page(meeting, PersonFactory())
    assert client.get(page[:-3] + "/").status_code == 404
    assert client.get(stranger).status_code == 404

    clock.shift(timedelta(days=31))

    assert "too long ago" in client.get(page).content.decode()
    assert client.post(page, {"worth": "3"}).status_code == 422
    assert not Verdict.objects.exists()


def say(meeting, *worths, comment=""):
    for worth in worths:
        Verdict.objects.create(
            meeting=meeting, person=PersonFactory(), worth=worth, comment=comment
        )


def test_fewer_than_three_answers_are_not_shown(client, coordinator, board, meeting):
    say(meeting, 1, 3, comment="Secret")
    client.force_login(coordinator)
    page = reverse("advisory:board_involvement", args=[board.program.slug, board.pk])

    assert "Secret" not in client.get(page).content.decode()
    say(meeting, 3)
    text = client.get(page).content.decode()

    assert "Secret" in text
    assert "Yes, it was: 2" in text


def test_a_teacher_does_not_see_what_was_said(client, teacher, board, meeting):
    say(meeting, 1, 3, 3, comment="Secret")
    client.force_login(teacher)

    text = client.get(
        reverse("advisory:board_involvement", args=[board.program.slug, board.pk])
    ).content.decode()

    assert "Secret" not in text
    assert "Worth their time" not in text


def test_falling_turnout_and_falling_answers_are_said_early(board, seats):
    there, absent = Attendance.IN_PERSON, Attendance.ABSENT
    for days, words, worth in [
        (90, [there] * 4, 3), (60, [there] * 3 + [absent], 2), (30, [there] * 2 + [absent] * 2, 1),
    ]:  # fmt: skip
        say(hold(board, seats, days, words), worth, worth, worth)

    turnouts = involvement.turnout_of(board, now=NOW)

    assert [one.came for one in turnouts] == [2, 3, 4]
    assert len(involvement.warnings_of(turnouts)) == 2
    assert involvement.warnings_of(turnouts[:2]) == []


def test_an_empty_board_says_what_comes_here(client, coordinator, board):
    client.force_login(coordinator)

    text = client.get(
        reverse("advisory:board_involvement", args=[board.program.slug, board.pk])
    ).content.decode()

    assert "Nobody sits on this board yet" in text
    assert "No meeting was held" in text
