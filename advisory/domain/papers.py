"""Files of a board, of one meeting, of one item; and guidelines that stay (SPEC 3.9)."""

from datetime import timedelta
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from advisory.domain.file_kinds import BY_TYPE, TEXT, FileKind, recognize
from advisory.models import AgendaItem, Board, Meeting, Paper, Seat
from calendar_app.models import Activity, Participation
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from partnerships.models import Affiliation, Person

#: A link in an old mail still opens a paper after the school year.
LINK_LASTS = timedelta(days=400)
LINK = SignedLink(
    salt="advisory.paper",
    route="advisory_links:paper_open",
    names=("paper", "person"),
    is_dated=True,
    lasts=LINK_LASTS,
)


@transaction.atomic
def add_paper(
    board: Board,
    *,
    by: User,
    upload: Any,
    title: str = "",
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    is_guideline: bool = False,
    goes_with_reminders: bool = True,
) -> Paper:
    """Keep a file for the board, for one of its meetings or for an item of that meeting's agenda.
    Without a title it is called as the file is. ``upload``: an uploaded file.

    Refuses, naming the file: what is too large, what is of another kind than allowed, and what is
    not what its name says. Refuses a meeting of another board.
    """
    if item is not None:
        meeting = item.meeting
    if meeting is not None and meeting.board_id != board.pk:
        raise DomainError("This meeting is another board's.", field="meeting")
    kind = _check(upload)
    paper = Paper(
        board=board,
        meeting=meeting,
        item=item,
        title=title.strip()[:120] or PurePath(upload.name).stem[:120],
        is_guideline=is_guideline,
        goes_with_reminders=goes_with_reminders,
        uploaded_by=by,
    )
    _store(paper, upload, kind)
    paper.save()
    return paper


@transaction.atomic
def change_paper(paper: Paper, *, by: User, upload: Any = None, **fields: Any) -> Paper:
    """Change title, item, is_guideline or goes_with_reminders; with ``upload`` the file is
    replaced and its links show the new one. Refuses files as add_paper does, an item of another
    meeting, and an empty title."""
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.title = paper.title.strip()
    if not paper.title:
        raise DomainError("Give it a title.", field="title")
    if paper.item and paper.item.meeting_id != paper.meeting_id:
        raise DomainError("This item is on another meeting's agenda.", field="item")
    if upload is not None:
        kind = _check(upload)
        _forget_file(paper)
        _store(paper, upload, kind)
        paper.uploaded_by, paper.uploaded_at = by, timezone.now()
    paper.save()
    return paper


@transaction.atomic
def delete_paper(paper: Paper) -> None:
    """The paper and its file are gone, and links to it say so. What went out by mail stays with
    who got it."""
    _forget_file(paper)
    paper.delete()


def _check(upload: Any) -> FileKind:
    if upload.size > settings.PAPER_MAX_BYTES:
        limit = settings.PAPER_MAX_BYTES // 1024 // 1024
        raise DomainError(
            f"“{upload.name}” is larger than {limit} MB. Save it smaller, or in parts.",
            field="file",
        )
    return recognize(upload, name=upload.name)


def _store(paper: Paper, upload: Any, kind: FileKind) -> None:
    """Under a name that nobody can guess and no user chose."""
    ending = PurePath(upload.name).suffix.lower().lstrip(".")
    paper.size, paper.content_type = upload.size, kind.content_type
    paper.file.save(f"{uuid4().hex}.{ending}", upload, save=False)


def _forget_file(paper: Paper) -> None:
    storage, name = paper.file.storage, paper.file.name or ""
    transaction.on_commit(lambda: storage.delete(name))


def file_kind(paper: Paper) -> FileKind:
    return BY_TYPE.get(paper.content_type, TEXT)


def file_name(paper: Paper) -> str:
    """How it is called when it is saved or mailed: its title and the ending of its kind."""
    plain = "".join(" " if c in '<>:"/\\|?*' or not c.isprintable() else c for c in paper.title)
    ending = PurePath(paper.file.name or "").suffix
    name = " ".join(plain.split()).strip(". ") or "Paper"
    return name if name.lower().endswith(ending) else f"{name}{ending}"


# ---------------------------------------------------------------- reading


def papers_of_meeting(meeting: Meeting) -> QuerySet[Paper]:
    """Those of the meeting and of its items, by item and title."""
    return (
        Paper.objects.filter(meeting=meeting)
        .select_related("item")
        .order_by("item__position", "title", "pk")
    )


def guidelines_of(board: Board) -> QuerySet[Paper]:
    return Paper.objects.filter(board=board, is_guideline=True)


def papers_to_send(meeting: Meeting) -> QuerySet[Paper]:
    """What members should have before a meeting."""
    return papers_of_meeting(meeting).filter(goes_with_reminders=True)


# ---------------------------------------------------------------- links for members


def paper_address(paper: Paper, person: Person) -> str:
    """The whole address at which this person opens the paper without signing in."""
    return LINK.address(paper.pk, person.pk)


def read_paper_token(token: str) -> Paper:
    """The paper a link was made for. Refuses a link that is broken or too old, a paper that was
    deleted, and a person who neither was asked to that meeting, organizes it, nor sits on the
    board; what they are asked to or sit for at an organization they have left does not count."""
    paper_id, person_id = LINK.read(token)
    paper = Paper.objects.filter(pk=paper_id).select_related("board__program").first()
    if paper is None or not _may_read(paper, person_id):
        raise LINK.refusal()
    return paper


def _may_read(paper: Paper, person_id: int) -> bool:
    left = Affiliation.objects.left_by(person_id)
    if paper.meeting_id is not None:
        asked = Participation.objects.filter(person=person_id).exclude(organization__in=left)
        may_see = Q(organizer=person_id) | Q(pk__in=asked.values("activity"))
        if Activity.objects.filter(may_see, pk=paper.meeting_id).exists():
            return True
    return (
        Seat.objects.not_over(timezone.localdate())
        .filter(Q(representative=person_id) | Q(substitute=person_id), board=paper.board_id)
        .exclude(organization__in=left)
        .exists()
    )
