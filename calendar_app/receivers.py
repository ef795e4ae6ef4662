"""What the calendar hears from the floors below."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from calendar_app.domain.tasks import keep_next_step
from partnerships.models import Interaction
from partnerships.signals import next_step_agreed


@receiver(next_step_agreed)
def on_next_step(
    sender: type[Interaction],
    contact: Interaction,
    by: User,
    due_on: date | None = None,
    **kwargs: Any,
) -> None:
    keep_next_step(contact, by=by, due_on=due_on)
