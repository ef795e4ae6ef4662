"""A program's boards, how they work and who does what for them (SPEC 3.1, 3.8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from advisory.models import Board, Duty
from calendar_app.domain.reminders import set_reminders
from calendar_app.models import Activity
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Person, Program


@transaction.atomic
def create_board(program: Program, *, by: User, name: str, **fields: Any) -> Board:
    """A new board, its five duties without a name yet (SPEC 3.8). Refuses a name that another
    board of the program has."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    board = Board(program=program, name=name.strip(), **fields)
    _check(board)
    author(board, by)
    board.save()
    name_duties(board, by=by, people={})
    return board


@transaction.atomic
def edit_board(board: Board, *, by: User, now: datetime | None = None, **fields: Any) -> Board:
    """Change how a board works. Other reminder days hold for meetings to come at once; whether
    meetings are open, too: open ones stand in the public calendar. Refuses what ``create_board``
    does."""
    now = now or timezone.now()
    board = lock_board(board)
    reminded, was_public = board.reminder_days, board.is_public
    for name, value in fields.items():
        setattr(board, name, value)
    board.name = board.name.strip()
    _check(board)
    author(board, by)
    board.save()
    coming = Activity.objects.filter(
        meeting__board=board, state=Activity.State.PLANNED, starts_at__gt=now
    ).select_related("program")
    if board.reminder_days != reminded:
        for activity in coming:
            set_reminders(activity, days=board.reminder_days, now=now)
    if board.is_public != was_public:
        for activity in coming:
            activity.is_public = board.is_public
            author(activity, by)
            activity.save()
    return board


@transaction.atomic
def name_duties(board: Board, *, by: User, people: Mapping[str, Person | None]) -> list[Duty]:
    """Who does what: a person, or nobody yet, by kind of duty. Those not named stay as they are;
    a duty the board does not have yet is made."""
    known = {duty.kind: duty for duty in board.duties.select_for_update()}
    for kind in Duty.Kind.values:
        duty = known.get(kind) or Duty(board=board, kind=kind)
        person = people.get(kind, duty.person)
        if duty.pk is None or duty.person_id != (person.pk if person else None):
            duty.person = person
            author(duty, by)
            duty.save()
        known[kind] = duty
    return [known[kind] for kind in Duty.Kind.values]


def lock_board(board: Board) -> Board:
    """The row as it is now, locked. The caller holds the transaction."""
    return Board.objects.select_for_update(of=("self",)).select_related("program").get(pk=board.pk)


def _check(board: Board) -> None:
    if not board.name:
        raise DomainError("Give the board a name.", field="name")
    twin = Board.objects.for_program(board.program).filter(name=board.name).exclude(pk=board.pk)
    if twin.exists():
        raise DomainError("There is a board of this name already.", field="name")
