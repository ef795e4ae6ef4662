"""From a stored message to what goes over the wire, and what the answer means."""

import re
from email.headerregistry import Address
from smtplib import SMTPDataError, SMTPRecipientsRefused

from anymail.exceptions import AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from notifications.domain.preferences import can_be_turned_off, unsubscribe_url
from notifications.models import Message

#: Under this name go entries that somebody opens to put them into their calendar.
CALENDAR_FILE = "calendar.ics"
#: A 5xx that is about us, not about the reader: Google's "daily sending limit exceeded".
_OUR_LIMIT = re.compile(r"\b5\.4\.5\b")


def compose(message: Message) -> EmailMultiAlternatives:
    """The e-mail with its HTML, calendar part and attachments, under its fixed Message-ID."""
    headers = {"Message-ID": message.message_id}
    if can_be_turned_off(message.kind):
        url = unsubscribe_url(message.to_email, message.kind)
        headers["List-Unsubscribe"] = f"<{url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        from_email=_sender(message.from_name),
        to=[message.to_email],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    if message.calendar:
        # The method is read from the part itself, so header and body cannot disagree.
        method = Calendar.from_ical(message.calendar)["METHOD"]
        content_type = f"text/calendar; method={method}"
        if method == "PUBLISH":  # asks nothing of anybody: a file to open
            email.attach(CALENDAR_FILE, message.calendar, content_type)
        else:
            email.attach_alternative(message.calendar, content_type)
    for attachment in message.attachments.all():
        with attachment.file.open("rb") as file:
            email.attach(attachment.name, file.read(), attachment.content_type)
    # Mail services give mails ids of their own; this comes back with what they report.
    email.metadata = {"outbox": message.message_id}  # type: ignore[attr-defined]  # read by anymail
    return email


def _sender(name: str) -> str:
    """Split by hand: a comma in the deployment's unquoted name must not stop all mail."""
    own_name, _, address = settings.DEFAULT_FROM_EMAIL.rpartition("<")
    return str(Address(display_name=name or own_name.strip(' "'), addr_spec=address.strip(" >")))


def refusal(error: Exception) -> str:
    """The server's words if it refused this reader for good; empty if trying again makes sense."""
    if isinstance(error, AnymailRecipientsRefused):
        return str(error)
    answers: list[tuple[int, bytes | str]]
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, SMTPDataError):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return ""
    words = "; ".join(f"{code} {_decoded(answer)}" for code, answer in answers)
    for_good = all(500 <= code < 600 for code, _ in answers) and not _OUR_LIMIT.search(words)
    return words if for_good else ""


def explain(error: Exception) -> str:
    """An error as a person may read it in the outbox."""
    if isinstance(error, SMTPRecipientsRefused):
        return "; ".join(f"{code} {_decoded(text)}" for code, text in error.recipients.values())
    code, text = getattr(error, "smtp_code", None), getattr(error, "smtp_error", None)
    if code is not None and text is not None:
        return f"{code} {_decoded(text)}"
    return str(error) or type(error).__name__


def _decoded(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
