"""What becomes of the rows of this app's own tables when two are merged (SPEC 1.6). Where both
have what may be there only once, the two rows become one that says what both said."""

from typing import Any

from django.db.models import Q

from partnerships.domain.merging import (
    Move,
    move_everything,
    move_rows,
    register_merge_rule,
    register_words,
    save_moved,
)
from partnerships.models import Affiliation, DuplicateSuggestion, PartnerRole, Partnership, Support

Stage = Partnership.Stage
#: A no, and a pause, say more than a plan, and less than a meeting or a yes.
STAGES_BY_WEIGHT = [
    *(Stage.IDENTIFIED, Stage.RESEARCHED, Stage.CONTACTED, Stage.DECLINED, Stage.PAUSED),
    *(Stage.MEETING_SET, Stage.WITH_EXECUTIVE, Stage.COMMITTED, Stage.ACTIVE),
]

register_merge_rule(
    "partnerships.Program.school",
    "partnerships.SourceIdentifier.organization",
    "partnerships.Connection.organization",
    "partnerships.Connection.contact",
    "partnerships.Interaction.organization",
    "partnerships.Interaction.staff",
    "partnerships.ImportRow.organization",
    "partnerships.Partnership.owner",
    "partnerships.Partnership.responsible",
    "partnerships.Partnership.approver",
)(move_rows)


for key, one, many, each in (
    ("Affiliation.organization", "person", "people", "person"),
    ("Affiliation.person", "place of work", "places of work", "organization"),
    ("SourceIdentifier.organization", "number in a list", "numbers in lists", "pk"),
    ("Support.organization", "offer of support", "offers of support", "pk"),
    ("Partnership.owner", "partner looked after", "partners looked after", "pk"),
    ("Partnership.responsible", "partner answered for", "partners answered for", "pk"),
    ("Partnership.approver", "partner to approve", "partners to approve", "pk"),
    ("PartnerRole.person", "role", "roles", "pk"),
    ("Connection.organization", "warm way in", "warm ways in", "pk"),
    ("Connection.contact", "warm way in", "warm ways in", "pk"),
    ("Interaction.organization", "logged contact", "logged contacts", "pk"),
    ("Interaction.staff", "logged contact", "logged contacts", "pk"),
    ("Interaction_people.person", "logged contact", "logged contacts", "pk"),
    ("ImportRow.organization", "row of an import", "rows of imports", "pk"),
):
    register_words(f"partnerships.{key}", one, many, each=each)


@register_merge_rule("partnerships.Affiliation.organization", "partnerships.Affiliation.person")
def move_affiliations(move: Move) -> int:
    """Somebody is at one place at one time once: affiliations that overlap become one, with both
    titles. An organization keeps the main contact it has."""
    there = list(move.rows_of_kept.select_for_update())
    has_main = move.field == "organization" and any(row.is_main_contact for row in there)
    rows = list(move.rows.select_for_update())
    for row in rows:
        setattr(row, move.field, move.kept)
        row.is_main_contact = row.is_main_contact and not has_main
        whole, rest = row, there
        # What is joined covers more time than its parts did, and may meet a further one.
        while twin := next((one for one in rest if _are_one(one, whole)), None):
            _join_affiliations(twin, whole)
            whole._history_user = move.by
            whole.delete()
            rest = [one for one in rest if one is not twin]
            whole = twin
        whole._history_user = move.by
        whole.save()
        there = [*rest, whole]
    return len(rows)


MAX_TITLE = Affiliation._meta.get_field("title").max_length


def _are_one(a: Affiliation, b: Affiliation) -> bool:
    """Whether two affiliations are the same person at the same place at a common time. Where the
    titles do not fit into one, both stay."""
    if (a.person_id, a.organization_id) != (b.person_id, b.organization_id):
        return False
    apart = (a.ended_on and b.started_on and a.ended_on < b.started_on) or (
        b.ended_on and a.started_on and b.ended_on < a.started_on
    )
    return not apart and len(_both_titles(a, b)) <= (MAX_TITLE or 0)


def _both_titles(a: Affiliation, b: Affiliation) -> str:
    """Both titles, or one of them if the other is empty or among its own."""
    for one, other in ((a.title, b.title), (b.title, a.title)):
        if not other or f", {other}, ".casefold() in f", {one}, ".casefold():
            return one
    return f"{a.title}, {b.title}"


def _join_affiliations(kept: Affiliation, gone: Affiliation) -> None:
    kept.title = _both_titles(kept, gone)
    starts = [day for day in (kept.started_on, gone.started_on) if day]
    kept.started_on = min(starts, default=None)
    if kept.ended_on is None or gone.ended_on is None:
        kept.ended_on, kept.end_reason = None, ""
    elif gone.ended_on > kept.ended_on:
        kept.ended_on, kept.end_reason = gone.ended_on, gone.end_reason
    kept.is_main_contact = kept.is_main_contact or gone.is_main_contact


@register_merge_rule("partnerships.Support.organization")
def move_supports(move: Move) -> int:
    there: dict[str, Support] = {row.kind: row for row in move.rows_of_kept.select_for_update()}
    rows = list(move.rows.select_for_update())
    for row in rows:
        if twin := there.get(row.kind):
            twin.note = joined(twin.note, row.note, "; ")[:200]
            twin.noted_on = min(twin.noted_on, row.noted_on)
            twin.save()
            row.delete()
    save_moved(move, [row for row in rows if row.kind not in there])
    return len(rows)


@register_merge_rule("partnerships.Partnership.organization")
def move_partnerships(move: Move) -> int:
    """A program that worked with both works with one: the further stage, both notes."""
    there: dict[int, Any] = {row.program_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        if twin := there.get(row.program_id):
            move_everything(twin, row, move.by)
            _join_partnerships(twin, row)
            row._history_user = twin._history_user = move.by
            row.delete()  # first: a rank in the top ten may be held once
            twin.save()
    save_moved(move, [row for row in rows if row.program_id not in there])
    return len(rows)


def _join_partnerships(kept: Partnership, gone: Partnership) -> None:
    if STAGES_BY_WEIGHT.index(Stage(gone.stage)) > STAGES_BY_WEIGHT.index(Stage(kept.stage)):
        kept.stage, kept.stage_reason = gone.stage, gone.stage_reason
        kept.stage_changed_at = gone.stage_changed_at
    kept.note = joined(kept.note, gone.note, "\n\n")
    ranks = [rank for rank in (kept.top_ten_rank, gone.top_ten_rank) if rank]
    kept.top_ten_rank = min(ranks, default=None)
    days = [day for day in (kept.last_contact_on, gone.last_contact_on) if day]
    kept.last_contact_on = max(days, default=None)
    if kept.approval == Partnership.Approval.NOT_NEEDED:
        kept.approval = gone.approval
    blanks = ("owner_id", "responsible_id", "approver_id")
    for field in (*blanks, "approval_asked_on", "approval_answered_on"):
        setattr(kept, field, getattr(kept, field) or getattr(gone, field))


@register_merge_rule("partnerships.PartnerRole.partnership", "partnerships.PartnerRole.person")
def move_partner_roles(move: Move) -> int:
    def held(row: PartnerRole) -> tuple[Any, ...]:
        return (row.person_id if move.field == "partnership" else row.partnership_id, row.role)

    there = {held(row) for row in move.rows_of_kept}
    rows = list(move.rows.select_for_update())
    for row in rows:
        if held(row) in there:
            row._history_user = move.by
            row.delete()
    return save_moved(move, [row for row in rows if held(row) not in there])


@register_merge_rule(
    "partnerships.DuplicateSuggestion.first",
    "partnerships.DuplicateSuggestion.second",
    "partnerships.DuplicateSuggestion.first_person",
    "partnerships.DuplicateSuggestion.second_person",
)
def move_suggestions(move: Move) -> int:
    """A pair with the one that is gone is a pair with the one that is kept, if that is not
    there yet. The pair of the two themselves is settled."""
    first, second = ("first", "second")
    if move.field.endswith("_person"):
        first, second = ("first_person", "second_person")
    pairs = DuplicateSuggestion.objects.filter(Q(**{first: move.kept}) | Q(**{second: move.kept}))
    known = {frozenset((getattr(p, f"{first}_id"), getattr(p, f"{second}_id"))) for p in pairs}
    for row in move.rows:
        ids = {getattr(row, f"{first}_id"), getattr(row, f"{second}_id")} - {move.gone.pk}
        pair = frozenset({*ids, move.kept.pk})
        if len(pair) == 1 or pair in known:
            row.delete()
            continue
        known.add(pair)
        setattr(row, f"{first}_id", min(pair))
        setattr(row, f"{second}_id", max(pair))
        row.save()
    return 0  # findings of ours, not something that hung on it


def joined(one: str, other: str, between: str) -> str:
    """Both texts, or one of them if the other is empty or says the same."""
    if other.strip() in one:
        return one
    return f"{one}{between}{other}" if one.strip() else other
