from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from calendar_app.models import GRADES
from core.forms import DateInput, HouseForm
from mentors.domain.mentors import TIMES
from mentors.models import Form


class MatchForm(HouseForm):
    """Whom to match, how they meet and from when."""

    submit_label = "Show who suits"

    grade = forms.TypedChoiceField(
        choices=[("", "All grades"), *GRADES], coerce=int, empty_value=None, required=False
    )
    form = forms.ChoiceField(label="How they meet", choices=Form.choices)
    on = forms.DateField(label="From", widget=DateInput())
    time = forms.ChoiceField(
        label="When they would meet",
        choices=[
            ("", "Any time"),
            *((key, f"{day}, {part}") for key, (day, part) in TIMES.items()),
        ],
        required=False,
    )
    with_mentor = forms.BooleanField(label="Also students who have a mentor", required=False)

    def get_layout(self) -> Layout:
        return Layout(
            Div("grade", "form", css_class="pair"),
            Div("on", "time", css_class="pair"),
            "with_mentor",
        )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise forms.ValidationError("This day is over.")
        return day

    def times(self) -> list[str]:
        return [one for one in [self.cleaned_data["time"]] if one]
