"""The table of dual credit on paper (SPEC 10.2, 0.6)."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.factories import DualCreditFactory


def read(response):
    assert response["Content-Type"] == "application/pdf", response.content[:200]
    reader = PdfReader(BytesIO(response.content))
    return reader, [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_paper_has_what_holds_in_the_year_by_college(client, at, teacher, table):
    client.force_login(teacher)

    response = client.get(at("dualcredit_pdf"), {"year": "2026", "language": "en"})

    reader, (text,) = read(response)
    assert 'filename="Dual credit 2026-27.pdf"' in response["Content-Disposition"]
    assert reader.metadata.title == "Dual credit 2026-27"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "River Valley College" in text
    assert "Now" in text
    for other in ("Past", "Next", "Bradbury", "Theirs alone"):
        assert other not in text

    _, (text,) = read(client.get(at("dualcredit_pdf"), {"year": "2027", "language": "en"}))
    assert text.index("Bradbury University") < text.index("Next") < text.index("River Valley")
    asked = {"year": "2027", "language": "en", "college": table["bradbury"]}
    _, (text,) = read(client.get(at("dualcredit_pdf"), asked))
    assert "River Valley" not in text


def test_the_paper_in_spanish(client, program, college, at, teacher):
    DualCreditFactory(
        program=program, organization=college, credits="0.5", signed_on=date(2026, 8, 3)
    )
    client.force_login(teacher)

    reader, (text,) = read(client.get(at("dualcredit_pdf"), {"year": "2026", "language": "es"}))

    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert "3 de agosto de 2026" in text
    assert "0.5" in text


def test_a_long_table_repeats_its_head_and_says_whose_it_is(client, program, college, at, teacher):
    DualCreditFactory.create_batch(100, program=program, organization=college)
    client.force_login(teacher)

    _, pages = read(client.get(at("dualcredit_pdf"), {"year": "2026", "language": "en"}))

    assert len(pages) > 2
    for page in pages:
        assert "Grade needed" in page
        assert "River Valley College" in page
    assert sum(page.count("C or better") for page in pages) == 100


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"year": "2026"}, "language"),
        ({"year": "1800", "language": "en"}, "year"),
        ({"year": "2026", "language": "fr"}, "language"),
        ({"year": "2026", "language": "en", "college": "999999"}, "college"),
        ({"year": "2018", "language": "en"}, "year"),  # nothing holds then
    ],
)
def test_what_cannot_be_printed_is_asked_again(client, at, teacher, table, asked, field):
    client.force_login(teacher)

    response = client.get(at("dualcredit_pdf"), asked)

    assert response.status_code == 422
    assert field in response.context["print_form"].errors


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_paper(client, program, at, teacher, django_assert_num_queries, count):
    for _ in range(count):
        DualCreditFactory(program=program)
    client.force_login(teacher)
    asked = {"year": "2026", "language": "en"}
    client.get(at("dualcredit_pdf"), asked)

    with django_assert_num_queries(4):
        assert client.get(at("dualcredit_pdf"), asked).status_code == 200
