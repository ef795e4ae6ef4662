"""Partners look at student work without names, or a summary, and say what they see (SPEC 4.6)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program

#: So long what is asked, and each of the two answers in words, may be.
QUESTION_MAX, WORDS_MAX = 2000, 2000


class ReviewQuerySet(models.QuerySet["Review"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open_on(self, day: date) -> Self:
        """Those that take answers on a day."""
        return self.filter(opened_at__isnull=False, closed_at=None, closes_on__gte=day)


class Review(models.Model):
    """A round: some works, or a summary, shown to some people until a day."""

    class Kind(models.TextChoices):
        STUDENT_WORK = "student_work", "Student work"
        SUMMARY = "summary", "Assessment summary"

    class State(models.TextChoices):
        PREPARED = "prepared", "Being prepared"
        OPEN = "open", "Open"
        OVER = "over", "Over"

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="reviews"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STUDENT_WORK)
    title = models.CharField(max_length=120)
    question = models.TextField("what we would like to know", max_length=QUESTION_MAX, blank=True)
    question_es = models.TextField("the same in Spanish", max_length=QUESTION_MAX, blank=True)
    competencies = models.ManyToManyField("students.Competency", blank=True, related_name="reviews")
    closes_on = models.DateField("open until")
    board = models.ForeignKey(
        "advisory.Board",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reviews",
        help_text="Whose members look, and who gets the results.",
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="Closed by hand, before its day was over."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[competencies])
    _history_user: User

    class Meta:
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="review_has_a_title"),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="review_closes_after_opening",
            ),
        ]
        indexes = [models.Index(fields=["program", "closes_on"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reviews:review_detail", args=[self.program.slug, self.pk])

    @property
    def is_of_work(self) -> bool:
        return self.kind == self.Kind.STUDENT_WORK

    def state_on(self, day: date) -> "Review.State":
        if self.opened_at is None:
            return self.State.PREPARED
        if self.closed_at is not None or day > self.closes_on:
            return self.State.OVER
        return self.State.OPEN

    def question_in(self, language: str) -> str:
        return (self.question_es if language == "es" else "") or self.question


def letters_of(position: int) -> str:
    """ "A" of 1, "Z" of 26, "AA" of 27."""
    letters = ""
    while position > 0:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(review__program=program)


class ReviewItem(models.Model):
    """One work, known by a letter. Whose it is, is for staff alone. Has no history of its own: it
    goes with the student when they are erased, and its file with it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    student = models.ForeignKey(
        "students.Student",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="review_items",
        help_text="Seen by staff alone; the work goes when the student is erased.",
    )
    file = models.FileField(upload_to="reviews/%Y/%m/")
    size = models.PositiveIntegerField(help_text="In bytes.")
    content_type = models.CharField(max_length=100)
    taken_out = models.CharField(
        max_length=300, blank=True, help_text="What was in the file and is not any more."
    )
    is_readable = models.BooleanField(
        default=False, help_text="Its words could be searched for the name."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="review_item_letter_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="review_item_has_a_letter"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "Work A", in the language that is set: all that a partner knows of it."""
        letters = letters_of(self.position)
        if self.review.is_of_work:
            return _("Work %(letter)s") % {"letter": letters}
        return _("Summary %(letter)s") % {"letter": letters}


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    def standing(self) -> Self:
        """Those who were not taken off the list."""
        return self.filter(withdrawn_at=None)

    def unfinished(self) -> Self:
        return self.standing().filter(asked_at__isnull=False, done_at=None)


class Reviewer(models.Model):
    """Somebody of a partner who was chosen to look. Who was taken off again stays on record with
    what they looked at and sent."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="reviews"
    )
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="reviewers"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, help_text="All works are judged.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewerQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["organization__name", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "person"], name="reviewer_once_in_a_review")
        ]
        indexes = [models.Index(fields=["person", "done_at"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.review}"


class Feedback(models.Model):
    """What a reviewer says of a work; a draft until it is sent. Goes with the work."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="feedback")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="feedback")
    strength = models.TextField(gettext_lazy("what is strong"), max_length=WORDS_MAX, blank=True)
    next_step = models.TextField(
        gettext_lazy("what would be the next step"), max_length=WORDS_MAX, blank=True
    )
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["item", "pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.UniqueConstraint(fields=["item", "reviewer"], name="feedback_once_of_a_work")
        ]

    def __str__(self) -> str:
        return f"{self.reviewer.person}: {self.item}"


class Rating(models.Model):
    """How far a work shows a competency; without a value it cannot be told."""

    class Value(models.IntegerChoices):
        NOT_YET = 1, gettext_lazy("Not yet")
        BEGINNING = 2, gettext_lazy("Beginning")
        GOOD = 3, gettext_lazy("Good")
        READY = 4, gettext_lazy("Ready for the job")

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="ratings")
    competency = models.ForeignKey(
        "students.Competency", on_delete=models.PROTECT, related_name="ratings"
    )
    value = models.PositiveSmallIntegerField(
        choices=Value,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )

    class Meta:
        ordering = ["competency", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["feedback", "competency"], name="rating_once_of_a_competency"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=1, value__lte=4), name="rating_is_of_four"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.get_value_display() if self.value else '?'}"


class Look(models.Model):
    """A reviewer opened the file of a work (SPEC 0.7)."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="looks")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="looks")
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["-looked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.reviewer.person}: {self.item}"
