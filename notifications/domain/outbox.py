"""Writing mail into the database, in the transaction that caused it (SPEC 0.5)."""

import mimetypes
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
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


class Draft(NamedTuple):
    """A rendered mail that is not stored yet (``rendering.render_many``)."""

    key: str
    to_email: str
    rendered: Rendered


class StoredFile(NamedTuple):
    """A file that is kept once, however many mails it goes with."""

    name: str
    content_type: str
    path: str


def store_files(files: Iterable[tuple[str, bytes]]) -> list[StoredFile]:
    """Keep files (name, content) that go with many mails; for ``queue_many``."""
    stored = []
    field = Attachment._meta.get_field("file")
    for name, content in files:
        name = one_line(name)[:200]
        path = field.storage.save(field.generate_filename(Attachment(), name), ContentFile(content))
        stored.append(StoredFile(name, _content_type(name), path))
    return stored


def queue_many(
    drafts: Iterable[Draft],
    *,
    kind: MailKind = MailKind.WORK,
    scope: str = "",
    from_name: str = "",
    reply_to: str = "",
    files: Iterable[StoredFile] = (),
) -> list[Message]:
    """Store many e-mails with few queries; the rest as ``queue_message``. Returns the new ones.

    The caller holds the transaction and a lock under which alone these keys are written, checked
    the addresses (``check_address``), and wakes a worker (``delivery.wake``) when all is stored.
    """
    drafts = list(drafts)
    known = set(
        Message.objects.filter(key__in=[draft.key for draft in drafts]).values_list(
            "key", flat=True
        )
    )
    messages = Message.objects.bulk_create(
        [
            Message(
                key=draft.key,
                to_email=draft.to_email,
                kind=kind,
                scope=scope,
                from_name=one_line(from_name)[:120],
                reply_to=reply_to,
                **draft.rendered._asdict(),
            )
            for draft in drafts
            if draft.key not in known
        ]
    )
    Attachment.objects.bulk_create(
        [
            Attachment(
                message=message, name=file.name, content_type=file.content_type, file=file.path
            )
            for file in files
            for message in messages
        ]
    )
    return messages


def withdraw_untried(*beginnings: str) -> set[str]:
    """Take back mail whose key begins so and that nobody has tried to send yet. Returns the keys,
    which are free again. The caller holds the transaction."""
    if not beginnings:
        return set()
    ours = reduce(or_, [Q(key__startswith=beginning) for beginning in beginnings])
    waiting = Message.objects.filter(ours, state=Message.State.QUEUED, attempts=0)
    # Locked first: what a worker claims meanwhile is not ours to delete any more.
    keys = dict(waiting.select_for_update().values_list("pk", "key"))
    if keys:
        Message.objects.filter(pk__in=keys).delete()
    return set(keys.values())


def check_address(address: str) -> None:
    """Refuse what is not an e-mail address."""
    _refuse(to_email=address.strip(), reply_to="", kind=MailKind.WORK, postal_address="")


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
        content_type=_content_type(name),
        file=ContentFile(content, name),
    )


def _content_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
