from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from calendar_app.forms.times import TimeInput
from core.forms import DateInput, HouseForm, HouseModelForm
from mentors.domain.groups import ENDED
from mentors.domain.sessions import MOST
from mentors.domain.versions import of_group
from mentors.forms.seen import SeenFormMixin
from mentors.models import GroupMentor, Mentor, MentorGroup
from partnerships.domain.people import staff_people
from partnerships.models import Program
from students.models import Student


class GroupForm(SeenFormMixin, HouseModelForm):
    """A group, its mentors in their order, and its students."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta:
        model = MentorGroup
        fields = ["name", "kind", "activity", "form", "aim", "organizer", "started_on", "students"]
        labels = {"started_on": "Begins on"}
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 2}),
            "students": forms.CheckboxSelectMultiple,
            "started_on": DateInput(),
        }

    def __init__(self, *args: Any, program: Program, joining: str = "", **kwargs: Any) -> None:
        """``joining``: who should come into the first free place (the id of a mentor)."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["organizer"].queryset = staff_people(program).order_by("name", "pk")
        fields["students"].queryset = Student.objects.for_program(program).current()
        mentors = (
            Mentor.objects.for_program(program)
            .active()
            .select_related("person", "organization")
            .order_by("person__name", "pk")
        )
        if self.instance.pk:
            self.look_at(of_group(self.instance))
        places = list(self.instance.places.all()) if self.instance.pk else []
        there = [one.mentor_id for one in places]
        if joining.isdecimal() and int(joining[:18]) not in there:
            there.append(int(joining[:18]))
        for number in range(1, GroupMentor.MOST + 1):
            field: Any = forms.ModelChoiceField(
                mentors,
                label="Mentor" if number == 1 else "Stands in" if number == 2 else "Stands in, too",
                required=number == 1,
                initial=there[number - 1] if len(there) >= number else None,
            )
            field.label_from_instance = lambda one: (
                f"{one.person}, {one.organization}" if one.organization else str(one.person)
            )
            self.fields[f"mentor_{number}"] = field

    def get_layout(self) -> Layout:
        return Layout(
            "name",
            Div("kind", "form", css_class="pair"),
            "activity",
            *(f"mentor_{number}" for number in range(1, GroupMentor.MOST + 1)),
            Div("organizer", "started_on", css_class="pair"),
            "aim",
            Div("students", css_class="boxes"),
            "seen",
        )

    def _post_clean(self) -> None:
        """The domain verb checks, and says it on the field."""

    def given(self) -> dict[str, Any]:
        """For the domain verb: the mentors as a list in their order."""
        found = dict(self.cleaned_data)
        places = [found.pop(f"mentor_{number}") for number in range(1, GroupMentor.MOST + 1)]
        return {**found, "mentors": [one for one in places if one]}

    def add_domain_error(self, error: Any) -> None:
        if error.field == "mentors":
            error.field = "mentor_1"
        super().add_domain_error(error)


class EndForm(HouseForm):
    """``seen`` is how many meetings somebody was told are called off."""

    submit_label = "End the group"

    ended_on = forms.DateField(label="Last day", widget=DateInput())
    reason = forms.CharField(
        label="Why meetings do not take place",
        max_length=200,
        required=False,
        initial=ENDED,
        help_text="Only if some are planned after the last day: those invited read it.",
    )
    seen = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def ask_again(self, count: int) -> None:
        """Show the form once more: so many meetings are called off, if they go on."""
        bound: Any = self.data  # a QueryDict
        given = bound.copy()
        given["seen"] = str(count)
        self.data = given


class SessionsForm(HouseForm):
    """A meeting, or a series of them."""

    submit_label = "Plan and invite"

    first_on = forms.DateField(label="First day", widget=DateInput())
    at = forms.TimeField(label="At", widget=TimeInput())
    minutes = forms.IntegerField(
        label="For how many minutes", min_value=10, max_value=480, initial=60
    )
    every = forms.ChoiceField(
        label="How often",
        choices=[
            ("once", "Once"),
            ("week", "Every week"),
            ("two_weeks", "Every two weeks"),
            ("four_weeks", "Every four weeks"),
        ],
    )
    count = forms.IntegerField(
        label="How many meetings", min_value=1, max_value=MOST, initial=1, required=False
    )
    place = forms.CharField(label="Where", max_length=200, required=False)

    def get_layout(self) -> Layout:
        return Layout(
            Div("first_on", "at", css_class="pair"),
            Div("minutes", "place", css_class="pair"),
            Div("every", "count", css_class="pair"),
        )

    def clean_count(self) -> int:
        return int(self.cleaned_data["count"] or 1)
