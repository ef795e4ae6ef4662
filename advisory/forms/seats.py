"""What is asked about a seat of a board."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils import timezone
from phonenumber_field.formfields import PhoneNumberField

from advisory.domain.seats import FAMILIES, candidates
from advisory.models import Board, Seat
from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.forms.organizations import choose_from
from partnerships.models import Organization

NEW = "new_"


class SeatForm(HouseModelForm):
    """Who speaks for the seat, chosen from the people there or typed in; the rest below."""

    new_name = forms.CharField(label="Name", max_length=120, required=False)
    new_title = forms.CharField(label="Title", max_length=120, required=False)
    new_email = forms.EmailField(label="E-mail", required=False)
    new_phone = PhoneNumberField(label="Phone", required=False)

    class Meta:
        model = Seat
        fields = [
            "representative", "substitute", "stakeholder", "votes", "term_starts_on",
            "term_ends_on", "host_order",
        ]  # fmt: skip
        widgets = {"term_starts_on": DateInput(), "term_ends_on": DateInput()}
        labels = {"host_order": "Turn as host", "stakeholder": "Stands for"}
        help_texts = {
            "representative": "Who comes to meetings.",
            "substitute": "Comes when the representative cannot.",
            "host_order": "1 hosts first, then 2. Empty: never hosts.",
            "stakeholder": "For the evidence that all were consulted.",
        }

    def __init__(
        self,
        *args: Any,
        board: Board,
        organization: Organization | None,
        school_role: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = candidates(board, organization=organization, school_role=school_role)
        choose_from(self, "representative", people, "Nobody yet")
        choose_from(self, "substitute", people, "Nobody")
        if self.instance.pk and self.instance.substitute_id and self.instance.representative_id:
            named = [self.instance.representative_id, self.instance.substitute_id]
            for name in ("representative", "substitute"):
                field: Any = self.fields[name]
                field.queryset = people | people.model.objects.filter(pk__in=named)
        if school_role in FAMILIES:
            del self.fields["new_title"]
        if organization is None:
            del self.fields["host_order"]

    @property
    def more_is_open(self) -> bool:
        field: Any = self.fields["representative"]
        typed = any(self.data.get(name) for name in self.fields if name.startswith(NEW))
        return typed or not field.queryset.exists()

    def get_layout(self) -> Layout:
        shown = [name for name in self.fields if name.startswith(NEW)]
        turn = ["host_order"] if "host_order" in self.fields else []
        return Layout(
            "representative",
            HTML(
                '<details class="fold"{% if form.more_is_open %} open{% endif %}>'
                "<summary>Somebody who is not on the list yet</summary>"
            ),
            Div(*shown, css_class="pair"),
            HTML("</details>"),
            "substitute",
            "stakeholder",
            "votes",
            Div("term_starts_on", "term_ends_on", css_class="pair"),
            *turn,
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("new_name") and given.get("representative"):
            before = self.instance.representative_id if self.instance.pk else None
            if given["representative"].pk != before:
                self.add_error(
                    "new_name", "Choose somebody from the list or name somebody new, not both."
                )
        if not given.get("new_name") and any(
            given.get(f"{NEW}{one}") for one in ("title", "email", "phone")
        ):
            self.add_error("new_name", "What is their name?")
        return given

    def values(self) -> dict[str, Any]:
        """For the domain verbs: fields of the seat, and ``new_person``."""
        given = dict(self.cleaned_data)
        new = {name.removeprefix(NEW): given.pop(name) for name in [*given] if name.startswith(NEW)}
        return {**given, "new_person": new if new.get("name") else None}

    def validate_constraints(self) -> None:
        """The domain says it better than the constraints."""

    def _post_clean(self) -> None:
        """Leaves the instance alone: the domain verb changes it, under a lock."""


class EndSeatForm(HouseForm):
    submit_label = "End the seat"

    ended_on = forms.DateField(
        label="Last day", widget=DateInput(), initial=timezone.localdate,
        help_text="Up to this day it is asked to meetings and counts for the quorum.",
    )  # fmt: skip
