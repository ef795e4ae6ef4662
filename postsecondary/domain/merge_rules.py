"""What becomes of what is known about colleges when two are merged (SPEC 1.6). What both had is
there once, and says what both said."""

from typing import Any

from django.db import models

from accounts.models import User
from partnerships.domain.merge_rules import joined
from partnerships.domain.merging import Move, register_merge_rule, register_words
from postsecondary.domain.dual_credit import overlap
from postsecondary.domain.institutions import is_same
from postsecondary.models import (
    Department,
    DepartmentMember,
    DualCredit,
    EntryRequirement,
    ProgramOfStudy,
)

for key, one, many, each in (
    ("Department.organization", "department", "departments", "pk"),
    ("DepartmentMember.person", "place in a department", "places in departments", "department"),
    ("ProgramOfStudy.organization", "program of study", "programs of study", "pk"),
    ("EntryRequirement.organization", "entry requirement", "entry requirements", "pk"),
    ("FundingIdea.organization", "funding idea", "funding ideas", "pk"),
    ("DualCredit.organization", "dual-credit course", "dual-credit courses", "pk"),
):
    register_words(f"postsecondary.{key}", one, many, each=each)


@register_merge_rule(
    "postsecondary.Department.organization",
    "postsecondary.ProgramOfStudy.organization",
    "postsecondary.EntryRequirement.organization",
    "postsecondary.FundingIdea.organization",
)
def move_facts(move: Move) -> int:
    """Two of the same name become one: blanks are filled, notes of both stay."""
    rows: list[Any] = list(move.rows.select_for_update())
    there: list[Any] = list(move.rows_of_kept.select_for_update()) if rows else []
    for row in rows:
        row.organization = move.kept
        if twin := next((one for one in there if is_same(one, row)), None):
            _move_children(twin, row, move.by)
            _fill(twin, row)
            _delete(row, move.by)
            row = twin
        _save(row, move.by)
    return len(rows)


def _fill(kept: Any, gone: Any) -> None:
    """What is blank is filled; the notes of both stay as far as there is room, and what was said
    last is what it is as of."""
    for field in kept._meta.concrete_fields:
        mine, theirs = getattr(kept, field.attname), getattr(gone, field.attname)
        if field.name in {"note", "detail"}:
            both = joined(mine, theirs, "\n\n" if field.name == "detail" else "; ")
            fits = field.max_length is None or len(both) <= field.max_length
            setattr(kept, field.name, both if fits else mine)
        elif field.name == "noted_on":
            kept.noted_on = max(mine, theirs)
        elif not field.primary_key and mine in (None, ""):
            setattr(kept, field.attname, theirs)


def _move_children(kept: Any, gone: Any, by: User | None) -> None:
    """What hangs on a department or program of study that becomes another."""
    if isinstance(gone, Department):
        for study in gone.programs_of_study.all():
            study.department = kept
            _save(study, by)
        there = set(kept.members.values_list("person_id", flat=True))
        _move_members(list(gone.members.all()), "department", kept, there, by)
    if isinstance(gone, ProgramOfStudy):
        others: list[EntryRequirement] = list(kept.entry_requirements.all())
        for requirement in gone.entry_requirements.all():
            requirement.program_of_study = kept
            if twin := next((one for one in others if is_same(one, requirement)), None):
                _fill(twin, requirement)
                _save(twin, by)
                _delete(requirement, by)
            else:
                _save(requirement, by)


def _move_members(
    rows: list[DepartmentMember], field: str, kept: Any, there: set[int], by: User | None
) -> None:
    """``there``: who, or which departments, the kept one has already."""
    other = "person_id" if field == "department" else "department_id"
    for row in rows:
        if getattr(row, other) in there:
            _delete(row, by)
            continue
        setattr(row, field, kept)
        _save(row, by)


@register_merge_rule("postsecondary.DepartmentMember.person")
def move_members(move: Move) -> int:
    """Somebody is in a department once."""
    there = set(move.rows_of_kept.values_list("department_id", flat=True))
    rows = list(move.rows.select_for_update())
    _move_members(rows, "person", move.kept, there, move.by)
    return len(rows)


@register_merge_rule("postsecondary.DualCredit.organization")
def move_dual_credits(move: Move) -> int:
    """One program has the same two courses in a school year once: what overlaps becomes one over
    the years of both. Where credits or grade differ, those of the kept one stand and the others
    are told in its note."""
    rows: list[DualCredit] = list(move.rows.select_for_update())
    there: list[DualCredit] = list(move.rows_of_kept.select_for_update()) if rows else []
    for row in rows:
        row.organization = move.kept
        whole, rest = row, there
        # What is joined covers more years than its parts did, and may meet a further one.
        while twin := next(
            (one for one in rest if one.program_id == whole.program_id and overlap(one, whole)),
            None,
        ):
            _join(twin, whole)
            _delete(whole, move.by)
            rest = [one for one in rest if one is not twin]
            whole = twin
        _save(whole, move.by)
        there = [*rest, whole]
    return len(rows)


def _join(kept: DualCredit, gone: DualCredit) -> None:
    terms = [(one.credits, one.grade_needed) for one in (kept, gone)]
    if terms[0] != terms[1]:
        grade = f", {gone.grade_needed}" if gone.grade_needed else ""
        said = f"Also noted before a merge: {gone.credit_words} credits{grade}, {gone.years}"
        kept.note = joined(kept.note, said, "; ")[:300]
    ends = [kept.last_year, gone.last_year]
    _fill(kept, gone)
    kept.first_year = min(kept.first_year, gone.first_year)
    kept.last_year = None if None in ends else max(year for year in ends if year is not None)


def _save(row: models.Model, by: User | None) -> None:
    row._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    row.save()


def _delete(row: models.Model, by: User | None) -> None:
    row._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    row.delete()
