from celery import shared_task

from students.domain import erasing


@shared_task(name="students.erase_left")
def erase_left() -> None:
    erasing.erase_left()
