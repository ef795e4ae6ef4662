"""What becomes of letters and signatures when two organizations or people are merged (SPEC 1.6)."""

from letters.models import LetterBatch
from partnerships.domain.merging import Move, move_rows, register_merge_rule, register_words

register_merge_rule("letters.Letter.person", "letters.Signer.person")(move_rows)
register_words("letters.Signer.person", "letter template signed", "letter templates signed")


@register_merge_rule("letters.Letter.organization")
def move_letters(move: Move) -> int:
    """Every letter is kept. A batch holds one letter for an organization: where both were written
    to in one batch, the second letter goes into a batch of its own, of the same day and name."""
    letters = list(move.rows.select_for_update().select_related("batch"))
    taken = set(move.rows_of_kept.values_list("batch_id", flat=True))
    for letter in letters:
        letter.organization = move.kept
        if letter.batch_id in taken:
            letter.batch = _own_batch(letter.batch)
        letter.save(update_fields=["organization", "batch"])
    return len(letters)


def _own_batch(batch: LetterBatch) -> LetterBatch:
    own = LetterBatch.objects.create(
        program_id=batch.program_id,
        template_id=batch.template_id,
        template_name=batch.template_name,
        way=batch.way,
        copies=batch.copies,
        created_by_id=batch.created_by_id,
        finished_at=batch.finished_at,
    )
    LetterBatch.objects.filter(pk=own.pk).update(created_at=batch.created_at)
    return own
