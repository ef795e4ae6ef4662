from typing import Any

from django.core.management.base import BaseCommand

from students.domain.erasing import erase_left


class Command(BaseCommand):
    help = "Erases students who left longer ago than STUDENTS_KEPT_DAYS, with their history."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{erase_left()} erased")
