"""What is asked while a meeting goes on (SPEC 3.6). The live page draws these fields itself: it
has dozens of them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from advisory.models import Motion
from core.forms import DateInput, HouseFormMixin
from partnerships.models import Person


class PersonChoiceField(forms.ChoiceField):
    """One of some people who are at hand already: no query. Gives the person, or None."""

    def __init__(self, people: Iterable[tuple[Person, str]], **kwargs: Any) -> None:
        people = list(people)
        self.people = {str(person.pk): person for person, _ in people}
        named = [(str(person.pk), label) for person, label in people]
        super().__init__(choices=[("", "Nobody named"), *named], **kwargs)
        self.error_messages["invalid_choice"] = "This person is not here; choose one of the list."

    def clean(self, value: Any) -> Any:
        return self.people.get(super().clean(value))


class MotionForm(HouseFormMixin, forms.Form):
    submit_label = "Save the motion"

    text = forms.CharField(
        label="Word for word", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    votes_for = forms.IntegerField(label="For", min_value=0, max_value=999, initial=0)
    votes_against = forms.IntegerField(label="Against", min_value=0, max_value=999, initial=0)
    abstained = forms.IntegerField(label="Abstained", min_value=0, max_value=999, initial=0)
    result = forms.ChoiceField(choices=Motion.Result.choices, initial=Motion.Result.CARRIED)

    field_order = (
        *("text", "moved_by", "seconded_by"),
        *("votes_for", "votes_against", "abstained", "result"),
    )

    def __init__(self, *args: Any, voters: Iterable[tuple[Person, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voters = list(voters)
        self.fields["moved_by"] = PersonChoiceField(voters, label="Moved by", required=False)
        self.fields["seconded_by"] = PersonChoiceField(voters, label="Seconded by", required=False)
        for name in ("votes_for", "votes_against", "abstained"):
            self.fields[name].required = False
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("votes_for", "votes_against", "abstained"):
            if name in cleaned:
                cleaned[name] = cleaned[name] or 0
        return cleaned


class RecommendationForm(HouseFormMixin, forms.Form):
    text = forms.CharField(
        label="What the board recommends",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ActionForm(HouseFormMixin, forms.Form):
    title = forms.CharField(label="What is to be done", max_length=200)
    due_on = forms.DateField(label="By when", required=False, widget=DateInput())

    def __init__(self, *args: Any, owners: Iterable[tuple[Person, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = PersonChoiceField(owners, label="Who", required=False)


class NextItemForm(HouseFormMixin, forms.Form):
    title = forms.CharField(label="What it is about", max_length=200)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=480, required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[Person, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suggested_by"] = PersonChoiceField(people, label="Who said it", required=False)

    def clean_minutes(self) -> int:
        return self.cleaned_data["minutes"] or 10


class MomentForm(forms.Form):
    """A time of the meeting's day; empty for now."""

    at = forms.TimeField(label="Time", required=False)
