"""What is asked about dual credit."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.domain.school_years import school_year, school_year_words
from partnerships.models import Organization, Program
from postsecondary.domain.queries import colleges_of
from postsecondary.models import DualCredit
from postsecondary.models.dual_credit import LEAST_CREDITS, MOST_CREDITS

#: How far the choice of school years reaches back and ahead.
YEARS_BACK, YEARS_AHEAD = 10, 6
ON = "Until further notice"


def year_choices(*besides: int | None) -> list[tuple[int, str]]:
    """The school years around this one, and those that are written down already."""
    now = school_year(timezone.localdate())
    years = {*range(now - YEARS_BACK, now + YEARS_AHEAD + 1), *besides}
    return [(year, school_year_words(year)) for year in sorted(y for y in years if y is not None)]


class YearField(forms.TypedChoiceField):
    """A school year, by the year in which it begins."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, *besides: int | None, empty: str | None = None) -> None:
        first: list[tuple[Any, str]] = [] if empty is None else [("", empty)]
        self.choices = [*first, *year_choices(*besides)]


class DualCreditForm(HouseModelForm):
    first_year = YearField(label="From the school year")
    last_year = YearField(label="To the end of", required=False)

    class Meta:
        model = DualCredit
        fields = [
            *("organization", "our_course", "their_course", "credits", "grade_needed"),
            *("first_year", "last_year", "agreement", "signed_on", "note"),
        ]
        labels = {"organization": "College", "grade_needed": "Grade needed"}
        help_texts = {
            "our_course": "With its number: HS 210 Medical terminology.",
            "their_course": "With theirs: HLTH 110 Medical terminology.",
            "credits": "Whole or half.",
            "grade_needed": "For example: C or better.",
            "agreement": "Its name or number, and where the paper lies.",
        }
        widgets = {
            "signed_on": DateInput(),
            "credits": forms.NumberInput(
                attrs={"step": LEAST_CREDITS, "min": LEAST_CREDITS, "max": MOST_CREDITS}
            ),
        }

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row, fields = self.instance, self.fields
        years = (row.first_year, row.last_year)
        first_year: Any = fields["first_year"]
        last_year: Any = fields["last_year"]
        first_year.offer(*years)
        last_year.offer(*years, empty=ON)
        if row.pk:  # another college is another row
            del fields["organization"]
        else:
            self.initial["first_year"] = school_year(timezone.localdate())
            college: Any = fields["organization"]
            college.queryset = colleges_of(program)
            college.empty_label = "Choose"

    def get_layout(self) -> Layout:
        return Layout(
            *(["organization"] if "organization" in self.fields else []),
            Div("our_course", "their_course", css_class="pair"),
            Div("credits", "grade_needed", css_class="pair"),
            Div("first_year", "last_year", css_class="pair"),
            Div("agreement", "signed_on", css_class="pair"),
            "note",
        )

    def _post_clean(self) -> None:
        """The domain verb checks what is there once, under a lock."""


class EndForm(HouseForm):
    submit_label = "Save the end"

    last_year = YearField(label="The last school year is")

    def __init__(self, *args: Any, row: DualCredit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        last_year: Any = self.fields["last_year"]
        last_year.offer(row.first_year, row.last_year)
        last_year.initial = row.last_year or school_year(timezone.localdate())


class PrintForm(HouseForm):
    """Which table goes on paper. Sent with GET: it asks, and changes nothing."""

    year = YearField(label="School year")
    language = forms.ChoiceField(choices=[("en", "English"), ("es", "Español")])
    college = forms.ModelChoiceField(
        queryset=Organization.objects.none(), required=False, empty_label="All"
    )

    def __init__(self, *args: Any, colleges: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.offer()
        year.initial = school_year(timezone.localdate())
        college: Any = self.fields["college"]
        college.queryset = colleges

    def get_layout(self) -> Layout:
        return Layout(Div("year", "language", "college", css_class="pair"))
