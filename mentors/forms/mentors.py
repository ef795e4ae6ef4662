from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from calendar_app.forms.activities import grade_field
from core.forms import DateInput, HouseForm, HouseModelForm
from mentors.domain.mentors import TIMES
from mentors.domain.versions import of_mentor
from mentors.forms.seen import SeenFormMixin
from mentors.models import ClearanceLevel, Form, Mentor
from partnerships.models import Affiliation, Program, Topic


class MentorForm(SeenFormMixin, HouseModelForm):
    """What is known of a mentor. Talents are the person's own."""

    talents = forms.ModelMultipleChoiceField(
        Topic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    times = forms.MultipleChoiceField(
        label="When there is time",
        choices=[(key, f"{day}, {part}") for key, (day, part) in TIMES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grade_from = grade_field("From grade")
    grade_to = grade_field("To grade")
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta:
        model = Mentor
        fields = [
            *("state", "in_person", "online", "by_email", "capacity", "grade_from", "grade_to"),
            *("times", "note"),
        ]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.person_id:
            self.initial["talents"] = list(self.instance.person.talents.all())
        if self.instance.pk:
            self.look_at(of_mentor(self.instance))

    def get_layout(self) -> Layout:
        return Layout(
            Div("state", "capacity", css_class="pair"),
            Div("in_person", "online", "by_email"),
            Div("grade_from", "grade_to", css_class="pair"),
            Div("talents", css_class="boxes"),
            Div("times", css_class="boxes"),
            "note",
            "seen",
        )

    def _post_clean(self) -> None:
        """The domain verb checks, and says it on the field."""


class NewMentorForm(MentorForm):
    """Somebody of a partner becomes a mentor."""

    submit_label = "Add the mentor"

    who = forms.ModelChoiceField(Affiliation.objects.none(), label="Who")

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["who"]
        choices.queryset = (
            Affiliation.objects.open()
            .filter(organization__partnerships__program=program)
            .exclude(person__mentorships__program=program)
            .select_related("person", "organization")
            .order_by("organization__name", "person__name", "pk")
        )
        choices.label_from_instance = lambda one: f"{one.organization}: {one.person}"

    def get_layout(self) -> Layout:
        return Layout("who", *super().get_layout().fields)


class ClearanceForm(HouseForm):
    submit_label = "Note the clearance"

    level = forms.ModelChoiceField(ClearanceLevel.objects.all())
    given_on = forms.DateField(label="Since", widget=DateInput())
    expires_on = forms.DateField(
        label="Last day",
        required=False,
        widget=DateInput(),
        help_text="Empty: for as long as the level says.",
    )

    def get_layout(self) -> Layout:
        return Layout("level", Div("given_on", "expires_on", css_class="pair"))


class RulesForm(HouseForm):
    """Which level the school requires, by form of mentoring."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in Form:
            self.fields[form.value] = forms.ModelChoiceField(
                ClearanceLevel.objects.all(),
                label=f"To mentor {str(form.label).lower()}",
                required=False,
                empty_label="The highest there is",
            )


class NoteForm(HouseForm):
    """After a meeting: how long, and what was done."""

    hours = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        help_text="Only if it was not from begin to end.",
    )
    notes = forms.CharField(
        label="What was done", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
