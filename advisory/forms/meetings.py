"""What is asked about a board's meeting."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils import timezone

from advisory.domain.meetings import doubts_about
from advisory.domain.seats import seats_on
from advisory.domain.year import place_of
from advisory.forms.boards import people_of_board
from advisory.models import Board, Meeting, Seat
from calendar_app.forms.times import WhenFieldsMixin
from calendar_app.models import Activity
from core.forms import HouseForm
from partnerships.domain.people import staff_people
from partnerships.models import Person
from partnerships.models.organizations import WebsiteField

FOLD = '<details class="fold"{% if form.more_is_open %} open{% endif %}><summary>More</summary>'


WHEN_AND_WHO = frozenset({"on", "begins", "ends", "host_seat", "organizer"})


class MeetingForm(WhenFieldsMixin, HouseForm):
    """One meeting: when, where, who hosts and chairs; the rest folded."""

    title = forms.CharField(max_length=200, required=False, label="Name")
    host_seat = forms.ModelChoiceField(
        label="Host", queryset=Seat.objects.none(), required=False, empty_label="Nobody hosts"
    )
    place = forms.CharField(
        max_length=200, required=False, help_text="Empty: at the host's address."
    )
    video_link = WebsiteField(blank=True).formfield(label="Link to take part by video")
    chair = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        empty_label="As the board has it",
    )
    organizer = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        empty_label=None,
        help_text="Keeps in touch with everybody until it is over.",
    )
    is_organizational = forms.BooleanField(
        label="An organizational meeting: settles place, time and chair", required=False
    )
    is_public = forms.BooleanField(label="Shown in the public calendar", required=False)
    note = forms.CharField(
        label="For everybody invited", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    all_the_same = forms.BooleanField(
        label="All the same, at this time", required=False, widget=forms.HiddenInput
    )

    MORE = ("title", "chair", "video_link", "organizer", "is_organizational", "is_public", "note")

    def __init__(
        self, *args: Any, board: Board, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        program = board.program
        self.board, self.meeting = board, meeting
        self.zone = program.zone
        del self.fields["until"]
        host: Any = self.fields["host_seat"]
        host.queryset = seats_on(board, timezone.localdate())
        chair: Any = self.fields["chair"]
        chair.queryset = people_of_board(program, board)
        organizer: Any = self.fields["organizer"]
        organizer.queryset = staff_people(program)
        if meeting is not None:
            if meeting.host_seat_id:
                host.queryset = host.queryset | _seats(board, meeting.host_seat_id)
            people = Person.objects.filter(pk__in=[meeting.chair_id, meeting.activity.organizer_id])
            chair.queryset |= people
            organizer.queryset |= people
        else:
            self.submit_label = "Add the meeting"

    @property
    def more_is_open(self) -> bool:
        return any(name in self.errors for name in self.MORE)

    def get_layout(self) -> Layout:
        return Layout(
            "on",
            Div("begins", "ends", css_class="pair"),
            "host_seat",
            "place",
            "all_the_same",
            HTML(FOLD),
            *self.MORE,
            HTML("</details>"),
        )

    def doubted(self) -> bool:
        """Say once what speaks against a time or host just chosen; a tick plans it all the same."""
        given = self.cleaned_data
        if given.get("all_the_same") or not WHEN_AND_WHO.intersection(self.changed_data):
            return False
        doubts = doubts_about(
            self.board,
            besides=self.meeting.pk if self.meeting else None,
            **{name: given[name] for name in ("starts_at", "ends_at", "host_seat", "organizer")},
        )
        for doubt in doubts:
            self.add_error(None, doubt)
        if doubts:
            self.fields["all_the_same"].widget = forms.CheckboxInput()
        return bool(doubts)

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"]).strip()

    def values(self) -> dict[str, Any]:
        """For the domain verbs: without a place it is at the host's."""
        given = dict(self.cleaned_data)
        given.pop("all_the_same", None)
        given["place"] = given["place"] or place_of(given["host_seat"])
        return given


def _seats(board: Board, pk: int) -> Any:
    return (
        board.seats.filter(pk=pk)
        .select_related("organization", "representative", "substitute")
        .order_by("organization__name", "school_role", "pk")
    )


class CancelForm(HouseForm):
    submit_label = "Cancel the meeting"

    state = forms.ChoiceField(
        label="Who cancels",
        choices=[
            (Activity.State.CANCELLED_BY_SCHOOL, "We do"),
            (Activity.State.CANCELLED_BY_PARTNER, "The host does"),
        ],
        initial=Activity.State.CANCELLED_BY_SCHOOL,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(max_length=200, help_text="Everybody who was invited reads it.")

    def add_domain_error(self, error: Any) -> None:
        if error.field == "state_reason":
            self.add_error("reason", error.message)
        else:
            super().add_domain_error(error)
