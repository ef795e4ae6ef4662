"""Guidelines: written, published in versions, attached to kinds of activity (SPEC 12.2)."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Kind
from concerns.models import Guideline, GuidelineVersion
from core.exceptions import DomainError
from core.pdf import render_pdf
from partnerships.domain.authors import author
from partnerships.domain.letterhead import letterhead
from partnerships.models import Program

STARTER = Path(__file__).resolve().parents[1] / "starter" / "guidelines.json"
TEXT_MAX = 20_000


@transaction.atomic
def save_guideline(
    guideline: Guideline,
    *,
    by: User,
    title: str,
    kinds: list[str],
    text: str,
    text_es: str = "",
) -> Guideline:
    """Write a guideline down, or change it. Another text goes into its draft; what is published
    stays. Refuses no title, no text and no kinds."""
    title, text, text_es = title.strip(), text.strip(), text_es.strip()
    if not title:
        raise DomainError("Give it a name.", field="title")
    if not text:
        raise DomainError("What do the rules say?", field="text")
    if max(len(text), len(text_es)) > TEXT_MAX:
        raise DomainError(f"At most {TEXT_MAX:,} characters; nobody reads more.", field="text")
    if not kinds or any(kind not in Kind.values for kind in kinds):
        raise DomainError("Tick at least one kind of activity.", field="kinds")
    guideline.title, guideline.kinds = title, kinds
    author(guideline, by)
    guideline.save()
    latest = guideline.versions.select_for_update().first()
    if latest is not None and (latest.text, latest.text_es) == (text, text_es):
        return guideline
    if latest is None or latest.published_at is not None:
        number = latest.number + 1 if latest else 1
        latest = GuidelineVersion(guideline=guideline, number=number)
    latest.text, latest.text_es = text, text_es
    latest.save()
    return guideline


@transaction.atomic
def publish(guideline: Guideline, *, by: User) -> GuidelineVersion:
    """The draft is what counts from now on; whoever acknowledged an earlier version is asked anew.
    Refuses where there is no draft."""
    draft = guideline.versions.select_for_update().filter(published_at=None).first()
    if draft is None:
        raise DomainError("There is no draft that differs from what is published.")
    draft.published_at, draft.published_by = timezone.now(), by
    draft.save()
    return draft


@transaction.atomic
def load_starter(program: Program, *, by: User) -> Guideline:
    """A draft to begin with, for a program that has none. Refuses where there is one."""
    if Guideline.objects.for_program(program).exists():
        raise DomainError("The program has guidelines already.")
    given = json.loads(STARTER.read_text(encoding="utf-8"))
    fields: dict[str, Any] = {key: given[key] for key in ("title", "kinds", "text", "text_es")}
    return save_guideline(Guideline(program=program), by=by, **fields)


def published_versions(program: Program, *, kind: str = "") -> list[GuidelineVersion]:
    """What counts now of each guideline, those for a kind of activity if one is given. One
    query."""
    rows = (
        GuidelineVersion.objects.filter(guideline__program=program, published_at__isnull=False)
        .select_related("guideline")
        .order_by("guideline__title", "guideline", "-number")
    )
    latest: dict[int, GuidelineVersion] = {}
    for row in rows:
        row.guideline.program = program  # its address names it
        latest.setdefault(row.guideline_id, row)
    return [row for row in latest.values() if not kind or kind in row.guideline.kinds]


def guideline_pdf(version: GuidelineVersion, *, language: str) -> bytes:
    """The text on the program's letterhead."""
    program = version.guideline.program
    with translation.override(language):
        published = version.published_at
        day = spoken_day(published.astimezone(program.zone)) if published else _("Draft")
        return render_pdf(
            "print/guideline.html",
            {
                "paper": letterhead(program),
                "language": language if version.text_es else "en",
                "title": version.guideline.title,
                "text": version.text_in(language),
                "says": _("Version %(number)s, %(day)s") % {"number": version.number, "day": day},
            },
        )
