"""Meetings, their agenda, what was said and decided, and what came of it (SPEC 3.3-3.12)."""

from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from advisory.models.boards import Board, Seat
from partnerships.models import Program
from partnerships.models.organizations import WebsiteField


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(board__program=program)


class Meeting(models.Model):
    """A meeting of a board. Its time, place, state and guests are its activity's."""

    class Minutes(models.TextChoices):
        NONE = "none", "Not begun"
        LIVE = "live", "Being taken"
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent to members"
        APPROVED = "approved", "Approved"

    activity = models.OneToOneField(
        "calendar_app.Activity",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="meeting",
    )
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    is_organizational = models.BooleanField(
        default=False, help_text="The first of a year: settles place, time and chair."
    )
    host_seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.SET_NULL, related_name="hosted_meetings"
    )
    chair = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="chaired_meetings",
    )
    video_link = WebsiteField(blank=True)
    agenda_posted_at = models.DateTimeField(null=True, blank=True)
    minutes_state = models.CharField(max_length=10, choices=Minutes, default=Minutes.NONE)
    started_at = models.DateTimeField("called to order", null=True, blank=True)
    ended_at = models.DateTimeField("adjourned", null=True, blank=True)
    note_taker = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="noted_meetings",
    )
    visitors = models.TextField(blank=True, help_text="Others who came, one a line.")
    summary = models.TextField(blank=True)
    minutes_sent_at = models.DateTimeField(null=True, blank=True)
    minutes_approved_at = models.DateTimeField(null=True, blank=True)
    approved_in = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="approved_minutes",
        help_text="The meeting that approved these minutes.",
    )
    minutes_posted_at = models.DateTimeField(null=True, blank=True)
    minutes_file = models.FileField(upload_to="minutes/%Y/", blank=True, editable=False)
    minutes_hash = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Grows with each save of the live record."
    )

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["activity__starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(minutes_state="approved") | Q(minutes_approved_at__isnull=False),
                name="approved_minutes_have_a_date",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="meeting_adjourned_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("advisory:meeting_detail", args=[self.board.program.slug, self.pk])

    @property
    def is_locked(self) -> bool:
        """Approved minutes change no more; a correction is an addendum."""
        return self.minutes_state == self.Minutes.APPROVED


class Topic(models.TextChoices):
    """What boards talk about (SPEC 3.3); ``advisory.domain.topics`` says which return."""

    MINUTES = "minutes", "Approve the minutes"
    ANSWERS = "answers", "What became of our last recommendations"
    CALENDAR = "calendar", "Calendar review"
    BRAINSTORM = "brainstorm", "Brainstorming"
    NEXT_AGENDA = "next_agenda", "Build the next agenda"
    COURSES = "courses", "Technical course sequence"
    DUAL_ENROLLMENT = "dual_enrollment", "Dual-enrollment subjects"
    EQUIPMENT = "equipment", "Equipment"
    SPEAKERS_TRIPS = "speakers_trips", "Speakers and field trips"
    MENTORS = "mentors", "Identifying mentors"
    BUDGET = "budget", "Annual budget"
    RECRUITING = "recruiting", "Recruiting partners"
    EVALUATION = "evaluation", "Evaluation of completed activities"
    PROBLEMS = "problems", "Solving problems"
    ROLES = "roles", "Roles and responsibilities"
    ROLES_REVIEW = "roles_review", "Review of roles, accomplishments and next year's plan"
    STUDENT_DATA = "student_data", "Assessment data"
    STUDENT_WORK = "student_work", "Student work"
    PUBLIC_COMMENT = "public_comment", "Public comment"
    OTHER = "other", "Other"


class AgendaItem(models.Model):
    """A point of the agenda, and later what was said and decided on it."""

    class Purpose(models.TextChoices):
        INFORM = "inform", _("Inform")
        DISCUSS = "discuss", _("Discuss")
        DECIDE = "decide", _("Decide")

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        PLANNED = "planned", _("On the agenda")
        DONE = "done", _("Dealt with")
        CARRIED = "carried", _("Carried over")
        DROPPED = "dropped", _("Not taken up")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=20, choices=Topic, default=Topic.OTHER)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.DISCUSS)
    presenter = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="presented_items",
    )
    minutes = models.PositiveSmallIntegerField(
        "minutes", default=10, validators=[MinValueValidator(1)]
    )
    detail = models.TextField(blank=True, help_text="What members should know beforehand.")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    suggested_by = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="suggested_items",
    )
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_to"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True, help_text="As taken in the meeting; for the note taker.")
    summary = models.TextField(
        blank=True, help_text="Summary of the discussion, as open meetings want it."
    )
    decision = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_a_title"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="agenda_item_takes_time"),
        ]
        indexes = [models.Index(fields=["meeting", "position"])]

    def __str__(self) -> str:
        return self.title


class Motion(models.Model):
    class Result(models.TextChoices):
        CARRIED = "carried", "Carried"
        FAILED = "failed", "Failed"
        TABLED = "tabled", "Tabled"
        WITHDRAWN = "withdrawn", "Withdrawn"

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="motions")
    text = models.TextField()
    moved_by = models.ForeignKey(
        "partnerships.Person", null=True, on_delete=models.PROTECT, related_name="motions_moved"
    )
    seconded_by = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="motions_seconded",
    )
    votes_for = models.PositiveSmallIntegerField("for", default=0)
    votes_against = models.PositiveSmallIntegerField("against", default=0)
    abstained = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=10, choices=Result, default=Result.CARRIED)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="motion_has_a_text"),
            models.CheckConstraint(
                condition=Q(seconded_by=None) | Q(moved_by=None) | ~Q(seconded_by=F("moved_by")),
                name="motion_seconded_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(result="carried") | Q(votes_for__gt=F("votes_against")),
                name="carried_motion_has_a_majority",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(board__program=program)

    def unanswered(self) -> Self:
        return self.filter(answer=Recommendation.Answer.OPEN)


class Recommendation(models.Model):
    """What the board advises, and what the school answers (SPEC 3.10)."""

    class Answer(models.TextChoices):
        OPEN = "open", _("No answer yet")
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        DECLINED = "declined", _("Declined")
        NEEDS_MONEY = "needs_money", _("Needs money")
        NEEDS_BOARD = "needs_board", _("Needs the board of education")
        DONE = "done", _("Done")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="recommendations")
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recommendations",
        help_text="Where it was said.",
    )
    text = models.TextField()
    recommended_on = models.DateField(default=timezone.localdate)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.OPEN)
    answer_text = models.TextField("what the school says", blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="answers_given",
    )
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the answer went to the members."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RecommendationQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["-recommended_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_has_a_text"),
            models.CheckConstraint(
                condition=Q(answer="open") | Q(answered_on__isnull=False),
                name="answer_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(answer_text=""),
                name="declined_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ActionItem(models.Model):
    """A task agreed at a meeting."""

    task = models.OneToOneField(
        "calendar_app.Task", on_delete=models.CASCADE, primary_key=True, related_name="action_item"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="action_items")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="action_items"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.task)


class Addendum(models.Model):
    """A correction of approved minutes: they are locked, this stands below them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="addenda")
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "addenda"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="addendum_has_a_text")]

    def __str__(self) -> str:
        return self.text[:80]


class Verdict(models.Model):
    """A member's private answer to "was it worth your time?" (SPEC 3.12)."""

    class Worth(models.IntegerChoices):
        NO = 1, _("No, not really")
        PARTLY = 2, _("In part")
        YES = 3, _("Yes, it was")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="verdicts")
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.CASCADE, related_name="verdicts"
    )
    worth = models.PositiveSmallIntegerField(choices=Worth)
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_verdict_a_member")
        ]

    def __str__(self) -> str:
        return self.get_worth_display()
