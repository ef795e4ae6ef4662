from celery import shared_task
from django.utils import timezone

from visits.domain import afterwards, confirming, thanks


@shared_task(name="visits.draft_thanks")
def draft_thanks() -> None:
    thanks.draft_all(now=timezone.now())


@shared_task(name="visits.ask_hosts")
def ask_hosts() -> None:
    confirming.ask_hosts(now=timezone.now())


@shared_task(name="visits.ask_afterwards")
def ask_afterwards() -> None:
    afterwards.ask_all(now=timezone.now())
