"""What somebody must do (SPEC 0.3): by hand, agreed in a contact or at a meeting, or made by the
program itself."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from calendar_app.models import Task
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Interaction, Program


@transaction.atomic
def add_task(program: Program, *, by: User | None, title: str, **fields: Any) -> Task:
    """Write down something to do. ``fields``: note, owner (a Person), due_on, organization,
    activity, interaction, key. Refuses an empty title."""
    task = Task(program=program, title=title.strip()[:200], created_by=by, **fields)
    return _save(task, by=by)


def make_task(program: Program, *, key: str, title: str, **fields: Any) -> Task:
    """A task the program makes by itself, once per ``key``, however often it is asked for."""
    if first := Task.objects.filter(key=key).first():
        return first
    try:
        return add_task(program, by=None, title=title, key=key, **fields)
    except IntegrityError:  # somebody made it between our look and now
        return Task.objects.get(key=key)


@transaction.atomic
def edit_task(task: Task, *, by: User, **fields: Any) -> Task:
    """Change title, note, owner, due_on, organization or activity. Refuses an empty title."""
    task = _locked(task)
    for name, value in fields.items():
        setattr(task, name, value)
    task.title = task.title.strip()
    return _save(task, by=by)


@transaction.atomic
def finish_task(task: Task, *, by: User, now: Any = None) -> Task:
    """Done; the second time changes nothing."""
    task = _locked(task)
    if task.done_at is None:
        task.done_at, task.done_by = now or timezone.now(), by
        _save(task, by=by)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> Task:
    """Not done after all."""
    task = _locked(task)
    if task.done_at is not None:
        task.done_at = task.done_by = None
        _save(task, by=by)
    return task


@transaction.atomic
def delete_task(task: Task, *, by: User | None) -> None:
    """It was never meant, or cannot be done any more. Its history stays."""
    task = _locked(task)
    author(task, by)
    task.delete()


@transaction.atomic
def keep_next_step(contact: Interaction, *, by: User, due_on: date | None = None) -> Task | None:
    """The next step agreed in a contact is a task (SPEC 2.4): made, changed while it is open, or
    taken back when the contact names no step any more. A date is only ever set, never emptied: it
    is changed on the task."""
    task = Task.objects.select_for_update().filter(interaction=contact).first()
    if not contact.next_step:
        if task is not None and task.done_at is None:
            delete_task(task, by=by)
        return None
    if task is None:
        return add_task(
            contact.program,
            by=by,
            title=contact.next_step,
            owner=contact.staff,
            due_on=due_on,
            organization=contact.organization,
            interaction=contact,
        )
    if task.done_at is None:
        task.title = contact.next_step
        task.due_on = due_on or task.due_on
        _save(task, by=by)
    return task


def _save(task: Task, *, by: User | None) -> Task:
    if not task.title:
        raise DomainError("What is to be done?", field="title")
    if by is not None:
        task._history_user = by
    task.save()
    return task


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update().get(pk=task.pk)
