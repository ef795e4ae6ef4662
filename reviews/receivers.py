"""A work goes by hand, with its round, or with a student who is erased a floor below: whichever
way, its file goes too, once that is certain."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from reviews.models import ReviewItem


@receiver(post_delete, sender=ReviewItem)
def forget_file(instance: ReviewItem, **kwargs: Any) -> None:
    storage, name = instance.file.storage, instance.file.name or ""
    if name:
        transaction.on_commit(lambda: storage.delete(name))
