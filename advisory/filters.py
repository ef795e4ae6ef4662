"""How the registers of a board are narrowed (SPEC 3.7, 3.10)."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from advisory.models import AgendaItem, Board, Recommendation, Topic
from calendar_app.domain.times import start_of
from partnerships.domain.school_years import school_year_days

SEARCH_MAX = 100


class YearFilter(django_filters.NumberFilter):
    """A school year, by the one in which it begins. ``path`` leads to a day or an instant."""

    def __init__(self, path: str, *, is_instant: bool = False) -> None:
        super().__init__(label="School year beginning in", method=self.narrow)
        self.path, self.is_instant = path, is_instant
        self.extra["min_value"], self.extra["max_value"] = 1990, 2150

    def narrow(self, rows: QuerySet, name: str, year: Any) -> QuerySet:
        first, end = school_year_days(int(year))
        bounds: Any = (first, end)
        if self.is_instant:
            zone = self.parent.request.program.zone
            bounds = (start_of(first, zone), start_of(end, zone))
        return rows.filter(**{f"{self.path}__gte": bounds[0], f"{self.path}__lt": bounds[1]})


def search_field() -> dict[str, Any]:
    return {
        "label": "Words",
        "max_length": SEARCH_MAX,
        "widget": forms.TextInput(attrs={"type": "search"}),
    }


class DecisionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", **search_field())
    topic = django_filters.ChoiceFilter(choices=Topic.choices, empty_label="Any")
    year = YearFilter("meeting__activity__starts_at", is_instant=True)

    class Meta:
        model = AgendaItem
        fields: list[str] = []

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        found = Q(title__icontains=text) | Q(decision__icontains=text)
        return rows.filter(found | Q(motions__text__icontains=text)).distinct()


def boards_of(request: Any) -> QuerySet[Board]:
    return Board.objects.for_program(request.program)


class RecommendationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", **search_field())
    answer = django_filters.ChoiceFilter(
        choices=Recommendation.Answer.choices, empty_label="Any", label="Answer"
    )
    board = django_filters.ModelChoiceFilter(queryset=boards_of, empty_label="All", label="Board")
    year = YearFilter("recommended_on")

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(Q(text__icontains=text) | Q(answer_text__icontains=text))
