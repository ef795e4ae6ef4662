"""What a person, or the public, may subscribe to (SPEC 5.2)."""

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse

from calendar_app.domain import ics
from calendar_app.models import Activity, ActivityQuerySet, FeedToken
from partnerships.models import Person, Program, ProgramRole

#: How far back a feed reaches; all that is to come is in it.
SINCE = timedelta(days=183)
#: What of an activity a feed tells: when one of these changes, the feed is another.
TOLD = (
    *("pk", "program__slug", "program__time_zone", "title", "note", "place", "room"),
    *("starts_at", "ends_at", "state", "sequence", "changed_at", "kind"),
)


@transaction.atomic
def renew_feed(person: Person, *, now: datetime) -> FeedToken:
    """A new secret address for a person; the one before is dead from now on."""
    Person.objects.select_for_update().get(pk=person.pk)
    revoke_feed(person, now=now)
    return FeedToken.objects.create(person=person)


def revoke_feed(person: Person, *, now: datetime) -> bool:
    """The address of a person is dead from now on. Returns whether there was one."""
    return bool(FeedToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now))


def feed_of(person: Person) -> FeedToken | None:
    return FeedToken.objects.filter(person=person, revoked_at=None).first()


def feed_address(token: FeedToken) -> str:
    return settings.SITE_URL + reverse("calendar_links:person_feed", args=[token.token])


def public_feed_address(program: Program) -> str:
    return settings.SITE_URL + reverse("calendar_links:program_feed", args=[program.slug])


def person_with(token: str) -> Person | None:
    """Whose secret address it is. None once it is revoked, and for somebody who may no longer
    sign in."""
    found = (
        FeedToken.objects.filter(token=token, revoked_at=None)
        .select_related("person__user")
        .first()
    )
    if found is None or (found.person.user is not None and not found.person.user.is_active):
        return None
    return found.person


def activities_of(person: Person, *, now: datetime) -> ActivityQuerySet:
    """What the person may see: all of the programs in which they have a role today, and what they
    were invited to or organize."""
    programs = ProgramRole.objects.filter(user=person.user_id).values("program")
    seen = Activity.objects.visible_to_person(person).values("pk")
    rows = Activity.objects.filter(Q(program__in=programs) | Q(pk__in=seen))
    return _told(rows if person.user_id else Activity.objects.filter(pk__in=seen), now)


def public_activities(program: Program, *, now: datetime) -> ActivityQuerySet:
    """What a program shows to everybody."""
    return _told(Activity.objects.for_program(program).filter(is_public=True), now)


def _told(rows: ActivityQuerySet, now: datetime) -> ActivityQuerySet:
    return rows.filter(ends_at__gt=now - SINCE).order_by("starts_at", "pk")


def state_of(rows: ActivityQuerySet) -> tuple[str, datetime | None]:
    """The ETag of a feed and when it last changed, by which a program that has it already gets
    nothing. Two queries."""
    told = hashlib.sha256(repr(list(rows.values_list(*TOLD))).encode()).hexdigest()[:32]
    history = Activity.history.filter(id__in=rows.order_by().values("pk"))
    return f'"{told}"', history.aggregate(at=Max("history_date"))["at"]


def feed_text(rows: ActivityQuerySet, *, name: str, reader: Person | None) -> bytes:
    """The feed as iCalendar. Without a ``reader`` it is the public one: no notes and no addresses
    of pages that only staff may open. Two queries, one for the public."""
    activities = list(rows.select_related("program"))
    addresses: dict[int, str] = {}
    if reader is None:
        for activity in activities:
            activity.note = ""  # for those invited
    elif reader.user_id:
        held = ProgramRole.objects.filter(user=reader.user_id).values_list("program", flat=True)
        staff_of = set(held)
        addresses = {
            one.pk: settings.SITE_URL + one.get_absolute_url()
            for one in activities
            if one.program_id in staff_of
        }
    zone = activities[0].program.zone if activities else ZoneInfo(settings.TIME_ZONE)
    return ics.feed(activities, name=name, zone=zone, addresses=addresses)
