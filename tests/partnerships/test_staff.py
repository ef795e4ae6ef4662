"""Staff of a program: invited, changed, removed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from core.exceptions import DomainError
from notifications.models import MailKind, Message
from partnerships.domain.staff import (
    accept_invitation,
    change_role,
    invitation_address,
    invite_staff,
    remove_from_program,
    resend_invitation,
    withdraw_invitation,
)
from partnerships.models import Affiliation, Invitation, Person, ProgramRole
from tests.factories import (
    NOW,
    AffiliationFactory,
    InvitationFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)

Role = ProgramRole.Role


def invite(program, by, **changes):
    values = {
        "email": "Ana.Lopez@Example.org",
        "name": "Ana O'Brien-Núñez",
        "title": "Teacher",
        "role": Role.TEACHER,
    }
    return invite_staff(program, **{**values, **changes}, by=by)


def test_inviting_mails_the_link_to_the_invited_alone(
    program, coordinator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(program, coordinator)
        assert mail.outbox == []

    assert invitation.email == "ana.lopez@example.org"
    assert invitation.expires_at == NOW + timedelta(days=14)
    assert [sent.to for sent in mail.outbox] == [["ana.lopez@example.org"]]
    assert "Dana Okafor invites you" in mail.outbox[0].subject
    assert invitation_address(invitation) in mail.outbox[0].body
    assert "Ana O'Brien-Núñez" in mail.outbox[0].body


def test_the_mail_with_the_link_is_not_among_those_staff_can_read(program, coordinator):
    invite(program, coordinator)

    message = Message.objects.get()
    assert message.kind == MailKind.ACCOUNT
    assert message.scope == ""
    assert not Message.objects.for_scope(program.mail_scope).exists()


def test_who_works_here_already_is_not_invited(program, coordinator, teacher):
    with pytest.raises(DomainError, match="works in the program already") as refused:
        invite(program, coordinator, email=teacher.email.upper())

    assert refused.value.field == "email"
    assert not Message.objects.exists()


def test_an_address_with_a_good_invitation_is_not_invited_again(program, coordinator):
    invite(program, coordinator)

    with pytest.raises(DomainError, match="invited already") as refused:
        invite(program, coordinator, role=Role.COUNSELOR)

    assert refused.value.field == "email"
    assert Invitation.objects.count() == 1


def test_an_invitation_that_ran_out_is_replaced(program, coordinator, clock):
    first = invite(program, coordinator)
    clock.shift(timedelta(days=15))

    second = invite(program, coordinator)

    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert second.token != first.token


def test_the_same_address_may_be_invited_to_two_programs(program, stranger, coordinator):
    invite(program, coordinator)
    other = ProgramRole.objects.get(user=stranger).program

    assert invite(other, stranger).program == other


def test_sending_again_keeps_the_link_and_gives_two_more_weeks(program, coordinator, clock):
    invitation = invite(program, coordinator)
    clock.shift(timedelta(days=20))

    again = resend_invitation(invitation, by=coordinator)

    assert again.token == invitation.token
    assert again.expires_at == NOW + timedelta(days=34)
    assert Message.objects.count() == 2


def test_sending_again_pressed_twice_sends_once(program, coordinator, clock):
    invitation = invite(program, coordinator)
    clock.shift(timedelta(days=1))

    resend_invitation(invitation, by=coordinator)
    resend_invitation(invitation, by=coordinator)

    assert Message.objects.count() == 2  # the first, and one more


@pytest.mark.parametrize("verb", [resend_invitation, withdraw_invitation])
def test_an_accepted_invitation_is_not_touched(program, coordinator, verb):
    invitation = InvitationFactory(program=program, accepted_at=NOW)

    with pytest.raises(DomainError, match="accepted already"):
        verb(invitation, by=coordinator)


def test_a_withdrawn_invitation_is_not_sent_again(program, coordinator):
    invitation = InvitationFactory(program=program)
    withdraw_invitation(invitation, by=coordinator)

    with pytest.raises(DomainError, match="withdrawn"):
        resend_invitation(invitation, by=coordinator)


def test_accepting_makes_login_person_place_and_role(program):
    invitation = InvitationFactory(program=program, email="ana@example.org", title="Biology")

    user = accept_invitation(
        invitation, by=None, name="Ana López", title="Biology teacher", password="blue-otter-42"
    )

    assert user.email == "ana@example.org"
    assert user.check_password("blue-otter-42")
    assert user.emailaddress_set.get().verified
    person = user.person
    assert (person.name, person.name_key) == ("Ana López", "ana lopez")
    place = Affiliation.objects.get(person=person)
    assert (place.organization, place.title) == (program.school, "Biology teacher")
    role = ProgramRole.objects.get(user=user)
    assert (role.program, role.role) == (program, invitation.role)
    assert role.history.get().history_user == user
    invitation.refresh_from_db()
    assert invitation.accepted_at == NOW


def test_without_a_password_the_login_has_none_that_could_be_guessed(program):
    user = accept_invitation(InvitationFactory(program=program), by=None, name="Ana", password="")

    assert not user.has_usable_password()


def test_a_person_known_by_the_address_is_not_made_twice(program):
    known = PersonFactory(name="A. Lopez", email="ana@example.org")
    AffiliationFactory(person=known, organization=program.school, title="Nurse")
    invitation = InvitationFactory(program=program, email="ana@example.org", title="Teacher")

    user = accept_invitation(invitation, by=None, name="Ana Lopez")

    assert user.person == known
    assert Affiliation.objects.get(person=known).title == "Nurse"


def test_when_two_people_share_the_address_neither_is_taken(program):
    PersonFactory.create_batch(2, email="office@example.org")
    invitation = InvitationFactory(program=program, email="office@example.org")

    user = accept_invitation(invitation, by=None, name="Ana Lopez")

    assert Person.objects.filter(email="office@example.org").count() == 3
    assert user.person.name == "Ana Lopez"


def test_a_login_that_exists_keeps_its_name_and_password(program, stranger):
    stranger.set_password("blue-otter-42")
    stranger.save()
    invitation = InvitationFactory(program=program, email=stranger.email, name="Somebody Else")

    accept_invitation(invitation, by=None, password="another-password-1")

    stranger.refresh_from_db()
    assert stranger.check_password("blue-otter-42")
    assert stranger.person.name == "Pat Stranger"
    assert stranger.program_roles.count() == 2


def test_a_closed_login_is_not_opened_by_an_invitation(program):
    user = UserFactory(is_active=False)
    invitation = InvitationFactory(program=program, email=user.email)

    with pytest.raises(DomainError, match="closed"):
        accept_invitation(invitation, by=None)

    assert not user.program_roles.exists()


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"accepted_at": NOW}, "accepted already"),
        ({"withdrawn_at": NOW}, "withdrawn"),
        ({"expires_at": NOW}, "ran out"),
    ],
)
def test_a_closed_invitation_makes_nothing(program, state, reason):
    invitation = InvitationFactory(program=program, **state)

    with pytest.raises(DomainError, match=reason):
        accept_invitation(invitation, by=None, name="Ana")

    assert not User.objects.filter(email=invitation.email).exists()


def test_an_invitation_is_taken_up_once(program):
    invitation = InvitationFactory(program=program)
    accept_invitation(invitation, by=None, name="Ana")

    with pytest.raises(DomainError, match="accepted already"):
        accept_invitation(invitation, by=None, name="Ana")


def test_only_the_invited_address_accepts(program, teacher):
    invitation = InvitationFactory(program=program, role=Role.COORDINATOR)

    with pytest.raises(DomainError, match="is for"):
        accept_invitation(invitation, by=teacher)


def test_the_last_manager_can_be_neither_demoted_nor_removed(program, coordinator):
    role = ProgramRole.objects.get(user=coordinator)
    RoleFactory(program=program, user=UserFactory(is_active=False), role=Role.ADMINISTRATOR)

    with pytest.raises(DomainError, match="last coordinator"):
        change_role(role, to=Role.TEACHER, by=coordinator)
    with pytest.raises(DomainError, match="last coordinator"):
        remove_from_program(program, user=coordinator, by=coordinator)

    assert ProgramRole.objects.get(user=coordinator).role == Role.COORDINATOR


def test_the_last_manager_may_swap_one_managing_role_for_the_other(program, coordinator):
    role = ProgramRole.objects.get(user=coordinator)

    assert change_role(role, to=Role.ADMINISTRATOR, by=coordinator).role == Role.ADMINISTRATOR


def test_a_role_changes_and_history_knows_who_did_it(coordinator, teacher):
    role = ProgramRole.objects.get(user=teacher)

    changed = change_role(role, to=Role.COUNSELOR, by=coordinator)

    assert changed.role == Role.COUNSELOR
    assert role.history.first().history_user == coordinator


def test_a_role_held_twice_becomes_one(program, coordinator, teacher):
    RoleFactory(program=program, user=teacher, role=Role.COUNSELOR)
    role = ProgramRole.objects.get(user=teacher, role=Role.TEACHER)

    change_role(role, to=Role.COUNSELOR, by=coordinator)

    assert [held.role for held in teacher.program_roles.all()] == [Role.COUNSELOR]


def test_removing_takes_all_roles_here_and_none_elsewhere(program, coordinator, teacher):
    RoleFactory(program=program, user=teacher, role=Role.COUNSELOR)
    elsewhere = RoleFactory(user=teacher)

    remove_from_program(program, user=teacher, by=coordinator)

    assert list(teacher.program_roles.all()) == [elsewhere]
    assert Person.objects.filter(user=teacher).exists()


def test_links_begin_with_the_sites_own_address(settings, program):
    invitation = InvitationFactory(program=program)

    assert invitation_address(invitation) == (
        "https://partners.example.org" + reverse("invitation_accept", args=[invitation.token])
    )
