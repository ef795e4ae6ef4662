"""The day after an activity each person of a partner who took part is asked, privately, how it
went and whether they would do it again; what sounds bad is told early (SPEC 13.12)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from calendar_app.domain.partner_people import partner_people
from calendar_app.domain.tasks import make_task
from calendar_app.domain.wording import spoken_day
from calendar_app.models import MISSED, WITHOUT_STUDENTS, Activity, Kind
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.queries import owner_of
from partnerships.domain.speaking import can_be_mailed, reply_address
from partnerships.models import Organization, Person, Program
from visits.models import Afterthought

#: Board meetings ask their members, presentations their speaker, in ways of their own.
NOT_ASKED = WITHOUT_STUDENTS | {Kind.CLASSROOM_PRESENTATION}
#: Asked on the next day, in the hours in which people read mail; after so many days no more.
FIRST_HOUR, LAST_HOUR = 9, 18
ASKED_WITHIN = timedelta(days=5)
#: Nobody is asked twice within so many days, whatever they took part in.
QUIET = timedelta(days=7)
#: The link is dead so long after the activity.
OPEN_FOR = timedelta(days=60)
COMMENT_MAX = 1000
#: From here down somebody should call.
BAD = Afterthought.How.POORLY
LINK = SignedLink(salt="visits.afterwards", route="visit_links:afterthought_say")


def afterwards_address(row: Afterthought) -> str:
    """The whole address at which this person answers, without a login."""
    return LINK.address(row.pk)


def read_token(token: str) -> Afterthought:
    """Refuses a link that is broken."""
    return LINK.find(token, _rows())


def _rows() -> QuerySet[Afterthought]:
    return Afterthought.objects.select_related(
        "activity__program__school", "activity__organizer", "person", "organization"
    )


def is_closed(row: Afterthought, *, now: datetime) -> bool:
    return now > row.activity.ends_at + OPEN_FOR


# ---------------------------------------------------------------- asking


def ask_all(*, now: datetime) -> int:
    """Ask about what was completed since yesterday or a few days ago, each person once. Returns how
    many mails. May run at any time and any number of times."""
    due = (
        Activity.objects.filter(
            state=Activity.State.COMPLETED, ends_at__gt=now - ASKED_WITHIN, ends_at__lt=now
        )
        .exclude(kind__in=NOT_ASKED)
        .select_related("program__school", "organizer")
        .order_by("ends_at", "pk")
    )
    return sum(_ask_about(activity, now=now) for activity in due if _is_time(activity, now))


def _is_time(activity: Activity, now: datetime) -> bool:
    """From the next day on, by day."""
    zone = activity.program.zone
    here, ended = now.astimezone(zone), activity.ends_at.astimezone(zone)
    return here.date() > ended.date() and FIRST_HOUR <= here.hour < LAST_HOUR


@transaction.atomic
def _ask_about(activity: Activity, *, now: datetime) -> int:
    Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    absent = set(
        activity.participations.filter(attendance__in=MISSED).values_list("person", flat=True)
    )
    people = [
        (person, place)
        for person, place in partner_people(activity)
        if can_be_mailed(person) and person.pk not in absent
    ]
    lately = set(
        Afterthought.objects.filter(
            person__in=[person for person, _place in people], asked_at__gt=now - QUIET
        ).values_list("person", flat=True)
    )
    there = set(activity.afterthoughts.values_list("person", flat=True))
    new = [one for one in people if one[0].pk not in lately | there]
    for person, place in new:
        _ask(activity, person, place, now=now)
    return len(new)


def _ask(activity: Activity, person: Person, place: Organization, *, now: datetime) -> None:
    row = Afterthought.objects.create(
        activity=activity, person=person, organization=place, asked_at=now
    )
    program, address = activity.program, afterwards_address(row)
    with translation.override(person.language):
        queue_message(
            key=f"afterwards:{row.pk}",
            to_email=person.email,
            template="afterthought_asked",
            context={
                "language": person.language,
                "person": person,
                "activity": activity,
                "day": spoken_day(activity.starts_at.astimezone(program.zone)),
                "choices": [(one.label, f"{address}?how={one.value}") for one in Afterthought.How],
                "program": program,
            },
            scope=program.mail_scope,
            from_name=activity.organizer.letter_name,
            reply_to=reply_address(activity.organizer),
        )


# ---------------------------------------------------------------- answering


@transaction.atomic
def say(
    row: Afterthought, *, how: str, again: str = "", comment: str = "", now: datetime
) -> Afterthought:
    """Keep the answers; saying it anew takes the place of what was said. What sounds bad is a task
    for who keeps in touch, without the words. Refuses what is no answer, too many words, and what
    is too long ago."""
    row = _rows().select_for_update(of=("self",)).get(pk=row.pk)
    comment = comment.strip()
    if is_closed(row, now=now):
        raise DomainError(_("This was too long ago to say now."))
    if how not in {str(one.value) for one in Afterthought.How}:
        raise DomainError(_("How did it go? Please choose one."), field="how")
    if again and again not in Afterthought.Again.values:
        raise DomainError(_("Please choose one of the answers."), field="again")
    if len(comment) > COMMENT_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": COMMENT_MAX},
            field="comment",
        )
    row.how, row.again, row.comment, row.answered_at = int(how), again, comment, now
    row.save()
    if row.how <= BAD or row.again == Afterthought.Again.NO:
        _warn(row, now=now)
    return row


def _warn(row: Afterthought, *, now: datetime) -> None:
    program = row.activity.program
    make_task(
        program,
        key=f"afterwards:{row.pk}",
        title=f"Call {row.organization}: not all went well"[:200],
        note="What they said is private: the coordinator finds it under “Said in private”.",
        owner=owner_of(program, row.organization),
        due_on=timezone.localdate(now, program.zone) + timedelta(days=2),
        organization=row.organization,
        activity=row.activity,
    )


def afterthoughts_waiting(person: Person, *, now: datetime) -> QuerySet[Afterthought]:
    """What somebody was asked and has not said yet."""
    return Afterthought.objects.filter(
        person=person, answered_at=None, activity__ends_at__gt=now - OPEN_FOR
    )


# ---------------------------------------------------------------- reading


@dataclass(frozen=True)
class Risk:
    organization: Organization
    why: str


def said_in(program: Program) -> list[Afterthought]:
    """The answers of a program, the latest first. One query."""
    rows = Afterthought.objects.for_program(program).answered()
    return list(
        rows.select_related("activity", "person", "organization").order_by("-answered_at", "-pk")[
            :400
        ]
    )


def at_risk(rows: list[Afterthought]) -> list[Risk]:
    """Partners whose answers fall, or who hesitated twice in a row. ``rows``: the latest first."""
    by_place: dict[int, list[Afterthought]] = defaultdict(list)
    for row in rows:
        by_place[row.organization_id].append(row)
    found = []
    for said in by_place.values():
        hows = [one.how or 0 for one in said[:4]]
        if len(hows) == 4 and sum(hows[:2]) < sum(hows[2:]):
            found.append(Risk(said[0].organization, "The last two answers were lower than before."))
        elif len(said) > 1 and all(
            one.again in {Afterthought.Again.PERHAPS, Afterthought.Again.NO} for one in said[:2]
        ):
            found.append(Risk(said[0].organization, "Twice in a row not sure to do it again."))
        elif hows[0] <= BAD or said[0].again == Afterthought.Again.NO:
            found.append(Risk(said[0].organization, "The last time did not go well."))
    return sorted(found, key=lambda one: one.organization.name)
