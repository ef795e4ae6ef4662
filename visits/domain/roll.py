"""Who came, noted on the day, on a phone that may lose its connection; and the host who must know
first when somebody does not (SPEC 7.2)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from accounts.models import User
from calendar_app.domain.wording import spoken_clock, spoken_day
from calendar_app.models import Activity
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address
from visits.domain.attendees import attendees_of, lock_standing
from visits.domain.handouts import handout_address
from visits.models import NOT_THERE, WAS_THERE, Placement, ShadowHost

Came = Placement.Came
#: The roll opens so long before, so that who is ill the evening before can be noted.
OPENS_BEFORE = timedelta(days=2)


@dataclass(frozen=True)
class Mark:
    """What was seen of a student, and when."""

    came: str
    at: datetime


@dataclass(frozen=True)
class HostNews:
    """What a host of a job shadow does not know yet: who does not come, and who comes after all."""

    host: ShadowHost
    missing: list[Placement]
    back: list[Placement]


def opens_at(activity: Activity) -> datetime:
    return activity.starts_at - OPENS_BEFORE


@transaction.atomic
def note_roll(
    activity: Activity, *, marks: Mapping[int, Mark], by: User, now: datetime
) -> tuple[dict[int, str], list[int]]:
    """Note who came, by id of the student. What was seen later stays, whatever arrives first: a
    telephone without a connection sends its marks when it has one again. Marks from the future
    count as of now.

    Returns what stands now for each of them, and who is not on the list any more. Refuses what is
    none, what was called off, and a roll more than two days ahead.
    """
    activity = lock_standing(activity)
    if now < opens_at(activity):
        raise DomainError("The roll opens two days before.")
    if any(mark.came not in Came.values for mark in marks.values()):
        raise DomainError("Please choose one of the answers.")
    rows = {row.student_id: row for row in activity.placements.filter(student__in=marks)}
    changed = []
    for pk, row in rows.items():
        mark = marks[pk]
        seen_at = min(mark.at, now)
        if row.came == mark.came or (row.noted_at and row.noted_at > seen_at):
            continue
        row.came, row.noted_at, row.noted_by = mark.came, seen_at, by
        changed.append(row)
    Placement.objects.bulk_update(changed, ["came", "noted_at", "noted_by"])
    return {pk: row.came for pk, row in rows.items()}, [pk for pk in marks if pk not in rows]


def counts_of(rows: Iterable[Placement]) -> Counter[str]:
    """How many of each, and under "there" who is."""
    found = Counter(row.came for row in rows)
    found["there"] = sum(found[came] for came in WAS_THERE)
    return found


def news_for_hosts(rows: Sequence[Placement]) -> list[HostNews]:
    """Which hosts wait for somebody and do not know it."""
    hosts = {row.host.pk: row.host for row in rows if row.host}
    news = []
    for pk, host in hosts.items():
        own = [row for row in rows if row.host_id == pk]
        missing = [row for row in own if row.came in NOT_THERE and not row.host_knows]
        back = [row for row in own if row.came in WAS_THERE and row.host_knows]
        if missing or back:
            news.append(HostNews(host, missing, back))
    return news


@transaction.atomic
def tell_hosts(activity: Activity, *, by: User, now: datetime) -> tuple[int, list[ShadowHost]]:
    """Mail each host how many do not come, or come after all. No names: a mail is kept for ever;
    who comes stands on the handout behind its link.
    Returns how many mails, and which hosts must be called because nobody there has an address, or
    who was named has left.
    Refuses where there is nothing to tell."""
    activity = lock_standing(activity)
    rows = attendees_of(activity)
    news = news_for_hosts(rows)
    if not news:
        raise DomainError("The hosts know all of it already.")
    to_call = []
    hosts = activity.shadow_hosts.with_left()
    left = {one.pk for one in hosts if one.has_left}  # type: ignore[attr-defined]  # annotated
    for one in news:
        person = one.host.person
        if person is None or one.host.pk in left or not can_be_mailed(person):
            to_call.append(one.host)
            continue
        _queue(activity, one, now=now)
        note_host_told(one)
    return len(news) - len(to_call), to_call


def note_host_told(news: HostNews) -> None:
    """The host knows it now. The caller holds the transaction."""
    for row in news.missing:
        row.host_knows = True
    for row in news.back:
        row.host_knows = False
    Placement.objects.bulk_update([*news.missing, *news.back], ["host_knows"])


@transaction.atomic
def note_called(activity: Activity, *, host: int) -> None:
    """A host was told by telephone."""
    rows = attendees_of(lock_standing(activity))
    for one in news_for_hosts(rows):
        if one.host.pk == host:
            note_host_told(one)


def _queue(activity: Activity, news: HostNews, *, now: datetime) -> None:
    person, program = news.host.person, activity.program
    assert person is not None  # noqa: S101 - the caller has looked
    with translation.override(person.language):
        starts = activity.starts_at.astimezone(program.zone)
        queue_message(
            key=f"roll:{news.host.pk}:{now:%Y%m%d%H%M%S}",
            to_email=person.email,
            template="absence_told",
            context={
                "language": person.language,
                "person": person,
                "activity": activity,
                "day": spoken_day(starts),
                "clock": spoken_clock(starts),
                "missing": len(news.missing),
                "back": len(news.back),
                "address": handout_address(news.host),
                "organizer": activity.organizer,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=activity.organizer.letter_name,
            reply_to=reply_address(activity.organizer),
        )
