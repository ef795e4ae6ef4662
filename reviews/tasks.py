from celery import shared_task
from django.utils import timezone

from reviews.domain import reviewers


@shared_task(name="reviews.remind_reviewers")
def remind_reviewers() -> None:
    reviewers.remind_all(now=timezone.now())
