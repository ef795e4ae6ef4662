"""Verbs that hold a row for themselves leave others free to write what points at it, so that two
never wait for each other. On PostgreSQL, which locks rows."""

import json
import re
from pathlib import Path

import pytest

MEET = """
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep
from django.db import connection, transaction
from django.utils import timezone
from accounts.models import User
from calendar_app.domain.tasks import make_task
from calendar_app.models import Task
from mentors.domain.evaluations import lock_evaluation, save_evaluation
from mentors.models import Evaluation
from partnerships.models import Organization, Program

now, by = timezone.now(), User.objects.create_user("kim@example.org")
today = timezone.localdate(now)
school = Organization.objects.create(name="School", kind="school")
program = Program.objects.create(slug="race", name="Race", school=school, career_area="health")
days = {"year": today.year, "opens_on": today, "closes_on": today + timedelta(days=9)}
plan = save_evaluation(Evaluation(program=program), by=by, title="Spring", now=now, **days)
held = Event()

def change():
    '''The program first, then the evaluation.'''
    held.wait()
    save_evaluation(Evaluation.objects.get(pk=plan.pk), by=by, title="Summer", now=now, **days)
    connection.close()

def ask():
    '''The evaluation first, then a task that points at the program.'''
    with transaction.atomic():
        lock_evaluation(plan)
        held.set()
        sleep(0.5)  # so that the other holds the program
        make_task(program, key="race", title="Say how it went")
    connection.close()

with ThreadPoolExecutor(2) as pool:
    for one in [pool.submit(change), pool.submit(ask)]:
        one.result()
print(json.dumps([Evaluation.objects.get().title, Task.objects.count()]))
"""


@pytest.mark.services
@pytest.mark.slow
@pytest.mark.usefixtures("real_time")
def test_who_changes_a_plan_and_who_makes_a_task_of_it_do_not_block_each_other(large_deployment):
    assert json.loads(large_deployment.run(MEET)) == ["Summer", 1]


def test_programs_and_organizations_are_never_held_against_what_points_at_them():
    root = Path(__file__).resolve().parents[2]
    modules = [one for one in root.glob("*/domain/**/*.py") if "tests" not in one.parts]
    found = re.compile(
        r"\b(?:Program|Organization)\.objects\.select_for_update\((?:[^()]|\([^()]*\))*\)"
    )

    held = [call for one in modules for call in found.findall(one.read_text())]

    assert len(held) > 20
    assert [one for one in held if "no_key=True" not in one] == []
