"""Broker emptied, worker killed: nothing is lost (SPEC 0.5). Real processes, no mocks."""

import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.services.conftest import free_port, wait_until

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.usefixtures("real_time")]

MESSAGES = 500
#: Killed as soon as so many mails have arrived; the broker is emptied at the second time.
KILLS = [60, 190, 320]
IDS = "SELECT message_id FROM notifications_message"
STATES = "SELECT state, count(*) FROM notifications_message GROUP BY state"

QUEUE = """
import sys
from notifications.domain.outbox import queue_raw_message
for n in range(int(sys.argv[1])):
    queue_raw_message(f"mail-{n}", f"reader{n}@example.org", f"Mail {n}", "Hello")
"""


class Sink:
    def __init__(self, file):
        self.file = file
        self.port = free_port()

    def arrived(self):
        return self.file.read_text().split() if self.file.exists() else []


@pytest.fixture
def sink(tmp_path):
    sink = Sink(tmp_path / "arrived")
    script = Path(__file__).with_name("mail_sink.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(sink.port), str(sink.file), "0.02"]
    )

    def listens():
        try:
            socket.create_connection(("127.0.0.1", sink.port), timeout=1).close()
        except OSError:
            return False
        return True

    try:
        wait_until(listens, seconds=20, what="the mail server listens")
        yield sink
    finally:
        process.kill()
        process.wait()


def test_every_mail_arrives_though_workers_are_killed_and_the_broker_emptied(
    deployment, sink, record_property
):
    deployment.settings |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "MESSAGE_CLAIM_SECONDS": "6",
        "SWEEP_SECONDS": "2",
    }
    began = time.monotonic()
    deployment.run(QUEUE, str(MESSAGES))
    queued = time.monotonic()
    ids = {message_id for (message_id,) in deployment.query(IDS)}
    for number, arrived in enumerate(KILLS, start=1):
        deployment.start_worker()
        wait_until(
            lambda n=arrived: len(sink.arrived()) >= n, seconds=40, what=f"{arrived} mails arrived"
        )
        deployment.kill_worker()
        if number == 2:
            deployment.wipe_broker()
    assert len(sink.arrived()) < MESSAGES, "killed too late to show anything"
    deployment.start_worker()
    wait_until(
        lambda: len(set(sink.arrived())) == MESSAGES, seconds=60, what="all mails have arrived"
    )
    finished = time.monotonic()
    wait_until(
        lambda: deployment.query(STATES) == [("sent", MESSAGES)],
        seconds=20,
        what="all are written down as sent",
    )

    counts = Counter(sink.arrived())
    doubles = [message_id for message_id, times in counts.items() if times > 1]
    print(  # noqa: T201 - the figures for whoever runs this with -s
        f"\n{len(counts)} of {MESSAGES} arrived, {len(doubles)} twice; queued in "
        f"{queued - began:.1f} s, all there after {finished - began:.1f} s"
    )
    assert set(counts) == ids
    assert max(counts.values()) <= 2
    # Only a mail that was on the wire at a kill can come twice: one for each process of the pool.
    assert len(doubles) <= len(KILLS) * deployment.processes
