import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from calendar_app.domain.reminders import send_due


def read_time(words: str) -> datetime:
    """An instant as ISO 8601 writes it; without a zone it is UTC. Refuses what is none."""
    try:
        moment = datetime.fromisoformat(words)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CommandError(
            f"“{words}” is not a time. Write it as 2026-12-08T06:00-06:00, or in UTC as "
            "2026-12-08T12:00.",
            returncode=2,
        ) from error


class Command(BaseCommand):
    help = (
        "Put every reminder that is due into the outbox, as the worker does each minute. "
        "Safe to run at any time and twice: each person gets a reminder once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            metavar="ISO-TIME",
            help="As if it were this time. Without a zone it is read as UTC.",
        )
        parser.add_argument("--json", action="store_true", help="Print the result as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = send_due(now=read_time(options["at"]) if options["at"] else None)
        skipped = {str(reason): count for reason, count in sorted(outcome.skipped.items())}
        if options["json"]:
            found = {"due": outcome.due, "queued": outcome.queued, "skipped": skipped}
            self.stdout.write(json.dumps(found))
            return
        self.stdout.write(f"Due: {outcome.due}. Mails queued: {outcome.queued}.")
        for reason, count in skipped.items():
            self.stdout.write(f"Skipped: {count}, {reason}.")
