from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from advisory.models import Meeting
from core.forms import HouseForm


class MeetingChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return date_format(timezone.localdate(obj.activity.starts_at), "D j M Y")


class ApproveForm(HouseForm):
    """Which meeting approved the minutes."""

    submit_label = "Approve and lock the minutes"

    approved_in = MeetingChoiceField(
        queryset=Meeting.objects.none(), label="Approved at the meeting of"
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["approved_in"]
        field.queryset = meetings
        field.empty_label = None


class AddendumForm(HouseForm):
    submit_label = "Add the correction"

    text = forms.CharField(
        label="What was wrong, and what is right",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
