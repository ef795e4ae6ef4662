"""What waits for a person of a partner: each part of the house says what it waits for, with the
address of its own answer page."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advisory.domain.verdicts import verdict_address, verdicts_waiting
from advisory.models import Meeting
from calendar_app.domain.wording import spoken_day
from mentors.domain.evaluations import evaluations_waiting
from mentors.domain.exchange_answering import open_exchanges_of
from partnerships.models import Partnership, Person
from portal.domain.queries import Entry, guidelines_waiting
from reviews.domain.feedback import waiting_reviews
from visits.domain.afterwards import afterthoughts_waiting, afterwards_address
from visits.domain.confirming import confirm_address, is_waited_for
from visits.domain.speaker_answers import asks_waiting
from visits.domain.speaker_mail import speaker_address
from visits.models import Afterthought, SpeakerAsk


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
    """Classes to speak to, job shadows to confirm, questions of students, student work, guidelines,
    and what was asked afterwards, of meetings and mentoring too. A fixed number of queries."""
    programs = {one.program_id for one in partnerships}
    places = {one.organization_id for one in partnerships}
    shadows = [
        Waiting(
            _("Does all stand?"),
            _dated(one.activity.title, one.activity.starts_at),
            confirm_address(one.host),
        )
        for one in coming
        if one.host and is_waited_for(one.host, now=now)
    ]
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
    mentoring = [
        Waiting(_("How did mentoring go?"), evaluation.program.name, address)
        for evaluation, address in evaluations_waiting(person, now=now)
        if evaluation.program_id in programs
    ]
    guidelines = [
        Waiting(_("Read the guidelines"), activity.title, address)
        for activity, address in guidelines_waiting(person, coming)
    ]
    asked, said = _asked(person, programs, places, now=now)
    return asked + shadows + questions + reviews + guidelines + mentoring + said


def _asked(
    person: Person, programs: set[int], places: set[int], *, now: datetime
) -> tuple[list[Waiting], list[Waiting]]:
    """Classes they were asked to speak to; and what they were asked after an activity or a meeting.
    One query for all."""
    speaking = asks_waiting(person, now=now).values_list(
        Value("speaking"), "pk", "organization", "request__program", "request__title", "starts_at"
    )
    about = ("organization", "activity__program", "activity__title", "activity__starts_at")
    thoughts = afterthoughts_waiting(person, now=now).values_list(Value("thought"), "pk", *about)
    meetings = verdicts_waiting(person, now=now).values_list(Value("meeting"), "activity", *about)
    before: list[Waiting] = []
    after: list[Waiting] = []
    for kind, pk, place, program, title, starts_at in sorted(
        speaking.order_by().union(thoughts.order_by(), meetings.order_by(), all=True),
        key=lambda row: (row[-1], row[1]),
    ):
        if program not in programs or place not in {*places, None}:
            continue
        detail = _dated(title, starts_at)
        if kind == "speaking":
            address = speaker_address(SpeakerAsk(pk=pk))
            before.append(Waiting(_("Would you speak to our class?"), detail, address))
        elif kind == "thought":
            address = afterwards_address(Afterthought(pk=pk))
            after.append(Waiting(_("How did it go?"), detail, address))
        else:
            address = verdict_address(Meeting(pk=pk), person)
            after.append(Waiting(_("Was it worth your time?"), detail, address))
    return before, after


def _dated(title: str, starts_at: datetime) -> str:
    return f"{title}, {spoken_day(timezone.localtime(starts_at))}"


def _until(title: str, day: date) -> str:
    return _("%(title)s, until %(day)s") % {"title": title, "day": date_format(day)}
