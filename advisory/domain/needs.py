"""What the program needs and how the board can help: a list, and the handout for the meeting at
which everybody finds something (SPEC 4.2)."""

from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from advisory.domain.boards import lock_board
from advisory.models import Board, Duty, Need
from calendar_app.domain.wording import spoken_day
from core.exceptions import DomainError
from core.pdf import render_pdf
from partnerships.domain.authors import author
from partnerships.domain.letterhead import letterhead


def needs_of(board: Board) -> list[Need]:
    """All of a board's list, the open ones first, the nearest date on top."""
    return list(board.needs.all())


@transaction.atomic
def save_need(need: Need, *, by: User, **fields: Any) -> Need:
    """Write one down, or change it: title, help, needed_by, is_met. Refuses an empty one, and one
    that is open on the list already."""
    board = lock_board(need.board)
    for name, value in fields.items():
        setattr(need, name, value)
    need.title = need.title.strip()
    if not need.title:
        raise DomainError("What does the program need?", field="title")
    twin = board.needs.filter(title=need.title, is_met=False).exclude(pk=need.pk)
    if not need.is_met and twin.exists():
        raise DomainError("This is on the list already.", field="title")
    author(need, by)
    need.save()
    return need


@transaction.atomic
def remove_need(need: Need, *, by: User) -> None:
    """It was a mistake. Its history stays."""
    author(need, by)
    need.delete()


def needs_pdf(board: Board, *, language: str) -> bytes:
    """The handout in English or Spanish: each open need with how to help, a box to tick, and a line
    for the name. Refuses an empty list."""
    program = board.program
    needs = [need for need in needs_of(board) if not need.is_met]
    if not needs:
        raise DomainError("Nothing open is on the list yet.")
    duty = board.duties.filter(kind=Duty.Kind.CONTACT).select_related("person").first()
    with translation.override(language):
        context = {
            "paper": letterhead(program),
            "language": language,
            "title": _("What %(program)s needs") % {"program": program.name},
            "board": board,
            "rows": [
                (need, spoken_day(need.needed_by) if need.needed_by else "") for need in needs
            ],
            "contact": duty.person if duty else None,
            "made_on": spoken_day(timezone.localdate(timezone=program.zone)),
        }
        return render_pdf("print/needs.html", context)
