import pytest
from django.urls import reverse

from core.models import Job
from tests.factories import JobFactory

State = Job.State


def page_of(client, job, **headers):
    return client.get(reverse("core:job_detail", args=[job.pk]), headers=headers)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def test_open_job_shows_how_far_it_is_and_asks_again(signed_in, coordinator):
    job = JobFactory(started_by=coordinator, state=State.RUNNING, done_count=34, total_count=120)

    text = page_of(signed_in, job).content.decode()

    assert "34 of 120" in text
    assert 'value="28"' in text
    assert 'hx-trigger="every 1s"' in text
    assert "Refresh" in text


def test_finished_job_leads_to_what_was_made_and_asks_no_more(signed_in, coordinator):
    job = JobFactory(started_by=coordinator, state=State.DONE, result={"url": "/made/"})

    text = page_of(signed_in, job).content.decode()

    assert 'href="/made/"' in text
    assert "every 1s" not in text


def test_failed_job_says_why(signed_in, coordinator):
    job = JobFactory(started_by=coordinator, state=State.FAILED, error="Two columns are alike.")

    text = page_of(signed_in, job).content.decode()

    assert "It stopped" in text
    assert "Two columns are alike." in text
    assert "every 1s" not in text


def test_htmx_gets_the_progress_alone(signed_in, coordinator):
    job = JobFactory(started_by=coordinator)

    response = page_of(signed_in, job, **{"HX-Request": "true"})

    assert response.content.decode().lstrip().startswith("<section")
    assert "HX-Request" in response["Vary"]


def test_job_page_asks_the_database_thrice(signed_in, coordinator, django_assert_num_queries):
    job = JobFactory(started_by=coordinator)

    with django_assert_num_queries(3):  # session, user, job
        page_of(signed_in, job, **{"HX-Request": "true"})
