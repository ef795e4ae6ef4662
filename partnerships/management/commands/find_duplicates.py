from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.domain import jobs
from core.models import Job
from partnerships.domain.duplicates import start_search


class Command(BaseCommand):
    help = "Look through all organizations and people for duplicates, now and in this process."

    def handle(self, *args: Any, **options: Any) -> None:
        job = start_search(by=None)
        done = jobs.run(job.pk) or Job.objects.get(pk=job.pk)
        if done.state == Job.State.FAILED:
            raise CommandError(done.error)
        if done.state == Job.State.DONE:
            self.stdout.write(f"{done.result['found']} new pairs to look at.")
        else:
            self.stdout.write("A worker is at it already.")
