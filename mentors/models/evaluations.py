"""How mentoring was, as students, mentors and staff see it (SPEC 8.6)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program

#: So long a sentence may be.
SENTENCE_MAX = 300
#: The five things that are asked; their words are in ``domain/evaluation_words.py``.
RATINGS = ("prepared", "time_used", "together", "learned", "again")
#: The two sentences.
SENTENCES = ("good", "change")


class Side(models.TextChoices):
    """From where somebody looks at it."""

    STUDENTS = "students", _("Students")
    MENTORS = "mentors", _("Mentors")
    STAFF = "staff", _("Staff")


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open_on(self, day: date) -> Self:
        """Those to which something can be said on this day."""
        return self.filter(closed_at=None, opens_on__lte=day, closes_on__gte=day)


class Evaluation(models.Model):
    """One time at which all three sides are asked; there may be several in a school year."""

    class State(models.TextChoices):
        PLANNED = "planned", "Opens later"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="evaluations"
    )
    title = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField(
        "school year", help_text="By its first calendar year: 2026 for 2026-27."
    )
    opens_on = models.DateField("first day")
    closes_on = models.DateField("last day")
    code = models.CharField(max_length=6, unique=True, help_text="Students type it.")
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="Closed by hand, before the last day was over."
    )
    asked = models.ManyToManyField("partnerships.Person", blank=True, related_name="+")
    asked_at = models.DateTimeField("mentors asked last", null=True, blank=True)
    reminded_at = models.DateTimeField("mentors reminded", null=True, blank=True)
    shared_at = models.DateTimeField("shared with the board", null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    paper = models.ForeignKey(
        "advisory.Paper", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EvaluationQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="evaluation_has_a_title"),
            models.CheckConstraint(condition=~Q(code=""), name="evaluation_has_a_code"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="evaluation_closes_after_opening"
            ),
            models.UniqueConstraint(fields=["program", "year", "title"], name="evaluation_once"),
        ]
        indexes = [models.Index(fields=["program", "year"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mentors:evaluation_detail", args=[self.program.slug, self.pk])

    def state_on(self, day: date) -> "Evaluation.State":
        """Where it stands on a day."""
        if self.closed_at or day > self.closes_on:
            return self.State.CLOSED
        return self.State.PLANNED if day < self.opens_on else self.State.OPEN


class Shown(models.TextChoices):
    """What becomes of a sentence. Staff read all that are not hidden; only quoted ones go out."""

    INSIDE = "inside", "For staff"
    HIDDEN = "hidden", "Hidden"
    QUOTED = "quoted", "May be quoted"


def _rating() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)], help_text="5 is best."
    )


class Voice(models.Model):
    """What somebody says: five numbers, and two sentences if they like. No history: what was taken
    back is gone."""

    prepared = _rating()
    time_used = _rating()
    together = _rating()
    learned = _rating()
    again = _rating()
    good = models.CharField("what went well", max_length=SENTENCE_MAX, blank=True)
    good_shown = models.CharField(max_length=6, choices=Shown, default=Shown.INSIDE)
    change = models.CharField("what should be different", max_length=SENTENCE_MAX, blank=True)
    change_shown = models.CharField(max_length=6, choices=Shown, default=Shown.INSIDE)

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                name=f"%(class)s_{name}_one_to_five",
            )
            for name in ("prepared", "time_used", "together", "learned", "again")
        ]


class MentorVoice(Voice):
    """What a mentor says; saying it again takes its place."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="mentor_voices"
    )
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="mentor_voices"
    )
    said_at = models.DateTimeField()

    class Meta(Voice.Meta):
        constraints = [
            *Voice.Meta.constraints,
            models.UniqueConstraint(fields=["evaluation", "person"], name="mentor_says_it_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.person}"


class StaffVoice(Voice):
    """What one of us says; saying it again takes its place."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="staff_voices"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta(Voice.Meta):
        constraints = [
            *Voice.Meta.constraints,
            models.UniqueConstraint(fields=["evaluation", "user"], name="staff_say_it_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.user}"


class StudentSay(Voice):
    """What one student says, without a name: neither who, nor when, nor from which device."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="student_says"
    )

    def __str__(self) -> str:
        return str(self.evaluation)
