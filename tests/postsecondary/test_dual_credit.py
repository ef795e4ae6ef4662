"""The table of dual credit: kept, narrowed, exported, printed (SPEC 10.2)."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from core.exceptions import DomainError
from postsecondary.domain.dual_credit import save_dual_credit
from postsecondary.models import DualCredit
from tests.factories import CollegeFactory, DualCreditFactory, PartnershipFactory

GOOD = {
    "our_course": "HS 210 Medical terminology",
    "their_course": "HLTH 110 Medical terminology",
    "credits": "3",
    "grade_needed": "C or better",
    "first_year": "2026",
    "last_year": "",
    "agreement": "Agreement 7",
    "signed_on": "2026-08-03",
}


def post(client, at, college, **data):
    return client.post(at("dualcredit_add"), GOOD | {"organization": college.pk} | data)


# ---------------------------------------------------------------- kept


def test_a_pair_is_written_down_changed_ended_and_its_history_read(
    client, college, at, coordinator
):
    client.force_login(coordinator)
    assert post(client, at, college, credits="1.5")["Location"] == at("dualcredit_list")
    row = DualCredit.objects.get()
    assert (row.organization, row.credits, row.years) == (
        college, Decimal("1.5"), "from 2026-27 on",
    )  # fmt: skip

    client.post(at("dualcredit_edit", row.pk), GOOD | {"grade_needed": "B"})
    client.post(at("dualcredit_end", row.pk), {"last_year": "2027"})
    row.refresh_from_db()
    assert (row.grade_needed, row.years) == ("B", "2026-27 to 2027-28")

    text = client.get(at("dualcredit_history", row.pk)).content.decode()
    assert "<del>C or better</del>" in text
    assert "Dana Okafor" in text
    assert {one.history_user for one in row.history.all()} == {coordinator}

    client.post(at("dualcredit_remove", row.pk))
    assert not DualCredit.objects.exists()
    assert DualCredit.history.filter(history_type="-", history_user=coordinator).count() == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"our_course": " "}, "our_course"),
        ({"their_course": ""}, "their_course"),
        ({"credits": "-3"}, "credits"),
        ({"credits": "0"}, "credits"),
        ({"credits": "2.3"}, "credits"),
        ({"credits": "2.25"}, "credits"),
        ({"credits": "31"}, "credits"),
        ({"credits": "many"}, "credits"),
        ({"first_year": "1066"}, "first_year"),
        ({"first_year": "2026-27"}, "first_year"),
        ({"last_year": "2025"}, "last_year"),
        ({"last_year": "9999"}, "last_year"),
        ({"signed_on": "2027-03-02"}, "signed_on"),
        ({"signed_on": "soon"}, "signed_on"),
        ({"organization": ""}, "organization"),
        ({"organization": "{clinic}"}, "organization"),
        ({"organization": "{stranger}"}, "organization"),
        ({"organization": "x"}, "organization"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field_and_loses_nothing(
    client, program, college, at, coordinator, data, field
):
    clinic = PartnershipFactory(program=program).organization.pk
    stranger = CollegeFactory().pk  # a college, but no partner of the program
    data = {name: text.format(clinic=clinic, stranger=stranger) for name, text in data.items()}
    client.force_login(coordinator)

    response = post(client, at, college, **data)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert response.context["form"]["agreement"].value() == "Agreement 7"
    assert not DualCredit.objects.exists()


@pytest.mark.parametrize(
    ("years", "refused"),
    [
        (("2024", "2025"), False),
        (("2024", "2026"), True),
        (("2027", "2027"), True),
        (("2024", ""), True),
        (("2028", ""), False),
    ],
)
def test_the_same_pair_is_there_once_in_a_school_year(
    client, program, college, at, coordinator, years, refused
):
    DualCreditFactory(
        program=program, organization=college, first_year=2026, last_year=2027,
        our_course="HS 210 medical Terminology",
        their_course="hlth 110 medical terminology",
    )  # fmt: skip
    client.force_login(coordinator)

    spaced = GOOD["our_course"].replace(" ", "  ")
    response = post(client, at, college, our_course=spaced, first_year=years[0], last_year=years[1])

    assert response.status_code == (422 if refused else 302)
    if refused:
        assert "2026-27 to 2027-28" in response.context["form"].errors["first_year"][0]
    assert DualCredit.objects.count() == (1 if refused else 2)


def test_other_courses_colleges_and_programs_are_other_pairs(
    client, program, college, at, coordinator
):
    client.force_login(coordinator)
    other = PartnershipFactory(program=program, organization=CollegeFactory()).organization
    DualCreditFactory(
        organization=college, our_course=GOOD["our_course"], their_course=GOOD["their_course"]
    )
    post(client, at, college)
    post(client, at, other)
    post(client, at, college, their_course="HLTH 111")

    assert DualCredit.objects.for_program(program).count() == 3


def test_a_row_may_be_saved_again_as_it_is(client, program, college, at, coordinator):
    client.force_login(coordinator)
    post(client, at, college)
    row = DualCredit.objects.get()

    assert client.post(at("dualcredit_edit", row.pk), GOOD).status_code == 302


@pytest.mark.parametrize(
    ("first", "last", "wanted", "ok"),
    [
        (2026, None, "2026", True),
        (2026, None, "2025", False),
        (2025, 2026, "2027", False),
        (2025, 2028, "2026", True),
        (2026, None, "soon", False),
    ],
)
def test_a_row_ends_no_earlier_than_it_begins_and_not_later_than_it_does(
    client, program, college, at, coordinator, first, last, wanted, ok
):
    row = DualCreditFactory(program=program, organization=college, first_year=first, last_year=last)
    client.force_login(coordinator)

    response = client.post(at("dualcredit_end", row.pk), {"last_year": wanted})

    row.refresh_from_db()
    assert response.status_code == (302 if ok else 422)
    assert row.last_year == (int(wanted) if ok else last)
    if not ok:
        assert "last_year" in response.context["form"].errors


@pytest.mark.parametrize(
    "wrong",
    [
        {"credits": Decimal("-1")},
        {"credits": Decimal("1.3")},
        {"credits": Decimal("30.5")},
        {"first_year": 2026, "last_year": 2025},
        {"first_year": 1066},
        {"our_course": ""},
    ],
)
def test_the_database_holds_it_too(college, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        DualCreditFactory(organization=college, **wrong)


def test_the_verb_refuses_a_partner_that_is_no_college(program, partnership, coordinator):
    row = DualCredit(program=program, organization=partnership.organization)
    with pytest.raises(DomainError, match="not a postsecondary partner") as refused:
        save_dual_credit(
            row, by=coordinator, our_course="A", their_course="B", credits=Decimal(3),
            first_year=2026,
        )  # fmt: skip
    assert refused.value.field == "organization"


def test_a_row_outlives_the_kind_of_its_college(client, program, college, at, coordinator):
    """Somebody changes the kind of the organization: the table still tells what was agreed."""
    row = DualCreditFactory(program=program, organization=college)
    college.kind = "nonprofit"
    college.save()
    client.force_login(coordinator)

    assert row.our_course in client.get(at("dualcredit_list")).content.decode()
    assert client.post(at("dualcredit_edit", row.pk), GOOD).status_code == 302


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize(
    ("who", "may"),
    [("coordinator", True), ("counselor", True), ("administrator", True), ("teacher", False)],
)
def test_teachers_read_and_do_not_change(client, program, college, at, request, who, may):
    row = DualCreditFactory(program=program, organization=college)
    client.force_login(request.getfixturevalue(who))

    for name in ("dualcredit_list", "dualcredit_pdf"):
        assert client.get(at(name)).status_code == 200
    assert client.get(at("dualcredit_history", row.pk)).status_code == 200
    for address in (
        at("dualcredit_add"),
        *(at(f"dualcredit_{do}", row.pk) for do in ("edit", "end")),
    ):
        assert client.get(address).status_code == (200 if may else 403)
    assert client.get(at("dualcredit_remove", row.pk)).status_code == 405 if may else 403
    text = client.get(at("dualcredit_list")).content.decode()
    assert (at("dualcredit_add") in text) is may
    assert DualCredit.objects.count() == 1
    assert client.post(at("dualcredit_remove", row.pk)).status_code == (302 if may else 403)


@pytest.mark.parametrize("name", ["edit", "end", "remove", "history"])
def test_another_program_s_row_is_not_found(client, college, at, coordinator, name):
    row = DualCreditFactory(organization=college)
    client.force_login(coordinator)

    method = client.post if name == "remove" else client.get
    assert method(at(f"dualcredit_{name}", row.pk)).status_code == 404
    assert DualCredit.objects.filter(pk=row.pk).exists()


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Now", "Past", "Next"}),
        ("valid=now", {"Now"}),
        ("valid=later", {"Next"}),
        ("valid=ended", {"Past"}),
        ("college={valley}", {"Now", "Past"}),
        ("college={bradbury}&valid=now", set()),
        ("q=pas", {"Past"}),
        ("college=999999", set()),
    ],
)
def test_the_list_is_narrowed(client, at, teacher, table, query, found):
    client.force_login(teacher)

    page = client.get(f"{at('dualcredit_list')}?{query.format(**table)}")

    assert {row.our_course for row in page.context["page_obj"].object_list} == found


def test_the_list_is_exported_as_it_is_shown(client, program, college, at, teacher, table):
    DualCreditFactory(
        program=program, organization=college, our_course="=1+1", credits="0.5",
        signed_on=date(2026, 8, 3),
    )  # fmt: skip
    client.force_login(teacher)

    csv = client.get(at("dualcredit_list"), {"export": "csv", "valid": "now"}).content.decode()
    book = load_workbook(
        BytesIO(client.get(at("dualcredit_list"), {"export": "xlsx", "valid": "now"}).content)
    )
    rows = list(book.active.values)

    assert "Past" not in csv
    assert "Theirs alone" not in csv
    assert "'=1+1" in csv
    assert rows[0][:4] == ("Our course", "Their course", "College", "Credits")
    assert {row[3] for row in rows[1:]} == {3, 0.5}
    assert "2026-08-03" in {row[7] for row in rows[1:]}


def test_an_empty_table_says_what_it_is_for(client, at, coordinator):
    client.force_login(coordinator)

    text = client.get(at("dualcredit_list")).content.decode()
    form = client.get(at("dualcredit_add")).content.decode()

    assert "No dual credit yet" in text
    assert "Add a college first" in form


@pytest.mark.parametrize("organization", ["{pk}", "x", "9" * 30])
def test_adding_from_a_college_knows_which(client, college, at, coordinator, organization):
    client.force_login(coordinator)
    wanted = organization.format(pk=college.pk)

    form = client.get(at("dualcredit_add"), {"organization": wanted}).context["form"]

    assert form["first_year"].value() == 2026
    assert (str(form["organization"].value()) == str(college.pk)) is (organization == "{pk}")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("export", "queries"), [("", 8), ("xlsx", 4)])
def test_queries_of_the_list(
    client, program, at, teacher, django_assert_num_queries, count, export, queries
):
    for _ in range(count):
        DualCreditFactory(program=program)
    client.force_login(teacher)
    client.get(at("dualcredit_list"))

    with django_assert_num_queries(queries):
        client.get(at("dualcredit_list"), {"export": export} if export else {})


def test_it_stands_in_the_administration(client, program, college, coordinator):
    coordinator.is_staff = coordinator.is_superuser = True
    coordinator.save()
    DualCreditFactory(program=program, organization=college, our_course="HS 210")
    client.force_login(coordinator)

    text = client.get(reverse("admin:postsecondary_dualcredit_changelist")).content.decode()

    assert "from 2026-27 on" in text
