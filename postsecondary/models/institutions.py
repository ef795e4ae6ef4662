"""What is known about a college: facts about the organization, shared by all programs as the
organization itself is (SPEC 0.2, 10.1)."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.models import Organization, Person, Program
from partnerships.models.organizations import TelephoneField, WebsiteField
from partnerships.models.programs import CareerArea


class FactQuerySet(models.QuerySet[Any]):
    def for_program(self, program: Program) -> Self:
        """Of the colleges that are partners of a program."""
        return self.filter(
            organization__kind=Organization.Kind.POSTSECONDARY,
            organization__partnerships__program=program,
        )


class DepartmentMemberQuerySet(models.QuerySet["DepartmentMember"]):
    def for_program(self, program: Program) -> Self:
        """In departments of the colleges that are partners of a program."""
        return self.filter(
            department__organization__kind=Organization.Kind.POSTSECONDARY,
            department__organization__partnerships__program=program,
        )


class Department(models.Model):
    """A part of a college with its own people: admissions, nursing, the dual-credit office."""

    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="departments"
    )
    name = models.CharField(max_length=120)
    phone = TelephoneField(blank=True)
    email = models.EmailField("e-mail", blank=True)
    website = WebsiteField(blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = FactQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="department_has_a_name"),
            models.UniqueConstraint("organization", Lower("name"), name="department_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentMember(models.Model):
    """Somebody of the college works in a department. Whether they are still there follows from
    their affiliation, which nobody has to keep twice."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="departments")

    objects = DepartmentMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "person"], name="department_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.department}"


class ProgramOfStudy(models.Model):
    """What a student of ours could learn there, and what they would leave with."""

    class Award(models.TextChoices):
        BADGE = "badge", "Short course or credential"
        CERTIFICATE = "certificate", "Certificate"
        DIPLOMA = "diploma", "Diploma"
        ASSOCIATE = "associate", "Associate degree"
        BACHELOR = "bachelor", "Bachelor's degree"
        MASTER = "master", "Master's degree or higher"
        APPRENTICESHIP = "apprenticeship", "Apprenticeship"

    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="programs_of_study"
    )
    department = models.ForeignKey(
        Department,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="programs_of_study",
    )
    name = models.CharField(max_length=160)
    award = models.CharField(max_length=20, choices=Award, default=Award.CERTIFICATE)
    career_area = models.CharField(
        "industry",
        max_length=20,
        choices=CareerArea,
        help_text="Programs of this career area see it first.",
    )
    length = models.CharField(
        max_length=60, blank=True, help_text="For example: 2 years, or 16 weeks."
    )
    website = WebsiteField(blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = FactQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "program of study"
        verbose_name_plural = "programs of study"
        ordering = ["name", "award", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="program_of_study_has_a_name"),
            models.UniqueConstraint(
                "organization", Lower("name"), "award", name="program_of_study_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EntryRequirement(models.Model):
    """What somebody needs to get in: to the college, or to one of its programs of study."""

    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="entry_requirements"
    )
    program_of_study = models.ForeignKey(
        ProgramOfStudy,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="entry_requirements",
    )
    name = models.CharField(
        "what is needed", max_length=200, help_text="For example: Algebra II with a C or better."
    )
    detail = models.TextField(blank=True)
    noted_on = models.DateField(
        "as of", default=timezone.localdate, help_text="When somebody last asked or looked."
    )

    objects = FactQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="entry_requirement_says_something")
        ]

    def __str__(self) -> str:
        return self.name


class FundingIdea(models.Model):
    """Where money for the way could come from."""

    class Kind(models.TextChoices):
        SCHOLARSHIP = "scholarship", "Scholarship"
        GRANT = "grant", "Grant"
        WAIVER = "waiver", "Tuition or fees waived"
        EMPLOYER = "employer", "Paid by an employer"
        WORK = "work", "Work while studying"
        LOAN = "loan", "Loan"
        OTHER = "other", "Something else"

    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="funding_ideas"
    )
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SCHOLARSHIP)
    amount = models.CharField(
        max_length=80, blank=True, help_text="For example: up to $2,000 a year."
    )
    apply_by = models.CharField(
        max_length=80, blank=True, help_text="As the college says it: 1 March each year."
    )
    website = WebsiteField(blank=True)
    detail = models.TextField(blank=True)
    noted_on = models.DateField(
        "as of", default=timezone.localdate, help_text="When somebody last asked or looked."
    )

    objects = FactQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="funding_idea_has_a_name"),
            models.UniqueConstraint("organization", Lower("name"), name="funding_idea_once"),
        ]

    def __str__(self) -> str:
        return self.name
