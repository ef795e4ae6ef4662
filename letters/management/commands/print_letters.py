import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from core.domain import jobs
from core.exceptions import DomainError
from core.management.commands.serve import prepare_folders
from core.models import Job
from letters.domain.batches import choose_organizations, create_batch, plan_letters, watched
from letters.domain.templates import find_template
from letters.models import LetterBatch
from partnerships.models import Person, Program, ProgramRole


class Command(BaseCommand):
    help = "Print a letter to many partners into one PDF. What is printed is kept and logged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--program", required=True, metavar="SLUG")
        parser.add_argument("--template", required=True, metavar="NAME")
        parser.add_argument("--stage", default="", help="Only partners in this stage.")
        parser.add_argument("--limit", type=int, help="At most so many, by name.")
        parser.add_argument("--copies", type=int, default=1)
        parser.add_argument("--by", default="", metavar="E-MAIL", help="Who sends them.")
        parser.add_argument(
            "--skip-incomplete", action="store_true", help="Leave out letters that lack something."
        )
        parser.add_argument("--output", required=True, metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"])
        _require_writable(output)
        prepare_folders()  # the worker that files the letters may not have run yet
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit must be at least 1.")
        program = Program.objects.select_related("school").filter(slug=options["program"]).first()
        if program is None:
            known = ", ".join(Program.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(
                f"There is no program \u201c{options['program']}\u201d. Known: {known}."
            )
        user = _sender(program, options["by"])
        try:
            with timezone.override(program.time_zone):
                batch = self.fix(program, user, options)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.lay_out(batch)
        batch.refresh_from_db()
        with batch.file.open() as kept:
            try:
                output.write_bytes(kept.read())
            except OSError as error:
                raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        count = batch.letters.count()
        self.stdout.write(f"{count} letter{'s' * (count != 1)} in {output}")

    def fix(self, program: Program, user: User | None, options: dict[str, Any]) -> LetterBatch:
        """Store the letters, or refuse all of them."""
        template = find_template(program, options["template"])
        template.program = program
        plan = plan_letters(
            template,
            organization_ids=choose_organizations(
                program, stage=options["stage"], limit=options["limit"]
            ),
            way=LetterBatch.Way.PRINT,
            sender=Person.objects.filter(user=user).first() if user else None,
        )
        if options["skip_incomplete"]:
            for left_out in plan.incomplete:
                problems = "; ".join(left_out.problems)
                self.stderr.write(f"Left out: {left_out.organization.name}: {problems}.")
            plan.letters = plan.complete
            if not plan.letters:
                raise DomainError("Nobody to write to: every letter lacks something.")
        return create_batch(plan, copies=options["copies"], by=user)

    def lay_out(self, batch: LetterBatch) -> None:
        """Do the work here, or watch the worker that was quicker to take it."""
        number = batch.job_id or 0
        with watched(self.show_progress):
            jobs.run(number)
        job = Job.objects.get(pk=number)
        while job.is_open:
            self.show_progress(job.done_count, job.total_count)
            time.sleep(0.5)
            jobs.run(number)  # ours after all, if that worker died
            job.refresh_from_db()
        if job.state != Job.State.DONE:
            raise CommandError(job.error or "The letters could not be made.")

    def show_progress(self, done: int, total: int) -> None:
        if not self.stderr.isatty():
            return
        width = 30
        filled = width * done // max(total, 1)
        bar = "#" * filled + "." * (width - filled)
        self.stderr.write(f"\r[{bar}] {done} of {total} letters", ending="")
        if done >= total:
            self.stderr.write("")


def _require_writable(output: Path) -> None:
    """Before anything is stored: a batch whose file has nowhere to go is of no use."""
    if output.is_dir():
        raise CommandError(f"{output} is a folder. Name a file.")
    try:
        existed = output.exists()
        with output.open("ab"):
            pass
        if not existed:
            output.unlink()
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from error


def _sender(program: Program, email: str) -> User | None:
    """The member of staff named, else the program's first coordinator."""
    staff = ProgramRole.objects.filter(program=program).select_related("user").order_by("pk")
    if email:
        role = staff.filter(user__email=email.strip().lower()).first()
        if role is None:
            raise CommandError(f"{email} is not among the staff of {program}.")
        return role.user
    coordinator = staff.filter(role=ProgramRole.Role.COORDINATOR).first() or staff.first()
    return coordinator.user if coordinator else None
