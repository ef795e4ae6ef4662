"""People of partners who accompany students, and what allows them to (SPEC 8.2, 8.3)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program, has_left_place


class Form(models.TextChoices):
    """How a mentor and students meet."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    EMAIL = "email", _("By e-mail")


#: More students than this nobody accompanies at a time.
CAPACITY_MOST = 60
#: When a mentor has time: a day of the school week and a part of it, as "1-morning" for Monday.
DAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
]
PARTS = [
    ("morning", _("morning")),
    ("lunch", _("lunch")),
    ("afternoon", _("afternoon")),
    ("evening", _("evening")),
]


class ClearanceLevel(models.Model):
    """What a district may ask of somebody before they meet students. The district sets the levels;
    of the check itself only level and dates are kept, never a report."""

    name = models.CharField(max_length=80, unique=True)
    rank = models.PositiveSmallIntegerField(
        unique=True, help_text="A higher level covers all below it."
    )
    lasts_months = models.PositiveSmallIntegerField(
        "good for so many months", null=True, blank=True, help_text="Empty: does not run out."
    )
    note = models.TextField("what it takes", blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="clearance_level_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class ClearanceRule(models.Model):
    """Which level a school requires for a form of mentoring. No row: the highest there is."""

    school = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="clearance_rules"
    )
    form = models.CharField(max_length=10, choices=Form)
    level = models.ForeignKey(ClearanceLevel, on_delete=models.PROTECT, related_name="rules")

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["school", "form"]
        constraints = [
            models.UniqueConstraint(fields=["school", "form"], name="clearance_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.get_form_display()}: {self.level}"


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def good_on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=day), given_on__lte=day, withdrawn_on=None
        )


class Clearance(models.Model):
    """Somebody reached a level, from a date to a date. Holds in all programs of the district."""

    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.CASCADE, related_name="clearances"
    )
    level = models.ForeignKey(ClearanceLevel, on_delete=models.PROTECT, related_name="clearances")
    given_on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField(
        "last day", null=True, blank=True, help_text="Empty: does not run out."
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClearanceQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "level", "given_on"], name="clearance_noted_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")),
                name="clearance_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["expires_on"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.level}"


class MentorQuerySet(models.QuerySet["Mentor"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def with_left(self) -> Self:
        """Each says whether they have left the organization for which they came: ``has_left``."""
        return self.annotate(has_left=has_left_place())

    def staying(self) -> Self:
        """Those who have not left the organization for which they come."""
        return self.with_left().filter(has_left=False)

    def active(self) -> Self:
        """Those who mentor now: active, and still at the organization for which they come."""
        return self.staying().filter(state=Mentor.State.ACTIVE)


class Mentor(models.Model):
    """A person of a partner who mentors in a program. Talents are the person's own."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Has offered")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Pausing")
        ENDED = "ended", _("Ended")

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="mentors"
    )
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="mentorships"
    )
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentors",
        help_text="For whom they come. Empty: for nobody but themselves.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    in_person = models.BooleanField(_("in person"), default=True)
    online = models.BooleanField(_("online"), default=False)
    by_email = models.BooleanField(_("by e-mail"), default=False)
    times = models.JSONField(
        _("when there is time"), default=list, blank=True, help_text='A list as "1-morning".'
    )
    grade_from = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    grade_to = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    capacity = models.PositiveSmallIntegerField(
        _("students at most"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(CAPACITY_MOST)],
        help_text="At a time, over all groups.",
    )
    note = models.TextField(blank=True, help_text="For staff.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MentorQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="mentor_once_in_a_program"),
            models.CheckConstraint(
                condition=Q(in_person=True) | Q(online=True) | Q(by_email=True),
                name="mentor_meets_somehow",
            ),
            models.CheckConstraint(
                condition=Q(grade_from=None) | Q(grade_to=None) | Q(grade_to__gte=F("grade_from")),
                name="mentor_grades_in_order",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="mentor_has_capacity"),
        ]
        indexes = [models.Index(fields=["program", "state"])]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("mentors:mentor_detail", args=[self.program.slug, self.pk])

    def meets(self, form: str) -> bool:
        return {
            Form.IN_PERSON: self.in_person,
            Form.ONLINE: self.online,
            Form.EMAIL: self.by_email,
        }[Form(form)]
