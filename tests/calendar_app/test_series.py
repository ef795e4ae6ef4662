"""Several dates of one person: one mail, one page, one press for all (SPEC 3.4)."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from calendar_app.domain import answers, invitations, links
from calendar_app.domain.activities import change_activity, end_activity
from calendar_app.domain.invitations import Ask
from calendar_app.models import Activity, Kind, Participation
from notifications.models import Message
from tests.calendar_app.ics_reading import only_event, read_calendar
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    MeetingFactory,
    OrganizationFactory,
    ParticipationFactory,
    PersonFactory,
    ProgramFactory,
    SeatFactory,
    UserFactory,
)

Answer, Role = Participation.Answer, Participation.Role
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return PersonFactory(name="Dana Okafor", email="dana@example.org")


@pytest.fixture
def ana():
    return PersonFactory(name="Ana Núñez", email="ana@example.org")


@pytest.fixture
def dates(program, dana):
    """Three Tuesdays at seven in the morning; before the second the clocks go forward."""
    return [
        ActivityFactory(
            program=program,
            title="Robots & more",
            place="Room 12",
            starts_at=datetime(2027, 3, day, 7, tzinfo=program.zone),
            organizer=dana,
        )
        for day in (9, 16, 23)
    ]


def ask(dates, *people, organization=None, role=Role.GUEST, now=NOW):
    with transaction.atomic():
        return invitations.invite_all(
            [Ask(one, person, organization, role) for person in people for one in dates], now=now
        )


def mails(**fields):
    return Message.objects.filter(**fields).order_by("pk")


def said(rows):
    return list(
        Participation.objects.filter(pk__in=[row.pk for row in rows])
        .order_by("activity__starts_at")
        .values_list("answer", flat=True)
    )


# ---------------------------------------------------------------- the mail


def test_each_has_one_mail_with_all_dates(dates, ana, program):
    clinic = OrganizationFactory(name="OSF Clinic")
    rows = ask(dates, ana, PersonFactory(email="bo@example.org"), organization=clinic)

    assert [mail.to_email for mail in mails()] == ["ana@example.org", "bo@example.org"]
    assert all(row.invited_at == NOW for row in rows)
    mail = mails()[0]
    assert mail.subject == "Invitation: Robots & more, 3 dates from Tuesday 9 March 2027"
    assert (mail.from_name, mail.reply_to) == ("Dana Okafor", "dana@example.org")
    assert mail.scope == program.mail_scope
    for part in (mail.text, mail.html):
        assert "OSF Clinic" in part
    for day in (9, 16, 23):
        assert f"- Tuesday {day} March 2027, 7:00-9:00 am\n" in mail.text
        assert f"<li>Tuesday {day} March 2027, " in mail.html
    assert mail.html.count(">7:00-9:00 am<") == 3
    assert mail.text.count("Room 12") == 1
    [address] = [line for line in mail.text.splitlines() if "://" in line]
    assert address == links.series_address(rows[:3])
    assert address in mail.html


def test_the_file_holds_all_entries_under_the_names_of_later_mails(dates, ana, program):
    dates[1].sequence = 2
    rows = ask(dates, ana)

    calendar = read_calendar(mails().get().calendar)

    assert calendar["METHOD"] == "PUBLISH"
    assert "X-WR-CALNAME" not in calendar
    for event, activity, row in zip(calendar.events, dates, rows, strict=True):
        assert str(event["UID"]) == f"{activity.uid}@partnerships"
        assert event["SEQUENCE"] == activity.sequence
        assert event["DTSTART"].dt == activity.starts_at
        assert f"{event['DTSTART'].dt:%H:%M}" == "07:00"
        assert event["LOCATION"] == "Room 12"
        assert event["ORGANIZER"] == "mailto:partnerships@example.org"
        assert "ATTENDEE" not in event
        assert event["STATUS"] == "CONFIRMED"
        assert event["URL"] == links.answer_address(row)


def test_the_file_goes_along_and_is_no_part_of_the_mail_itself(
    dates, ana, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(dates, ana)

    [sent] = mailoutbox
    parts = {part.get_content_type(): part for part in sent.message().walk()}
    file = parts["text/calendar"]
    assert (file.get_content_disposition(), file.get_filename()) == ("attachment", "calendar.ics")
    assert file.get_param("method") == "PUBLISH"
    assert len(read_calendar(file.get_payload(decode=True)).events) == 3
    assert file not in parts["multipart/alternative"].get_payload()


def test_one_date_is_the_usual_mail(dates, ana):
    [row] = ask(dates[:1], ana)

    mail = mails().get()
    assert mail.key == f"participation:{row.pk}:0"
    assert "?answer=yes" in mail.text
    assert only_event(mail.calendar)["ATTENDEE"] == "mailto:ana@example.org"


def test_nobody_is_written_to_again(dates, ana, program):
    ask(dates, ana)
    assert ask(dates, ana) == []
    assert mails().count() == 1

    later = ActivityFactory(program=program, organizer=dates[0].organizer)
    [row] = ask([*dates, later], ana)

    assert row.activity == later
    assert mails().last().subject.startswith("Invitation: ")
    assert only_event(mails().last().calendar)["SUMMARY"] == later.title


def test_who_has_no_address_is_called_and_has_one_mail_when_it_is_found(dates, ana):
    ana.email = ""
    rows = ask(dates, ana)
    assert [row.invited_at for row in rows] == [None] * 3
    assert not mails().exists()

    ana.email = "found@example.org"
    assert ask(dates, ana, now=NOW + DAY) == []

    assert mails().get().to_email == "found@example.org"
    assert set(Participation.objects.values_list("invited_at", flat=True)) == {NOW + DAY}


def test_what_differs_is_said_with_its_date(dates, ana):
    dates[0].title, dates[1].place, dates[2].note = "Rockets", "Gym", "Bring a badge."

    ask(dates, ana)

    mail = mails().get()
    assert mail.subject == "Invitation: 3 dates from Tuesday 9 March 2027"
    first, second, third = (
        part.split("\n\n")[0].strip() for part in mail.text.split("- Tuesday ")[1:]
    )
    assert first.endswith("7:00-9:00 am\n  Rockets\n  Room 12")
    assert second.endswith("7:00-9:00 am\n  Robots & more\n  Gym")
    assert third.endswith("7:00-9:00 am\n  Robots & more\n  Room 12\n  Bring a badge.")
    assert "Robots &amp; more" in mail.html


def test_each_program_and_each_organizer_writes_for_themselves(dates, ana):
    other = ActivityFactory.create_batch(2, program=ProgramFactory())
    dates[2].organizer = PersonFactory()

    ask([*dates, *other], ana)

    assert len({mail.from_name for mail in mails()}) == mails().count() == 4


def test_the_mail_is_in_the_readers_language_and_the_programs_zone(dates, ana):
    ana.language = "es"
    dates[0].program.time_zone = "America/Denver"

    ask(dates, ana)

    mail = mails().get()
    assert "martes 16 de marzo de 2027, 6:00 a 8:00 a. m." in mail.text
    assert '<html lang="es"' in mail.html


def test_a_later_change_of_one_date_is_one_mail_about_it(dates, ana):
    rows = ask(dates, ana)

    change_activity(
        dates[1],
        by=UserFactory(),
        starts_at=dates[1].starts_at + DAY,
        ends_at=dates[1].ends_at + DAY,
        now=NOW,
    )
    end_activity(
        dates[2], by=UserFactory(), state=Activity.State.CANCELLED_BY_SCHOOL, reason="Snow", now=NOW
    )

    _all, moved, off = mails()
    assert moved.key == f"participation:{rows[1].pk}:1"
    event = only_event(moved.calendar)
    assert (str(event["UID"]), event["SEQUENCE"]) == (f"{dates[1].uid}@partnerships", 1)
    assert read_calendar(moved.calendar)["METHOD"] == "REQUEST"
    assert read_calendar(off.calendar)["METHOD"] == "CANCEL"


def test_who_need_not_come_to_several_dates_hears_it_once(dates, ana):
    rows = ask(dates, ana)

    with invitations.together():
        for row in rows:
            invitations.withdraw(row, now=NOW)

    assert not Participation.objects.exists()
    mail = mails().last()
    assert mails().count() == 2
    assert mail.subject == "You need not come: Robots & more, 3 dates from Tuesday 9 March 2027"
    assert "Tuesday 23 March 2027, 7:00-9:00 am" in mail.text
    assert "calendar/answer" not in mail.text + mail.html + mail.calendar
    calendar = read_calendar(mail.calendar)
    assert [str(one["UID"]) for one in calendar.events] == [
        f"{one.uid}@partnerships" for one in dates
    ]
    assert {str(one["STATUS"]) for one in calendar.events} == {"CANCELLED"}


def test_together_what_fails_writes_nothing(dates, ana):
    with invitations.together():
        ask(dates[:1], ana)
        with pytest.raises(RuntimeError), invitations.together():  # noqa: PT012 - both in one
            ask(dates[1:2], ana)
            raise RuntimeError
        ask(dates[2:], ana)
        assert not mails().exists()

    assert "2 dates" in mails().get().subject
    assert Participation.objects.count() == 2
    with pytest.raises(RuntimeError), invitations.together():  # noqa: PT012
        ask(dates, PersonFactory())
        raise RuntimeError
    assert mails().count() == 1
    ask(dates[:1], PersonFactory())
    assert mails().count() == 2  # at once: nobody gathers any more


@pytest.mark.parametrize("many", [1, 3, 30])
def test_a_mail_costs_the_same_for_any_number_of_dates(
    program, ana, many, django_assert_num_queries
):
    dates = ActivityFactory.create_batch(many, program=program, organizer=PersonFactory())

    with django_assert_num_queries(9):
        ask(dates, ana)

    assert mails().count() == 1


# ---------------------------------------------------------------- the page


@pytest.fixture
def rows(dates, ana):
    return ask(dates, ana)


@pytest.fixture
def page(rows):
    return links.series_address(rows)


def seen(rows, **given):
    """What the page sends with a press: SEQUENCE and answer of each date, as they stood there."""
    return {f"seen-{row.pk}": f"{row.activity.sequence}-{row.answer}" for row in rows} | given


def choose(row, answer):
    return {f"answer-{row.pk}": answer}


def test_looking_changes_nothing(client, rows, page):
    for method in (client.get, client.head):
        response = method(f"{page}?all=yes")
        assert response.status_code == 200
        assert response["Cache-Control"].startswith("max-age=0")
    assert said(rows) == ["open"] * 3


def test_one_press_says_yes_to_all(client, rows, page):
    text = client.get(page).content.decode()
    assert "Yes, I will come to all 3" in text
    assert "3 dates, from Tuesday 9 March 2027 to Tuesday 23 March 2027" in text

    assert client.post(page, seen(rows, all="yes")).status_code == 302

    assert said(rows) == ["yes"] * 3
    assert all(row.answered_at == NOW for row in Participation.objects.all())
    text = client.get(page).content.decode()
    assert "Thank you" in text
    assert "Yes: 3" in text
    assert 'name="all"' not in text


def test_date_by_date_and_the_rest_with_one_press(client, rows, page):
    client.post(page, seen(rows) | choose(rows[1], "no"))
    assert said(rows) == ["open", "no", "open"]
    text = client.get(page).content.decode()
    assert "Yes to the other 2 dates" in text
    assert "2 dates wait for an answer." in text

    client.post(page, seen(rows, all="yes"))

    assert said(rows) == ["yes", "no", "yes"]


def test_pressed_twice_is_pressed_once(client, rows, page):
    for given in (seen(rows, all="yes"), seen(rows) | choose(rows[0], "yes")):
        for _ in range(2):
            assert client.post(page, given).status_code == 302

    assert [row.history.count() for row in rows] == [2] * 3


def test_what_was_said_stays_until_it_is_changed(client, rows, page):
    answers.answer(rows[0], answer=Answer.MAYBE, note="Perhaps late", now=NOW)
    text = client.get(page).content.decode()
    assert 'value="maybe" checked' in text.split(f'answer-{rows[1].pk}"')[0]

    client.post(page, seen(rows) | choose(rows[0], "maybe") | choose(rows[1], "yes"))
    client.post(page, seen(rows, all="yes"))

    assert said(rows) == ["maybe", "yes", "yes"]
    rows[0].refresh_from_db()
    assert rows[0].answer_note == "Perhaps late"


def test_what_staff_noted_meanwhile_is_not_undone_by_an_old_page(client, rows, page):
    client.post(page, seen(rows) | choose(rows[0], "yes"))
    rows[0].refresh_from_db()
    old = seen(rows) | choose(rows[0], "yes") | choose(rows[1], "maybe")
    answers.answer(rows[0], answer=Answer.NO, by=UserFactory(), now=NOW)

    assert client.post(page, old).status_code == 302

    assert said(rows) == ["no", "maybe", "open"]


def test_nothing_chosen_is_said(client, rows, page):
    response = client.post(page, seen(rows))

    assert response.status_code == 422
    assert "Please choose one of the answers." in response.content.decode()


def test_a_date_that_moved_meanwhile_is_asked_again(client, rows, page):
    given = seen(rows, all="yes")
    moved = rows[1].activity
    change_activity(
        moved, by=UserFactory(), starts_at=moved.starts_at + DAY, ends_at=moved.ends_at + DAY
    )

    response = client.post(page, given)

    assert response.status_code == 422
    assert said(rows) == ["yes", "open", "yes"]
    text = response.content.decode()
    assert "The time or place has just changed. Please look at it again." in text
    assert "Wednesday 17 March 2027" in text
    moved.refresh_from_db()
    client.post(page, given | {f"seen-{rows[1].pk}": f"{moved.sequence}-open"})
    assert said(rows) == ["yes"] * 3


def test_what_is_over_or_called_off_is_shown_and_cannot_be_answered(client, rows, page, clock):
    end_activity(
        rows[1].activity,
        by=UserFactory(),
        state=Activity.State.CANCELLED_BY_SCHOOL,
        reason="Snow",
        now=NOW,
    )
    clock.move_to(rows[0].activity.ends_at)
    text = client.get(page).content.decode()
    assert "Called off: Snow" in text
    assert "Yes, I will come" in text
    assert "to all" not in text
    assert text.count('type="radio"') == 3

    client.post(page, seen(rows, all="yes"))

    assert said(rows) == ["open", "open", "yes"]
    assert client.post(page, seen(rows) | choose(rows[0], "yes")).status_code == 422
    assert said(rows) == ["open", "open", "yes"]


def test_the_link_is_over_with_the_last_date(client, rows, page, clock):
    answers.answer(rows[0], answer=Answer.YES, now=NOW)
    clock.move_to(rows[2].activity.ends_at)

    text = client.get(page).content.decode()

    assert "These dates are over" in text
    assert "Your answer was: Yes." in text
    assert "<button" not in text
    client.post(page, seen(rows, all="no"))
    assert said(rows) == ["yes", "open", "open"]


def test_a_link_is_for_its_dates_alone(client, rows, page, ana, program):
    other = ParticipationFactory(activity__program=program, person=ana)

    client.post(page, seen([*rows, other], all="yes") | choose(other, "yes"))

    assert said([other]) == ["open"]
    for token in (links.answer_token(rows[0]), links.series_token(rows)[:-1], "broken"):
        address = reverse("calendar_links:series", args=[token])
        assert client.get(address).status_code == 404
    single = reverse("calendar_links:answer", args=[links.series_token(rows)])
    assert client.get(single).status_code == 404


def test_a_date_they_are_not_asked_to_any_more_goes_from_the_page(client, rows, page):
    invitations.withdraw(rows[0], now=NOW)
    text = client.get(page).content.decode()
    assert "Tuesday 9 March" not in text
    assert "Yes, I will come to all 2" in text

    for row in rows[1:]:
        invitations.withdraw(row, now=NOW)

    assert client.get(page).status_code == 404


def test_who_has_left_is_told_so(client, dates, ana):
    clinic = OrganizationFactory(name="OSF Clinic")
    AffiliationFactory(person=ana, organization=clinic, ended_on=NOW.date() - DAY)
    rows = ask(dates, ana, organization=clinic)
    page = links.series_address(rows)

    text = client.get(page).content.decode()

    assert "You are no longer listed at OSF Clinic" in text
    assert "<button" not in text
    client.post(page, seen(rows, all="yes"))
    assert said(rows) == ["open"] * 3


def test_an_answer_that_is_none_is_refused(client, rows, page):
    assert client.post(page, seen(rows) | choose(rows[0], "open")).status_code == 302
    assert client.post(page, seen(rows) | choose(rows[0], "perhaps")).status_code == 422
    assert client.post(page, seen(rows, all="perhaps")).status_code == 422
    assert said(rows) == ["open"] * 3


def test_the_page_is_in_the_language_of_the_person(client, rows, page, ana):
    ana.language = "es"
    ana.save()

    text = client.get(page).content.decode()

    assert '<html lang="es"' in text
    assert "martes 16 de marzo de 2027" in text
    assert "7:00 a 9:00 a. m." in text
    assert "¿Vendrá usted?" in text


def test_who_is_signed_in_as_somebody_else_reads_for_whom_it_counts(client, page, coordinator):
    client.force_login(coordinator)

    assert "the answer counts for the person named here" in client.get(page).content.decode()


# ---------------------------------------------------------------- substitutes


@pytest.fixture
def board(program, dana):
    """A member with a substitute who is asked to three meetings."""
    seat = SeatFactory(
        board__program=program,
        representative=PersonFactory(name="Mo Rep", email="mo@example.org"),
        substitute=PersonFactory(name="Su Stand", email="su@example.org"),
    )
    meetings = [
        MeetingFactory(
            board=seat.board,
            activity=ActivityFactory(
                program=program,
                kind=Kind.BOARD_MEETING,
                starts_at=NOW + timedelta(days=7 * place),
                organizer=dana,
            ),
        )
        for place in (1, 2, 3)
    ]
    rows = ask(
        [one.activity for one in meetings],
        seat.representative,
        organization=seat.organization,
        role=Role.MEMBER,
    )
    Message.objects.all().delete()
    return rows


def test_a_substitute_is_sent_to_several_dates_with_one_mail(client, board):
    page = links.series_address(board)
    assert client.get(page).content.decode().count("My substitute comes: Su Stand") == 3

    client.post(page, seen(board) | choose(board[0], "substitute") | choose(board[2], "substitute"))

    mail = mails().get()
    assert mail.to_email == "su@example.org"
    assert "2 dates" in mail.subject
    assert "Mo Rep cannot come and names you to come instead." in mail.text
    assert "We have written to Su Stand." in client.get(page).content.decode()

    for row in board:
        row.refresh_from_db()
    client.post(page, seen(board) | choose(board[0], "yes") | choose(board[2], "yes"))

    assert mails().count() == 2
    assert mails().last().subject.startswith("You need not come: ")
    assert "we have a new answer from Mo Rep" in mails().last().text


def test_who_sent_a_substitute_hears_once_that_they_cannot_come_to_several_dates(client, board):
    client.post(links.series_address(board), seen(board, all="substitute"))
    sent = list(Participation.objects.filter(role=Role.SUBSTITUTE).select_related("activity"))
    Message.objects.all().delete()

    client.post(links.series_address(sent), seen(sent, all="no"))

    mail = mails().get()
    assert mail.to_email == "mo@example.org"
    assert mail.subject.startswith("Su Stand cannot come: ")
    assert "3 dates" in mail.subject
    assert links.series_address(board) in mail.text
    assert not mail.calendar


def test_a_substitute_who_comes_already_is_offered_for_the_other_dates(client, board):
    substitute = answers.substitute_of(board[0])
    ParticipationFactory(activity=board[1].activity, person=substitute)

    text = client.get(links.series_address(board)).content.decode()

    assert text.count("My substitute comes: Su Stand") == 2


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_dates(
    client, rows, board, many, django_assert_num_queries
):
    with django_assert_num_queries(1):
        client.get(links.series_address(rows[:many]))
    with django_assert_num_queries(6):
        client.get(links.series_address(board[:many]))
