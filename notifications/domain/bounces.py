"""What comes back after a mail was sent: reports of mail servers (RFC 3464) and mail services."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.message import Message as AnyMessage
from typing import Any, NamedTuple

from notifications.domain.preferences import can_be_turned_off, turn_off
from notifications.models import CAN_BE_TURNED_OFF, Message

State = Message.State


class Report(NamedTuple):
    """A mail server's word that a mail could not be delivered."""

    message_id: str
    words: str


def read_report(mail: AnyMessage) -> Report | None:
    """What a delivery report says; None if it is no report, or of a mere delay or a success."""
    words = list(_failures(mail))
    message_id = _reported_id(mail)
    return Report(message_id, "; ".join(words)) if words and message_id else None


def _failures(mail: AnyMessage) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for block in blocks:  # the mail server's block, then one for each recipient
            if str(block.get("Action", "")).strip().lower() != "failed":
                continue
            diagnosis = str(block.get("Diagnostic-Code", "")).partition(";")[2]
            status = str(block.get("Status", ""))
            yield " ".join((diagnosis or status or "Not delivered").split())


def _reported_id(mail: AnyMessage) -> str:
    """The Message-ID of the mail that the report returns, whole or only its headers."""
    for part in mail.walk():
        if part is mail:
            continue
        kind = part.get_content_type()
        if kind == "message/rfc822":
            returned: Any = part.get_payload(0)
            return str(returned.get("Message-ID", "")).strip()
        if kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            content = part.get_content() if isinstance(part, EmailMessage) else part.get_payload()
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
            return _header(str(text), "message-id")
    return ""


def _header(headers: str, name: str) -> str:
    unfolded = headers.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ")
    for line in unfolded.splitlines():
        found, colon, value = line.partition(":")
        if colon and found.strip().lower() == name:
            return value.strip()
    return ""


def note_bounce(message_id: str, *, words: str) -> bool:
    """A mail came back: its message is Bounced, with the server's words. False if it is not ours.

    What was suppressed never went, so it cannot have come back.
    """
    found = Message.objects.filter(message_id=message_id).exclude(state=State.SUPPRESSED)
    return bool(found.update(state=State.BOUNCED, error=words[:2000]))


def note_complaint(message_id: str) -> bool:
    """A reader called a mail spam: nothing that can be turned off goes there again (SPEC 13.9)."""
    message = Message.objects.filter(message_id=message_id).first()
    if message is None:
        return False
    for kind in CAN_BE_TURNED_OFF:
        turn_off(message.to_email, kind)
    return True


def note_unsubscribe(message_id: str) -> bool:
    """A reader used the mail service's own way to stop mail of this kind (SPEC 13.9)."""
    message = Message.objects.filter(message_id=message_id).first()
    if message is None or not can_be_turned_off(message.kind):
        return False
    turn_off(message.to_email, message.kind)
    return True
