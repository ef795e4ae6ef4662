"""E-mail mentoring: questions go to a mentor, answers come back, staff read first (SPEC 8.5)."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from mentors.models.groups import MentorGroup
from partnerships.models import Program

#: So long a question and an answer may be.
QUESTION_MAX, ANSWER_MAX = 300, 2000


class Month(models.IntegerChoices):
    """As a school counts them: the year begins in the fall."""

    AUGUST = 8, "August"
    SEPTEMBER = 9, "September"
    OCTOBER = 10, "October"
    NOVEMBER = 11, "November"
    DECEMBER = 12, "December"
    JANUARY = 1, "January"
    FEBRUARY = 2, "February"
    MARCH = 3, "March"
    APRIL = 4, "April"
    MAY = 5, "May"
    JUNE = 6, "June"
    JULY = 7, "July"


class QuestionSetQuerySet(models.QuerySet["QuestionSet"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class QuestionSet(models.Model):
    """Questions that go out together, as those of one month."""

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="question_sets"
    )
    name = models.CharField(max_length=120)
    month = models.PositiveSmallIntegerField(
        choices=Month,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="When it is meant to go out. Empty: at any time.",
    )
    is_active = models.BooleanField("in use", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionSetQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="question_set_has_a_name"),
            models.UniqueConstraint(fields=["program", "name"], name="question_set_once"),
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__gte=1, month__lte=12),
                name="question_set_month_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mentors:questionset_edit", args=[self.program.slug, self.pk])


class Question(models.Model):
    """One question of a set. What was sent keeps the words it was sent with."""

    question_set = models.ForeignKey(
        QuestionSet, on_delete=models.CASCADE, related_name="questions"
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=QUESTION_MAX)
    text_es = models.CharField("in Spanish", max_length=QUESTION_MAX, blank=True)

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question_set", "position"], name="question_place_once")
        ]

    def __str__(self) -> str:
        return self.text


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def going(self) -> Self:
        """Neither withdrawn nor of a student who has left."""
        return self.filter(withdrawn_at=None, student__left_on=None)

    def unanswered(self) -> Self:
        return self.going().filter(answered_at=None)

    def to_read(self) -> Self:
        """Answered, and not yet let through to the student."""
        return self.going().filter(answered_at__isnull=False, released_at=None)


class Exchange(models.Model):
    """A set of questions that went to a mentor about one student, and what became of it. Has no
    history of its own: it goes with the student when they are erased."""

    class State(models.TextChoices):
        SENT = "sent", "Waits for the mentor"
        LATE = "late", "Late"
        ANSWERED = "answered", "To be read"
        RELEASED = "released", "The student may read it"
        SEEN = "seen", "The student has read it"
        WITHDRAWN = "withdrawn", "Withdrawn"

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="exchanges"
    )
    question_set = models.ForeignKey(
        QuestionSet, on_delete=models.PROTECT, related_name="exchanges"
    )
    group = models.ForeignKey(MentorGroup, on_delete=models.PROTECT, related_name="exchanges")
    student = models.ForeignKey(
        "students.Student", on_delete=models.CASCADE, related_name="exchanges"
    )
    mentor_person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="exchanges"
    )
    year = models.PositiveSmallIntegerField(
        help_text="The school year in which it was sent, by its first calendar year."
    )
    due_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    nudged_at = models.DateTimeField(
        null=True, blank=True, help_text="When the mentor was reminded."
    )
    reader_nudged_at = models.DateTimeField(
        null=True, blank=True, help_text="When staff were reminded to read it."
    )
    code = models.CharField(
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        help_text="Under which the student reads the answers.",
    )
    seen_at = models.DateTimeField(null=True, blank=True, help_text="The student's first look.")
    look_count = models.PositiveIntegerField(default=0)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "student", "mentor_person", "year"],
                condition=Q(withdrawn_at=None),
                name="exchange_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(answered_at__isnull=False),
                name="exchange_released_after_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "answered_at"]),
            models.Index(fields=["mentor_person", "due_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.question_set}: {self.mentor_person}"

    def get_absolute_url(self) -> str:
        return reverse("mentors:exchange_detail", args=[self.program.slug, self.pk])

    def state_on(self, day: date) -> "Exchange.State":
        """Where it stands."""
        states = Exchange.State
        if self.withdrawn_at:
            return states.WITHDRAWN
        if self.released_at:
            return states.SEEN if self.seen_at else states.RELEASED
        if self.answered_at:
            return states.ANSWERED
        return states.LATE if day > self.due_on else states.SENT

    @property
    def version(self) -> str:
        """Changes when the mentor sends answers again."""
        moment: datetime | None = self.answered_at
        return moment.isoformat() if moment else ""


class ExchangeAnswer(models.Model):
    """A question as it was sent, what the mentor wrote to it, and what staff let through."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=QUESTION_MAX)
    question_es = models.CharField(max_length=QUESTION_MAX, blank=True)
    text = models.TextField(blank=True, max_length=ANSWER_MAX)
    released_text = models.TextField(blank=True)
    may_stay = models.BooleanField(
        default=False, help_text="Staff have read what looks personal, and it may stay."
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "position"], name="exchange_answer_once")
        ]

    def __str__(self) -> str:
        return self.question

    def question_in(self, language: str) -> str:
        return (self.question_es if language == "es" else "") or self.question
