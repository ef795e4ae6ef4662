"""What becomes of acknowledgments when two partners or two people are merged (SPEC 1.6)."""

from typing import Any

from partnerships.domain.merging import Move, move_rows, register_merge_rule

register_merge_rule("concerns.Acknowledgment.organization")(move_rows)


@register_merge_rule("concerns.Acknowledgment.person")
def move_acknowledgments(move: Move) -> int:
    """Acknowledged twice is acknowledged once; the older one stays."""
    there: dict[int, Any] = {row.version_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        twin = there.get(row.version_id)
        if twin is not None and twin.acknowledged_on <= row.acknowledged_on:
            row.delete()
            continue
        if twin is not None:
            twin.delete()
        setattr(row, move.field, move.kept)
        row.save()
    return len(rows)
