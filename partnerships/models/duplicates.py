from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from partnerships.models.organizations import Affiliation
from partnerships.models.programs import Program
from partnerships.models.recruiting import Partnership


class DuplicateSuggestionQuerySet(models.QuerySet["DuplicateSuggestion"]):
    def for_program(self, program: Program) -> Self:
        """Those that touch an organization the program works with, or somebody there or at its
        school. Organizations are shared, but nobody tidies up what is not theirs at all."""
        ours = Partnership.objects.for_program(program)
        people = Affiliation.objects.filter(
            Exists(ours.filter(organization=OuterRef("organization")))
            | Q(organization=program.school_id)
        )
        # Asked of each suggestion: these are few, the partners and their people are not.
        return self.filter(
            Exists(ours.filter(organization=OuterRef("first")))
            | Exists(ours.filter(organization=OuterRef("second")))
            | Exists(people.filter(person=OuterRef("first_person")))
            | Exists(people.filter(person=OuterRef("second_person")))
        )

    def open(self) -> Self:
        return self.filter(state=DuplicateSuggestion.State.OPEN)


class DuplicateSuggestion(models.Model):
    """Two organizations, or two people, that may be one (SPEC 1.6)."""

    class State(models.TextChoices):
        OPEN = "open", "To be looked at"
        DIFFERENT = "different", "Looked at: not the same"

    first = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    second = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    first_person = models.ForeignKey(
        "partnerships.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    second_person = models.ForeignKey(
        "partnerships.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    score = models.PositiveSmallIntegerField(help_text="Likeness, 0 to 100.")
    reasons = models.JSONField(default=list, help_text="Why, in plain words.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DuplicateSuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        first__isnull=False,
                        second__isnull=False,
                        first__lt=F("second"),
                        first_person=None,
                        second_person=None,
                    )
                    | Q(
                        first=None,
                        second=None,
                        first_person__isnull=False,
                        second_person__isnull=False,
                        first_person__lt=F("second_person"),
                    )
                ),
                name="duplicate_is_a_pair",
            ),
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.UniqueConstraint(
                fields=["first_person", "second_person"], name="duplicate_people_once"
            ),
        ]

    def __str__(self) -> str:
        if self.first_person_id:
            return f"{self.first_person} / {self.second_person}"
        return f"{self.first} / {self.second}"

    @property
    def pair(self) -> tuple[Any, Any]:
        """The two, whatever they are."""
        if self.first_person_id:
            return self.first_person, self.second_person
        return self.first, self.second


class MergeRecord(models.Model):
    """That one organization or person was merged into another, and what it was."""

    class What(models.TextChoices):
        ORGANIZATION = "organization", "Organization"
        PERSON = "person", "Person"

    what = models.CharField(max_length=12, choices=What)
    kept_id = models.PositiveBigIntegerField()
    gone_id = models.PositiveBigIntegerField()
    gone = models.JSONField(help_text="The fields of the one that is gone.")
    moved = models.JSONField(default=dict, help_text="How many of what were moved.")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-merged_at"]
        constraints = [models.UniqueConstraint(fields=["what", "gone_id"], name="gone_only_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.gone_id} into {self.kept_id}"
