import pytest
from django.urls import reverse

from tests.factories import CollegeFactory, PartnershipFactory


@pytest.fixture
def college(program):
    """A postsecondary partner of the program."""
    return PartnershipFactory(
        program=program, organization=CollegeFactory(name="River Valley College")
    ).organization


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"postsecondary:{name}", args=[program.slug, *args])
