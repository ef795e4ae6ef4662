"""Job shadows: hosts, students, and what the host must know (SPEC 12.3)."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program, has_left_place


class JobShadow(models.Model):
    """What all hosts of a job shadow are told. When, where and who organizes it are its
    activity's."""

    activity = models.OneToOneField(
        "calendar_app.Activity",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="job_shadow",
    )
    staff = models.TextField("responsible staff", blank=True)
    transport = models.TextField(blank=True)
    assignment_before = models.TextField(blank=True)
    questions = models.TextField("questions students may ask", blank=True)
    assignment_after = models.TextField(blank=True)
    reminders = models.TextField(blank=True)
    emergency_phones = models.TextField("telephone numbers for emergencies", blank=True)

    history = HistoricalRecords()
    _history_user: User

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("visits:shadow_detail", args=[self.activity.program.slug, self.pk])


class ShadowHostQuerySet(models.QuerySet["ShadowHost"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(activity__program=program)

    def with_left(self) -> Self:
        """Each says whether the person is at the organization no more: ``has_left``."""
        return self.annotate(has_left=has_left_place())


class ShadowHost(models.Model):
    """An organization that takes students on a job shadow, and who there is with them."""

    activity = models.ForeignKey(
        "calendar_app.Activity", on_delete=models.CASCADE, related_name="shadow_hosts"
    )
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="shadow_hosts"
    )
    person = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shadow_hosts",
        help_text="Who is with the students, and gets the handout.",
    )
    capacity = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1)], help_text="So many students at most."
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    asked_about = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="The beginning about which they were asked whether all stands.",
    )
    confirmed_at = models.DateTimeField("said that all stands", null=True, blank=True)
    confirm_note = models.CharField(
        max_length=500, blank=True, help_text="What has changed, in their words."
    )

    objects = ShadowHostQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organization", "person"], name="shadow_host_once"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1), name="shadow_host_takes_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)


class HandoutLook(models.Model):
    """A host opened the handout (SPEC 0.7)."""

    host = models.ForeignKey(ShadowHost, on_delete=models.CASCADE, related_name="looks")
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["-looked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.host}, {self.looked_at:%Y-%m-%d %H:%M}"
