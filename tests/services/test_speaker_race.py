"""Eight people say yes to the same class at the same moment: one comes (SPEC 6.2). On PostgreSQL,
where statements really run side by side."""

import json

import pytest

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.usefixtures("real_time")]

RACE = """
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from django.db import connection
from django.utils import timezone
from calendar_app.models import Activity
from partnerships.models import Organization, Person, Program
from visits.domain import speaker_answers
from visits.models import SpeakerAsk, SpeakerRequest

THREADS, ROUNDS = 8, 10
now = timezone.now()
school = Organization.objects.create(name="School", kind="school")
program = Program.objects.create(slug="race", name="Race", school=school, career_area="health")
clinic = Organization.objects.create(name="Clinic")
people = [
    Person.objects.create(name=f"P{n}", email=f"p{n}@example.org") for n in range(THREADS)
]
rounds = []
for n in range(ROUNDS):
    wanted = SpeakerRequest.objects.create(
        program=program, title=f"Class {n}", starts_at=now + timedelta(days=9), organizer=people[0]
    )
    rounds.append([
        SpeakerAsk.objects.create(request=wanted, person=one, organization=clinic, asked_at=now)
        for one in people
    ])
line = Barrier(THREADS)

def run(place):
    won = 0
    for asks in rounds:
        line.wait()
        won += speaker_answers.accept(asks[place]).is_speaker
    connection.close()
    return won

with ThreadPoolExecutor(THREADS) as pool:
    won = list(pool.map(run, range(THREADS)))
print(json.dumps({
    "won": sum(won),
    "winners": sum(map(bool, won)),
    "yes": SpeakerAsk.objects.filter(answer="yes").count(),
    "activities": Activity.objects.count(),
}))
"""


def test_one_comes_and_every_yes_is_kept(large_deployment):
    seen = json.loads(large_deployment.run(RACE))

    assert (seen["won"], seen["activities"], seen["yes"]) == (10, 10, 80)
    assert seen["winners"] > 1, "no race was run"
