"""What becomes of hosts when two partners or two people are merged (SPEC 1.6)."""

from typing import Any

from partnerships.domain.merging import Move, move_rows, register_merge_rule, save_moved
from visits.models import ShadowHost, Thanks

register_merge_rule("visits.SiteOffer.organization")(move_rows)


@register_merge_rule("visits.ShadowHost.organization", "visits.ShadowHost.person")
def move_hosts(move: Move) -> int:
    """Two hosts of one job shadow who are the same now are one, with the students of both."""
    rows = list(move.rows.select_for_update())
    row: Any
    for row in rows:
        setattr(row, move.field, move.kept)
        row._history_user = move.by
        twin: Any = (
            ShadowHost.objects.filter(
                activity=row.activity_id, organization=row.organization_id, person=row.person_id
            )
            .exclude(pk=row.pk)
            .first()
        )
        if twin is None:
            row.save()
            continue
        row.placements.update(host=twin)
        row.looks.update(host=twin)
        twin.capacity += row.capacity
        twin._history_user = move.by
        twin.save()
        row.delete()
    return len(rows)


@register_merge_rule("visits.Thanks.organization", "visits.Thanks.person")
def move_thanks(move: Move) -> int:
    """Two words owed to who is one now are one; what went out stays."""
    rows = list(move.rows.select_for_update())
    row: Any
    for row in rows:
        setattr(row, move.field, move.kept)
        twins = Thanks.objects.filter(
            activity=row.activity_id, organization=row.organization_id, person=row.person_id
        ).exclude(pk=row.pk)
        twin: Any = twins.first()
        if twin is None:
            row.save()
        elif twin.settled_at is None and row.settled_at is not None:
            twin.delete()
            row.save()
        else:
            row.delete()
    return len(rows)


register_merge_rule("visits.Afterthought.organization")(move_rows)


@register_merge_rule("visits.Afterthought.person")
def move_afterthoughts(move: Move) -> int:
    """Asked twice about one activity is asked once; what was said is not lost."""
    there: dict[int, Any] = {row.activity_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        if twin := there.get(row.activity_id):
            if twin.answered_at is None:
                twin.how, twin.again, twin.comment = row.how, row.again, row.comment
                twin.answered_at = row.answered_at
                twin.save()
            row.delete()
    return save_moved(move, [row for row in rows if row.activity_id not in there])
