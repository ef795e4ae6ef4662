"""Nobody who gave time goes without a word (SPEC 13.10)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from partnerships.models import Program


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(activity__program=program)

    def waiting(self) -> Self:
        return self.filter(settled_at=None)


class Thanks(models.Model):
    """A word owed to a partner after an activity; an apology where they waited in vain."""

    class Kind(models.TextChoices):
        THANKS = "thanks", "Thank-you"
        APOLOGY = "apology", "Apology"

    class Way(models.TextChoices):
        MAIL = "mail", "By e-mail"
        LETTER = "letter", "By letter"
        OTHER = "other", "In another way"

    activity = models.ForeignKey(
        "calendar_app.Activity", on_delete=models.CASCADE, related_name="thanks"
    )
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="thanks"
    )
    person = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="thanks",
        help_text="Empty where nobody is named there.",
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.THANKS)
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    way = models.CharField(max_length=8, choices=Way, blank=True)
    text = models.TextField(blank=True, help_text="As it went out.")

    objects = ThanksQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name_plural = "thanks"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organization", "person"], name="person_thanked_once"
            ),
            models.UniqueConstraint(
                fields=["activity", "organization"],
                condition=Q(person=None),
                name="organization_thanked_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(way=""), name="thanks_say_which_way"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(settled_at=None), name="thanks_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person or self.organization}"
