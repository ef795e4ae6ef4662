"""What becomes of the calendar's rows when two partners are merged (SPEC 1.6)."""

from typing import Any

from django.utils import timezone

from calendar_app.models import FeedToken, Participation
from partnerships.domain.merging import Move, move_rows, register_merge_rule, save_moved

Answer = Participation.Answer

register_merge_rule(
    "calendar_app.Activity.organizer",
    "calendar_app.Activity.organization",
    "calendar_app.Participation.organization",
    "calendar_app.Task.owner",
    "calendar_app.Task.organization",
    "calendar_app.Closure.school",
)(move_rows)


@register_merge_rule("calendar_app.Participation.person")
def move_participations(move: Move) -> int:
    """Asked twice to one activity is asked once; an answer and an attendance are not lost."""
    there: dict[int, Any] = {row.activity_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        if twin := there.get(row.activity_id):
            if twin.answer == Answer.OPEN:
                twin.answer, twin.answered_at = row.answer, row.answered_at
                twin.answer_note = row.answer_note
            twin.attendance = twin.attendance or row.attendance
            twin.invited_at = twin.invited_at or row.invited_at
            row._history_user = twin._history_user = move.by
            if twin.stands_in_for_id == row.pk:  # nobody stands in for themselves
                twin.stands_in_for, twin.role = None, row.role
            else:
                _keep_substitute(twin, row)
            twin.save()
            row.delete()
    return save_moved(move, [row for row in rows if row.activity_id not in there])


def _keep_substitute(kept: Participation, gone: Participation) -> None:
    """Who stands in for the one that goes stands in for the other; a second one is a guest."""
    substitute = Participation.objects.filter(stands_in_for=gone).first()
    if substitute is None:
        return
    substitute.stands_in_for = kept
    if Participation.objects.filter(stands_in_for=kept).exists():
        substitute.stands_in_for, substitute.role = None, Participation.Role.GUEST
    substitute.save()


@register_merge_rule("calendar_app.FeedToken.person")
def move_feed_tokens(move: Move) -> int:
    """One feed a person: where both have one, that of the person who is kept stays."""
    if FeedToken.objects.filter(person=move.kept, revoked_at=None).exists():
        move.rows.filter(revoked_at=None).update(revoked_at=timezone.now())
    return move_rows(move)
