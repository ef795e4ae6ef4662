import pytest
from page import validate_pdf_bytes

from letters.domain.starters import add_starter_templates
from letters.models import LetterTemplate
from tests.factories import AffiliationFactory, PartnershipFactory, PersonFactory


@pytest.fixture
def valid():
    """Fails with what is wrong unless the bytes are a valid PDF/UA-1; gives the report."""

    def check(content):
        report = validate_pdf_bytes(content)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures][:5]
        return report

    return check


@pytest.fixture
def program(program):
    program.story = "Sixty students learn here how a hospital works."
    program.save()
    return program


@pytest.fixture
def templates(program, coordinator):
    """Our letters, English by name; Spanish as "name es"."""
    add_starter_templates(program, by=coordinator)
    return {
        one.name + (" es" if one.language == "es" else ""): one
        for one in LetterTemplate.objects.for_program(program)
    }


@pytest.fixture
def partners(program):
    """Three partners: one with a contact, one who reads Spanish, one with nobody known."""
    found = []
    for name, contact in (
        ("Alpha Clinic", {"name": "Ana O'Brien-Núñez", "prefix": "Dr."}),
        ("Beta Taller", {"name": "Luis Vega", "language": "es"}),
        ("Gamma & Sons", None),
    ):
        partnership = PartnershipFactory(program=program, organization__name=name)
        if contact:
            person = PersonFactory(**contact)
            AffiliationFactory(
                person=person, organization=partnership.organization, is_main_contact=True
            )
        found.append(partnership.organization)
    return found
