"""How lists of organizations are narrowed (SPEC 1.4, 2.1)."""

from datetime import timedelta
from typing import Any

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import F, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils import timezone

from core.forms import DateInput, HouseForm
from partnerships.domain.contacts import quiet_since
from partnerships.domain.names import name_key, person_key
from partnerships.domain.people import staff_people
from partnerships.domain.search_index import holds
from partnerships.models import (
    Affiliation,
    Connection,
    Interaction,
    Organization,
    Partnership,
    Person,
    Program,
    Sector,
    Support,
)
from partnerships.models.recruiting import PartnershipQuerySet

#: Filters that are on or off, as chips show them.
SWITCHES = ("industry", "warm", "top_ten", "asked")
SEARCH_MAX = 100


class FilterForm(HouseForm):
    """The drawer: few fields in a row, the long lists of choices as boxes to tick."""

    def get_layout(self) -> Layout:
        short = [name for name, field in self.fields.items() if not _is_boxes(field)]
        long = [name for name, field in self.fields.items() if _is_boxes(field)]
        return Layout(
            Div(*(Div(name) for name in short), css_class="pair"),
            Div(*(Div(name) for name in long), css_class="pair boxes"),
        )


def _is_boxes(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.CheckboxSelectMultiple)


class SwitchFilter(django_filters.BooleanFilter):
    """``?warm=1`` is on; without it the list is not narrowed."""

    field_class = forms.BooleanField

    def __init__(self, label: str, method: str) -> None:
        super().__init__(
            label=label, method=method, widget=forms.CheckboxInput(attrs={"value": "1"})
        )


class BoxesFilter(django_filters.MultipleChoiceFilter):
    """Any of what is ticked."""

    def __init__(self, label: str, choices: Any, method: str) -> None:
        super().__init__(
            label=label, choices=choices, method=method, widget=forms.CheckboxSelectMultiple
        )


class OwnerFilter(django_filters.ModelChoiceFilter):
    """One of the program's own people."""

    def get_queryset(self, request: Any) -> QuerySet[Person]:
        return staff_people(self.parent.program)


class OrganizationFilter(django_filters.FilterSet):
    """What can be asked of any organization. ``path`` leads to it from the rows that are
    filtered; all other tables are asked by subquery, so that no row appears twice."""

    path = ""
    id_field = "pk"

    q = django_filters.CharFilter(label="Search", method="search", max_length=SEARCH_MAX)
    place = django_filters.CharFilter(label="City or ZIP", method="at_place", max_length=SEARCH_MAX)
    industry = SwitchFilter("In our industry", "in_our_industry")
    kind = BoxesFilter("Kind", Organization.Kind.choices, "of_kind")
    support = BoxesFilter("Would", Support.Kind.choices, "would")
    sector = django_filters.ModelMultipleChoiceFilter(
        label="Line of business",
        queryset=Sector.objects.all(),
        method="in_sectors",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        form = FilterForm

    def __init__(
        self,
        data: Any = None,
        queryset: QuerySet | None = None,
        *,
        program: Program | None = None,
        request: Any = None,
        **kwargs: Any,
    ) -> None:
        self.program: Program = program or request.program
        self.filters: dict[str, django_filters.Filter]
        super().__init__(data, queryset=queryset, request=request, **kwargs)

    @property
    def narrows(self) -> bool:
        """Whether the address filters at all. Most do not, and need no form to find out."""
        return any(any(self.data.getlist(name)) for name in self.data if name in self.filters)

    def keep_asked(self) -> None:
        """Forget the filters that the address does not use: a list shows no form of them, and
        making one costs more than its queries."""
        self.filters = {name: one for name, one in self.filters.items() if name in self.data}

    def is_valid(self) -> bool:
        return not self.narrows or super().is_valid()

    @property
    def qs(self) -> Any:
        return super().qs if self.narrows else self.queryset.all()

    def field(self, name: str, value: object) -> Q:
        """A condition on a field of the organization."""
        return Q(**{f"{self.path}{name}": value})

    def among(self, rows: QuerySet) -> Q:
        """Those whose organization another table names."""
        return Q(**{f"{self.id_field}__in": rows.order_by().values("organization_id")})

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Anywhere in its names, its city, or the name of somebody there; accents and legal words
        do not matter."""
        named = holds(Organization, name=text, other_names=text, city=text, name_key=name_key(text))
        people = Person.objects.filter(holds(Person, name_key=person_key(text))).order_by()
        there = Affiliation.objects.filter(person__in=people.values("pk")).order_by()
        found = Organization.objects.filter(named).order_by().values("pk")
        both = found.union(there.values("organization_id"))
        return rows.filter(**{f"{self.id_field}__in": both})

    def at_place(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(
            self.field("city__icontains", text) | self.field("postal_code__startswith", text)
        )

    def in_our_industry(self, rows: QuerySet, name: str, on: bool) -> QuerySet:
        if not on:
            return rows
        ours = self.program.sectors.values("pk")
        return rows.filter(self.among(Organization.sectors.through.objects.filter(sector__in=ours)))

    def of_kind(self, rows: QuerySet, name: str, kinds: list[str]) -> QuerySet:
        return rows.filter(self.field("kind__in", kinds)) if kinds else rows

    def would(self, rows: QuerySet, name: str, kinds: list[str]) -> QuerySet:
        return rows.filter(self.among(Support.objects.filter(kind__in=kinds))) if kinds else rows

    def in_sectors(self, rows: QuerySet, name: str, sectors: Any) -> QuerySet:
        if not sectors:
            return rows
        codes = [sector.pk for sector in sectors]
        return rows.filter(
            self.among(Organization.sectors.through.objects.filter(sector__in=codes))
        )


class LastContact(TextChoices):
    NEVER = "never", "Never"
    OVER_30 = "30", "More than 30 days ago"
    OVER_90 = "90", "More than 90 days ago"
    OVER_180 = "180", "More than 180 days ago"


class PartnershipFilter(OrganizationFilter):
    """What can be asked of a program's partners besides."""

    path = "organization__"
    id_field = "organization_id"

    stage = BoxesFilter("Stage", Partnership.Stage.choices, "at_stage")
    owner = OwnerFilter(
        label="Owner",
        empty_label="Anybody",
        null_label="Nobody yet",
    )
    contact = django_filters.ChoiceFilter(
        label="Last contact",
        choices=LastContact.choices,
        method="last_contact",
        empty_label="Any time",
    )
    contact_from = django_filters.DateFilter(
        label="Last contact from",
        field_name="last_contact_on",
        lookup_expr="gte",
        widget=DateInput(),
    )
    contact_to = django_filters.DateFilter(
        label="Last contact up to",
        field_name="last_contact_on",
        lookup_expr="lte",
        widget=DateInput(),
    )
    warm = SwitchFilter("Warm way in", "with_warm_way_in")
    top_ten = SwitchFilter("In our top ten", "in_top_ten")
    asked = SwitchFilter("Asked recently", "asked_recently")

    class Meta(OrganizationFilter.Meta):
        model = Partnership
        fields: list[str] = []

    def at_stage(self, rows: QuerySet, name: str, stages: list[str]) -> QuerySet:
        return rows.filter(stage__in=stages) if stages else rows

    def last_contact(self, rows: QuerySet, name: str, when: str) -> QuerySet:
        if when == LastContact.NEVER:
            return rows.filter(last_contact_on=None)
        return rows.filter(last_contact_on__lt=timezone.localdate() - timedelta(days=int(when)))

    def with_warm_way_in(self, rows: QuerySet, name: str, on: bool) -> QuerySet:
        return rows.filter(self.among(Connection.objects.all())) if on else rows

    def in_top_ten(self, rows: QuerySet, name: str, on: bool) -> QuerySet:
        return rows.filter(top_ten_rank__isnull=False) if on else rows

    def asked_recently(self, rows: QuerySet, name: str, on: bool) -> QuerySet:
        asks = Interaction.objects.asks().filter(happened_at__gte=quiet_since(self.program))
        return rows.filter(self.among(asks)) if on else rows


def partnerships_matching(program: Program, query: str) -> PartnershipQuerySet:
    """A program's partners as an address of the list narrows them, unsorted; nothing if the
    address makes no sense."""
    rows = Partnership.objects.for_program(program)
    filterset = PartnershipFilter(QueryDict(query), queryset=rows, program=program)
    return filterset.qs if filterset.is_valid() else rows.none()


def partnerships_named(program: Program, text: str) -> PartnershipQuerySet:
    """Partners whose name, city or people hold the text; those without a text: lately in touch."""
    if not text:
        rows = Partnership.objects.for_program(program)
        return rows.select_related("organization").order_by(
            F("last_contact_on").desc(nulls_last=True), "pk"
        )
    query = QueryDict(mutable=True)
    query["q"] = text
    rows = partnerships_matching(program, query.urlencode())
    return rows.select_related("organization").order_by("organization__name", "pk")
