"""python -m bench --organizations 50000

Uses DATABASE_URL if it is set (an empty database), else SQLite in a folder of its own.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--organizations", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=40, help="How often each page is asked for.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
        os.environ.setdefault("LOG_LEVEL", "ERROR")
        import django

        django.setup()
        run(options.organizations, options.rounds)


def run(organizations: int, rounds: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from accounts.models import User
    from bench.district import build_district

    settings.ROOT_URLCONF = "bench.urls"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    program = build_district(organizations)
    say(
        f"{connection.vendor}, {organizations:,} organizations, built in "
        f"{time.perf_counter() - started:.0f} s, {rounds} rounds a page\n"
    )
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email="coordinator@example.org"))
    bare = measure(client, "/bare/", rounds)
    say(f"{'page':<44}{'queries':>8}{'median ms':>11}{'95 % ms':>9}{'x bare':>8}")
    for name, address in [("a bare view of 25 rows", "/bare/"), *pages(program)]:
        queries, median, late = bare if address == "/bare/" else measure(client, address, rounds)
        say(f"{name:<44}{queries:>8}{median:>11.1f}{late:>9.1f}{median / bare[1]:>8.1f}")


def pages(program) -> list[tuple[str, str]]:
    """What is timed: (words, address)."""
    from django.urls import reverse

    from partnerships.models import Partnership

    def at(name, *ids, query=""):
        return reverse(name, args=[program.slug, *ids]) + query

    one = Partnership.objects.for_program(program).order_by("pk")[organizations_middle(program)]
    partners = at("partnerships:organization_list")
    return [
        ("partners", partners),
        ("partners, page 150", f"{partners}?page=150"),
        ("partners, by last contact", f"{partners}?sort=-last"),
        ("partners, by city", f"{partners}?sort=city"),
        ("partners, one stage", f"{partners}?stage=contacted"),
        ("partners, one kind", f"{partners}?kind=employer"),
        ("partners, search", f"{partners}?q=heartland"),
        ("partners, search of two letters", f"{partners}?q=he"),
        ("partners, in our industry", f"{partners}?industry=on"),
        ("organizations of the district", at("partnerships:organization_all")),
        ("one organization", at("partnerships:organization_detail", one.organization_id)),
        ("pipeline", at("partnerships:pipeline")),
        ("today", at("home:today")),
        ("search everything", at("home:search", query="?q=heartland")),
        ("outbox", at("home:message_list")),
        ("letters", at("letters:letter_list")),
        ("imports", at("partnerships:import_list")),
        ("duplicates", at("partnerships:duplicate_list")),
    ]


def organizations_middle(program) -> int:
    from partnerships.models import Partnership

    return Partnership.objects.for_program(program).count() // 2


def measure(client, address: str, rounds: int) -> tuple[int, float, float]:
    """Queries, median and 95th percentile in milliseconds, after two rounds to warm up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(2):
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)  # now: the next request empties the log
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return queries, statistics.median(times), times[int(len(times) * 0.95) - 1]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
