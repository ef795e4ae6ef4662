"""Who changed what on a board and when (SPEC 0.8)."""

from collections import defaultdict
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from advisory.models import Board, Duty, Meeting, Seat
from partnerships.domain.queries import HISTORY_MAX, HistoryEntry, entries_of
from partnerships.models import Organization, Person

#: Where a record of history names a person.
PEOPLE = (
    *("chair_id", "co_chair_id", "representative_id", "substitute_id"),
    *("person_id", "note_taker_id"),
)


def history_of_board(board: Board) -> list[HistoryEntry]:
    """Latest first: how the board works, its seats, who does what, and its meetings. Seven
    queries, whatever their number."""
    sources: list[tuple[Any, Any]] = [
        (Board, {"id": board.pk}),
        (Seat, {"board_id": board.pk}),
        (Duty, {"board_id": board.pk}),
        (Meeting, {"board_id": board.pk}),
    ]
    records = {model: _latest(model.history.filter(**narrow)) for model, narrow in sources}
    every = [record for rows in records.values() for record in rows]
    names = _names(every)
    organizations = dict(
        Organization.objects.filter(
            pk__in={one.organization_id for one in records[Seat]}
        ).values_list("pk", "name")
    )
    meetings = dict(Meeting.objects.filter(board=board).values_list("pk", "activity__starts_at"))

    def title_of(record: Any) -> str:
        if record.instance_type is Seat:
            who = organizations.get(record.organization_id) or record.get_school_role_display()
            return f"Seat of {who}"
        if record.instance_type is Duty:
            return str(record.get_kind_display())
        if record.instance_type is Meeting and record.activity_id in meetings:
            day = timezone.localdate(meetings[record.activity_id], board.program.zone)
            return f"Meeting of {date_format(day, 'j M Y')}"
        return "Meeting" if record.instance_type is Meeting else "Board"

    groups: dict[tuple[Any, Any], list[Any]] = defaultdict(list)
    for record in every:
        pk = record.activity_id if record.instance_type is Meeting else record.id
        groups[record.instance_type, pk].append(record)
    entries = []
    for rows in groups.values():
        for record in rows:
            record.id = getattr(record, "id", None) or record.activity_id
        entries += entries_of(title_of(rows[0]), rows, names)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:HISTORY_MAX]


def _latest(rows: Any) -> list[Any]:
    ordered = rows.select_related("history_user__person").order_by("-history_date", "-history_id")
    return list(ordered[: HISTORY_MAX + 1])


def _names(records: list[Any]) -> dict[int, str]:
    found = {getattr(record, name, None) for record in records for name in PEOPLE}
    ids = [pk for pk in found if pk is not None]
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
