from typing import Any

from django import forms
from django.conf import settings

from advisory.domain.file_kinds import ENDINGS
from advisory.models import Meeting, Paper
from core.forms import HouseForm

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)


class PaperForm(HouseForm):
    """A file for a board, a meeting or one of its items; with ``paper``, its change."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ACCEPT}))
    title = forms.CharField(max_length=120, required=False, help_text="Empty: the file's name.")
    item = forms.ChoiceField(label="Belongs to", required=False)
    is_guideline = forms.BooleanField(
        label="A guideline that stays with the board",
        required=False,
        help_text="Such as bylaws, or how meetings are run.",
    )
    goes_with_reminders = forms.BooleanField(
        label="Goes to the members with invitations and reminders", required=False, initial=True
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting | None = None,
        paper: Paper | None = None,
        **kwargs: Any,
    ) -> None:
        if paper is not None:
            names = ("title", "is_guideline", "goes_with_reminders")
            kwargs["initial"] = {
                **{name: getattr(paper, name) for name in names},
                "item": paper.item_id or "",
            }
        super().__init__(*args, **kwargs)
        megabytes = settings.PAPER_MAX_BYTES // 1024 // 1024
        self.fields[
            "file"
        ].help_text = (
            f"PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG or text, up to {megabytes} MB."
        )
        self.submit_label = "Save" if paper else "Add the paper"
        if paper is not None:
            self.fields["file"].required = False
            self.fields["file"].label = "Another file in its place"
            self.fields["title"].required = True
            self.fields["title"].help_text = ""
        if meeting is None:
            del self.fields["item"], self.fields["goes_with_reminders"]
            self.fields["is_guideline"].initial = paper is None
        else:
            items = meeting.agenda_items.exclude(state="dropped").order_by("position", "pk")
            self.items = {str(item.pk): item for item in items}
            self.fields["item"].choices = [  # type: ignore[attr-defined]
                ("", "The whole meeting"),
                *((key, item.title) for key, item in self.items.items()),
            ]

    def clean_item(self) -> Any:
        return self.items.get(self.cleaned_data["item"])
