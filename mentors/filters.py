"""How the list of mentors is narrowed."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from calendar_app.models import GRADES
from core.forms import HouseForm
from mentors.domain.expiring import NOTICES
from mentors.models import Mentor
from partnerships.models import Topic

CLEARED = [
    ("yes", "Cleared today"),
    ("soon", f"Runs out within {max(NOTICES)} days"),
    ("no", "Not cleared today"),
]
WAYS = [("in_person", "In person"), ("online", "Online"), ("by_email", "By e-mail")]


class MentorFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name or partner", method="named", max_length=80)
    state = django_filters.ChoiceFilter(
        label="State", choices=Mentor.State.choices, empty_label="Any"
    )
    talent = django_filters.ModelChoiceFilter(
        label="Knows", queryset=Topic.objects.all(), field_name="person__talents", empty_label="Any"
    )
    way = django_filters.ChoiceFilter(
        label="How", choices=WAYS, method="in_way", empty_label="Any way"
    )
    grade = django_filters.ChoiceFilter(
        label="Grade", choices=GRADES, method="for_grade", empty_label="Any"
    )

    cleared = django_filters.ChoiceFilter(
        label="Clearance", choices=CLEARED, method="is_cleared", empty_label="Any"
    )

    class Meta:
        model = Mentor
        fields: list[str] = []
        form = HouseForm

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(
            Q(person__name__icontains=value) | Q(organization__name__icontains=value)
        )

    def is_cleared(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Of rows read ``with_cleared_until``."""
        today = timezone.localdate()
        if value == "no":
            return rows.filter(cleared_until__lt=today)
        rows = rows.filter(cleared_until__gte=today)
        if value == "soon":
            rows = rows.filter(cleared_until__lte=today + timedelta(days=max(NOTICES)))
        return rows

    def in_way(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{value: True})

    def for_grade(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        grade = int(value)
        return rows.filter(
            Q(grade_from=None) | Q(grade_from__lte=grade), Q(grade_to=None) | Q(grade_to__gte=grade)
        )
