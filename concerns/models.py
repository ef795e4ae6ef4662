"""What partners must know before they meet students, and that they say they do (SPEC 12.2)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from calendar_app.models import Kind
from partnerships.models import Program


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class Guideline(models.Model):
    """Rules for some kinds of activity. Its text stands in its versions."""

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="guidelines"
    )
    title = models.CharField(max_length=120)
    kinds = models.JSONField("for which activities", default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = GuidelineQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="guideline_has_a_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("concerns:guideline_detail", args=[self.program.slug, self.pk])

    @property
    def kind_words(self) -> str:
        return ", ".join(str(Kind(kind).label) for kind in self.kinds if kind in Kind.values)


class GuidelineVersion(models.Model):
    """A text of a guideline. A draft may change; once published it never does."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField("text in English")
    text_es = models.TextField("text in Spanish", blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["guideline", "number"], name="guideline_version_once"),
            models.UniqueConstraint(
                fields=["guideline"],
                condition=Q(published_at=None),
                name="guideline_has_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guideline}, version {self.number}"

    def text_in(self, language: str) -> str:
        """In this language, or in English where it is not translated."""
        return (self.text_es if language == "es" else "") or self.text


class Acknowledgment(models.Model):
    """Somebody of a partner says that they have read a version and will keep to it."""

    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.PROTECT, related_name="acknowledgments"
    )
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="acknowledgments"
    )
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acknowledgments",
        help_text="For whom they were asked.",
    )
    name = models.CharField(max_length=120, help_text="As they wrote it.")
    acknowledged_on = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who of us noted it from paper. Empty: they said it themselves.",
    )
    text_hash = models.CharField(
        max_length=64, editable=False, help_text="SHA-256 of the text they saw."
    )

    class Meta:
        ordering = ["-acknowledged_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="acknowledged_once"),
            models.CheckConstraint(condition=~Q(name=""), name="acknowledgment_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.version}"
