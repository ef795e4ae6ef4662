"""Everything that is printed is a tagged, accessible PDF (SPEC 0.6): each address of staff that
answers with a PDF is asked for one, in both languages, and it is held against PDF/UA."""

import pytest
from django.urls import reverse
from page import validate_pdf_bytes

from tests.factories import (
    NOW,
    DualCreditFactory,
    MilestoneFactory,
    NeedFactory,
    PartnershipFactory,
    RoleFactory,
    SiteOfferFactory,
    StudentFactory,
)
from tests.test_routes import ROUTES
from tests.test_tenancy import ids_of
from visits.models import Placement

#: What says that a route gives a paper.
WORDS = ("pdf", "handout", "handouts", "slips", "sheet")
#: Made when something happened; their own tests hold them.
KEPT_FILES = {"letters:batch_pdf", "letters:letter_pdf", "advisory:meeting_minutes_pdf"}


def slip(program, pk):
    Placement.objects.create(activity_id=pk, student=StudentFactory(program=program))


def milestone(program, pk):
    MilestoneFactory(program=program)
    StudentFactory.create_batch(12, program=program)


#: What must be there for a paper, besides what its address names.
ROWS = {
    "advisory:board_needs_pdf": lambda program, pk: NeedFactory(board_id=pk, needed_by=NOW),
    "postsecondary:dualcredit_pdf": lambda program, pk: DualCreditFactory(program=program),
    "visits:milestone_handout": milestone,
    "visits:offer_handout": lambda program, pk: SiteOfferFactory(
        organization=PartnershipFactory(program=program).organization
    ),
    "visits:site_slips": slip,
}
#: Needs more than one row; held by its own tests.
LEFT_OUT = {"visits:shadow_handouts"}
PAPERS = [
    route
    for route in ROUTES
    if route.view.audience == "staff"
    and route.name.split("_")[-1] in WORDS
    and route.name not in KEPT_FILES | LEFT_OUT
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("route", PAPERS, ids=lambda route: route.name)
def test_papers_are_accessible(client, program, route, language):
    client.force_login(RoleFactory(program=program).user)
    ids = ids_of(route, program)
    if rows := ROWS.get(route.name):
        rows(program, ids.get("pk"))

    response = client.get(reverse(route.name, kwargs=ids) + f"?language={language}&year=2026")

    assert response["Content-Type"] == "application/pdf"
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert validate_pdf_bytes(content).is_compliant
