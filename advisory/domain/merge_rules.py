"""What becomes of the board's rows when two partners are merged (SPEC 1.6)."""

from partnerships.domain.merging import Move, move_rows, register_merge_rule, save_moved

register_merge_rule(
    "advisory.Board.chair",
    "advisory.Board.co_chair",
    "advisory.Seat.organization",
    "advisory.Duty.person",
    "advisory.Meeting.chair",
    "advisory.Meeting.note_taker",
    "advisory.AgendaItem.presenter",
    "advisory.AgendaItem.suggested_by",
    "advisory.Recommendation.answered_by",
    "advisory.Responsibility.owner",
    "advisory.Responsibility.organization",
)(move_rows)


@register_merge_rule("advisory.Seat.representative", "advisory.Seat.substitute")
def move_seats(move: Move) -> int:
    """Who was representative and substitute of one seat is its representative."""
    return _move_pairs(move, "representative", "substitute")


def _move_pairs(move: Move, first: str, second: str) -> int:
    """Who would be both is the first alone."""
    rows = list(move.rows.select_for_update())
    for row in rows:
        setattr(row, move.field, move.kept)
        if getattr(row, f"{first}_id") == getattr(row, f"{second}_id"):
            setattr(row, second, None)
        row._history_user = move.by
        row.save()
    return len(rows)


@register_merge_rule("advisory.Motion.moved_by", "advisory.Motion.seconded_by")
def move_motions(move: Move) -> int:
    """Nobody seconds their own motion."""
    return _move_pairs(move, "moved_by", "seconded_by")


@register_merge_rule("advisory.Verdict.person")
def move_verdicts(move: Move) -> int:
    """One verdict a meeting: that of the person who is kept."""
    there = set(move.rows_of_kept.values_list("meeting", flat=True))
    move.rows.filter(meeting__in=there).delete()
    return save_moved(move, list(move.rows))
