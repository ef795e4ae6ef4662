"""What a reader sees when something goes wrong: each page says how to go on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse

from core import views


@pytest.fixture
def request_of_nobody():
    return RequestFactory().get("/")


def test_page_that_does_not_exist_leads_on(client, db):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_missing_page_of_a_program_keeps_its_rail(client, program, coordinator):
    client.force_login(coordinator)

    response = client.get(reverse("partnerships:organization_detail", args=[program.slug, 99999]))

    assert response.status_code == 404
    assert 'aria-label="Places"' in response.content.decode()


def test_missing_page_of_another_program_shows_nothing_of_it(client, program, stranger):
    client.force_login(stranger)

    response = client.get(reverse("home:today", args=[program.slug]))

    assert response.status_code == 404
    assert program.name not in response.content.decode()


def test_missing_role_is_explained(request_of_nobody):
    response = views.forbidden(request_of_nobody, PermissionDenied())

    assert response.status_code == 403
    assert "This needs another role" in response.content.decode()


def test_unreadable_request_is_explained(request_of_nobody):
    response = views.bad_request(request_of_nobody, ValueError())

    assert response.status_code == 400
    assert "could not be read" in response.content.decode()


def test_our_own_mistake_is_shown_without_asking_the_database(request_of_nobody):
    # No ``db`` fixture: a query would fail this test.
    response = views.server_error(request_of_nobody)

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_mistake_in_a_view_reaches_that_page(program, coordinator, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(coordinator)
    monkeypatch.setattr("core.views.Job", None)

    response = client.get(reverse("core:job_detail", args=[1]))

    assert response.status_code == 500
    assert "<h1>Something went wrong on our side</h1>" in response.content.decode()


def test_form_without_the_sign_of_the_session_is_explained(coordinator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)

    response = client.post(reverse("account_logout"))

    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()
    assert "_auth_user_id" in client.session


def test_htmx_gets_the_words_alone(client, db):
    response = client.get("/no/such/page/", headers={"HX-Request": "true"})

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()
    assert "<html" not in response.content.decode()
