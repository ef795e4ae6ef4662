"""Writing down what is known of a college (SPEC 10.1)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.exceptions import DomainError
from partnerships.models import ProgramRole
from postsecondary.domain.institutions import remove_fact, save_fact, set_members
from postsecondary.models import (
    Department,
    DepartmentMember,
    EntryRequirement,
    FundingIdea,
    ProgramOfStudy,
)
from tests.factories import (
    NOW,
    AffiliationFactory,
    CollegeFactory,
    DepartmentFactory,
    DepartmentMemberFactory,
    EntryRequirementFactory,
    FundingIdeaFactory,
    OrganizationFactory,
    PartnershipFactory,
    ProgramOfStudyFactory,
    RoleFactory,
)

#: By kind: what the addresses are called, the model, what a good form holds, a factory.
FACTS = {
    "department": (Department, {"name": "Nursing", "phone": "(309) 555-0142"}, DepartmentFactory),
    "study": (
        ProgramOfStudy,
        {"name": "Nursing", "award": "associate", "career_area": "health", "length": "2 years"},
        ProgramOfStudyFactory,
    ),
    "requirement": (
        EntryRequirement, {"name": "Nursing", "noted_on": "2027-02-01"}, EntryRequirementFactory,
    ),
    "funding": (
        FundingIdea,
        {"name": "Nursing", "kind": "grant", "noted_on": "2027-02-01", "website": "www.c.edu"},
        FundingIdeaFactory,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FACTS)
def test_one_is_written_down_changed_and_taken_off(client, college, at, teacher, kind):
    model, good, _ = FACTS[kind]
    client.force_login(teacher)

    response = client.post(at(f"college_{kind}_add", college.pk), good | {"name": "  Nursing  1 "})
    assert response["Location"] == at("college_detail", college.pk)
    one = model.objects.get()
    assert (one.name, one.organization) == ("Nursing 1", college)

    client.post(at(f"{kind}_edit", one.pk), good | {"name": "Nursing 2"})
    one.refresh_from_db()
    assert one.name == "Nursing 2"
    text = client.get(at("college_history", college.pk)).content.decode()
    assert "Nursing 2" in text
    assert "<del>Nursing 1</del>" in text

    assert client.get(at(f"{kind}_remove", one.pk)).status_code == 405
    client.post(at(f"{kind}_remove", one.pk))
    assert not model.objects.exists()
    assert {row.history_user for row in model.history.all()} == {teacher}
    assert model.history.first().history_type == "-"


@pytest.mark.parametrize("kind", FACTS)
def test_looking_at_a_form_writes_nothing(client, college, at, teacher, kind):
    model, _, factory = FACTS[kind]
    one = factory(organization=college)
    history = model.history.count()
    client.force_login(teacher)

    assert client.get(at(f"college_{kind}_add", college.pk)).status_code == 200
    assert client.get(at(f"{kind}_edit", one.pk)).status_code == 200

    assert model.objects.count() == 1
    assert model.history.count() == history


@pytest.mark.parametrize("kind", FACTS)
@pytest.mark.parametrize("name", ["", "   ", "NURSING", " nursing "])
def test_an_empty_or_second_name_is_refused_on_its_field(client, college, at, teacher, kind, name):
    model, good, factory = FACTS[kind]
    same = {"award": "associate"} if kind == "study" else {}
    factory(organization=college, name="Nursing", **same)
    client.force_login(teacher)

    response = client.post(at(f"college_{kind}_add", college.pk), good | {"name": name})

    assert response.status_code == 422
    assert "name" in response.context["form"].errors
    assert model.objects.count() == 1


def test_the_same_name_with_another_award_is_another_program_of_study(college, coordinator):
    ProgramOfStudyFactory(organization=college, name="Nursing", award="associate")

    other = ProgramOfStudy(organization=college, career_area="health")
    save_fact(other, by=coordinator, name="Nursing", award="bachelor")

    assert college.programs_of_study.count() == 2


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("department", {"phone": "12"}, "phone"),
        ("department", {"email": "nobody"}, "email"),
        ("study", {"award": "knighthood"}, "award"),
        ("study", {"career_area": ""}, "career_area"),
        ("study", {"website": "javascript:alert(1)"}, "website"),
        ("study", {"department": "{other}"}, "department"),
        ("requirement", {"noted_on": "31 June"}, "noted_on"),
        ("requirement", {"program_of_study": "999999"}, "program_of_study"),
        ("funding", {"kind": "lottery"}, "kind"),
        ("funding", {"name": "x" * 161}, "name"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(
    client, college, at, teacher, kind, data, field
):
    model, good, _ = FACTS[kind]
    other = DepartmentFactory(name="Of another college").pk
    data = {name: value.format(other=other) for name, value in data.items()}
    client.force_login(teacher)

    response = client.post(at(f"college_{kind}_add", college.pk), good | data)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert response.context["form"]["name"].value()
    assert not model.objects.filter(organization=college).exists()


def test_the_verb_refuses_what_is_no_college_or_of_another(college, coordinator):
    with pytest.raises(DomainError, match="not a postsecondary institution"):
        save_fact(Department(organization=OrganizationFactory()), by=coordinator, name="Nursing")
    study = ProgramOfStudy(organization=college, career_area="health")
    with pytest.raises(DomainError) as refused:
        save_fact(study, by=coordinator, name="Nursing", department=DepartmentFactory())
    assert refused.value.field == "department"


def test_the_database_holds_a_name_once(college):
    DepartmentFactory(organization=college, name="Nursing")
    DepartmentFactory(name="Nursing")

    with pytest.raises(IntegrityError), transaction.atomic():
        DepartmentFactory(organization=college, name="nursing")


def test_facts_are_shared_by_all_programs_that_work_with_the_college(client, college, at, teacher):
    """As the organization itself is (SPEC 0.2)."""
    client.force_login(teacher)
    client.post(at("college_department_add", college.pk), {"name": "Admissions"})
    neighbor = RoleFactory(role=ProgramRole.Role.TEACHER)
    address = f"/programs/{neighbor.program.slug}/colleges/{college.pk}/"
    client.force_login(neighbor.user)
    assert client.get(address).status_code == 404

    PartnershipFactory(program=neighbor.program, organization=college)

    assert "Admissions" in client.get(address).content.decode()


def test_what_hangs_on_it_goes_or_stays_with_history(college, coordinator):
    department = DepartmentFactory(organization=college)
    DepartmentMemberFactory(department=department)
    study = ProgramOfStudyFactory(organization=college, department=department)
    EntryRequirementFactory(organization=college, program_of_study=study)

    remove_fact(department, by=coordinator)
    study.refresh_from_db()
    assert study.department is None
    assert DepartmentMember.history.first().history_user == coordinator
    remove_fact(study, by=coordinator)

    assert not EntryRequirement.objects.exists()
    assert EntryRequirement.history.first().history_user == coordinator


# ---------------------------------------------------------------- people


def test_people_are_ticked_and_who_has_left_stays_noted(client, college, at, teacher):
    department = DepartmentFactory(organization=college)
    ana, bo = (
        AffiliationFactory(organization=college, person__name=name).person
        for name in ("Ana Lopez", "Bo Lind")
    )
    left = AffiliationFactory(organization=college, ended_on=NOW.date() - timedelta(days=1)).person
    DepartmentMemberFactory(department=department, person=bo)
    DepartmentMemberFactory(department=department, person=left)
    client.force_login(teacher)
    address = at("department_people", department.pk)
    assert client.get(address).context["form"]["people"].value() == [bo.pk, left.pk]

    client.post(address, {"people": [ana.pk]})
    assert set(department.members.values_list("person", flat=True)) == {ana.pk, left.pk}
    client.post(address, {})

    assert list(department.members.values_list("person", flat=True)) == [left.pk]
    text = client.get(at("college_history", college.pk)).content.decode()
    assert "Ana Lopez: added" in text
    assert "Bo Lind: removed" in text


def test_somebody_of_another_organization_is_refused(client, college, at, teacher, coordinator):
    department = DepartmentFactory(organization=college)
    stranger = AffiliationFactory().person
    AffiliationFactory(organization=college)
    client.force_login(teacher)

    response = client.post(at("department_people", department.pk), {"people": [stranger.pk]})

    assert response.status_code == 422
    assert "people" in response.context["form"].errors
    with pytest.raises(DomainError):
        set_members(department, people=[stranger], by=coordinator)
    assert not DepartmentMember.objects.exists()


def test_without_people_the_form_says_where_to_add_one(client, college, at, teacher):
    department = DepartmentFactory(organization=college)
    client.force_login(teacher)

    text = client.get(at("department_people", department.pk)).content.decode()

    assert f"Nobody of {college.name} is known yet." in text


def test_another_college_s_facts_are_not_found(client, at, teacher):
    for kind, (_, good, factory) in FACTS.items():
        one = factory(organization=CollegeFactory())
        client.force_login(teacher)
        assert client.post(at(f"{kind}_edit", one.pk), good).status_code == 404
        assert client.post(at(f"{kind}_remove", one.pk)).status_code == 404
