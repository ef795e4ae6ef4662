"""How lists of visits are narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from calendar_app.models import GRADES
from core.forms import HouseForm
from visits.models import SiteOffer

WAYS = [
    ("is_tour", "Tour"),
    ("is_demonstration", "Demonstration"),
    ("is_presentation", "Brief presentation"),
    ("is_hands_on", "Hands-on"),
]


class OfferFilter(django_filters.FilterSet):
    partner = django_filters.CharFilter(
        label="Partner", field_name="organization__name", lookup_expr="icontains", max_length=80
    )
    way = django_filters.ChoiceFilter(
        label="What", choices=WAYS, method="with_way", empty_label="Anything"
    )
    grade = django_filters.ChoiceFilter(
        label="Grade", choices=GRADES, method="for_grade", empty_label="Any"
    )
    group = django_filters.NumberFilter(label="Students", method="for_group", min_value=1)
    wheelchair = django_filters.BooleanFilter(
        label="With a wheelchair", method="with_wheelchair", field_name="wheelchair"
    )
    past = django_filters.ChoiceFilter(
        label="Which",
        choices=[("all", "No longer offered too")],
        method="which",
        empty_label="Still offered",
    )

    class Meta:
        model = SiteOffer
        fields: list[str] = []
        form = HouseForm

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("past") else rows.filter(is_current=True)

    def with_way(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{value: True})

    def for_grade(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        grade = int(value)
        return rows.filter(
            Q(grade_from=None) | Q(grade_from__lte=grade), Q(grade_to=None) | Q(grade_to__gte=grade)
        )

    def for_group(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows.filter(Q(group_size=None) | Q(group_size__gte=value))

    def with_wheelchair(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        everywhere = Q(wheelchair=SiteOffer.Access.ALL)
        return rows.filter(everywhere) if value else rows.exclude(everywhere)

    def which(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows
