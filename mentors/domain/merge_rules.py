"""What becomes of mentors' rows when two people or partners are merged (SPEC 1.6)."""

from typing import Any

from django.utils import timezone

from mentors.models import GroupMentor
from partnerships.domain.merging import Move, move_rows, register_merge_rule, save_moved

register_merge_rule("mentors.Mentor.organization", "mentors.MentorGroup.organizer")(move_rows)


@register_merge_rule("mentors.ClearanceRule.school")
def move_rules(move: Move) -> int:
    """One rule a form: that of the school that is kept stays."""
    kept = {row.form for row in move.rows_of_kept}
    rows = list(move.rows.select_for_update())
    for row in rows:
        if row.form in kept:
            row.delete()
    return save_moved(move, [row for row in rows if row.form not in kept])


@register_merge_rule("mentors.Clearance.person")
def move_clearances(move: Move) -> int:
    """The same level of the same day is noted once, until the later day; one that was withdrawn
    stays withdrawn."""
    there: dict[tuple[int, Any], Any] = {
        (row.level_id, row.given_on): row for row in move.rows_of_kept.select_for_update()
    }
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        if twin := there.get((row.level_id, row.given_on)):
            if twin.expires_on and (row.expires_on is None or row.expires_on > twin.expires_on):
                twin.expires_on = row.expires_on
            twin.withdrawn_on = twin.withdrawn_on or row.withdrawn_on
            row._history_user = twin._history_user = move.by
            twin.save()
            row.delete()
    return save_moved(move, [row for row in rows if (row.level_id, row.given_on) not in there])


@register_merge_rule("mentors.Mentor.person")
def move_mentors(move: Move) -> int:
    """A mentor twice in a program is a mentor once, in the groups of both."""
    there: dict[int, Any] = {row.program_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        if twin := there.get(row.program_id):
            own = set(GroupMentor.objects.filter(mentor=twin).values_list("group", flat=True))
            places: Any = GroupMentor.objects.filter(mentor=row).select_for_update()
            for place in places:
                place._history_user = move.by
                if place.group_id in own:
                    place.delete()
                else:
                    place.mentor = twin
                    place.save()
            row._history_user = move.by
            row.delete()
    return save_moved(move, [row for row in rows if row.program_id not in there])


@register_merge_rule("mentors.Exchange.mentor_person")
def move_exchanges(move: Move) -> int:
    """Where both were asked the same about a student, the one that came further goes on; the other
    is withdrawn, and nothing is lost."""
    there: dict[Any, Any] = {
        _same(row): row for row in move.rows_of_kept.filter(withdrawn_at=None).select_for_update()
    }
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        twin = None if row.withdrawn_at else there.get(_same(row))
        if twin:
            behind = row if _how_far(row) <= _how_far(twin) else twin
            behind.withdrawn_at, behind.withdrawn_by = timezone.now(), move.by
            behind.save()
    return save_moved(move, rows)


@register_merge_rule("mentors.MentorVoice.person")
def move_voices(move: Move) -> int:
    """Who answered twice has answered once: the later answer stays."""
    there: dict[int, Any] = {
        row.evaluation_id: row for row in move.rows_of_kept.select_for_update()
    }
    rows: list[Any] = list(move.rows.select_for_update())
    kept = []
    for row in rows:
        twin = there.get(row.evaluation_id)
        if twin and twin.said_at > row.said_at:
            row.delete()
        else:
            if twin:
                twin.delete()
            kept.append(row)
    return save_moved(move, kept)


def _same(row: Any) -> tuple[int, int, int]:
    return (row.question_set_id, row.student_id, row.year)


def _how_far(row: Any) -> tuple[bool, bool]:
    return (row.released_at is not None, row.answered_at is not None)
