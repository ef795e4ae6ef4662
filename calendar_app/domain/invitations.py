"""Who is asked to an activity, and the mail that goes to them (SPEC 3.4)."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from calendar_app.domain import ics, links
from calendar_app.domain.series import series_words
from calendar_app.domain.wording import ANSWERS, spoken_day, spoken_span
from calendar_app.models import Activity, Participation
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address, speaking_to
from partnerships.models import Organization, Person

Answer = Participation.Answer

#: Somebody with one of these answers does not come themselves.
STAYS_AWAY = frozenset({Answer.NO, Answer.SUBSTITUTE})


class Ask(NamedTuple):
    """Somebody who is to be asked: to what, for whom, in which role of Participation.Role."""

    activity: Activity
    person: Person
    organization: Organization | None
    role: str


def invite(
    activity: Activity,
    *,
    people: Iterable[tuple[Person, Organization | None, str]],
    now: datetime | None = None,
) -> list[Participation]:
    """Ask these people: who, for whom, in which role. The rest as invite_all."""
    return invite_all([Ask(activity, *one) for one in people], now=now)


def invite_all(asks: Iterable[Ask], *, now: datetime | None = None) -> list[Participation]:
    """Ask these people, each to these activities. Those asked already stay as they are; who had no
    address then and has one now is written to.

    Queues one mail to each who can be reached by mail, however many dates they are asked to, with
    its iCalendar part; the others (``invited_at`` stays empty) somebody must call. The caller holds
    the transaction. Returns the new participations.
    """
    now, asks = now or timezone.now(), list(asks)
    there = Participation.objects.filter(activity__in={one.activity.pk for one in asks})
    asked = {(one.activity_id, one.person_id): one for one in there}
    new: list[Participation] = []
    late: list[Participation] = []
    for activity, person, organization, role in asks:
        if known := asked.get((activity.pk, person.pk)):
            if known.pk and known.invited_at is None and can_be_mailed(person):
                known.activity, known.person, known.invited_at = activity, person, now
                late.append(known)
            continue
        asked[activity.pk, person.pk] = Participation(
            activity=activity,
            person=person,
            organization=organization,
            role=role,
            invited_at=now if can_be_mailed(person) else None,
        )
        new.append(asked[activity.pk, person.pk])
    new = bulk_create_with_history(new, Participation, default_date=now)
    if late:
        bulk_update_with_history(late, Participation, ["invited_at"], default_date=now)
    _post(_invitation(one, now=now) for one in [*new, *late])
    return new


def invite_substitute(
    participation: Participation, *, person: Person, now: datetime
) -> Participation:
    """Ask somebody to come in the place of another, for the same organization. The caller holds
    the transaction and has made sure that they are not asked already."""
    stand_in = Participation(
        activity=participation.activity,
        person=person,
        organization_id=participation.organization_id,
        role=Participation.Role.SUBSTITUTE,
        stands_in_for=participation,
        invited_at=now if can_be_mailed(person) else None,
    )
    stand_in.save()
    _post([_invitation(stand_in, now=now)])
    return stand_in


def tell_who_sent(stand_in: Participation, *, now: datetime) -> None:
    """The substitute does not come either: whoever sent them hears of it by mail, once for each
    time, and can answer anew. The caller holds the transaction."""
    sender, activity = stand_in.stands_in_for, stand_in.activity
    if sender is None:
        return
    sender.activity = activity
    letter = _Letter(
        "substitute_declined",
        sender,
        key=f"participation:{stand_in.pk}:declined:{now:%Y%m%d%H%M%S}",
        now=now,
        method="",
        series="series_declined",
        about=stand_in.person,
        words={"substitute": stand_in.person, "word": stand_in.answer_note},
    )
    _post([letter])


def withdraw(participation: Participation, *, now: datetime) -> None:
    """Ask somebody no more: the entry goes from their calendar, the participation is deleted (its
    history stays). Nobody is told what is over or called off. The caller holds the transaction."""
    activity = participation.activity
    stands = not activity.is_called_off and activity.ends_at > now
    if stands and participation.invited_at is not None:
        _post([_farewell(participation, now=now)])
    participation.delete()


def announce_change(activity: Activity, *, asks_again: bool, now: datetime) -> None:
    """Mail the new time or place to those invited, as an update of the same entry. The caller holds
    the transaction.

    ``asks_again``, for another time: everybody hears of it, as who could not come may now, and all
    answers are open again; a substitute who was sent stays so. Otherwise those who do not come are
    left in peace.
    """
    rows = list(_rows(activity))
    if asks_again:
        opened = [one for one in rows if one.answer not in {Answer.OPEN, Answer.SUBSTITUTE}]
        for row in opened:
            row.answer, row.answered_at, row.answer_note = Answer.OPEN, None, ""
        bulk_update_with_history(
            opened, Participation, ["answer", "answered_at", "answer_note"], default_date=now
        )
    before = list(activity.history.all()[1:2])
    _post(
        _letter(
            "activity_changed",
            activity,
            row,
            now=now,
            before=before,
            words={"asks_again": asks_again},
        )
        for row in rows
        if row.invited_at is not None and (asks_again or row.answer not in STAYS_AWAY)
    )


def announce_cancellation(activity: Activity, *, now: datetime) -> None:
    """Mail METHOD:CANCEL to everybody who was invited. The caller holds the transaction."""
    _post(
        _letter(
            "activity_cancelled",
            activity,
            row,
            now=now,
            method=ics.CANCEL,
            series="series_withdrawn",
            words={"reason": activity.reason_words},
        )
        for row in _rows(activity)
        if row.invited_at is not None
    )


def _rows(activity: Activity) -> Iterable[Participation]:
    return activity.participations.select_related(
        "person", "organization", "stands_in_for__person", "substitute__person"
    )


# ---------------------------------------------------------------- the mail


@dataclass(frozen=True)
class _Letter:
    """One mail to one person about one date, as long as it is not written yet."""

    template: str
    participation: Participation
    key: str
    now: datetime
    #: METHOD of its iCalendar part; empty for none.
    method: str = ics.REQUEST
    #: What is written instead of several; empty if each date has its own mail.
    series: str = ""
    #: In whose place they come, or who does not come in theirs.
    about: Person | None = None
    #: How the activity was, for a change.
    before: Sequence[Any] = ()
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def belongs_with(self) -> tuple[Any, ...]:
        """What is equal in those of a series that go as one mail."""
        row, activity = self.participation, self.participation.activity
        about = self.about.pk if self.about else None
        people = (row.person_id, row.organization_id, about)
        reason = self.words.get("reason")
        return (self.series, *people, activity.program_id, activity.organizer_id, reason)


_gathered: ContextVar[list[_Letter] | None] = ContextVar("gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """A transaction at whose end each person has one mail of a kind, and not one a date: who is
    asked, who need not come any more, who hears that all is called off for the same reason or that
    their substitute cannot come. Of one date it
    is the usual mail. One inside of another is part of it; what fails writes nothing."""
    outer = _gathered.get()
    inner: list[_Letter] = []
    token = _gathered.set(inner)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _write_all(inner)
            else:
                outer.extend(inner)
    finally:
        _gathered.reset(token)


def _post(letters: Iterable[_Letter]) -> None:
    """Write what can be delivered, or leave it to whoever gathers."""
    waiting = _gathered.get()
    letters = [one for one in letters if can_be_mailed(one.participation.person)]
    if waiting is None:
        _write_all(letters)
    else:
        waiting.extend(letters)


def _write_all(letters: Iterable[_Letter]) -> None:
    alike: dict[tuple[Any, ...], list[_Letter]] = {}
    for letter in letters:
        if letter.series:
            alike.setdefault(letter.belongs_with, []).append(letter)
        else:
            _write(letter)
    for several in alike.values():
        if len(several) == 1:
            _write(several[0])
        else:
            _write_series(several)


def _letter(
    template: str, activity: Activity, participation: Participation, **fields: Any
) -> _Letter:
    """To one person. A participation has one for each SEQUENCE."""
    row = copy.copy(participation)  # who is asked no more is deleted before it is written
    row.activity = activity
    about = row.stands_in_for.person if row.stands_in_for else None
    fields = {"key": f"participation:{row.pk}:{activity.sequence}", "about": about} | fields
    return _Letter(template, row, **fields)


def _invitation(participation: Participation, *, now: datetime) -> _Letter:
    activity = participation.activity
    return _letter("activity_invited", activity, participation, now=now, series="series_invited")


def _farewell(participation: Participation, *, now: datetime) -> _Letter:
    """That they need not come; one more for a participation."""
    return _letter(
        "activity_cancelled",
        participation.activity,
        participation,
        key=f"participation:{participation.pk}:withdrawn",
        now=now,
        method=ics.CANCEL,
        series="series_withdrawn",
        words={"is_withdrawn": True},
    )


def _write(letter: _Letter) -> None:
    row, calendar = _in_their_words(letter), ""
    if letter.method:
        calendar = ics.invitation(
            row.activity,
            to=row.person,
            method=letter.method,
            now=letter.now,
            answer=row.answer,
            address="" if letter.method == ics.CANCEL else links.answer_address(row),
        )
    with speaking_to(row.person, row.activity.program):
        words = {**mail_words(row.activity, row), **letter.words}
        words |= _differences(row.activity, letter.before)
        _queue(letter, letter.template, words, calendar=calendar)


def _write_series(letters: Sequence[_Letter]) -> None:
    """One mail about several dates. Its key is that of its first participation, which is in no
    other series of the kind."""
    rows = [_in_their_words(letter) for letter in letters]
    letter = letters[0]
    ends = letter.method == ics.CANCEL
    calendar = ""
    if letter.method:
        entries = [(row.activity, "" if ends else links.answer_address(row)) for row in rows]
        calendar = ics.series(entries, now=letter.now, is_withdrawn=ends)
    with speaking_to(rows[0].person, rows[0].activity.program):
        words = {
            **series_words(rows),
            **letter.words,
            "address": "" if ends else links.series_address(rows),
        }
        _queue(letter, letter.series, words, calendar=calendar, key=f"{letter.key}:series")


def _in_their_words(letter: _Letter) -> Participation:
    """The participation, with an activity that is called after its kind alone so called in the
    language of the person; what somebody named keeps its name."""
    row = letter.participation
    with translation.override(settings.LANGUAGE_CODE):
        is_named = row.activity.title != row.activity.get_kind_display()
    if not is_named:
        row.activity = copy.copy(row.activity)
        with speaking_to(row.person, row.activity.program):
            row.activity.title = str(row.activity.get_kind_display())
    return row


def _queue(
    letter: _Letter, template: str, words: dict[str, Any], *, calendar: str, key: str = ""
) -> None:
    person, activity = letter.participation.person, letter.participation.activity
    organizer = activity.organizer
    queue_message(
        key=key or letter.key,
        to_email=person.email,
        template=template,
        context={**words, "language": person.language},
        scope=activity.program.mail_scope,
        from_name=organizer.name,
        reply_to=reply_address(organizer),
        calendar=calendar,
    )


def mail_words(activity: Activity, participation: Participation) -> dict[str, Any]:
    """What mails and the answer page say of an activity, in the language and zone that are set."""
    first, last = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
    stands_in_for = participation.stands_in_for
    return {
        "activity": activity,
        "participation": participation,
        "person": participation.person,
        "organization": participation.organization,
        "organizer": activity.organizer,
        "day": spoken_day(first),
        "when": spoken_span(first, last),
        "where": ics.location(activity),
        "stands_in_for": stands_in_for.person if stands_in_for else None,
        "answers": [
            (ANSWERS[answer], links.answer_address(participation, answer=answer))
            for answer in (Answer.YES, Answer.NO, Answer.MAYBE)
        ],
    }


def _differences(activity: Activity, before: Iterable[Any]) -> dict[str, Any]:
    """What it was before, where that is known and differs."""
    was: dict[str, Any] = {}
    for old in before:
        first, last = timezone.localtime(old.starts_at), timezone.localtime(old.ends_at)
        if (old.starts_at, old.ends_at) != (activity.starts_at, activity.ends_at):
            was["was_when"] = spoken_span(first, last)
        if old.place != activity.place:
            was["was_where"] = old.place
    return was
