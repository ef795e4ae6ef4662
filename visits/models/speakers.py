"""Ideas, and speakers who are asked to come to a class (SPEC 6.1-6.3)."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from calendar_app.models import Kind
from partnerships.models import Program


class IdeaQuerySet(models.QuerySet["Idea"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class Idea(models.Model):
    """Something a program could do with a partner, and who thought of it (SPEC 6.1)."""

    class Source(models.TextChoices):
        BOARD = "board", "Advisory board"
        PARTNER = "partner", "Partner"
        COLLEAGUE = "colleague", "Colleague"
        STUDENT = "student", "Student"
        OTHER = "other", "Somebody else"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        USED = "used", "Used"
        DROPPED = "dropped", "Dropped"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="ideas")
    title = models.CharField("the idea", max_length=200)
    about = models.TextField("more about it", blank=True, max_length=2000)
    kind = models.CharField(
        "what it could be", max_length=24, choices=Kind, default=Kind.CLASSROOM_PRESENTATION
    )
    source = models.CharField("whose idea", max_length=12, choices=Source, default=Source.COLLEAGUE)
    source_name = models.CharField(
        "who", max_length=120, blank=True, help_text="A partner or a colleague; no student's name."
    )
    topic = models.ForeignKey(
        "partnerships.Topic",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ideas",
        verbose_name="career topic",
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IdeaQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="idea_says_something")]
        indexes = [models.Index(fields=["program", "state"])]

    def __str__(self) -> str:
        return self.title


class IdeaVote(models.Model):
    """A member of staff would like to see it happen."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idea_votes"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "user"], name="one_vote_per_idea")]

    def __str__(self) -> str:
        return f"{self.user}: {self.idea}"


class SpeakerRequestQuerySet(models.QuerySet["SpeakerRequest"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class SpeakerRequest(models.Model):
    """A class wants to hear somebody (SPEC 6.2). Once somebody said yes it is an activity, which
    then owns time and place."""

    class State(models.TextChoices):
        OPEN = "open", "Looking"
        FILLED = "filled", "Somebody comes"
        WITHDRAWN = "withdrawn", "Withdrawn"

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="speaker_requests")
    title = models.CharField(max_length=200, help_text="As the speaker reads it.")
    about = models.TextField(
        "what about", blank=True, max_length=2000, help_text="What the class would like to hear."
    )
    topics = models.ManyToManyField(
        "partnerships.Topic",
        blank=True,
        related_name="speaker_requests",
        verbose_name="career topics",
        help_text="Whoever has one of these talents is suggested.",
    )
    grade_from = models.PositiveSmallIntegerField("from grade", null=True, blank=True)
    grade_to = models.PositiveSmallIntegerField("to grade", null=True, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(
        "length of the class", default=45, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    place = models.CharField(max_length=200, blank=True)
    room = models.CharField(max_length=80, blank=True, help_text="So that clashes show.")
    organizer = models.ForeignKey(
        "partnerships.Person",
        on_delete=models.PROTECT,
        related_name="organized_speaker_requests",
        help_text="Who keeps in touch with the speaker.",
    )
    teacher = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="taught_speaker_requests",
        help_text="Whose class it is.",
    )
    idea = models.ForeignKey(
        Idea, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    activity = models.OneToOneField(
        "calendar_app.Activity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="speaker_request",
        help_text="Set while we look, if it was on the calendar before.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SpeakerRequestQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="speaker_request_has_a_title"),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="speaker_request_has_time"),
            models.CheckConstraint(
                condition=~Q(state="filled") | Q(activity__isnull=False),
                name="filled_request_is_an_activity",
            ),
            models.CheckConstraint(
                condition=Q(grade_from=None) | Q(grade_to=None) | Q(grade_to__gte=F("grade_from")),
                name="speaker_request_grades_in_order",
            ),
            models.UniqueConstraint(
                fields=["idea"], condition=~Q(state="withdrawn"), name="idea_becomes_one_request"
            ),
        ]
        indexes = [models.Index(fields=["program", "state", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("visits:request_detail", args=[self.program.slug, self.pk])

    @property
    def class_starts_at(self) -> datetime:
        """As the calendar has it, once it is there. Load ``activity`` with it."""
        return self.activity.starts_at if self.activity else self.starts_at

    @property
    def class_ends_at(self) -> datetime:
        if self.activity:
            return self.activity.ends_at
        return self.starts_at + timedelta(minutes=self.minutes)


class SpeakerAskQuerySet(models.QuerySet["SpeakerAsk"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(request__program=program)


class SpeakerAsk(models.Model):
    """Somebody of a partner is asked to come, and may name a colleague (SPEC 6.2, 6.3)."""

    class Answer(models.TextChoices):
        OPEN = "open", _("No answer yet")
        YES = "yes", _("Yes")
        NO = "no", _("No")
        PROPOSES = "proposes", _("Another date")

    request = models.ForeignKey(SpeakerRequest, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="speaker_asks"
    )
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="speaker_asks"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN)
    note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField("proposed time", null=True, blank=True)
    proposed_text = models.CharField("proposed in words", max_length=200, blank=True)
    refused_at = models.DateTimeField(
        null=True, blank=True, help_text="When we said that the proposed date does not suit."
    )
    is_speaker = models.BooleanField("comes", default=False)
    colleague_name = models.CharField(max_length=120, blank=True)
    colleague_email = models.EmailField("colleague's e-mail", blank=True)
    colleague_organization = models.CharField(max_length=200, blank=True)
    colleague_word = models.CharField("a word about them", max_length=200, blank=True)
    recommended_at = models.DateTimeField(null=True, blank=True)
    colleague = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recommended_in",
        help_text="Who the recommended colleague is, once they are in the directory.",
    )
    colleague_at = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recommended_in",
    )

    objects = SpeakerAskQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="speaker_asked_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(is_speaker=True), name="one_speaker_per_request"
            ),
            models.CheckConstraint(
                condition=~Q(answer="proposes")
                | Q(proposed_at__isnull=False)
                | ~Q(proposed_text=""),
                name="proposal_says_when",
            ),
        ]
        indexes = [models.Index(fields=["organization", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.request}"

    @property
    def waits_for_us(self) -> bool:
        """A proposed date that nobody took or refused."""
        return self.answer == self.Answer.PROPOSES and self.refused_at is None
