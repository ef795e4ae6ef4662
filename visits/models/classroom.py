"""What a speaker is told before a class, and what everybody says after it (SPEC 6.2, 6.4)."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program

#: Each text of the sheet has so many characters at most, so that all of them fit on one page.
TEXT_MAX = 400


class ClassroomVisit(models.Model):
    """What a speaker should know beforehand, and the code under which the class says how it was
    (SPEC 6.2, 6.4). When, where and who organizes it are its activity's."""

    activity = models.OneToOneField(
        "calendar_app.Activity",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="classroom_visit",
    )
    class_name = models.CharField("class", max_length=120, blank=True)
    student_count = models.PositiveSmallIntegerField(
        "how many students", null=True, blank=True, validators=[MaxValueValidator(2000)]
    )
    arrival = models.TextField("where to come and park", blank=True, max_length=TEXT_MAX)
    learning = models.TextField("what they learn now", blank=True, max_length=TEXT_MAX)
    wishes = models.TextField("what they would like to hear", blank=True, max_length=TEXT_MAX)
    questions = models.TextField("questions they may ask", blank=True, max_length=TEXT_MAX)
    equipment = models.TextField("what is in the room", blank=True, max_length=TEXT_MAX)
    contact = models.CharField(
        "contact on the day", max_length=200, blank=True, help_text="A name and a telephone."
    )
    sheet_sent_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(
        max_length=6, unique=True, null=True, blank=True, help_text="Students type it."
    )

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="code_is_none_or_some")]

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("visits:classroom_detail", args=[self.activity.program.slug, self.pk])


class More(models.TextChoices):
    """Would they like more of it?"""

    YES = "yes", _("Yes")
    MAYBE = "maybe", _("Maybe")
    NO = "no", _("No")


STARS = [MinValueValidator(1), MaxValueValidator(5)]


class StudentVoiceQuerySet(models.QuerySet["StudentVoice"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(visit__activity__program=program)


class StudentVoice(models.Model):
    """What one student says, without a name: neither who, nor when, nor from which device. So it
    has no history either."""

    visit = models.ForeignKey(ClassroomVisit, on_delete=models.CASCADE, related_name="voices")
    interest = models.PositiveSmallIntegerField("how interesting", validators=STARS)
    more = models.CharField("learn more", max_length=5, choices=More)
    sentence = models.CharField(max_length=300, blank=True)
    is_hidden = models.BooleanField("sentence hidden", default=False)

    objects = StudentVoiceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interest__gte=1, interest__lte=5), name="student_voice_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.interest}"


class AdultVoice(models.Model):
    """What the teacher or the speaker says of it; saying it again takes its place."""

    visit = models.ForeignKey(ClassroomVisit, on_delete=models.CASCADE, related_name="adult_voices")
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Who of us says it.",
    )
    speaker = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="classroom_voices",
    )
    rating = models.PositiveSmallIntegerField("how it went", validators=STARS)
    again = models.CharField(max_length=5, choices=More)
    words = models.TextField(blank=True, max_length=1000)
    given_at = models.DateTimeField()

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="adult_voice_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(teacher=None) ^ Q(speaker=None), name="teacher_or_speaker_says_it"
            ),
            models.UniqueConstraint(fields=["visit", "teacher"], name="teacher_says_it_once"),
            models.UniqueConstraint(fields=["visit", "speaker"], name="speaker_says_it_once"),
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.rating}"
