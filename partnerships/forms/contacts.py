"""Logging a contact in a minute (SPEC 2.4)."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils import timezone

from core.forms import DateInput, HouseModelForm
from partnerships.domain.people import people_at, staff_people
from partnerships.forms.organizations import FOLD, UNFOLD
from partnerships.models import Interaction, Organization, Person, Program

NOBODY = (
    '<div class="mb-3"><div class="form-label">With whom</div><p class="mb-0">Nobody is known '
    "there yet. <a href=\"{% url 'partnerships:organization_person_add' program.slug "
    'organization.pk %}{% if not contact %}?then=contact{% endif %}">Add a person</a></p></div>'
)
#: Of organization_person_add: the contact is logged next.
THEN_CONTACT = "contact"


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class ContactForm(HouseModelForm):
    """How, whom, what came of it, what next; the rest is folded and rightly guessed."""

    submit_label = "Save the contact"

    class Meta:
        model = Interaction
        fields = [
            "kind", "people", "outcome", "note", "ask", "next_step", "happened_at", "staff",
            "school_level",
        ]  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "people": forms.CheckboxSelectMultiple,
            "happened_at": MomentInput(),
            "note": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {
            "people": "With whom",
            "staff": "Who of us",
            "outcome": "What came of it",
            "ask": "Did you ask for something? What?",
            "next_step": "Next step",
        }
        help_texts = {
            "people": "",
            "staff": "",
            "note": "Only this program sees it.",
            "ask": "Empty if not. Other programs see this line, so that nobody asks too often.",
        }

    next_step_on = forms.DateField(label="By when", required=False, widget=DateInput())

    MORE = ("happened_at", "staff", "school_level")

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        program: Program,
        me: Person | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # the exact kinds are those of the model
        kind, people, staff = fields["kind"], fields["people"], fields["staff"]
        kind.choices = Interaction.Kind.choices
        there, here = people_at(organization), staff_people(program)
        if self.instance.pk:  # who was there then may have left
            del fields["next_step_on"]  # the step is a task by now, and the task has the date
            there = there | Person.objects.filter(contacts_had=self.instance)
            here = here | Person.objects.filter(pk=self.instance.staff_id)
        else:
            self.initial.setdefault("kind", Interaction.Kind.CALL)
            self.initial.setdefault("staff", me)
            self.initial["happened_at"] = timezone.localtime().replace(second=0, microsecond=0)
        people.queryset = there.distinct()
        self.somebody_is_known = people.queryset.exists()
        staff.queryset = here.distinct()
        staff.required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("next_step_on") and not cleaned.get("next_step"):
            self.add_error("next_step", "What is to be done by then?")
        return cleaned

    @property
    def more_is_open(self) -> bool:
        return any(name in self.errors for name in self.MORE)

    def get_layout(self) -> Layout:
        return Layout(
            Div("kind", css_class="pills"),
            "people" if self.somebody_is_known else HTML(NOBODY),
            "outcome",
            "note",
            "ask",
            Div("next_step", "next_step_on", css_class="pair")
            if "next_step_on" in self.fields
            else "next_step",
            HTML(FOLD),
            *self.MORE,
            HTML(UNFOLD),
        )
