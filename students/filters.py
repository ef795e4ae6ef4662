"""How the list of students is narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from core.forms import HouseForm
from partnerships.models import Topic
from students.models import Student


class StudentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name or number", method="named", max_length=80)
    year = django_filters.NumberFilter(label="Class of", field_name="graduation_year")
    release = django_filters.ChoiceFilter(
        label="Name to hosts",
        choices=[("yes", "Released"), ("no", "Not released")],
        method="released",
        empty_label="Either",
    )
    interest = django_filters.ModelChoiceFilter(
        label="Interested in", field_name="interests", queryset=Topic.objects.all()
    )
    left = django_filters.ChoiceFilter(
        label="Who",
        choices=[("left", "Who have left"), ("all", "Everybody")],
        method="who",
        empty_label="In the program",
    )

    class Meta:
        model = Student
        fields: list[str] = []
        form = HouseForm

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("left") else rows.current()

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        for word in text.split():
            rows = rows.filter(
                Q(given_name__icontains=word)
                | Q(family_name__icontains=word)
                | Q(source_id__iexact=word)
            )
        return rows

    def released(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(host_release_on__isnull=value == "no")

    def who(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.exclude(left_on=None) if value == "left" else rows
