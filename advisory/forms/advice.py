"""Advice and answer (SPEC 3.10)."""

from typing import Any

from django import forms
from django.utils import timezone

from advisory.models import Board, Recommendation
from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.models import Program


class AdviceForm(HouseModelForm):
    """A recommendation that was made outside a meeting, or its words put right."""

    class Meta:
        model = Recommendation
        fields = ["text", "recommended_on"]
        labels = {"text": "What the board recommends", "recommended_on": "On which day"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "recommended_on": DateInput()}


class NewAdviceForm(AdviceForm):
    submit_label = "Add the recommendation"

    board = forms.ModelChoiceField(queryset=Board.objects.none(), empty_label=None)
    field_order = ("board", "text", "recommended_on")

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["board"]
        field.queryset = Board.objects.for_program(program)
        self.initial["recommended_on"] = timezone.localdate()


class AnswerForm(HouseForm):
    """What the school says."""

    submit_label = "Save the answer"

    answer = forms.ChoiceField(
        choices=Recommendation.Answer.choices, widget=forms.RadioSelect, label="The school's answer"
    )
    answer_text = forms.CharField(
        label="In words",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Members read this. Who declines says why.",
    )
    answered_on = forms.DateField(label="On which day", required=False, widget=DateInput())
