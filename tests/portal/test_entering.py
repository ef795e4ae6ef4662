"""Coming in without a password (SPEC 13.3)."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.domain.logins import open_login
from accounts.models import User
from core.exceptions import DomainError
from notifications.models import Message
from partnerships.models import Person
from portal.domain.entering import enter_address, invite_partner
from tests.factories import (
    NOW,
    AffiliationFactory,
    PartnershipFactory,
    PersonFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def place(partnership):
    """Kim at a partner, without a login."""
    return AffiliationFactory(
        organization=partnership.organization,
        person=PersonFactory(name="Kim O'Brien-Núñez", email="kim@example.com"),
    )


def path_of(affiliation):
    return "/portal/enter/" + enter_address(affiliation).split("/portal/enter/")[1]


def user_of(client):
    return client.session.get("_auth_user_id")


def ask_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_sent_to(email):
    mail = Message.objects.filter(to_email=email).latest("pk")
    return re.search(r"^ +([A-Z0-9-]{6,9})$", mail.text, re.M)


def test_the_link_shows_on_get_and_comes_in_on_post(client, place):
    shown = client.get(path_of(place))
    assert shown.status_code == 200
    assert not User.objects.filter(email="kim@example.com").exists()

    entered = client.post(path_of(place))

    assert entered["Location"] == reverse("portal:home", args=[place.organization_id])
    user = User.objects.get(email="kim@example.com")
    assert user_of(client) == str(user.pk)
    assert not user.has_usable_password()
    assert Person.objects.get(pk=place.person_id).user == user


def test_the_second_time_a_code_goes_to_the_same_mailbox(client, place):
    client.post(path_of(place))
    client.logout()

    again = client.post(path_of(place))

    assert again["Location"] == reverse("account_confirm_login_code")
    assert user_of(client) is None
    assert code_sent_to("kim@example.com")


def test_a_link_lives_as_long_as_the_person_is_there(client, place, clock):
    address = path_of(place)
    clock.shift(timedelta(days=900))
    assert client.get(address).status_code == 200

    place.ended_on = NOW.date()
    place.save()

    closed = client.get(address)
    assert closed.status_code == 410
    assert "no longer listed" in closed.content.decode()
    assert client.post(address).status_code == 410
    assert not User.objects.exists()


def test_pressing_the_link_again_and_again_does_not_flood_the_mailbox(client, place):
    client.post(path_of(place))
    client.logout()
    answers = [client.post(path_of(place)).status_code for _number in range(6)]
    assert answers == [302, 302, 302, 422, 422, 422]
    mails = Message.objects.filter(to_email="kim@example.com")
    assert mails.count() == 3


def test_a_link_to_an_old_address_is_dead(client, place):
    address = path_of(place)
    Person.objects.filter(pk=place.person_id).update(email="new@example.com")
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "WzEsMl0:x"])
def test_a_broken_link_says_so(client, db, token):
    assert client.get(f"/portal/enter/{token}/").status_code == 410


def test_two_people_with_one_address_are_not_let_in_as_each_other(client, place):
    PersonFactory(name="Other Person", email="kim@example.com")
    refused = client.post(path_of(place))
    assert refused.status_code == 422
    assert "Other Person" not in refused.content.decode()
    assert not User.objects.exists()


def test_who_asks_for_a_code_needs_no_login_before(client, place):
    ask_code(client, "KIM@example.com")

    found = code_sent_to("kim@example.com")
    client.post(reverse("account_confirm_login_code"), {"code": found[1]})

    assert user_of(client) == str(User.objects.get(email="kim@example.com").pk)
    assert client.get("/")["Location"] == reverse("portal:start")


def test_a_wrong_address_looks_like_a_right_one_and_is_told_by_mail(client, place):
    wrong, right = ask_code(client, "nobody@example.com"), ask_code(client, "kim@example.com")
    assert (wrong.status_code, wrong["Location"]) == (right.status_code, right["Location"])
    assert not User.objects.filter(email="nobody@example.com").exists()
    assert Message.objects.filter(to_email="nobody@example.com").count() == 1
    assert code_sent_to("nobody@example.com") is None


def test_two_people_with_one_address_get_words_and_no_code(client, place, partnership):
    AffiliationFactory(
        organization=partnership.organization, person=PersonFactory(email="kim@example.com")
    )
    ask_code(client, "kim@example.com")
    assert not User.objects.exists()
    assert Message.objects.filter(subject__contains="Signing in does not work").count() == 1


def test_who_left_yesterday_gets_no_code(client, place):
    place.ended_on = NOW.date() - timedelta(days=1)
    place.save()
    ask_code(client, "kim@example.com")
    assert not User.objects.exists()


def test_a_code_typed_wrong_again_and_again_ends(client, place):
    ask_code(client, "kim@example.com")
    right = code_sent_to("kim@example.com")[1]
    for _ in range(10):
        client.post(reverse("account_confirm_login_code"), {"code": "WRONG-1"})

    client.post(reverse("account_confirm_login_code"), {"code": right})

    assert user_of(client) is None


def test_the_pages_of_the_code_say_what_to_do(client, place):
    """Plain words: what was sent where and how long it is good, and how to get another."""
    shown = client.post(
        reverse("account_request_login_code"), {"email": place.person.email}, follow=True
    ).content.decode()
    assert f"<strong>{place.person.email}</strong>" in shown
    assert "15 minutes" in shown
    assert reverse("account_request_login_code") in shown
    assert shown.count(place.person.email) == 1
    for _ in range(3):
        ended = client.post(
            reverse("account_confirm_login_code"), {"code": "WRONG-1"}, follow=True
        ).content.decode()
    assert "Ask for another here" in ended


def test_an_old_code_does_not_open(client, place, clock):
    ask_code(client, "kim@example.com")
    right = code_sent_to("kim@example.com")[1]
    clock.shift(timedelta(hours=1))
    client.post(reverse("account_confirm_login_code"), {"code": right})
    assert user_of(client) is None


# ---------------------------------------------------------------- staff invite


def test_staff_send_the_link_once_an_hour(client, program, coordinator, place):
    client.force_login(coordinator)
    address = reverse("handover:affiliation_invite", args=[program.slug, place.pk])
    client.post(address)
    again = client.post(address, follow=True)
    assert "sent within the last hour" in again.content.decode()
    mail = Message.objects.get(to_email="kim@example.com")
    assert enter_address(place) in mail.text
    assert mail.scope == ""  # it opens a login: not among the mail that staff can read


def test_nobody_is_invited_who_cannot_be_reached_or_shares_an_address(
    program, coordinator, partnership, place
):
    silent = AffiliationFactory(
        organization=partnership.organization, person=PersonFactory(email="")
    )
    with pytest.raises(DomainError, match="no e-mail address"):
        invite_partner(silent, program=program, by=coordinator, now=NOW)
    twin = PersonFactory(name="Lee Twin", email="kim@example.com")
    with pytest.raises(DomainError, match="Lee Twin has the same"):
        invite_partner(place, program=program, by=coordinator, now=NOW)
    twin.delete()
    open_login("kim@example.com")
    with pytest.raises(DomainError, match="Somebody else signs in"):
        invite_partner(place, program=program, by=coordinator, now=NOW)


def test_only_partners_of_the_program_are_invited(client, program, coordinator):
    elsewhere = AffiliationFactory(organization=PartnershipFactory().organization)
    client.force_login(coordinator)
    address = reverse("handover:affiliation_invite", args=[program.slug, elsewhere.pk])
    assert client.post(address).status_code == 404


def test_partners_have_no_password_and_no_page_of_staff(client, partner, coordinator):
    partner.set_unusable_password()
    partner.save()
    coordinator.set_unusable_password()
    coordinator.save()
    client.force_login(partner)
    for address in (reverse("account_set_password"), reverse("profile_edit")):
        assert client.get(address).status_code == 302
        client.post(address, {"password1": "marlow-bend-1", "password2": "marlow-bend-1"})
    partner.refresh_from_db()
    assert not partner.has_usable_password()
    client.force_login(coordinator)
    assert client.get(reverse("account_set_password")).status_code == 200
    assert client.get(reverse("profile_edit")).status_code == 200


def test_who_forgets_a_password_that_partners_never_had_hears_how_to_come_in(
    client, partner, coordinator
):
    Person.objects.filter(user=partner).update(language="es")
    for user in (partner, coordinator):
        user.set_unusable_password()
        user.save()
        answer = client.post(reverse("account_reset_password"), {"email": user.email})
        assert answer["Location"] == reverse("account_reset_password_done")

    to_partner, to_staff = (
        Message.objects.get(to_email=user.email) for user in (partner, coordinator)
    )
    assert to_partner.subject == "No necesita contraseña"
    assert "https://partners.example.org/accounts/login/code/" in to_partner.text
    assert "/password/" not in to_partner.text
    assert "/accounts/password/reset/key/" in to_staff.text


def test_somebody_elses_link_signs_out_who_is_in(client, place, partner):
    client.force_login(partner)
    place.person.user = UserFactory(email=place.person.email)
    place.person.save()
    response = client.post(enter_address(place).removeprefix("https://partners.example.org"))
    assert response["Location"] == reverse("account_confirm_login_code")
    assert user_of(client) is None


def test_the_pages_around_the_portal_speak_the_persons_language(client, partner):
    Person.objects.filter(user=partner).update(language="es")
    client.force_login(partner)
    client.get(reverse("portal:start"), follow=True)
    assert '<html lang="es"' in client.get(reverse("mfa_index")).content.decode()
