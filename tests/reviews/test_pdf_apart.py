"""Small files that unfold to gigabytes (SPEC 4.6): refused in a sentence, and cheap."""

import json
import resource
import subprocess
import sys
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from advisory.domain.file_kinds import PDF
from core.exceptions import DomainError
from reviews.domain import pdf_apart, pdf_cleaning
from reviews.domain.cleaning import clean_upload, words_of
from reviews.domain.pdf_apart import TOO_MUCH, answer, clean_apart, words_apart
from reviews.domain.pdf_cleaning import UncleanError
from tests.reviews.files import pdf, signed_pdf, upload

MB = 1024 * 1024
#: So much more memory than for a page of words, at most.
MOST = 150 * MB


def flat(times, of=b"0 0 m ", *, more=b""):
    """Deflated, so much of the same; in pieces, as the test itself needs little memory."""
    squeeze = zlib.compressobj(9)
    piece = of * (MB // len(of))
    return (
        b"".join(squeeze.compress(piece) for _number in range(times))
        + squeeze.compress(more)
        + squeeze.flush()
    )


def bomb(raw, *filters, where="page"):
    """A PDF with a page that is drawn by this, whole or as a form on it or as a letter."""
    with pikepdf.new() as file:
        page = file.add_blank_page().obj
        stream = Stream(file, b"")
        stream.write(raw, filter=Array([Name(f"/{one}") for one in filters]))
        page.Contents = file.make_stream(b"/A Do")
        if where == "page":
            page.Contents = file.make_indirect(stream)
        elif where == "form":
            stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
            page.Resources = Dictionary(XObject=Dictionary(A=stream))
        else:
            letters = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=stream))
            page.Resources = Dictionary(Font=Dictionary(F=file.make_indirect(letters)))
        out = BytesIO()
        file.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def objects():
    """A PDF whose objects are packed into one that unfolds to 300 MB."""
    packed = flat(300, b" ", more=b"<< >>")
    head = b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
    body = head + b"%d>>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    rows = bytes([1, 0, 9, 0]) + bytes([2, 0, 1, 0])
    start = len(body)
    table = b"3 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Index[1 2]/Root 2 0 R/Length 8>>\nstream\n"
    return body + table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start


BOMBS = {
    "operators": lambda: bomb(flat(32), "FlateDecode"),
    "operators in a form": lambda: bomb(flat(32), "FlateDecode", where="form"),
    "operators in a letter": lambda: bomb(flat(32), "FlateDecode", where="letter"),
    "nothing, folded": lambda: bomb(flat(400, b" "), "FlateDecode"),
    "folded twice": lambda: bomb(
        zlib.compress(flat(400, b" "), 9), *("FlateDecode", "FlateDecode")
    ),
    "runs": lambda: bomb(flat(8, b"\x81 "), *("FlateDecode", "RunLengthDecode")),
    "objects in an object": objects,
}
#: What the process that opened a file took at most, printed by another one that waited for it.
MEASURE = """
import resource, sys
from reviews.domain.pdf_apart import UncleanError, clean_apart
try:
    clean_apart(sys.stdin.buffer.read())
except UncleanError as error:
    print(error.message)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def measured(content):
    """What was said of a file, and how many bytes of memory that took."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=content,
        capture_output=True,
        check=True,
        cwd=pdf_apart.BASE,
    )
    *said, peak = done.stdout.decode().splitlines()
    return " ".join(said), int(peak)


@pytest.fixture(scope="module")
def ordinary():
    said, peak = measured(pdf("A page"))
    assert said == ""
    return peak


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS)
def test_a_small_file_that_unfolds_is_refused_and_takes_little(make, ordinary):
    content = make()
    assert len(content) < MB

    said, peak = measured(content)

    assert said == TOO_MUCH or said.startswith("is broken")
    assert peak - ordinary < MOST


def test_it_is_refused_by_its_name_where_files_are_added():
    with pytest.raises(DomainError) as refused:
        clean_upload(upload("Poster.pdf", BOMBS["operators"]()))

    assert refused.value.message == f"“Poster.pdf” {TOO_MUCH}. It was not kept."


def test_a_file_that_takes_for_ever_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_apart, "WAIT", 0.01)

    with pytest.raises(UncleanError, match="takes too much to open"):
        clean_apart(pdf("A page"))
    with pytest.raises(DomainError, match=r"^This work takes too much to open"):
        words_of(PDF, pdf("A page"))


def test_a_page_that_takes_too_much_has_not_simply_no_words():
    class Page:
        def extract_text(self):
            raise MemoryError

    with pytest.raises(MemoryError):
        pdf_cleaning._words_of(Page())


def test_a_page_with_many_lines_is_kept():
    drawn = b"BT /F1 12 Tf 20 200 Td (Quilt) Tj ET " + b"123.45 67.89 m 12.5 300.25 l S\n" * 20_000

    content, _left, _pages = clean_apart(bomb(zlib.compress(drawn), "FlateDecode"))

    assert len(pikepdf.open(BytesIO(content)).pages) == 1


def test_a_large_file_is_given_more():
    with pikepdf.new() as file:
        page = file.add_blank_page().obj
        noise = resource.getpagesize().to_bytes(4, "big") * (2 * MB)
        picture = file.make_stream(
            noise,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=2048,
            Height=4096,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
        page.Resources = Dictionary(XObject=Dictionary(A=picture))
        page.Contents = file.make_stream(b"/A Do")
        out = BytesIO()
        file.save(out, compress_streams=False)
    assert len(out.getvalue()) > 8 * MB

    assert clean_apart(out.getvalue())[0].startswith(b"%PDF")


def test_what_comes_back_is_what_the_cleaning_says():
    content, left, pages = clean_apart(pdf("Señal", "Second"))
    head, _line, clean = answer("clean", pdf("Señal", "Second")).partition(b"\n")

    assert [one.strip() for one in pages] == ["Señal", "Second"]
    assert json.loads(head) == {"left": left, "pages": pages}
    assert len(clean) == len(content)
    assert "attached files" in clean_apart(signed_pdf())[1]
    assert [one.strip() for one in words_apart(content)] == ["Señal", "Second"]
    assert json.loads(answer("words", content)) == {"pages": pages}


def test_why_a_file_is_refused_comes_back_too():
    assert json.loads(answer("clean", b"%PDF-1.4 x")) == {
        "why": "is broken. Print it to PDF once more"
    }
    with pytest.raises(UncleanError, match=r"^is broken"):
        clean_apart(b"%PDF-1.4 x")
