import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from advisory.domain import papers
from advisory.models import Paper
from calendar_app.domain.papers import papers_of
from calendar_app.models import Participation
from core.exceptions import DomainError
from tests.factories import (
    NOW,
    AffiliationFactory,
    AgendaItemFactory,
    BoardFactory,
    MeetingFactory,
    PaperFactory,
    ParticipationFactory,
    PersonFactory,
    SeatFactory,
)

PDF = b"%PDF-1.7 agenda"


def packed(*names, mimetype=""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def picture(kind):
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, format=kind)
    return file.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")


def upload(name, content=PDF):
    return SimpleUploadedFile(name, content, content_type="text/html")  # what is said is not read


@pytest.fixture
def board(program):
    return BoardFactory(program=program)


@pytest.fixture
def meeting(board):
    return MeetingFactory(board=board)


def address(name, program, pk):
    return reverse(f"advisory:{name}", args=[program.slug, pk])


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Budget.pdf", PDF, "application/pdf"),
        ("Plan.DOCX", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml"),
        ("T.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxml"),
        ("S.pptx", packed("[Content_Types].xml", "ppt/presentation.xml"), "application/vnd.ope"),
        (
            "T.odt",
            packed("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        ("Lab.png", picture("PNG"), "image/png"),
        ("Lab.jpeg", picture("JPEG"), "image/jpeg"),
        ("Notiz.txt", "Größe, naïve".encode(), "text/plain"),
        ("Names.csv", b"Name\nAcme\n", "text/csv"),
    ],
)
def test_papers_of_allowed_kinds_are_kept(board, coordinator, name, content, content_type):
    paper = papers.add_paper(board, by=coordinator, upload=upload(name, content))

    assert paper.content_type.startswith(content_type)
    assert paper.title == name.rpartition(".")[0]
    assert paper.size == len(content)
    assert paper.file.open().read() == content
    assert paper.title not in paper.file.name
    paper.file.close()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("Minutes.pdf", b"MZ\x90\x00", "a program for Windows"),
        ("setup.exe", b"MZ\x90\x00", "a program for Windows"),
        ("run.txt", b"\x7fELF\x02", "a program"),
        ("run.txt", b"#!/bin/sh\nrm", "a script"),
        ("page.html", b"<!DOCTYPE html><p>", "a page for browsers"),
        ("page.txt", b"\xef\xbb\xbf \n<HTML>", "a page for browsers"),
        ("logo.svg", b"<svg xmlns='x'/>", "a page for browsers"),
        ("logo.txt", b"<?xml version='1.0'?><svg/>", "a page for browsers"),
        ("old.doc", b"\xd0\xcf\x11\xe0rest", "an old Office format"),
        (
            "Plan.docx",
            packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "macros",
        ),
        ("all.zip", packed("a.txt"), "a packed file"),
        ("Plan.docx", DOCX[:40], "cannot be opened"),
        ("Lab.png", picture("PNG")[:12], "cannot be opened"),
        ("Budget.pdf", b"hello", "inside it is a text"),
        ("Lab.png", PDF, "inside it is a PDF"),
        ("Lab.jpg", picture("PNG"), "inside it is a PNG picture"),
        ("Plan.xlsx", DOCX, "inside it is a Word document"),
        ("blob.txt", b"\x00\x01\x02", "cannot be kept here"),
        ("empty.pdf", b"", "empty"),
        ("noending", PDF, "should end in .pdf"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # bytes of a zip hold the time
)
def test_other_kinds_are_refused_by_name_and_nothing_is_kept(
    board, coordinator, settings, name, content, words
):
    with pytest.raises(DomainError) as refusal:
        papers.add_paper(board, by=coordinator, upload=upload(name, content))

    assert f"“{name}”" in refusal.value.message
    assert words in refusal.value.message
    assert refusal.value.field == "file"
    assert not Paper.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_a_paper_that_is_too_large_is_refused(board, coordinator, settings):
    settings.PAPER_MAX_BYTES = 1024 * 1024

    with pytest.raises(DomainError, match=r"“Film.pdf” is larger than 1 MB"):
        papers.add_paper(board, by=coordinator, upload=upload("Film.pdf", PDF + b"x" * 1024 * 1024))


def test_a_paper_of_an_item_is_its_meetings(board, meeting, coordinator):
    item = AgendaItemFactory(meeting=meeting)

    paper = papers.add_paper(board, by=coordinator, item=item, upload=upload("Offer.pdf"))

    assert (paper.meeting, paper.item) == (meeting, item)
    with pytest.raises(DomainError, match="another board"):
        papers.add_paper(BoardFactory(), by=coordinator, meeting=meeting, upload=upload("A.pdf"))


def test_a_replaced_file_is_gone_and_the_paper_stays(
    board, coordinator, django_capture_on_commit_callbacks
):
    paper = papers.add_paper(board, by=coordinator, upload=upload("A.pdf"))
    old = paper.file.name

    with django_capture_on_commit_callbacks(execute=True):
        new = papers.change_paper(
            paper, by=coordinator, title="Plan", upload=upload("B.docx", DOCX)
        )

    assert new.pk == paper.pk
    assert papers.file_name(new) == "Plan.docx"
    assert not paper.file.storage.exists(old)
    assert paper.file.storage.exists(new.file.name)


def test_a_bad_replacement_leaves_the_old_file(board, coordinator):
    paper = papers.add_paper(board, by=coordinator, upload=upload("A.pdf"))

    with pytest.raises(DomainError):
        papers.change_paper(paper, by=coordinator, upload=upload("B.pdf", b"MZ"))

    paper.refresh_from_db()
    assert paper.file.storage.exists(paper.file.name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Budget 2027", "Budget 2027.pdf"),
        ('a/b\\c"d\r\ne', "a b c d e.pdf"),
        ("Plan.pdf", "Plan.pdf"),
        ("..", "Paper.pdf"),
    ],
)
def test_file_names_are_plain(title, name):
    assert papers.file_name(Paper(title=title, file="papers/x.pdf")) == name


# ---------------------------------------------------------------- pages


def test_a_paper_is_added_from_the_meetings_page(client, program, meeting, teacher):
    client.force_login(teacher)
    item = AgendaItemFactory(meeting=meeting)
    page = address("meeting_paper_add", program, meeting.pk)
    assert client.get(f"{page}?item={item.pk}").status_code == 200

    response = client.post(
        page, {"file": upload("Offer.pdf"), "item": item.pk, "goes_with_reminders": "on"}
    )

    paper = Paper.objects.get()
    assert response.status_code == 302
    assert response.url == address("meeting_papers", program, meeting.pk)
    assert (paper.title, paper.item, paper.uploaded_by) == ("Offer", item, teacher)
    assert "Offer" in client.get(response.url).content.decode()


def test_a_refused_paper_is_said_on_its_field(client, program, board, teacher):
    client.force_login(teacher)

    response = client.post(
        address("board_paper_add", program, board.pk), {"file": upload("a.pdf", b"MZ")}
    )

    assert response.status_code == 422
    assert "program for Windows" in response.context["form"].errors["file"][0]


def test_a_guideline_stays_with_the_board(client, program, board, teacher):
    client.force_login(teacher)

    client.post(
        address("board_paper_add", program, board.pk),
        {"file": upload("Bylaws.pdf"), "is_guideline": "on"},
    )

    response = client.get(address("board_papers", program, board.pk))
    assert [paper.title for paper in response.context["guidelines"]] == ["Bylaws"]


@pytest.mark.parametrize(
    ("name", "content", "way"), [("A.pdf", PDF, "inline"), ("A.docx", DOCX, "attachment")]
)
def test_download_has_safe_headers(client, program, board, coordinator, name, content, way):
    paper = papers.add_paper(board, by=coordinator, upload=upload(name, content), title="Ümlaut; x")
    client.force_login(coordinator)

    response = client.get(address("paper_download", program, paper.pk))

    assert response.content == content
    assert response["Content-Type"] == paper.content_type
    assert response["Content-Disposition"].startswith(way)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"


def test_a_missing_file_is_not_an_error_page(client, program, board, coordinator):
    paper = papers.add_paper(board, by=coordinator, upload=upload("A.pdf"))
    paper.file.storage.delete(paper.file.name)
    client.force_login(coordinator)

    assert client.get(address("paper_download", program, paper.pk)).status_code == 404


def test_deleting_asks_first(client, program, meeting, teacher, django_capture_on_commit_callbacks):
    paper = papers.add_paper(meeting.board, by=teacher, meeting=meeting, upload=upload("A.pdf"))
    client.force_login(teacher)
    page = address("paper_delete", program, paper.pk)

    assert "cannot be brought back" in client.get(page).content.decode()
    assert Paper.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page).status_code == 302

    assert not Paper.objects.exists()
    assert not paper.file.storage.exists(paper.file.name)


def test_changing_a_paper(client, program, meeting, teacher):
    paper = PaperFactory(board=meeting.board, meeting=meeting)
    client.force_login(teacher)
    page = address("paper_edit", program, paper.pk)
    assert client.get(page).status_code == 200

    assert client.post(page, {"title": "New"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.goes_with_reminders) == ("New", False)
    assert client.post(page, {"title": ""}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("meeting_papers", 6), ("board_papers", 8), ("panel", 5)]
)
def test_number_of_queries(
    client, program, meeting, teacher, django_assert_num_queries, count, name, queries
):
    for _ in range(count):
        item = AgendaItemFactory(meeting=meeting)
        PaperFactory(board=meeting.board, meeting=meeting, item=item)
        PaperFactory(board=meeting.board, is_guideline=True)
    client.force_login(teacher)
    pk = meeting.board.pk if name == "board_papers" else meeting.pk
    headers = {"HX-Request": "true"} if name == "panel" else {}
    page = address("meeting_papers" if name == "panel" else name, program, pk)

    with django_assert_num_queries(queries):
        response = client.get(page, headers=headers)

    assert response.status_code == 200


# ---------------------------------------------------------------- without a login


def test_members_open_papers_from_a_mail(client, meeting, coordinator):
    paper = papers.add_paper(meeting.board, by=coordinator, meeting=meeting, upload=upload("A.pdf"))
    member = ParticipationFactory(activity=meeting.activity).person

    response = client.get(papers.paper_address(paper, member))

    assert response.content == PDF
    assert "no-cache" in response["Cache-Control"]


def test_who_sits_on_the_board_opens_its_guidelines(client, board):
    paper = PaperFactory(board=board, is_guideline=True)
    seat = SeatFactory(board=board, substitute=PersonFactory())
    gone = SeatFactory(board=board, term_ends_on=NOW.date().replace(day=1, month=1))

    def status(person):
        return client.get(papers.paper_address(paper, person)).status_code

    assert [status(one) for one in (seat.representative, seat.substitute)] == [200, 200]
    assert [status(one) for one in (gone.representative, PersonFactory())] == [410, 410]


@pytest.mark.parametrize("ended", [None, NOW.date()], ids=["works there", "has left"])
def test_papers_are_for_who_still_works_there(client, meeting, ended):
    """Asked to the meeting and on the board; who was asked for none has none to leave."""
    place = AffiliationFactory(ended_on=ended)
    at = {"organization": place.organization}
    ParticipationFactory(activity=meeting.activity, person=place.person, **at)
    SeatFactory(board=meeting.board, representative=place.person, **at)
    own = ParticipationFactory(activity=meeting.activity).person
    paper = PaperFactory(board=meeting.board, meeting=meeting)

    def status(person):
        return client.get(papers.paper_address(paper, person)).status_code

    assert [status(place.person), status(own)] == [410 if ended else 200, 200]


def test_a_link_that_is_broken_or_too_old_says_so_kindly(client, meeting, clock):
    paper = PaperFactory(board=meeting.board, meeting=meeting)
    link = papers.paper_address(paper, ParticipationFactory(activity=meeting.activity).person)

    assert client.get(link[:-2] + "/").status_code == 410
    clock.shift(papers.LINK_LASTS)
    clock.shift(1)
    response = client.get(link)
    assert response.status_code == 410
    assert "newest mail" in response.content.decode()


# ---------------------------------------------------------------- with reminders


def test_agenda_and_papers_go_with_reminders(program, meeting, coordinator, settings):
    AgendaItemFactory(meeting=meeting, title="New lab", minutes=20, position=1)
    AgendaItemFactory(meeting=meeting, title="Hidden", state="dropped", position=2)
    small = papers.add_paper(meeting.board, by=coordinator, meeting=meeting, upload=upload("A.pdf"))
    big = papers.add_paper(
        meeting.board, by=coordinator, meeting=meeting, upload=upload("B.pdf", PDF + b"x" * 90)
    )
    papers.add_paper(
        meeting.board,
        by=coordinator,
        meeting=meeting,
        upload=upload("C.pdf"),
        goes_with_reminders=False,
    )
    settings.PAPERS_BY_MAIL_MAX_BYTES = 100
    member = ParticipationFactory(activity=meeting.activity).person

    found = papers_of(meeting.activity)

    assert found.agenda() == ["7:00 am New lab (discuss, 20 min)"]
    assert found.files == [(f"{small.title}.pdf", PDF)]
    assert [words for words, _ in found.links_for(member)] == [
        big.title,
        "Suggest something for the agenda",
    ]


def test_a_file_that_is_gone_does_not_stop_the_reminder(meeting, coordinator):
    paper = papers.add_paper(meeting.board, by=coordinator, meeting=meeting, upload=upload("A.pdf"))
    paper.file.storage.delete(paper.file.name)

    assert papers_of(meeting.activity).files == []


def test_links_for_readers_ask_the_database_nothing(meeting, django_assert_num_queries):
    people = PersonFactory.create_batch(3)
    found = papers_of(meeting.activity)

    with django_assert_num_queries(0):
        links = [found.links_for(person) for person in people]

    assert len({address for ((_, address),) in links}) == 3


def test_the_organizer_is_not_asked_for_suggestions(meeting):
    organizer = meeting.activity.organizer
    ParticipationFactory(activity=meeting.activity, person=organizer, role=Participation.Role.STAFF)

    assert papers_of(meeting.activity).links_for(organizer) == []
