"""Reminders: when, to whom, what they say, and each once (SPEC 3.5)."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from calendar_app.domain import papers, reminders
from calendar_app.domain.activities import change_activity, end_activity
from calendar_app.domain.papers import Papers
from calendar_app.domain.reminders import due_time, send_due, set_reminders
from calendar_app.models import Activity, Participation, Reminder
from calendar_app.tasks import send_reminders
from notifications.models import Attachment, Message
from tests.factories import (
    NOW,
    ActivityFactory,
    OrganizationFactory,
    ParticipationFactory,
    PersonFactory,
    ProgramFactory,
    ReminderFactory,
)

pytestmark = pytest.mark.django_db

Answer = Participation.Answer


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Nothing leaves the outbox: tests look at what is in it."""
    monkeypatch.setattr("notifications.domain.delivery.deliver_due", lambda: False)


@pytest.fixture
def activity(program):
    organizer = PersonFactory(name="Dana Okafor", email="dana@example.org")
    return ActivityFactory(
        program=program,
        title="Tour of O'Brien & Sons",
        starts_at=NOW + timedelta(days=2),
        organizer=organizer,
        place="12 Main St, Peoria",
    )


@pytest.fixture
def reminder(activity):
    return ReminderFactory(activity=activity)


def ask(activity, email, **fields):
    """Somebody invited; the address names them."""
    name = fields.pop("name", email.partition("@")[0].title() or "Kim")
    person = PersonFactory(email=email, name=name, language=fields.pop("language", "en"))
    return ParticipationFactory(
        activity=activity, person=person, **{"invited_at": NOW - timedelta(days=9), **fields}
    )


def reminded():
    mail = Message.objects.filter(key__startswith="reminder:").order_by("pk")
    return list(mail.values_list("to_email", flat=True))


def mail_to(email):
    return Message.objects.get(to_email=email, key__startswith="reminder:")


# ---------------------------------------------------------------- to whom


def test_who_did_not_decline_and_the_organizer_get_one_each(activity, reminder):
    for answer in [Answer.OPEN, Answer.YES, Answer.MAYBE, Answer.NO]:
        ask(activity, f"{answer.value}@example.org", answer=answer)

    outcome = send_due()

    assert reminded() == [
        *("open@example.org", "yes@example.org", "maybe@example.org", "dana@example.org")
    ]
    assert (outcome.due, outcome.queued, outcome.skipped) == (1, 4, {})


def test_the_substitute_is_reminded_instead(activity, reminder):
    member = ask(activity, "member@example.org", name="Kim Tran", answer=Answer.SUBSTITUTE)
    ask(activity, "sub@example.org", role="substitute", stands_in_for=member)

    send_due()

    assert reminded() == ["sub@example.org", "dana@example.org"]
    assert "You come in the place of Kim Tran." in mail_to("sub@example.org").text


def test_a_substitute_who_declined_is_left_in_peace_and_so_is_the_member(activity, reminder):
    member = ask(activity, "member@example.org", answer=Answer.SUBSTITUTE)
    ask(
        activity,
        "sub@example.org",
        role="substitute",
        stands_in_for=member,
        answer=Answer.NO,
    )

    send_due()

    assert reminded() == ["dana@example.org"]


def test_a_substitute_whose_member_comes_after_all_is_not_reminded(activity, reminder):
    member = ask(activity, "member@example.org", answer=Answer.YES)
    ask(activity, "sub@example.org", role="substitute", stands_in_for=member)

    send_due()

    assert reminded() == ["member@example.org", "dana@example.org"]


def test_a_substitute_nobody_named_yet_is_asked_of_the_member(activity, reminder):
    ask(activity, "member@example.org", answer=Answer.SUBSTITUTE)

    send_due()

    assert "we do not know who" in mail_to("member@example.org").text


def test_who_has_no_address_or_was_not_invited_is_passed_over_with_the_reason(activity, reminder):
    ask(activity, "", name="No Address", invited_at=None)
    ask(activity, "not an address")
    ask(activity, "later@example.org", invited_at=None)
    ask(activity, "phoned@example.org", invited_at=None, answer=Answer.YES)

    outcome = send_due()

    assert reminded() == ["phoned@example.org", "dana@example.org"]
    assert outcome.skipped == {
        "no e-mail address": 1,
        "not an e-mail address": 1,
        "not invited yet": 1,
    }


def test_an_organizer_on_the_list_gets_one_and_none_after_declining(activity, reminder):
    row = ParticipationFactory(activity=activity, person=activity.organizer)
    send_due()
    assert reminded() == ["dana@example.org"]

    row.answer = Answer.NO
    row.save()
    ReminderFactory(activity=activity, days_before=1)
    send_due()
    assert reminded() == ["dana@example.org"]


def test_an_address_that_is_none_does_not_stop_the_others(activity, reminder):
    activity.organizer.email = "dana at school"
    activity.organizer.save()
    ask(activity, "kim@example.org")

    assert send_due().skipped == {"not an e-mail address": 1}
    assert mail_to("kim@example.org").reply_to == ""


# ---------------------------------------------------------------- what it says


def test_it_says_when_where_and_with_whom(activity, reminder):
    activity.organization = OrganizationFactory(name="River Clinic")
    activity.starts_at = datetime(2027, 12, 8, 13, tzinfo=UTC)
    activity.ends_at = activity.starts_at + timedelta(hours=2)
    activity.note = "Bring <closed> shoes."
    activity.save()
    ask(activity, "kim@example.org", name="Kim Tran")

    send_due(now=datetime(2027, 12, 7, 13, tzinfo=UTC))

    mail = mail_to("kim@example.org")
    assert mail.subject == "Reminder: Tour of O'Brien & Sons, Wednesday 8 December 2027"
    assert (mail.from_name, mail.reply_to) == ("Dana Okafor", "dana@example.org")
    assert (mail.kind, mail.scope) == ("work", activity.program.mail_scope)
    assert mail.text.startswith("Hello Kim Tran,\n\nTour of O'Brien & Sons is tomorrow.\n")
    for words in ["7:00-9:00 am", "12 Main St, Peoria", "River Clinic", "Bring <closed> shoes."]:
        assert words in mail.text
    assert "O'Brien &amp; Sons is tomorrow." in mail.html
    assert "Bring &lt;closed&gt; shoes." in mail.html
    assert "gap" not in mail.text + mail.html
    assert "\n\n\n" not in mail.text


@pytest.mark.parametrize(
    ("hours", "words"), [(30, "tomorrow."), (2, "today."), (24 * 13, "in 13 days.")]
)
def test_it_says_how_soon_by_the_calendar_of_the_program(activity, reminder, hours, words):
    activity.starts_at = datetime(2027, 12, 8, 20, tzinfo=UTC)
    activity.ends_at = activity.starts_at + timedelta(hours=1)
    activity.save()

    send_due(now=activity.starts_at - timedelta(hours=hours))

    assert words in mail_to("dana@example.org").text


def test_each_reader_has_their_own_name_and_link(activity, reminder):
    rows = [ask(activity, "kim@example.org"), ask(activity, "lee@example.org", name="<Lee>")]

    send_due()

    kim, lee = mail_to("kim@example.org"), mail_to("lee@example.org")
    assert "Hello <Lee>," in lee.text
    assert "Hello &lt;Lee&gt;," in lee.html
    from calendar_app.domain.links import answer_address  # noqa: PLC0415 - only here

    addresses = [answer_address(row) for row in rows]
    assert [addresses[0] in kim.text, addresses[1] in kim.text] == [True, False]
    assert f'href="{addresses[1]}?answer=yes"' in lee.html


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("open", "We have no answer from you yet."),
        ("yes", "You said that you come."),
        ("maybe", "You said maybe."),
    ],
)
def test_it_speaks_of_the_answer_given(activity, reminder, answer, words):
    ask(activity, "kim@example.org", answer=answer)

    send_due()

    assert words in mail_to("kim@example.org").text


def test_the_organizer_reads_who_comes(activity, reminder):
    for number, answer in enumerate([Answer.YES, Answer.YES, Answer.NO]):
        ask(activity, f"p{number}@example.org", answer=answer)

    send_due()

    text = mail_to("dana@example.org").text
    assert "Yes: 2\nNo: 1\n" in text
    assert f"https://partners.example.org{activity.get_absolute_url()}" in text


@pytest.fixture
def with_papers(monkeypatch):
    def provide(activity):
        return Papers(
            agenda=lambda: ["Minutes", "Budget & tools"],
            links=[("Agenda online", "https://partners.example.org/agenda")],
            files=[("Agenda.pdf", b"%PDF-1.7")],
            personal=lambda person: [("Budget", f"https://partners.example.org/{person.pk}")],
        )

    monkeypatch.setitem(papers.PROVIDERS, "site_visit", provide)


def test_agenda_links_and_papers_go_along_and_a_file_is_kept_once(activity, reminder, with_papers):
    rows = [ask(activity, "kim@example.org"), ask(activity, "lee@example.org")]

    send_due()

    text = mail_to("lee@example.org").text
    assert "1. Minutes\n2. Budget & tools\n" in text
    assert "Agenda online: https://partners.example.org/agenda" in text
    assert f"Budget: https://partners.example.org/{rows[1].person_id}\n" in text
    files = Attachment.objects.order_by("message")
    assert [file.message.to_email for file in files] == reminded()
    assert len({file.file.name for file in files}) == 1
    assert (files[0].name, files[0].content_type) == ("Agenda.pdf", "application/pdf")
    with files[0].file.open() as file:
        assert file.read() == b"%PDF-1.7"


# ---------------------------------------------------------------- each once


def test_a_second_run_queues_nothing(activity, reminder):
    ask(activity, "kim@example.org")
    send_due()

    outcome = send_due()

    assert (outcome.due, outcome.queued) == (0, 0)
    assert len(reminded()) == 2


def test_who_has_mail_already_is_passed_over_when_a_worker_died(activity, reminder, monkeypatch):
    """The worker died between two batches; its lease ran out."""
    for number in range(5):
        ask(activity, f"p{number}@example.org")
    monkeypatch.setattr(reminders, "BATCH", 2)
    mailing = reminders.prepare_mailing(activity, now=NOW)
    claimed = reminders.claim(reminder.pk, now=NOW)
    reminders._send_batch(claimed, mailing, after=0, now=NOW, outcome=reminders.Outcome())
    assert len(reminded()) == 2
    assert send_due().due == 0

    Reminder.objects.update(claimed_at=NOW - timedelta(minutes=3))
    outcome = send_due()

    assert (outcome.due, outcome.queued) == (1, 4)
    assert len(reminded()) == len(set(reminded())) == 6


def test_a_lost_claim_writes_nothing_more(activity, reminder):
    ask(activity, "kim@example.org")
    claimed = reminders.claim(reminder.pk, now=NOW)
    Reminder.objects.update(claimed_at=NOW - timedelta(seconds=1))

    reminders._send_claimed(claimed, now=NOW, outcome=reminders.Outcome())

    assert reminded() == []


def test_one_worker_gets_a_reminder(reminder):
    assert reminders.claim(reminder.pk, now=NOW)
    assert reminders.claim(reminder.pk, now=NOW) is None


def test_a_claim_from_the_future_is_that_of_a_clock_set_back(reminder):
    Reminder.objects.update(claimed_at=NOW + timedelta(minutes=50))

    assert reminders.claim(reminder.pk, now=NOW)


def test_a_clock_set_back_does_not_send_again(activity, reminder, clock):
    send_due()

    clock.move_to(NOW - timedelta(hours=1), tick=False)
    assert send_due().due == 0
    clock.move_to(NOW, tick=False)
    assert send_due().due == 0
    assert reminded() == ["dana@example.org"]


def test_it_waits_until_it_is_due(reminder):
    assert send_due(now=reminder.due_at - timedelta(seconds=1)).due == 0
    assert send_due(now=reminder.due_at).due == 1


def test_papers_that_fail_stop_no_other_reminder(activity, reminder, monkeypatch, caplog):
    def fail(activity):
        raise OSError("a paper is gone")

    monkeypatch.setitem(papers.PROVIDERS, "board_meeting", fail)
    board = ActivityFactory(kind="board_meeting", program=activity.program)
    ReminderFactory(activity=board, due_at=NOW - timedelta(days=1))

    outcome = send_due()

    assert outcome.skipped == {"failed, tried again later": 1}
    assert reminded() == ["dana@example.org"]
    assert "a paper is gone" in caplog.text


def test_after_its_turn_it_stops_and_asks_to_be_called_again(activity, monkeypatch):
    ReminderFactory(activity=activity)
    ReminderFactory(activity=ActivityFactory())
    runs = []
    send = reminders.send_due

    def send_in_no_time(**options):
        runs.append(send(seconds=-1 if len(runs) == 0 else None))
        return runs[-1]

    monkeypatch.setattr(reminders, "send_due", send_in_no_time)
    send_reminders()

    assert [(run.due, run.more) for run in runs] == [(0, True), (2, False)]


# ---------------------------------------------------------------- what is no longer useful


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": "cancelled_by_partner"}, "called off"),
        ({"state": "completed"}, "begun or over"),
        ({"starts_at": NOW, "ends_at": NOW + timedelta(hours=1)}, "begun or over"),
    ],
)
def test_what_is_no_longer_useful_is_not_sent(activity, reminder, changes, reason):
    Activity.objects.filter(pk=activity.pk).update(**changes)

    outcome = send_due()

    assert (outcome.due, outcome.queued, outcome.skipped) == (1, 0, {reason: 1})
    assert send_due().due == 0


def test_a_missed_day_is_caught_up_and_only_the_latest_is_sent(activity):
    for days in [14, 7, 2]:
        ReminderFactory(
            activity=activity, days_before=days, due_at=NOW - timedelta(days=days, hours=1)
        )

    outcome = send_due()

    assert (outcome.due, outcome.queued) == (3, 1)
    assert outcome.skipped == {"a later reminder is due as well": 2}


def test_called_off_what_waits_does_not_go(activity, reminder, coordinator):
    ask(activity, "kim@example.org")
    send_due()
    Message.objects.filter(to_email="dana@example.org").update(attempts=1)

    end_activity(activity, by=coordinator, state="cancelled_by_school", reason="Snow")

    assert reminded() == ["dana@example.org"]


# ---------------------------------------------------------------- moved


def move(activity, by, **delta):
    return change_activity(
        activity,
        by=by,
        starts_at=activity.starts_at + timedelta(**delta),
        ends_at=activity.ends_at + timedelta(**delta),
    )


def sent():
    """The outbox has sent all that waits."""
    Message.objects.update(state="sent", attempts=1)


def test_moved_before_it_is_due_it_waits_for_the_new_day(activity, coordinator):
    with transaction.atomic():
        set_reminders(activity, days=[1], now=NOW)

    move(activity, coordinator, days=7)

    row = activity.reminders.get()
    assert (row.occasion, row.due_at) == (0, due_time(activity, 1) + timedelta(days=7))


def test_moved_after_it_went_out_everybody_gets_one_for_the_new_day(
    activity, reminder, coordinator
):
    ask(activity, "kim@example.org")
    send_due()
    sent()

    activity = move(activity, coordinator, days=7)
    assert send_due().due == 0
    send_due(now=due_time(activity, 2))

    assert sorted(reminded()) == sorted(["kim@example.org", "dana@example.org"] * 2)


def test_moved_while_it_went_out_who_was_told_hears_of_the_new_day_too(
    activity, reminder, coordinator, monkeypatch
):
    """Two of four have theirs when it moves by a week: the others get only one, of the new day."""
    for number in range(3):
        ask(activity, f"p{number}@example.org")
    monkeypatch.setattr(reminders, "BATCH", 2)
    claimed = reminders.claim(reminder.pk, now=NOW)
    mailing = reminders.prepare_mailing(activity, now=NOW)
    outcome = reminders.Outcome()
    reminders._send_batch(claimed, mailing, after=0, now=NOW, outcome=outcome)
    sent()

    activity = move(activity, coordinator, days=7)
    changed = reminders.prepare_mailing(activity, now=NOW)
    with pytest.raises(reminders._LostError):
        reminders._send_batch(claimed, changed, after=0, now=NOW, outcome=outcome)
    assert len(reminded()) == 2
    send_due(now=due_time(activity, 2))

    assert sorted(reminded()) == sorted(
        ["p0@example.org", "p1@example.org"] * 2 + ["p2@example.org", "dana@example.org"]
    )


def test_moved_by_an_hour_while_it_goes_out_nobody_is_told_twice(
    activity, reminder, coordinator, monkeypatch
):
    """Its new time to remind is past as well: the rest gets the new hour."""
    for number in range(3):
        ask(activity, f"p{number}@example.org")
    monkeypatch.setattr(reminders, "BATCH", 2)
    send_batch = reminders._send_batch
    moved = []

    def move_after_the_first_two(*args, **options):
        after = send_batch(*args, **options)
        if not moved:
            sent()
            moved.append(move(activity, coordinator, hours=1))
        return after

    monkeypatch.setattr(reminders, "_send_batch", move_after_the_first_two)

    outcome = send_due()

    assert len(reminded()) == len(set(reminded())) == 4
    assert outcome.queued == 4
    hours = [mail_to(email).text.count("7:00-9:00 am") for email in reminded()]
    assert hours == [0, 0, 1, 1]


def test_mail_of_the_old_place_that_waits_is_written_anew(activity, reminder, coordinator):
    ask(activity, "kim@example.org")
    send_due()
    Message.objects.filter(to_email="dana@example.org").update(state="sent", attempts=1)

    change_activity(activity, by=coordinator, place="Town hall")
    assert reminded() == ["dana@example.org"]
    send_due()

    assert reminded() == ["dana@example.org", "kim@example.org"]
    assert "Town hall" in mail_to("kim@example.org").text


def test_mail_that_was_tried_may_have_gone_so_it_is_not_written_anew(
    activity, reminder, coordinator
):
    send_due()
    Message.objects.update(attempts=1)

    change_activity(activity, by=coordinator, place="Town hall")
    send_due()

    assert "12 Main St" in mail_to("dana@example.org").text


# ---------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # Six in the morning stays six, whatever the clocks do in between.
        ("2026-11-02T13:00+00:00", 2, "2026-10-31T11:00+00:00"),  # 7 am CST, from CDT
        ("2027-03-15T12:00+00:00", 2, "2027-03-13T12:00+00:00"),  # 7 am CDT, from CST
        ("2026-12-08T13:00+00:00", 0, "2026-12-08T12:00+00:00"),
        # An hour before, if it begins before morning; also in the night of a clock change.
        ("2026-12-08T10:00+00:00", 0, "2026-12-08T09:00+00:00"),
        ("2027-03-14T08:30+00:00", 0, "2027-03-14T07:30+00:00"),
    ],
)
def test_it_is_due_on_a_morning_of_the_program(start, days, due):
    activity = ActivityFactory.build(
        program=ProgramFactory.build(time_zone="America/Chicago"),
        starts_at=datetime.fromisoformat(start),
    )

    assert due_time(activity, days) == datetime.fromisoformat(due)


# ---------------------------------------------------------------- queries


@pytest.mark.parametrize("people", [1, 3, 30])
def test_queries_do_not_grow_with_people(activity, reminder, people, django_assert_num_queries):
    for number in range(people):
        ask(activity, f"p{number}@example.org")

    with django_assert_num_queries(14):
        assert send_due().queued == people + 1


# ---------------------------------------------------------------- by hand


def run(*options):
    out = StringIO()
    call_command("send_reminders", *options, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_did(activity, reminder):
    ask(activity, "")

    assert json.loads(run("--json")) == {
        "due": 1,
        "queued": 1,
        "skipped": {"no e-mail address": 1},
    }
    assert run() == "Due: 0. Mails queued: 0.\n"


def test_the_command_in_words(activity, reminder):
    ask(activity, "")

    assert run() == "Due: 1. Mails queued: 1.\nSkipped: 1, no e-mail address.\n"


@pytest.mark.parametrize("words", ["2026-12-08T06:00-06:00", "2026-12-08T12:00"])
def test_the_command_at_another_time(activity, words):
    moment = datetime(2026, 12, 8, 12, tzinfo=UTC)
    Activity.objects.update(
        starts_at=moment + timedelta(days=1), ends_at=moment + timedelta(days=2)
    )
    ReminderFactory(activity=activity, due_at=moment)

    assert json.loads(run("--json", "--at", words))["queued"] == 1


@pytest.mark.parametrize("words", ["yesterday", "2026-13-40T06:00", "0001-01-01T00:00+10:00"])
def test_a_time_that_is_none_is_refused_in_words(words, reminder):
    with pytest.raises(CommandError, match=r"is not a time\. Write it as") as refused:
        run("--at", words)

    assert refused.value.returncode == 2
    assert reminded() == []
