"""What is asked about an activity, and about the days on which the school is closed."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.urls import reverse

from calendar_app.domain.clashes import Wish
from calendar_app.forms.times import TimeInput, WhenFieldsMixin, when_initial
from calendar_app.models import GRADES, Activity, Kind
from core.forms import DateInput, HouseForm
from partnerships.domain.names import name_key
from partnerships.domain.people import staff_people
from partnerships.filters import partnerships_named
from partnerships.models import Organization, Partnership, Person, Program

#: Planned on pages of their own, where more is asked.
PLANNED_ELSEWHERE = frozenset({Kind.BOARD_MEETING, Kind.MENTOR_SESSION})
REMIND = [(14, "14 days before"), (7, "7 days before"), (2, "2 days before"), (0, "On the morning")]
REMIND_FIRST = [2]
#: So many partners are offered when a name fits several.
OFFERED = 8

FOLD = '<details class="fold"{% if form.more_is_open %} open{% endif %}><summary>More</summary>'
UNFOLD = "</details>"


def grade_field(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "Any"), *GRADES],
        coerce=int,
        empty_value=None,
        required=False,
    )


class ActivityForm(WhenFieldsMixin, HouseForm):
    """Few fields first: what, when, with whom. ``seen`` is what somebody was warned of already."""

    kind = forms.ChoiceField(
        choices=[(k.value, k.label) for k in Kind if k not in PLANNED_ELSEWHERE],
        initial=Kind.SITE_VISIT,
    )
    title = forms.CharField(label="What", max_length=200)
    partner = forms.CharField(
        required=False,
        max_length=200,
        help_text="With whom, or who hosts it. Type the beginning of the name.",
    )
    organizer = forms.ModelChoiceField(
        queryset=Person.objects.none(), help_text="Who keeps in touch until it is complete."
    )
    place = forms.CharField(max_length=200, required=False)
    room = forms.CharField(
        max_length=80, required=False, help_text="A room of your school, so that clashes show."
    )
    grade_from = grade_field("From grade")
    grade_to = grade_field("To grade")
    note = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What everybody invited should know.",
    )
    remind_days = forms.TypedMultipleChoiceField(
        label="Remind everybody who is invited",
        choices=REMIND,
        coerce=int,
        initial=REMIND_FIRST,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_public = forms.BooleanField(
        label="Show it in the public calendar of the program", required=False
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    MORE = ("room", "grade_from", "grade_to", "note", "remind_days", "is_public")

    def __init__(
        self,
        *args: Any,
        program: Program,
        activity: Activity | None = None,
        me: Person | None = None,
        **kwargs: Any,
    ) -> None:
        self.program, self.zone, self.activity = program, program.zone, activity
        self.submit_label = "Save" if activity else "Plan it"
        initial = kwargs.pop("initial", {})
        if activity:
            initial = {**self._as_it_is(activity), **initial}
        elif me:
            initial = {"organizer": me.pk, **initial}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        organizers = staff_people(program)
        if activity:
            organizers = organizers | Person.objects.filter(pk=activity.organizer_id)
            del self.fields["kind"]
            if activity.kind in PLANNED_ELSEWHERE:  # who comes was asked there
                del self.fields["partner"]
        self._field("organizer").queryset = organizers.order_by("name")
        self.options: list[str] = []
        self._suggest()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _suggest(self) -> None:
        if "partner" in self.fields:
            self.fields["partner"].widget.attrs.update(
                {
                    "list": "partners-found",
                    "autocomplete": "off",
                    "hx-get": reverse("calendar_app:activity_partners", args=[self.program.slug]),
                    "hx-trigger": "input changed delay:300ms",
                    "hx-target": "#partners-found",
                    "hx-swap": "innerHTML",
                }
            )

    @staticmethod
    def _as_it_is(activity: Activity) -> dict[str, Any]:
        names = ("title", "place", "room", "grade_from", "grade_to", "note", "is_public")
        return {
            **{name: getattr(activity, name) for name in names},
            **when_initial(activity.starts_at, activity.ends_at, activity.program.zone),
            "organizer": activity.organizer_id,
            "partner": activity.organization.name if activity.organization else "",
            "remind_days": [one.days_before for one in activity.reminders.all()],
        }

    @property
    def more_is_open(self) -> bool:
        return any(name in self.errors for name in self.MORE)

    def get_layout(self) -> Layout:
        partner = ["partner", HTML('<datalist id="partners-found"></datalist>')]
        return Layout(
            *(["kind"] if "kind" in self.fields else []),
            "title",
            Div("on", "begins", "ends", css_class="pair thirds"),
            "until",
            *(partner if "partner" in self.fields else []),
            "place",
            "organizer",
            HTML(FOLD),
            "room",
            Div("grade_from", "grade_to", css_class="pair"),
            "note",
            "remind_days",
            "is_public",
            HTML(UNFOLD),
            "seen",
        )

    def clean_partner(self) -> Organization | None:
        """The partner of that name; refuses a name of nobody, or of several."""
        text = self.cleaned_data["partner"].strip()
        if not text:
            return None
        known = self.activity.organization if self.activity else None
        if known and text == known.name:
            return known
        found = [one.organization for one in partnerships_named(self.program, text)[:OFFERED]]
        exact = [one for one in found if name_key(one.name) == name_key(text)]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if found:
            names = "; ".join(one.name for one in found)
            raise forms.ValidationError(f"Several fit. Which one: {names}?")
        raise forms.ValidationError("None of your partners is called so. Add it to them first.")

    def wish(self) -> Wish | None:
        """What would be planned, once it is known when; whatever else is wrong."""
        self.is_valid()
        given = self.cleaned_data
        if not (given.get("starts_at") and given.get("ends_at")) or "ends" in self.errors:
            return None
        organization = given.get("partner")
        if self.activity and "partner" not in self.fields:
            organization = self.activity.organization
        return Wish(
            program=self.program,
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            organization=organization,
            people=[given["organizer"]] if given.get("organizer") else [],
            room=given.get("room", ""),
            grades=(given.get("grade_from"), given.get("grade_to")),
            kind=given.get("kind") or (self.activity.kind if self.activity else ""),
            besides=self.activity.pk if self.activity else None,
        )

    def plan(self) -> dict[str, Any]:
        """The fields of a domain verb."""
        given = {**self.cleaned_data}
        given.pop("seen")
        if "partner" in given:
            given["organization"] = given.pop("partner")
        return given

    def ask_again(self, seen: str) -> None:
        """Show the form once more, with a warning that can be gone past."""
        bound: Any = self.data  # a QueryDict
        given = bound.copy()
        given["seen"] = seen
        self.data = given
        self.submit_label = "Save all the same" if self.activity else "Plan it all the same"


def partners_like(program: Program, text: str) -> list[Partnership]:
    return list(partnerships_named(program, text)[:OFFERED]) if text.strip() else []


class MoveForm(HouseForm):
    """Another day; another hour, if wanted."""

    submit_label = "Move it"

    on = forms.DateField(label="To", widget=DateInput())
    begins = forms.TimeField(label="At", required=False, widget=TimeInput())
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def get_layout(self) -> Layout:
        return Layout(Div("on", "begins", css_class="pair"), "seen")


class EndForm(HouseForm):
    """How it ended."""

    submit_label = "Save how it ended"

    state = forms.ChoiceField(label="How did it end?", widget=forms.RadioSelect)
    state_reason = forms.CharField(
        label="Why?",
        max_length=200,
        required=False,
        help_text="Those invited read it, if it is called off before its end.",
    )

    def __init__(self, *args: Any, activity: Activity, has_begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = AFTERWARDS if has_begun else BEFOREHAND
        choices = [(one.value, one.label) for one in states]
        if activity.is_called_off and not has_begun:
            choices.insert(0, (State.PLANNED.value, "It takes place after all"))
        field: Any = self.fields["state"]
        field.choices = choices
        if activity.state != State.PLANNED:
            self.initial.setdefault("state", activity.state)
        self.initial.setdefault("state_reason", activity.state_reason)


State = Activity.State
BEFOREHAND = (State.CANCELLED_BY_SCHOOL, State.CANCELLED_BY_PARTNER, State.NOT_HELD)
AFTERWARDS = (State.COMPLETED, *BEFOREHAND, State.STUDENTS_ABSENT, State.PARTNER_ABSENT)


class ApologyForm(HouseForm):
    submit_label = "Send the apology"

    to_email = forms.EmailField(label="To")
    subject = forms.CharField(max_length=200)
    text = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 14}))


class ClosureForm(HouseForm):
    name = forms.CharField(max_length=120, help_text="For example: Spring break.")
    starts_on = forms.DateField(label="First day", widget=DateInput())
    ends_on = forms.DateField(label="Last day", widget=DateInput())

    def get_layout(self) -> Layout:
        return Layout("name", Div("starts_on", "ends_on", css_class="pair"))
