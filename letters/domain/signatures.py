"""Pictures of signatures."""

from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, UnidentifiedImageError

from accounts.models import User
from core.exceptions import DomainError
from partnerships.models import Person

FORMATS = {"PNG", "JPEG"}
LARGEST = (1200, 600)  # pixels: at half an inch high far more than a printer can show
MOST_PIXELS = 40_000_000


@transaction.atomic
def save_signature(person: Person, *, picture: IO[bytes] | None, by: User) -> Person:
    """Keep the picture of a person's signature, or none any more.

    The picture is drawn anew as a PNG: whatever else was in the file is gone. The old file stays
    where it is, since letters that were sent show it.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    person._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    if picture is None:
        person.signature = ""
    else:
        person.signature.save("signature.png", ContentFile(_redraw(picture)), save=False)
    person.save()
    return person


def _redraw(picture: IO[bytes]) -> bytes:
    content = picture.read(settings.PICTURE_MAX_BYTES + 1)
    if len(content) > settings.PICTURE_MAX_BYTES:
        megabytes = settings.PICTURE_MAX_BYTES // (1024 * 1024)
        raise DomainError(f"The picture is larger than {megabytes} MB.", field="picture")
    try:
        with Image.open(BytesIO(content), formats=sorted(FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise DomainError("The picture has too many pixels.", field="picture")
            image.verify()
        with Image.open(BytesIO(content), formats=sorted(FORMATS)) as image:
            drawn = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise DomainError("This is not a PNG or JPEG picture.", field="picture") from None
    drawn.thumbnail(LARGEST)
    file = BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()
