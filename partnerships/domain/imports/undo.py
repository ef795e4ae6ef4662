"""Taking an import back, as long as nothing was built on it (SPEC 1.5)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import models, router, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from simple_history.utils import bulk_update_with_history, get_history_manager_for_model

from core.domain.jobs import start_job
from core.exceptions import DomainError
from core.models import Job
from partnerships.domain.imports.batches import CHUNK, reason_of
from partnerships.domain.imports.ledger import MADE, WITHOUT_HISTORY, stored
from partnerships.models import (
    DuplicateSuggestion,
    ImportBatch,
    ImportRow,
    Interaction,
    MergeRecord,
    Organization,
    PartnerRole,
    Partnership,
    Person,
)

UNDO_JOB = "partnerships.undo_import"
State = ImportBatch.State
Made = dict[str, set[int]]

#: What may point at a made thing without being built on it.
NOT_BUILT_ON = (ImportRow, DuplicateSuggestion)
WORDS: dict[type[models.Model], str] = {
    Interaction: "a contact with {name} was logged",
    Partnership: "another program works with {name}",
    PartnerRole: "{name} was given a role",
}


def can_be_undone(batch: ImportBatch) -> bool:
    """Whether undoing is worth offering; ``start_undo`` finds what was built on it."""
    if batch.state in {State.DONE, State.FAILED}:
        return True
    return batch.state == State.IMPORTING and not (batch.job and batch.job.is_open)


@transaction.atomic
def start_undo(batch: ImportBatch, *, by: Any) -> Job:
    """Take back what the rows made. Refuses if something was built on any of it, naming it."""
    batch = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("program", "job")
        .get(pk=batch.pk)
    )
    if batch.job and batch.job.kind == UNDO_JOB and batch.job.is_open:
        return batch.job
    if not can_be_undone(batch):
        raise DomainError(
            "This import was undone already."
            if batch.state == State.UNDONE
            else "This import is not finished; wait for it, then undo it."
        )
    made = _made_by(batch)
    for label, ids in made.items():
        for some in _in_chunks(sorted(ids)):
            _refuse_if_built_on(label, some, made, reason_of(batch))
    batch.state = State.DONE if batch.state == State.IMPORTING else batch.state
    batch.job = start_job(
        UNDO_JOB,
        title=f"Undoing the import of {batch.file_name}"[:200],
        payload={"batch": batch.pk},
        by=by,
        total=batch.rows.exclude(undo={}).count(),
    )
    batch.save()
    return batch.job


def undo_rows(batch: ImportBatch, *, by: Any, advance: Callable[[int], None]) -> None:
    """Undo the rows, the last first, some hundred in a transaction. May be stopped and called
    again: a row that is undone has nothing left to undo."""
    done = 0
    while True:
        with transaction.atomic():
            rows = list(batch.rows.exclude(undo={}).order_by("-number")[:CHUNK])
            if not rows:
                ImportBatch.objects.filter(pk=batch.pk).update(state=State.UNDONE)
                return
            made = _made_by(batch)
            mine = _made_in(rows)
            for label, ids in mine.items():
                _refuse_if_built_on(label, sorted(ids), made, reason_of(batch))
            _restore(rows, made, by, f"Undo of import {batch.pk}")
            _delete(mine, by, f"Undo of import {batch.pk}")
            ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(
                undo={}, organization=None
            )
            done += len(rows)
            advance(done)


# ---------------------------------------------------------------- what was made


def _made_by(batch: ImportBatch) -> Made:
    return _made_in(batch.rows.exclude(undo={}).only("undo").iterator(chunk_size=2000))


def _made_in(rows: Any) -> Made:
    made: Made = {}
    for row in rows:
        for label, ids in row.undo.get("made", {}).items():
            made.setdefault(label, set()).update(ids)
    return made


def _in_chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


# ---------------------------------------------------------------- what was built on it


def _refuse_if_built_on(label: str, ids: Sequence[int], made: Made, reason: str) -> None:
    model = MADE[label]
    if model in (Organization, Person):
        _refuse_merged(model, ids)
    if model not in WITHOUT_HISTORY:
        later = (
            get_history_manager_for_model(model)
            .filter(id__in=ids)
            .exclude(history_change_reason=reason)
            .first()
        )
        if later is not None and model._default_manager.filter(pk=later.id).exists():
            raise _refusal(f"{_name(later.instance)} was changed since")
    if model is Partnership:
        moved = Partnership.objects.filter(pk__in=ids).exclude(
            stage=Partnership.Stage.IDENTIFIED, owner=None, top_ten_rank=None
        )
        if found := moved.select_related("organization").first():
            raise _refusal(f"{found.organization} was worked on since")
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            _refuse_related(relation, ids, made)


def _refuse_merged(model: type[models.Model], ids: Sequence[int]) -> None:
    merge = MergeRecord.objects.filter(
        models.Q(gone_id__in=ids) | models.Q(kept_id__in=ids), what=model._meta.model_name
    ).first()
    if merge is not None:
        name = merge.gone.get("name") or "One of them"
        raise _refusal(f"{name} was merged with another since")


def _refuse_related(relation: Any, ids: Sequence[int], made: Made) -> None:
    related = relation.related_model
    if related in NOT_BUILT_ON or hasattr(related, "instance_type"):  # the latter: history
        return
    mine = next((made.get(label, set()) for label, one in MADE.items() if one is related), set())
    name = relation.field.name
    for thing in related._base_manager.filter(**{f"{name}__in": ids}).order_by("pk").iterator():
        if thing.pk not in mine:
            words = WORDS.get(related, f"{{name}} has {_a(related._meta.verbose_name)} since")
            raise _refusal(words.format(name=_name(getattr(thing, name))))


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _name(thing: Any) -> str:
    return str(getattr(thing, "organization", None) or thing)


def _refusal(why: str) -> DomainError:
    return DomainError(f"This import cannot be undone: {why}.")


# ---------------------------------------------------------------- back to before


def _restore(rows: Sequence[ImportRow], made: Made, by: Any, reason: str) -> None:
    """Blank again what was filled, unless somebody changed it since."""
    wanted: dict[str, list[list[str]]] = {}
    for row in rows:  # the last first
        for label, pk, *change in reversed(row.undo.get("filled", [])):
            if pk not in made.get(label, set()):
                wanted.setdefault(label, []).append([pk, *change])
    for label, changes in wanted.items():
        model = MADE[label]
        things: dict[Any, Any] = model._default_manager.in_bulk({pk for pk, *_ in changes})
        changed: dict[Any, Any] = {}
        for pk, name, new, old in changes:
            thing = things.get(pk)
            if thing is not None and stored(thing, name) == new:
                setattr(thing, name, _from_text(model, name, old))
                changed[pk] = thing
        fields = sorted({name for _, name, _, _ in changes})
        if not changed:
            continue
        if model in WITHOUT_HISTORY:
            model._default_manager.bulk_update(changed.values(), fields)
        else:
            bulk_update_with_history(
                list(changed.values()),
                model,
                fields,
                default_user=by,
                default_change_reason=reason,
            )


def _from_text(model: type[models.Model], name: str, text: str) -> Any:
    field: Any = model._meta.get_field(name)
    return field.to_python(text) if text or not field.null else None


def _delete(made: Made, by: Any, reason: str) -> None:
    for label in reversed(MADE):
        things: list[Any] = list(MADE[label]._default_manager.filter(pk__in=made.get(label, ())))
        if not things:
            continue
        for thing in things:
            thing._history_user = by
            thing._change_reason = reason
        collector = Collector(using=router.db_for_write(MADE[label]), origin=things[0])
        try:
            collector.collect(things)
        except (ProtectedError, RestrictedError) as error:
            raise _refusal(f"{things[0]} is used elsewhere") from error
        collector.delete()
