"""Writing mail into the database, in the transaction that caused it (SPEC 0.5)."""

import mimetypes
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from icalendar import Calendar

from core.exceptions import DomainError
from notifications.domain.delivery import wake
from notifications.domain.rendering import Rendered, finish, one_line, render
from notifications.models import Attachment, MailKind, Message

EMAIL_MAX = 254
KEY_MAX = 120


def queue_message(
    *,
    key: str,
    to_email: str,
    template: str,
    context: dict[str, Any],
    kind: MailKind = MailKind.WORK,
    scope: str = "",
    from_name: str = "",
    reply_to: str = "",
    postal_address: str = "",
    calendar: str = "",
    attachments: Iterable[tuple[str, bytes]] = (),
) -> Message:
    """Store one e-mail and wake the worker after commit (SPEC 0.5).

    ``template`` names ``emails/<template>.subject.txt``, ``.txt`` and ``.html``. Rendering happens
    now. A key that exists already is left alone and nothing is sent, so callers may run again
    safely. A wake-up that fails is logged; the sweep finds the message.

    Kinds that can be turned off get a link in the footer to do so. Refuses an address that is
    none, and recruitment without the sender's ``postal_address`` (some lines of text).
    """
    to_email = to_email.strip()
    _refuse(to_email=to_email, reply_to=reply_to, kind=kind, postal_address=postal_address)
    if first := Message.objects.filter(key=key).first():
        return first
    rendered = render(
        template, context, to_email=to_email, kind=kind, postal_address=postal_address
    )
    return _store(
        rendered,
        key=key,
        attachments=attachments,
        to_email=to_email,
        kind=kind,
        scope=scope,
        from_name=one_line(from_name)[:120],
        reply_to=reply_to.strip(),
        calendar=calendar,
    )


def queue_raw_message(
    key: str,
    to_email: str,
    subject: str,
    text: str,
    html: str = "",
    kind: MailKind = MailKind.ACCOUNT,
    scope: str = "",
    postal_address: str = "",
) -> Message:
    """Store an e-mail that somebody else rendered, as allauth does. The rest as queue_message."""
    to_email = to_email.strip()
    _refuse(to_email=to_email, reply_to="", kind=kind, postal_address=postal_address)
    if first := Message.objects.filter(key=key).first():
        return first
    rendered = finish(
        subject=subject,
        text=text,
        html=html,
        to_email=to_email,
        kind=kind,
        postal_address=postal_address,
    )
    return _store(rendered, key=key, to_email=to_email, kind=kind, scope=scope)


def _refuse(*, to_email: str, reply_to: str, kind: str, postal_address: str) -> None:
    if not to_email:
        raise DomainError("There is no e-mail address to send this to.")
    for address in filter(None, [to_email, reply_to.strip()]):
        try:
            validate_email(address)
        except ValidationError as error:
            raise DomainError(f"“{address}” is not an e-mail address.") from error
        if len(address) > EMAIL_MAX:
            raise DomainError("This e-mail address is too long.")
    if kind == MailKind.RECRUITMENT and not postal_address.strip():
        raise DomainError(
            "Invitations by e-mail must show the school's postal address. Add it to the school."
        )


def _store(
    rendered: Rendered,
    *,
    key: str,
    attachments: Iterable[tuple[str, bytes]] = (),
    calendar: str = "",
    **fields: Any,
) -> Message:
    if len(key) > KEY_MAX:
        raise ValueError(f"A key has at most {KEY_MAX} characters: {key}")
    if calendar and "METHOD" not in Calendar.from_ical(calendar):
        raise ValueError("A calendar part without METHOD is shown by no mail program.")
    try:
        with transaction.atomic():  # with its attachments or not at all
            message = Message.objects.create(
                key=key, calendar=calendar, **fields, **rendered._asdict()
            )
            for name, content in attachments:
                _attach(message, name=name, content=content)
            wake()
    except IntegrityError:
        if first := Message.objects.filter(key=key).first():
            return first  # somebody queued it between our look and now
        raise
    return message


def _attach(message: Message, *, name: str, content: bytes) -> None:
    name = one_line(name)[:200]
    Attachment.objects.create(
        message=message,
        name=name,
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        file=ContentFile(content, name),
    )
