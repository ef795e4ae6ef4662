import os
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.db.backends.signals import connection_created
from django.utils import translation

from partnerships.models import ProgramRole
from tests import migrated
from tests.factories import (
    NOW,
    AffiliationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    UserFactory,
)

Role = ProgramRole.Role

#: Everyone a page can meet, by the name of the fixture. Nobody is signed out.
CAST = ["coordinator", "administrator", "teacher", "counselor", "stranger", "partner", "nobody"]


def missing(what):
    """What a test needs is not on this machine: skip and say so; where all must run, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and with CI=true everything must run.")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory
):
    """The database of the tests begins as a copy of one that is migrated once for all workers."""
    folder = migrated.shared_folder(request, tmp_path_factory)
    if connection.vendor == "sqlite":
        connection_created.connect(migrated.fill_memory(migrated.sqlite_file(folder)), weak=False)
    else:
        template = migrated.postgres_database(folder, os.environ["DATABASE_URL"])
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(autouse=True)
def clock(request):
    """The time is NOW, unless a test is marked for real time by asking for ``real_time``."""
    if "real_time" in request.fixturenames:
        yield None
        return
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def real_time():
    """For tests with other processes or a browser, which have clocks of their own."""


@pytest.fixture(autouse=True)
def language():
    """A request leaves the language it was answered in; the next test begins in English."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def media(settings, uploads):
    """Each test has an empty folder of uploads, which is made when something is kept in it."""
    settings.MEDIA_ROOT = uploads / uuid4().hex


@pytest.fixture(scope="session")
def uploads(tmp_path_factory):
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture
def program(db):
    return ProgramFactory()


@pytest.fixture
def partnership(program):
    return PartnershipFactory(program=program)


def staff(program, role, name):
    """A user with a role, who is a person of the school."""
    user = RoleFactory(program=program, role=role).user
    person = PersonFactory(user=user, name=name, email=user.email)
    AffiliationFactory(person=person, organization=program.school, title=role.label)
    return user


@pytest.fixture
def coordinator(program):
    return staff(program, Role.COORDINATOR, "Dana Okafor")


@pytest.fixture
def administrator(program):
    return staff(program, Role.ADMINISTRATOR, "Ruth Hale")


@pytest.fixture
def teacher(program):
    return staff(program, Role.TEACHER, "Maria Torres")


@pytest.fixture
def counselor(program):
    return staff(program, Role.COUNSELOR, "Sam Alvarez")


@pytest.fixture
def stranger(db):
    """A coordinator, of another program."""
    return staff(ProgramFactory(), Role.COORDINATOR, "Pat Stranger")


@pytest.fixture
def partner(partnership):
    """Works at a partner of the program and has a login, but no role."""
    user = UserFactory()
    person = PersonFactory(user=user, name="Kim Tran", email=user.email)
    AffiliationFactory(person=person, organization=partnership.organization)
    return user


@pytest.fixture
def nobody():
    return None
