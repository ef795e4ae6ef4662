"""What the page of components shows: every part of the house in every state, from no table."""

from typing import Any

from django import forms

from core.forms import DateInput, HouseForm


class ExampleForm(HouseForm):
    submit_label = "Save visit"

    title = forms.CharField(label="What it is", help_text="As it stands in the calendar.")
    on = forms.DateField(label="Day", widget=DateInput())
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), ("tour", "Tour")])
    wishes = forms.MultipleChoiceField(
        label="What they would do",
        required=False,
        choices=[("shadow", "Host a job shadow"), ("speak", "Speak in class")],
        widget=forms.CheckboxSelectMultiple,
    )
    contact = forms.ChoiceField(
        label="How to reach them",
        choices=[("mail", "By mail"), ("phone", "By telephone")],
        widget=forms.RadioSelect,
        initial="mail",
    )
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(label="Paper", required=False)
    is_shared = forms.BooleanField(label="Colleagues see it too", required=False)


def example_forms() -> dict[str, Any]:
    wrong = ExampleForm({"wrong-title": "", "wrong-on": "31 June"}, prefix="wrong")
    wrong.is_valid()
    wrong.add_error(None, "The van is booked by the band from 8:00 to 11:00 on that day.")
    return {"form": ExampleForm(prefix="new"), "wrong_form": wrong}
