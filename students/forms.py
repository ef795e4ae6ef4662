"""What is asked about students."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import DateInput, HouseForm, HouseModelForm
from students.models import Student


class StudentForm(HouseModelForm):
    class Meta:
        model = Student
        fields = [
            *("given_name", "family_name", "graduation_year", "source_id"),
            *("host_release_on", "photo_release_on"),
        ]
        widgets = {"host_release_on": DateInput(), "photo_release_on": DateInput()}

    def get_layout(self) -> Layout:
        return Layout(
            Div("given_name", "family_name", css_class="pair"),
            Div("graduation_year", "source_id", css_class="pair"),
            Div("host_release_on", "photo_release_on", css_class="pair"),
        )

    def _post_clean(self) -> None:
        """The domain verb checks what is unique, under a lock."""


class RosterForm(HouseForm):
    submit_label = "Take them in"

    file = forms.FileField(
        label="The list",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        help_text="CSV or XLSX with a heading: given name, family name, grade or year of "
        "graduation; the school's number if you have it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["empty"] = "This file is empty."
