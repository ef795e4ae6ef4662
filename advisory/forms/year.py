"""What the organizational meeting settles, and the dates that come of it (SPEC 3.2)."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.formats import date_format

from advisory.domain.year import (
    LAST,
    MONTHLY_IN_SCHOOL,
    QUARTERLY,
    Line,
    Pattern,
    ProposedMeeting,
    place_of,
)
from advisory.forms.boards import people_of_board
from advisory.models import Board, Seat
from calendar_app.domain.times import local_instant
from calendar_app.forms.times import TimeInput, WhenFieldsMixin
from core.exceptions import DomainError
from core.forms import HouseForm
from partnerships.domain.people import staff_people
from partnerships.domain.school_years import SCHOOL_YEAR_BEGINS, school_year, school_year_words
from partnerships.models import Person

NTH = [(1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (5, "Fifth"), (LAST, "Last")]
WEEKDAYS = list(
    enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
)
MONTHS = [
    (month, date_format(date(2000, month, 1), "F"))
    for month in [*range(SCHOOL_YEAR_BEGINS, 13), *range(1, SCHOOL_YEAR_BEGINS)]
]
LINES_MAX = 60


def year_choices(today: date) -> list[tuple[int, str]]:
    this = school_year(today)
    return [(year, school_year_words(year)) for year in (this, this + 1)]


class YearForm(HouseForm):
    """The pattern and what else is settled for the year. Sent by GET: it saves nothing."""

    submit_label = "Show the dates"

    year = forms.TypedChoiceField(label="School year", coerce=int)
    pattern = forms.ChoiceField(
        label="How often",
        choices=[
            ("quarterly", "Quarterly: September, November, February, April"),
            ("monthly", "Monthly: September to May"),
            ("custom", "In the months ticked below"),
        ],
        widget=forms.RadioSelect,
        initial="quarterly",
    )
    months = forms.TypedMultipleChoiceField(
        label="Months", choices=MONTHS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    nth = forms.TypedChoiceField(label="Which", choices=NTH, coerce=int, initial=2)
    day_of_week = forms.TypedChoiceField(
        label="Day of the week", choices=WEEKDAYS, coerce=int, initial=1
    )
    begins = forms.TimeField(label="From", widget=TimeInput(), initial="07:00")
    ends = forms.TimeField(label="To", widget=TimeInput(), initial="09:00")
    hosts_take_turns = forms.BooleanField(
        label="Members host in turn", required=False, help_text="In the order on their seats."
    )
    place = forms.CharField(
        label="Place", max_length=200, required=False, help_text="Empty: at whoever hosts."
    )
    chair_rule = forms.ChoiceField(
        label="Who chairs", choices=Board.ChairRule.choices, widget=forms.RadioSelect
    )
    chair = forms.ModelChoiceField(
        queryset=Person.objects.none(), required=False, empty_label="Nobody yet"
    )
    co_chair = forms.ModelChoiceField(
        label="Co-chair", queryset=Person.objects.none(), required=False, empty_label="Nobody"
    )
    organizer = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        empty_label=None,
        help_text="Keeps in touch with everybody until each meeting is over.",
    )
    first_is_organizational = forms.BooleanField(
        label="The first one is the organizational meeting", required=False, initial=True
    )

    def __init__(
        self, *args: Any, board: Board, me: Person | None, today: date, **kwargs: Any
    ) -> None:
        initial = {
            "chair_rule": board.chair_rule,
            "chair": board.chair_id,
            "co_chair": board.co_chair_id,
            "organizer": me.pk if me else None,
            "year": school_year(today) + (1 if today.month in (5, 6) else 0),
            **kwargs.pop("initial", {}),
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.board = board
        year: Any = self.fields["year"]
        year.choices = year_choices(today)
        people = people_of_board(board.program, board)
        for name in ("chair", "co_chair"):
            field: Any = self.fields[name]
            field.queryset = people
        organizer: Any = self.fields["organizer"]
        organizer.queryset = staff_people(board.program)

    def get_layout(self) -> Layout:
        return Layout(
            "year",
            "pattern",
            Div("months", css_class="pills"),
            Div("nth", "day_of_week", css_class="pair"),
            Div("begins", "ends", css_class="pair"),
            Fieldset("Where", "hosts_take_turns", "place"),
            Fieldset(
                "Who", "chair_rule", Div("chair", "co_chair", css_class="pair"), "organizer",
                "first_is_organizational",
            ),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "It must end after it begins.")
        if given.get("pattern") == "custom" and not given.get("months"):
            self.add_error("months", "Tick the months in which the board meets.")
        if given.get("chair_rule") == Board.ChairRule.FIXED and not given.get("chair"):
            self.add_error("chair", "Who is the chair for the year?")
        return given

    def as_query(self) -> str:
        """The answers as an address, to come back to the question with them."""
        given: Any = self.data  # a QueryDict
        return urlencode([(name, value) for name in self.fields for value in given.getlist(name)])

    @property
    def chosen_pattern(self) -> Pattern:
        given = self.cleaned_data
        months = {"quarterly": QUARTERLY, "monthly": MONTHLY_IN_SCHOOL}
        return Pattern(
            year=given["year"],
            months=months.get(given["pattern"]) or given["months"],
            nth=given["nth"],
            day_of_week=given["day_of_week"],
        )

    def settled(self) -> dict[str, Any]:
        """What plan_year wants besides the dates."""
        names = ("organizer", "chair_rule", "chair", "co_chair", "first_is_organizational")
        return {name: self.cleaned_data[name] for name in names}


class LineForm(WhenFieldsMixin, HouseForm):
    """One date of the preview. What is left out is not looked at."""

    keep = forms.BooleanField(label="Plan it", required=False)
    host_seat = forms.TypedChoiceField(label="Host", required=False, coerce=int, empty_value=None)
    place = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "At the host's address"}),
    )
    moved = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, board: Board, seats: dict[int, Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = board.program.zone
        self.seats = seats
        self.remarks: list[str] = []
        self.trouble: list[str] = []  # why a proposed time cannot be
        del self.fields["until"]
        host: Any = self.fields["host_seat"]
        host.choices = [("", "Nobody hosts"), *((pk, str(seat)) for pk, seat in seats.items())]
        self.fields["keep"].widget.attrs["class"] = "form-check-input"
        for name in ("on", "begins", "ends", "host_seat", "place"):
            kind = "form-select" if name == "host_seat" else "form-control"
            self.fields[name].widget.attrs["class"] = kind

    def full_clean(self) -> None:
        """A date that is left out is not looked at: what stands in it does not matter."""
        if self.is_bound and not self.data.get(self.add_prefix("keep")):
            self._errors = ErrorDict()
            self.cleaned_data = {"keep": False}
            return
        super().full_clean()

    @property
    def is_kept(self) -> bool:
        return bool(self["keep"].value())

    @property
    def shown_day(self) -> str:
        """The day in words, next to the bare date."""
        given = getattr(self, "cleaned_data", self.initial)
        on = given.get("on")
        if given.get("starts_at"):
            on = timezone.localdate(given["starts_at"], self.zone)
        return date_format(on, "l j F") if on else ""

    @property
    def shown_errors(self) -> list[tuple[str, str]]:
        """Label and sentence of whatever is wrong in this line."""
        return [
            (
                str(self.fields[name].label or name.capitalize()) if name in self.fields else "",
                str(one),
            )
            for name, errors in self.errors.items()
            for one in errors
        ]

    def line(self) -> Line | None:
        """As the domain wants it; None where it is left out or has no time yet."""
        given = getattr(self, "cleaned_data", {}) if self.is_bound else self._proposed()
        if not given.get("keep") or not given.get("starts_at") or not given.get("ends_at"):
            return None
        host = self.seats.get(given.get("host_seat") or 0)
        place = given.get("place") or place_of(host)
        return Line(given["starts_at"], given["ends_at"], host, place)

    def _proposed(self) -> dict[str, Any]:
        """What is shown first, as if it had been sent."""
        given = dict(self.initial)
        try:
            for name, field in (("begins", "starts_at"), ("ends", "ends_at")):
                given[field] = local_instant(given["on"], given[name], self.zone)
        except DomainError as error:
            self.trouble = [error.message]
        return given


class BaseLineFormSet(forms.BaseFormSet):
    """The dates of the preview."""

    def lines(self) -> list[Line | None]:
        return [form.line() for form in self.forms]

    def add_domain_error(self, error: DomainError, kept: Sequence[int]) -> None:
        """``line-3-on`` speaks of the fourth line that is kept."""
        words = (error.field or "").split("-")
        if words[0] != "line" or len(words) < 3:
            self._non_form_errors.append(error.message)  # type: ignore[attr-defined]
            return
        form: Any = self.forms[kept[int(words[1])]]
        name = {"starts_at": "begins", "ends_at": "ends"}.get(words[2], words[2])
        form.add_error(name if name in form.fields else None, error.message)


LineFormSet: Any = forms.formset_factory(
    LineForm, formset=BaseLineFormSet, extra=0, max_num=LINES_MAX, absolute_max=LINES_MAX
)


def lines_initial(
    lines: Sequence[ProposedMeeting], *, begins: time, ends: time, place: str
) -> list[dict[str, Any]]:
    """What the preview shows of a proposal."""
    return [
        {
            "keep": True,
            "on": line.on,
            "begins": begins,
            "ends": ends,
            "host_seat": line.host_seat.pk if line.host_seat else None,
            "place": place,
            "moved": line.moved,
        }
        for line in lines
    ]
