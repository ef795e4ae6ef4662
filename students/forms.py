"""What is asked about students."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.models import Topic
from students.models import Student


class StudentForm(HouseModelForm):
    class Meta:
        model = Student
        fields = [
            *("given_name", "family_name", "graduation_year", "source_id"),
            *("host_release_on", "photo_release_on", "interests"),
        ]
        widgets = {
            "host_release_on": DateInput(),
            "photo_release_on": DateInput(),
            "interests": forms.CheckboxSelectMultiple,
        }

    def get_layout(self) -> Layout:
        return Layout(
            Div("given_name", "family_name", css_class="pair"),
            Div("graduation_year", "source_id", css_class="pair"),
            Div("host_release_on", "photo_release_on", css_class="pair"),
            Div("interests", css_class="boxes"),
        )

    def _post_clean(self) -> None:
        """The domain verb checks what is unique, under a lock."""


class RosterForm(HouseForm):
    submit_label = "Take them in"

    file = forms.FileField(
        label="The list",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.zip"}),
        help_text="CSV or XLSX with a heading: given name, family name, grade or year of "
        "graduation; the school's number and interests if you have them. Or a OneRoster bundle "
        "(zip).",
    )
    school = forms.CharField(
        label="School in the bundle",
        max_length=120,
        required=False,
        help_text="Only for a OneRoster bundle that holds several schools.",
    )
    classes = forms.CharField(
        label="Only these classes of the bundle",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Codes or titles, one a line. Empty: all students of the school.",
    )
    may_leave = forms.BooleanField(
        label="Many may be marked as left", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["empty"] = "This file is empty."


class TopicForm(HouseForm):
    submit_label = "Add the topic"

    name = forms.CharField(max_length=80)
    name_es = forms.CharField(
        label="In Spanish",
        max_length=80,
        required=False,
        help_text="For partners who read Spanish; empty, they read it as above.",
    )


class TopicRenameForm(HouseForm):
    submit_label = "Rename it"

    topic = forms.ModelChoiceField(queryset=Topic.objects.all())
    name = forms.CharField(label="New name", max_length=80)
    name_es = forms.CharField(
        label="In Spanish",
        max_length=80,
        required=False,
        help_text="For partners who read Spanish; empty, it stays as it is.",
    )
