from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnerships.models.programs import Program


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class ImportBatch(models.Model):
    """One list of partners on its way in (SPEC 1.5): the file, how its columns are read, and what
    became of each row."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting for its columns"
        IMPORTING = "importing", "Being imported"
        DONE = "done", "Imported"
        FAILED = "failed", "Stopped"
        UNDONE = "undone", "Undone"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="import_batches")
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(null=True, blank=True, help_text="Counted from 1.")
    header = models.JSONField(default=list, blank=True, help_text="The column names, in order.")
    mapping = models.JSONField(default=dict, blank=True, help_text="Column name to field.")
    choices = models.JSONField(
        default=dict, blank=True, help_text="Row number to the organization chosen for it, or 0."
    )
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    job = models.ForeignKey(
        "core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    counts = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:import_detail", args=[self.program.slug, self.pk])


class ImportRow(models.Model):
    """What became of one row."""

    class Outcome(models.TextChoices):
        CREATED = "created", "New partner"
        MATCHED = "matched", "Known already, nothing new"
        UPDATED = "updated", "Known already, added to"
        SKIPPED = "skipped", "Not a partner (total, heading)"
        REJECTED = "rejected", "Could not be read"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="As the spreadsheet counts, from 1.")
    outcome = models.CharField(max_length=10, choices=Outcome)
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="import_rows",
    )
    cells = models.JSONField(
        default=list, help_text="The row as it stood; kept if it has problems."
    )
    problems = models.JSONField(default=list, help_text="[{column, reason}]")
    undo = models.JSONField(default=dict, help_text="What this row made, to take it back.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [
            models.Index(
                fields=["batch", "number"], condition=~Q(problems=[]), name="import_row_problem"
            )
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.batch}"
