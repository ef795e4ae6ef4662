"""A real school starts: manage.py create_program."""

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import Invitation, Organization, Program, ProgramRole

START = [
    "create_program",
    "--name=Health Science Academy",
    "--school=Núñez High School",
    "--coordinator-email=Dana@Example.org",
]


def test_a_program_starts_and_the_link_is_printed(client, db, capsys):
    call_command(*START, "--coordinator-name=Dana Okafor")

    program = Program.objects.get()
    invitation = Invitation.objects.get()
    assert (program.slug, program.school.name_key) == (
        "health-science-academy",
        "nunez high school",
    )
    assert (invitation.email, invitation.role) == (
        "dana@example.org",
        ProgramRole.Role.COORDINATOR,
    )
    link = capsys.readouterr().out.strip().splitlines()[-1]
    path = link.removeprefix("https://partners.example.org")
    client.post(path, {"name": "Dana Okafor", "password": "blue-otter-42"})
    assert client.get(program.get_absolute_url()).status_code == 200


def test_a_school_that_is_known_is_taken(db):
    call_command(*START)
    call_command(*[*START[:1], "--name=Welding", *START[2:]])

    assert Organization.objects.count() == 1
    assert Program.objects.count() == 2


def test_the_same_program_is_not_started_twice(db):
    call_command(*START)

    with pytest.raises(CommandError, match="has a program called"):
        call_command(*START)
    assert Program.objects.count() == 1


def test_two_schools_may_name_a_program_alike(db):
    call_command(*START)
    call_command(*[*START[:2], "--school=Other High School", *START[3:]])

    assert set(Program.objects.values_list("slug", flat=True)) == {
        "health-science-academy",
        "health-science-academy-2",
    }


def test_an_address_that_is_none_is_refused(db):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command(*START[:3], "--coordinator-email=dana")
    assert not Program.objects.exists()
