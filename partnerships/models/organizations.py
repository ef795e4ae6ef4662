"""Organizations and people: shared by all programs of a deployment (SPEC 0.1, 0.2)."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from simple_history.models import HistoricalRecords


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    SPANISH = "es", "Spanish"


class WebsiteField(models.URLField):
    """An address people type as ``www.school.edu``; https is meant."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class TelephoneField(PhoneNumberField):
    """E.164 as the library stores it, and behind it the extension, which E.164 has no place for."""

    def get_prep_value(self, value: Any) -> Any:
        stored = super().get_prep_value(value)
        number = self.to_python(value) if stored else None
        if number is not None and number.extension and number.is_valid():
            return f"{stored};ext={number.extension}"
        return stored

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "phonenumber_field.modelfields.PhoneNumberField", args, kwargs


class Sector(models.Model):
    """A NAICS 2022 sector: what line of business an organization is in."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TopicQuerySet(models.QuerySet["Topic"]):
    def by_words(self) -> Self:
        """In the order of the words that whoever reads sees."""
        if get_language() != "es":
            return self.order_by("name")
        return self.order_by(Coalesce(NullIf("name_es", Value("")), "name"), "pk")


class Topic(models.Model):
    """One vocabulary for talents of people, interests of students and needs of the program."""

    name = models.CharField(max_length=80, unique=True)
    name_es = models.CharField("in Spanish", max_length=80, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        """In the language of whoever reads."""
        return (self.name_es if get_language() == "es" else "") or self.name


class Organization(models.Model):
    """A company, college, association, agency or school."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer", "Employer"
        ASSOCIATION = "association", "Professional or trade association"
        UNION = "union", "Labor union"
        INTERMEDIARY = "intermediary", "Chamber or other intermediary"
        POSTSECONDARY = "postsecondary", "Postsecondary institution"
        GOVERNMENT = "government", "Government agency"
        NONPROFIT = "nonprofit", "Non-profit or community organization"
        SCHOOL_GROUP = "school_group", "School organization (PTO, boosters, alumni)"
        NEWS = "news", "News medium"
        SCHOOL = "school", "School or district"

    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True)
    other_names = models.TextField(blank=True, help_text="Other names it goes by, one a line.")
    name_key = models.CharField(
        max_length=200,
        editable=False,
        help_text="The name as it is compared: partnerships.domain.names.name_key.",
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.EMPLOYER)
    sectors = models.ManyToManyField(Sector, blank=True, related_name="organizations")
    street = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40, blank=True)
    postal_code = models.CharField("ZIP code", max_length=12, blank=True)
    phone = TelephoneField(blank=True)
    email = models.EmailField("general e-mail", blank=True)
    website = WebsiteField(blank=True)
    language = models.CharField(
        max_length=2,
        choices=Language,
        default=Language.ENGLISH,
        help_text="In which letters and mail are written.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organization_has_a_name")
        ]
        indexes = [
            models.Index(fields=["name", "id"]),
            models.Index(fields=["name_key"]),
            models.Index(fields=["city"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address_lines(self) -> list[str]:
        """Street, then "City, ST ZIP"; only what is known."""
        place = ", ".join(part for part in (self.city, self.state) if part)
        return [line for line in (self.street, f"{place} {self.postal_code}".strip()) if line]

    @property
    def has_postal_address(self) -> bool:
        """Whether a letter would arrive."""
        return bool(self.street and self.city and self.state and self.postal_code)


class SourceIdentifier(models.Model):
    """What a source (a license list, IPEDS) calls an organization, so that the same list imported
    again finds it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="source_identifiers"
    )
    source = models.CharField(max_length=80)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "value"], name="source_identifier_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.value}"


class Person(models.Model):
    """Someone on either side. Where they work follows from their affiliations."""

    name = models.CharField(max_length=120)
    prefix = models.CharField(
        max_length=20, blank=True, help_text="Dr., Ms., Mr. ... as they want to be addressed."
    )
    name_key = models.CharField(max_length=120, editable=False)
    email = models.EmailField("e-mail", blank=True)
    phone = TelephoneField(blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    talents = models.ManyToManyField(Topic, blank=True, related_name="people")
    signature = models.ImageField(
        upload_to="signatures/",
        blank=True,
        help_text="A picture of the signature, for letters. PNG with a clear ground looks best.",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="person_email_lower_case"
            ),
        ]
        indexes = [models.Index(fields=["name_key"]), models.Index(fields=["email"])]

    def __str__(self) -> str:
        return self.name

    @property
    def letter_name(self) -> str:
        """How an envelope names them: "Dr. Ana Lopez"."""
        return f"{self.prefix} {self.name}".strip()


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self, on: date | None = None) -> Self:
        """Those that hold on a date, today if none is given. No start means "always was"."""
        on = on or timezone.localdate()
        return self.filter(
            Q(started_on=None) | Q(started_on__lte=on), Q(ended_on=None) | Q(ended_on__gte=on)
        )

    def open(self) -> Self:
        """Those that let somebody in: current, and nobody has said that they end, not even today.
        Whoever is said to have left is out at once."""
        today = timezone.localdate()
        return self.current(today).filter(Q(ended_on=None) | Q(ended_on__gt=today))

    def left_by(self, person: int) -> models.QuerySet[Any, Any]:
        """The ids of the organizations at which a person was and is no more."""
        theirs = self.filter(person=person)
        here = theirs.open().order_by().values("organization")
        return theirs.exclude(organization__in=here).order_by().values("organization")


def has_left_place() -> models.ExpressionWrapper:
    """For rows with a person and an organization, either of which may be empty: whether the person
    is at the organization no more."""
    here = Affiliation.objects.open().filter(
        person=OuterRef("person"), organization=OuterRef("organization")
    )
    left = Q(person__isnull=False, organization__isnull=False) & ~Exists(here)
    return models.ExpressionWrapper(left, output_field=models.BooleanField())


class Affiliation(models.Model):
    """A person at an organization, from a date to a date."""

    class EndReason(models.TextChoices):
        TRANSFERRED = "transferred", _("Moved within the organization")
        LEFT = "left", _("Left")
        RETIRED = "retired", _("Retired")
        PRIORITIES = "priorities", _("Other duties")
        UNKNOWN = "unknown", _("Not known")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="affiliations"
    )
    title = models.CharField(max_length=120, blank=True)
    is_main_contact = models.BooleanField("letters go to them", default=False)
    started_on = models.DateField(null=True, blank=True, help_text="Empty if not known.")
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)

    objects = AffiliationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                name="affiliation_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(is_main_contact=True),
                name="one_main_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"


class Support(models.Model):
    """A thing an organization is willing to do (SPEC 2.8)."""

    class Kind(models.TextChoices):
        BOARD = "board", _("Sit on the advisory board")
        SPEAKER = "speaker", _("Speak in class")
        FIELD_TRIP = "field_trip", _("Host a field trip")
        JOB_SHADOW = "job_shadow", _("Host a job shadow")
        MENTOR = "mentor", _("Mentor students")
        TEAM_CHALLENGE = "team_challenge", _("Mentor a team challenge")
        CAREER_DAY = "career_day", _("Come to a career day")
        MOCK_INTERVIEW = "mock_interview", _("Practice interviews")
        MEETING_HOST = "meeting_host", _("Host a meeting")
        INTERNSHIP = "internship", _("Offer internships")
        DUAL_CREDIT = "dual_credit", _("Dual credit")
        CURRICULUM = "curriculum", _("Advise on curriculum")
        STUDENT_WORK = "student_work", _("Review student work")
        EQUIPMENT = "equipment", _("Lend or give equipment")
        MATERIALS = "materials", _("Give materials")
        FUNDING = "funding", _("Give money")
        INTRODUCTIONS = "introductions", _("Introduce us to others")
        PUBLICITY = "publicity", _("Tell our story")
        OTHER = "other", _("Something else")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="supports"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    note = models.CharField(max_length=200, blank=True, help_text="For example: two at a time.")
    noted_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind"], name="support_named_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
