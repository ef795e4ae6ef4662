from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from advisory.models import AgendaItem, Topic
from core.forms import HouseForm
from partnerships.models import Person

Groups = list[tuple[str, list[tuple[Person, str]]]]


class ItemForm(HouseForm):
    """An item of an agenda. ``presenters`` come in groups, each person with the words to show."""

    submit_label = "Put it on the agenda"

    topic = forms.ChoiceField(choices=Topic.choices, initial=Topic.OTHER)
    title = forms.CharField(
        label="What it is about",
        max_length=200,
        required=False,
        help_text="As members read it. Empty: it is called as its topic is.",
    )
    purpose = forms.ChoiceField(
        label="What the board does",
        choices=AgendaItem.Purpose.choices,
        initial=AgendaItem.Purpose.DISCUSS,
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(min_value=1, max_value=600, initial=10)
    presenter = forms.ChoiceField(label="Who presents", required=False)
    detail = forms.CharField(
        label="What members should know beforehand",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, presenters: Groups, item: AgendaItem | None = None, **kwargs: Any
    ) -> None:
        if item is not None:
            names = ("topic", "title", "purpose", "minutes", "detail")
            kwargs["initial"] = {
                **{name: getattr(item, name) for name in names},
                "presenter": item.presenter_id or "",
            }
            self.submit_label = "Save"
            if item.presenter_id and all(
                person.pk != item.presenter_id for _, group in presenters for person, _ in group
            ):  # left the board since
                presenters = [*presenters, ("Others", [(item.presenter, str(item.presenter))])]  # type: ignore[list-item]  # it has one
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for _, group in presenters for person, _ in group}
        self.fields["presenter"].choices = [  # type: ignore[attr-defined]
            ("", "Nobody yet"),
            *(
                (label, [(str(person.pk), words) for person, words in group])
                for label, group in presenters
                if group
            ),
        ]

    def get_layout(self) -> Layout:
        return Layout(
            "title",
            Div("topic", "minutes", css_class="pair"),
            Div("purpose", css_class="pills"),
            "presenter",
            "detail",
        )

    def clean_presenter(self) -> Person | None:
        return self.people.get(self.cleaned_data["presenter"])


class SuggestionForm(HouseForm):
    """What a member wants talked about."""

    submit_label = _("Suggest it")

    title = forms.CharField(
        label=_("What should the board talk about?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    why = forms.CharField(
        label=_("Why, in a sentence"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Up to five suggestions for a meeting."),
    )


class AnswerForm(HouseForm):
    """A word to who suggested an item."""

    word = forms.CharField(
        label="A word to them", required=False, max_length=1000, widget=forms.Textarea()
    )
