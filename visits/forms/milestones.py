"""What is asked about milestones."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from calendar_app.models import WITHOUT_STUDENTS, Kind
from core.forms import HouseModelForm
from visits.models import Milestone


class MilestoneForm(HouseModelForm):
    kinds = forms.MultipleChoiceField(
        label="Counted from",
        choices=[(one.value, one.label) for one in Kind if one not in WITHOUT_STUDENTS],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Milestone
        fields = [
            *("text", "framework", "code", "grade", "count", "unit", "minimum_each", "kinds"),
        ]

    def get_layout(self) -> Layout:
        return Layout(
            "text",
            Div("framework", "code", css_class="pair"),
            Div("count", "unit", css_class="pair"),
            Div("grade", "minimum_each", css_class="pair"),
            Div("kinds", css_class="boxes"),
        )

    def _post_clean(self) -> None:
        """The domain verb checks, and says it on the field."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("grade") not in {None, ""}:
            given["grade"] = int(given["grade"])
        return given
