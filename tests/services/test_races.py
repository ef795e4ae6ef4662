"""Two workers reach for the same row at the same moment: one gets it. On PostgreSQL, where
statements really run side by side."""

import json

import pytest

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.usefixtures("real_time")]

#: Eight threads with connections of their own, lined up before each row.
RACE = """
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connection
from django.utils import timezone
from core.domain import jobs
from core.models import Job
from notifications.domain import delivery
from notifications.domain.outbox import queue_raw_message
from notifications.models import Message

THREADS, ROWS = 8, 40
mails = [queue_raw_message(f"race-{n}", "a@example.org", "S", "T").pk for n in range(ROWS)]
works = [Job.objects.create(kind="x", title="x").pk for n in range(ROWS)]
line = Barrier(THREADS)

def run(_):
    won = {"mails": [], "jobs": [], "queued": []}
    for n in range(ROWS):
        line.wait()
        if delivery.claim(mails[n]):
            won["mails"].append(n)
        line.wait()
        if jobs.claim(works[n], now=timezone.now()):
            won["jobs"].append(n)
        line.wait()
        won["queued"].append(queue_raw_message(f"same-{n}", "a@example.org", "S", "T").pk)
    connection.close()
    return won

with ThreadPoolExecutor(THREADS) as pool:
    won = list(pool.map(run, range(THREADS)))
print(json.dumps({
    "mails": sorted(n for one in won for n in one["mails"]),
    "jobs": sorted(n for one in won for n in one["jobs"]),
    "queued": [len({one["queued"][n] for one in won}) for n in range(ROWS)],
    "winners": sum(bool(one["mails"]) for one in won),
    "attempts": list(
        Message.objects.filter(key__startswith="race").values_list("attempts", flat=True)
    ),
}))
"""


def test_one_worker_gets_a_row_and_one_key_is_one_message(large_deployment):
    seen = json.loads(large_deployment.run(RACE))

    assert seen["mails"] == seen["jobs"] == list(range(40))
    assert seen["attempts"] == [1] * 40
    assert seen["queued"] == [1] * 40
    assert seen["winners"] > 1, "no race was run"
