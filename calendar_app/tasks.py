from celery import shared_task

from calendar_app.domain import reminders


@shared_task(name="calendar_app.send_reminders")
def send_reminders() -> None:
    if reminders.send_due(seconds=reminders.TURN_SECONDS).more:
        send_reminders.delay()  # behind the other work that waits
