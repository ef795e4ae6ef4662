"""Planning an evaluation, and what one of us says of mentoring."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from core.forms import DateInput, HouseForm
from mentors.domain.evaluation_words import CHOICES, OPEN, QUESTIONS
from mentors.models import SENTENCE_MAX
from partnerships.domain.school_years import school_year, school_year_words


class EvaluationForm(HouseForm):
    title = forms.CharField(max_length=120, help_text="For example: Half-time, or End of the year.")
    year = forms.TypedChoiceField(label="School year", coerce=int)
    opens_on = forms.DateField(label="First day", widget=DateInput())
    closes_on = forms.DateField(
        label="Last day",
        widget=DateInput(),
        help_text="Mentors who have not answered are reminded once, three days before.",
    )

    def __init__(self, *args: Any, today: date, known: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = school_year(today)
        years = sorted({this, this - 1, known or this}, reverse=True)
        field: Any = self.fields["year"]
        field.choices = [(year, school_year_words(year)) for year in years]

    def get_layout(self) -> Layout:
        return Layout(
            Div("title", "year", css_class="pair"), Div("opens_on", "closes_on", css_class="pair")
        )


class StaffVoiceForm(HouseForm):
    """The five questions in the words of staff."""

    submit_label = "Save what I say"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in QUESTIONS:
            self.fields[asked.name] = forms.ChoiceField(
                label=str(asked.staff),
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose an answer."},
            )
        for name, words in OPEN:
            self.fields[name] = forms.CharField(
                label=str(words), required=False, max_length=SENTENCE_MAX
            )

    def get_layout(self) -> Layout:
        return Layout(
            *(Div(asked.name, css_class="pills") for asked in QUESTIONS),
            *(name for name, _words in OPEN),
        )
