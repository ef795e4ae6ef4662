"""What is asked about sites and visits."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from calendar_app.models import Activity
from core.forms import HouseForm, HouseModelForm
from partnerships.models import Organization, Program
from visits.models import SiteOffer, SiteVisit

LONG, SHORT = {"rows": 4}, {"rows": 2}
OFFER_FIELDS = [
    *("title", "is_tour", "is_demonstration", "is_presentation", "is_hands_on", "sample_times"),
    *("group_size", "grade_from", "grade_to", "safety", "wheelchair", "parking", "lunch", "note"),
    "is_current",
]


class OfferForm(HouseModelForm):
    organization = forms.ModelChoiceField(label="Partner", queryset=Organization.objects.none())

    class Meta:
        model = SiteOffer
        fields = OFFER_FIELDS
        widgets = {
            "sample_times": forms.Textarea(attrs=SHORT),
            "safety": forms.Textarea(attrs=SHORT),
            "note": forms.Textarea(attrs=SHORT),
        }

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Any = self.fields["organization"]
        organization.queryset = Organization.objects.filter(partnerships__program=program).order_by(
            "name"
        )
        if self.instance.organization_id:
            organization.initial = self.instance.organization_id

    def get_layout(self) -> Layout:
        return Layout(
            Div("organization", "title", css_class="pair"),
            Div("is_tour", "is_demonstration", "is_presentation", "is_hands_on"),
            "sample_times",
            Div("group_size", "wheelchair", css_class="pair"),
            Div("grade_from", "grade_to", css_class="pair"),
            "safety",
            Div("parking", "lunch", css_class="pair"),
            "note",
            "is_current",
        )

    def _post_clean(self) -> None:
        """The domain verb checks, and says it on the field."""


class VisitForm(HouseModelForm):
    class Meta:
        model = SiteVisit
        fields = [
            *("offer", "lesson_before", "assignment_after", "students_per_chaperone", "transport"),
            *("travel_minutes", "buffer_minutes", "wear", "lunch"),
        ]
        widgets = {
            "lesson_before": forms.Textarea(attrs=LONG),
            "assignment_after": forms.Textarea(attrs=LONG),
        }

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer: Any = self.fields["offer"]
        rows = SiteOffer.objects.for_program(activity.program).select_related("organization")
        if activity.organization_id:
            rows = rows.filter(organization=activity.organization_id)
        offer.queryset = rows.distinct()
        offer.empty_label = "None of these"

    def get_layout(self) -> Layout:
        return Layout(
            "offer",
            "lesson_before",
            "assignment_after",
            Div("transport", "students_per_chaperone", css_class="pair"),
            Div("travel_minutes", "buffer_minutes", css_class="pair"),
            Div("wear", "lunch", css_class="pair"),
        )


class ChaperoneForm(HouseForm):
    submit_label = "Add"

    name = forms.CharField(max_length=120)
    phone = forms.CharField(max_length=40, required=False)
    is_sure = forms.BooleanField(label="Has said yes", required=False, initial=True)
