import pytest
from django.template import TemplateDoesNotExist
from kombu.exceptions import OperationalError

from core.exceptions import DomainError
from notifications.domain.outbox import queue_message, queue_raw_message
from notifications.models import Attachment, MailKind, Message
from notifications.tasks import deliver_messages, sweep_messages

pytestmark = pytest.mark.django_db

ADDRESS = "Lincoln High School\n12 Main St\nPeoria, IL 61602"


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    """A mail of the tests' own: the real ones belong to the apps above."""
    folder = tmp_path / "templates" / "emails"
    folder.mkdir(parents=True)
    (folder / "visit.subject.txt").write_text("Visit to {{ name }}\n")
    (folder / "visit.txt").write_text("Dear {{ name }},\n\nsee you.\n")
    (folder / "visit.html").write_text(
        '{% extends "emails/base.html" %}{% block content %}<h1>{{ name }}</h1>'
        '<p><a class="button" href="{{ site_url }}/x">Answer</a></p>{% endblock %}'
    )
    configured = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**configured, "DIRS": [*configured["DIRS"], folder.parent]}]


def queue(**changes):
    fields = {
        "key": "visit",
        "to_email": "ana@example.org",
        "template": "visit",
        "context": {"name": "O'Brien & Núñez <x>"},
    }
    return queue_message(**{**fields, **changes})


def test_text_parts_are_not_escaped_and_html_is():
    message = queue()

    assert message.subject == "Visit to O'Brien & Núñez <x>"
    assert message.text == "Dear O'Brien & Núñez <x>,\n\nsee you.\n"
    assert "O'Brien &amp; Núñez &lt;x&gt;</h1>" in message.html


def test_styles_are_written_into_the_elements():
    html = queue().html

    assert '<a class="button" href="https://partners.example.org/x" style="' in html
    assert "prefers-color-scheme: dark" in html
    assert "<link" not in html


def test_same_key_is_one_message_whatever_it_says():
    first = queue()

    assert queue(context={"name": "B"}, to_email="b@example.org") == first
    assert Message.objects.get().to_email == "ana@example.org"


def test_key_taken_by_another_process_between_look_and_write(monkeypatch):
    first = queue()
    looks = iter([None, first])
    real = Message.objects.filter

    class Blind:
        def first(self):
            return next(looks)

    def filtered(**conditions):
        return Blind() if conditions == {"key": "visit"} else real(**conditions)

    monkeypatch.setattr(Message.objects, "filter", filtered)

    assert queue() == first
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["", "  ", "ana", "ana@", "a@example.org\nBcc: b@example.org", "a@b@example.org",
     "Ana <ana@example.org>", "a@example.org, b@example.org", "a" * 250 + "@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    with pytest.raises(DomainError):
        queue(to_email=address)
    with pytest.raises(DomainError):
        queue_raw_message("k", address, "Subject", "Text")
    assert not Message.objects.exists()


def test_reply_address_that_is_none_is_refused():
    with pytest.raises(DomainError):
        queue(reply_to="not an address")


def test_spaces_around_an_address_are_not_part_of_it():
    assert queue(to_email=" Ana@Example.org ").to_email == "Ana@Example.org"


def test_line_breaks_cannot_begin_another_header(mailoutbox):
    queue(
        context={"name": "A\r\nBcc: evil@example.org"},
        from_name="Eve\r\nBcc: evil@example.org",
        attachments=[("plan\r\nX: y.pdf", b"%PDF")],
    )
    sweep_messages()

    sent = mailoutbox[0].message()
    assert sent["Bcc"] is None
    assert sent["Subject"] == "Visit to A Bcc: evil@example.org"
    assert "\nBcc" not in sent.as_string().partition("\n\n")[0]
    assert Attachment.objects.get().name == "plan X: y.pdf"


def test_recruitment_needs_a_postal_address():
    with pytest.raises(DomainError, match="postal address"):
        queue(kind=MailKind.RECRUITMENT)
    with pytest.raises(DomainError, match="postal address"):
        queue_raw_message("k", "a@example.org", "S", "T", kind=MailKind.RECRUITMENT)


def test_recruitment_shows_sender_and_way_out_in_both_parts():
    message = queue(kind=MailKind.RECRUITMENT, postal_address=ADDRESS)

    assert message.text.rstrip().startswith("Dear O'Brien")
    assert ADDRESS in message.text
    assert "Stop these mails: https://partners.example.org/mail/unsubscribe/" in message.text
    assert "12 Main St<br>Peoria, IL 61602" in message.html
    assert 'href="https://partners.example.org/mail/unsubscribe/' in message.html
    assert message.html.index("12 Main St") < message.html.index("</body>")


@pytest.mark.parametrize("kind", [MailKind.WORK, MailKind.ACCOUNT])
def test_what_must_be_known_has_no_way_out(kind):
    message = queue(kind=kind)

    assert "unsubscribe" not in message.text + message.html


def test_raw_html_without_a_body_gets_its_footer_too():
    message = queue_raw_message(
        "k", "a@example.org", "S", "T", html="<p>Hi</p>", kind=MailKind.LETTER
    )

    assert "Stop these mails" in message.html


def test_raw_message_is_about_signing_in_and_plain():
    message = queue_raw_message("k", "a@example.org", " Your\ncode ", "123")

    assert (message.kind, message.subject, message.text, message.html) == (
        MailKind.ACCOUNT,
        "Your code",
        "123\n",
        "",
    )


def test_attachments_keep_name_and_kind(mailoutbox):
    queue(attachments=[("Letter.pdf", b"%PDF"), ("plan.ics", b"BEGIN"), ("odd", b"\x00")])
    sweep_messages()

    assert mailoutbox[0].attachments[0] == ("Letter.pdf", b"%PDF", "application/pdf")
    assert [a.content_type for a in Attachment.objects.order_by("pk")] == [
        "application/pdf",
        "text/calendar",
        "application/octet-stream",
    ]


def test_long_key_and_calendar_without_method_are_mistakes_of_ours():
    with pytest.raises(ValueError, match="at most 120"):
        queue(key="k" * 121)
    with pytest.raises(ValueError, match="METHOD"):
        queue(calendar="BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")


def test_nothing_is_sent_before_commit(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue()
        assert mailoutbox == []

    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]


def test_wake_up_that_fails_loses_nothing(
    mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    def broker_down():
        raise OperationalError

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(deliver_messages, "delay", broker_down)
        message = queue()
    message.refresh_from_db()
    assert (message.state, mailoutbox) == (Message.State.QUEUED, [])

    sweep_messages()

    assert len(mailoutbox) == 1


def test_template_that_is_not_there_is_seen_at_once():
    with pytest.raises(TemplateDoesNotExist, match="nowhere"):
        queue(template="nowhere")
