"""Pictures that people upload: opened, checked and drawn anew, so that only pixels are kept."""

import warnings
from base64 import b64encode
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = {"PNG": "png", "JPEG": "jpg"}
MAX_PIXELS = 25_000_000  # a small file may unfold into gigabytes


def redraw_picture(upload: Any, *, max_side: int, max_bytes: int | None = None) -> ContentFile:
    """The picture as a new PNG or JPEG without anything that was hidden in the file. Without
    ``max_bytes`` PICTURE_MAX_BYTES holds.

    Raises ValidationError with a sentence for the user: too large, not a picture, another kind.
    """
    max_bytes = max_bytes or settings.PICTURE_MAX_BYTES
    if upload.size > max_bytes:
        limit = max_bytes // 1024 // 1024
        raise ValidationError(f"This file is larger than {limit} MB. A smaller one will do.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            upload.seek(0)
            Image.open(upload, formats=list(FORMATS)).verify()
            upload.seek(0)
            picture = Image.open(upload, formats=list(FORMATS))
            kind = str(picture.format)
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError("This picture has too many pixels. A smaller one will do.")
            picture.load()
    except (
        *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError),
        *(Image.DecompressionBombError, Image.DecompressionBombWarning),
    ) as error:
        raise ValidationError("This is not a PNG or JPEG picture that can be opened.") from error
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((max_side, max_side))
    has_clear_ground = kind == "PNG" and (
        "A" in upright.getbands() or "transparency" in upright.info
    )
    plain = upright.convert("RGBA" if has_clear_ground else "RGB")
    plain.info.clear()  # else a comment and a color profile would be written again
    file = BytesIO()
    plain.save(file, format=kind, optimize=True)
    return ContentFile(file.getvalue(), name=f"{uuid4().hex}.{FORMATS[kind]}")


def inline_picture(file: Any, *, max_side: int) -> str:
    """A small copy as a data: address, for pages: uploads have no address of their own. Empty if
    there is none, or it is gone from the disk."""
    if not file:
        return ""
    try:
        with file.open() as stored, Image.open(stored, formats=list(FORMATS)) as picture:
            picture.thumbnail((max_side, max_side))
            small = BytesIO()
            picture.save(small, format="PNG")
    except (OSError, UnidentifiedImageError):
        return ""
    return "data:image/png;base64," + b64encode(small.getvalue()).decode()
