"""Who is reminded of an activity, and what the mail says (SPEC 3.5)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation

from calendar_app.domain import ics
from calendar_app.domain.links import answer_address
from calendar_app.domain.papers import Links, Papers, papers_of
from calendar_app.domain.wording import spoken_day, spoken_span
from calendar_app.models import Activity, Participation
from core.exceptions import DomainError
from notifications.domain.outbox import Draft, StoredFile, check_address, store_files
from notifications.domain.rendering import Rendered, gap, render_many
from notifications.models import MailKind
from partnerships.models import Person

Answer = Participation.Answer

#: The buttons of the mail; the page behind them has the others.
_OFFERED = (Answer.YES, Answer.NO, Answer.MAYBE)
#: What the mail says of others; the activity is read with them.
SAYS = ("program__school", "organizer", "organization")
#: If one of these changes, the mail would say something wrong.
SAID = (
    *("state", "title", "note", "place", "room", "starts_at", "ends_at"),
    *("program_id", "organizer_id", "organization_id"),
)


class Skip(StrEnum):
    """Why a reminder, or the mail to one person, was passed over."""

    CALLED_OFF = "called off"
    OVER = "begun or over"
    SUPERSEDED = "a later reminder is due as well"
    NOT_ASKED = "not invited yet"
    NO_ADDRESS = "no e-mail address"
    BAD_ADDRESS = "not an e-mail address"
    FAILED = "failed, tried again later"


class Mailing(NamedTuple):
    """What is the same for everybody who is reminded."""

    activity: Activity
    papers: Papers
    files: list[StoredFile]
    days: int

    def still_fits(self, activity: Activity) -> bool:
        """Whether the mail is still right for the activity as it is now."""
        return all(getattr(activity, name) == getattr(self.activity, name) for name in SAID)

    @property
    def headers(self) -> dict[str, Any]:
        """For the outbox: whose it is, from whom it comes, whom an answer reaches."""
        activity = self.activity
        reply_to = activity.organizer.email
        return {
            "kind": MailKind.WORK,
            "scope": activity.program.mail_scope,
            "from_name": activity.organizer.name,
            "reply_to": "" if _refused(reply_to) else reply_to,
        }


def prepare_mailing(activity: Activity, *, now: datetime) -> Mailing:
    """Collect the agenda and papers, and keep the files that go along. ``activity`` comes with
    what SAYS names. Outside a transaction: papers may have to be laid out."""
    papers = papers_of(activity)
    zone = activity.program.zone
    days = timezone.localdate(activity.starts_at, zone) - timezone.localdate(now, zone)
    return Mailing(activity, papers, store_files(papers.files), days.days)


def next_readers(activity: Activity, *, after: int, limit: int) -> list[Participation]:
    """Who is on the list and did not decline, in the order of their participations behind
    ``after``. Where a substitute comes, the substitute; where none was found yet, whoever said so,
    to find one."""
    replaced = Q(answer=Answer.SUBSTITUTE, substitute__isnull=False)
    needless = Q(stands_in_for__isnull=False) & ~Q(stands_in_for__answer=Answer.SUBSTITUTE)
    return list(
        activity.participations.filter(pk__gt=after)
        .exclude(answer=Answer.NO)
        .exclude(replaced)
        .exclude(needless)
        .select_related("person", "stands_in_for__person")
        .order_by("pk")[:limit]
    )


class _Reader(NamedTuple):
    """One person's mail. What is equal in two of them can be rendered at once."""

    person: Person
    participation: Participation | None
    is_organizer: bool
    links: Links

    @property
    def variant(self) -> tuple[Any, ...]:
        row = self.participation
        return (
            self.person.language,
            self.is_organizer,
            row and row.answer,
            bool(row and row.stands_in_for_id),
            tuple(words for words, _ in self.links),
        )


def write_mails(
    mailing: Mailing, readers: Iterable[Participation], *, key: str, with_organizer: bool
) -> tuple[list[Draft], Counter[str]]:
    """The mail for each of ``readers``, and for the organizer who is not among those asked; and how
    many get none, with the reason. ``key`` begins the mail's keys: behind it stands the person, so
    that each gets one however often and in whatever role they are on the list."""
    activity, skipped = mailing.activity, Counter[str]()
    people: list[tuple[Person, Participation | None]] = [(row.person, row) for row in readers]
    if with_organizer and not activity.participations.filter(person=activity.organizer_id).exists():
        people.append((activity.organizer, None))
    variants: dict[tuple[Any, ...], list[_Reader]] = {}
    for person, row in people:
        is_organizer = person.pk == activity.organizer_id
        reason = _refused(person.email)
        if not reason and row and not is_organizer and not _is_asked(row):
            reason = Skip.NOT_ASKED
        if reason:
            skipped[reason] += 1
            continue
        reader = _Reader(person, row, is_organizer, mailing.papers.links_for(person))
        variants.setdefault(reader.variant, []).append(reader)
    drafts = [
        Draft(f"{key}{reader.person.pk}", reader.person.email, mail)
        for alike in variants.values()
        for reader, mail in zip(alike, _render(mailing, alike), strict=True)
    ]
    return drafts, skipped


def _is_asked(row: Participation) -> bool:
    """Had an invitation, or answered without one, by telephone."""
    return row.invited_at is not None or row.answer != Answer.OPEN


def _render(mailing: Mailing, alike: Sequence[_Reader]) -> list[Rendered]:
    """One mail for each of these, who differ only in what stands in the gaps."""
    reader, activity = alike[0], mailing.activity
    language, row = reader.person.language, reader.participation
    name, place_of = gap(), gap()
    answers = [(answer, gap()) for answer in _OFFERED] if row else []
    links = [(words, gap()) for words, _ in reader.links]
    with translation.override(language), timezone.override(activity.program.zone):
        first, last = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
        context = {
            "language": language,
            "activity": activity,
            "organizer": activity.organizer,
            "host": activity.organization,
            "day": spoken_day(first),
            "when": spoken_span(first, last),
            "where": ics.location(activity),
            "days": mailing.days,
            "agenda": mailing.papers.agenda(),
            "links": links,
            "has_files": bool(mailing.files),
            "name": name,
            "place_of": place_of if row and row.stands_in_for_id else "",
            "answer": row.answer if row else "",
            "answers": answers,
            "is_organizer": reader.is_organizer,
            "counts": _count_answers(activity) if reader.is_organizer else [],
            "address": settings.SITE_URL + activity.get_absolute_url(),
        }
        words = [
            {
                name: one.person.letter_name,
                place_of: _place_of(one),
                **_addresses_of_answers(one, answers),
                **{mark: to for (_, mark), (_, to) in zip(links, one.links, strict=True)},
            }
            for one in alike
        ]
        return render_many("activity_reminded", context, readers=words, kind=MailKind.WORK)


def _addresses_of_answers(reader: _Reader, answers: Sequence[tuple[Answer, str]]) -> dict[str, str]:
    if reader.participation is None:
        return {}
    address = answer_address(reader.participation)
    return {mark: f"{address}?answer={answer}" for answer, mark in answers}


def _place_of(reader: _Reader) -> str:
    row = reader.participation
    return row.stands_in_for.person.name if row and row.stands_in_for else ""


def _count_answers(activity: Activity) -> list[tuple[str, int]]:
    """For the organizer: how many said what, in the order of the answers."""
    counts = Counter(activity.participations.order_by().values_list("answer", flat=True))
    return [(str(label), counts[value]) for value, label in Answer.choices if counts[value]]


def _refused(address: str) -> Skip | None:
    if not address:
        return Skip.NO_ADDRESS
    try:
        check_address(address)
    except DomainError:
        return Skip.BAD_ADDRESS
    return None
