"""Students: who sees them, how they come and go (SPEC 0.7, 13.8, 13.11)."""

from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import Workbook

from students import tasks
from students.models import Student, graduation_year_of
from tests.factories import NOW, ProgramFactory, StudentFactory

TODAY = NOW.date()


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"students:{name}", args=[program.slug, *args])


# ---------------------------------------------------------------- the model


@pytest.mark.parametrize(
    ("day", "grade"),
    [(date(2026, 6, 30), 11), (date(2026, 7, 1), 12), (date(2027, 6, 30), 12)],
)
def test_the_grade_follows_from_the_year_of_graduation(day, grade):
    assert Student(graduation_year=2027).grade_on(day) == grade
    assert graduation_year_of(grade, day) == 2027


@pytest.mark.parametrize(
    ("since", "named"), [(None, False), (TODAY, True), (TODAY + timedelta(days=1), False)]
)
def test_only_a_release_lets_hosts_see_a_name(since, named):
    assert Student(host_release_on=since).is_named_to_hosts(TODAY) is named


def test_a_number_is_there_once_in_a_program(program):
    StudentFactory(program=program, source_id="7")
    StudentFactory(source_id="7")

    with pytest.raises(IntegrityError), transaction.atomic():
        StudentFactory(program=program, source_id="7")


# ---------------------------------------------------------------- by hand


def test_a_student_is_written_down_and_changed(client, program, at, teacher):
    client.force_login(teacher)
    data = {"given_name": " Núria ", "family_name": "O'Brien-Núñez", "graduation_year": 2028}
    client.post(at("student_add"), data)
    one = Student.objects.get()
    assert (one.name, one.release_noted_by) == ("Núria O'Brien-Núñez", None)

    client.post(at("student_edit", one.pk), data | {"host_release_on": "2026-09-01"})
    one.refresh_from_db()
    assert (one.host_release_on, one.release_noted_by) == (date(2026, 9, 1), teacher)
    assert [row.history_user for row in one.history.all()] == [teacher, teacher]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"given_name": " "}, "given_name"),
        ({"graduation_year": 1066}, "graduation_year"),
        ({"source_id": "7"}, "source_id"),
    ],
)
def test_what_makes_no_student_is_refused(client, program, at, teacher, data, field):
    StudentFactory(program=program, source_id="7")
    client.force_login(teacher)
    good = {"given_name": "Ana", "family_name": "Ruiz", "graduation_year": 2028}

    response = client.post(at("student_add"), good | data)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Student.objects.count() == 1


def test_who_left_is_out_of_the_list_and_may_come_back(client, program, at, teacher):
    one = StudentFactory(program=program, family_name="Ruiz")
    client.force_login(teacher)

    client.post(at("student_leave", one.pk), follow=True)
    assert "Ruiz" not in client.get(at("student_list")).content.decode()
    assert "Ruiz" in client.get(at("student_list"), {"left": "left"}).content.decode()
    client.post(at("student_leave", one.pk), {"back": "1"})

    assert "Ruiz" in client.get(at("student_list")).content.decode()


def test_the_list_shows_and_finds_only_the_program_s_own(client, program, at, teacher):
    StudentFactory(program=program, family_name="Ruiz", graduation_year=2027)
    StudentFactory(program=program, family_name="Vega", graduation_year=2029)
    StudentFactory(family_name="Stranger")
    client.force_login(teacher)

    page = client.get(at("student_list"), {"sort": "-grade"}).content.decode()
    assert page.index("Ruiz") < page.index("Vega")
    assert "Stranger" not in page
    assert "Vega" not in client.get(at("student_list"), {"q": "rui"}).content.decode()
    export = client.get(at("student_list"), {"export": "csv"}).content.decode()
    assert "Ruiz" in export
    assert "Stranger" not in export


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("export", ["", "xlsx"])
def test_queries(client, program, at, teacher, django_assert_num_queries, count, export):
    StudentFactory.create_batch(count, program=program)
    client.force_login(teacher)
    client.get(at("student_list"))

    with django_assert_num_queries(5 if export else 8):
        client.get(at("student_list"), {"export": export} if export else {})


@pytest.mark.parametrize("who", ["stranger", "partner"])
def test_nobody_else_reaches_a_student(client, program, at, who, request):
    one = StudentFactory(program=program)
    client.force_login(request.getfixturevalue(who))

    for address in (at("student_list"), at("student_edit", one.pk), at("student_import")):
        assert client.get(address).status_code == 404


# ---------------------------------------------------------------- a list


def upload(client, at, data, name="list.csv"):
    file = SimpleUploadedFile(name, data)
    return client.post(at("student_import"), {"file": file})


CSV = (
    "Our students 2026,,,\n,,,\nFirst name,Last Name,Grade,Student ID\n"
    "Ana,Ruiz,11,1001\nBo,Lind,9,1002\n,,,\nNoGrade,Person,,1003\nOnly,,10,1004\n"
)


def test_a_list_goes_in_and_bad_rows_are_told(client, program, at, teacher):
    client.force_login(teacher)

    page = upload(client, at, CSV.encode("cp1252"))

    result = page.context["result"]
    assert (result.created, result.updated, result.same) == (2, 0, 0)
    assert [number for number, _ in result.problems] == ["Row 7", "Row 8"]
    assert "Neither a grade" in page.content.decode()
    assert set(Student.objects.values_list("source_id", "graduation_year")) == {
        ("1001", graduation_year_of(11, TODAY)),
        ("1002", graduation_year_of(9, TODAY)),
    }


def test_the_same_list_again_changes_nothing_and_a_new_one_updates(client, program, at, teacher):
    client.force_login(teacher)
    upload(client, at, CSV.encode())
    history = Student.history.count()

    assert upload(client, at, CSV.encode()).context["result"].same == 2
    assert Student.history.count() == history
    changed = upload(client, at, CSV.replace("Ruiz", "Ruiz-Vega").encode()).context["result"]

    assert (changed.created, changed.updated, changed.same) == (0, 1, 1)
    assert Student.objects.get(source_id="1001").family_name == "Ruiz-Vega"


def test_without_numbers_names_and_year_match_and_who_left_comes_back(client, program, at, teacher):
    StudentFactory(
        program=program, given_name="Ana", family_name="Ruiz", graduation_year=2028, left_on=TODAY
    )
    client.force_login(teacher)

    result = upload(client, at, b"Given name;Family name;Class of\nAna;Ruiz;2028\n").context

    assert result["result"].updated == 1
    assert Student.objects.get().left_on is None


def test_a_workbook_is_read_too(client, program, at, teacher):
    book = Workbook()
    book.active.append(["Lastname", "Firstname", "Grade"])
    book.active.append(["Ruiz", "Ana", 11])
    file = BytesIO()
    book.save(file)
    client.force_login(teacher)

    assert upload(client, at, file.getvalue(), "list.xlsx").context["result"].created == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"Name,Address\nAna,Main St\n", "list.csv"),
        (b"\x89PNG\r\n\x1a\n0000", "list.png"),
        (b"", "list.csv"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(client, at, teacher, data, name):
    client.force_login(teacher)

    response = upload(client, at, data, name)

    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not Student.objects.exists()


def test_the_number_of_another_program_is_another_student(client, program, at, teacher):
    other = StudentFactory(program=ProgramFactory(), source_id="1001", family_name="Other")
    client.force_login(teacher)

    upload(client, at, CSV.encode())

    other.refresh_from_db()
    assert other.family_name == "Other"
    assert Student.objects.filter(source_id="1001").count() == 2


# ---------------------------------------------------------------- erased in time


def test_who_left_long_ago_is_erased_with_all_history(settings, program, coordinator):
    settings.STUDENTS_KEPT_DAYS = 365
    gone = StudentFactory(program=program, left_on=TODAY - timedelta(days=366))
    gone.save()
    kept = StudentFactory(program=program, left_on=TODAY - timedelta(days=365))
    StudentFactory(program=program)

    tasks.erase_left()
    out = StringIO()
    call_command("erase_students", stdout=out)

    assert out.getvalue() == "0 erased\n"
    assert Student.objects.count() == 2
    assert set(Student.history.values_list("id", flat=True)) >= {kept.pk}
    assert not Student.history.filter(id=gone.pk).exists()


def test_the_inventory_names_every_field_that_is_kept():
    out = StringIO()
    call_command("data_inventory", stdout=out)

    text = out.getvalue()
    for words in ("family name", "Year of graduation", "school's number", "Releases", "365 days"):
        assert words in text


def test_a_list_that_is_far_too_long_is_refused_and_nothing_goes_in(
    client, at, teacher, monkeypatch
):
    monkeypatch.setattr("students.domain.roster.MOST_ROWS", 4)
    client.force_login(teacher)

    response = upload(client, at, CSV.encode())

    assert response.status_code == 422
    assert "more than 4 rows" in response.content.decode()
    assert not Student.objects.exists()
