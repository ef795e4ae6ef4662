"""What becomes of reviewers when two people or partners are merged (SPEC 1.6)."""

from typing import Any

from partnerships.domain.merging import Move, move_rows, register_merge_rule, save_moved
from reviews.models import Feedback, Look

register_merge_rule("reviews.Reviewer.organization")(move_rows)


@register_merge_rule("reviews.Reviewer.person")
def move_reviewers(move: Move) -> int:
    """Who was asked twice to one round is asked once: what either said and looked at is theirs;
    where both said something of the same work, what was sent counts, and then the later."""
    there: dict[int, Any] = {row.review_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        if twin := there.get(row.review_id):
            _move_feedback(row, twin)
            Look.objects.filter(reviewer=row).update(reviewer=twin)
            twin.asked_at = twin.asked_at or row.asked_at
            twin.reminded_at = twin.reminded_at or row.reminded_at
            twin.done_at = twin.done_at or row.done_at
            if row.withdrawn_at is None:
                twin.withdrawn_at = None
            row._history_user = twin._history_user = move.by
            twin.save()
            row.delete()
    return save_moved(move, [row for row in rows if row.review_id not in there])


def _move_feedback(row: Any, twin: Any) -> None:
    kept = {one.item_id: one for one in Feedback.objects.filter(reviewer=twin)}
    for one in Feedback.objects.filter(reviewer=row):
        other = kept.get(one.item_id)
        if other is not None:
            if _weight(one) <= _weight(other):
                continue  # goes with the place that is given up
            other.delete()
        one.reviewer = twin
        one.save()


def _weight(one: Feedback) -> tuple[bool, Any]:
    return (one.sent_at is not None, one.saved_at)
