from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from advisory.models import Board
from core.forms import DateInput, HouseForm, HouseModelForm
from partnerships.models import Affiliation, Program
from reviews.models import Review
from students.models import Competency, Student


class CompetencyChoices(forms.ModelMultipleChoiceField):
    """Those a program works with, under the names of their sets."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.area})"


class ReviewForm(HouseModelForm):
    submit_label = "Save the round"

    competencies = CompetencyChoices(
        Competency.objects.none(),
        label="What members judge by",
        required=False,
        help_text="Three to six are enough. For an assessment summary none are needed.",
    )

    class Meta:
        model = Review
        fields = ["kind", "title", "closes_on", "board", "question", "question_es", "competencies"]
        widgets = {
            "closes_on": DateInput(),
            "question": forms.Textarea(attrs={"rows": 3}),
            "question_es": forms.Textarea(attrs={"rows": 3, "lang": "es"}),
        }
        labels = {"question_es": "The same in Spanish"}
        help_texts = {
            "title": "Members see it. No name of a student.",
            "question": "In plain words: what would help you to hear?",
            "question_es": "Empty: who reads Spanish sees the English words.",
        }

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards: Any = self.fields["board"]
        boards.queryset = Board.objects.for_program(program)
        boards.empty_label = "No board"
        competencies: Any = self.fields["competencies"]
        competencies.queryset = Competency.objects.for_program(program).select_related("group")
        if self.instance.opened_at:  # what was judged by stays
            del self.fields["competencies"], self.fields["kind"]

    def get_layout(self) -> Layout:
        first = [name for name in ("kind",) if name in self.fields]
        last = [name for name in ("competencies",) if name in self.fields]
        return Layout(
            *first,
            "title",
            Div("closes_on", "board", css_class="pair"),
            "question",
            "question_es",
            *(Div(name, css_class="boxes") for name in last),
        )

    def _post_clean(self) -> None:
        """The domain verb checks, and says it on the field."""


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files at once, as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        # An empty file is no mistake of the form: the domain verb refuses it by its name.
        return [one for one in given if one] if any(given) else super().clean(None, initial)


class WorksForm(HouseForm):
    submit_label = "Add the files"

    uploads = ManyFiles(
        label="Files",
        widget=ManyFilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.txt,.md"}),
        error_messages={"required": "Choose at least one file."},
        help_text="PDF, PNG, JPEG or plain text; several at once. Author, attachments, comments "
        "and what a camera writes are taken out. A scan or a photograph cannot be read: please "
        "look yourself that no name is on it.",
    )
    student = forms.ModelChoiceField(
        Student.objects.none(),
        label="Whose work (all of these files)",
        required=False,
        empty_label="Not noted",
        help_text="For you alone. The words are searched for the name, and the work goes when the "
        "student is erased.",
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        students: Any = self.fields["student"]
        students.queryset = Student.objects.for_program(program).current()


class WhoseForm(HouseForm):
    student = forms.ModelChoiceField(
        Student.objects.none(),
        label="Whose work it is",
        required=False,
        empty_label="Not noted",
        help_text="For you alone; members never see it.",
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        students: Any = self.fields["student"]
        students.queryset = Student.objects.for_program(program)


class PeopleForm(HouseForm):
    """Who looks: members of the board, and others by name."""

    all_members = forms.BooleanField(label="All members of the board", required=False)
    people = forms.ModelMultipleChoiceField(
        Affiliation.objects.none(),
        label="Members and those chosen already",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.ModelMultipleChoiceField(
        Affiliation.objects.none(),
        label="Others who work at a partner",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, everybody: Any, near: Iterable[int], has_board: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        near = list(near)
        querysets = {
            "people": everybody.filter(pk__in=near),
            "others": everybody.exclude(pk__in=near),
        }
        for name, rows in querysets.items():
            field: Any = self.fields[name]
            field.queryset = rows
            field.label_from_instance = lambda one: f"{one.organization}: {one.person}"
        if not has_board:
            del self.fields["all_members"]
        if not near:
            del self.fields["people"]

    def get_layout(self) -> Layout:
        rest = [name for name in ("all_members", "people") if name in self.fields]
        return Layout(*rest, Div("others", css_class="boxes long"))
