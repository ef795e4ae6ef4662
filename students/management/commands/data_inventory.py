from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from students.domain.erasing import INVENTORY


class Command(BaseCommand):
    help = "Prints what is kept about students, where and why, for a privacy notice."

    def handle(self, *args: Any, **options: Any) -> None:
        for kept in INVENTORY:
            self.stdout.write(f"{kept.what}\n    kept in {kept.where}\n    {kept.why}")
        self.stdout.write(
            f"Erased {settings.STUDENTS_KEPT_DAYS} days after they left (STUDENTS_KEPT_DAYS)."
        )
