"""python -m bench.reminders --mails 10000 --people 20

How long due reminders take to become queued messages. Uses DATABASE_URL if it is set (an empty
database), else SQLite in a folder of its own.
"""

import argparse
import os
import sys
import tempfile
import time


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.reminders", description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=20, help="How many each activity has.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        import django

        django.setup()
        run(options.mails, options.people)


def run(mails: int, people: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from calendar_app.domain.reminders import send_due
    from notifications.models import Message

    call_command("migrate", verbosity=0)
    activities = -(-mails // people)
    build(activities, people)
    Message.objects.all().delete()
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = send_due()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    sys.stdout.write(
        f"{connection.vendor}: {outcome.due:,} activities of {people}, {outcome.queued:,} mails "
        f"queued in {wall:.1f} s, {cpu:.1f} s of one processor\n"
    )
    if Message.objects.count() != outcome.queued or outcome.queued < mails:
        raise SystemExit("Not everybody has a mail.")


def build(activities: int, people: int) -> None:
    """Meetings in two days, their reminders due; the organizer of all is asked to none."""
    from datetime import timedelta

    from django.utils import timezone

    from calendar_app.models import Activity, Kind, Participation, Reminder
    from partnerships.models import Organization, Person, Program

    now = timezone.now()
    school = Organization.objects.create(name="Central High School", kind="school")
    program = Program.objects.create(name="Health", slug="health", school=school)
    organizer = Person.objects.create(name="Dana Okafor", email="dana@example.org")
    members = Person.objects.bulk_create(
        [Person(name=f"Member {n}", email=f"member{n}@example.com") for n in range(people)]
    )
    meetings = Activity.objects.bulk_create(
        [
            Activity(
                program=program,
                kind=Kind.OTHER,
                title=f"Activity {n}",
                organizer=organizer,
                starts_at=now + timedelta(days=2, minutes=n),
                ends_at=now + timedelta(days=2, minutes=n + 60),
            )
            for n in range(activities)
        ]
    )
    Participation.objects.bulk_create(
        [
            Participation(activity=meeting, person=person, invited_at=now)
            for meeting in meetings
            for person in members
        ],
        batch_size=500,
    )
    Reminder.objects.bulk_create(
        [Reminder(activity=one, days_before=2, due_at=now - timedelta(hours=1)) for one in meetings]
    )


if __name__ == "__main__":
    main()
