from crispy_forms.layout import Div, Layout
from django import forms

from calendar_app.forms.activities import grade_field
from core.forms import HouseModelForm
from mentors.models import PlanLine


class PlanLineForm(HouseModelForm):
    """Something a program wants to do with mentors."""

    grade_from = grade_field("From grade")
    grade_to = grade_field("To grade")

    class Meta:
        model = PlanLine
        fields = [
            *("activity", "wanted", "how_often", "how_often_es", "about", "about_es"),
            *("grade_from", "grade_to"),
        ]
        widgets = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "about_es": forms.Textarea(attrs={"rows": 3, "lang": "es"}),
        }

    def get_layout(self) -> Layout:
        return Layout(
            Div("activity", "wanted", css_class="pair"),
            "how_often",
            "about",
            Div("grade_from", "grade_to", css_class="pair"),
            "how_often_es",
            "about_es",
        )

    def _post_clean(self) -> None:
        """The domain verb checks, and says it on the field."""
