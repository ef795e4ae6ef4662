"""What waits for a person of a partner: each part of the house says what it waits for, with the
address of its own answer page."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from partnerships.models import Partnership, Person
from portal.domain.queries import Entry, guidelines_waiting


class Waiting(NamedTuple):
    words: str
    detail: str
    address: str


def waiting_for(
    person: Person,
    partnerships: Sequence[Partnership],
    coming: Sequence[Entry],
    *,
    now: datetime,
) -> list[Waiting]:
    """Guidelines to read, in the order in which they are needed. A fixed number of queries."""
    return [
        Waiting(_("Read the guidelines"), activity.title, address)
        for activity, address in guidelines_waiting(person, coming)
    ]
