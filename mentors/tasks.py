from celery import shared_task
from django.utils import timezone

from mentors.domain import evaluations, exchange_sending, expiring, uncleared


@shared_task(name="mentors.warn_of_expiring")
def warn_of_expiring() -> None:
    expiring.warn_of_expiring(now=timezone.now())


@shared_task(name="mentors.replace_uncleared")
def replace_uncleared() -> None:
    uncleared.replace_uncleared(now=timezone.now())


@shared_task(name="mentors.nudge_exchanges")
def nudge_exchanges() -> None:
    exchange_sending.nudge_all(now=timezone.now())


@shared_task(name="mentors.remind_of_evaluations")
def remind_of_evaluations() -> None:
    evaluations.remind_all(now=timezone.now())
    evaluations.forget_tasks(now=timezone.now())
