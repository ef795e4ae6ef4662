"""What is asked about organizations, their people, and a program's partnership with them."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.domain.people import people_at, staff_people
from partnerships.models import (
    Affiliation,
    Connection,
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Program,
    Support,
)

FOLD = '<details class="fold"{% if form.more_is_open %} open{% endif %}><summary>More</summary>'
UNFOLD = "</details>"


class OrganizationForm(HouseModelForm):
    """Name, kind and where it is; the rest is folded."""

    class Meta:
        model = Organization
        fields = [
            "name", "kind", "street", "city", "state", "postal_code", "phone", "email", "website",
            "sectors", "legal_name", "other_names", "language",
        ]  # fmt: skip
        widgets = {
            "sectors": forms.CheckboxSelectMultiple,
            "other_names": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"sectors": "Line of business", "language": "Language of letters"}

    MORE = ("sectors", "legal_name", "other_names", "language")

    @property
    def more_is_open(self) -> bool:
        return any(name in self.errors for name in self.MORE)

    def get_layout(self) -> Layout:
        return Layout(
            "name",
            "kind",
            "street",
            Div("city", "state", "postal_code", css_class="pair"),
            Div("phone", "email", css_class="pair"),
            "website",
            HTML(FOLD),
            *self.MORE,
            HTML(UNFOLD),
        )


class NewOrganizationForm(OrganizationForm):
    """Asks whether it is a different one, once likely duplicates were shown."""

    submit_label = "Add the partner"

    is_different = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def ask_whether_different(self) -> None:
        bound: Any = self.data  # a QueryDict
        given = bound.copy()
        given["is_different"] = "on"
        self.data = given
        self.submit_label = "It is a different one: add it"

    def get_layout(self) -> Layout:
        return Layout("is_different", *super().get_layout())


class StageForm(HouseForm):
    submit_label = "Set the stage"

    stage = forms.ChoiceField(choices=Partnership.Stage.choices)
    reason = forms.CharField(
        max_length=200, required=False, help_text="Wanted when it is paused or declined."
    )


class OwnerForm(HouseModelForm):
    """What belongs to this program alone."""

    class Meta:
        model = Partnership
        fields = ["owner", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"note": "Only this program sees it."}

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "owner", staff_people(program), "Nobody yet")


class ApprovalForm(HouseModelForm):
    """Who must say yes there, what they said, and who is responsible (SPEC 2.7)."""

    class Meta:
        model = Partnership
        fields = [
            "responsible", "approver", "approval", "approval_asked_on", "approval_answered_on",
        ]  # fmt: skip
        widgets = {"approval_asked_on": DateInput(), "approval_answered_on": DateInput()}
        labels = {
            "responsible": "Primary responsibility",
            "approver": "Executive who approves",
            "approval_asked_on": "Asked on",
            "approval_answered_on": "Answered on",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = people_at(self.instance.organization)
        choose_from(self, "responsible", here, "Nobody named yet")
        choose_from(self, "approver", here, "Nobody named yet")

    def get_layout(self) -> Layout:
        return Layout(
            "responsible",
            "approver",
            "approval",
            Div("approval_asked_on", "approval_answered_on", css_class="pair"),
        )


class RoleForm(HouseForm):
    submit_label = "Give the role"

    person = forms.ModelChoiceField(queryset=Person.objects.none())
    role = forms.ChoiceField(choices=PartnerRole.Role.choices)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "person", people_at(organization))


class SupportsForm(HouseForm):
    """A box for each thing they may do, with a word about it."""

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {support.kind: support.note for support in organization.supports.all()}
        for kind, label in Support.Kind.choices:
            self.fields[kind] = forms.BooleanField(
                label=label, required=False, initial=kind in known
            )
            self.fields[f"{kind}_note"] = forms.CharField(
                label=f"{label}: remark",
                max_length=200,
                required=False,
                initial=known.get(kind, ""),
                widget=forms.TextInput(attrs={"placeholder": "For example: two at a time"}),
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The box and the remark of each kind."""
        return [(self[kind], self[f"{kind}_note"]) for kind in Support.Kind.values]

    def notes(self) -> dict[str, str]:
        """What is ticked, with its remark. A remark alone ticks the box."""
        given = self.cleaned_data
        return {
            kind: given[f"{kind}_note"]
            for kind in Support.Kind.values
            if given[kind] or given[f"{kind}_note"]
        }


class PersonForm(HouseModelForm):
    class Meta:
        model = Person
        fields = ["name", "prefix", "email", "phone", "language"]
        labels = {"language": "Language of letters"}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def get_layout(self) -> Layout:
        return Layout(
            Div("prefix", "name", css_class="pair"),
            Div("email", "phone", css_class="pair"),
            "language",
        )


class KnownPersonForm(PersonForm):
    """With what they know about, once there is somebody to say it of."""

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "talents"]
        help_texts = {"talents": "What they could speak of or show. Students choose from the same."}
        widgets = {"talents": forms.CheckboxSelectMultiple}

    def get_layout(self) -> Layout:
        return Layout(*super().get_layout().fields, Div("talents", css_class="boxes"))


class NewPersonForm(PersonForm):
    """A person and their place at the organization, in one go."""

    submit_label = "Add the person"

    title = forms.CharField(max_length=120, required=False, help_text="Their job there.")
    started_on = forms.DateField(
        label="There since", required=False, widget=DateInput(), help_text="Empty if not known."
    )
    is_main_contact = forms.BooleanField(label="Letters go to them", required=False)

    def get_layout(self) -> Layout:
        return Layout(
            Div("prefix", "name", css_class="pair"),
            "title",
            Div("email", "phone", css_class="pair"),
            "is_main_contact",
            Div("started_on", "language", css_class="pair"),
        )


class AffiliationForm(HouseForm):
    """Their place at the organization."""

    title = forms.CharField(max_length=120, required=False)
    started_on = forms.DateField(
        label="There since", required=False, widget=DateInput(), help_text="Empty if not known."
    )


class LeavingForm(HouseForm):
    submit_label = "Save that they left"

    ended_on = forms.DateField(label="Last day", widget=DateInput(), initial=timezone.localdate)
    reason = forms.ChoiceField(
        choices=Affiliation.EndReason.choices, initial=Affiliation.EndReason.UNKNOWN
    )
    successor = forms.ModelChoiceField(
        label="Letters go to",
        queryset=Person.objects.none(),
        required=False,
        help_text="They were the main contact: who is it now?",
    )

    def __init__(self, *args: Any, affiliation: Affiliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if affiliation.is_main_contact:
            others = people_at(affiliation.organization).exclude(pk=affiliation.person_id)
            choose_from(self, "successor", others, "Nobody by name yet")
        else:
            del self.fields["successor"]


class ConnectionForm(HouseModelForm):
    class Meta:
        model = Connection
        fields = ["known_by", "contact", "relation", "strength", "would_introduce", "note"]
        labels = {"strength": "How well", "relation": "How they know them"}
        widgets = {
            "would_introduce": forms.NullBooleanSelect,
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "contact", people_at(organization), "Nobody in particular")


def choose_from(
    form: forms.BaseForm, name: str, people: QuerySet[Person], nobody: str | None = None
) -> None:
    """Only these people may be chosen. One who is named already stays, though they have left."""
    field: Any = form.fields[name]  # a ModelChoiceField
    instance = getattr(form, "instance", None)
    named = getattr(instance, f"{name}_id", None) if instance else None
    field.queryset = people | Person.objects.filter(pk=named) if named else people
    if nobody is not None:
        field.empty_label = nobody
