"""Which students take part in what, where they go, and whether they came (SPEC 7.2, 12.3)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.models import Program
from visits.models.shadows import ShadowHost


class PlacementQuerySet(models.QuerySet["Placement"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(activity__program=program)

    def came(self) -> Self:
        """Those who were there, on time or late."""
        return self.filter(came__in=WAS_THERE)


class Placement(models.Model):
    """A student takes part in an activity; on a job shadow with one host. One row for each student
    and activity, whatever is noted about it."""

    class Came(models.TextChoices):
        UNKNOWN = "", "Not noted"
        PRESENT = "present", "Here"
        LATE = "late", "Late"
        EXCUSED = "excused", "Excused"
        ABSENT = "absent", "Missing"

    activity = models.ForeignKey(
        "calendar_app.Activity", on_delete=models.CASCADE, related_name="placements"
    )
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="placements"
    )
    host = models.ForeignKey(
        ShadowHost,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="placements",
        help_text="On a job shadow. Empty where all students stay together.",
    )
    came = models.CharField(max_length=8, choices=Came, blank=True, default=Came.UNKNOWN)
    noted_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was seen whether they came."
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    host_knows = models.BooleanField(
        "the host knows that they do not come", default=False, editable=False
    )
    permission_on = models.DateField(
        "permission slip came back on", null=True, blank=True, help_text="Empty: not yet."
    )
    hours = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Where it is not from begin to end, as in an internship."
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "student"], name="student_placed_once"),
            models.CheckConstraint(
                condition=Q(came="") | Q(noted_at__isnull=False), name="roll_says_when"
            ),
        ]
        indexes = [models.Index(fields=["student", "came"])]

    def __str__(self) -> str:
        return f"{self.student}: {self.host or self.activity}"


#: Of these somebody waits in vain.
NOT_THERE = frozenset({Placement.Came.ABSENT, Placement.Came.EXCUSED})
WAS_THERE = frozenset({Placement.Came.PRESENT, Placement.Came.LATE})
