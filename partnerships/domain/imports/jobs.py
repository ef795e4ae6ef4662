"""The long pieces of work of imports, as core.domain.jobs does them."""

from typing import Any

from core.domain.jobs import Progress, register_handler
from core.exceptions import DomainError
from partnerships.domain.imports.batches import IMPORT_JOB, import_rows, stop_import
from partnerships.domain.imports.undo import UNDO_JOB, undo_rows
from partnerships.models import ImportBatch


def _batch(progress: Progress) -> ImportBatch:
    return ImportBatch.objects.select_related("program").get(pk=progress.job.payload["batch"])


@register_handler(IMPORT_JOB)
def import_list(progress: Progress) -> dict[str, Any]:
    batch = _batch(progress)
    try:
        import_rows(batch, by=progress.job.started_by, advance=progress.advance)
    except DomainError:
        stop_import(batch)
        raise
    return {"url": batch.get_absolute_url()}


@register_handler(UNDO_JOB)
def undo_list(progress: Progress) -> dict[str, Any]:
    batch = _batch(progress)
    undo_rows(batch, by=progress.job.started_by, advance=progress.advance)
    return {"url": batch.get_absolute_url()}
