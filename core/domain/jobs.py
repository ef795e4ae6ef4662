"""Long work, at least once. The database is the queue: Celery only says "look now".

queued -> running (claimed by conditional UPDATE, with a lease) -> done | failed
A worker that dies loses its lease; the sweep gives the job to the next one. Handlers therefore
run more than once: they begin at ``job.done_count`` and write it in the transaction that did
the work (``Progress.advance``).
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.exceptions import DomainError
from core.models import Job

logger = logging.getLogger(__name__)

#: Without one step forward in between. A job that comes on is never given up.
MAX_ATTEMPTS = 5
WAKE_UP_GRACE = timedelta(seconds=10)

Handler = Callable[["Progress"], dict[str, Any]]
HANDLERS: dict[str, Handler] = {}


def lease_lasts() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class LeaseLostError(Exception):
    """Another worker has this job now; what was done since the last advance is rolled back."""


class Progress:
    """A handler's hold on its job."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def advance(self, done: int, total: int | None = None) -> None:
        """Say how far the work is and keep the job for another ``JOB_LEASE_SECONDS``.

        Call it inside the transaction that did the work: both are kept, or neither. Raises
        LeaseLostError if another worker took the job.
        """
        if done > self.job.done_count:
            self.job.attempts = 1
        self.job.done_count = done
        if total is not None:
            self.job.total_count = total
        held = Job.objects.filter(
            pk=self.job.pk, state=Job.State.RUNNING, lease=self.job.lease
        ).update(
            done_count=self.job.done_count,
            total_count=self.job.total_count,
            attempts=self.job.attempts,
            lease_until=timezone.now() + lease_lasts(),
        )
        if not held:
            raise LeaseLostError


def register_handler(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: this function does the jobs of ``kind``. It gets a Progress and returns the
    result, which is stored as JSON; ``{"url": ...}`` leads to what was made."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def start_job(
    kind: str,
    *,
    title: str,
    payload: dict[str, Any],
    by: Any,
    total: int = 0,
    key: str | None = None,
) -> Job:
    """Store a job and wake a worker after commit. The same key again returns the first job."""
    fields = {
        "kind": kind,
        "title": title,
        "payload": payload,
        "started_by": by,
        "total_count": total,
    }
    if key is None:
        job, created = Job.objects.create(**fields), True
    else:
        job, created = Job.objects.get_or_create(key=key, defaults=fields)
    if created:
        wake(job.pk)
    return job


def wake(job_id: int) -> None:
    """Ask a worker to look at a job once the transaction is committed."""
    from core.tasks import run_job  # noqa: PLC0415 - the task calls this module

    # A lambda, not a partial: Django logs a failed robust hook by its __qualname__.
    transaction.on_commit(lambda: run_job.delay(job_id), robust=True)


def run(job_id: int) -> Job | None:
    """Do a job if it is ours to do. May be called any number of times; None if it was not ours."""
    job = claim(job_id, now=timezone.now())
    if job is None:
        return None
    try:
        result = HANDLERS[job.kind](Progress(job))
    except LeaseLostError:
        logger.warning("Job %s went on with another worker", job.pk)
        return None
    except DomainError as error:
        _settle(job, state=Job.State.FAILED, error=error.message, finished_at=timezone.now())
    except Exception:
        logger.exception("Job %s failed at attempt %s", job.pk, job.attempts)
        _put_back(job)
    else:
        _settle(job, state=Job.State.DONE, result=result, error="", finished_at=timezone.now())
    return Job.objects.get(pk=job.pk)


def claim(job_id: int, *, now: datetime) -> Job | None:
    """Take a waiting job, or one whose worker died; None if another worker has it."""
    lease = uuid.uuid4()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lte=now)
    taken = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING,
        lease=lease,
        lease_until=now + lease_lasts(),
        attempts=F("attempts") + 1,
    )
    if not taken:
        return None
    job = Job.objects.get(pk=job_id)
    if job.attempts > MAX_ATTEMPTS:
        _settle(
            job,
            state=Job.State.FAILED,
            error="The work stopped at every attempt. What was done so far is kept.",
            finished_at=now,
        )
        return None
    return job


def overdue(*, now: datetime, limit: int = 100) -> list[int]:
    """Ids of jobs that nobody works on: the wake-up was lost, or the worker died."""
    lost = Q(state=Job.State.QUEUED, created_at__lte=now - WAKE_UP_GRACE)
    dead = Q(state=Job.State.RUNNING, lease_until__lte=now)
    return list(
        Job.objects.filter(lost | dead).order_by("created_at").values_list("pk", flat=True)[:limit]
    )


def _put_back(job: Job) -> None:
    """Leave it to the next sweep, or give up. Counted anew: a step may have been rolled back."""
    attempts = Job.objects.values_list("attempts", flat=True).get(pk=job.pk)
    _settle(
        job,
        state=Job.State.FAILED if attempts >= MAX_ATTEMPTS else Job.State.QUEUED,
        error="Something went wrong on our side. What was done so far is kept.",
        finished_at=timezone.now() if attempts >= MAX_ATTEMPTS else None,
    )


def _settle(job: Job, **fields: object) -> None:
    """Write the outcome, unless the lease expired and the job is another worker's now."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease=job.lease).update(**fields)
