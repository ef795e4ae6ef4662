"""What is asked about questions and whom they go to."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import DateInput, HouseForm
from mentors.models import Month


def _number(value: str) -> int | None:
    return int(value) if value else None


class QuestionSetForm(HouseForm):
    name = forms.CharField(max_length=120)
    month = forms.TypedChoiceField(
        choices=[("", "At any time"), *Month.choices],
        coerce=_number,
        empty_value=None,
        required=False,
    )
    is_active = forms.BooleanField(label="In use", required=False, initial=True)
    questions = forms.CharField(
        label="Questions, one a line",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    spanish = forms.CharField(
        label="The same in Spanish, line by line",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "es"}),
        help_text="Where a line is missing, who reads Spanish sees the English one.",
    )

    def get_layout(self) -> Layout:
        return Layout(
            Div("name", "month", css_class="pair"),
            Div("questions", "spanish", css_class="pair"),
            "is_active",
        )


class SendForm(HouseForm):
    """Read from the address, so that looking at who would get it writes nothing."""

    submit_label = "Look who gets it"

    groups = forms.TypedMultipleChoiceField(
        label="Groups",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one group."},
    )
    due_on = forms.DateField(
        label="Answers until",
        widget=DateInput(),
        help_text="The mentor is reminded once on the day after.",
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["groups"]
        groups.choices = choices
