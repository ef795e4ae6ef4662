"""The students of a program: as little as is needed, seen by its staff alone (SPEC 0.7, 13.8)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.domain.school_years import school_year
from partnerships.models import Program
from partnerships.models.programs import CareerArea

#: Nobody finishes before or after; what is typed otherwise is a mistake.
FIRST_CLASS, LAST_CLASS = 2000, 2100
LAST_GRADE = 12


class StudentQuerySet(models.QuerySet["Student"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def current(self) -> Self:
        """Those who have not left."""
        return self.filter(left_on=None)


class Student(models.Model):
    """A student of one program. Belongs to it alone; other programs know nothing of them."""

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="students"
    )
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    graduation_year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(FIRST_CLASS), MaxValueValidator(LAST_CLASS)],
        help_text="When they finish grade 12; the grade follows from it.",
    )
    source_id = models.CharField(
        "school's number",
        max_length=120,
        blank=True,
        help_text="The school's own identifier, so that lists match the next time.",
    )
    from_bundle = models.BooleanField(
        "from the school's system",
        default=False,
        editable=False,
        help_text="Came with a OneRoster bundle, so that a later one says whether they left.",
    )
    interests = models.ManyToManyField(
        "partnerships.Topic",
        blank=True,
        related_name="students",
        help_text="From the vocabulary that talents of partners use too.",
    )
    host_release_on = models.DateField(
        "name may go to hosts since",
        null=True,
        blank=True,
        help_text="The day on the signed release. Empty: hosts see no name.",
    )
    photo_release_on = models.DateField("photos may be shown since", null=True, blank=True)
    release_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who last recorded a release.",
    )
    left_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StudentQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[interests])
    _history_user: User

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name="") & ~Q(family_name=""), name="student_has_a_name"
            ),
            models.UniqueConstraint(
                fields=["program", "source_id"],
                condition=~Q(source_id=""),
                name="student_number_once_in_a_program",
            ),
        ]
        indexes = [models.Index(fields=["program", "family_name", "given_name"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("students:student_edit", args=[self.program.slug, self.pk])

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def grade_on(self, day: date) -> int:
        """In the school year of that day; above 12 for who has finished."""
        return LAST_GRADE - (self.graduation_year - school_year(day) - 1)

    def is_named_to_hosts(self, day: date) -> bool:
        """Whether a release lets a host see the name on that day (SPEC 0.7)."""
        return self.host_release_on is not None and self.host_release_on <= day


def graduation_year_of(grade: int, day: date) -> int:
    """When somebody who is in this grade on that day finishes."""
    return school_year(day) + 1 + LAST_GRADE - grade


class CompetencySet(models.Model):
    """What students should be able to do, as one framework says it. Shared by the programs of a
    deployment; edited in the administration (SPEC 4.5)."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200, blank=True, help_text="Whose framework it is.")
    career_area = models.CharField(
        max_length=20,
        choices=CareerArea,
        blank=True,
        help_text="For which programs. Empty: for all.",
    )
    is_current = models.BooleanField("in use", default=True)

    class Meta:
        ordering = ["career_area", "name"]

    def __str__(self) -> str:
        return self.name


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def for_program(self, program: Program) -> Self:
        """Those of the sets its career area uses."""
        return self.filter(
            Q(group__career_area="") | Q(group__career_area=program.career_area),
            group__is_current=True,
            is_current=True,
        )


class Competency(models.Model):
    """One thing a student should be able to do."""

    group = models.ForeignKey(
        CompetencySet, on_delete=models.CASCADE, related_name="competencies", verbose_name="set"
    )
    area = models.CharField(max_length=80, help_text="The heading it stands under.")
    name = models.CharField(max_length=120)
    name_es = models.CharField("in Spanish", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_current = models.BooleanField("in use", default=True)

    objects = CompetencyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["group__career_area", "group__name", "position", "pk"]
        verbose_name_plural = "competencies"
        constraints = [
            models.UniqueConstraint(fields=["group", "area", "name"], name="competency_once"),
            models.CheckConstraint(
                condition=~Q(area="") & ~Q(name=""), name="competency_has_words"
            ),
        ]

    def __str__(self) -> str:
        """In the language of whoever reads."""
        return (self.name_es if get_language() == "es" else "") or self.name
