from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from visits.domain.handouts import handouts_pdf, refuse_incomplete
from visits.domain.shadows import plan_of


class Command(BaseCommand):
    help = "Prints the handouts of a job shadow, one PDF for each host."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--program", required=True, help="The program's name in addresses.")
        parser.add_argument("--job-shadow", required=True, type=int, help="Its number.")
        parser.add_argument("--output", required=True, type=Path, help="A folder.")

    def handle(self, *args: Any, **options: Any) -> None:
        activity = (
            Activity.objects.filter(
                program__slug=options["program"], pk=options["job_shadow"], kind=Kind.JOB_SHADOW
            )
            .select_related("program__school", "organizer")
            .first()
        )
        if activity is None:
            raise CommandError("This program has no job shadow of this number.")
        plan = plan_of(activity)
        folder: Path = options["output"]
        folder.mkdir(parents=True, exist_ok=True)
        try:
            refuse_incomplete(plan)
            for one in plan.hosts:
                path = folder / f"handout-{one.host.pk}.pdf"
                path.write_bytes(handouts_pdf(plan, [one]))
                self.stdout.write(f"{path}: {one.host}")
        except DomainError as error:
            raise CommandError(error.message) from error
