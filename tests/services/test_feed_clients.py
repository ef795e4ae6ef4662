"""Real calendar programs subscribe to the feeds: vdirsyncer fetches, khal reads (SPEC 5.2)."""

import os
import subprocess
import sys
from calendar import SUNDAY, monthcalendar
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app.domain import feeds
from calendar_app.models import Activity
from tests.factories import ActivityFactory, PersonFactory

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("real_time")]

CHICAGO = ZoneInfo("America/Chicago")
BIN = Path(sys.executable).parent
TITLE = "O'Brien-Núñez, Söhne; “tour” 🩺 " + "of the very long hall " * 6

SYNC = """[general]
status_path = "{folder}/status/"
[pair school]
a = "feed"
b = "local"
collections = null
conflict_resolution = "a wins"
[storage feed]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{folder}/events/"
fileext = ".ics"
"""
READ = """[calendars]
[[school]]
path = {folder}/events
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = America/Chicago
local_timezone = America/Chicago
[sqlite]
path = {folder}/khal.db
"""


def sundays(year, month):
    return [week[SUNDAY] for week in monthcalendar(year, month) if week[SUNDAY]]


def clock_changes(year):
    """The second Sunday of March and the first of November."""
    return [date(year, 3, sundays(year, 3)[1]), date(year, 11, sundays(year, 11)[0])]


class Client:
    """Somebody's calendar, in a folder of their own."""

    def __init__(self, folder, url):
        self.folder = folder
        (folder / "events").mkdir()
        (folder / "sync").write_text(SYNC.format(folder=folder, url=url))
        (folder / "read").write_text(READ.format(folder=folder))
        self.run("vdirsyncer", "-c", folder / "sync", "discover")

    def run(self, program, *arguments):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        environment.pop("PYTHONWARNINGS", None)
        done = subprocess.run(
            [BIN / program, *arguments],
            env=environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sync(self):
        """Fetch; the names and contents of what is there then."""
        self.run("vdirsyncer", "-c", self.folder / "sync", "sync", "--force-delete")
        return {one.name: one.read_text() for one in (self.folder / "events").iterdir()}

    def listed(self, first, last):
        """Lines "day time title", as a person sees them."""
        form = "{start-date} {start-time} {title}"
        text = self.run(
            "khal", "-c", self.folder / "read", "--no-color", "list", "--day-format", "",
            "--format", form, str(first), str(last),
        )  # fmt: skip
        return [line for line in text.splitlines() if line.strip()]


def at_seven(day):
    return datetime.combine(day, time(7), CHICAGO)


def test_programs_follow_what_is_planned_moved_and_called_off(
    transactional_db, live_server, tmp_path
):
    person = PersonFactory(user=None)
    year = timezone.localdate().year + 1
    days = [change + timedelta(days=near) for change in clock_changes(year) for near in (-2, 0, 1)]
    planned = [
        ActivityFactory(title=f"{TITLE.strip()} {n}", starts_at=at_seven(day), organizer=person)
        for n, day in enumerate(days)
    ]
    token = feeds.renew_feed(person, now=timezone.now())
    path = reverse("calendar_links:person_feed", args=[token.token])
    client = Client(tmp_path, live_server.url + path)

    first = client.sync()
    assert len(first) == len(planned)
    assert client.listed(date(year, 1, 1), date(year, 12, 31)) == [
        f"{day} 07:00 {one.title}" for day, one in zip(days, planned, strict=True)
    ]
    assert client.sync() == first  # nothing new

    moved, off = planned[0], planned[1]
    moved.starts_at += timedelta(days=1, hours=1)
    moved.ends_at += timedelta(days=1, hours=1)
    moved.sequence, moved.changed_at = 1, timezone.now()
    off.state, off.sequence = Activity.State.CANCELLED_BY_SCHOOL, 1
    for one in (moved, off):
        one.save()
    Activity.objects.filter(pk=planned[2].pk).delete()

    then = client.sync()
    assert len(then) == len(planned) - 1
    assert sum("STATUS:CANCELLED" in one for one in then.values()) == 1
    assert f"{days[0] + timedelta(days=1)} 08:00 {moved.title}" in client.listed(
        date(year, 1, 1), date(year, 12, 31)
    )

    feeds.revoke_feed(person, now=timezone.now())
    with pytest.raises(AssertionError):
        client.sync()
