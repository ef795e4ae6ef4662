from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from anymail.exceptions import AnymailRecipientsRefused
from django.utils import timezone

from core.exceptions import DomainError
from notifications.checks import check_claim_outlasts_sending
from notifications.domain import delivery
from notifications.domain.composing import compose
from notifications.models import MailKind, Message, Preference
from notifications.tasks import deliver_messages, sweep_messages
from tests.factories import NOW, MessageFactory

pytestmark = pytest.mark.django_db

State = Message.State
CALENDAR = "\r\n".join(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "METHOD:REQUEST", "END:VCALENDAR", ""]
)


@pytest.fixture
def message():
    return MessageFactory(to_email="ana@example.org")


@pytest.fixture
def smtp_says(monkeypatch):
    """The mail server answers every mail with this error."""

    def answer(error):
        def fail(message, **kwargs):
            raise error

        monkeypatch.setattr(delivery, "send", fail)

    return answer


@pytest.fixture
def _server_silent(monkeypatch):
    def refuse(self):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)


def test_delivering_twice_sends_once(message, mailoutbox):
    delivery.deliver(message.pk)
    delivery.deliver(message.pk)

    message.refresh_from_db()
    assert (len(mailoutbox), message.state, message.sent_at) == (1, State.SENT, NOW)


def test_what_is_not_due_waits(message, mailoutbox, clock):
    Message.objects.update(due_at=NOW + timedelta(minutes=1))
    deliver_messages()
    assert mailoutbox == []

    clock.shift(timedelta(minutes=1))
    deliver_messages()

    assert len(mailoutbox) == 1


def test_somebody_waits_for_sign_in_mail_so_it_goes_first(mailoutbox):
    MessageFactory(subject="Letter", kind=MailKind.LETTER)
    MessageFactory(subject="Code", kind=MailKind.ACCOUNT)
    sweep_messages()

    assert [mail.subject for mail in mailoutbox] == ["Code", "Letter"]


def test_more_than_one_connections_worth_goes_in_one_look(mailoutbox, monkeypatch):
    monkeypatch.setattr(delivery, "PER_CONNECTION", 2)
    MessageFactory.create_batch(5)
    sweep_messages()

    assert len(mailoutbox) == 5


def test_long_sending_lets_other_work_go_first(mailoutbox, monkeypatch, message):
    monkeypatch.setattr(delivery, "TURN_SECONDS", -1)
    looks = []
    monkeypatch.setattr(deliver_messages, "delay", lambda: looks.append(1))
    deliver_messages()

    assert (mailoutbox, looks) == ([], [1])


def test_limit_a_minute(mailoutbox, settings, clock):
    settings.MAIL_PER_MINUTE = 2
    MessageFactory.create_batch(3)
    sweep_messages()
    sweep_messages()
    assert len(mailoutbox) == 2

    clock.shift(timedelta(minutes=1))
    sweep_messages()

    assert len(mailoutbox) == 3


def test_parts_and_headers():
    message = MessageFactory(
        html="<p>Hi</p>",
        calendar=CALENDAR,
        from_name="Zoë O'Brien, Núñez",
        reply_to="dana@example.org",
        to_email="ana@example.org",
    )
    sent = compose(message).message()

    plain, html, calendar = sent.get_payload()
    assert sent.get_content_type() == "multipart/alternative"
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert (calendar.get_content_type(), calendar.get_param("method")) == (
        "text/calendar",
        "REQUEST",
    )
    assert sent["To"] == "ana@example.org"
    assert sent["Reply-To"] == "dana@example.org"
    assert sent["Message-ID"] == message.message_id
    assert sent["From"].endswith("<partnerships@example.org>")
    assert sent["List-Unsubscribe"] is None


def test_deployments_name_is_the_sender_unless_somebody_is(settings):
    settings.DEFAULT_FROM_EMAIL = "Partnerships, District 150 <partners@example.org>"

    sender = compose(MessageFactory()).message()["From"]

    assert sender == '"Partnerships, District 150" <partners@example.org>'


@pytest.mark.parametrize("kind", [MailKind.RECRUITMENT, MailKind.LETTER])
def test_one_click_unsubscribe_headers(kind):
    sent = compose(MessageFactory(kind=kind)).message()

    assert sent["List-Unsubscribe"].startswith("<https://partners.example.org/mail/unsubscribe/")
    assert sent["List-Unsubscribe"].endswith("/>")
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_turned_off_kind_is_suppressed_at_the_moment_of_sending(mailoutbox):
    letter = MessageFactory(to_email="Ana@Example.org", kind=MailKind.LETTER)
    work = MessageFactory(to_email="ana@example.org", kind=MailKind.WORK)
    Preference.objects.create(email="ana@example.org", kind=MailKind.LETTER)
    Preference.objects.create(email="ana@example.org", kind=MailKind.WORK)  # has no effect
    sweep_messages()

    letter.refresh_from_db()
    work.refresh_from_db()
    assert (letter.state, work.state, len(mailoutbox)) == (State.SUPPRESSED, State.SENT, 1)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SMTPException("greylisted"), "greylisted"),
        (SMTPServerDisconnected(), "SMTPServerDisconnected"),
        (TimeoutError("timed out"), "timed out"),
        (SMTPRecipientsRefused({"a": (451, b"try later")}), "451 try later"),
        (SMTPDataError(452, b"full"), "452 full"),
        (SMTPDataError(550, b"5.4.5 Daily user sending limit exceeded"), "550 5.4.5 Daily"),
        (SMTPSenderRefused(550, b"who are you", "us@example.org"), "550 who are you"),
        (SMTPAuthenticationError(535, b"bad password"), "535 bad password"),
        (ValueError("a bug of ours"), "a bug of ours"),
    ],
)
def test_failure_puts_the_message_back_for_later(message, smtp_says, error, words):
    smtp_says(error)
    sweep_messages()

    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert message.error.startswith(words)
    assert message.due_at == NOW + timedelta(minutes=1)
    assert delivery.claim(message.pk) is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SMTPRecipientsRefused({"a": (550, b"5.1.1 No such user")}), "550 5.1.1 No such user"),
        (SMTPDataError(554, "refused by policy"), "554 refused by policy"),
        (AnymailRecipientsRefused("invalid address"), "invalid address"),
    ],
)
def test_refusal_for_good_is_a_bounce_at_once_in_the_servers_words(
    message, smtp_says, error, words
):
    smtp_says(error)
    sweep_messages()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.BOUNCED, 1)
    assert message.error.startswith(words)


def test_waits_double_and_the_last_failure_is_final(message, smtp_says, clock):
    smtp_says(SMTPException("no"))
    waits = []
    for _ in range(delivery.MAX_ATTEMPTS):
        clock.move_to(Message.objects.get().due_at)
        sweep_messages()
        waits.append((Message.objects.get().due_at - timezone.now()) / timedelta(minutes=1))
    sweep_messages()

    message.refresh_from_db()
    assert waits[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 480]
    assert (message.state, message.attempts) == (State.FAILED, delivery.MAX_ATTEMPTS)


@pytest.mark.usefixtures("_server_silent")
def test_silent_server_costs_one_message_one_attempt():
    MessageFactory.create_batch(3)
    sweep_messages()

    assert sorted(Message.objects.values_list("attempts", "error")) == [
        (0, ""),
        (0, ""),
        (1, "[Errno 111] Connection refused"),
    ]


def test_one_bad_mail_does_not_stop_the_next(mailoutbox):
    bad = MessageFactory(calendar="rubbish")
    good = MessageFactory()
    sweep_messages()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.QUEUED, State.SENT)


def test_claim_of_a_dead_worker_expires_and_goes_out_under_the_same_id(
    message, clock, mailoutbox, settings
):
    delivery.send(delivery.claim(message.pk))  # and dies before it can say so

    clock.shift(timedelta(seconds=settings.MESSAGE_CLAIM_SECONDS - 1))
    sweep_messages()
    assert len(mailoutbox) == 1
    clock.shift(timedelta(seconds=1))
    sweep_messages()

    ids = [mail.message()["Message-ID"] for mail in mailoutbox]
    assert ids == [message.message_id, message.message_id]
    message.refresh_from_db()
    assert message.state == State.SENT


def test_worker_that_was_too_slow_does_not_overwrite_the_next_ones_outcome(
    message, clock, settings
):
    slow = delivery.claim(message.pk)
    clock.shift(timedelta(seconds=settings.MESSAGE_CLAIM_SECONDS))
    sweep_messages()
    delivery.put_back(slow, error=SMTPException("late"))

    message.refresh_from_db()
    assert message.state == State.SENT


def test_message_that_kills_its_worker_is_given_up(message, clock, settings):
    for _ in range(delivery.MAX_ATTEMPTS):
        assert delivery.claim(message.pk)
        clock.shift(timedelta(seconds=settings.MESSAGE_CLAIM_SECONDS))
        delivery.return_expired_claims(now=timezone.now())

    message.refresh_from_db()
    assert message.state == State.FAILED


@pytest.mark.parametrize("state", [State.FAILED, State.BOUNCED, State.QUEUED])
def test_retry_begins_anew_at_once(
    state, coordinator, mailoutbox, django_capture_on_commit_callbacks
):
    message = MessageFactory(state=state, attempts=9, due_at=NOW + timedelta(hours=8), error="x")
    with django_capture_on_commit_callbacks(execute=True):
        delivery.retry_message(message, by=coordinator)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 1, "")
    assert mailoutbox[0].message()["Message-ID"] == message.message_id


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.SUPPRESSED])
def test_retry_refuses_what_went_or_is_not_wanted(state, coordinator):
    message = MessageFactory(state=state)
    with pytest.raises(DomainError):
        delivery.retry_message(message, by=coordinator)

    message.refresh_from_db()
    assert message.state == state


def test_check_warns_of_a_claim_shorter_than_sending(settings):
    assert check_claim_outlasts_sending(None) == []
    settings.MESSAGE_CLAIM_SECONDS = 299

    assert [warning.id for warning in check_claim_outlasts_sending(None)] == ["notifications.W001"]
