"""What is asked on the way of a list into the program."""

from typing import Any

from django import forms

from core.forms import HouseForm
from partnerships.domain.imports.headings import FIELDS
from partnerships.domain.imports.preview import Layout


class UploadForm(HouseForm):
    submit_label = "Upload and look at it"
    file = forms.FileField(
        label="Your list",
        allow_empty_file=True,  # the import says it in its own words
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm"}),
        help_text="CSV or XLSX, as you keep it: titles, blank rows and totals may stay in.",
    )


class ColumnsForm(HouseForm):
    """One select for each column, with what stands in it."""

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = layout.names
        choices = [("", "Leave out"), *FIELDS.items()]
        for place, (name, samples) in enumerate(zip(layout.names, layout.samples, strict=True)):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=name,
                choices=choices,
                required=False,
                initial=layout.mapping.get(name, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"column-{place}"].samples = [one for one in samples if one]  # type: ignore[attr-defined]  # for the page

    @property
    def columns(self) -> list[Any]:
        return [self[f"column-{place}"] for place in range(len(self.names))]

    @property
    def mapping(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"column-{place}"] for place, name in enumerate(self.names)}
