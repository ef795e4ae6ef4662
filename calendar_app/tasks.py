from celery import shared_task

from calendar_app.domain import changes, reminders


@shared_task(name="calendar_app.send_reminders")
def send_reminders() -> None:
    if reminders.send_due(seconds=reminders.TURN_SECONDS).more:
        send_reminders.delay()  # behind the other work that waits


@shared_task(name="calendar_app.ask_for_reviews")
def ask_for_reviews() -> None:
    changes.ask_for_reviews()
