"""What a program plans with mentors in a school year (SPEC 8.1, 8.5)."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program


class MentorActivity(models.TextChoices):
    """What mentors do with students."""

    LUNCH = "lunch", _("Lunch and learn")
    ONE_TO_ONE = "one_to_one", _("Meetings one to one")
    TUTORING = "tutoring", _("Tutoring")
    GROUP = "group", _("Group mentoring")
    CLASSROOM = "classroom", _("Classroom mentor")
    EMAIL = "email", _("Questions by e-mail")
    PROJECT = "project", _("Advice on a project")
    CHALLENGE = "challenge", _("Team challenge")


class PlanLineQuerySet(models.QuerySet["PlanLine"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class PlanLine(models.Model):
    """One thing a program wants to do with mentors in a school year, and how many it takes."""

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="mentor_plan"
    )
    year = models.PositiveSmallIntegerField(help_text="By its first calendar year.")
    activity = models.CharField("what", max_length=12, choices=MentorActivity)
    how_often = models.CharField(
        max_length=80, blank=True, help_text="For example: once a month at lunch."
    )
    how_often_es = models.CharField("how often, in Spanish", max_length=80, blank=True)
    about = models.TextField("what happens", blank=True, max_length=600)
    about_es = models.TextField("what happens, in Spanish", blank=True, max_length=600)
    grade_from = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    grade_to = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    wanted = models.PositiveSmallIntegerField(
        "mentors needed", default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )

    objects = PlanLineQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gte=1), name="plan_line_needs_somebody"),
            models.CheckConstraint(
                condition=Q(grade_from=None) | Q(grade_to=None) | Q(grade_to__gte=F("grade_from")),
                name="plan_line_grades_in_order",
            ),
        ]
        indexes = [models.Index(fields=["program", "year"])]

    def __str__(self) -> str:
        return str(self.get_activity_display())

    def how_often_in(self, language: str) -> str:
        return (self.how_often_es if language == "es" else "") or self.how_often

    def about_in(self, language: str) -> str:
        return (self.about_es if language == "es" else "") or self.about
