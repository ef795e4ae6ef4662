"""What becomes of speakers and what they said when two partners or two people are merged
(SPEC 1.6)."""

from typing import Any

from partnerships.domain.merging import (
    Move,
    move_rows,
    register_merge_rule,
    register_words,
    save_moved,
)
from visits.models import AdultVoice, SpeakerAsk

Answer = SpeakerAsk.Answer
#: The more an answer says, the further back.
BY_WEIGHT = [Answer.OPEN, Answer.NO, Answer.PROPOSES, Answer.YES]
ANSWER = (
    *("answer", "note", "answered_at", "proposed_at", "proposed_text", "refused_at"),
    "is_speaker",
)
COLLEAGUE = (
    *("colleague_name", "colleague_email", "colleague_organization", "colleague_word"),
    *("recommended_at", "colleague_id", "colleague_at_id"),
)

register_merge_rule(
    "visits.SpeakerRequest.organizer",
    "visits.SpeakerRequest.teacher",
    "visits.SpeakerAsk.organization",
    "visits.SpeakerAsk.colleague",
    "visits.SpeakerAsk.colleague_at",
)(move_rows)

for key, one, many in (
    ("SpeakerRequest.organizer", "speaker request", "speaker requests"),
    ("SpeakerRequest.teacher", "speaker request", "speaker requests"),
    ("SpeakerAsk.organization", "time asked to speak", "times asked to speak"),
    ("SpeakerAsk.person", "time asked to speak", "times asked to speak"),
    ("SpeakerAsk.colleague", "recommendation", "recommendations"),
    ("SpeakerAsk.colleague_at", "recommendation", "recommendations"),
    ("AdultVoice.speaker", "word after a visit", "words after a visit"),
):
    register_words(f"visits.{key}", one, many)


@register_merge_rule("visits.SpeakerAsk.person")
def move_asks(move: Move) -> int:
    """Asked twice for one class is asked once; the answer that says more stays, and whom they
    recommended."""
    there: dict[int, Any] = {row.request_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    for row in rows:
        twin = there.get(row.request_id)
        if twin is None:
            continue
        row._history_user = twin._history_user = move.by
        row.delete()  # first: a class has one speaker
        if _weight(row) > _weight(twin):
            _take(twin, row, ANSWER)
        if twin.recommended_at is None:
            _take(twin, row, COLLEAGUE)
        twin.save()
    return save_moved(move, [row for row in rows if row.request_id not in there]) + sum(
        row.request_id in there for row in rows
    )


def _weight(ask: Any) -> tuple[bool, int]:
    return ask.is_speaker, BY_WEIGHT.index(Answer(ask.answer))


def _take(kept: Any, gone: Any, fields: tuple[str, ...]) -> None:
    for name in fields:
        setattr(kept, name, getattr(gone, name))


@register_merge_rule("visits.AdultVoice.speaker")
def move_voices(move: Move) -> int:
    """One person says one thing of a visit: what was said last."""
    there: dict[int, Any] = {row.visit_id: row for row in move.rows_of_kept.select_for_update()}
    rows: list[Any] = list(move.rows.select_for_update())
    moving: list[AdultVoice] = []
    for row in rows:
        twin = there.get(row.visit_id)
        if twin is not None:
            older = min((twin, row), key=lambda one: one.given_at)
            older._history_user = move.by
            older.delete()
            if older is row:
                continue
        moving.append(row)
    save_moved(move, moving)
    return len(rows)
