from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from advisory.models import Board
from core.forms import HouseForm


class OpennessForm(HouseForm):
    """Whether the law on open meetings applies to a board, and its deadlines."""

    open_meetings = forms.ChoiceField(
        label="Does the law on open meetings apply to this board?",
        choices=Board.OpenMeetings.choices,
        widget=forms.RadioSelect,
        help_text="In some states it applies to advisory boards of school districts. Your "
        "district's counsel knows.",
    )
    notice_hours = forms.IntegerField(
        label="Hours before a meeting by which its agenda must be posted",
        min_value=1,
        max_value=720,
    )
    minutes_approval_days = forms.IntegerField(
        label="Days within which minutes must be approved", min_value=1, max_value=365
    )
    minutes_posting_days = forms.IntegerField(
        label="Days after approval within which minutes must be posted",
        min_value=1,
        max_value=365,
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(board, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def get_layout(self) -> Layout:
        return Layout(
            Div("open_meetings", css_class="pills"),
            "notice_hours",
            "minutes_approval_days",
            "minutes_posting_days",
        )
