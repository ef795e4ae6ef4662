"""Which competencies an activity works on (SPEC 4.5)."""

from typing import Self

from django.db import models

from partnerships.models import Program


class AlignmentQuerySet(models.QuerySet["Alignment"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(activity__program=program)


class Alignment(models.Model):
    """An activity works on a competency."""

    activity = models.ForeignKey(
        "calendar_app.Activity", on_delete=models.CASCADE, related_name="alignments"
    )
    competency = models.ForeignKey(
        "students.Competency", on_delete=models.CASCADE, related_name="alignments"
    )

    objects = AlignmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "competency"], name="alignment_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.competency}"
