"""A message to a member who stopped coming (SPEC 4.4)."""

from django import forms

from core.forms import HouseForm


class FollowUpForm(HouseForm):
    submit_label = "Send it"

    to_email = forms.EmailField(label="To")
    subject = forms.CharField(max_length=200)
    text = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 14}))
