"""Importing a list in the browser: upload, columns, preview, result, undo."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from partnerships.domain.imports import batches
from partnerships.models import ImportBatch, Organization, Partnership
from tests.factories import ImportBatchFactory, InteractionFactory, OrganizationFactory, UserFactory

TEACHER = Path(__file__).parents[1] / "samples" / "teacher_partner_list.xlsx"
KEEPERS = ["coordinator", "administrator"]
OTHERS = [("teacher", 403), ("counselor", 403), ("stranger", 404), ("partner", 404)]
NAMES = ["list", "add", "detail", "columns", "preview", "problems"]


def address(name, program, batch=None):
    ids = [program.slug] + ([batch.pk] if batch else [])
    return reverse(f"partnerships:import_{name}", args=ids)


def upload(client, program, data=None, name="list.csv"):
    data = TEACHER.read_bytes() if data is None else data
    return client.post(address("add", program), {"file": SimpleUploadedFile(name, data)})


def settle(client, program, batch, **changes):
    columns = {f"column-{place}": batch.mapping[name] for place, name in enumerate(batch.header)}
    return client.post(
        address("columns", program, batch),
        {"sheet": batch.sheet, "header_row": batch.header_row, **columns, **changes},
    )


def journey(client, program, data, name="list.csv", **choices):
    """All the way to the result."""
    upload(client, program, data, name)
    batch = ImportBatch.objects.latest("pk")
    settle(client, program, batch)
    client.post(address("preview", program, batch), choices)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def run_jobs(client, monkeypatch, django_capture_on_commit_callbacks):
    """The worker is there: it begins when the transaction of a request is committed."""
    post = client.post

    def post_and_commit(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **kwargs)

    monkeypatch.setattr(client, "post", post_and_commit)


@pytest.mark.parametrize("who", KEEPERS)
def test_from_the_file_to_the_result(client, request, program, run_jobs, who):
    client.force_login(request.getfixturevalue(who))

    response = upload(client, program, name="teacher.xlsx")
    batch = ImportBatch.objects.get()
    assert response["Location"] == address("columns", program, batch)
    page = client.get(response["Location"])
    assert b"What could they do?" in page.content
    assert b"dana.whitfield@osf.example.org" in page.content

    response = settle(client, program, batch)
    assert response["Location"] == address("preview", program, batch)
    page = client.get(response["Location"])
    assert b"Import 33 rows" in page.content
    assert b"309-555-01777" in page.content
    assert program.partnerships.count() == 0

    response = client.post(response.url, {"row-9": "row 8"})
    assert response["Location"] == address("detail", program, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["created"], batch.counts["updated"]) == ("done", 32, 1)
    college = Organization.objects.get(name="Illinois Central College")
    assert college.other_names == "ICC (Illinois Central College)"
    page = client.get(response["Location"])
    assert b"2 rows to correct" in page.content
    assert b"Undo this import" in page.content


def test_the_preview_shows_what_may_be_twice(client, program, coordinator, run_jobs):
    known = OrganizationFactory(
        name="Methodist Hospital of Peoria", name_key="methodist hospital of peoria", street=""
    )
    client.force_login(coordinator)
    upload(client, program, b"Name,City\nMethodist Hospital,Peoria\nBeta Works,Pekin\n")
    batch = ImportBatch.objects.get()

    preview = client.get(address("preview", program, batch)).context["preview"]

    (likely,) = preview.likely
    assert (likely.row.number, [one.value for one in likely.options]) == (2, [str(known.pk)])
    client.post(address("preview", program, batch), {"row-2": str(known.pk), "row-3": "999"})
    batch.refresh_from_db()
    assert batch.choices == {"2": known.pk}  # what was not offered is not taken
    assert batch.counts["created"] == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.csv", b"", "empty.csv is empty."),
        ("list.pdf", b"%PDF-1.7", "is a PDF"),
        ("list.xlsx", b"PK\x03\x04", "is damaged"),
        ("only.csv", b"Name,City\n", "There are no rows below the column names."),
    ],
)
def test_a_bad_file_is_refused_on_its_field(client, program, coordinator, name, data, said):
    client.force_login(coordinator)

    response = upload(client, program, data, name)

    assert response.status_code == 422
    assert said in response.context["form"].errors["file"][0]
    assert not ImportBatch.objects.exists()


def test_without_a_file_the_field_says_so(client, program, coordinator):
    client.force_login(coordinator)

    response = client.post(address("add", program))

    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["This field is required."]


def test_the_header_can_be_pointed_to(client, program, coordinator):
    client.force_login(coordinator)
    upload(client, program, b"my list,x\nWer,Wo\nAcme,Peoria\n")
    batch = ImportBatch.objects.get()

    page = client.get(address("columns", program, batch))
    assert b"No row with column names was found" in page.content
    page = client.get(address("columns", program, batch), {"header_row": "2"})
    assert page.context["layout"].names == ["Wer", "Wo"]

    response = client.post(
        address("columns", program, batch),
        {"header_row": "2", "column-0": "name", "column-1": "city"},
    )
    assert response.status_code == 302
    batch.refresh_from_db()
    assert (batch.header_row, batch.mapping) == (2, {"Wer": "name", "Wo": "city"})


def test_another_sheet_can_be_chosen(client, program, coordinator):
    client.force_login(coordinator)
    upload(client, program, name="t.xlsx")
    batch = ImportBatch.objects.get()

    page = client.get(address("columns", program, batch), {"sheet": "OLD do not use"})

    assert page.context["layout"].names == ["Name", "Phone"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"column-0": ""}, "No column is read as the name"),
        ({"column-1": "name"}, "Two columns are read as"),
    ],
)
def test_columns_that_make_no_sense_are_refused(client, program, coordinator, changes, said):
    client.force_login(coordinator)
    upload(client, program, b"Name,City\nAcme,Peoria\n")
    batch = ImportBatch.objects.get()

    response = settle(client, program, batch, **changes)

    assert response.status_code == 422
    assert said in response.content.decode()


def test_columns_are_remembered(client, program, coordinator, run_jobs):
    client.force_login(coordinator)
    upload(client, program, b"Name,Fax,City\nAcme,Ms. Torres,Peoria\n")
    batch = ImportBatch.objects.get()
    settle(client, program, batch, **{"column-1": "known_by"})
    client.post(address("preview", program, batch))

    upload(client, program, b"Name,Fax,City\nBeta,Mr. Hale,Peoria\n")

    assert ImportBatch.objects.latest("pk").mapping["Fax"] == "known_by"


def test_rows_to_correct_can_be_downloaded_corrected_and_imported(
    client, program, coordinator, run_jobs
):
    client.force_login(coordinator)
    batch = journey(client, program, b"Name,E-mail\nAcme,acme@\nBeta,b@beta.example.com\n=1+1,x@\n")

    response = client.get(address("problems", program, batch))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,E-mail,Row in the list,What is wrong"
    assert lines[1].startswith("Acme,acme@,2,")
    assert lines[2].startswith("'=1+1,")
    book = load_workbook(
        BytesIO(client.get(address("problems", program, batch), {"export": "xlsx"}).content)
    )
    assert [row[0].value for row in book.active.iter_rows()] == ["Name", "Acme", "'=1+1"]

    corrected = response.content.replace(b"acme@", b"info@acme.example.com")
    again = journey(client, program, corrected)
    assert (again.counts["created"], again.counts["updated"], again.counts["matched"]) == (0, 1, 1)
    assert Organization.objects.get(name="Acme").email == "info@acme.example.com"


def test_undo_in_the_browser(client, program, coordinator, run_jobs):
    client.force_login(coordinator)
    batch = journey(client, program, b"Name,City\nAcme,Peoria\n")

    client.post(address("undo", program, batch))
    response = client.get(address("detail", program, batch))

    batch.refresh_from_db()
    assert (batch.state, Partnership.objects.count()) == ("undone", 0)
    assert b"Undone" in response.content
    assert b"Undo this import" not in response.content


def test_undo_that_is_refused_says_why(client, program, coordinator, run_jobs):
    client.force_login(coordinator)
    batch = journey(client, program, b"Name,City\nAcme,Peoria\n")
    InteractionFactory(program=program, organization=Organization.objects.get(name="Acme"))

    response = client.post(address("undo", program, batch), follow=True)

    assert b"cannot be undone: a contact with Acme was logged" in response.content
    assert Organization.objects.filter(name="Acme").exists()


def test_while_a_worker_is_at_it_the_page_shows_how_far(client, program, coordinator):
    client.force_login(coordinator)
    batch = journey(client, program, b"Name,City\nAcme,Peoria\n")  # nobody is woken here

    page = client.get(address("detail", program, batch))
    assert b"0 of 1 rows" in page.content
    assert b"Undo this import" not in page.content
    part = client.get(address("detail", program, batch), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    client.post(address("undo", program, batch))
    assert ImportBatch.objects.get().state == "importing"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("who", "status"), OTHERS)
def test_others_may_not(client, request, program, name, who, status):
    batch = ImportBatchFactory(program=program)
    client.force_login(request.getfixturevalue(who))
    where = address(name, program, None if name in {"list", "add"} else batch)

    assert client.get(where).status_code == status
    if name == "detail":
        assert client.post(address("undo", program, batch)).status_code == status


@pytest.mark.parametrize("name", NAMES)
def test_signed_out_is_sent_to_sign_in(client, program, name):
    batch = ImportBatchFactory(program=program)
    where = address(name, program, None if name in {"list", "add"} else batch)

    assert client.get(where)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", NAMES)
def test_get_changes_nothing(client, program, coordinator, name):
    client.force_login(coordinator)
    upload(client, program, b"Name,City\nAcme,Peoria\n")
    batch = ImportBatch.objects.get()
    before = ImportBatch.objects.values().get()

    client.get(address(name, program, None if name in {"list", "add"} else batch))

    assert ImportBatch.objects.values().get() == before
    assert not Organization.objects.filter(name="Acme").exists()
    assert client.get(address("undo", program, batch)).status_code == 405


def test_who_imported_is_named_and_by_address_only_where_no_name_is_known(
    client, program, coordinator
):
    client.force_login(coordinator)
    ours = ImportBatchFactory(program=program, created_by=coordinator)
    theirs = ImportBatchFactory(program=program, created_by=UserFactory(email="it@example.org"))

    pages = [
        client.get(where).content.decode()
        for where in (
            address("detail", program, ours),
            address("detail", program, theirs),
            address("list", program),
        )
    ]

    assert "by Dana Okafor" in pages[0]
    assert "by it@example.org" in pages[1]
    assert ">Dana Okafor</td>" in pages[2]
    assert not any(coordinator.email in page for page in pages)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_the_same_number_of_queries(
    client, program, coordinator, run_jobs, rows, django_assert_num_queries
):
    client.force_login(coordinator)
    lines = b"".join(b"Firm %d,12\n" % number for number in range(rows))
    batch = journey(client, program, b"Name,Phone\n" + lines)
    for _ in range(rows - 1):
        ImportBatchFactory(program=program, created_by=coordinator)

    with django_assert_num_queries(QUERIES["list"]):
        client.get(address("list", program))
    with django_assert_num_queries(QUERIES["detail"]):
        client.get(address("detail", program, batch))
    with django_assert_num_queries(QUERIES["problems"]):
        client.get(address("problems", program, batch))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_takes_the_same_number_of_queries(
    client, program, coordinator, rows, django_assert_num_queries
):
    client.force_login(coordinator)
    upload(client, program, b"Name,City\n" + b"".join(b"Firm %d,Peoria\n" % n for n in range(rows)))
    batch = ImportBatch.objects.get()

    with django_assert_num_queries(QUERIES["preview"]):
        client.get(address("preview", program, batch))


def test_a_list_of_another_program_does_not_lend_its_columns(program):
    other = ImportBatchFactory(
        state="done", header=["Name", "Fax"], mapping={"Name": "name", "Fax": "known_by"}
    )
    assert other.program != program

    assert batches.propose_mapping(program, ["Name", "Fax"]) == {"Name": "name", "Fax": ""}


#: The frame of the page included.
QUERIES = {"list": 6, "detail": 7, "problems": 5, "preview": 10}
