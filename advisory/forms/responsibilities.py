"""What is asked about who takes care of what (SPEC 4.1)."""

from typing import Any

from django import forms

from advisory.forms.boards import people_of_board
from advisory.models import Board, Responsibility
from core.forms import HouseModelForm
from partnerships.models import Person


class ResponsibilityForm(HouseModelForm):
    class Meta:
        model = Responsibility
        fields = ["title", "owner", "accomplished", "goes_on"]
        labels = {"title": "What", "owner": "Who", "goes_on": "Goes on next year"}
        widgets = {"accomplished": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = people_of_board(board.program, board)
        owner.empty_label = "Nobody yet"
        if self.instance.owner_id:
            owner.queryset |= Person.objects.filter(pk=self.instance.owner_id)

    def _post_clean(self) -> None:
        """The domain verb checks what is unique, under a lock."""
