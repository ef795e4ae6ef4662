from celery import shared_task
from django.utils import timezone

from core.domain import jobs


@shared_task(name="core.run_job")
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    for job_id in jobs.overdue(now=timezone.now()):
        run_job.delay(job_id)
