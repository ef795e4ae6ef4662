from django import forms

from calendar_app.domain.answers import NOTE_MAX, SAYABLE
from calendar_app.models import Participation
from core.forms import HouseForm


class AnswerForm(HouseForm):
    """What somebody said by telephone, as staff notes it."""

    submit_label = "Note answer"
    answer = forms.ChoiceField(
        choices=[(one.value, one.label) for one in Participation.Answer if one in SAYABLE],
        error_messages={
            "required": "What did they say?",
            "invalid_choice": "Please choose one of the answers.",
        },
    )
    note = forms.CharField(
        label="What they said with it",
        required=False,
        max_length=NOTE_MAX,
        empty_value=None,
        error_messages={"max_length": f"Please say it in at most {NOTE_MAX} characters."},
    )
