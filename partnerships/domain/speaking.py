"""Pages and mails for one person: whether mail reaches them, and in which words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation

from partnerships.models import Person, Program


@contextmanager
def speaking_to(person: Person | None, program: Program) -> Iterator[None]:
    """In the language of this person, English for nobody known, and in the program's time zone."""
    with translation.override(person.language if person else "en"), timezone.override(program.zone):
        yield


def can_be_mailed(person: Person) -> bool:
    """Whether there is an address that mail could reach."""
    try:
        validate_email(person.email)
    except ValidationError:
        return False
    return True


def reply_address(person: Person | None) -> str:
    """Where answers to a mail of this person go; empty, which is the sender's own mailbox, for
    nobody and for who cannot be mailed."""
    return person.email if person and can_be_mailed(person) else ""
