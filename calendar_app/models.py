"""Everything on a date and everything to do (SPEC 0.3)."""

import secrets
import uuid
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Affiliation, Person, Program

#: The page of an activity, by its kind, where another app keeps that page. Each address takes the
#: slug of the program and the id of the activity. Filled in ``ready()`` of those apps.
ADDRESSES: dict[str, str] = {}
#: What other apps prepare for an activity, by its kind: words for the link, and the name of the
#: address, which takes the same. The first is the main one.
PREPARATIONS: dict[str, list[tuple[str, str]]] = {}


#: For choices of forms and filters.
GRADES = [(str(grade), f"Grade {grade}") for grade in range(6, 13)]


class Kind(models.TextChoices):
    """What an activity is (SPEC 5.1)."""

    BOARD_MEETING = "board_meeting", _("Advisory board meeting")
    SITE_VISIT = "site_visit", _("Site visit / field trip")
    POSTSECONDARY_VISIT = "postsecondary_visit", _("Postsecondary visit")
    POSTSECONDARY_TALK = "postsecondary_talk", _("Postsecondary conversation")
    CLASSROOM_PRESENTATION = "classroom_presentation", _("Classroom presentation")
    CAREER_DAY = "career_day", _("Career day or fair")
    MOCK_INTERVIEW = "mock_interview", _("Mock interviews")
    JOB_SHADOW = "job_shadow", _("Job shadow")
    MENTOR_SESSION = "mentor_session", _("Mentor activity")
    TEAM_CHALLENGE = "team_challenge", _("Team-based challenge")
    INTERNSHIP = "internship", _("Internship or career development experience")
    PROJECT_DUE = "project_due", _("Project due date")
    PARENT_MEETING = "parent_meeting", _("Parent meeting")
    CELEBRATION = "celebration", _("Student celebration")
    INDUSTRY_EVENT = "industry_event", _("Industry event")
    PUBLICITY_EVENT = "publicity_event", _("Recruitment or public-relations event")
    APPOINTMENT = "appointment", _("Appointment")
    OTHER = "other", _("Other")


#: Kinds at which no partner meets students.
WITHOUT_STUDENTS = frozenset(
    {Kind.BOARD_MEETING, Kind.PROJECT_DUE, Kind.PARENT_MEETING, Kind.APPOINTMENT}
)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def visible_to_person(self, person: Person) -> Self:
        """Those a partner was invited to or organizes. What they were asked to for an organization
        they have left is their successor's to see."""
        here = Affiliation.objects.open().filter(person=person).values("organization")
        left = Affiliation.objects.filter(person=person).exclude(organization__in=here)
        asked = Participation.objects.filter(person=person).exclude(
            organization__in=left.values("organization")
        )
        return self.filter(Q(organizer=person) | Q(pk__in=asked.values("activity")))

    def on_between(self, first: datetime, end: datetime) -> Self:
        """Those that touch the span: begun before ``end`` and over after ``first``."""
        return self.filter(starts_at__lt=end, ends_at__gt=first)

    def standing(self) -> Self:
        """Those that were not called off."""
        return self.exclude(state__in=CALLED_OFF)


class Activity(models.Model):
    """When, where and who. Board meetings, visits and mentor sessions each own one; time,
    invitations and reminders live here and nowhere else."""

    class State(models.TextChoices):
        """How it ended (SPEC 5.7)."""

        PLANNED = "planned", "Planned"
        COMPLETED = "completed", "Completed"
        CANCELLED_BY_SCHOOL = "cancelled_by_school", "Cancelled by us"
        CANCELLED_BY_PARTNER = "cancelled_by_partner", "Cancelled by the partner"
        STUDENTS_ABSENT = "students_absent", "We did not come"
        PARTNER_ABSENT = "partner_absent", "The partner did not come"
        NOT_HELD = "not_held", "Did not take place"

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.CharField(max_length=24, choices=Kind)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, help_text="What everybody invited should know.")
    place = models.CharField(max_length=200, blank=True)
    room = models.CharField(
        max_length=80, blank=True, help_text="A room of the school, so that clashes show."
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    organizer = models.ForeignKey(
        "partnerships.Person",
        on_delete=models.PROTECT,
        related_name="organized_activities",
        help_text="Our member of staff who keeps in touch until it is complete.",
    )
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="activities",
        help_text="The partner it is with, or who hosts it.",
    )
    grade_from = models.PositiveSmallIntegerField(null=True, blank=True)
    grade_to = models.PositiveSmallIntegerField(null=True, blank=True)
    is_public = models.BooleanField(
        "shown to the public", default=False, help_text="In the program's public calendar."
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text="iCalendar SEQUENCE: grows when time or place changes."
    )
    state = models.CharField(max_length=24, choices=State, default=State.PLANNED)
    state_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(
        default=timezone.now, help_text="When it was last planned, moved or called off."
    )

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User  # a domain verb sets it before saving; simple-history reads it

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="activity_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_a_title"),
            models.CheckConstraint(
                condition=Q(grade_from=None) | Q(grade_to=None) | Q(grade_to__gte=F("grade_from")),
                name="activity_grades_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "starts_at"]),
            models.Index(fields=["organization", "starts_at"]),
            models.Index(fields=["organizer", "starts_at"]),
            models.Index(fields=["program", "changed_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        address = ADDRESSES.get(self.kind, "calendar_app:activity_detail")
        return reverse(address, args=[self.program.slug, self.pk])

    @property
    def is_called_off(self) -> bool:
        return self.state in CALLED_OFF

    @property
    def reason_words(self) -> str | Promise:
        """Why it does not take place: in the reader's language where it was not typed by hand."""
        return translation.gettext_lazy(self.state_reason) if self.state_reason else ""


CALLED_OFF = frozenset(
    {
        Activity.State.CANCELLED_BY_SCHOOL,
        Activity.State.CANCELLED_BY_PARTNER,
        Activity.State.STUDENTS_ABSENT,
        Activity.State.PARTNER_ABSENT,
        Activity.State.NOT_HELD,
    }
)


class Participation(models.Model):
    """A person who was asked to an activity."""

    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        SUBSTITUTE = "substitute", "Substitute"
        HOST = "host", "Host"
        SPEAKER = "speaker", "Speaker"
        STAFF = "staff", "Staff"
        GUEST = "guest", "Guest"

    class Answer(models.TextChoices):
        OPEN = "open", _("No answer yet")
        YES = "yes", _("Yes")
        NO = "no", _("No")
        MAYBE = "maybe", _("Maybe")
        SUBSTITUTE = "substitute", _("My substitute comes")

    class Attendance(models.TextChoices):
        UNKNOWN = "", "Not noted"
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By telephone"
        VIDEO = "video", "By video"
        EXCUSED = "excused", "Excused"
        ABSENT = "absent", "Absent"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="participations"
    )
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
        help_text="For whom they come. Empty for nobody in particular.",
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.GUEST)
    stands_in_for = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="substitute",
        help_text="Whose place they take.",
    )
    answer = models.CharField(max_length=20, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.CharField(max_length=200, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    attendance = models.CharField(
        max_length=12, choices=Attendance, blank=True, default=Attendance.UNKNOWN
    )

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], name="person_invited_once"),
            models.CheckConstraint(
                condition=~Q(role="substitute") | Q(stands_in_for__isnull=False),
                name="substitute_stands_in_for_somebody",
            ),
        ]
        indexes = [models.Index(fields=["person", "activity"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity}"

    @property
    def was_there(self) -> bool:
        return self.attendance in ATTENDED


#: Somebody with one of these was there, or was not; else nobody has noted it.
ATTENDED = frozenset(
    {
        Participation.Attendance.IN_PERSON,
        Participation.Attendance.PHONE,
        Participation.Attendance.VIDEO,
    }
)
MISSED = frozenset({Participation.Attendance.EXCUSED, Participation.Attendance.ABSENT})


class Checkpoint(models.Model):
    """A step on the way to an activity that its organizer takes (SPEC 5.8)."""

    class Kind(models.TextChoices):
        CONTACTED = "contacted", "Partner contacted"
        CONFIRMED = "confirmed", "Confirmed"
        DETAILS_SENT = "details_sent", "Details sent"
        REMINDED = "reminded", "Reminded"
        DONE = "done", "Done"
        THANKED = "thanked", "Thanked"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="checkpoints")
    kind = models.CharField(max_length=16, choices=Kind)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "kind"], name="checkpoint_once")]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at=None), name="checkpoint_open")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.activity}"


class Reminder(models.Model):
    """When everybody invited to an activity is reminded (SPEC 3.5). A row per offset; its due time
    moves with the activity. Who gets one is decided when it is due."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="reminders")
    days_before = models.PositiveSmallIntegerField(help_text="0: on the morning itself.")
    due_at = models.DateTimeField()
    occasion = models.PositiveSmallIntegerField(
        default=0,
        help_text="Grows when an activity moves after this went out, so that it goes out again.",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "days_before"], name="one_reminder_per_offset"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(handled_at=None), name="reminder_due")
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.days_before} days before"


class TaskQuerySet(models.QuerySet["Task"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        return self.filter(done_at=None)


class Task(models.Model):
    """Something somebody must do (SPEC 0.3)."""

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="tasks"
    )
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    owner = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
        help_text="Who does it: staff, or a member of the board. Empty for nobody yet.",
    )
    due_on = models.DateField("by when", null=True, blank=True)
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
        help_text="The partner it is about.",
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    interaction = models.OneToOneField(
        "partnerships.Interaction",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="task",
        help_text="The contact that agreed it as the next step.",
    )
    key = models.CharField(
        max_length=120,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="For tasks the program makes by itself: same key, same task.",
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TaskQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title")]
        indexes = [
            models.Index(
                fields=["program", "due_on"], condition=Q(done_at=None), name="task_open_program"
            ),
            models.Index(
                fields=["owner", "due_on"], condition=Q(done_at=None), name="task_open_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("calendar_app:task_edit", args=[self.program.slug, self.pk])


def new_token() -> str:
    return secrets.token_urlsafe(32)


class FeedToken(models.Model):
    """The secret address of a person's calendar feed (SPEC 5.2). Revoked: the address is dead."""

    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.CASCADE, related_name="feed_tokens"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="one_feed_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"Feed of {self.person}"


class ClosureQuerySet(models.QuerySet["Closure"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(school=program.school_id)

    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Closure(models.Model):
    """Days on which a school is closed, for all its programs."""

    school = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="closures"
    )
    name = models.CharField(max_length=120)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["school", "starts_on"])]

    def __str__(self) -> str:
        return self.name


class CalendarReview(models.Model):
    """Somebody went through the calendar and says it is right (SPEC 5.3)."""

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.CASCADE, related_name="calendar_reviews"
    )
    reviewed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-reviewed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.program}, {self.reviewed_at:%Y-%m-%d}"
