"""Partners are asked to acknowledge guidelines, and say it through a link (SPEC 12.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.partner_people import partner_people
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Activity
from concerns.domain.guidelines import published_versions
from concerns.models import Acknowledgment, GuidelineVersion
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed, reply_address
from partnerships.models import Organization, Person

#: The link is dead so long after the activity.
OPEN_AFTER = timedelta(days=30)
NAME_MAX = 120
LINK = SignedLink(
    salt="concerns.guidelines",
    route="concern_links:guideline_acknowledge",
    names=("activity", "person"),
    is_dated=True,
)


@dataclass(frozen=True)
class Owed:
    """Somebody of a partner, what they have acknowledged, and what is open."""

    person: Person
    organization: Organization
    given: list[Acknowledgment]
    missing: list[GuidelineVersion]


def owed_for(activity: Activity) -> list[Owed]:
    """Everybody of partners who takes part, with the guidelines for its kind. At most four
    queries."""
    versions = published_versions(activity.program, kind=activity.kind)
    people = partner_people(activity)
    given = {
        (row.version_id, row.person_id): row
        for row in Acknowledgment.objects.filter(
            version__in=versions, person__in=[person for person, _organization in people]
        ).select_related("version__guideline")
    }
    return [
        Owed(
            person,
            organization,
            [given[one.pk, person.pk] for one in versions if (one.pk, person.pk) in given],
            [one for one in versions if (one.pk, person.pk) not in given],
        )
        for person, organization in people
    ]


def acknowledge_address(activity: Activity, person: Person) -> str:
    """The whole address at which this person reads and acknowledges, without a login."""
    return LINK.address(activity.pk, person.pk)


def read_token(token: str) -> tuple[Activity, Owed]:
    """Which activity, who, and what is open. Refuses a link that is broken, and one of somebody who
    does not take part any more."""
    activity_pk, person_pk = LINK.read(token)
    rows = Activity.objects.select_related("program__school", "organizer")
    activity = rows.filter(pk=activity_pk).first()
    if activity is None:
        raise LINK.refusal()
    for owed in owed_for(activity):
        if owed.person.pk == person_pk:
            return activity, owed
    raise LINK.refusal()


def is_closed(activity: Activity, *, now: datetime) -> bool:
    return now > activity.ends_at + OPEN_AFTER


@transaction.atomic
def ask(activity: Activity, *, by: User, now: datetime) -> tuple[int, list[Person]]:
    """Mail everybody who has something open a link, once a day however often this is called.
    Returns how many are asked, and who has no address. Refuses where nobody owes anything, and
    what was called off or is over."""
    if activity.is_called_off or activity.ends_at <= now:
        raise DomainError("This is over or was called off.")
    open_ones = [one for one in owed_for(activity) if one.missing]
    if not open_ones:
        raise DomainError("Nobody has anything open.")
    program, without = activity.program, []
    for one in open_ones:
        person = one.person
        if not can_be_mailed(person):
            without.append(person)
            continue
        with translation.override(person.language):
            queue_message(
                key=f"guidelines:{activity.pk}:{person.pk}:{now:%Y%m%d}",
                to_email=person.email,
                template="guidelines_asked",
                context={
                    "language": person.language,
                    "person": person,
                    "activity": activity,
                    "day": spoken_day(activity.starts_at.astimezone(program.zone)),
                    "titles": [version.guideline.title for version in one.missing],
                    "address": acknowledge_address(activity, person),
                    "organizer": activity.organizer,
                    "program": program,
                },
                scope=program.mail_scope,
                from_name=activity.organizer.letter_name,
                reply_to=reply_address(activity.organizer),
            )
    return len(open_ones) - len(without), without


@transaction.atomic
def acknowledge(
    versions: Sequence[GuidelineVersion],
    *,
    person: Person,
    organization: Organization | None,
    name: str,
    on: date,
    language: str = "en",
    noted_by: User | None = None,
) -> list[Acknowledgment]:
    """Keep that somebody has read these versions, with a hash of the text they saw. A second time
    changes nothing. Refuses no name, a day to come, and what is not published."""
    name = name.strip()
    if not name:
        raise DomainError(_("Please write your name."), field="name")
    if on > timezone.localdate() + timedelta(days=1):
        raise DomainError("This day has not come yet.", field="acknowledged_on")
    if any(one.published_at is None for one in versions):
        raise DomainError("A draft cannot be acknowledged.")
    rows = []
    for one in versions:
        text = one.text_in(language)
        row, _made = Acknowledgment.objects.get_or_create(
            version=one,
            person=person,
            defaults={
                "organization": organization,
                "name": name[:NAME_MAX],
                "acknowledged_on": on,
                "noted_by": noted_by,
                "text_hash": sha256(text.encode()).hexdigest(),
            },
        )
        rows.append(row)
    return rows
