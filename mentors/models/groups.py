"""Who accompanies whom, and when they met (SPEC 8.3, 8.4)."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from mentors.models.mentors import Form, Mentor
from mentors.models.plans import MentorActivity
from partnerships.models import Program


class MentorGroupQuerySet(models.QuerySet["MentorGroup"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def going(self) -> Self:
        """Those that were not ended."""
        return self.filter(ended_on=None)


class MentorGroup(models.Model):
    """One to three mentors, who stand in for each other, with a student, a few, a class or a
    team."""

    class Kind(models.TextChoices):
        STUDENT = "student", _("One student")
        SMALL_GROUP = "small_group", _("Small group")
        CLASS = "class", _("Class")
        TEAM = "team", _("Team of a challenge")

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="mentor_groups"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STUDENT)
    activity = models.CharField("what they do", max_length=12, choices=MentorActivity, blank=True)
    form = models.CharField("how they meet", max_length=10, choices=Form, default=Form.IN_PERSON)
    aim = models.TextField("what it is for", blank=True)
    organizer = models.ForeignKey(
        "partnerships.Person",
        on_delete=models.PROTECT,
        related_name="organized_mentor_groups",
        help_text="Our member of staff who keeps in touch.",
    )
    students = models.ManyToManyField("students.Student", blank=True, related_name="mentor_groups")
    mentors = models.ManyToManyField(Mentor, through="GroupMentor", related_name="groups")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MentorGroupQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[students])
    _history_user: User

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="mentor_group_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="mentor_group_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["program", "ended_on"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mentors:group_detail", args=[self.program.slug, self.pk])


class GroupMentor(models.Model):
    """A mentor of a group: the first leads, the others stand in."""

    MOST = 3

    group = models.ForeignKey(MentorGroup, on_delete=models.CASCADE, related_name="places")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["group", "mentor"], name="mentor_once_in_a_group"),
            models.UniqueConstraint(fields=["group", "position"], name="mentor_place_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=3), name="mentor_group_has_three_places"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor}: {self.group}"


class MentorSession(models.Model):
    """A meeting of a group. Its time, place, state and mentors are its activity's (participations);
    which students came is in ``visits.Placement``, as for every activity."""

    activity = models.OneToOneField(
        "calendar_app.Activity",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mentor_session",
    )
    group = models.ForeignKey(MentorGroup, on_delete=models.PROTECT, related_name="sessions")
    hours = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="If it was not from begin to end.",
    )
    notes = models.TextField(blank=True, help_text="What was done; for staff and mentors.")

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["activity__starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0), name="mentor_session_hours_positive"
            )
        ]

    def __str__(self) -> str:
        return str(self.activity)
