from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm
from partnerships.models import Affiliation, Person
from portal.domain.handover import MESSAGE_MAX, OPEN, STAYS
from portal.domain.holdings import Holding

Reason = Affiliation.EndReason


class HandoverForm(HouseForm):
    """What goes to whom, item by item or at once; and the last day, if they leave."""

    has_left = forms.BooleanField(label=_("They have left"), required=False)
    ended_on = forms.DateField(label=_("Their last day"), required=False, widget=DateInput())
    reason = forms.ChoiceField(
        label=_("Why"), choices=[("", _("not known")), *Reason.choices], required=False
    )
    everything = forms.ChoiceField(
        label=_("Everything goes to"),
        required=False,
        help_text=_(
            "With nobody it stays, or is open if they leave. Choose otherwise below for a single "
            "thing."
        ),
    )

    def __init__(
        self,
        *args: Any,
        affiliation: Affiliation,
        holdings: Sequence[Holding],
        successors: Sequence[Person],
        is_own: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.affiliation, self.holdings = affiliation, holdings
        self.people = {str(one.pk): one for one in successors}
        if is_own:
            self.fields["has_left"].label = _("I have left")
            self.fields["ended_on"].label = _("My last day")
        colleagues = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["everything"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody yet")),
            (OPEN, _("is open")),
            *colleagues,
        ]
        for one in holdings:
            self.fields[one.key] = forms.ChoiceField(
                label=one.what,
                choices=[
                    ("", _("as said above")),
                    (STAYS, _("stays as it is")),
                    (OPEN, _("is open")),
                    *colleagues,
                ],
                required=False,
            )
        for pk, person in self.people.items():
            self.fields[f"message_{pk}"] = forms.CharField(
                label=person.name, required=False, max_length=MESSAGE_MAX, widget=forms.Textarea
            )

    def get_layout(self) -> Layout:
        return Layout(
            "has_left", "ended_on", "reason", "everything", *(h.key for h in self.holdings)
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        last = given.get("ended_on")
        if given.get("has_left") and not last:
            self.add_error("ended_on", _("Which day was their last?"))
        if last and last > timezone.localdate():
            self.add_error("ended_on", _("That day is still to come. Say it when they have left."))
        if not given.get("has_left"):
            given["ended_on"] = None
            if not self.errors and not any(to != STAYS for to in self._chosen(given).values()):
                self.add_error(None, _("Nothing was chosen: say what goes to whom."))
        return given

    def _chosen(self, given: dict[str, Any]) -> dict[str, str]:
        """Where each thing goes. What leaves with somebody and was not given away is open."""
        default = OPEN if given.get("ended_on") else STAYS
        found = {}
        for one in self.holdings:
            to = given.get(one.key) or given.get("everything") or default
            found[one.key] = default if to == STAYS else to
        return found

    def moves(self) -> dict[str, str]:
        return self._chosen(self.cleaned_data)

    def receivers(self) -> list[tuple[Person, list[Holding]]]:
        """Who takes over what."""
        moves = self.moves()
        return [
            (person, own)
            for pk, person in self.people.items()
            if (own := [one for one in self.holdings if moves[one.key] == pk])
        ]

    def outcome(self) -> list[tuple[Holding, str]]:
        """Each thing, and in words where it goes."""
        words = {STAYS: _("stays as it is"), OPEN: _("is open")}
        moves = self.moves()
        return [
            (one, str(words.get(moves[one.key]) or self.people[moves[one.key]].name))
            for one in self.holdings
        ]

    def messages(self) -> dict[int, str]:
        """What to write to whom: only those whose box was ticked."""
        return {
            person.pk: self.cleaned_data[f"message_{person.pk}"]
            for person, _own in self.receivers()
            if f"send_{person.pk}" in self.data
        }

    @property
    def last_day(self) -> date | None:
        """Their last day; None if they stay."""
        day: date | None = self.cleaned_data.get("ended_on")
        return day

    @property
    def end_reason(self) -> str:
        return str(self.cleaned_data["reason"] or Reason.UNKNOWN) if self.last_day else ""
