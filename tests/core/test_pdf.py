import gc

import pytest
from page import validate_pdf_bytes

from core.exceptions import DomainError
from core.pdf import many_papers, read_own_file, render_document, render_pdf, write_pdf

PAPER = {
    "language": "en",
    "title": "Letter to Acme",
    "accent": "#0b5d66",
    "to": ["Acme"],
    "signers": [],
}


def paper(**changed):
    return {"paper": {**PAPER, **changed}, "html": "<p>Hello</p>"}


def test_a_paper_is_accessible():
    report = validate_pdf_bytes(render_pdf("print/letter.html", paper()))

    assert report.is_compliant, [one.message for one in report.failures]


def test_joined_papers_stay_accessible_and_in_order():
    documents = [render_document("print/letter.html", paper(to=[name])) for name in "ABC"]

    report = validate_pdf_bytes(write_pdf(documents))

    assert report.is_compliant
    assert report.document.page_count == 3


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://elsewhere.example.org/x.png",
        "https://partners.example.org/secret",
        "https://partners.example.org/media/../../settings.py",
        "https://partners.example.org/static/../manage.py",
        "ftp://partners.example.org/static/css/print.css",
        "data:text/plain,x",
    ],
)
def test_nothing_but_our_own_files_is_read(url):
    with pytest.raises(Exception, match=r".+"):
        read_own_file(url)


def test_a_missing_picture_stops_the_paper():
    with pytest.raises(DomainError, match=r"missing: /media/logos/gone\.png"):
        render_pdf("print/letter.html", paper(logo="/media/logos/gone.png", logo_alt="Logo"))


def test_the_garbage_collector_is_back_after_many_papers():
    with many_papers():
        assert not gc.isenabled()

    assert gc.isenabled()
