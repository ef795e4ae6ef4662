from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from core.exceptions import DomainError


class HouseFormMixin:
    """A form with its crispy helper. Subclasses set ``submit_label`` and may override
    ``get_layout``; nothing else about the look lives in a form. The page draws the form element,
    the summary of errors and the button (``core/includes/form.html``)."""

    submit_label: str | Promise = "Save"

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True  # the include writes it
        helper.form_show_errors = True
        helper.error_text_inline = True
        if layout := self.get_layout():
            helper.layout = layout
        return helper

    def get_layout(self) -> Layout | None:
        return None

    def add_domain_error(self, error: DomainError) -> None:
        """Show what a domain verb refused, on its field where this form has that field."""
        field = error.field if error.field in self.fields else None  # type: ignore[attr-defined]
        self.add_error(field, error.message)  # type: ignore[attr-defined]


class HouseForm(HouseFormMixin, forms.Form):
    pass


class HouseModelForm(HouseFormMixin, forms.ModelForm):
    pass


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def return_address(request: HttpRequest, default: str) -> str:
    """Where the form's field ``next`` asks to return to, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    return (
        wanted
        if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
        else default
    )
