"""Pages about staff and invitations."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from notifications.models import Message
from partnerships.models import Invitation, ProgramRole
from tests.factories import (
    NOW,
    InvitationFactory,
    PartnershipFactory,
    RoleFactory,
    UserFactory,
)

Role = ProgramRole.Role

PAGES = ["staff_list", "invitation_add", "program_settings"]


def address(name, program, *ids):
    return reverse(f"partnerships:{name}", args=[program.slug, *ids])


@pytest.fixture
def role_of_teacher(teacher):
    return ProgramRole.objects.get(user=teacher)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["coordinator", "administrator"])
def test_managers_see_the_page(client, request, program, name, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address(name, program)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("teacher", 403), ("counselor", 403), ("stranger", 404), ("partner", 404)]
)
def test_others_do_not(client, request, program, name, who, status):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address(name, program)).status_code == status
    assert client.post(address(name, program)).status_code in {status, 405}


@pytest.mark.parametrize("name", PAGES)
def test_signed_out_is_sent_to_sign_in(client, program, name):
    assert client.get(address(name, program))["Location"].startswith(reverse("account_login"))


def test_teachers_change_no_roles(client, program, teacher, role_of_teacher, coordinator):
    client.force_login(teacher)
    invitation = InvitationFactory(program=program)

    for name, pk in [
        ("role_change", role_of_teacher.pk),
        ("staff_remove", role_of_teacher.pk),
        ("invitation_resend", invitation.pk),
        ("invitation_withdraw", invitation.pk),
    ]:
        response = client.post(address(name, program, pk), {"role": "coordinator"})
        assert response.status_code == 403

    role_of_teacher.refresh_from_db()
    assert role_of_teacher.role == Role.TEACHER


def test_inviting_from_the_page(client, program, coordinator):
    client.force_login(coordinator)
    response = client.post(
        address("invitation_add", program),
        {"email": "Ana@Example.org", "name": "Ana López", "title": "", "role": "counselor"},
        follow=True,
    )

    assert response.redirect_chain == [(address("staff_list", program), 302)]
    assert "ana@example.org is invited" in response.text
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by) == ("ana@example.org", coordinator)
    assert list(Message.objects.values_list("to_email", flat=True)) == ["ana@example.org"]
    assert (
        f"/invitations/{invitation.token}/" in response.text
    )  # a school without mail hands it over


def test_a_refused_invitation_says_why_at_the_address(client, program, coordinator, teacher):
    client.force_login(coordinator)
    response = client.post(
        address("invitation_add", program),
        {"email": teacher.email, "name": "Again", "title": "", "role": "teacher"},
    )

    assert response.status_code == 422
    assert "works in the program already" in str(response.context["form"].errors["email"])
    assert 'value="Again"' in response.text


def test_a_made_up_role_is_refused(client, program, coordinator, role_of_teacher):
    client.force_login(coordinator)
    response = client.post(
        address("role_change", program, role_of_teacher.pk), {"role": "superuser"}
    )

    assert response.status_code == 422
    role_of_teacher.refresh_from_db()
    assert role_of_teacher.role == Role.TEACHER


def test_changing_a_role_from_the_page(client, program, coordinator, role_of_teacher):
    client.force_login(coordinator)
    response = client.post(
        address("role_change", program, role_of_teacher.pk), {"role": "administrator"}
    )

    assert response["Location"] == address("staff_list", program)
    role_of_teacher.refresh_from_db()
    assert role_of_teacher.role == Role.ADMINISTRATOR


def test_the_last_manager_is_told_why_not(client, program, coordinator):
    client.force_login(coordinator)
    role = ProgramRole.objects.get(user=coordinator)

    changed = client.post(address("role_change", program, role.pk), {"role": "teacher"})
    removed = client.post(address("staff_remove", program, role.pk))

    assert (changed.status_code, removed.status_code) == (422, 422)
    assert "last coordinator" in changed.text
    assert "last coordinator" in removed.text
    assert ProgramRole.objects.filter(pk=role.pk, role=Role.COORDINATOR).exists()


def test_looking_at_the_removal_page_removes_nobody(client, program, coordinator, role_of_teacher):
    PartnershipFactory(program=program, owner=role_of_teacher.user.person)
    client.force_login(coordinator)
    response = client.get(address("staff_remove", program, role_of_teacher.pk))

    assert "1 partner<" in response.text
    assert ProgramRole.objects.filter(pk=role_of_teacher.pk).exists()


def test_who_removes_themselves_lands_at_the_front_door(
    client, program, coordinator, administrator
):
    client.force_login(coordinator)
    role = ProgramRole.objects.get(user=coordinator)
    response = client.post(address("staff_remove", program, role.pk))

    assert response["Location"] == reverse("home:front_door")
    assert client.get(address("staff_list", program)).status_code == 404


def test_withdrawing_and_sending_again_only_by_post(client, program, coordinator):
    invitation = InvitationFactory(program=program)
    client.force_login(coordinator)

    for name in ["invitation_withdraw", "invitation_resend"]:
        assert client.get(address(name, program, invitation.pk)).status_code == 405

    client.post(address("invitation_withdraw", program, invitation.pk))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at == NOW


@pytest.mark.parametrize("rows", [1, 3])
def test_staff_list_asks_the_same_number_of_questions(
    client, program, coordinator, django_assert_num_queries, rows
):
    for _ in range(rows):
        InvitationFactory(program=program)
        RoleFactory(program=program, role=Role.TEACHER)
    client.force_login(coordinator)
    client.get(address("staff_list", program))

    with django_assert_num_queries(QUERIES_OF_STAFF_LIST):
        client.get(address("staff_list", program))


#: session, user, role, staff, persons' places, invitations, their mails, me
QUERIES_OF_STAFF_LIST = 8


# ---------------------------------------------------------------- the link


def link(invitation):
    return reverse("invitation_accept", args=[invitation.token])


def test_opening_the_link_changes_nothing(client, program):
    invitation = InvitationFactory(program=program)
    response = client.get(link(invitation))

    assert response.status_code == 200
    assert program.name in response.text
    assert invitation.email in response.text
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_new_colleague_joins_and_is_signed_in(client, program):
    invitation = InvitationFactory(program=program, email="ana@example.org")
    response = client.post(
        link(invitation),
        {"name": "Ana O'Brien-Núñez", "title": "Teacher", "password": "blue-otter-42"},
        follow=True,
    )

    assert response.status_code == 200
    assert response.wsgi_request.path == program.get_absolute_url()
    assert response.context["user"].email == "ana@example.org"
    assert "Welcome to" in response.text


@pytest.mark.parametrize("password", ["short", "1234567890123", "ana@example.org"])
def test_a_weak_password_is_refused_and_nothing_is_made(client, program, password):
    invitation = InvitationFactory(program=program, email="ana@example.org")
    response = client.post(link(invitation), {"name": "Ana", "password": password})

    assert response.status_code == 422
    assert "password" in response.context["form"].errors
    assert not User.objects.filter(email="ana@example.org").exists()


def test_an_address_with_a_login_confirms_and_signs_in_its_own_way(client, program, stranger):
    invitation = InvitationFactory(program=program, email=stranger.email)

    assert "has a login here already" in client.get(link(invitation)).text
    response = client.post(link(invitation), {"password": "not-theirs-to-set"})

    assert response["Location"] == program.get_absolute_url()
    assert "_auth_user_id" not in client.session
    assert ProgramRole.objects.filter(program=program, user=stranger).exists()


def test_signed_in_with_the_invited_address_joins_at_once(client, program, stranger):
    invitation = InvitationFactory(program=program, email=stranger.email)
    client.force_login(stranger)
    response = client.post(link(invitation), follow=True)

    assert response.status_code == 200
    assert response.wsgi_request.path == program.get_absolute_url()


def test_signed_in_under_another_address_is_told_so(client, program, teacher):
    invitation = InvitationFactory(program=program, role=Role.COORDINATOR)
    client.force_login(teacher)

    for response in (client.get(link(invitation)), client.post(link(invitation))):
        assert response.status_code == 403
        assert teacher.email in response.text
        assert invitation.email in response.text
        assert "Sign out and go on" in response.text
    assert not ProgramRole.objects.filter(user=teacher, role=Role.COORDINATOR).exists()


def test_signing_out_from_there_leads_back_to_the_link(client, program, teacher):
    invitation = InvitationFactory(program=program)
    client.force_login(teacher)
    response = client.post(reverse("account_logout"), {"next": link(invitation)})

    assert response["Location"] == link(invitation)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"accepted_at": NOW}, "accepted already"),
        ({"withdrawn_at": NOW}, "withdrawn"),
        ({"expires_at": NOW}, "ran out"),
    ],
)
def test_a_closed_link_says_why_and_whom_to_ask(client, program, coordinator, state, reason):
    invitation = InvitationFactory(program=program, invited_by=coordinator, **state)

    for response in (client.get(link(invitation)), client.post(link(invitation), {"name": "A"})):
        assert response.status_code == 410
        assert reason in response.text
        assert ("just sign in" if "accepted_at" in state else coordinator.email) in response.text
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_unknown_link_is_answered_kindly(client, db):
    response = client.get(
        reverse("invitation_accept", args=["00000000-0000-4000-8000-000000000000"])
    )

    assert response.status_code == 404
    assert "We do not know this link" in response.text


def test_pages_with_the_link_are_kept_by_nobody(client, program):
    response = client.get(link(InvitationFactory(program=program)))

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


# ---------------------------------------------------------------- settings


def settings_form(program, **changes):
    values = {
        "name": program.name,
        "career_area": program.career_area,
        "story": "Students learn by doing.",
        "accent": "#7a1f2b",
        "time_zone": "America/Denver",
        "quiet_days": 21,
        "school_name": "Núñez High School",
        "school_street": "1 Main St",
        "school_city": "Peoria",
        "school_state": "IL",
        "school_postal_code": "61602",
        "school_phone": "(309) 555-0100",
        "school_website": "www.school.example.org",
    }
    return {**values, **changes}


def test_settings_change_program_and_school(client, program, coordinator):
    client.force_login(coordinator)
    response = client.post(address("program_settings", program), settings_form(program))

    assert response.status_code == 302
    program.refresh_from_db()
    school = program.school
    assert (program.accent, program.time_zone, program.quiet_days) == (
        "#7a1f2b",
        "America/Denver",
        21,
    )
    assert (school.name, school.name_key) == ("Núñez High School", "nunez high school")
    assert str(school.phone) == "(309) 555-0100"
    assert school.website == "https://www.school.example.org"
    assert program.history.first().history_user == coordinator
    assert school.history.first().history_user == coordinator


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "red; } body { display: none"),
        ("time_zone", "Mars/Olympus"),
        ("quiet_days", -1),
        ("school_name", ""),
        ("school_phone", "12"),
    ],
)
def test_a_wrong_setting_is_refused_at_its_field(client, program, coordinator, field, value):
    client.force_login(coordinator)
    response = client.post(
        address("program_settings", program), settings_form(program, **{field: value})
    )

    assert response.status_code == 422
    assert field in response.context["form"].errors
    program.refresh_from_db()
    assert program.time_zone == "America/Chicago"


def test_saving_settings_unchanged_writes_no_history_of_the_school(client, program, coordinator):
    client.force_login(coordinator)
    client.post(address("program_settings", program), settings_form(program))
    before = program.school.history.count()
    client.post(address("program_settings", program), settings_form(program))

    assert program.school.history.count() == before


def test_the_last_sign_in_is_shown_in_days(client, program, coordinator):
    RoleFactory(program=program, user=UserFactory(last_login=timezone.now()))
    client.force_login(coordinator)

    assert "1 Mar" in client.get(address("staff_list", program)).text
