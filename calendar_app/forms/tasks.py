"""Writing down what is to be done."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from calendar_app.models import Task
from core.forms import DateInput, HouseModelForm
from partnerships.domain.people import staff_people
from partnerships.models import Organization, Person, Program


class TaskForm(HouseModelForm):
    """What, who, by when; with which partner is known by the page it began on."""

    submit_label = "Save the task"

    class Meta:
        model = Task
        fields = ["title", "owner", "due_on", "note"]
        widgets = {"due_on": DateInput(), "note": forms.Textarea(attrs={"rows": 4})}
        labels = {"title": "What is to be done", "owner": "Who does it"}

    def __init__(
        self, *args: Any, program: Program, me: Person | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = owners_of(program, self.instance.owner_id)
        owner.empty_label = "Nobody yet"
        if not self.instance.pk:
            self.initial.setdefault("owner", me)


def owners_of(program: Program, present: int | None = None) -> QuerySet[Person]:
    """Who may get a task: the program's staff, and who has it now."""
    return (staff_people(program) | Person.objects.filter(pk=present or 0)).distinct()


class TaskFilter(django_filters.FilterSet):
    OWNERS = [("me", "Only mine"), ("nobody", "Nobody has it")]
    STATES = [("open", "Open"), ("late", "Late"), ("done", "Done")]

    q = django_filters.CharFilter(label="What, or which partner", method="search")
    whose = django_filters.ChoiceFilter(
        label="Whose", choices=OWNERS, method="of_whom", empty_label="Everybody's"
    )
    owner = django_filters.ModelChoiceFilter(
        label="Who does it", queryset=Person.objects.none(), empty_label="Anybody"
    )
    state = django_filters.ChoiceFilter(
        label="State", choices=STATES, method="in_state", empty_label="All"
    )
    organization = django_filters.ModelChoiceFilter(
        label="Partner", queryset=Organization.objects.none(), widget=forms.HiddenInput
    )

    class Meta:
        model = Task
        fields = ["q", "whose", "owner", "state", "organization"]

    def __init__(self, *args: Any, program: Program, me: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.me = me
        filters: dict[str, Any] = self.filters
        filters["owner"].queryset = owners_of(program)
        filters["organization"].queryset = Organization.objects.filter(
            partnerships__program=program
        )

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(Q(title__icontains=text) | Q(organization__name__icontains=text))

    def of_whom(self, rows: QuerySet, name: str, whose: str) -> QuerySet:
        return rows.filter(owner=self.me if whose == "me" else None)

    def in_state(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        if state == "done":
            return rows.filter(done_at__isnull=False)
        rows = rows.filter(done_at=None)
        return rows.filter(due_on__lt=timezone.localdate()) if state == "late" else rows
