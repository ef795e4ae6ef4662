"""What the program needs and how the board can help: a list, and the handout for the meeting at
which everybody finds something (SPEC 4.2)."""

from collections.abc import Collection
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
from partnerships.domain.suggesting import Suggestion, Wish, suggest_people
from partnerships.models import PartnerRole, Support, Topic

#: In which role somebody gives a kind of help for their organization.
ROLE_OF: dict[str, str] = {
    Support.Kind.SPEAKER: PartnerRole.Role.SPEAKER,
    Support.Kind.FIELD_TRIP: PartnerRole.Role.HOST,
    Support.Kind.JOB_SHADOW: PartnerRole.Role.HOST,
    Support.Kind.MENTOR: PartnerRole.Role.MENTOR,
    Support.Kind.TEAM_CHALLENGE: PartnerRole.Role.MENTOR,
    Support.Kind.INTERNSHIP: PartnerRole.Role.INTERNSHIPS,
}


def needs_of(board: Board) -> list[Need]:
    """All of a board's list, the open ones first, the nearest date on top."""
    return list(board.needs.all())


@transaction.atomic
def save_need(
    need: Need, *, by: User, topics: Collection[Topic] | None = None, **fields: Any
) -> Need:
    """Write one down, or change it: title, help, needed_by, support, is_met; ``topics`` None leaves
    them. Refuses an empty one, and one that is open on the list already."""
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
    if topics is not None:
        need.topics.set(topics)
    return need


def who_could_help(need: Need, *, search: str = "") -> list[Suggestion]:
    """People of partners who know about it, do such a thing, or whose organization would, the best
    first, with reasons and how lately they were asked (SPEC 4.3). With ``search`` those of that
    name. At most seven queries."""
    wish = Wish(
        program=need.board.program,
        topics=list(need.topics.values_list("pk", flat=True)),
        support=need.support,
        role=ROLE_OF.get(need.support, ""),
    )
    return suggest_people(wish, search=search)


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
