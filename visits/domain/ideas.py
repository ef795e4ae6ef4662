"""The idea box: who thought of what, and which of it is wanted most (SPEC 6.1)."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Program
from visits.models import Idea, IdeaVote

State = Idea.State


def ideas_of(program: Program, *, user: User) -> QuerySet[Idea]:
    """All of them, each with ``vote_count`` and ``is_mine``, whether this user voted for it."""
    return (
        Idea.objects.for_program(program)
        .select_related("topic", "noted_by__person")
        .annotate(
            vote_count=Count("votes"),
            is_mine=Exists(IdeaVote.objects.filter(idea=OuterRef("pk"), user=user)),
        )
    )


@transaction.atomic
def save_idea(idea: Idea, *, by: User, **fields: Any) -> Idea:
    """Put it into the box, or correct it: title, about, kind, source, source_name, topic. Refuses
    an empty one, and one that is in the box already."""
    # A lock on the program, so that two who have the same idea at once make one.
    Program.objects.select_for_update(no_key=True).get(pk=idea.program_id)
    for name, value in fields.items():
        setattr(idea, name, value)
    idea.title = idea.title.strip()
    if not idea.title:
        raise DomainError("Say it in a few words.", field="title")
    twins = Idea.objects.filter(program=idea.program_id, title__iexact=idea.title, state=State.OPEN)
    if idea.state == State.OPEN and twins.exclude(pk=idea.pk).exists():
        raise DomainError("This is in the box already; vote for it there.", field="title")
    if idea.pk is None:
        idea.noted_by = by
    author(idea, by)
    idea.save()
    return idea


@transaction.atomic
def vote(idea: Idea, *, by: User, is_for: bool = True) -> None:
    """Say that one would like it, or take that back; twice is once. Refuses to vote for what is not
    open any more."""
    idea = _locked(idea)
    if not is_for:
        IdeaVote.objects.filter(idea=idea, user=by).delete()
        return
    if idea.state != State.OPEN:
        raise DomainError(f"“{idea}” is {idea.get_state_display().lower()}.")
    IdeaVote.objects.get_or_create(idea=idea, user=by)


@transaction.atomic
def drop(idea: Idea, *, by: User) -> Idea:
    """Not now: it goes from the list of open ones. Refuses one that became a request."""
    idea = _locked(idea)
    if idea.state == State.USED:
        raise DomainError("This became a request already.")
    return set_state(idea, state=State.DROPPED, by=by)


@transaction.atomic
def take_up(idea: Idea, *, by: User) -> Idea:
    """One that was dropped is open again."""
    idea = _locked(idea)
    return set_state(idea, state=State.OPEN, by=by) if idea.state == State.DROPPED else idea


def set_state(idea: Idea, *, state: str, by: User) -> Idea:
    """The caller holds the lock."""
    if idea.state != state:
        idea.state = state
        author(idea, by)
        idea.save()
    return idea


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update().get(pk=idea.pk)
