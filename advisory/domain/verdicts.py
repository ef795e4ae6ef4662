"""After a meeting each member who came is asked one private question (SPEC 3.12). Members seldom
say why they stop coming; falling answers show it early."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from advisory.models import Meeting, Verdict
from calendar_app.domain.wording import spoken_day
from calendar_app.models import ATTENDED, Participation
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address
from partnerships.models import Person

#: So long after a meeting somebody may say it.
OPEN_FOR = timedelta(days=30)
#: Fewer answers than this are not shown: everybody could guess whose they are.
SHOWN_FROM = 3
COMMENT_MAX = 1000
LINK = SignedLink(
    salt="advisory.verdict",
    route="advisory_links:meeting_verdict",
    names=("activity", "person"),
    is_dated=True,
)
_MEMBERS = (Participation.Role.MEMBER, Participation.Role.SUBSTITUTE)


@dataclass(frozen=True)
class Worth:
    """What came back on one meeting. Without ``average``: too few answers to show any."""

    answers: int = 0
    average: float | None = None
    counts: tuple[tuple[str, int], ...] = ()
    comments: tuple[str, ...] = ()


def verdict_address(meeting: Meeting, person: Person) -> str:
    """The whole address at which this person says it, without a login."""
    return LINK.address(meeting.pk, person.pk)


def read_token(token: str) -> tuple[Meeting, Person]:
    """Which meeting, and who. Refuses a link that is broken, and one of somebody who is not on the
    list of the meeting any more."""
    rows = Participation.objects.filter(activity__meeting__isnull=False)
    row = LINK.find(
        token, rows.select_related("person", "activity__meeting__board__program__school")
    )
    meeting = row.activity.meeting
    meeting.activity = row.activity
    return meeting, row.person


def too_late(meeting: Meeting, *, now: datetime) -> bool:
    return now > (meeting.ended_at or meeting.activity.ends_at) + OPEN_FOR


def ask_members(meeting: Meeting, *, now: datetime) -> None:
    """Mail the question to each member and substitute who was there, once however often this is
    called; not to who organized it. The caller holds the transaction."""
    activity, program = meeting.activity, meeting.board.program
    rows = Participation.objects.filter(activity=meeting.pk, role__in=_MEMBERS)
    for row in rows.exclude(person=activity.organizer_id).select_related("person"):
        if not row.was_there or not can_be_mailed(row.person) or too_late(meeting, now=now):
            continue
        person = row.person
        address = verdict_address(meeting, person)
        with translation.override(person.language):
            queue_message(
                key=f"verdict:{meeting.pk}:{person.pk}",
                to_email=person.email,
                template="verdict_asked",
                context={
                    "language": person.language,
                    "person": person,
                    "activity": activity,
                    "day": spoken_day(activity.starts_at.astimezone(program.zone)),
                    "program": program,
                    "choices": [(one.label, f"{address}?worth={one.value}") for one in choices()],
                },
                scope=program.mail_scope,
                from_name=program.name,
                reply_to=reply_address(activity.organizer),
            )


def verdicts_waiting(person: Person, *, now: datetime) -> QuerySet[Participation]:
    """Where somebody was at a meeting, was asked about it and has said nothing yet."""
    said = Verdict.objects.filter(meeting=OuterRef("activity"), person=person)
    rows = Participation.objects.filter(
        person=person,
        role__in=_MEMBERS,
        attendance__in=ATTENDED,
        activity__meeting__ended_at__gte=now - OPEN_FOR,
    )
    return rows.exclude(activity__organizer=person).exclude(Exists(said))


def choices() -> list[Verdict.Worth]:
    """The best first, as people expect it."""
    return sorted(Verdict.Worth, reverse=True)


@transaction.atomic
def give_verdict(
    meeting: Meeting, person: Person, *, worth: str, comment: str = "", now: datetime | None = None
) -> Verdict:
    """Keep what somebody says of a meeting; saying something else takes its place. Refuses no
    choice, a comment that is too long, and after a month."""
    now = now or timezone.now()
    if too_late(meeting, now=now):
        raise DomainError(_("This was too long ago to say now."))
    if worth not in {str(one.value) for one in Verdict.Worth}:
        raise DomainError(_("Please choose one of the answers."), field="worth")
    if len(comment.strip()) > COMMENT_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": COMMENT_MAX},
            field="comment",
        )
    verdict, _made = Verdict.objects.update_or_create(
        meeting=meeting,
        person=person,
        defaults={"worth": int(worth), "comment": comment.strip(), "given_at": now},
    )
    return verdict


def worth_of(meetings: Iterable[Meeting]) -> dict[int, Worth]:
    """What came back on each meeting, without names. One query."""
    meetings = list(meetings)
    rows: dict[int, list[tuple[int, str]]] = {meeting.pk: [] for meeting in meetings}
    for meeting, worth, comment in Verdict.objects.filter(meeting__in=rows).values_list(
        "meeting_id", "worth", "comment"
    ):
        rows[meeting].append((worth, comment))
    return {pk: _worth(said) for pk, said in rows.items()}


def _worth(said: list[tuple[int, str]]) -> Worth:
    if len(said) < SHOWN_FROM:
        return Worth(len(said))
    values = [worth for worth, _ in said]
    return Worth(
        answers=len(said),
        average=sum(values) / len(values),
        counts=tuple((str(one.label), values.count(one.value)) for one in choices()),
        comments=tuple(sorted(comment for _, comment in said if comment)),
    )
