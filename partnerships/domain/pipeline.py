"""The pipeline of a program as a board, and its ranked top ten (SPEC 2.3). The move itself is
``partnerships.domain.organizations.set_stage``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count
from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core.exceptions import DomainError
from partnerships.models import Connection, Partnership, Program
from partnerships.models.recruiting import PartnershipQuerySet

LANE_LIMIT = 25
TOP = 10
#: What a card shows.
SHOWN = (
    *("stage", "stage_reason", "top_ten_rank", "last_contact_on", "program__slug"),
    *("organization__name", "organization__kind", "organization__city", "owner__name"),
)


@dataclass
class Lane:
    """One stage: its first cards, and how many there are in all."""

    stage: str
    label: str
    total: int
    cards: list[Any] = field(default_factory=list)
    choices: str = ""  # what the page offers to move a card of it to

    @property
    def hidden(self) -> int:
        return self.total - len(self.cards)


def lanes_of(rows: PartnershipQuerySet) -> list[Lane]:
    """All stages in order, each with what was moved there last. Three queries, however many."""
    totals = dict(rows.order_by().values_list("stage").annotate(Count("pk")))
    lanes = {stage: Lane(stage, stage.label, totals.get(stage, 0)) for stage in Partnership.Stage}
    newest = rows.order_by("-stage_changed_at", "pk")
    # Each lane reads the beginning of its part of an index; no database does so for a window.
    shown = [
        Partnership.objects.filter(pk__in=newest.filter(stage=stage).values("pk")[:LANE_LIMIT])
        .order_by()
        .values("pk")
        for stage in Partnership.Stage
    ]
    first = (
        Partnership.objects.filter(pk__in=shown[0].union(*shown[1:], all=True))
        .select_related("organization", "owner", "program")
        .only(*SHOWN)
        .order_by("-stage_changed_at", "pk")
    )
    cards: list[Any] = list(first)
    warm = organizations_with_warm_way_in([card.organization_id for card in cards])
    for card in cards:
        card.is_warm = card.organization_id in warm
        lanes[Partnership.Stage(card.stage)].cards.append(card)
    return list(lanes.values())


def organizations_with_warm_way_in(ids: Sequence[int]) -> set[int]:
    found = Connection.objects.filter(organization__in=ids).order_by()
    return set(found.values_list("organization_id", flat=True))


def earlier_stage(partnership: Partnership) -> Partnership | None:
    """The partnership as it was before its last change of stage, to go back to; None if it
    never moved."""
    history: Any = partnership.history  # type: ignore[attr-defined]  # simple-history adds it
    before = history.exclude(stage=partnership.stage).order_by("-history_date", "-history_id")
    found: Partnership | None = before.first()
    return found


def top_ten_of(program: Program) -> list[Partnership]:
    rows = Partnership.objects.for_program(program).filter(top_ten_rank__isnull=False)
    return list(rows.select_related("organization", "program").order_by("top_ten_rank"))


def rank_top_ten(program: Program, partnership_ids: Sequence[int], *, by: User) -> None:
    """These, in this order, are the top ten. Refuses more than ten and partners of others."""
    with transaction.atomic():
        _lock(program)
        _rank(program, list(dict.fromkeys(partnership_ids)), by)


def add_to_top_ten(partnership: Partnership, *, by: User) -> None:
    """Put it last in the top ten, if it is not in it. Refuses an eleventh."""
    with transaction.atomic():
        _lock(partnership.program)
        ids = _ranked_ids(partnership.program)
        if partnership.pk not in ids:
            _rank(partnership.program, [*ids, partnership.pk], by)


def remove_from_top_ten(partnership: Partnership, *, by: User) -> None:
    """Take it out; those below move up."""
    with transaction.atomic():
        _lock(partnership.program)
        ids = _ranked_ids(partnership.program)
        _rank(partnership.program, [one for one in ids if one != partnership.pk], by)


def shift_in_top_ten(partnership: Partnership, *, places: int, by: User) -> None:
    """Up (-1) or down (1) in the top ten; at its ends, or outside of it, nothing happens."""
    with transaction.atomic():
        _lock(partnership.program)
        ids = _ranked_ids(partnership.program)
        if partnership.pk not in ids:
            return
        there = ids.index(partnership.pk) + places
        if 0 <= there < len(ids):
            ids.remove(partnership.pk)
            ids.insert(there, partnership.pk)
            _rank(partnership.program, ids, by)


def _lock(program: Program) -> None:
    """One at a time changes a program's top ten."""
    list(Program.objects.select_for_update(no_key=True).filter(pk=program.pk).values_list("pk"))


def _ranked_ids(program: Program) -> list[int]:
    rows = Partnership.objects.for_program(program).filter(top_ten_rank__isnull=False)
    return list(rows.order_by("top_ten_rank").values_list("pk", flat=True))


def _rank(program: Program, ids: list[int], by: User) -> None:
    if len(ids) > TOP:
        raise DomainError(
            "The top ten is full. Take one out first, so that it stays a list of what matters."
        )
    rows = Partnership.objects.for_program(program)
    ranks = {pk: rank for rank, pk in enumerate(ids, 1)}
    found = list(rows.filter(pk__in=ids) | rows.filter(top_ten_rank__isnull=False))
    if not set(ids) <= {row.pk for row in found}:
        raise DomainError("One of these is not a partner of this program any more.")
    changed = [row for row in found if row.top_ten_rank != ranks.get(row.pk)]
    for row in changed:
        row.top_ten_rank = ranks.get(row.pk)
    # Ranks are unique: the old ones are given back first. History gets the outcome alone.
    rows.filter(pk__in=[row.pk for row in changed]).update(top_ten_rank=None)
    bulk_update_with_history(changed, Partnership, ["top_ten_rank"], default_user=by)
