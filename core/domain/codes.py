"""Short codes that are typed instead of a login: from a board, a wall or a paper."""

import secrets
from typing import Any, TypeVar

import qrcode
from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse

#: No O and no I (0 and 1), no L (I), no S (5), no Z (2), no B (8), no V (U), no Q: nothing that is
#: read wrongly from the back row.
LETTERS = "ACDEFGHJKMNPRTUWXY"


def new_code(rows: QuerySet[Any], *, length: int) -> str:
    """One that none of ``rows`` has as its ``code``."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _place in range(length))
        if not rows.filter(code=code).exists():
            return code


def clean_code(typed: str) -> str:
    """As it is kept, of what somebody typed: small letters and gaps do not matter."""
    return "".join(letter for letter in typed[:40].upper() if letter.isalnum())


Row = TypeVar("Row", bound=Model)


def with_code(rows: QuerySet[Row], code: str, *, length: int) -> Row | None:
    """The one of ``rows`` that has this clean code."""
    return rows.filter(code=code).first() if len(code) == length else None


def said_address(route: str) -> str:
    """The address of this name as it is read out: without "https://"."""
    return (settings.SITE_URL + reverse(route)).split("://", 1)[1].rstrip("/")


def qr_path(text: str) -> tuple[int, str]:
    """A QR code as one SVG path of unit squares, and how many squares a side has."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return len(rows), "".join(squares)
