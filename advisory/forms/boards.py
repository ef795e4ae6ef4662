"""What is asked about a board: how it works, and who does what for it."""

from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.db.models import Q, QuerySet

from advisory.models import Board, Duty, Seat
from core.forms import HouseForm, HouseModelForm
from partnerships.domain.people import staff_people
from partnerships.forms.organizations import choose_from
from partnerships.models import Person, Program

MAX_REMINDER_DAYS = 60
MAX_REMINDERS = 6


class DaysField(forms.CharField):
    """Days before a meeting as people write them: "14, 2, 0"."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        words = super().clean(value).replace(";", ",").replace(" ", ",").split(",")
        days = set()
        for word in filter(None, words):
            if not word.isdecimal() or int(word) > MAX_REMINDER_DAYS:
                raise forms.ValidationError(
                    f"“{word}” is not a number of days from 0 to {MAX_REMINDER_DAYS}. Write them "
                    "as 14, 2, 0."
                )
            days.add(int(word))
        if len(days) > MAX_REMINDERS:
            raise forms.ValidationError(f"At most {MAX_REMINDERS}: more would not be read.")
        return sorted(days, reverse=True)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial)) != str(data)


def people_of_board(program: Program, board: Board | None) -> QuerySet[Person]:
    """Who may chair a board or do something for it: our side, and those who speak for a seat."""
    ours = staff_people(program)
    if board is None or board.pk is None:
        return ours
    seats = Seat.objects.filter(board=board).exclude(representative=None)
    return Person.objects.filter(
        Q(pk__in=ours.values("pk")) | Q(pk__in=seats.values("representative"))
    )


class BoardForm(HouseModelForm):
    """Name and purpose first, how it works folded."""

    reminder_days = DaysField(
        label="Reminders",
        required=False,
        help_text="Days before a meeting on which everybody is reminded; 0 is its morning.",
    )

    class Meta:
        model = Board
        fields = [
            "name", "purpose", "chair_rule", "chair", "co_chair", "quorum", "reminder_days",
            "absences_before_follow_up", "open_meetings", "notice_hours", "minutes_approval_days",
            "minutes_posting_days", "answer_days",
        ]  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "chair_rule": forms.RadioSelect,
            "open_meetings": forms.RadioSelect,
        }
        labels = {
            "chair_rule": "Who chairs",
            "co_chair": "Co-chair",
            "absences_before_follow_up": "Meetings missed in a row",
            "open_meetings": "Does the law on open meetings apply?",
            "notice_hours": "Agenda posted, hours before",
            "minutes_approval_days": "Minutes approved, days after",
            "minutes_posting_days": "Minutes posted, days after approval",
            "answer_days": "Advice answered within, days",
        }
        help_texts = {
            "purpose": "One or two sentences that a new member understands.",
            "absences_before_follow_up": "After so many a follow-up task is made.",
            "open_meetings": "Yes: schedule, agendas and approved minutes have a public page. If "
            "you are not sure, your district's counsel knows.",
            "notice_hours": "",
            "minutes_approval_days": "",
            "minutes_posting_days": "",
            "answer_days": "Without an answer for longer it shows amber.",
        }

    RULES = (
        "quorum", "reminder_days", "absences_before_follow_up", "answer_days", "open_meetings",
        "notice_hours", "minutes_approval_days", "minutes_posting_days",
    )  # fmt: skip

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board = self.instance if self.instance.pk else None
        people = people_of_board(program, board)
        choose_from(self, "chair", people, "Nobody yet")
        choose_from(self, "co_chair", people, "Nobody")
        if board is None:
            del self.fields["chair"], self.fields["co_chair"]
            self.submit_label = "Add the board"

    @property
    def more_is_open(self) -> bool:
        return bool(self.instance.pk) or any(name in self.errors for name in self.RULES)

    def get_layout(self) -> Layout:
        chairs = [Div("chair", "co_chair", css_class="pair")] if self.instance.pk else []
        return Layout(
            "name",
            "purpose",
            "chair_rule",
            *chairs,
            HTML(
                '<details class="fold"{% if form.more_is_open %} open{% endif %}>'
                "<summary>How it works</summary>"
            ),
            Div("quorum", "reminder_days", css_class="pair"),
            Div("absences_before_follow_up", "answer_days", css_class="pair"),
            Fieldset(
                "Open meetings",
                "open_meetings",
                Div(
                    "notice_hours", "minutes_approval_days", "minutes_posting_days",
                    css_class="pair",
                ),
            ),
            HTML("</details>"),
        )  # fmt: skip

    def validate_constraints(self) -> None:
        """The domain says it better than the constraint."""


class DutiesForm(HouseForm):
    """Who does each of the five duties."""

    def __init__(self, *args: Any, board: Board, duties: list[Duty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of_board(board.program, board)
        named = [duty.person_id for duty in duties if duty.person_id]
        choices = [(one.pk, one.name) for one in people | Person.objects.filter(pk__in=named)]
        self.people = people
        for duty in duties:
            self.fields[duty.kind] = forms.TypedChoiceField(
                label=duty.get_kind_display(),
                choices=[("", "Nobody yet"), *choices],
                required=False,
                coerce=int,
                empty_value=None,
                initial=duty.person_id,
            )

    def chosen(self) -> dict[str, Person | None]:
        """The person of each duty. One query."""
        ids = {pk for pk in self.cleaned_data.values() if pk}
        people = Person.objects.in_bulk(ids)
        return {kind: people.get(pk) for kind, pk in self.cleaned_data.items()}
