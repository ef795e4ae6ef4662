from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from advisory.models import Seat
from core.forms import HouseForm, HouseModelForm
from partnerships.domain.people import people_at
from partnerships.models import Person, Support, Topic


class ColleagueForm(HouseForm):
    submit_label = _("Add the colleague")

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("What they do"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"))
    phone = PhoneNumberField(label=_("Telephone"), region="US", required=False)


class SeatForm(HouseForm):
    submit_label = _("Save")

    representative = forms.ModelChoiceField(
        Person.objects.none(), label=_("Speaks for us"), required=False
    )
    substitute = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Comes when that person cannot"),
        required=False,
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"representative": seat.representative_id, "substitute": seat.substitute_id}
        if seat.organization is not None:
            people = people_at(seat.organization).order_by("name", "pk")
            for name in self.initial:
                self.fields[name].queryset = people  # type: ignore[attr-defined]


class MeForm(HouseModelForm):
    """What a person says of themselves: also what they could speak of or show."""

    submit_label = _("Save")

    title = forms.CharField(label=_("What you do there"), max_length=120, required=False)

    class Meta:
        model = Person
        fields = ["name", "prefix", "phone", "language", "talents"]
        labels = {
            "name": _("Your name"),
            "prefix": _("How you want to be addressed"),
            "phone": _("Telephone"),
            "language": _("Language of this page and of letters"),
            "talents": _("What you know and could show or talk about"),
        }
        help_texts = {"prefix": _("Dr., Ms., Mr. or nothing."), "talents": ""}
        widgets = {"talents": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each in its own language, so that whoever reads only that one finds it.
        self.fields["language"].choices = [("en", "English"), ("es", "Español")]  # type: ignore[attr-defined]
        self.fields["talents"].queryset = Topic.objects.by_words()  # type: ignore[attr-defined]

    def get_layout(self) -> Layout:
        return Layout(
            "prefix", "name", "title", "phone", "language", Div("talents", css_class="boxes")
        )


class SupportForm(HouseForm):
    """What the organization is willing to do (SPEC 2.8)."""

    submit_label = _("Save")

    kinds = forms.MultipleChoiceField(
        label=_("What we are willing to do"),
        choices=Support.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def get_layout(self) -> Layout:
        return Layout(Div("kinds", css_class="boxes"))
