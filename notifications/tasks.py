from celery import shared_task
from django.utils import timezone

from notifications.domain import delivery


@shared_task(name="notifications.deliver_messages")
def deliver_messages() -> None:
    if delivery.deliver_due():
        deliver_messages.delay()  # behind the other work that waits


@shared_task(name="notifications.sweep_messages")
def sweep_messages() -> None:
    delivery.return_expired_claims(now=timezone.now())
    delivery.deliver_due()
