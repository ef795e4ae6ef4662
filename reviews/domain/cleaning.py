"""What may be shown to partners: pictures, PDF and plain text, with everything out of them that
says who made them; or a reason why not (SPEC 4.6, 0.7)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from advisory.domain.file_kinds import (
    EXCEL,
    JPEG,
    ODP,
    ODS,
    ODT,
    PDF,
    PNG,
    SLIDES,
    TEXT,
    WORD,
    FileKind,
    recognize,
)
from core.exceptions import DomainError
from core.pictures import redraw_picture
from reviews.domain.pdf_apart import clean_apart, words_apart
from reviews.domain.pdf_cleaning import UncleanError

#: The longer side of a picture, in pixels: enough to read a page of handwriting.
PICTURE_SIDE = 2400
KEPT = "PDF, PNG, JPEG and plain text can."
OFFICE = {
    WORD: "Word",
    EXCEL: "Excel",
    SLIDES: "PowerPoint",
    ODT: "OpenDocument",
    ODS: "OpenDocument",
    ODP: "OpenDocument",
}


@dataclass(frozen=True)
class Cleaned:
    """A file that may be kept. ``pages`` are its words as far as they can be read."""

    kind: FileKind
    content: bytes
    taken_out: str
    pages: list[str]

    @property
    def is_readable(self) -> bool:
        return any(page.strip() for page in self.pages)


def clean_upload(upload: Any) -> Cleaned:
    """Check what an uploaded file really is and take the author out of it. Refuses, naming the
    file: too large, of a kind in which names hide, not what its name says, locked or broken."""
    name = upload.name
    if upload.size > settings.PAPER_MAX_BYTES:
        limit = settings.PAPER_MAX_BYTES // 1024 // 1024
        raise DomainError(
            f"“{name}” is larger than {limit} MB. Save it smaller, or in parts.", field="uploads"
        )
    try:
        kind = recognize(upload, name=name, kept=KEPT)
    except DomainError as error:
        raise DomainError(error.message, field="uploads") from error
    if kind in OFFICE:
        raise DomainError(
            f"“{name}” was not kept: {OFFICE[kind]} keeps its author's name in many places. Save "
            "it as PDF and add that.",
            field="uploads",
        )
    if kind in {PNG, JPEG}:
        return _picture(upload, kind)
    content = upload.read()
    return _pdf(name, content) if kind == PDF else _text(content)


def _picture(upload: Any, kind: FileKind) -> Cleaned:
    try:
        redrawn = redraw_picture(upload, max_side=PICTURE_SIDE, max_bytes=settings.PAPER_MAX_BYTES)
    except ValidationError as error:
        raise DomainError(f"“{upload.name}”: {error.messages[0]}", field="uploads") from error
    return Cleaned(kind, redrawn.read(), "what camera and program wrote into it", [])


def _pdf(name: str, content: bytes) -> Cleaned:
    try:
        clean, left, pages = clean_apart(content)
    except UncleanError as error:
        raise DomainError(f"“{name}” {error.message}. It was not kept.", field="uploads") from error
    return Cleaned(PDF, clean, "; ".join(left), pages)


def _text(content: bytes) -> Cleaned:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252")
    return Cleaned(TEXT, words.encode(), "", words.splitlines())


def words_of(kind: FileKind, content: bytes) -> list[str]:
    """The words of a file that was kept: by page, of plain text by line. Refuses a PDF that takes
    too much to read."""
    if kind == PDF:
        try:
            return words_apart(content)
        except UncleanError as error:
            raise DomainError(f"This work {error.message}.") from error
    return content.decode("utf-8", "replace").splitlines() if kind == TEXT else []
