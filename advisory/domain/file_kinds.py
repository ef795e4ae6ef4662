"""What a file really is, by its content: its name may say anything (SPEC 3.9)."""

import warnings
import zipfile
from pathlib import PurePath
from typing import Any, NamedTuple

from PIL import Image, UnidentifiedImageError

from core.exceptions import DomainError


class FileKind(NamedTuple):
    label: str
    content_type: str
    endings: tuple[str, ...]

    @property
    def opens_in_browser(self) -> bool:
        """Shown as it is; all others are saved."""
        return self in {PDF, PNG, JPEG}


OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileKind("PDF", "application/pdf", ("pdf",))
PNG = FileKind("PNG picture", "image/png", ("png",))
JPEG = FileKind("JPEG picture", "image/jpeg", ("jpg", "jpeg"))
WORD = FileKind("Word document", f"{OFFICE}wordprocessingml.document", ("docx",))
EXCEL = FileKind("Excel table", f"{OFFICE}spreadsheetml.sheet", ("xlsx",))
SLIDES = FileKind("PowerPoint slides", f"{OFFICE}presentationml.presentation", ("pptx",))
ODT = FileKind("OpenDocument text", "application/vnd.oasis.opendocument.text", ("odt",))
ODS = FileKind("OpenDocument table", "application/vnd.oasis.opendocument.spreadsheet", ("ods",))
ODP = FileKind("OpenDocument slides", "application/vnd.oasis.opendocument.presentation", ("odp",))
TEXT = FileKind("text", "text/plain", ("txt", "md"))
CSV = FileKind("table as text", "text/csv", ("csv",))
KINDS = (PDF, PNG, JPEG, WORD, EXCEL, SLIDES, ODT, ODS, ODP, TEXT, CSV)
BY_TYPE = {kind.content_type: kind for kind in KINDS}
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)

#: What no board needs and no server should hand out, by how it begins.
REFUSED = (
    (b"MZ", "a program for Windows"),
    (b"\x7fELF", "a program"),
    (b"\xfe\xed\xfa", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"#!", "a script"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
MARKUP = ("<!doctype html", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<?php")
PACKED = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL, "ppt/presentation.xml": SLIDES}
OPEN_DOCUMENT = {kind.content_type: kind for kind in (ODT, ODS, ODP)}


#: What a board may keep, in words.
KEPT = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG and plain text can."


def recognize(upload: Any, *, name: str, kept: str = KEPT) -> FileKind:
    """What an uploaded file is. Refuses, naming the file: a kind that is not allowed (``kept`` says
    which are, for a reader), and one that is not what its name says. The file is read from its
    beginning and left there."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    upload.seek(0)
    head = upload.read(4096)
    kind, refusal = _by_content(upload, head, ending)
    upload.seek(0)
    if refusal:
        raise DomainError(f"“{name}” is {refusal}. It was not kept.", field="file")
    if kind is None:
        raise DomainError(f"“{name}” is of a kind that cannot be kept here. {kept}", field="file")
    if ending not in kind.endings:
        raise DomainError(
            f"“{name}” is not what its name says: inside it is a {kind.label} and should end in "
            f".{kind.endings[0]}. It was not kept.",
            field="file",
        )
    return kind


def _by_content(upload: Any, head: bytes, ending: str) -> tuple[FileKind | None, str]:
    """The kind, or why it is refused."""
    if not head:
        return None, "empty"
    for beginning, words in REFUSED:
        if head.startswith(beginning):
            return None, words
    if head.startswith(OLD_OFFICE):
        return None, "in an old Office format; save it as PDF, DOCX, XLSX or PPTX"
    if head.startswith(b"%PDF-"):
        return PDF, ""
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(upload)
    if head.startswith(b"PK\x03\x04"):
        return _packed(upload)
    return _text(upload, ending)


def _picture(upload: Any) -> tuple[FileKind | None, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            upload.seek(0)
            with Image.open(upload, formats=["PNG", "JPEG"]) as picture:
                return (PNG if picture.format == "PNG" else JPEG), ""
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None, "a picture that cannot be opened"


def _packed(upload: Any) -> tuple[FileKind | None, str]:
    """Office documents are packed files with known things inside. Only names are read."""
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as packed:
            names = set(packed.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None, "a document with macros; save it without them"
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                return OPEN_DOCUMENT.get(packed.read("mimetype").decode("ascii", "replace")), ""
            if "[Content_Types].xml" in names:
                return next((kind for name, kind in PACKED.items() if name in names), None), ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return None, "a file that cannot be opened"
    return None, "a packed file; add what is in it one by one"


def _text(upload: Any, ending: str) -> tuple[FileKind | None, str]:
    upload.seek(0)
    content = upload.read()
    if b"\0" in content:
        return None, ""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", "replace")
        if "\ufffd" in words:
            return None, ""
    if words.lstrip().lower().startswith(MARKUP):
        return None, "a page for browsers (HTML, SVG or XML); print it to PDF instead"
    return (CSV if ending in CSV.endings else TEXT), ""
