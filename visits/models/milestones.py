"""What every student of a program should meet until when (SPEC 10.3). Data, because districts write
their own."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from calendar_app.models import GRADES, Kind
from partnerships.models import Program


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class Milestone(models.Model):
    """``count`` of something by the end of ``grade``, from activities of ``kinds``."""

    class Unit(models.TextChoices):
        ACTIVITIES = "activities", "activities"
        INSTITUTIONS = "institutions", "different organizations"
        MENTORS = "mentors", "different mentors"
        PER_YEAR = "per_year", "activities in each school year"
        HOURS = "hours", "hours"

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.CASCADE, related_name="milestones"
    )
    code = models.CharField(max_length=40, blank=True)
    framework = models.CharField(
        max_length=40, blank=True, help_text="Whose it is: PaCE, endorsement, the program's own."
    )
    text = models.CharField("what", max_length=200)
    grade = models.PositiveSmallIntegerField(
        "by the end of grade",
        null=True,
        blank=True,
        choices=[(int(value), label) for value, label in GRADES],
        help_text="Empty: in every grade.",
    )
    kinds = models.JSONField("counted from", default=list)
    count = models.PositiveSmallIntegerField(
        "how many", default=1, validators=[MinValueValidator(1)]
    )
    unit = models.CharField("of", max_length=12, choices=Unit, default=Unit.ACTIVITIES)
    minimum_each = models.PositiveSmallIntegerField(
        "hours at least, each",
        null=True,
        blank=True,
        help_text="For hours: shorter ones do not count.",
    )

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["grade", "framework", "code", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="milestone_says_what"),
            models.CheckConstraint(condition=Q(count__gte=1), name="milestone_counts_something"),
            models.UniqueConstraint(
                fields=["program", "code"], condition=~Q(code=""), name="milestone_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("visits:milestone_detail", args=[self.program.slug, self.pk])

    @property
    def kind_words(self) -> str:
        return ", ".join(str(Kind(kind).label) for kind in self.kinds if kind in Kind.values)
