from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnerships.models import Program
from partnerships.models.organizations import Language


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class LetterTemplate(models.Model):
    """A letter with merge fields, of one program (SPEC 2.5)."""

    class Kind(models.TextChoices):
        RECRUITMENT = "recruitment", "Recruitment"
        BOARD_INVITATION = "board_invitation", "Invitation to the board"
        THANK_YOU = "thank_you", "Thank-you"
        EVENT_INVITATION = "event_invitation", "Event invitation"
        RENEWAL = "renewal", "Renewal"
        OTHER = "other", "Other"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="letter_templates")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.RECRUITMENT)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    subject = models.CharField(
        max_length=150, blank=True, help_text="The subject of the e-mail; not printed."
    )
    body = models.TextField(help_text="Markdown, with merge fields in {{ double braces }}.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = LetterTemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name", "language"], name="letter_template_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("letters:template_edit", args=[self.program.slug, self.pk])


class Signer(models.Model):
    """Who signs a template's letters: up to three, in order."""

    template = models.ForeignKey(LetterTemplate, on_delete=models.CASCADE, related_name="signers")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey("partnerships.Person", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="signer_position_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=3), name="at_most_three_signers"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class LetterBatchQuerySet(models.QuerySet["LetterBatch"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class LetterBatch(models.Model):
    """Letters made in one go: printed in one PDF with labels and envelopes, or mailed."""

    class Way(models.TextChoices):
        PRINT = "print", "Print"
        EMAIL = "email", "E-mail"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="letter_batches")
    template = models.ForeignKey(
        LetterTemplate, null=True, on_delete=models.SET_NULL, related_name="batches"
    )
    template_name = models.CharField(max_length=80)
    way = models.CharField(max_length=5, choices=Way, default=Way.PRINT)
    copies = models.PositiveSmallIntegerField(default=1)
    file = models.FileField(upload_to="letters/%Y/%m/", blank=True, help_text="All, in one PDF.")
    job = models.ForeignKey(
        "core.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "letter batches"

    def __str__(self) -> str:
        return f"{self.template_name}, {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("letters:batch_detail", args=[self.program.slug, self.pk])


class LetterQuerySet(models.QuerySet["Letter"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(batch__program=program)


class Letter(models.Model):
    """One letter, kept exactly as it was sent."""

    batch = models.ForeignKey(LetterBatch, on_delete=models.PROTECT, related_name="letters")
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="letters"
    )
    person = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="letters",
    )
    opening = models.TextField(blank=True, help_text="The sentence for this partner alone.")
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    values = models.JSONField(default=dict, help_text="Every merge value, as it was then.")
    html = models.TextField(blank=True, help_text="The letter's text, as it was sent.")
    file = models.FileField(upload_to="letters/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    message = models.ForeignKey(
        "notifications.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "organization"], name="one_letter_per_batch_and_organization"
            )
        ]

    def __str__(self) -> str:
        return f"Letter to {self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("letters:letter_pdf", args=[self.batch.program.slug, self.pk])
