"""What waits for a person of a partner: each part of the house says what it waits for, with the
address of its own answer page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentors.domain.evaluations import evaluations_waiting
from mentors.domain.exchange_answering import open_exchanges_of
from partnerships.models import Partnership, Person
from portal.domain.queries import Entry, guidelines_waiting
from reviews.domain.feedback import waiting_reviews
from visits.domain.afterwards import afterthoughts_waiting, afterwards_address


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
    """Questions of students, student work, guidelines, and what was asked afterwards, of mentoring
    too. A fixed number of queries."""
    programs = {one.program_id for one in partnerships}
    places = {one.organization_id for one in partnerships}
    questions = [
        Waiting(
            _("Answer a student's questions"),
            _until(one.title, one.due_on),
            one.address,
        )
        for one in open_exchanges_of(person, now)
        if one.exchange.program_id in programs and not one.is_answered
    ]
    reviews = [
        Waiting(
            _("Look at student work") if one.review.is_of_work else _("Look at a summary"),
            _until(one.review.title, one.review.closes_on),
            reverse("portal:review_detail", args=[one.organization_id, one.review_id]),
        )
        for one in waiting_reviews(person, now=now)
        if one.review.program_id in programs and one.organization_id in places
    ]
    thoughts = [
        Waiting(_("How did it go?"), one.activity.title, afterwards_address(one))
        for one in afterthoughts_waiting(person, now=now)
        if one.activity.program_id in programs
    ]
    mentoring = [
        Waiting(_("How did mentoring go?"), evaluation.program.name, address)
        for evaluation, address in evaluations_waiting(person, now=now)
        if evaluation.program_id in programs
    ]
    guidelines = [
        Waiting(_("Read the guidelines"), activity.title, address)
        for activity, address in guidelines_waiting(person, coming)
    ]
    return questions + reviews + guidelines + mentoring + thoughts


def _until(title: str, day: date) -> str:
    return _("%(title)s, until %(day)s") % {"title": title, "day": date_format(day)}
