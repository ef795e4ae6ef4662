from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendar_app.models import GRADES
from core.forms import HouseModelForm
from mentors.domain.mentors import TIMES
from mentors.models import Mentor

_GRADES: list[tuple[str, Any]] = [
    ("", _("Any")),
    *((key, format_lazy("{} {}", _("Grade"), key)) for key, _words in GRADES),
]


def _grade(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=_GRADES, coerce=int, empty_value=None, required=False
    )


class OfferForm(HouseModelForm):
    """How, when and whom somebody would mentor."""

    submit_label = _("Save")

    times = forms.MultipleChoiceField(
        label=_("When I usually have time"),
        choices=[(key, format_lazy("{}, {}", day, part)) for key, (day, part) in TIMES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    grade_from = _grade(_("From grade"))
    grade_to = _grade(_("To grade"))
    pauses = forms.BooleanField(
        label=_("I pause: no new students for now"),
        required=False,
        help_text=_("What is planned stays; say no to a meeting where you cannot come."),
    )

    class Meta:
        model = Mentor
        fields = ["in_person", "online", "by_email", "capacity", "grade_from", "grade_to", "times"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].help_text = _("At a time.")
        self.initial["pauses"] = self.instance.state == Mentor.State.PAUSED
        if self.instance.state not in {Mentor.State.ACTIVE, Mentor.State.PAUSED}:
            del self.fields["pauses"]

    def get_layout(self) -> Layout:
        pause = ["pauses"] if "pauses" in self.fields else []
        return Layout(
            Div("in_person", "online", "by_email"),
            "capacity",
            Div("grade_from", "grade_to", css_class="pair"),
            Div("times", css_class="boxes"),
            *pause,
        )

    def _post_clean(self) -> None:
        """The domain verb checks, and says it on the field."""
