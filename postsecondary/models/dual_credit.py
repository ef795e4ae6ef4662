"""Courses of ours for which a college gives credit (SPEC 10.2). Belongs to one program."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Round
from django.db.models.lookups import Exact
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnerships.domain.school_years import school_year, school_year_words
from partnerships.models import Program

#: No agreement is older or reaches further; what is typed otherwise is a mistake.
FIRST_YEAR, LAST_YEAR = 1990, 2100
LEAST_CREDITS, MOST_CREDITS = Decimal("0.5"), Decimal(30)


class DualCreditQuerySet(models.QuerySet["DualCredit"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def valid_in(self, year: int) -> Self:
        """Those that hold in the school year that begins in ``year``."""
        return self.filter(Q(last_year=None) | Q(last_year__gte=year), first_year__lte=year)


class DualCredit(models.Model):
    """One course of ours, and the one of a college it counts as. School years are named by the
    year in which they begin."""

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="dual_credits"
    )
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="dual_credits"
    )
    our_course = models.CharField(max_length=120)
    their_course = models.CharField(max_length=120)
    credits = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(LEAST_CREDITS), MaxValueValidator(MOST_CREDITS)],
    )
    grade_needed = models.CharField(max_length=40, blank=True)
    first_year = models.PositiveSmallIntegerField("first school year")
    last_year = models.PositiveSmallIntegerField("last school year", null=True, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField("agreement signed on", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DualCreditQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "dual-credit course"
        verbose_name_plural = "dual-credit courses"
        ordering = ["our_course", "their_course", "first_year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(our_course="") & ~Q(their_course=""), name="dual_credit_names_both"
            ),
            models.CheckConstraint(
                condition=Q(credits__gte=LEAST_CREDITS, credits__lte=MOST_CREDITS),
                name="dual_credit_gives_credit",
            ),
            models.CheckConstraint(
                condition=Exact(Round(F("credits") * 2), F("credits") * 2),
                name="dual_credit_in_halves",
            ),
            models.CheckConstraint(
                condition=Q(first_year__gte=FIRST_YEAR, first_year__lte=LAST_YEAR),
                name="dual_credit_year_can_be",
            ),
            models.CheckConstraint(
                condition=Q(last_year=None)
                | Q(last_year__gte=F("first_year"), last_year__lte=LAST_YEAR),
                name="dual_credit_ends_after_start",
            ),
            # Years that overlap otherwise are refused by the verb, under a lock.
            models.UniqueConstraint(
                "program",
                "organization",
                Lower("our_course"),
                Lower("their_course"),
                "first_year",
                name="dual_credit_once",
            ),
        ]
        indexes = [models.Index(fields=["program", "organization"])]

    def __str__(self) -> str:
        return f"{self.our_course}: {self.their_course}"

    def get_absolute_url(self) -> str:
        return reverse("postsecondary:dualcredit_edit", args=[self.program.slug, self.pk])

    @property
    def credit_words(self) -> str:
        """ "3", "0.5"."""
        return f"{self.credits:f}".removesuffix(".0")

    @property
    def years(self) -> str:
        """ "2026-27", "2025-26 to 2027-28", "from 2026-27 on"."""
        first = school_year_words(self.first_year)
        if self.last_year is None:
            return f"from {first} on"
        if self.last_year == self.first_year:
            return first
        return f"{first} to {school_year_words(self.last_year)}"

    def state_on(self, day: date) -> str:
        """ "now", "later" or "ended", in the school year of that day."""
        year = school_year(day)
        if self.first_year > year:
            return "later"
        return "ended" if self.last_year is not None and self.last_year < year else "now"
