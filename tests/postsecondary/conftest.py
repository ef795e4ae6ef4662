import pytest
from django.urls import reverse

from tests.factories import CollegeFactory, DualCreditFactory, PartnershipFactory


@pytest.fixture
def college(program):
    """A postsecondary partner of the program."""
    return PartnershipFactory(
        program=program, organization=CollegeFactory(name="River Valley College")
    ).organization


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"postsecondary:{name}", args=[program.slug, *args])


@pytest.fixture
def table(program, college):
    """Three rows of two colleges, one of them valid in 2026-27, and one of another program."""
    other = PartnershipFactory(
        program=program, organization=CollegeFactory(name="Bradbury University")
    ).organization
    for place, our, first, last in (
        (college, "Now", 2026, None),
        (college, "Past", 2020, 2025),
        (other, "Next", 2027, 2028),
    ):
        DualCreditFactory(
            program=program, organization=place, our_course=our, first_year=first, last_year=last
        )
    DualCreditFactory(organization=college, our_course="Theirs alone")
    return {"valley": college.pk, "bradbury": other.pk}
