"""A message to a member who stopped coming (SPEC 4.4)."""

from calendar_app.forms.activities import ApologyForm


class FollowUpForm(ApologyForm):
    submit_label = "Send it"
