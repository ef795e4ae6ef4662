"""What the program sends with every page, and what it refuses to start with."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from accounts.domain.logins import open_login
from core.production import refuse_insecure
from tests.factories import InvitationFactory, PartnershipFactory
from tests.test_routes import ROUTES

SOUND = {
    "secret_key": "k9-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "debug": False,
    "site_url": "https://partners.school.edu",
    "allowed_hosts": ["partners.school.edu"],
    "email_backend": "django.core.mail.backends.smtp.EmailBackend",
    "default_from_email": "partnerships@school.edu",
    "broker_url": "redis://localhost/1",
    "redis_url": "redis://localhost/0",
    "machines": 2,
}


def test_sound_settings_are_taken():
    refuse_insecure(**SOUND)


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("secret_key", "", "SECRET_KEY"),
        ("secret_key", "short", "SECRET_KEY"),
        ("secret_key", "x" * 80, "SECRET_KEY"),
        ("debug", True, "DEBUG"),
        ("site_url", "http://partners.school.edu", "SITE_URL"),
        ("allowed_hosts", ["*"], "ALLOWED_HOSTS"),
        ("email_backend", "django.core.mail.backends.filebased.EmailBackend", "EMAIL_URL"),
        ("email_backend", "django.core.mail.backends.console.EmailBackend", "EMAIL_URL"),
        ("default_from_email", "partnerships@localhost.example.org", "DEFAULT_FROM_EMAIL"),
        ("broker_url", "filesystem://", "REDIS_URL"),
        ("redis_url", "", "REDIS_URL"),
    ],
)
def test_each_insecure_setting_is_refused_by_name(name, value, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_insecure(**{**SOUND, name: value})


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_insecure(**{**SOUND, "debug": True, "secret_key": "", "allowed_hosts": ["*"]})

    assert all(name in str(refused.value) for name in ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"])


def start_production(tmp_path, **changes):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": SOUND["secret_key"],
        "SITE_URL": SOUND["site_url"],
        "EMAIL_URL": "smtp+tls://user:password@smtp.school.edu:587",
        "DEFAULT_FROM_EMAIL": SOUND["default_from_email"],
        **changes,
    }
    shown = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, "
    shown += "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, "
    shown += "s.ALLAUTH_TRUSTED_PROXY_COUNT, s.DEBUG)"
    return subprocess.run(
        [sys.executable, "-c", shown],
        env=environment,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_production_starts_with_sound_settings(tmp_path):
    done = start_production(tmp_path)

    assert done.stdout.split() == ["__Host-sessionid", "True", "True", "31536000", "1", "False"]


def test_production_does_not_start_with_an_insecure_one(tmp_path):
    done = start_production(tmp_path, SITE_URL="http://partners.school.edu")

    assert done.returncode != 0
    assert "SITE_URL must begin with https://" in done.stderr


@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz/", "/nowhere/"])
def test_every_answer_has_the_strict_policy(client, db, path):
    response = client.get(path)
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_not_for_scripts(client, db):
    open_login("ana@example.org", password="blue-otter-42")
    client.post("/accounts/login/", {"login": "ana@example.org", "password": "blue-otter-42"})
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


INLINE = re.compile(
    r"<[^>]+\s(style|on[a-z]+|hx-on[:a-z-]*)\s*=|<style\b|<script(?![^>]*\ssrc=)(?![^>]*json)[^>]*>",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "text", ['<p style="x">', "<a onclick=x>", "<style>", "<script>alert(1)</script>"]
)
def test_the_search_for_inline_code_would_find_it(text):
    assert INLINE.search(text)


STAFF_PAGES = [
    route.name for route in ROUTES if route.view.audience == "staff" and route.ids == ["program"]
]


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_no_staff_page_has_inline_script_or_style(client, program, coordinator, name):
    PartnershipFactory(program=program)
    client.force_login(coordinator)
    response = client.get(reverse(name, args=[program.slug]))

    if response.status_code == 405 or "text/html" not in response.get("Content-Type", ""):
        return
    assert INLINE.search(response.text) is None, INLINE.search(response.text)


@pytest.mark.parametrize(
    "path",
    [
        *("/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"),
        *("/accounts/signup/", "/accounts/logout/", "/nowhere/"),
    ],
)
def test_nor_has_a_page_for_those_signed_out(client, db, path):
    assert INLINE.search(client.get(path, follow=True).text) is None


@pytest.mark.parametrize("path", ["/me/profile/", "/accounts/2fa/", "/accounts/password/set/"])
def test_nor_has_a_page_about_oneself(client, coordinator, path):
    client.force_login(coordinator)

    assert INLINE.search(client.get(path, follow=True).text) is None


def test_nor_has_an_invitation(client, program):
    token = InvitationFactory(program=program).token

    assert INLINE.search(client.get(reverse("invitation_accept", args=[token])).text) is None
