"""What is asked about guidelines."""

from crispy_forms.layout import Div, Layout
from django import forms

from calendar_app.models import WITHOUT_STUDENTS, Kind
from core.forms import DateInput, HouseForm


class GuidelineForm(HouseForm):
    title = forms.CharField(max_length=120)
    text = forms.CharField(
        label="Text in English",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="An empty line begins a new paragraph.",
    )
    text_es = forms.CharField(
        label="Text in Spanish",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="For who reads Spanish. Empty: they get the English text.",
    )
    kinds = forms.MultipleChoiceField(
        label="For which activities",
        choices=[(one.value, one.label) for one in Kind if one not in WITHOUT_STUDENTS],
        widget=forms.CheckboxSelectMultiple,
    )

    def get_layout(self) -> Layout:
        return Layout("title", "text", "text_es", Div("kinds", css_class="boxes"))


class PaperForm(HouseForm):
    submit_label = "Note it"

    person = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name as signed", max_length=120)
    acknowledged_on = forms.DateField(label="Signed on", widget=DateInput())

    def get_layout(self) -> Layout:
        return Layout("person", Div("name", "acknowledged_on", css_class="pair"))
