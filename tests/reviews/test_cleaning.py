"""What names the author goes, or the file is refused with a reason (SPEC 4.6, 0.7)."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from core.exceptions import DomainError
from core.pdf import render_pdf
from core.pictures import redraw_picture
from reviews.domain.cleaning import clean_upload
from reviews.domain.names import find_name, names_of, plain
from reviews.domain.pdf_cleaning import UncleanError, clean_pdf, plain_jpeg
from tests.reviews.files import WHO, all_bytes, jpeg, pdf, png, signed_pdf, upload

GIVEN, FAMILY = WHO.split()


def refusal(name, content):
    with pytest.raises(DomainError) as refused:
        clean_upload(upload(name, content))
    assert refused.value.field == "uploads"
    assert name in refused.value.message
    return refused.value.message


# ---------------------------------------------------------------- PDF


def test_the_name_is_nowhere_in_a_pdf_that_was_cleaned():
    given = signed_pdf()
    for part in (GIVEN, FAMILY):
        assert part.encode() in all_bytes(given)

    cleaned = clean_upload(upload("essay.pdf", given))

    found = all_bytes(cleaned.content)
    for part in (GIVEN, FAMILY):
        for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
            assert part.encode(encoding) not in found
    assert b"JavaScript" not in found
    assert b"Launch" not in found


def test_what_is_to_be_seen_stays():
    cleaned = clean_upload(upload("essay.pdf", signed_pdf()))

    [page] = cleaned.pages
    for words in ("My work", "inside", "drawn over it", "filled in"):
        assert words in page
    with pikepdf.open(BytesIO(cleaned.content)) as file:
        assert set(file.Root.keys()) == {"/Type", "/Pages"}
        assert "/Annots" not in file.pages[0].obj
        assert "/Info" not in file.trailer
        [picture] = file.pages[0].get_images().values()
        assert pikepdf.PdfImage(picture).as_pil_image().size == (40, 30)


def test_staff_are_told_what_was_taken_out():
    taken = clean_upload(upload("essay.pdf", signed_pdf())).taken_out

    for words in ("author", "attached files", "scripts", "comments", "fields", "links"):
        assert words in taken
    assert len(taken) <= 300
    assert clean_upload(upload("plain.pdf", pdf("Hello"))).taken_out == ""


@pytest.mark.parametrize("encryption", [{"user": "x", "owner": "y"}, {"user": "", "owner": "y"}])
def test_a_locked_pdf_is_refused_in_a_sentence(encryption):
    content = pdf("Hello", encryption=pikepdf.Encryption(**encryption))

    assert "is locked" in refusal("locked.pdf", content)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"%PDF-1.7\n" + b"\xff" * 5000, pdf("Hello")[:200]]
)
def test_a_broken_pdf_is_refused_in_a_sentence(content):
    assert "was not kept" in refusal("broken.pdf", content)


def test_a_book_is_refused():
    with pikepdf.new() as file:
        for _ in range(61):
            file.add_blank_page()
        out = BytesIO()
        file.save(out)

    assert "more than 60" in refusal("book.pdf", out.getvalue())


def test_a_picture_of_a_rare_kind_in_a_pdf_is_refused():
    with pikepdf.new() as file:
        page = file.add_blank_page()
        picture = file.make_stream(
            b"\0" * 20, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1
        )
        picture.Filter = pikepdf.Name.JPXDecode
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
        out = BytesIO()
        file.save(out)

    assert "rare kind" in refusal("scan.pdf", out.getvalue())


@given(st.binary(max_size=400))
def test_any_bytes_are_cleaned_or_refused(content):
    try:
        clean_pdf(b"%PDF-1.4\n" + content)
    except UncleanError:
        return


# ---------------------------------------------------------------- pictures and text


@pytest.mark.parametrize(("name", "make"), [("photo.jpg", jpeg), ("drawing.png", png)])
def test_a_picture_keeps_its_pixels_and_nothing_else(name, make):
    given = make()
    assert GIVEN.encode() in given

    cleaned = clean_upload(upload(name, given))

    assert GIVEN.encode() not in cleaned.content
    with Image.open(BytesIO(cleaned.content)) as picture:
        assert picture.size == (40, 30)
        assert not picture.getexif()
        assert not {"comment", "Author", "exif", "xmp"} & set(picture.info)
    assert not cleaned.is_readable


def test_a_comment_in_a_jpeg_does_not_outlive_drawing_it_anew():
    drawn = redraw_picture(SimpleUploadedFile("logo.jpg", jpeg()), max_side=100).read()

    assert GIVEN.encode() not in drawn


def test_a_jpeg_with_several_scans_stays_a_picture():
    out = BytesIO()
    Image.effect_noise((64, 64), 80).convert("RGB").save(
        out, "JPEG", progressive=True, comment=WHO.encode()
    )
    cleaned = plain_jpeg(out.getvalue() + WHO.encode())

    assert WHO.encode() not in cleaned
    with Image.open(BytesIO(cleaned)) as picture, Image.open(out) as before:
        assert picture.tobytes() == before.tobytes()


def test_a_large_photograph_of_a_phone_is_made_smaller():
    out = BytesIO()
    Image.new("RGB", (4000, 1000), "red").save(out, "JPEG")

    cleaned = clean_upload(upload("photo.jpg", out.getvalue()))

    with Image.open(BytesIO(cleaned.content)) as picture:
        assert picture.size == (2400, 600)


def test_plain_text_is_kept_whatever_wrote_it():
    cleaned = clean_upload(upload("chart.txt", "Señal: 84\r\nEnd".encode("cp1252")))

    assert cleaned.content.decode() == "Señal: 84\r\nEnd"
    assert cleaned.pages == ["Señal: 84", "End"]


# ---------------------------------------------------------------- what is refused


def packed(*names):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


def open_document(kind):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "program"),
    [
        ("essay.docx", packed("[Content_Types].xml", "word/document.xml"), "Word"),
        ("list.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        ("talk.pptx", packed("[Content_Types].xml", "ppt/presentation.xml"), "PowerPoint"),
        ("essay.odt", open_document("text"), "OpenDocument"),
    ],
)
def test_office_files_are_refused_with_a_kind_reason(name, content, program):
    message = refusal(name, content)

    assert f"{program} keeps its author's name in many places" in message
    assert "Save it as PDF" in message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("essay.pdf", jpeg(), "is not what its name says"),
        ("photo.jpg", pdf("Hello"), "is not what its name says"),
        ("essay.pdf", b"", "is empty"),
        ("essay.txt", b"<script>alert(1)</script>", "a page for browsers"),
        ("essay.pdf", b"MZ\x90\0", "a program"),
        ("photo.png", b"\x89PNG\r\n\x1a\nnonsense", "cannot be opened"),
        ("song.mp3", b"ID3\0\0\0", "PDF, PNG, JPEG and plain text can."),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_name(name, content, words):
    assert words in refusal(name, content)


def test_a_file_that_is_too_large_is_refused(settings):
    settings.PAPER_MAX_BYTES = 1024 * 1024

    assert "larger than 1 MB" in refusal("essay.txt", b"x" * (1024 * 1024 + 1))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    "words",
    [
        "by Maria O'Brien-Núñez",
        "MARIA O\u2019BRIEN-NUN\u0303EZ, grade 11",
        "o`brien nunez",
        "O'Brien- Núñez wrote this",
        "O B R I E N   N U N E Z",
        "signed:OBrienNunez",
        "O'Brien\u00ad-Núñez",
    ],
)
def test_the_family_name_is_found_however_it_is_written(words):
    names = names_of("Maria", "O'Brien-Núñez", is_known=True)

    assert find_name(names, ["Nothing here", words]) == ("O'Brien-Núñez", 2)


@pytest.mark.parametrize(
    "words", ["Mariana wrote this", "St. Mary's, Brien", "the nunnery", "Parking lot", ""]
)
def test_what_is_not_the_name_is_not_found(words):
    assert find_name(names_of("Maria", "O'Brien-Núñez", is_known=True), [words]) is None
    assert find_name(names_of("Ana", "Park", is_known=True), [words]) is None


@pytest.mark.parametrize("words", ["by Zuriana", "ZURIÁNA!", "Zuriana's poster", "by Ms. Okonkwo"])
def test_of_the_student_whose_work_it_is_one_name_is_enough(words):
    names = names_of("Zuriana Lee", "Okonkwo", is_known=True)

    assert find_name(names, [words]) is not None
    assert find_name(names_of("Zuriana Lee", "Okonkwo", is_known=False), [words]) is None


def test_a_name_that_is_torn_by_the_end_of_a_line_is_found_where_it_begins():
    names = names_of("Ana", "Park", is_known=False)

    assert find_name(names, ["One", "Together with Ana", "Park and Lee"]) == ("Ana Park", 2)
    assert find_name(names, ["Ana", "", "Park"]) is None


def test_of_others_only_the_whole_name_counts():
    names = names_of("Ana", "Park", is_known=False)

    assert find_name(names, ["A walk in the park with Ana"]) is None
    assert find_name(names, ["Together with ANA PARK"]) == ("Ana Park", 1)
    assert find_name(names, ["Park, Ana"]) == ("Park Ana", 1)


def test_names_are_compared_without_what_people_write_differently():
    assert plain("O\u2019Brien-Núñez!") == "obrien nunez"
    assert plain("É C O L E") == "ecole"


def test_a_tagged_paper_reads_the_same_when_it_is_clean():
    paper = render_pdf(
        "print/guideline.html",
        {"language": "en", "title": "A long title", "paper": {"accent": "#0b5d66"}},
    )
    content, left = clean_pdf(paper)

    assert "A long title" in PdfReader(BytesIO(paper)).pages[0].extract_text()
    assert [page.extract_text() for page in PdfReader(BytesIO(content)).pages] == [
        page.extract_text() for page in PdfReader(BytesIO(paper)).pages
    ]
    assert left == ["author and other details of the file"]


def test_the_words_of_a_page_can_be_read_after_cleaning():
    content, _left = clean_pdf(pdf("Señal de O'Brien", "Second"))

    assert [page.extract_text() for page in PdfReader(BytesIO(content)).pages] == [
        "Señal de O'Brien",
        "Second",
    ]
