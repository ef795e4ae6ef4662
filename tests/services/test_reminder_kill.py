"""Workers killed, broker emptied, a meeting moved: each is reminded once, nobody not at all (SPEC
3.5). Real processes, no mocks."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.services.conftest import Deployment, ended, wait_until
from tests.services.test_outbox_kill import sink  # noqa: F401 - a fixture

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.usefixtures("real_time")]

MEETINGS, MEMBERS = 40, 50
#: The organizer of all is reminded of each.
MAILS = MEETINGS * (MEMBERS + 1)
KILLS = 50
IDS = "SELECT message_id, key FROM notifications_message"
STATES = "SELECT DISTINCT state FROM notifications_message"
HANDLED = "SELECT count(*) FROM calendar_app_reminder WHERE handled_at IS NOT NULL"

PLAN = """
import sys
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from calendar_app.models import Activity, Kind, Participation, Reminder
from partnerships.models import Organization, Person, Program

meetings, members = int(sys.argv[1]), int(sys.argv[2])
now = timezone.now()
User.objects.create_user("dana@example.org", "not used")
school = Organization.objects.create(name="Central High School", kind="school")
program = Program.objects.create(name="Health", slug="health", school=school)
dana = Person.objects.create(name="Dana Okafor", email="dana@example.org")
people = Person.objects.bulk_create(
    [Person(name=f"M {n}", email=f"m{n}@example.com") for n in range(meetings * members)]
)
for n in range(meetings):
    starts_at = now + timedelta(days=2, hours=2)
    meeting = Activity.objects.create(
        program=program, kind=Kind.OTHER, title=f"Meeting {n}", organizer=dana,
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
    )
    Participation.objects.bulk_create(
        Participation(activity=meeting, person=person, invited_at=now)
        for person in people[n * members : (n + 1) * members]
    )
    Reminder.objects.create(
        activity=meeting, days_before=3, due_at=now + timedelta(seconds=0.5 * n)
    )
"""
MOVE = """
from datetime import timedelta
from accounts.models import User
from calendar_app.domain.activities import change_activity
from calendar_app.models import Activity, Reminder

reminder = Reminder.objects.filter(handled_at=None).order_by("due_at").first()
activity = reminder.activity if reminder else Activity.objects.first()
change_activity(
    activity,
    by=User.objects.get(),
    starts_at=activity.starts_at + timedelta(hours=1),
    ends_at=activity.ends_at + timedelta(hours=1),
)
"""
CLOCK_BACK = """
from datetime import timedelta
from django.utils import timezone
from calendar_app.domain.reminders import send_due

send_due(now=timezone.now() - timedelta(hours=1))
send_due()
"""


def pool_of(worker):
    """The processes that do the work of a worker, and its beat."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # gone meanwhile
        if int(rest[2]) == worker.pid != pid and rest[0] != "Z":
            found.append(pid)
    return sorted(found)


def kill_one(deployment, dice):
    """A process of the pool; now and then the whole worker, which is started again."""
    pool = pool_of(deployment.worker)
    if not pool or dice.random() < 0.1:
        deployment.kill_worker()
        deployment.start_worker()
        return
    with suppress(ProcessLookupError):  # ended by itself meanwhile
        os.kill(dice.choice(pool), signal.SIGKILL)


def test_each_is_reminded_once_whatever_is_killed(deployment, sink):  # noqa: F811 - the fixture
    deployment.settings |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "MESSAGE_CLAIM_SECONDS": "6",
        "SWEEP_SECONDS": "2",
        "REMINDER_SECONDS": "1",
        "REMINDER_LEASE_SECONDS": "4",
    }
    (other_folder := deployment.folder / "other").mkdir()
    other = Deployment(other_folder, deployment.settings, deployment.wipe_broker)
    dice = random.Random(7)
    began = time.monotonic()
    deployment.run(PLAN, str(MEETINGS), str(MEMBERS))
    with ended(other):
        for one in (deployment, other):
            one.start_worker()
        wait_until(sink.arrived, seconds=60, what="a mail arrived")
        for number in range(1, KILLS + 1):
            time.sleep(dice.uniform(0, 0.6))
            kill_one(dice.choice([deployment, other]), dice)
            if number == 10:
                deployment.run(MOVE)
            if number == 20:
                deployment.run(CLOCK_BACK)
            if number == 30:
                deployment.wipe_broker()
        killed = time.monotonic()
        for one in (deployment, other):
            one.kill_worker()
            one.start_worker()
        wait_until(
            lambda: deployment.query(HANDLED) == [(MEETINGS,)], seconds=120, what="all are handled"
        )
        wait_until(
            lambda: deployment.query(STATES) == [("sent",)], seconds=180, what="all are sent"
        )
    finished = time.monotonic()
    keys = dict(deployment.query(IDS))
    reminded = [key for key in keys.values() if key.startswith("reminder:")]
    arrived = Counter(sink.arrived())
    doubles = sum(1 for times in arrived.values() if times > 1)
    print(  # noqa: T201 - the figures for whoever runs this with -s
        f"\n{len(reminded)} reminders of {MAILS}, {len(arrived)} mails arrived, {doubles} twice; "
        f"{KILLS} kills in {killed - began:.1f} s, all there after {finished - began:.1f} s"
    )
    assert len(reminded) == MAILS
    assert len(set(reminded)) == MAILS
    assert set(arrived) == set(keys)
    # Only a mail that was on the wire at a kill can come twice, under the same Message-ID.
    assert doubles <= (KILLS + 2) * deployment.processes
