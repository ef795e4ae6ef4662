"""What people of partners say privately after an activity (SPEC 13.12)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Program


class AfterthoughtQuerySet(models.QuerySet["Afterthought"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(activity__program=program)

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)


class Afterthought(models.Model):
    """Somebody of a partner was asked two questions, and perhaps answered. Seen by coordinators
    and administrators of the program alone."""

    class How(models.IntegerChoices):
        VERY_WELL = 5, _("Very well")
        WELL = 4, _("Well")
        FAIR = 3, _("So-so")
        POORLY = 2, _("Not so well")
        BADLY = 1, _("Badly")

    class Again(models.TextChoices):
        YES = "yes", _("Yes, gladly")
        PERHAPS = "perhaps", _("Perhaps")
        NO = "no", _("No")

    activity = models.ForeignKey(
        "calendar_app.Activity", on_delete=models.CASCADE, related_name="afterthoughts"
    )
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.CASCADE, related_name="afterthoughts"
    )
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="afterthoughts"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    how = models.PositiveSmallIntegerField("how it went", choices=How, null=True, blank=True)
    again = models.CharField("would do it again", max_length=8, choices=Again, blank=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AfterthoughtQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="afterthought_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(how__isnull=False), name="afterthought_says_how"
            ),
        ]
        indexes = [models.Index(fields=["person", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity}"
