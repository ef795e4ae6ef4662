from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from core.domain import jobs
from core.exceptions import DomainError
from core.models import Job
from core.tasks import run_job, sweep_jobs
from tests.factories import NOW, JobFactory

pytestmark = pytest.mark.django_db

State = Job.State


@pytest.fixture
def handler(monkeypatch):
    """Registers a handler for jobs of kind ``test``; its calls are listed."""

    def install(function):
        monkeypatch.setitem(jobs.HANDLERS, "test", function)

    return install


def start(**changes):
    fields = {"title": "A piece of work", "payload": {"n": 3}, "by": None, **changes}
    return jobs.start_job("test", **fields)


def test_registering_names_the_handler(monkeypatch):
    monkeypatch.setattr(jobs, "HANDLERS", {})

    @jobs.register_handler("letters")
    def handle(progress):
        return {}

    assert {"letters": handle} == jobs.HANDLERS


def test_job_runs_after_commit_and_keeps_its_result(
    handler, coordinator, django_capture_on_commit_callbacks
):
    seen = []

    def work(progress):
        seen.append((progress.job.payload, progress.job.done_count))
        progress.advance(1, total=3)
        progress.advance(3)
        return {"url": "/there/"}

    handler(work)
    with django_capture_on_commit_callbacks(execute=True):
        job = start(by=coordinator, total=2)
        assert seen == []

    job.refresh_from_db()
    assert seen == [({"n": 3}, 0)]
    assert (job.state, job.result, job.error) == (State.DONE, {"url": "/there/"}, "")
    assert (job.done_count, job.total_count, job.percent) == (3, 3, 100)
    assert (job.started_by, job.finished_at, job.is_open) == (coordinator, NOW, False)


def test_same_key_is_one_job_and_one_wake_up(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as wakes:
        first, second = start(key="import-1"), start(key="import-1")

    assert first == second
    assert len(wakes) == 1


def test_without_a_key_each_is_a_job_of_its_own():
    assert start() != start()


def test_lost_wake_up_is_found_by_the_sweep(
    handler, clock, monkeypatch, django_capture_on_commit_callbacks
):
    handler(lambda progress: {})

    def broker_down(*args):
        raise OperationalError

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(run_job, "delay", broker_down)
        job = start()
    sweep_jobs()
    job.refresh_from_db()
    assert job.state == State.QUEUED  # young: its wake-up may be on the way

    clock.shift(jobs.WAKE_UP_GRACE)
    sweep_jobs()

    job.refresh_from_db()
    assert job.state == State.DONE


@pytest.mark.parametrize("state", [State.DONE, State.FAILED])
def test_finished_job_is_nobodys(state):
    job = JobFactory(state=state)

    assert jobs.run(job.pk) is None
    assert jobs.run(0) is None


def test_job_in_hand_is_left_alone_until_its_lease_ends(clock, settings):
    job = JobFactory()
    first = jobs.claim(job.pk, now=NOW)
    assert jobs.claim(job.pk, now=NOW) is None
    assert jobs.overdue(now=NOW) == []

    end = NOW + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    assert jobs.claim(job.pk, now=end - timedelta(seconds=1)) is None
    assert jobs.overdue(now=end) == [job.pk]
    second = jobs.claim(job.pk, now=end)

    assert second.lease != first.lease
    assert second.attempts == 2


def test_each_step_renews_the_lease(clock, settings):
    job = jobs.claim(JobFactory().pk, now=NOW)
    clock.shift(timedelta(seconds=settings.JOB_LEASE_SECONDS - 1))
    jobs.Progress(job).advance(1)

    job.refresh_from_db()
    assert job.lease_until == timezone.now() + jobs.lease_lasts()


def test_worker_that_lost_its_lease_keeps_nothing(handler, clock, settings):
    """It slept through its lease; another took the job; its step is rolled back with its row."""
    job = JobFactory()

    def slow(progress):
        clock.shift(timedelta(seconds=settings.JOB_LEASE_SECONDS))
        jobs.claim(job.pk, now=timezone.now())  # the next worker
        with transaction.atomic():
            JobFactory(kind="trace")
            progress.advance(1)
        return {}

    handler(slow)

    assert jobs.run(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.done_count, job.attempts) == (State.RUNNING, 0, 2)
    assert not Job.objects.filter(kind="trace").exists()


def test_outcome_of_a_worker_that_lost_its_lease_is_not_written(handler, clock, settings):
    job = JobFactory()

    def slow(progress):
        clock.shift(timedelta(seconds=settings.JOB_LEASE_SECONDS))
        jobs.claim(job.pk, now=timezone.now())
        return {"url": "/wrong/"}

    handler(slow)

    assert jobs.run(job.pk).state == State.RUNNING
    job.refresh_from_db()
    assert job.result == {}


def test_rule_of_the_business_ends_the_job_with_its_sentence(handler):
    def refuse(progress):
        raise DomainError("The list has no column for names.")

    handler(refuse)
    job = jobs.run(JobFactory().pk)

    assert (job.state, job.error) == (State.FAILED, "The list has no column for names.")
    assert (job.attempts, job.finished_at) == (1, NOW)


def test_mistake_of_ours_is_tried_again_then_left(handler, clock, caplog):
    def stumble(progress):
        raise KeyError("secret detail")

    handler(stumble)
    job = JobFactory()
    for attempt in range(1, jobs.MAX_ATTEMPTS):
        job = jobs.run(job.pk)
        assert (job.state, job.attempts) == (State.QUEUED, attempt)
    job = jobs.run(job.pk)

    assert (job.state, job.finished_at) == (State.FAILED, NOW)
    assert "secret" not in job.error
    assert "secret detail" in caplog.text


def test_job_of_a_kind_nobody_knows_fails_in_the_end(caplog):
    job = JobFactory(kind="gone")
    for _ in range(jobs.MAX_ATTEMPTS):
        job = jobs.run(job.pk)

    assert job.state == State.FAILED


def test_job_that_kills_its_worker_is_given_up(clock, settings):
    job = JobFactory()
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(job.pk, now=timezone.now())
        clock.shift(timedelta(seconds=settings.JOB_LEASE_SECONDS))

    assert jobs.claim(job.pk, now=timezone.now()) is None
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "kept" in job.error


def test_job_that_comes_on_between_deaths_is_never_given_up(clock, settings):
    job = JobFactory()
    for step in range(1, 3 * jobs.MAX_ATTEMPTS):
        held = jobs.claim(job.pk, now=timezone.now())
        jobs.Progress(held).advance(step)
        clock.shift(timedelta(seconds=settings.JOB_LEASE_SECONDS))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.RUNNING, 1)


def test_step_that_is_rolled_back_each_time_does_not_go_on_for_ever(handler, caplog):
    def stumble(progress):
        with transaction.atomic():
            progress.advance(1)
            raise KeyError

    handler(stumble)
    job = JobFactory()
    for _ in range(jobs.MAX_ATTEMPTS):
        job = jobs.run(job.pk)

    assert (job.state, job.done_count) == (State.FAILED, 0)


def test_next_attempt_begins_where_the_last_one_came(handler, caplog):
    begun = []

    def work(progress):
        begun.append(progress.job.done_count)
        for step in range(progress.job.done_count + 1, 4):
            progress.advance(step)
            if step == 2 and len(begun) == 1:
                raise KeyError
        return {}

    handler(work)
    job = JobFactory()
    jobs.run(job.pk)

    assert jobs.run(job.pk).state == State.DONE
    assert begun == [0, 2]


def test_percent_of_an_open_job():
    assert JobFactory.build().percent == 0
    assert JobFactory.build(done_count=1, total_count=3).percent == 33
    assert JobFactory.build(done_count=3, total_count=3).percent == 99
