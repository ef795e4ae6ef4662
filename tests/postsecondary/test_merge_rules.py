"""What becomes of what is known of colleges when two are merged (SPEC 1.6)."""

from datetime import date
from decimal import Decimal

import pytest

from partnerships.domain.merging import merge_organizations, merge_people
from postsecondary.models import DualCredit
from tests.factories import (
    AffiliationFactory,
    CollegeFactory,
    DepartmentFactory,
    DepartmentMemberFactory,
    DualCreditFactory,
    EntryRequirementFactory,
    FundingIdeaFactory,
    PersonFactory,
    ProgramFactory,
    ProgramOfStudyFactory,
)


@pytest.fixture
def kept(db):
    return CollegeFactory(name="Illinois Central College")


@pytest.fixture
def gone(db):
    return CollegeFactory(name="ICC")


def merge(kept, gone, by):
    return merge_organizations(kept.pk, gone_id=gone.pk, by=by)


def test_what_only_one_had_moves(kept, gone, coordinator):
    department = DepartmentFactory(organization=gone)
    study = ProgramOfStudyFactory(organization=gone, department=department)
    requirement = EntryRequirementFactory(organization=gone, program_of_study=study)
    idea = FundingIdeaFactory(organization=gone)
    credit = DualCreditFactory(organization=gone)

    merge(kept, gone, coordinator)

    for row in (department, study, requirement, idea, credit):
        row.refresh_from_db()
        assert row.organization == kept, row
        assert row.history.first().history_user == coordinator
    assert study.department == department
    assert requirement.program_of_study == study


def test_what_both_had_is_there_once_and_says_what_both_said(kept, gone, coordinator):
    ours = DepartmentFactory(organization=kept, name="Nursing", note="Room 4")
    theirs = DepartmentFactory(
        organization=gone, name="NURSING", phone="+13095550142", note="Ask Ann"
    )
    both, other = PersonFactory(), PersonFactory()
    for department, person in ((ours, both), (theirs, both), (theirs, other)):
        DepartmentMemberFactory(department=department, person=person)
    our_study = ProgramOfStudyFactory(organization=kept, name="LPN", award="certificate")
    study = ProgramOfStudyFactory(
        organization=gone, name="lpn", award="certificate", department=theirs, length="1 year"
    )
    bachelor = ProgramOfStudyFactory(
        organization=gone, name="LPN", award="bachelor", department=theirs
    )
    EntryRequirementFactory(
        organization=kept, program_of_study=our_study, name="Biology", noted_on=date(2026, 1, 1)
    )
    EntryRequirementFactory(
        organization=gone, program_of_study=study, name="biology", detail="With a C.",
        noted_on=date(2027, 1, 1),
    )  # fmt: skip
    EntryRequirementFactory(organization=gone, program_of_study=study, name="A test")
    EntryRequirementFactory(organization=gone, name="Biology")  # of the college itself
    FundingIdeaFactory(organization=kept, name="Board scholarship", detail="Ask early.")
    FundingIdeaFactory(
        organization=gone, name="Board Scholarship", amount="$500", detail="For residents."
    )

    merge(kept, gone, coordinator)

    department = kept.departments.get()
    assert (department, department.phone, department.note) == (
        ours, "+13095550142", "Room 4; Ask Ann",
    )  # fmt: skip
    assert set(department.members.values_list("person", flat=True)) == {both.pk, other.pk}
    our_study.refresh_from_db()
    bachelor.refresh_from_db()
    assert set(kept.programs_of_study.all()) == {our_study, bachelor}
    assert (our_study.length, our_study.department, bachelor.department) == ("1 year", ours, ours)
    needed = kept.entry_requirements.order_by("pk")
    assert [(one.name, one.program_of_study, one.detail) for one in needed] == [
        ("Biology", our_study, "With a C."),
        ("A test", our_study, ""),
        ("Biology", None, ""),
    ]
    assert needed[0].noted_on == date(2027, 1, 1)
    idea = kept.funding_ideas.get()
    assert (idea.amount, idea.detail) == ("$500", "Ask early.\n\nFor residents.")


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        ([(2024, 2025)], [(2026, 2027)], [(2024, 2025), (2026, 2027)]),
        ([(2024, 2026)], [(2025, 2027)], [(2024, 2027)]),
        ([(2024, 2026)], [(2025, None)], [(2024, None)]),
        ([(2025, None)], [(2024, 2026)], [(2024, None)]),
        ([(2024, 2025), (2027, 2028)], [(2025, 2027)], [(2024, 2028)]),
        ([(2026, None)], [(2026, None)], [(2026, None)]),
    ],
)
def test_dual_credit_of_the_same_years_becomes_one(
    kept, gone, program, coordinator, ours, theirs, result
):
    for organization, rows in ((kept, ours), (gone, theirs)):
        for first, last in rows:
            DualCreditFactory(
                program=program, organization=organization, our_course="HS 210",
                their_course="HLTH 110", first_year=first, last_year=last,
            )  # fmt: skip

    merge(kept, gone, coordinator)

    rows = DualCredit.objects.filter(organization=kept).order_by("first_year")
    assert [(row.first_year, row.last_year) for row in rows] == result
    assert all(row.note == "" for row in rows)


def test_other_terms_of_the_one_that_goes_are_told_in_the_note(kept, gone, program, coordinator):
    pair = {"our_course": "HS 210", "their_course": "HLTH 110"}
    ours = DualCreditFactory(program=program, organization=kept, note="Ask Ann", **pair)
    DualCreditFactory(
        program=program, organization=gone, credits="1.5", grade_needed="B", last_year=2027,
        agreement="Agreement 7", **pair,
    )  # fmt: skip
    other = DualCreditFactory(program=ProgramFactory(), organization=gone, **pair)

    merge(kept, gone, coordinator)

    ours.refresh_from_db()
    assert (ours.credits, ours.grade_needed, ours.agreement) == (
        Decimal(3), "C or better", "Agreement 7",
    )  # fmt: skip
    assert ours.note == ("Ask Ann; Also noted before a merge: 1.5 credits, B, 2026-27 to 2027-28")
    other.refresh_from_db()
    assert other.organization == kept
    assert kept.dual_credits.count() == 2


def test_somebody_is_in_a_department_once(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    nursing, lab = DepartmentFactory(), DepartmentFactory()
    for department, person in ((nursing, kept), (nursing, gone), (lab, gone)):
        AffiliationFactory(organization=department.organization, person=person)
        DepartmentMemberFactory(department=department, person=person)

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    assert set(kept.departments.values_list("department", flat=True)) == {nursing.pk, lab.pk}
    assert kept.departments.count() == 2
