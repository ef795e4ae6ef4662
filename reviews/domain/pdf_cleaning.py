"""A PDF with its pages and nothing else: no author, no attachments, no scripts, no comments.

A new file is written with what is drawn on the pages; of pages, drawings and pictures the keys that
are kept stand in a list, so that what nobody thought of stays behind too. pikepdf (qpdf) rewrites,
pypdf reads the words. Both unfold whatever a file says, so an
uploaded file comes here in a process of its own (``pdf_apart``).
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
from pikepdf import Array, Dictionary, Name, Stream

from core.exceptions import DomainError

#: More pages nobody judges.
PAGES_MOST = 60
PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/UserUnit"}
)
RESOURCE_KEYS = frozenset(
    {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/ProcSet"}
)
STREAM_KEYS = frozenset({"/Type", "/Subtype", "/Length", "/Filter", "/DecodeParms"})
DRAWING_KEYS = STREAM_KEYS | {
    *("/FormType", "/BBox", "/Matrix", "/Resources", "/Group"),
    *("/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep"),
}
PICTURE_KEYS = STREAM_KEYS | {
    *("/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask"),
    *("/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte"),
}
#: What hangs on other things, as fonts, and is not drawn.
JUNK = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Alternates", "/StructParent"),
    *("/StructParents", "/OC", "/Ref", "/ID", "/Measure", "/PtData", "/AA", "/A", "/Annots"),
)
#: Marks in a drawing that carry words nobody sees, as the text for a screen reader.
MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
#: Parts of a JPEG that make the picture: the frame of JFIF, and Adobe's note on its colors.
JPEG_KEPT = frozenset({0xE0, 0xEE})


class UncleanError(DomainError):
    """Why a PDF is refused, to stand after the name of the file."""


def clean_pdf(content: bytes) -> tuple[bytes, list[str]]:
    """The file written anew, and what was left behind, in words. Refuses (UncleanError) what is
    locked, broken, without a page, or longer than PAGES_MOST pages."""
    try:
        with pikepdf.open(BytesIO(content)) as given, pikepdf.new() as clean:
            if given.is_encrypted:
                raise UncleanError(
                    "is locked, so nobody can see what is in it. Save it without a password"
                )
            if not 0 < len(given.pages) <= PAGES_MOST:
                raise UncleanError(f"has no page, or more than {PAGES_MOST}. Add it in parts")
            left = _left_behind(given)
            _draw_notes_and_fields(given)
            for page in given.pages:
                clean.pages.append(page)
            _keep_only_drawings(clean)
            out = BytesIO()
            clean.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return out.getvalue(), left
    except pikepdf.PasswordError as error:
        raise UncleanError(
            "is locked, so nobody can see what is in it. Save it without a password"
        ) from error
    except (
        *(pikepdf.PdfError, pikepdf.PikepdfError, ValueError, TypeError, KeyError),
        *(AttributeError, RuntimeError, RecursionError, NotImplementedError),
    ) as error:
        if isinstance(error, DomainError):
            raise
        raise UncleanError("is broken. Print it to PDF once more") from error


def words_of_pages(content: bytes) -> list[str]:
    """The words of each page, as far as they can be read; a scan has none."""
    try:
        pages = pypdf.PdfReader(BytesIO(content)).pages
        return [_words_of(page) for page in pages]
    except (pypdf.errors.PyPdfError, ValueError, TypeError, KeyError, AttributeError):
        return []


def _words_of(page: Any) -> str:
    try:
        words: str = page.extract_text()
    except MemoryError:  # no scan: there may be words, and a name among them
        raise
    except Exception:  # a font it cannot read, of which there are many: as a scan has no words
        return ""
    return words


# ---------------------------------------------------------------- what is found


def _left_behind(pdf: pikepdf.Pdf) -> list[str]:
    """What the new file will not have, in words for staff."""
    root, kinds = pdf.Root, _kinds_of_notes(pdf)
    names = root.get(Name.Names)
    names = names if isinstance(names, Dictionary) else Dictionary()
    found = {
        "author and other details of the file": bool(pdf.trailer.get(Name.Info))
        or Name.Metadata in root,
        "attached files": Name.EmbeddedFiles in names
        or Name.AF in root
        or "/FileAttachment" in kinds,
        "scripts and actions": Name.JavaScript in names
        or Name.OpenAction in root
        or Name.AA in root
        or _has_actions(pdf),
        "comments and who made them": bool(kinds - {"/Link", "/Widget", "/FileAttachment"}),
        "fields to fill in (what was filled in stays)": Name.AcroForm in root,
        "links": "/Link" in kinds,
    }
    return [words for words, is_there in found.items() if is_there]


def _notes(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        rows = page.obj.get(Name.Annots)
        for one in rows if isinstance(rows, Array) else ():
            if isinstance(one, Dictionary):
                yield one


def _kinds_of_notes(pdf: pikepdf.Pdf) -> set[str]:
    return {str(one.get(Name.Subtype, "")) for one in _notes(pdf)}


def _has_actions(pdf: pikepdf.Pdf) -> bool:
    return any(
        Name.AA in one or (Name.A in one and one.get(Name.Subtype) != Name.Link)
        for one in _notes(pdf)
    ) or any(Name.AA in page.obj for page in pdf.pages)


# ---------------------------------------------------------------- what is kept


def _draw_notes_and_fields(pdf: pikepdf.Pdf) -> None:
    """What was filled in or drawn over a page becomes part of it; a note that opens does not."""
    for page in pdf.pages:
        rows = page.obj.get(Name.Annots)
        if isinstance(rows, Array):
            hidden = {"/Popup", "/Text", "/FileAttachment", "/Sound", "/Movie", "/Screen"}
            page.obj.Annots = Array(
                [
                    one
                    for one in rows
                    if isinstance(one, Dictionary) and str(one.get(Name.Subtype)) not in hidden
                ]
            )
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        form.NeedAppearances = True
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")


def _keep_only_drawings(pdf: pikepdf.Pdf) -> None:
    for key in list(pdf.Root.keys()):
        if key not in {"/Type", "/Pages"}:
            del pdf.Root[key]
    for page in pdf.pages:
        page.externalize_inline_images()
        page.contents_coalesce()
        drawn = _without_marks(page)
        page.obj.Contents = pdf.make_stream(drawn)
        _keep(page.obj, PAGE_KEYS)
    for one in list(pdf.objects):
        _strip(one, pdf, depth=0)


def _without_marks(drawing: Any) -> bytes:
    """Written anew from what was understood of it, so that remarks between the lines go too."""
    lines = [
        one
        for one in pikepdf.parse_content_stream(drawing)
        if str(getattr(one, "operator", "")) not in MARKS
    ]
    return pikepdf.unparse_content_stream(lines)


def _keep(holder: Any, keys: frozenset[str]) -> None:
    for key in list(holder.keys()):
        if key not in keys:
            del holder[key]


def _strip(one: Any, pdf: pikepdf.Pdf, *, depth: int) -> None:
    """Takes out of an object, and of what it holds itself, what is not drawn."""
    if depth > 50:
        raise UncleanError("is broken. Print it to PDF once more")
    if isinstance(one, Array):
        for inner in list(one):
            _strip_inner(inner, pdf, depth)
        return
    if not isinstance(one, Dictionary | Stream):
        return
    for key in (key for key in JUNK if key in one):
        del one[key]
    if isinstance(one.get(Name.Resources), Dictionary):
        _keep(one.Resources, RESOURCE_KEYS)
    _strip_letters(one.get(Name.CharProcs))
    if isinstance(one, Stream):
        _strip_stream(one)
    for key in list(one.keys()):
        if key != "/Parent":
            _strip_inner(one[key], pdf, depth)


def _strip_letters(letters: Any) -> None:
    """Of a font whose letters are drawings."""
    for _name, letter in letters.items() if isinstance(letters, Dictionary) else ():
        if isinstance(letter, Stream):
            letter.write(_without_marks(letter))


def _strip_inner(inner: Any, pdf: pikepdf.Pdf, depth: int) -> None:
    """Those with a number of their own are in ``pdf.objects``."""
    if isinstance(inner, Array | Dictionary) and not inner.is_indirect:
        _strip(inner, pdf, depth=depth + 1)


def _strip_stream(stream: Any) -> None:
    if Name.F in stream:
        raise UncleanError("shows a file that is somewhere else. Print it to PDF once more")
    kind = stream.get(Name.Subtype)
    is_drawing = kind == Name.Form or Name.PaintType in stream or Name.PatternType in stream
    if is_drawing and stream.get(Name.ShadingType) is None:
        _keep(stream, DRAWING_KEYS)
        stream.write(_without_marks(stream))
    elif kind == Name.Image:
        _keep(stream, PICTURE_KEYS)
        _strip_picture(stream)


def _strip_picture(stream: Any) -> None:
    """A photograph inside keeps what the camera wrote into it: place, device, names."""
    filters = stream.get(Name.Filter)
    names = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        stream.write(
            plain_jpeg(stream.read_raw_bytes()),
            filter=Name.DCTDecode,
            decode_parms=stream.get(Name.DecodeParms),
        )
    elif "/DCTDecode" in names or "/JPXDecode" in names:
        raise UncleanError(
            "holds a picture of a rare kind, in which a name may be hidden. Print it to PDF once "
            "more, or add the picture as PNG or JPEG"
        )


def plain_jpeg(content: bytes) -> bytes:
    """The JPEG without what cameras and programs write between its parts, and after its end."""
    broken = UncleanError("holds a picture that is broken. Print it to PDF once more")
    if not content.startswith(b"\xff\xd8"):
        raise broken
    kept, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if marker in JPEG_KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept += content[at:end]
        at = end
        if content[at : at + 2] == b"\xff\xd9":
            return bytes(kept + b"\xff\xd9")
    raise broken


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands; in a scan 0xFF is followed by zero, or begins a restart."""
    while (at := content.find(b"\xff", at)) >= 0:
        follows = content[at + 1 : at + 2]
        if follows not in {b"\x00", b"\xff"} and not b"\xd0" <= follows <= b"\xd7":
            return at
        at += 1
    return len(content)
