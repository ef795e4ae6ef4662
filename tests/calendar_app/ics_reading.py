"""Reads what the program sends as a calendar program would, and is stricter about its form."""

from icalendar import Calendar


def read_calendar(content):
    """The calendar, if its form is right: lines of at most 75 octets that end in CRLF, one VEVENT
    at least once its zones are named and defined."""
    raw = content.encode() if isinstance(content, str) else content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # folded between letters, not inside one
    calendar = Calendar.from_ical(raw)
    assert calendar.errors == []
    named = {
        event[name].params["TZID"] for event in calendar.events for name in ("DTSTART", "DTEND")
    }
    assert named == {str(zone["TZID"]) for zone in calendar.timezones}
    return calendar


def only_event(content):
    [event] = read_calendar(content).events
    return event
