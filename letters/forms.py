from typing import Any

from django import forms
from django.conf import settings

from core.forms import HouseForm, HouseModelForm
from letters.domain.batches import MAX_COPIES
from letters.domain.facts import school_people
from letters.models import LetterBatch, LetterTemplate
from partnerships.models import Partnership, Person, Program

SIGNERS = (1, 2, 3)


class TemplateForm(HouseModelForm):
    """A template and who signs it. The program gives the people to choose from."""

    submit_label = "Save the template"

    class Meta:
        model = LetterTemplate
        fields = ["name", "kind", "language", "subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 20, "spellcheck": "true"})}
        labels = {"body": "Text", "subject": "Subject of the e-mail"}
        help_texts = {
            "name": "The Spanish text of the same letter has the same name.",
            "body": "A blank line begins a new paragraph, a line that begins with - is a point of "
            "a list, and **two stars** make words bold.",
        }

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = school_people(program)
        self.fields["body"].strip = False  # type: ignore[attr-defined]  # a CharField
        given = list(self.instance.signers.order_by("position")) if self.instance.pk else []
        for position in SIGNERS:
            signer = given[position - 1] if len(given) >= position else None
            self.fields[f"signer_{position}"] = forms.ModelChoiceField(
                Person.objects.filter(pk__in=[person.pk for person in people]),
                label="Signed by" if position == 1 else "and by",
                required=False,
                initial=signer.person_id if signer else None,
                empty_label="Whoever sends it" if position == 1 else "Nobody else",
            )
            self.fields[f"title_{position}"] = forms.CharField(
                label="Title under the name",
                max_length=120,
                required=False,
                initial=signer.title if signer else "",
                help_text="Empty: the title they have at the school." if position == 1 else "",
            )

    @property
    def signers(self) -> list[tuple[Person, str]]:
        chosen = (
            (self.cleaned_data[f"signer_{number}"], self.cleaned_data[f"title_{number}"])
            for number in SIGNERS
        )
        return [(person, title) for person, title in chosen if person]


class TemplateCheckForm(forms.Form):
    """What stands in the editor now, complete or not."""

    subject = forms.CharField(required=False, max_length=150, strip=False)
    body = forms.CharField(required=False, max_length=50_000, strip=False)
    language = forms.CharField(required=False)
    preview_for = forms.IntegerField(required=False)


class LetterForm(HouseForm):
    """Which letter, to whom, how."""

    class To:
        CHOSEN, STAGE, TOP_TEN = "chosen", "stage", "top_ten"

    template = forms.ModelChoiceField(
        LetterTemplate.objects.none(), label="Letter", empty_label="Choose a letter"
    )
    to = forms.ChoiceField(label="To", widget=forms.RadioSelect)
    stage = forms.ChoiceField(
        label="Which stage", choices=[("", "Choose"), *Partnership.Stage.choices], required=False
    )
    organizations = forms.CharField(required=False, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="How",
        choices=[("print", "Print, to sign and post"), ("email", "E-mail, with the PDF")],
        initial=LetterBatch.Way.PRINT,
        widget=forms.RadioSelect,
    )
    copies = forms.IntegerField(
        label="Copies of each letter",
        min_value=1,
        max_value=MAX_COPIES,
        initial=1,
        required=False,
        help_text="For printing.",
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        templates = LetterTemplate.objects.for_program(program)
        # One entry a letter: its language follows the partner.
        first = {template.name: template.pk for template in templates.order_by("-language")}
        self.fields["template"].queryset = templates.filter(pk__in=first.values())  # type: ignore[attr-defined]
        choices = [(self.To.STAGE, "Everybody in a stage"), (self.To.TOP_TEN, "Our top ten")]
        if count := len(self.numbers()):
            words = "the partner chosen" if count == 1 else f"the {count} partners chosen"
            choices.insert(0, (self.To.CHOSEN, words.capitalize()))
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.fields["to"].initial = choices[0][0]

    def numbers(self) -> list[int]:
        """The ids of the partners chosen in the directory."""
        text = str(self.data.get("organizations") or self.initial.get("organizations") or "")
        return [int(part) for part in text.split(",") if part.strip().isdecimal()][:2000]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to") == self.To.STAGE and not cleaned.get("stage"):
            self.add_error("stage", "Choose a stage.")
        cleaned["copies"] = cleaned.get("copies") or 1
        return cleaned


class LabelsForm(forms.Form):
    """Where on the first sheet the first free label is."""

    start = forms.IntegerField(min_value=1, max_value=30, required=False)


class SignatureForm(HouseForm):
    submit_label = "Save the signature"

    picture = forms.FileField(
        label="Picture of the signature",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes = settings.PICTURE_MAX_BYTES // (1024 * 1024)
        self.fields["picture"].help_text = (
            f"PNG or JPEG, up to {megabytes} MB. Sign on white paper with a dark pen, take a "
            "picture and cut it close; a PNG with a clear ground looks best."
        )
