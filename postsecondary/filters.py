"""How the lists of colleges and of dual credit are narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.forms import HouseForm
from partnerships.domain.school_years import school_year
from partnerships.models import Organization, Partnership
from postsecondary.models import Department, DualCredit, ProgramOfStudy


class CollegeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="College, city, department or program of study", method="named", max_length=80
    )
    award = django_filters.ChoiceFilter(
        label="Leads to", choices=ProgramOfStudy.Award.choices, method="leads_to", empty_label="Any"
    )
    industry = django_filters.ChoiceFilter(
        label="Programs of study in our industry",
        choices=[("yes", "Some"), ("no", "None noted")],
        method="in_our_industry",
        empty_label="Either",
    )
    credit = django_filters.ChoiceFilter(
        label="Dual credit this year",
        choices=[("yes", "Some"), ("no", "None")],
        method="gives_credit",
        empty_label="Either",
    )

    class Meta:
        model = Partnership
        fields: list[str] = []
        form = HouseForm

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        for word in text.split():
            known = Q(organization__name__icontains=word) | Q(organization__city__icontains=word)
            for model in (Department, ProgramOfStudy):
                named: Any = model.objects.filter(name__icontains=word)
                known |= Q(organization__in=named.order_by().values("organization"))
            rows = rows.filter(known)
        return rows

    def leads_to(self, rows: QuerySet, name: str, award: str) -> QuerySet:
        studies = ProgramOfStudy.objects.filter(award=award).order_by()
        return rows.filter(organization__in=studies.values("organization"))

    def in_our_industry(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return (
            rows.filter(studies_for_us__gt=0) if value == "yes" else rows.filter(studies_for_us=0)
        )

    def gives_credit(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(dual_credits__gt=0) if value == "yes" else rows.filter(dual_credits=0)


def colleges_in_table(request: Any) -> QuerySet[Organization]:
    """Those the program's table names, partners still or not."""
    rows = DualCredit.objects.for_program(request.program).order_by()
    return Organization.objects.filter(pk__in=rows.values("organization"))


class DualCreditFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Course", method="named", max_length=80)
    college = django_filters.ModelChoiceFilter(
        label="College",
        field_name="organization",
        queryset=colleges_in_table,
        empty_label="Any",
    )
    valid = django_filters.ChoiceFilter(
        label="Holds",
        choices=[("now", "This school year"), ("later", "Not yet"), ("ended", "No more")],
        method="holds",
        empty_label="Any time",
    )

    class Meta:
        model = DualCredit
        fields: list[str] = []
        form = HouseForm

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        for word in text.split():
            rows = rows.filter(Q(our_course__icontains=word) | Q(their_course__icontains=word))
        return rows

    def holds(self, rows: Any, name: str, value: str) -> QuerySet:
        year = school_year(timezone.localdate())
        if value == "now":
            return rows.valid_in(year)
        return (
            rows.filter(first_year__gt=year)
            if value == "later"
            else rows.filter(last_year__lt=year)
        )
