"""How the calendar is narrowed (SPEC 5.1): by kind, partner, organizer and grade."""

from datetime import date
from typing import Any

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from calendar_app.domain.times import is_sensible, span_of, start_of
from calendar_app.models import GRADES, Activity, ActivityQuerySet, Kind
from core.forms import DateInput, HouseForm
from partnerships.domain.names import name_key
from partnerships.domain.people import staff_people
from partnerships.models import Organization, Person, Program


def refuse_odd_years(day: date) -> None:
    if not is_sensible(day):
        raise ValidationError(f"The year {day.year} cannot be meant.")


class CalendarFilterForm(HouseForm):
    def get_layout(self) -> Layout:
        short = [name for name in self.fields if name != "kind"]
        return Layout(
            Div(*(Div(name) for name in short), css_class="pair"), Div("kind", css_class="boxes")
        )


class OrganizerFilter(django_filters.ModelChoiceFilter):
    """One of the program's own people."""

    def get_queryset(self, request: Any) -> QuerySet[Person]:
        return staff_people(self.parent.program).only("name").order_by("name")


class ActivityFilter(django_filters.FilterSet):
    """What the grid of a month or week can be narrowed by."""

    partner = django_filters.CharFilter(label="Partner", method="with_partner", max_length=100)
    organizer = OrganizerFilter(label="Organizer", empty_label="Anybody")
    grade = django_filters.ChoiceFilter(
        label="Grade", choices=GRADES, method="for_grade", empty_label="Any"
    )
    kind = django_filters.MultipleChoiceFilter(
        label="Kind", choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Activity
        fields: list[str] = []
        form = CalendarFilterForm

    def __init__(
        self,
        data: Any = None,
        queryset: QuerySet | None = None,
        *,
        request: Any = None,
        program: Program | None = None,
        **kwargs: Any,
    ) -> None:
        self.program: Program = program or request.program
        super().__init__(data, queryset=queryset, request=request, **kwargs)

    @property
    def found(self) -> ActivityQuerySet:
        """What matches; nothing where the address makes no sense."""
        rows: ActivityQuerySet = self.qs if self.is_valid() else self.queryset.none()
        return rows

    def with_partner(self, rows: ActivityQuerySet, name: str, text: str) -> ActivityQuerySet:
        wanted = Q(name__icontains=text) | Q(other_names__icontains=text)
        if key := name_key(text):
            wanted |= Q(name_key__contains=key)
        return rows.filter(organization__in=Organization.objects.filter(wanted).order_by())

    def for_grade(self, rows: ActivityQuerySet, name: str, grade: str) -> ActivityQuerySet:
        """For students of this grade. One grade alone means just that one."""
        return rows.alias(
            first=Coalesce("grade_from", "grade_to"), last=Coalesce("grade_to", "grade_from")
        ).filter(first__lte=int(grade), last__gte=int(grade))


class ActivityListFilter(ActivityFilter):
    """The list besides: from a day on, up to a day, and how it ended."""

    on = django_filters.DateFilter(
        label="From", method="from_day", widget=DateInput(), validators=[refuse_odd_years]
    )
    to = django_filters.DateFilter(
        label="Up to", method="up_to_day", widget=DateInput(), validators=[refuse_odd_years]
    )
    state = django_filters.ChoiceFilter(
        label="State", choices=Activity.State.choices, empty_label="Any"
    )

    def from_day(self, rows: ActivityQuerySet, name: str, day: Any) -> ActivityQuerySet:
        return rows.filter(ends_at__gt=start_of(day, self.program.zone))

    def up_to_day(self, rows: ActivityQuerySet, name: str, day: Any) -> ActivityQuerySet:
        return rows.filter(starts_at__lt=span_of(day, day, self.program.zone)[1])
