"""Signing in with a passkey, by Chromium's own pretended one; and the admin under our policy."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.domain.logins import open_login
from accounts.models import User
from partnerships.models import Organization
from tests.factories import OrganizationFactory

PASSWORD = "blue-otter-42"


@pytest.fixture
def passkeys(settings, live_server):
    """Passkeys belong to a name, not a number, and http is allowed for localhost alone."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    return live_server.url.replace("127.0.0.1", "localhost")


def pretend_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_added_and_signs_in(transactional_db, open_window, passkeys):
    ana = open_login("ana@example.org", password=PASSWORD)
    window = open_window()
    page = window.page
    pretend_authenticator(page)

    page.goto(passkeys + reverse("account_login"))
    page.fill("input[name=login]", ana.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)

    page.goto(passkeys + reverse("mfa_add_webauthn"))
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/webauthn/add/**")
    page.fill("input[name=name]", "My telephone")
    passwordless = page.locator("input[name=passwordless]")
    if passwordless.count():
        passwordless.check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    assert Authenticator.objects.filter(user=ana, type=Authenticator.Type.WEBAUTHN).exists()

    page.context.clear_cookies()
    page.goto(passkeys + reverse("account_login"))
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(passkeys + reverse("profile_edit"))

    assert "ana@example.org" in page.inner_text("main")
    assert window.complaints == []


@pytest.fixture
def superuser(transactional_db):
    return User.objects.create_superuser("root@example.org", PASSWORD)


def test_the_admin_works_under_the_strict_policy(superuser, open_window):
    organization = OrganizationFactory()
    window = open_window(superuser)
    base = f"admin:{Organization._meta.app_label}_organization"
    pages = [
        reverse("admin:index"),
        *[reverse(f"{base}_{name}") for name in ("changelist", "add", "import", "export")],
        *[reverse(f"{base}_{name}", args=[organization.pk]) for name in ("change", "history")],
        reverse(f"{base}_delete", args=[organization.pk]),
        reverse("admin:accounts_user_add"),
        reverse("admin:partnerships_partnership_add"),
    ]

    for path in pages:
        assert window.open(path).status == 200
        window.page.wait_for_timeout(150)
        assert window.complaints == [], path


def test_all_columns_of_an_export_are_cleared_and_chosen_at_once(superuser, open_window):
    window = open_window(superuser)
    window.open(reverse("admin:partnerships_organization_export"))
    columns = window.page.locator('.selectable-field-export-row input[type="checkbox"]')
    chosen = window.page.locator('.selectable-field-export-row input[type="checkbox"]:checked')
    assert chosen.count() == columns.count() > 5

    window.page.locator("#select-all-columns").uncheck()
    assert chosen.count() == 0
    window.page.locator("#select-all-columns").check()

    assert chosen.count() == columns.count()
    assert window.complaints == []
