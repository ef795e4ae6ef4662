"""What a site offers to visiting students, and how a visit is planned (SPEC 7.1, 7.2)."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program


class SiteOfferQuerySet(models.QuerySet["SiteOffer"]):
    def for_program(self, program: Program) -> Self:
        """Those of its partners: what a site offers is the same for every program."""
        return self.filter(organization__partnerships__program=program)


class SiteOffer(models.Model):
    """What visiting students can see and do at an organization. Shared by the programs that are
    its partners, as the organization is."""

    class Access(models.TextChoices):
        UNKNOWN = "", "Not known"
        ALL = "all", "Everywhere"
        PART = "part", "In part"
        NONE = "none", "Not possible"

    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="site_offers"
    )
    title = models.CharField(max_length=120, help_text="For example: From grain to flour.")
    is_tour = models.BooleanField("tour", default=False)
    is_demonstration = models.BooleanField("demonstration", default=False)
    is_presentation = models.BooleanField("brief presentation", default=False)
    is_hands_on = models.BooleanField("hands-on", default=False)
    sample_times = models.TextField(
        blank=True, help_text="For example: Tuesdays 9 to 11; not in harvest time."
    )
    group_size = models.PositiveSmallIntegerField(
        "students at most", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    grade_from = models.PositiveSmallIntegerField(null=True, blank=True)
    grade_to = models.PositiveSmallIntegerField(null=True, blank=True)
    safety = models.TextField("safety and clothing", blank=True)
    wheelchair = models.CharField(
        "with a wheelchair", max_length=4, choices=Access, blank=True, default=Access.UNKNOWN
    )
    parking = models.CharField(max_length=200, blank=True, help_text="Also for a bus.")
    lunch = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    is_current = models.BooleanField("still offered", default=True)

    objects = SiteOfferQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["organization__name", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="offer_has_a_title"),
            models.CheckConstraint(
                condition=Q(grade_from=None) | Q(grade_to=None) | Q(grade_to__gte=F("grade_from")),
                name="offer_grades_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.title}"

    @property
    def ways(self) -> list[str]:
        """What students do there, in words."""
        fields = ("is_tour", "is_demonstration", "is_presentation", "is_hands_on")
        return [
            str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field of ours
            for name in fields
            if getattr(self, name)
        ]


class SiteVisit(models.Model):
    """How a visit is planned. When, where, host, grades and organizer are its activity's."""

    class Transport(models.TextChoices):
        UNKNOWN = "", "Not settled"
        BUS = "bus", "School bus"
        PUBLIC = "public", "Public transport"
        WALK = "walk", "On foot"
        CARS = "cars", "Parents' cars"
        ONLINE = "online", "Nobody travels: online"

    activity = models.OneToOneField(
        "calendar_app.Activity",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="site_visit",
    )
    offer = models.ForeignKey(
        SiteOffer, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    lesson_before = models.TextField(blank=True, help_text="What students learn beforehand.")
    assignment_after = models.TextField(blank=True, help_text="What they make of it afterwards.")
    students_per_chaperone = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    transport = models.CharField(
        max_length=8, choices=Transport, blank=True, default=Transport.UNKNOWN
    )
    travel_minutes = models.PositiveSmallIntegerField(
        default=20, validators=[MaxValueValidator(300)], help_text="One way."
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        default=15,
        validators=[MaxValueValidator(120)],
        help_text="To count heads, get in and get out, on each way.",
    )
    wear = models.CharField("what to wear and bring", max_length=300, blank=True)
    lunch = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()
    _history_user: User

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        return reverse("visits:site_detail", args=[self.activity.program.slug, self.pk])

    @property
    def travels(self) -> bool:
        return self.transport != self.Transport.ONLINE


class Chaperone(models.Model):
    """An adult who goes with the students: staff or parent."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.CASCADE, related_name="chaperones")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    is_sure = models.BooleanField("has said yes", default=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="chaperone_has_a_name"),
            models.UniqueConstraint(fields=["visit", "name"], name="chaperone_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CheckQuerySet(models.QuerySet["Check"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(visit__activity__program=program)


class Check(models.Model):
    """A line of a visit's checklist."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.CASCADE, related_name="checks")
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "text"], name="check_once")]

    def __str__(self) -> str:
        return self.text
