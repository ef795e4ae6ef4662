from typing import Any

from django.dispatch import receiver

from calendar_app.models import Kind, Participation
from calendar_app.signals import participation_answered
from mentors.domain.sessions import ask_next, somebody_comes


@receiver(participation_answered)
def stand_in(sender: Any, participation: Participation, now: Any, **kwargs: Any) -> None:
    """A mentor who cannot come: the next of the group is asked by itself. One who can after all:
    nobody needs to look for somebody."""
    activity = participation.activity
    if activity.kind != Kind.MENTOR_SESSION:
        return
    if participation.answer == Participation.Answer.NO:
        ask_next(activity, now=now)
    elif participation.answer == Participation.Answer.YES:
        somebody_comes(activity)
