import io
import mailbox
from email import message_from_string
from types import SimpleNamespace

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core.management import CommandError, call_command

from notifications.models import MailKind, Message, Preference
from tests.factories import MessageFactory

pytestmark = pytest.mark.django_db

State = Message.State

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: partnerships@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
    <ana@example.org>: No such user

--b
Content-Type: {returned}

From: partnerships@example.org
Message-ID: {message_id}
Subject: Hello

{body}
--b--
"""


def report(message_id, *, action="failed", returned="message/rfc822"):
    body = "Hello" if returned == "message/rfc822" else ""
    return REPORT.format(message_id=message_id, action=action, returned=returned, body=body)


def read(*files):
    out = io.StringIO()
    call_command("read_bounces", *map(str, files), stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def message():
    return MessageFactory(state=State.SENT)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_report_of_a_mail_server_marks_the_message(message, tmp_path, returned):
    file = tmp_path / "report.eml"
    file.write_text(report(message.message_id, returned=returned))

    assert read(file).startswith("1 mails read: 1 bounced")
    message.refresh_from_db()
    assert message.state == State.BOUNCED
    assert message.error == "550 5.1.1 <ana@example.org>: No such user"


def test_folded_message_id_in_returned_headers(message, tmp_path):
    file = tmp_path / "report.eml"
    file.write_text(
        report(message.message_id, returned="text/rfc822-headers").replace(
            "Message-ID: ", "Message-ID:\n "
        )
    )

    assert "1 bounced" in read(file)


def test_mbox_and_folder(message, tmp_path):
    other = MessageFactory(state=State.SENT)
    box = mailbox.mbox(tmp_path / "box")
    box.add(message_from_string(report(message.message_id)))
    box.add(message_from_string("Subject: Out of office\n\nUntil Monday.\n"))
    box.close()
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "1").write_text(report(other.message_id))

    assert read(tmp_path / "box", folder) == (
        "3 mails read: 2 bounced, 0 reports of mail that is not ours, 1 passed over."
    )
    assert set(Message.objects.values_list("state", flat=True)) == {State.BOUNCED}


def test_mail_on_standard_input(message, monkeypatch):
    content = io.BytesIO(report(message.message_id).encode())
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=content))

    assert "1 bounced" in read("-")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_delay_or_success_is_no_bounce(message, tmp_path, action):
    file = tmp_path / "report.eml"
    file.write_text(report(message.message_id, action=action))

    assert "0 bounced" in read(file)
    message.refresh_from_db()
    assert message.state == State.SENT


@pytest.mark.parametrize(
    "content", ["", "\n\n", "rubbish", report("<other@example.com>"), report("").replace("--b", "")]
)
def test_what_is_not_ours_or_no_report_changes_nothing(message, tmp_path, content):
    file = tmp_path / "mail"
    file.write_text(content)

    assert " 0 bounced" in read(file)


def test_missing_file_is_said():
    with pytest.raises(CommandError, match="not there"):
        read("/nowhere/at/all")


def test_what_was_never_sent_cannot_come_back(tmp_path):
    message = MessageFactory(state=State.SUPPRESSED)
    file = tmp_path / "mail"
    file.write_text(report(message.message_id))

    assert "0 bounced, 1 reports of mail that is not ours" in read(file)


def hear(message, event_type, *, by_metadata=True, **fields):
    identity = (
        {"metadata": {"outbox": message.message_id}, "message_id": "their-own-id"}
        if by_metadata
        else {"message_id": message.message_id}
    )
    event = AnymailTrackingEvent(event_type=event_type, **identity, **fields)
    tracking.send(sender=object, event=event, esp_name="Test")
    message.refresh_from_db()


@pytest.mark.parametrize("by_metadata", [True, False])
def test_mail_service_reports_a_bounce(message, by_metadata):
    hear(message, "bounced", by_metadata=by_metadata, mta_response="550 gone")

    assert (message.state, message.error) == (State.BOUNCED, "550 gone")


def test_bounce_without_words_has_some(message):
    hear(message, "rejected")

    assert message.error == "Not delivered"


def test_complaint_turns_off_all_that_can_be(message):
    hear(message, "complained")

    assert message.state == State.SENT
    assert set(Preference.objects.values_list("email", "kind")) == {
        (message.to_email, MailKind.RECRUITMENT),
        (message.to_email, MailKind.LETTER),
    }


def test_unsubscribing_at_the_mail_service_turns_off_that_kind():
    letter = MessageFactory(kind=MailKind.LETTER)
    work = MessageFactory(kind=MailKind.WORK)
    hear(letter, "unsubscribed")
    hear(work, "unsubscribed")

    assert list(Preference.objects.values_list("email", "kind")) == [
        (letter.to_email, MailKind.LETTER)
    ]


@pytest.mark.parametrize("event", ["bounced", "complained", "unsubscribed", "opened"])
def test_news_of_strangers_mail_is_passed_over(message, event):
    hear(SimpleNamespace(message_id="<x@example.com>", refresh_from_db=lambda: None), event)

    message.refresh_from_db()
    assert message.state == State.SENT
    assert not Preference.objects.exists()
