"""What is asked about a college."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.domain.people import people_at
from partnerships.models import Person
from postsecondary.models import Department, EntryRequirement, FundingIdea, ProgramOfStudy

LONG = {"rows": 4}


class FactForm(HouseModelForm):
    """The domain verb checks what is there once, under a lock, and says so in a sentence."""

    def _post_clean(self) -> None:
        pass


class DepartmentForm(FactForm):
    class Meta:
        model = Department
        fields = ["name", "phone", "email", "website", "note"]
        help_texts = {
            "name": "For example: Nursing, Admissions, Dual-credit office.",
            "note": "For example: answers mail faster than the telephone.",
        }

    def get_layout(self) -> Layout:
        return Layout("name", Div("phone", "email", css_class="pair"), "website", "note")


class ProgramOfStudyForm(FactForm):
    class Meta:
        model = ProgramOfStudy
        fields = ["name", "award", "length", "career_area", "department", "website", "note"]
        labels = {"award": "Leads to"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        department.queryset = self.instance.organization.departments.all()
        department.empty_label = "None in particular"

    def get_layout(self) -> Layout:
        return Layout(
            "name",
            Div("award", "length", css_class="pair"),
            Div("career_area", "department", css_class="pair"),
            "website",
            "note",
        )


class EntryRequirementForm(FactForm):
    class Meta:
        model = EntryRequirement
        fields = ["name", "program_of_study", "detail", "noted_on"]
        labels = {"program_of_study": "To get into"}
        widgets = {"detail": forms.Textarea(attrs=LONG), "noted_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        study: Any = self.fields["program_of_study"]
        study.queryset = self.instance.organization.programs_of_study.all()
        study.empty_label = "The college itself"


class FundingIdeaForm(FactForm):
    class Meta:
        model = FundingIdea
        fields = ["name", "kind", "amount", "apply_by", "website", "detail", "noted_on"]
        widgets = {"detail": forms.Textarea(attrs=LONG), "noted_on": DateInput()}

    def get_layout(self) -> Layout:
        return Layout(
            Div("name", "kind", css_class="pair"),
            Div("amount", "apply_by", css_class="pair"),
            "website",
            "detail",
            "noted_on",
        )


class MembersForm(HouseForm):
    """Who of the college works in a department."""

    people = forms.ModelMultipleChoiceField(
        label="Works here",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = people_at(department.organization)
        people.initial = list(department.members.values_list("person_id", flat=True))
