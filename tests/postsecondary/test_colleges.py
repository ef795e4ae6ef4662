"""Colleges: the list, the profile, the panel (SPEC 10.1, 10.4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import (
    NOW,
    AffiliationFactory,
    CollegeFactory,
    DepartmentFactory,
    DepartmentMemberFactory,
    DualCreditFactory,
    EntryRequirementFactory,
    FundingIdeaFactory,
    OrganizationFactory,
    PartnershipFactory,
    ProgramOfStudyFactory,
)

TODAY = NOW.date()


def know_much_of(college, program, count=1):
    for department in DepartmentFactory.create_batch(count, organization=college):
        person = AffiliationFactory(organization=college).person
        DepartmentMemberFactory(department=department, person=person)
        study = ProgramOfStudyFactory(organization=college, department=department)
        EntryRequirementFactory(organization=college, program_of_study=study)
        FundingIdeaFactory(organization=college)
        DualCreditFactory(program=program, organization=college)
        AffiliationFactory(organization=college)


# ---------------------------------------------------------------- the list


def test_the_list_counts_what_is_known_of_postsecondary_partners_alone(
    client, program, college, at, teacher
):
    know_much_of(college, program, 2)
    ProgramOfStudyFactory(organization=college, career_area="trades")
    DualCreditFactory(program=program, organization=college, first_year=2019, last_year=2020)
    DualCreditFactory(organization=college)  # another program's
    PartnershipFactory(program=program, organization__name="Acme Welding")
    PartnershipFactory(organization=CollegeFactory(name="Elsewhere College"))
    client.force_login(teacher)

    page = client.get(at("college_list"))

    (row,) = page.context["page_obj"].object_list
    assert row.organization == college
    counted = (row.departments, row.studies, row.studies_for_us, row.dual_credits)
    assert counted == (2, 3, 2, 2)
    assert at("college_detail", college.pk) in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"River Valley College", "Bradbury University"}),
        ("q=valley", {"River Valley College"}),
        ("q=pekin", {"Bradbury University"}),
        ("q=phlebotomy", {"River Valley College"}),
        ("q=admissions", {"Bradbury University"}),
        ("award=bachelor", {"Bradbury University"}),
        ("industry=yes", {"River Valley College"}),
        ("industry=no", {"Bradbury University"}),
        ("credit=yes", {"River Valley College"}),
        ("credit=no", {"Bradbury University"}),
        ("award=nonsense", set()),
    ],
)
def test_the_list_is_narrowed(client, program, college, at, teacher, query, found):
    other = CollegeFactory(name="Bradbury University", city="Pekin")
    PartnershipFactory(program=program, organization=other)
    ProgramOfStudyFactory(organization=college, name="Phlebotomy", award="certificate")
    ProgramOfStudyFactory(organization=other, career_area="trades", award="bachelor")
    DepartmentFactory(organization=other, name="Admissions")
    DualCreditFactory(program=program, organization=college)
    client.force_login(teacher)

    rows = client.get(f"{at('college_list')}?{query}").context["page_obj"].object_list

    assert {row.organization.name for row in rows} == found


def test_an_empty_list_says_how_to_begin_and_leads_to_a_form_of_that_kind(
    client, program, at, coordinator, teacher
):
    client.force_login(coordinator)
    text = client.get(at("college_list")).content.decode()
    add = reverse("partnerships:organization_add", args=[program.slug]) + "?kind=postsecondary"
    assert "No colleges yet" in text
    assert add in text
    assert reverse("partnerships:import_add", args=[program.slug]) in text
    assert client.get(add).context["form"]["kind"].value() == "postsecondary"

    client.force_login(teacher)  # imports nothing
    text = client.get(at("college_list")).content.decode()
    assert reverse("partnerships:import_add", args=[program.slug]) not in text


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_the_list_is_exported(client, program, college, at, teacher, export):
    client.force_login(teacher)

    response = client.get(at("college_list"), {"export": export})

    assert response.status_code == 200
    assert f"Colleges {TODAY}.{export}" in response["Content-Disposition"]
    if export == "csv":
        assert "River Valley College" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("export", "queries"), [("", 6), ("xlsx", 4)])
def test_queries_of_the_list(
    client, program, at, teacher, django_assert_num_queries, count, export, queries
):
    for _ in range(count):
        college = PartnershipFactory(program=program, organization=CollegeFactory()).organization
        know_much_of(college, program, count)
    client.force_login(teacher)
    client.get(at("college_list"))

    with django_assert_num_queries(queries):
        client.get(at("college_list"), {"export": export} if export else {})


# ---------------------------------------------------------------- the profile


def test_the_profile_shows_what_serves_our_industry_first(client, program, college, at, teacher):
    ours = ProgramOfStudyFactory(
        organization=college, name="Practical nursing", award="certificate", length="3 semesters"
    )
    ProgramOfStudyFactory(organization=college, name="Welding", career_area="trades")
    EntryRequirementFactory(
        organization=college, program_of_study=ours, name="Biology", detail="With a C or better."
    )
    FundingIdeaFactory(organization=college, name="Board scholarship", amount="up to $2,000")
    DualCreditFactory(program=program, organization=college, our_course="HS 210")
    DualCreditFactory(organization=college, our_course="Theirs alone")
    client.force_login(teacher)

    page = client.get(at("college_detail", college.pk))

    profile, text = page.context["profile"], page.content.decode()
    assert [one.name for one in profile.studies_for_us] == ["Practical nursing"]
    assert [one.name for one in profile.other_studies] == ["Welding"]
    for words in ("3 semesters", "With a C or better.", "up to $2,000", "HS 210"):
        assert words in text
    assert "Theirs alone" not in text


def test_departments_show_who_is_there_today(client, program, college, at, teacher):
    nursing, lab = (
        DepartmentFactory(organization=college, name=name) for name in ("Nursing", "Lab")
    )
    here = AffiliationFactory(organization=college, person__name="Carol Obi", title="Chair")
    gone = AffiliationFactory(
        organization=college, person__name="Lee Past", ended_on=TODAY - timedelta(days=1)
    )
    AffiliationFactory(organization=college, person__name="Una Placed")
    DepartmentMemberFactory(department=nursing, person=here.person)
    DepartmentMemberFactory(department=nursing, person=gone.person)
    DepartmentMemberFactory(department=lab, person=gone.person)
    client.force_login(teacher)

    page = client.get(at("college_detail", college.pk))

    shown = {one.department.name: one for one in page.context["profile"].departments}
    assert [one.person.name for one in shown["Nursing"].people] == ["Carol Obi"]
    assert not shown["Nursing"].has_lost_all
    assert shown["Lab"].has_lost_all
    assert [one.person.name for one in page.context["profile"].without_department] == ["Una Placed"]
    text = page.content.decode()
    assert "Lee Past" not in text
    assert "Everybody we knew here has left" in text


def test_buttons_lead_to_planning_with_kind_and_college(client, program, college, at, coordinator):
    client.force_login(coordinator)
    text = client.get(at("college_detail", college.pk)).content.decode()

    for kind in ("postsecondary_talk", "postsecondary_visit"):
        address = reverse("calendar_app:activity_add", args=[program.slug])
        query = f"?kind={kind}&organization={college.pk}"
        assert (address + query).replace("&", "&amp;") in text
        form = client.get(address + query).context["form"]
        assert form["kind"].value() == kind
        assert form["partner"].value() == college.name


@pytest.mark.parametrize("name", ["college_detail", "college_history", "organization_panel"])
def test_an_organization_that_is_no_college_has_no_profile(client, program, at, teacher, name):
    clinic = PartnershipFactory(program=program).organization
    stranger = CollegeFactory()
    client.force_login(teacher)

    assert client.get(at(name, clinic.pk)).status_code == 404
    assert client.get(at(name, stranger.pk)).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "partner", "nobody"])
def test_nobody_else_sees_colleges(client, college, at, request, who):
    user = request.getfixturevalue(who)
    if user:
        client.force_login(user)

    for address in (at("college_list"), at("college_detail", college.pk), at("dualcredit_list")):
        assert client.get(address).status_code == (404 if user else 302)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("college_detail", 12), ("organization_panel", 11), ("college_history", 11)],
)
def test_queries_of_a_college(
    client, program, college, at, teacher, django_assert_num_queries, count, name, queries
):
    know_much_of(college, program, count)
    client.force_login(teacher)
    client.get(at(name, college.pk))

    with django_assert_num_queries(queries):
        client.get(at(name, college.pk))


# ---------------------------------------------------------------- on the partner's page


def test_only_the_page_of_a_college_loads_its_panel(client, program, college, at, teacher):
    clinic = PartnershipFactory(program=program, organization=OrganizationFactory()).organization
    ProgramOfStudyFactory(organization=college, name="Radiography")
    client.force_login(teacher)

    def page(organization):
        name = "partnerships:organization_detail"
        return client.get(reverse(name, args=[program.slug, organization.pk])).content.decode()

    assert f'hx-get="{at("organization_panel", college.pk)}"' in page(college)
    assert "As a college" not in page(clinic)
    assert "Radiography" in client.get(at("organization_panel", college.pk)).content.decode()
