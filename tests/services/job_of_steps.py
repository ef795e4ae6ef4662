"""A job of the tests' own, which a worker is told to load: it writes a row with every step."""

import time

from django.db import connection, transaction

from core.domain.jobs import register_handler

STEPS = 200


@register_handler("tests.steps")
def take_steps(progress):
    for step in range(progress.job.done_count + 1, STEPS + 1):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO test_step (number) VALUES (%s)", [step])
            progress.advance(step, total=STEPS)
        time.sleep(0.02)
    return {"steps": STEPS}
