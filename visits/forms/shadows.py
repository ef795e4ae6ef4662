"""What is asked about job shadows."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from calendar_app.models import Activity
from core.forms import HouseForm, HouseModelForm
from partnerships.models import Organization, Person
from visits.models import JobShadow

SHORT = {"rows": 2}
LONG = {"rows": 4}


class ShadowForm(HouseModelForm):
    class Meta:
        model = JobShadow
        fields = [
            *("staff", "transport", "assignment_before", "questions", "assignment_after"),
            *("reminders", "emergency_phones"),
        ]
        help_texts = {
            "staff": "Names, and how to reach them on the day.",
            "transport": "By what, from where, and who to call when the bus is late.",
            "emergency_phones": "The school, the person in charge, 911.",
        }
        widgets = {
            "staff": forms.Textarea(attrs=SHORT),
            "transport": forms.Textarea(attrs=SHORT),
            "assignment_before": forms.Textarea(attrs=LONG),
            "questions": forms.Textarea(attrs=LONG),
            "assignment_after": forms.Textarea(attrs=LONG),
            "reminders": forms.Textarea(attrs=LONG),
            "emergency_phones": forms.Textarea(attrs=SHORT),
        }


class HostForm(HouseForm):
    submit_label = "Add the host"

    organization = forms.ModelChoiceField(label="Partner", queryset=Organization.objects.none())
    person = forms.ModelChoiceField(
        label="Who is with the students",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Not known yet",
        help_text="Gets the handout by mail.",
    )
    capacity = forms.IntegerField(label="How many students", min_value=1, max_value=60, initial=2)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations: Any = self.fields["organization"]
        people: Any = self.fields["person"]
        organizations.queryset = Organization.objects.filter(
            partnerships__program=activity.program_id
        ).order_by("name")
        people.queryset = (
            Person.objects.filter(
                affiliations__organization__partnerships__program=activity.program_id,
                affiliations__ended_on=None,
            )
            .distinct()
            .order_by("name")
        )

    def get_layout(self) -> Layout:
        return Layout(Div("organization", "person", css_class="pair"), Div("capacity"))
