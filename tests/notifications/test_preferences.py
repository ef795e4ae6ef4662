from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from core.exceptions import DomainError
from notifications.domain import preferences
from notifications.models import MailKind, Preference

pytestmark = pytest.mark.django_db


@pytest.fixture
def link():
    return preferences.unsubscribe_url("Ana@Example.org", MailKind.LETTER).removeprefix(
        "https://partners.example.org"
    )


def test_get_shows_and_changes_nothing(client, link):
    response = client.get(link)

    assert response.status_code == 200
    assert "Stop these mails" in response.text
    assert "ana@example.org" in response.text
    assert "no-store" in response["Cache-Control"]
    assert not Preference.objects.exists()


def test_post_stops_and_says_so(client, link):
    response = client.post(link, follow=True)

    assert "No more of these mails" in response.text
    assert "Keep sending" in response.text
    assert list(Preference.objects.values_list("email", "kind")) == [
        ("ana@example.org", MailKind.LETTER)
    ]


def test_mail_provider_posts_one_click_without_a_cookie_or_csrf_token(client, link):
    client.handler.enforce_csrf_checks = True
    response = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert (response.status_code, response.text) == (200, "Unsubscribed.")
    assert Preference.objects.count() == 1


def test_stopping_twice_is_no_mistake(client, link):
    client.post(link)
    client.post(link)

    assert Preference.objects.count() == 1


def test_undo_sends_again(client, link):
    client.post(link)
    response = client.post(f"{link}undo/", follow=True)

    assert "Stop these mails?" in response.text
    assert not Preference.objects.exists()


def test_undo_does_nothing_on_get(client, link):
    client.post(link)

    assert client.get(f"{link}undo/").status_code == 405
    assert Preference.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("undo", ["", "undo/"])
def test_broken_link_gets_a_kind_page(client, link, method, undo):
    if (method, undo) == ("get", "undo/"):
        return
    response = getattr(client, method)(link[:-3] + "x/" + undo)

    assert response.status_code == 404
    assert "does not work any more" in response.text
    assert not Preference.objects.exists()


def test_link_works_for_more_than_a_year_and_then_ends_kindly(client, link, clock):
    clock.shift(preferences.LINK_LASTS - timedelta(seconds=1))
    assert client.get(link).status_code == 200

    clock.shift(timedelta(seconds=2))

    assert client.get(link).status_code == 404


def test_token_of_something_else_is_refused():
    for token in [
        signing.dumps(["a@example.org", "letter"], salt="something.else"),
        signing.dumps("letter", salt="notifications.unsubscribe"),
        signing.dumps(["a@example.org", "gossip"], salt="notifications.unsubscribe"),
    ]:
        with pytest.raises(DomainError):
            preferences.read_token(token)


@pytest.mark.parametrize("kind", [MailKind.WORK, MailKind.ACCOUNT])
def test_what_must_be_known_cannot_be_turned_off(client, kind):
    with pytest.raises(DomainError):
        preferences.turn_off("a@example.org", kind)
    token = signing.dumps(["a@example.org", kind], salt="notifications.unsubscribe")

    response = client.post(reverse("notifications:preference_turn_off", args=[token]))

    assert response.status_code == 404
    assert not Preference.objects.exists()


def test_pages_query_count(client, link, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(link)
