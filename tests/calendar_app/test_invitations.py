"""Invitations by mail, with their iCalendar part: new, changed, called off, withdrawn."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from calendar_app.domain import answers, invitations, links
from calendar_app.domain.activities import change_activity, end_activity
from calendar_app.models import Activity, Participation
from notifications.models import Message
from tests.calendar_app.ics_reading import only_event, read_calendar
from tests.factories import (
    NOW,
    ActivityFactory,
    OrganizationFactory,
    ParticipationFactory,
    PersonFactory,
    UserFactory,
)

Answer, Role = Participation.Answer, Participation.Role
pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(program):
    return ActivityFactory(
        program=program,
        title="Meeting, spring; Núñez & Café 🎓",
        place="OSF, 12 Main St; Peoria",
        note="Bring a badge.\nPark, please, behind the house.",
        starts_at=datetime(2027, 3, 16, 7, tzinfo=program.zone),
        organizer=PersonFactory(name='Dana "Di" Okafor, RN', email="dana@example.org"),
    )


def ask(activity, *people, organization=None, role=Role.GUEST):
    with transaction.atomic():
        return invitations.invite(
            activity, people=[(one, organization, role) for one in people], now=NOW
        )


def mails(**fields):
    return Message.objects.filter(**fields).order_by("pk")


def test_each_gets_one_invitation_that_calendars_understand(activity, program):
    person = PersonFactory(name="Ana Núñez, Dr.; “A” 🎓", prefix="Dr.", email="ana@example.org")
    clinic = OrganizationFactory(name="OSF Clinic")

    [participation] = ask(activity, person, organization=clinic, role=Role.SPEAKER)

    assert participation.invited_at == NOW
    assert (participation.organization, participation.role) == (clinic, Role.SPEAKER)
    assert participation.history.count() == 1
    mail = mails().get()
    assert mail.to_email == "ana@example.org"
    assert mail.reply_to == "dana@example.org"
    assert mail.scope == program.mail_scope
    assert mail.subject == f"Invitation: {activity.title}, Tuesday 16 March 2027"
    for part in (mail.text, mail.html):
        assert "Tuesday 16 March 2027, 7:00-9:00 am" in part
        assert "OSF Clinic" in part
        assert "?answer=yes" in part
        assert "?answer=no" in part
        assert "?answer=maybe" in part
    assert "Núñez & Café" in mail.text
    assert "Núñez &amp; Café" in mail.html
    calendar = read_calendar(mail.calendar)
    assert calendar["METHOD"] == "REQUEST"
    event = only_event(mail.calendar)
    assert str(event["UID"]) == f"{activity.uid}@partnerships"
    assert event["SEQUENCE"] == 0
    assert event["SUMMARY"] == activity.title
    assert event["LOCATION"] == activity.place
    assert str(event["DESCRIPTION"]).startswith(activity.note)
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:partnerships@example.org"
    assert event["ORGANIZER"].params["CN"] == "Dana 'Di' Okafor, RN"
    assert event["ATTENDEE"] == "mailto:ana@example.org"
    assert event["ATTENDEE"].params["CN"] == "Ana Núñez, Dr.; “A” 🎓"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_the_calendar_part_goes_over_the_wire_with_its_method(
    activity, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(activity, PersonFactory())

    [sent] = mailoutbox
    parts = {part.get_content_type(): part for part in sent.message().walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    body = parts["text/calendar"].get_payload(decode=True)
    assert only_event(body)["SUMMARY"] == activity.title


def test_nothing_is_queued_if_the_transaction_fails(activity):
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - both in one
        invitations.invite(activity, people=[(PersonFactory(), None, Role.GUEST)], now=NOW)
        raise RuntimeError

    assert not mails().exists()


def test_who_was_asked_already_is_not_asked_again(activity):
    person = PersonFactory()
    ask(activity, person, person)

    assert ask(activity, person) == []
    assert mails().count() == 1


@pytest.mark.parametrize("address", ["", "no address"])
def test_who_has_no_address_is_on_the_list_and_written_to_later(activity, address):
    person = PersonFactory(email=address)

    [participation] = ask(activity, person)

    assert participation.invited_at is None
    assert not mails().exists()
    person.email = "found@example.org"
    assert ask(activity, person) == []
    participation.refresh_from_db()
    assert participation.invited_at == NOW
    assert mails().get().to_email == "found@example.org"


def test_an_organizer_without_an_address_stops_nobody(activity):
    activity.organizer.email = ""

    ask(activity, PersonFactory())

    assert mails().get().reply_to == ""


def test_another_time_asks_everybody_again(activity):
    coming, declining, silent, sending, unreachable = (
        ParticipationFactory(
            activity=activity, answer=said, answered_at=NOW, answer_note="Word", invited_at=invited
        )
        for said, invited in [
            (Answer.YES, NOW),
            (Answer.NO, NOW),
            (Answer.OPEN, NOW),
            (Answer.SUBSTITUTE, NOW),
            (Answer.YES, None),
        ]
    )

    change_activity(
        activity,
        by=UserFactory(),
        starts_at=activity.starts_at + timedelta(days=1),
        ends_at=activity.ends_at + timedelta(days=1),
        now=NOW,
    )

    told = [coming, declining, silent, sending]
    assert {mail.to_email for mail in mails()} == {one.person.email for one in told}
    for one in [coming, declining, silent, unreachable]:
        one.refresh_from_db()
        assert one.answer == Answer.OPEN
    assert (coming.answered_at, coming.answer_note) == (None, "")
    assert coming.history.count() == 2
    sending.refresh_from_db()
    assert sending.answer == Answer.SUBSTITUTE
    mail = mails(to_email=coming.person.email).get()
    assert mail.subject.startswith("New time: ")
    assert "Wednesday 17 March 2027, 7:00-9:00 am" in mail.text
    assert "(was: Tuesday 16 March 2027, 7:00-9:00 am)" in mail.text
    event = only_event(mail.calendar)
    assert str(event["UID"]) == f"{activity.uid}@partnerships"
    assert event["SEQUENCE"] == 1
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert "Your substitute was told" in mails(to_email=sending.person.email).get().text


def test_another_place_is_told_to_those_who_may_come_and_asks_nobody(activity):
    coming, _declining, _sending = (
        ParticipationFactory(activity=activity, answer=said, invited_at=NOW)
        for said in (Answer.YES, Answer.NO, Answer.SUBSTITUTE)
    )

    change_activity(activity, by=UserFactory(), place="Room 4", now=NOW)

    mail = mails().get()
    assert mail.to_email == coming.person.email
    assert mail.subject.startswith("New place: ")
    assert f"(was: {activity.place})" in mail.text
    assert only_event(mail.calendar)["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    coming.refresh_from_db()
    assert coming.answer == Answer.YES


def test_a_typo_is_told_to_nobody(activity):
    ParticipationFactory(activity=activity, invited_at=NOW)

    change_activity(activity, by=UserFactory(), title="Meeting in spring", now=NOW)

    assert not mails().exists()


def test_calling_off_takes_it_out_of_every_calendar(activity):
    people = [
        ParticipationFactory(activity=activity, answer=said, invited_at=NOW)
        for said in (Answer.YES, Answer.NO)
    ]
    ParticipationFactory(activity=activity)  # never told

    end_activity(
        activity,
        by=UserFactory(),
        state=Activity.State.CANCELLED_BY_SCHOOL,
        reason="Snow",
        now=NOW,
    )

    assert [mail.to_email for mail in mails()] == [one.person.email for one in people]
    mail = mails()[0]
    assert mail.subject.startswith("Called off: ")
    assert "Why: Snow" in mail.text
    assert read_calendar(mail.calendar)["METHOD"] == "CANCEL"
    event = only_event(mail.calendar)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "answer=" not in mail.text


def test_one_mail_for_each_sequence(activity):
    [participation] = ask(activity, PersonFactory())
    for _ in range(2):
        with transaction.atomic():
            invitations.announce_cancellation(activity, now=NOW)

    assert [mail.key for mail in mails()] == [f"participation:{participation.pk}:0"]


def test_who_is_asked_no_more_hears_of_it(activity):
    [participation] = ask(activity, PersonFactory())

    with transaction.atomic():
        invitations.withdraw(participation, now=NOW)

    assert not Participation.objects.exists()
    mail = mails().last()
    assert mail.subject.startswith("You need not come: ")
    assert only_event(mail.calendar)["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("day", "offset"),
    [((2027, 3, 9), -6), ((2027, 3, 16), -5), ((2027, 11, 2), -5), ((2027, 11, 9), -6)],
)
def test_seven_in_the_morning_stays_seven_across_the_clock_change(program, day, offset):
    seven = datetime(*day, 7, tzinfo=program.zone)
    activity = ActivityFactory(program=program, starts_at=seven)
    ask(activity, PersonFactory())

    start = only_event(mails().get().calendar)["DTSTART"]
    assert start.params["TZID"] == "America/Chicago"
    assert f"{start.dt:%H:%M}" == "07:00"
    assert start.dt.utcoffset() == timedelta(hours=offset)


def test_another_zone_is_named_and_defined(activity):
    activity.program.time_zone = "America/Denver"
    ask(activity, PersonFactory())

    mail = mails().get()
    assert only_event(mail.calendar)["DTSTART"].params["TZID"] == "America/Denver"
    assert "6:00-8:00 am" in mail.text


@pytest.mark.parametrize("people", [1, 3, 50])
def test_few_queries_for_each_who_is_asked(activity, django_assert_num_queries, people):
    invited = PersonFactory.create_batch(people)

    with django_assert_num_queries(5 + 4 * people), transaction.atomic():
        invitations.invite(activity, people=[(one, None, Role.GUEST) for one in invited], now=NOW)

    assert mails().count() == people


@pytest.mark.parametrize("people", [1, 3])
def test_few_queries_for_each_who_is_told_of_a_change(activity, django_assert_num_queries, people):
    ask(activity, *PersonFactory.create_batch(people))
    activity.sequence = 1

    with django_assert_num_queries(4 + 4 * people), transaction.atomic():
        invitations.announce_change(activity, asks_again=True, now=NOW)

    assert mails(subject__startswith="New time").count() == people


# ---------------------------------------------------------------- a substitute who cannot come


@pytest.fixture
def stand_in(program):
    """Somebody who was asked to come in the place of a member."""
    activity = ActivityFactory(program=program, title="Board", place="Room 12")
    member = ParticipationFactory(
        activity=activity,
        person__name="Ana Ruiz",
        person__email="ana@example.org",
        answer=Answer.SUBSTITUTE,
    )
    return ParticipationFactory(
        activity=activity,
        person__name="Bo Lind",
        person__email="bo@example.org",
        role=Participation.Role.SUBSTITUTE,
        stands_in_for=member,
        invited_at=NOW,
    )


def test_who_sent_a_substitute_hears_that_they_cannot_come(stand_in):
    answers.answer(stand_in, answer=Answer.NO, note="On leave", now=NOW)

    mail = Message.objects.get(to_email="ana@example.org")
    assert mail.subject.startswith("Bo Lind cannot come: Board, ")
    assert "On leave" in mail.text
    assert links.answer_address(stand_in.stands_in_for) in mail.text


def test_they_hear_it_once_and_only_of_a_no(stand_in):
    for said in (Answer.YES, Answer.MAYBE):
        answers.answer(stand_in, answer=said, now=NOW)
    assert not Message.objects.filter(to_email="ana@example.org").exists()

    for _ in range(2):
        answers.answer(stand_in, answer=Answer.NO, now=NOW)

    assert Message.objects.filter(to_email="ana@example.org").count() == 1


def test_a_member_who_comes_after_all_takes_the_substitute_back(stand_in):
    member = stand_in.stands_in_for
    answers.answer(stand_in, answer=Answer.NO, now=NOW)

    answers.answer(member, answer=Answer.YES, now=NOW)

    assert not Participation.objects.filter(pk=stand_in.pk).exists()
    assert Message.objects.filter(to_email="bo@example.org").count() == 1


def test_mail_and_page_are_in_the_language_of_the_person(client, stand_in):
    person = stand_in.stands_in_for.person
    person.language = "es"
    person.save()

    answers.answer(stand_in, answer=Answer.NO, now=NOW)
    page = client.get(links.answer_address(stand_in.stands_in_for)).content.decode()

    mail = Message.objects.get(to_email="ana@example.org")
    assert mail.subject.startswith("Bo Lind no puede venir: Board, ")
    assert "¿Vendrá usted?" in mail.text
    assert '<html lang="es"' in mail.html
    assert '<html lang="es"' in page
    assert "Irá mi suplente" in page


def test_an_invitation_in_spanish(program):
    activity = ActivityFactory(program=program, title="Consejo")
    person = PersonFactory(email="ana@example.org", language="es")

    invitations.invite(activity, people=[(person, None, "member")], now=NOW)

    mail = Message.objects.get()
    assert mail.subject.startswith("Invitación: Consejo, ")
    assert "Sí, iré: " in mail.text
    assert "Will you" not in mail.text + mail.html
