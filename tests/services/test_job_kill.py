"""A long job goes on where a killed worker left it, with no step lost or done twice."""

import time

import pytest

from tests.services.conftest import wait_until
from tests.services.job_of_steps import STEPS

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.usefixtures("real_time")]

#: Killed as soon as so many steps are done, more often than a job without progress is tried; the
#: broker is emptied at the third time.
KILLS = [15, 45, 75, 105, 135, 165]

START = """
from django.db import connection
from core.domain.jobs import start_job
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE test_step (number integer)")
start_job("tests.steps", title="Steps", payload={}, by=None)
"""
LOOK = "SELECT state, done_count FROM core_job"
STEPS_TAKEN = "SELECT number FROM test_step ORDER BY number"


def test_every_step_is_done_once_though_workers_are_killed_and_the_broker_emptied(deployment):
    deployment.settings |= {"JOB_LEASE_SECONDS": "2", "SWEEP_SECONDS": "1"}
    deployment.run(START)

    def look():
        return deployment.query(LOOK)[0]

    began = time.monotonic()
    for number, steps in enumerate(KILLS, start=1):
        deployment.start_worker("-I", "tests.services.job_of_steps")
        wait_until(lambda n=steps: look()[1] >= n, seconds=40, what=f"{steps} steps are done")
        deployment.kill_worker()
        if number == 3:
            deployment.wipe_broker()
    assert look()[0] == "running"
    deployment.start_worker("-I", "tests.services.job_of_steps")
    wait_until(lambda: look()[0] == "done", seconds=40, what="the job is done")

    steps = [number for (number,) in deployment.query(STEPS_TAKEN)]
    print(f"\n{len(steps)} steps in {time.monotonic() - began:.1f} s")  # noqa: T201
    assert steps == list(range(1, STEPS + 1))
    assert look() == ("done", STEPS)
