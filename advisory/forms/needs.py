"""What is asked about a need of the program (SPEC 4.2)."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from advisory.models import Need
from core.forms import DateInput, HouseModelForm


class NeedForm(HouseModelForm):
    class Meta:
        model = Need
        fields = ["title", "help", "needed_by", "support", "topics", "is_met"]
        labels = {"title": "What the program needs", "help": "How the board can help"}
        help_texts = {
            "title": "For example: Two classroom speakers on radiology.",
            "help": "So that a member can say yes at once.",
        }
        widgets = {
            "help": forms.Textarea(attrs={"rows": 3}),
            "needed_by": DateInput(),
            "topics": forms.CheckboxSelectMultiple,
        }

    def get_layout(self) -> Layout:
        shown: list[Any] = ["title", "help", Div("needed_by", "support", css_class="pair")]
        shown.append(Div("topics", css_class="boxes"))
        return Layout(*shown, *(["is_met"] if self.instance.pk else []))
