from celery import shared_task
from django.utils import timezone

from mentors.domain import exchanges


@shared_task(name="mentors.nudge_exchanges")
def nudge_exchanges() -> None:
    exchanges.nudge_all(now=timezone.now())
