"""Ways to sign in, and all that must not open a door."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.domain.logins import change_address, open_login
from accounts.models import User
from core.exceptions import DomainError
from notifications.models import MailKind, Message
from partnerships.models import ProgramRole
from tests.factories import RoleFactory, UserFactory

PASSWORD = "blue-otter-42"
LOGIN = "/accounts/login/"


@pytest.fixture
def ana(db):
    return open_login("Ana@Example.org", password=PASSWORD)


@pytest.fixture
def limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


def is_signed_in(client):
    return "_auth_user_id" in client.session


def sign_in(client, password=PASSWORD, email="ana@example.org"):
    return client.post(LOGIN, {"login": email, "password": password})


def test_e_mail_and_password_open_the_front_door(client, ana):
    response = sign_in(client, email="ANA@example.org")

    assert response["Location"] == reverse("home:front_door")
    assert is_signed_in(client)


def test_the_page_one_wanted_comes_after_signing_in(client, ana):
    response = client.post(
        LOGIN, {"login": ana.email, "password": PASSWORD, "next": "/me/profile/"}
    )

    assert response["Location"] == "/me/profile/"


def test_no_stranger_is_led_to_another_site(client, ana):
    response = client.post(
        LOGIN, {"login": ana.email, "password": PASSWORD, "next": "https://evil.example.net/"}
    )

    assert response["Location"] == reverse("home:front_door")


def test_a_wrong_password_and_an_unknown_address_look_alike(client, ana):
    wrong = sign_in(client, "wrong").context["form"].errors
    unknown = sign_in(client, email="nobody@example.org").context["form"].errors

    assert wrong == unknown
    assert not is_signed_in(client)


def test_a_closed_login_does_not_open(client, ana):
    User.objects.update(is_active=False)
    sign_in(client)

    assert not is_signed_in(client)


def test_after_five_wrong_passwords_the_right_one_is_refused(client, ana, limits):
    for _ in range(5):
        sign_in(client, "wrong")
    response = sign_in(client)

    assert not is_signed_in(client)
    assert "Too many failed" in str(response.context["form"].errors)


def test_nobody_signs_up(client, db):
    shown = client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/",
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert shown.status_code == 200
    assert "invitation" in shown.text
    assert not User.objects.exists()


def test_nobody_adds_an_address_to_their_login(client, ana):
    sign_in(client)
    client.post("/accounts/email/", {"email": "principal@example.org", "action_add": ""})

    assert [row.email for row in EmailAddress.objects.all()] == ["ana@example.org"]


# ---------------------------------------------------------------- a code by mail


def ask_for_code(client, email, capture):
    with capture(execute=True):
        return client.post("/accounts/login/code/", {"email": email})


def test_a_mailed_code_signs_in(client, ana, django_capture_on_commit_callbacks):
    response = ask_for_code(client, ana.email, django_capture_on_commit_callbacks)
    assert [sent.to for sent in mail.outbox] == [["ana@example.org"]]
    code = re.search(r"^    (\S+)$", mail.outbox[0].body, re.M).group(1)
    assert code not in mail.outbox[0].subject

    client.post(response["Location"], {"code": code})

    assert is_signed_in(client)


def test_mail_about_signing_in_is_in_no_programs_outbox(client, ana):
    client.post("/accounts/login/code/", {"email": ana.email})

    message = Message.objects.get()
    assert (message.kind, message.scope) == (MailKind.ACCOUNT, "")


def test_a_wrong_code_does_not(client, ana, django_capture_on_commit_callbacks):
    response = ask_for_code(client, ana.email, django_capture_on_commit_callbacks)
    client.post(response["Location"], {"code": "WRONG"})

    assert not is_signed_in(client)


def test_an_unknown_address_gets_no_code_but_the_same_answer(
    client, ana, django_capture_on_commit_callbacks
):
    known = ask_for_code(client, ana.email, django_capture_on_commit_callbacks)
    unknown = ask_for_code(client, "nobody@example.org", django_capture_on_commit_callbacks)

    assert known["Location"] == unknown["Location"]
    assert [sent.to for sent in mail.outbox] == [["ana@example.org"]]


# ---------------------------------------------------------------- a new password


def test_a_forgotten_password_is_set_anew(client, ana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": ana.email})
    link = re.search(r"http\S+", mail.outbox[0].body).group()
    form = client.get(link, follow=True)
    client.post(
        form.wsgi_request.path, {"password1": "green-heron-77", "password2": "green-heron-77"}
    )

    ana.refresh_from_db()
    assert ana.check_password("green-heron-77")
    sign_in(client, "green-heron-77")
    assert is_signed_in(client)


def test_reset_answers_the_same_for_an_unknown_address(client, ana):
    known = client.post("/accounts/password/reset/", {"email": ana.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_short_password_is_not_taken(client, ana):
    sign_in(client)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "short-1", "password2": "short-1"},
    )

    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


# ---------------------------------------------------------------- authenticator app


def code_for(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_an_authenticator_app_from_setting_up_to_signing_in(client, ana, clock):
    sign_in(client)
    asked = client.get("/accounts/2fa/totp/activate/")  # changing locks asks for the key
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert f">{secret}</p>" in page.content.decode()  # for who cannot scan it
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    types = set(Authenticator.objects.values_list("type", flat=True))
    assert types == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}
    client.post("/accounts/logout/")

    response = sign_in(client)
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    client.post(response["Location"], {"code": "000000"})
    assert not is_signed_in(client)
    clock.shift(60)  # a code is good once
    client.post(response["Location"], {"code": code_for(secret)})

    assert is_signed_in(client)


def test_a_mailed_code_does_not_pass_the_second_factor(
    client, ana, django_capture_on_commit_callbacks
):
    totp.TOTP.activate(ana, totp.generate_totp_secret())
    response = ask_for_code(client, ana.email, django_capture_on_commit_callbacks)
    code = re.search(r"^    (\S+)$", mail.outbox[0].body, re.M).group(1)
    after = client.post(response["Location"], {"code": code})

    assert after["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)


# ---------------------------------------------------------------- who must have a second factor


@pytest.fixture
def second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR_FOR_STAFF = True


@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_managers_without_a_second_factor_are_sent_to_set_one_up(
    client, request, program, second_factor, who
):
    client.force_login(request.getfixturevalue(who))

    assert client.get(program.get_absolute_url())["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get("/healthz/").status_code == 200


def test_so_is_who_may_open_the_admin(client, db, second_factor):
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))

    assert client.get("/admin/")["Location"] == reverse("mfa_index")


def test_htmx_is_sent_along_too(client, coordinator, program, second_factor):
    client.force_login(coordinator)
    response = client.get(program.get_absolute_url(), headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == reverse("mfa_index")


def test_teachers_are_not_asked(client, teacher, program, second_factor):
    client.force_login(teacher)

    assert client.get(program.get_absolute_url()).status_code == 200


def test_who_has_a_second_factor_goes_on(client, coordinator, program, second_factor):
    totp.TOTP.activate(coordinator, totp.generate_totp_secret())
    client.force_login(coordinator)

    assert client.get(program.get_absolute_url()).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, coordinator, program, second_factor):
    Authenticator.objects.create(
        user=coordinator, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"}
    )
    client.force_login(coordinator)

    assert client.get(program.get_absolute_url()).status_code == 302


def test_nobody_is_asked_where_it_is_not_wanted(client, coordinator, program):
    client.force_login(coordinator)

    assert client.get(program.get_absolute_url()).status_code == 200


# ---------------------------------------------------------------- Google and Microsoft


@pytest.fixture
def providers(settings):
    app = {"client_id": "made-up", "secret": "made-up"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "google": {"APP": {**app}, "EMAIL_AUTHENTICATION": True},
        "microsoft": {"APP": {**app, "settings": {"tenant": "common"}}},
    }


@pytest.mark.parametrize(
    ("provider", "host"),
    [("google", "accounts.google.com"), ("microsoft", "login.microsoftonline.com")],
)
def test_the_button_leads_to_the_provider(client, db, providers, provider, host):
    assert f"/accounts/{provider}/login/" in client.get(LOGIN).text
    response = client.post(f"/accounts/{provider}/login/")

    assert response["Location"].startswith(f"https://{host}/")
    assert "client_id=made-up" in response["Location"]


def test_without_settings_no_provider_is_offered(client, db):
    text = client.get(LOGIN).text

    assert "google" not in text
    assert "microsoft" not in text


def arrive(rf, provider, email, verified=True):
    """What allauth makes of the answer of a provider."""
    request = rf.get("/")
    login = SocialLogin(
        user=User(email=email),
        account=SocialAccount(provider=provider, uid="1"),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
        provider=get_adapter().get_provider(request, provider),
    )
    return get_adapter().authenticate_by_email(login)


def test_google_opens_the_login_of_its_address_and_the_password_stays(rf, providers, db):
    user = User.objects.create_user("dana@example.org", PASSWORD)

    assert arrive(rf, "google", "dana@example.org") == (user, "dana@example.org")
    assert user.emailaddress_set.get().verified  # else allauth would wipe the password


@pytest.mark.parametrize(
    ("provider", "email", "verified"),
    [
        ("google", "nobody@example.org", True),
        ("google", "ana@example.org", False),
        ("microsoft", "ana@example.org", True),  # a tenant of "common" vouches for nobody
    ],
)
def test_who_is_not_known_or_not_vouched_for_does_not_get_in(
    rf, ana, providers, provider, email, verified
):
    assert arrive(rf, provider, email, verified) is None
    assert User.objects.count() == 1


# ---------------------------------------------------------------- logins


def test_a_login_without_a_password_has_no_usable_one(db):
    assert not open_login("ana@example.org").has_usable_password()


def test_an_address_that_has_a_login_is_not_taken(ana):
    other = UserFactory()

    with pytest.raises(DomainError) as refused:
        change_address(other, email=" ANA@example.org")

    assert refused.value.field == "email"


def test_roles_of_a_closed_login_open_nothing(client, program, ana):
    RoleFactory(program=program, user=ana, role=ProgramRole.Role.COORDINATOR)
    sign_in(client)
    User.objects.filter(pk=ana.pk).update(is_active=False)

    assert client.get(program.get_absolute_url()).status_code == 302


def test_signing_out_needs_a_post(client, ana):
    sign_in(client)
    client.get("/accounts/logout/")
    assert is_signed_in(client)

    client.post("/accounts/logout/")
    assert not is_signed_in(client)
