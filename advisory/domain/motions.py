"""What a meeting resolves: motions, recommendations and action items (SPEC 3.6)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from advisory.domain.attendance import places_of
from advisory.domain.live import lock_begun, touch
from advisory.domain.record import voters_of
from advisory.models import ActionItem, AgendaItem, Meeting, Motion, Recommendation
from calendar_app.domain.tasks import add_task, delete_task
from core.exceptions import DomainError
from partnerships.models import Person

Result = Motion.Result


@transaction.atomic
def add_motion(item: AgendaItem, *, by: User, **fields: Any) -> Motion:
    """Write down a motion and its vote. ``fields``: text, moved_by, seconded_by, votes_for,
    votes_against, abstained, result.

    Refuses a mover or seconder who is not there, more votes than voting members are there, and a
    result that does not fit the count.
    """
    meeting = lock_begun(item.meeting)
    return _save(Motion(item=_there(meeting, item)), meeting, by=by, fields=fields)


@transaction.atomic
def change_motion(motion: Motion, *, by: User, **fields: Any) -> Motion:
    """The same, of a motion written down before."""
    meeting = lock_begun(motion.item.meeting)
    motion = Motion.objects.select_for_update().get(pk=motion.pk)
    return _save(motion, meeting, by=by, fields=fields)


@transaction.atomic
def remove_motion(motion: Motion, *, by: User) -> None:
    """It was never made. Its history stays."""
    meeting = lock_begun(motion.item.meeting)
    motion._history_user = by
    motion.delete()
    touch(meeting)


def _there(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    found = meeting.agenda_items.filter(pk=item.pk).first()
    if found is None:
        raise DomainError("This item is no longer on the agenda.")
    return found


def _save(motion: Motion, meeting: Meeting, *, by: User, fields: dict[str, Any]) -> Motion:
    for name, value in fields.items():
        setattr(motion, name, value)
    motion.text = motion.text.strip()
    _check(motion, voters_of(places_of(meeting)))
    motion._history_user = by
    motion.save()
    touch(meeting)
    return motion


def _check(motion: Motion, voters: list[Person]) -> None:
    if not motion.text:
        raise DomainError("Write the motion down word for word.", field="text")
    for name, words in (("moved_by", "moved"), ("seconded_by", "seconded")):
        person = getattr(motion, name)
        if person is not None and person not in voters:
            raise DomainError(
                f"{person} can't have {words} it: not noted as there with a vote.", field=name
            )
    if motion.moved_by is None:
        raise DomainError("Who moved it? Note who is there first.", field="moved_by")
    if motion.seconded_by == motion.moved_by:
        raise DomainError("Nobody seconds their own motion.", field="seconded_by")
    counted = motion.votes_for + motion.votes_against + motion.abstained
    if counted > len(voters):
        members = (
            "one voting member is" if len(voters) == 1 else f"{len(voters)} voting members are"
        )
        raise DomainError(f"These are {counted} votes, but {members} there.", field="votes_for")
    if motion.result == Result.CARRIED and motion.votes_for <= motion.votes_against:
        raise DomainError(
            f"{motion.votes_for} for and {motion.votes_against} against do not carry a motion.",
            field="result",
        )
    if motion.result == Result.FAILED and motion.votes_for > motion.votes_against:
        raise DomainError(
            f"With {motion.votes_for} for and {motion.votes_against} against it carried.",
            field="result",
        )


@transaction.atomic
def add_recommendation(item: AgendaItem, *, by: User, text: str) -> Recommendation:
    """What the board advises the school at this meeting; it joins the register (SPEC 3.10)."""
    meeting = lock_begun(item.meeting)
    if not text.strip():
        raise DomainError("What does the board recommend?", field="text")
    advice = Recommendation(
        board=meeting.board,
        item=_there(meeting, item),
        text=text.strip(),
        recommended_on=timezone.localdate(meeting.started_at, meeting.board.program.zone),
    )
    advice._history_user = by
    advice.save()
    touch(meeting)
    return advice


@transaction.atomic
def add_action(
    item: AgendaItem,
    *,
    by: User,
    title: str,
    owner: Person | None = None,
    due_on: date | None = None,
) -> ActionItem:
    """A task agreed at the meeting: on its owner's list at once, and in the minutes. Refuses a
    date before the meeting."""
    meeting = lock_begun(item.meeting)
    item = _there(meeting, item)
    day = timezone.localdate(meeting.started_at, meeting.board.program.zone)
    if not title.strip():
        raise DomainError("What is to be done?", field="title")
    if due_on is not None and due_on < day:
        raise DomainError("This day was before the meeting.", field="due_on")
    task = add_task(
        meeting.board.program,
        by=by,
        title=title,
        owner=owner,
        due_on=due_on,
        activity=meeting.activity,
    )
    action = ActionItem.objects.create(task=task, meeting=meeting, item=item)
    touch(meeting)
    return action


@transaction.atomic
def remove_action(action: ActionItem, *, by: User) -> None:
    """It was not agreed after all; the task goes with it. Refuses once it is done."""
    meeting = lock_begun(action.meeting)
    if action.task.done_at:
        raise DomainError("This is done already, so it stays in the minutes.")
    delete_task(action.task, by=by)
    touch(meeting)
