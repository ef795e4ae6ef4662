"""Pages and mails for one person, in their words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from partnerships.models import Person, Program


@contextmanager
def speaking_to(person: Person | None, program: Program) -> Iterator[None]:
    """In the language of this person, English for nobody known, and in the program's time zone."""
    with translation.override(person.language if person else "en"), timezone.override(program.zone):
        yield
