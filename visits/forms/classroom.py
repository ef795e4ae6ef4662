"""What is asked about ideas, speakers and their visits to a class."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Q, QuerySet

from calendar_app.domain.times import local_instant
from calendar_app.forms.activities import grade_field
from calendar_app.forms.times import TimeInput
from calendar_app.models import Kind
from core.exceptions import DomainError
from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.domain.people import staff_people
from partnerships.models import Person, Program, Topic
from visits.domain.preparation import TEXTS
from visits.models import ClassroomVisit, Idea, More, SpeakerRequest

PLANNED_ELSEWHERE = frozenset({Kind.BOARD_MEETING, Kind.PROJECT_DUE})
LONG = {"rows": 4}
SHORT = {"rows": 3}


class IdeaForm(HouseModelForm):
    class Meta:
        model = Idea
        fields = ["title", "about", "kind", "topic", "source", "source_name"]
        widgets = {"about": forms.Textarea(attrs=SHORT)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(k.value, k.label) for k in Kind if k not in PLANNED_ELSEWHERE]
        topics: Any = self.fields["topic"]
        topics.empty_label = "None in particular"

    def get_layout(self) -> Layout:
        return Layout(
            "title",
            "about",
            Div("kind", "topic", css_class="pair"),
            Div("source", "source_name", css_class="pair"),
        )

    def _post_clean(self) -> None:
        """The domain verb writes the idea, under a lock."""


class IdeaFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Words", method="named", max_length=80)
    state = django_filters.ChoiceFilter(
        label="Which",
        choices=[("used", "Used"), ("dropped", "Dropped"), ("all", "All")],
        method="in_state",
        empty_label="Open",
    )
    kind = django_filters.ChoiceFilter(label="What it could be", choices=Kind.choices)
    source = django_filters.ChoiceFilter(label="Whose idea", choices=Idea.Source.choices)
    topic = django_filters.ModelChoiceFilter(label="Career topic", queryset=Topic.objects.all())

    class Meta:
        model = Idea
        fields: list[str] = []
        form = HouseForm

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        wanted = self.form.cleaned_data.get("state")
        return rows if wanted else rows.filter(state=Idea.State.OPEN)

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows if value == "all" else rows.filter(state=value)

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        for word in text.split():
            rows = rows.filter(
                Q(title__icontains=word) | Q(about__icontains=word) | Q(source_name__icontains=word)
            )
        return rows


class SpeakerRequestFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Words", field_name="title", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="State", choices=SpeakerRequest.State.choices)

    class Meta:
        model = SpeakerRequest
        fields: list[str] = []
        form = HouseForm


class SpeakerRequestForm(HouseForm):
    """``starts_at`` in ``cleaned_data`` comes from the day and the time. A request for what is on
    the calendar already asks for neither time nor place: they are the activity's."""

    title = forms.CharField(
        label="What the presentation is called", max_length=200, help_text="The speaker reads it."
    )
    about = forms.CharField(
        label="What the class would like to hear",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
    )
    topics = forms.ModelMultipleChoiceField(
        label="Career topics",
        queryset=Topic.objects.all(),
        required=False,
        help_text="Whoever knows about one of them is suggested. Hold Ctrl for several.",
    )
    on = forms.DateField(label="Date", widget=DateInput())
    begins = forms.TimeField(label="Class begins", widget=TimeInput())
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=480, initial=45)
    place = forms.CharField(max_length=200, required=False, help_text="Where the speaker comes to.")
    room = forms.CharField(max_length=80, required=False)
    grade_from = grade_field("From grade")
    grade_to = grade_field("To grade")
    organizer = forms.ModelChoiceField(
        queryset=Person.objects.none(), help_text="Keeps in touch with the speaker."
    )
    teacher = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        empty_label="The organizer",
        help_text="Whose class it is.",
    )

    TIMES = ("on", "begins", "minutes", "place", "room")

    def __init__(self, *args: Any, program: Program, wanted: SpeakerRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.activity = program.zone, wanted.activity
        self.submit_label = "Save" if wanted.pk else "Make the request"
        staff = staff_people(program).order_by("name")
        for name, pk in (("organizer", wanted.organizer_id), ("teacher", wanted.teacher_id)):
            field: Any = self.fields[name]
            field.queryset = staff | Person.objects.filter(pk=pk) if pk else staff
        if self.activity:
            for name in self.TIMES:
                del self.fields[name]

    def get_layout(self) -> Layout:
        times = [
            Div("on", "begins", "minutes", css_class="pair thirds"),
            Div("place", "room", css_class="pair"),
        ]
        return Layout(
            "title",
            "about",
            "topics",
            *([] if self.activity else times),
            Div("grade_from", "grade_to", css_class="pair"),
            Div("organizer", "teacher", css_class="pair"),
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.activity:
            length = self.activity.ends_at - self.activity.starts_at
            given["starts_at"] = self.activity.starts_at
            given["minutes"] = min(max(5, int(length.total_seconds()) // 60), 32_000)
            return given
        on, begins = given.pop("on", None), given.pop("begins", None)
        if on and begins:
            try:
                given["starts_at"] = local_instant(on, begins, self.zone, field="begins")
            except DomainError as error:
                self.add_error("begins", error.message)
        return given

    def add_domain_error(self, error: DomainError) -> None:
        field = "on" if error.field == "starts_at" and not self.activity else error.field
        super().add_domain_error(DomainError(error.message, field=field))


def request_initial(wanted: SpeakerRequest, zone: ZoneInfo) -> dict[str, Any]:
    """What the form shows of a request that is there, or prefilled."""
    names = ("title", "about", "place", "room", "grade_from", "grade_to")
    initial = {name: getattr(wanted, name) for name in names}
    initial |= {"organizer": wanted.organizer_id, "teacher": wanted.teacher_id}
    if wanted.starts_at:
        first = wanted.starts_at.astimezone(zone)
        initial |= {"on": first.date(), "begins": first.time(), "minutes": wanted.minutes}
    return initial


class ProposalForm(forms.Form):
    """Another day of the speaker's; shown by hand, in their language. Gives ``proposed_at``."""

    proposed_on = forms.DateField(required=False)
    proposed_begins = forms.TimeField(required=False)
    proposed_text = forms.CharField(required=False)
    note = forms.CharField(required=False)

    @property
    def is_half(self) -> bool:
        """A day without a time, or a time without a day."""
        on, begins = self.cleaned_data["proposed_on"], self.cleaned_data["proposed_begins"]
        return (on is None) != (begins is None)

    def instant(self, zone: ZoneInfo) -> datetime | None:
        """The time that is proposed; None if only words are."""
        on, begins = self.cleaned_data["proposed_on"], self.cleaned_data["proposed_begins"]
        if on is None:
            return None
        return local_instant(on, begins, zone, field="proposed_on")


class TakeForm(HouseForm):
    """The time at which a proposal is taken."""

    submit_label = "Take this time"

    on = forms.DateField(label="Date", widget=DateInput())
    begins = forms.TimeField(label="At", widget=TimeInput())

    def get_layout(self) -> Layout:
        return Layout(Div("on", "begins", css_class="pair"))


class ClassroomForm(HouseModelForm):
    class Meta:
        model = ClassroomVisit
        fields = [
            *("arrival", "class_name", "student_count", "learning", "wishes", "questions"),
            *("equipment", "contact"),
        ]
        widgets = {
            name: forms.Textarea(attrs=SHORT)
            for name in TEXTS
            if name not in {"class_name", "contact"}
        }
        help_texts = {
            "arrival": "Which door, where to sign in, where to leave the car.",
            "class_name": "For example: Health occupations, 4th hour.",
            "equipment": "Projector, sockets, sound, internet: what is there, what to bring.",
        }

    def get_layout(self) -> Layout:
        return Layout(
            "arrival",
            Div("class_name", "student_count", css_class="pair"),
            *("learning", "wishes", "questions", "equipment", "contact"),
        )


class TeacherVoiceForm(HouseForm):
    """What one of us says of the visit."""

    rating = forms.ChoiceField(
        label="How well did it go?",
        choices=[("5", "5, very well"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1, not well")],
        widget=forms.RadioSelect,
    )
    again = forms.ChoiceField(
        label="Would you invite them again?", choices=More.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="What should the next one know?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=LONG),
    )
