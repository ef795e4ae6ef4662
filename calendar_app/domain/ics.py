"""Activities as iCalendar (RFC 5545, 5546): a part of mail, and feeds to subscribe to."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from calendar_app.models import Activity, Participation
from partnerships.models import Person

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

PRODUCT = "-//School partnerships//Calendar//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
#: How often a calendar program should look again.
REFRESH = timedelta(hours=4)
#: The domain of UIDs: theirs for life, so it must not change with the address of a deployment.
UID_DOMAIN = "partnerships"

_Answer = Participation.Answer
_PARTSTAT = {
    _Answer.YES: "ACCEPTED",
    _Answer.NO: "DECLINED",
    _Answer.MAYBE: "TENTATIVE",
    _Answer.SUBSTITUTE: "DELEGATED",
}


def invitation(
    activity: Activity,
    *,
    to: Person,
    method: str,
    now: datetime,
    answer: str = _Answer.OPEN,
    address: str = "",
) -> str:
    """The calendar part of a mail to one person (SPEC 3.4): ``method`` is REQUEST for an invitation
    or an update of it, CANCEL to take it out of their calendar.

    The same UID for life; who has seen a higher SEQUENCE ignores this. ``address``: where they
    answer. Queries nothing if program and organizer are loaded.
    """
    event = _event(activity, stamp=now, words=[activity.note, address])
    if method == CANCEL:
        event["STATUS"] = vText("CANCELLED")
    if address:
        event.add("url", address)
    event.add("organizer", _organizer(activity))
    event.add("attendee", _attendee(to, answer))
    calendar = _calendar([event])
    calendar.add("method", method)
    return _text(calendar, [activity])


def series(
    entries: Iterable[tuple[Activity, str]], *, now: datetime, is_withdrawn: bool = False
) -> str:
    """A file with several entries, to be opened (SPEC 3.4): each under the UID and SEQUENCE of the
    mail that tells of its change later. ``entries``: activities, each with the address where it is
    answered. ``is_withdrawn``: they go from the calendar. Queries nothing if programs and
    organizers are loaded.

    PUBLISH and nobody named in it: a REQUEST is for one UID (RFC 5546 3.2.2), and of several,
    programs take the first and drop the rest. Without a name, by which Outlook would open it as a
    calendar of its own and not fill it.
    """
    entries = list(entries)
    events = []
    for activity, address in entries:
        event = _event(activity, stamp=now, words=[activity.note, address])
        if is_withdrawn:
            event["STATUS"] = vText("CANCELLED")
        if address:
            event.add("url", address)
        event.add("organizer", _organizer(activity))
        events.append(event)
    calendar = _calendar(events)
    calendar.add("method", PUBLISH)
    return _text(calendar, [activity for activity, _ in entries])


def feed(
    activities: Iterable[Activity], *, name: str, zone: "ZoneInfo", addresses: dict[int, str]
) -> bytes:
    """What a calendar program subscribes to (SPEC 5.2). ``addresses``: pages of activities by id.

    The same activities make the same bytes, so that the ETag of a feed can be trusted.
    """
    activities = list(activities)
    events = []
    for activity in activities:
        event = _event(activity, stamp=activity.changed_at, words=[activity.note])
        if activity.pk in addresses:
            event.add("url", addresses[activity.pk])
        events.append(event)
    calendar = _calendar(events)
    calendar.add("name", name)  # RFC 7986; the next line is what programs read in fact
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    return _text(calendar, activities).encode()


def _calendar(events: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(event)
    return calendar


def _text(calendar: Calendar, activities: list[Activity]) -> str:
    """With the time zones it names, for the years it touches and not since 1970."""
    if activities:
        years = [when.year for one in activities for when in (one.starts_at, one.ends_at)]
        calendar.add_missing_timezones(
            first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1)
        )
    return calendar.to_ical().decode()


def _event(activity: Activity, *, stamp: datetime, words: list[str]) -> Event:
    zone = activity.program.zone
    event = Event()
    event.add("uid", f"{activity.uid}@{UID_DOMAIN}")
    event.add("sequence", activity.sequence)
    event.add("dtstamp", _whole(stamp))
    event.add("created", _whole(activity.created_at))
    event.add("last-modified", _whole(activity.changed_at))
    event.add("dtstart", activity.starts_at.astimezone(zone))
    event.add("dtend", activity.ends_at.astimezone(zone))
    event.add("summary", activity.title)
    if where := location(activity):
        event.add("location", where)
    if description := "\n\n".join(filter(None, words)):
        event.add("description", description)
    event.add("status", "CANCELLED" if activity.is_called_off else "CONFIRMED")
    return event


def location(activity: Activity) -> str:
    """Place and room in one line, as far as they are known."""
    return ", ".join(part for part in (activity.place, activity.room) if part)


def _organizer(activity: Activity) -> vCalAddress:
    """Our address, from which the mail comes too: programs take updates only from there. By name
    it is the member of staff, whom answers to the mail reach."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = _parameter(activity.organizer.name)
    return organizer


def _attendee(person: Person, answer: str) -> vCalAddress:
    """Without RSVP: what a calendar program answers would reach nobody. The mail has links."""
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["CN"] = _parameter(person.name)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = _PARTSTAT.get(_Answer(answer), "NEEDS-ACTION")
    attendee.params["RSVP"] = "FALSE"
    return attendee


def _parameter(name: str) -> str:
    """Parameters know no escape for a double quote (RFC 5545 3.1)."""
    return " ".join(name.replace('"', "'").split())


def _whole(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)
