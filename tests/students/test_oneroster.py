"""OneRoster 1.1 and 1.2 CSV bundles, made to the published binding (SPEC 13.8)."""

import contextlib
import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.exceptions import DomainError
from students.domain import oneroster
from students.domain.oneroster import Wish, read_bundle
from students.models import Student
from tests.factories import NOW, StudentFactory

ORG = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId"
USER_11 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
)
USER_12 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,"
    "resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,"
    "primaryOrgSourcedId,pronouns"
)
ROLE = (
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId"
)
CLASS = (
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods"
)
ENROLLMENT = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate"
)


def table(heading, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, heading.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def user(pk, given="Ana", family="Ruiz", grade="11", role="student", **more):
    return {
        "sourcedId": pk,
        "enabledUser": "true",
        "givenName": given,
        "familyName": family,
        "grades": grade,
        "role": role,
        "orgSourcedIds": "s1",
        "username": pk,
    } | more


def bundle(
    people,
    *,
    version="1.1",
    schools=(("s1", "Lincoln High"),),
    roles=None,
    classes=None,
    enrollments=None,
    manifest=None,
    folder="",
    leave_out=(),
    **spoilt,
):
    """A zip file, as a school's system would export it; ``spoilt``: bytes for a file."""
    orgs = [{"sourcedId": pk, "name": name, "type": "school"} for pk, name in schools]
    orgs.append({"sourcedId": "d1", "name": "The District", "type": "district"})
    files = {"orgs": table(ORG, orgs)}
    if version == "1.1":
        files["users"] = table(USER_11, people)
    else:
        plain = [
            {k: v for k, v in one.items() if k not in {"role", "orgSourcedIds"}} for one in people
        ]
        files["users"] = table(USER_12, plain)
        own = [
            {
                "sourcedId": f"r{one['sourcedId']}",
                "userSourcedId": one["sourcedId"],
                "roleType": "primary",
                "role": one["role"],
                "orgSourcedId": one["orgSourcedIds"],
            }
            for one in people
        ]
        files["roles"] = table(ROLE, own if roles is None else roles)
    if classes is not None:
        files["classes"] = table(CLASS, classes)
    if enrollments is not None:
        files["enrollments"] = table(ENROLLMENT, enrollments)
    says = {"manifest.version": "1.0", "oneroster.version": version}
    says |= {f"file.{name}": "bulk" for name in files} | {"file.results": "absent"}
    rows = [{"propertyName": k, "value": v} for k, v in (says | (manifest or {})).items()]
    files["manifest"] = table("propertyName,value", rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if name not in leave_out:
                archive.writestr(f"{folder}{name}.csv", spoilt.get(name, text))
    return out.getvalue()


@pytest.fixture
def read(program, coordinator):
    program.school.name = "Lincoln High"
    program.school.save()

    def read_one(rows, wish=None, **given):
        data = rows if isinstance(rows, bytes) else bundle(rows, **given)
        return read_bundle(program, io.BytesIO(data), "roster.zip", by=coordinator, wish=wish)

    return read_one


def names():
    return sorted(one.name for one in Student.objects.filter(left_on=None))


# ---------------------------------------------------------------- what goes in


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_students_come_in_with_name_grade_and_id(read, version):
    result = read(
        [
            user("u1", "Núria", "O'Brien-Núñez", "09"),
            user("u2", "Bo", "Lind", "12"),
            user("t1", "Maria", "Torres", "", role="teacher"),
        ],
        version=version,
    )

    assert (result.created, result.problems) == (2, [])
    assert names() == ["Bo Lind", "Núria O'Brien-Núñez"]
    one = Student.objects.get(source_id="u1")
    assert (one.grade_on(NOW.date()), one.from_bundle) == (9, True)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_same_bundle_again_changes_nothing(read, version):
    read([user("u1"), user("u2", "Bo")], version=version)
    before = Student.history.count()

    result = read([user("u1"), user("u2", "Bo")], version=version)

    assert (result.created, result.updated, result.same, result.left) == (0, 0, 2, 0)
    assert Student.history.count() == before


def test_who_is_gone_is_marked_as_left_and_comes_back(read):
    read([user("u1"), user("u2", "Bo")])

    assert read([user("u1")]).left == 1
    gone = Student.objects.get(source_id="u2")
    assert gone.left_on == NOW.date()

    assert read([user("u1"), user("u2", "Bo")]).updated == 1
    gone.refresh_from_db()
    assert gone.left_on is None


@pytest.mark.parametrize("more", [{"status": "tobedeleted"}, {"enabledUser": "false"}])
def test_who_is_struck_out_is_marked_as_left_once(read, more):
    read([user("u1"), user("u2", "Bo")])
    read([user("u1"), user("u2", "Bo", **more)])

    assert names() == ["Ana Ruiz"]


def test_students_by_hand_and_from_lists_are_left_alone(read, program):
    StudentFactory(program=program, source_id="")
    StudentFactory(program=program, source_id="own-7")
    other = StudentFactory(source_id="u9", from_bundle=True)

    assert read([user("u1")]).left == 0
    other.refresh_from_db()
    assert other.left_on is None


def test_a_student_known_by_number_is_taken_over_with_their_release(read, program):
    known = StudentFactory(program=program, source_id="u1", host_release_on=NOW.date())

    result = read([user("u1", "Ana", "Ruiz")])

    known.refresh_from_db()
    assert result.updated == 1
    assert (known.name, known.host_release_on, known.from_bundle) == ("Ana Ruiz", NOW.date(), True)


def test_the_name_somebody_prefers_is_taken(read):
    read([user("u1", "Robert", "Lind", preferredGivenName="Bo")], version="1.2")

    assert names() == ["Bo Lind"]


@pytest.mark.parametrize("folder", ["", "export/"])
def test_a_folder_around_the_files_is_fine(read, folder):
    assert read([user("u1")], folder=folder).created == 1


def test_a_byte_order_mark_is_fine(read):
    text = "\ufeff" + table(USER_11, [user("u1")])

    assert read([], users=text.encode("utf-8")).created == 1


# ---------------------------------------------------------------- school and classes

TWO = (("s1", "Lincoln High"), ("s2", "Grant High"))


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_only_the_programs_own_school_comes_in(read, version):
    read([user("u1"), user("u2", "Bo", orgSourcedIds="s2")], schools=TWO, version=version)

    assert names() == ["Ana Ruiz"]


def test_where_the_school_cannot_be_told_its_name_is_asked(read, program):
    program.school.name = "Washington"
    program.school.save()
    users = [user("u1"), user("u2", "Bo", orgSourcedIds="s2")]

    with pytest.raises(DomainError, match="Grant High, Lincoln High") as refused:
        read(users, schools=TWO)
    assert refused.value.field == "school"

    read(users, Wish(school="grant high"), schools=TWO)
    assert names() == ["Bo Lind".replace("Lind", "Ruiz")]


CLASSES = [
    {"sourcedId": "c1", "title": "Health 1", "classCode": "H-1", "schoolSourcedId": "s1"},
    {"sourcedId": "c2", "title": "Welding", "classCode": "W-1", "schoolSourcedId": "s1"},
]


def enrolled(pk, student, of, role="student"):
    return {"sourcedId": pk, "classSourcedId": of, "userSourcedId": student, "role": role}


@pytest.mark.parametrize("wanted", ["H-1", "health 1", "c1"])
def test_only_some_classes(read, wanted):
    enrollments = [
        enrolled("e1", "u1", "c1"),
        enrolled("e2", "u2", "c2"),
        enrolled("e3", "t1", "c1", role="teacher"),
        enrolled("e4", "u2", "nowhere"),
    ]
    result = read(
        [user("u1"), user("u2", "Bo"), user("t1", role="teacher")],
        Wish(classes=[wanted]),
        classes=CLASSES,
        enrollments=enrollments,
    )

    assert names() == ["Ana Ruiz"]
    assert result.problems == [("enrollments.csv, line 5", "No class has the id nowhere.")]


def test_an_unknown_class_is_refused_on_its_field(read):
    with pytest.raises(DomainError, match="called Latin") as refused:
        read([user("u1")], Wish(classes=["Latin"]), classes=CLASSES, enrollments=[])
    assert refused.value.field == "classes"


def test_classes_need_to_be_in_the_bundle(read):
    with pytest.raises(DomainError, match="no classes"):
        read([user("u1")], Wish(classes=["H-1"]))


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"leave_out": ["manifest"]}, "no manifest.csv"),
        ({"leave_out": ["users"]}, "names users.csv, but it is not in the bundle"),
        ({"manifest": {"file.users": "delta"}}, "only changes"),
        ({"manifest": {"file.enrollments": "delta"}}, "only changes"),
        ({"manifest": {"file.users": "absent"}}, "leaves out users.csv"),
        ({"manifest": {"oneroster.version": "1.0"}}, "OneRoster 1.0"),
        ({"manifest": {"oneroster.version": ""}}, "of no version"),
        ({"users": "sourcedId\nJos\xe9".encode("latin-1")}, "not written in UTF-8"),
        ({"users": "sourcedId\nx".encode("utf-16")}, "not written in UTF-8"),
        ({"version": "1.2", "leave_out": ["roles"]}, "names roles.csv"),
        ({"users": "sourcedId,givenName\nu1,Ana"}, "no column familyName, grades, orgSourcedIds"),
        ({"orgs": "sourcedId,name\ns1,Lincoln High"}, "orgs.csv has no column type"),
        ({"version": "1.2", "manifest": {"file.roles": "absent"}}, "needs roles.csv"),
    ],
)
def test_what_is_no_whole_bundle_is_refused_and_nothing_goes_in(read, given, says):
    with pytest.raises(DomainError, match=says):
        read([user("u1")], **given)

    assert not Student.objects.exists()


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"hello"])
def test_what_is_no_zip_is_refused(read, data):
    with pytest.raises(DomainError, match="no zip file"):
        read(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(read, settings):
    settings.IMPORT_MAX_BYTES = 20_000

    with pytest.raises(DomainError, match="unpacks to far more"):
        read([], users=b"x" * 1_000_000)


def test_bad_rows_are_told_and_good_ones_go_in(read):
    result = read(
        [
            user("u1"),
            user("u1", "Twice"),
            user("", "Nobody"),
            user("u3", "Kim", grade="KG"),
            user("u4", ""),
        ]
    )

    assert names() == ["Ana Ruiz"]
    assert [where for where, _why in result.problems] == [
        f"users.csv, line {line}" for line in (3, 4, 5, 6)
    ]
    assert "KG" in result.problems[2][1]


def test_a_role_of_nobody_is_told(read):
    roles = [
        {"sourcedId": "r1", "userSourcedId": who, "role": "student", "orgSourcedId": "s1"}
        for who in ("u1",)
    ] + [{"sourcedId": "r2", "userSourcedId": "x", "role": "student", "orgSourcedId": "s1"}]

    result = read([user("u1")], version="1.2", roles=roles)

    assert result.problems == [("roles.csv, line 3", "No user has the id x.")]


def test_many_leaving_at_once_needs_a_yes(read):
    many = [user(f"u{n}", f"Given{n}") for n in range(24)]
    read(many)

    with pytest.raises(DomainError, match="14 of 24 students") as refused:
        read(many[:10])
    assert refused.value.field == "may_leave"
    assert len(names()) == 24

    assert read(many[:10], Wish(may_leave=True)).left == 14


def test_many_rows_do_not_cost_a_query_each_the_second_time(read, django_assert_max_num_queries):
    many = [user(f"u{n}", f"Given{n}") for n in range(200)]
    read(many)

    with django_assert_max_num_queries(6):
        read(many)


# ---------------------------------------------------------------- the page


def upload(client, program, data, **fields):
    file = SimpleUploadedFile("roster.zip", data, content_type="application/zip")
    address = reverse("students:student_import", args=[program.slug])
    return client.post(address, {"file": file, **fields})


def test_the_page_takes_a_bundle_and_says_what_came_of_it(client, program, teacher):
    client.force_login(teacher)

    response = upload(client, program, bundle([user("u1")]))

    assert response.status_code == 200
    assert response.context["result"].created == 1


def test_the_page_asks_before_many_leave(client, program, teacher, read):
    many = [user(f"u{n}", f"Given{n}") for n in range(24)]
    read(many)
    client.force_login(teacher)

    refused = upload(client, program, bundle(many[:1]))
    assert refused.status_code == 422
    assert 'type="checkbox" name="may_leave"' in refused.content.decode()

    upload(client, program, bundle(many[:1]), may_leave="on")
    assert len(names()) == 1


def test_the_page_asks_which_school(client, program, teacher):
    client.force_login(teacher)

    response = upload(client, program, bundle([user("u1")], schools=TWO))

    assert response.status_code == 422
    assert response.context["form"].errors["school"]


def test_a_file_broken_on_the_way_is_refused_wherever_the_break_is():
    whole = bundle([user(f"u{number}") for number in range(5)])
    for position in range(len(whole)):
        for byte in (0x00, 0xFF):
            broken = io.BytesIO(whole[:position] + bytes([byte]) + whole[position + 1 :])
            with contextlib.suppress(DomainError):  # any other error would be a server error
                oneroster.is_bundle(broken, "students.zip")
                oneroster.open_bundle(broken, "students.zip")


@pytest.mark.parametrize("given", ["Ana\0", "A" * 200_000], ids=["a null", "an endless name"])
def test_what_no_name_can_hold_is_refused(read, given):
    with pytest.raises(DomainError) as refused:
        read([user("u1", given)])
    assert refused.value.field == "file"
    assert not Student.objects.exists()


def test_ids_that_are_too_long_are_told_and_never_taken_for_each_other(read):
    result = read([user("x" * 120 + "1"), user("x" * 120 + "2"), user("u3")])
    assert result.created == 1
    assert [where for where, _why in result.problems] == ["users.csv, line 2", "users.csv, line 3"]
