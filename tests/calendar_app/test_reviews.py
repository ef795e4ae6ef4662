"""Once a month somebody is asked to bring the calendar up to date (SPEC 5.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app import tasks
from calendar_app.domain.changes import ask_for_reviews, review_calendar
from calendar_app.models import Task
from tests.factories import NOW, ActivityFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(program):
    return ActivityFactory(program=program)


def test_each_coordinator_gets_one_task_a_month(program, planned, coordinator):
    ProgramFactory()  # has no calendar yet

    assert [ask_for_reviews(now=NOW) for _ in range(3)] == [1, 0, 0]

    task = Task.objects.get()
    assert (task.program, task.owner) == (program, coordinator.person)
    assert task.due_on == NOW.date() + timedelta(days=7)
    assert ask_for_reviews(now=NOW + timedelta(days=32)) == 1


def test_who_reviewed_this_month_is_not_asked(program, planned, coordinator):
    review_calendar(program, by=coordinator, now=NOW)

    assert ask_for_reviews(now=NOW) == 0


def test_reviewing_ticks_it_off(client, program, planned, coordinator):
    ask_for_reviews(now=NOW)
    client.force_login(coordinator)

    client.post(reverse("calendar_app:activity_reviewed", args=[program.slug]))

    assert Task.objects.get().done_by == coordinator
    assert program.calendar_reviews.get().reviewed_by == coordinator


def test_the_beat_asks(planned, settings):
    assert "ask-for-reviews" in settings.CELERY_BEAT_SCHEDULE

    tasks.ask_for_reviews()

    assert Task.objects.count() == 1
