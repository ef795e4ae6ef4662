"""The import as a piece of work: in handfuls, resumed, undone."""

from io import BytesIO
from itertools import count, pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.domain import jobs
from core.exceptions import DomainError
from partnerships.domain.imports import batches, undo
from partnerships.models import (
    Affiliation,
    ImportBatch,
    Organization,
    Partnership,
    Person,
    SourceIdentifier,
    Support,
)
from tests.factories import InteractionFactory, OrganizationFactory, PartnershipFactory

LIST = (
    "Name,City,Contact,E-mail,What could they do?,Who knows them?,Account number\n"
    "Acme,Peoria,Ana Lopez,ana@acme.example.com,speaker,Ms. Torres,1\n"
    "Beta,Pekin,Ben Diaz,ben@beta.example.com,mentor,,2\n"
)


def upload(program, text=LIST, by=None):
    return batches.upload_list(program, file=BytesIO(text.encode()), name="list.csv", by=by)


@pytest.fixture
def imported(program, coordinator, django_capture_on_commit_callbacks):
    def bring_in(text=LIST, choices=None):
        batch = upload(program, text, by=coordinator)
        with django_capture_on_commit_callbacks(execute=True):
            batches.start_import(batch, choices=choices or {}, by=coordinator)
        batch.refresh_from_db()
        return batch

    return bring_in


@pytest.fixture
def take_back(coordinator, django_capture_on_commit_callbacks):
    def undo_it(batch):
        with django_capture_on_commit_callbacks(execute=True):
            undo.start_undo(batch, by=coordinator)
        batch.refresh_from_db()
        return batch

    return undo_it


def everything():
    models = (Organization, Person, Affiliation, Partnership, Support, SourceIdentifier)
    return [sorted(model.objects.values_list("pk", flat=True)) for model in models]


def long_list(rows):
    lines = (f"Firm {n},City {n % 7},Person {n},p{n}@firm.example.com" for n in range(rows))
    return "Name,City,Contact,E-mail\n" + "\n".join(lines)


def test_a_worker_imports_it_and_says_who_did(imported, coordinator):
    batch = imported()

    assert (batch.state, batch.job.state, batch.job.done_count) == ("done", "done", 2)
    assert batch.job.result == {"url": batch.get_absolute_url()}
    assert Organization.history.get(name="Acme").history_user == coordinator


def test_starting_twice_imports_once(imported, coordinator):
    batch = imported()

    with pytest.raises(DomainError, match="imported already"):
        batches.start_import(batch, choices={}, by=coordinator)


def test_a_killed_worker_loses_nothing_and_doubles_nothing(program, coordinator, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 10)
    batch = upload(program, long_list(35), by=coordinator)
    job = batches.start_import(batch, choices={}, by=coordinator)
    calls = count(1)

    class Killed(BaseException):
        pass

    whole = jobs.Progress.advance

    def advance(self, done, total=None):
        whole(self, done, total)
        if next(calls) == 3:
            raise Killed  # inside the transaction: these rows are taken back

    monkeypatch.setattr(jobs.Progress, "advance", advance)
    with pytest.raises(Killed):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.done_count, batch.rows.count(), program.partnerships.count()) == (20, 20, 20)

    job.lease_until = job.created_at
    job.save()
    assert jobs.run(job.pk).state == "done"

    batch.refresh_from_db()
    assert batch.counts["created"] == program.partnerships.count() == 35
    assert Person.objects.filter(email__endswith="@firm.example.com").count() == 35


def test_each_handful_takes_the_same_number_of_queries(program, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 20)
    batch = upload(program, long_list(100))
    ImportBatch.objects.update(state="importing")
    taken = []

    with CaptureQueriesContext(
        connection,
    ) as queries:
        batches.import_rows(batch, by=None, advance=lambda done: taken.append(len(queries)))

    steps = [after - before for before, after in pairwise(taken)]
    assert len(steps) == 4
    assert len(set(steps)) == 1
    assert steps[0] <= 40


def test_rows_can_be_said_to_be_the_same(imported):
    other = OrganizationFactory(name="Acme Works", name_key="acme works", city="Peoria")
    text = "Name,City\nAcme,Peoria\nAcme Co of Peoria,Peoria\n"
    batch = imported(text, {"2": other.pk, "3": "row 2"})

    assert batch.counts["created"] == 0
    other.refresh_from_db()
    assert other.other_names == "Acme\nAcme Co of Peoria"
    assert imported(text).counts["matched"] == 2  # known by their other names now


def test_a_row_can_be_said_to_be_new(imported):
    OrganizationFactory(name="Acme", name_key="acme", city="Peoria")

    assert imported("Name,City\nAcme,Peoria\n", {"2": 0}).counts["created"] == 1


def test_undo_takes_back_everything(program, imported, take_back):
    known = OrganizationFactory(name="Beta", name_key="beta", city="Pekin", state="")
    before = everything()
    batch = imported()

    assert take_back(batch).state == "undone"

    assert everything() == before
    known.refresh_from_db()
    assert known.other_names == ""


def test_undo_blanks_what_was_filled_but_not_what_was_changed_since(imported, take_back):
    acme = OrganizationFactory(name="Acme", name_key="acme", city="Peoria", phone="", website="")
    batch = imported("Name,City,Main phone,Website\nAcme,Peoria,309-555-0142,acme.example.com\n")
    acme.refresh_from_db()
    assert acme.website == "https://acme.example.com"
    acme.website = "https://better.example.com"
    acme.save()

    take_back(batch)

    acme.refresh_from_db()
    assert (str(acme.phone or ""), acme.website) == ("", "https://better.example.com")


def log_contact(organization, program):
    InteractionFactory(organization=organization, program=program)


def move_stage(organization, program):
    partnership = organization.partnerships.get()
    partnership.stage = Partnership.Stage.CONTACTED
    partnership.save()


def edit(organization, program):
    organization.name = "Acme Works"
    organization.save()


def work_elsewhere(organization, program):
    PartnershipFactory(organization=organization)


def say_more(organization, program):
    Support.objects.create(organization=organization, kind="funding")


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (log_contact, "a contact with Acme was logged"),
        (move_stage, "Acme was changed since"),
        (edit, "Acme Works was changed since"),
        (work_elsewhere, "another program works with Acme"),
        (say_more, "Acme has a support since"),
    ],
)
def test_undo_is_refused_once_something_was_built_on_it(program, imported, take_back, build, said):
    batch = imported()
    build(Organization.objects.get(name="Acme"), program)
    before = everything()

    with pytest.raises(DomainError, match=said):
        take_back(batch)

    assert everything() == before


def test_the_later_import_is_undone_first(imported, take_back):
    first = imported("Name,City\nAcme,Peoria\n")
    second = imported("Name,City,Main phone\nAcme,Peoria,309-555-0142\n")

    with pytest.raises(DomainError, match="changed since"):
        take_back(first)
    take_back(second)


def test_undo_twice_is_refused(imported, take_back):
    batch = take_back(imported())

    with pytest.raises(DomainError, match="undone already"):
        take_back(batch)


@pytest.mark.slow
def test_50001_rows_are_refused(program):
    with pytest.raises(DomainError, match="more than 50,000 rows"):
        upload(program, long_list(50_001))

    assert not ImportBatch.objects.exists()
