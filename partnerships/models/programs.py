"""Programs, the tenants, and who works in them."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from accounts.models import User


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"{name} is not a time zone; America/Chicago is one.")


class CareerArea(models.TextChoices):
    """Illinois College and Career Pathway Endorsement areas."""

    AGRICULTURE = "agriculture", "Agriculture, food and natural resources"
    ARTS = "arts", "Arts and communications"
    BUSINESS = "business", "Finance and business services"
    HEALTH = "health", "Health sciences and technology"
    SERVICES = "services", "Human and public services"
    IT = "it", "Information technology"
    TRADES = "trades", "Manufacturing, engineering, technology and trades"


class ProgramQuerySet(models.QuerySet["Program"]):
    def of_user(self, user: "User") -> "ProgramQuerySet":
        """Those in which the user has a role."""
        return self.filter(roles__user=user).distinct()


class Program(models.Model):
    """One career program of one school: the tenant. Its slug begins every staff address."""

    slug = models.SlugField(unique=True, help_text="In addresses: short, without spaces.")
    name = models.CharField(max_length=120)
    school = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="programs"
    )
    career_area = models.CharField(max_length=20, choices=CareerArea)
    sectors = models.ManyToManyField(
        "partnerships.Sector",
        blank=True,
        related_name="programs",
        help_text="The industry of this program; lists can show only organizations in it.",
    )
    time_zone = models.CharField(
        max_length=40, default="America/Chicago", validators=[validate_time_zone]
    )
    accent = models.CharField(
        "color",
        max_length=7,
        default="#0b5d66",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Six hex digits after a #, as #0b5d66.")],
        help_text="The school's color, for letterheads and buttons.",
    )
    logo = models.ImageField(upload_to="logos/", blank=True)
    story = models.TextField(
        blank=True, help_text="Two or three sentences on what students do here, for letters."
    )
    quiet_days = models.PositiveSmallIntegerField(
        default=14, help_text="Warn if anybody asked the same organization within so many days."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgramQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home:today", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        """In which its dates and times are meant (SPEC 0.9)."""
        return ZoneInfo(self.time_zone)

    @property
    def mail_scope(self) -> str:
        """The scope of this program's messages."""
        return f"program:{self.pk}"


class ProgramRole(models.Model):
    class Role(models.TextChoices):
        COORDINATOR = "coordinator", "Coordinator"
        TEACHER = "teacher", "Teacher"
        COUNSELOR = "counselor", "Counselor"
        ADMINISTRATOR = "administrator", "Administrator"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="program_roles"
    )
    role = models.CharField(max_length=20, choices=Role)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user", "role"], name="role_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role} of {self.program}"


def two_weeks_from_now() -> datetime:
    return timezone.now() + timedelta(days=14)


class Invitation(models.Model):
    """An address asked to join a program's staff. The link holds the token, works once, and ends
    when the role is taken up, withdrawn or the time is over."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True, help_text="As it stands under letters.")
    role = models.CharField(max_length=20, choices=ProgramRole.Role)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=two_weeks_from_now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_lower_case"
            ),
            models.UniqueConstraint(
                fields=["program", "email", "role"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.program}"

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()


class SavedView(models.Model):
    """A filtered list somebody wants again: a name for an address."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="saved_views")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField("colleagues see it too", default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["program", "user", "name"], name="saved_view_once")
        ]

    def __str__(self) -> str:
        return self.name
