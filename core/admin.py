"""What all our pages of the Django admin share (SPEC 13.5)."""

import re
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import CharWidget
from phonenumber_field.modelfields import PhoneNumberField
from phonenumbers import country_code_for_region
from simple_history.admin import SimpleHistoryAdmin

from core.lists import armed_again, export_cell
from core.models import Job

#: What a telephone number of ours begins with, written in full.
HOME_CODE = country_code_for_region(settings.PHONENUMBER_DEFAULT_REGION)


class HouseAdmin(admin.ModelAdmin):
    """No deleting of many at once: what hangs on a row is shown before it goes, one by one."""

    show_full_result_count = False
    list_per_page = 50

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class RecordAdmin(HouseAdmin):
    """Something that happened: to be looked at, not to be changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TrackedAdmin(HouseAdmin, SimpleHistoryAdmin):
    """With the history of each object."""

    object_history_list_template = "admin/history_list.html"


class ExchangeAdmin(ImportExportMixin, HouseAdmin):
    """With import and export."""

    formats = (CSV, XLSX)
    import_formats = (CSV, XLSX)
    export_formats = (CSV, XLSX)
    export_template_name = "admin/export_fields.html"
    export_prefetch: tuple[str, ...] = ()

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_export_queryset(request).prefetch_related(*self.export_prefetch)


class TrackedExchangeAdmin(ExchangeAdmin, TrackedAdmin):
    """With import, export and history."""


class TelephoneWidget(CharWidget):
    """A number of another country with its code: without, it is read as one of ours."""

    def render(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if value and value.is_valid() and value.country_code != HOME_CODE:
            return value.as_international
        return super().render(value, *args, **kwargs)


class HouseResource(ModelResource):
    """A row with an id changes that object, a row without makes a new one. Rows are checked as a
    form would check them; unchanged ones are left alone. What a spreadsheet would run is exported
    as words, and read as what it was."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    @classmethod
    def widget_from_django_field(cls, field: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(field, PhoneNumberField):
            return TelephoneWidget
        return super().widget_from_django_field(field, *args, **kwargs)

    def export_resource(self, *args: Any, **kwargs: Any) -> list[Any]:
        return [_safe_cell(one) for one in super().export_resource(*args, **kwargs)]

    def import_row(self, row: Any, *args: Any, **kwargs: Any) -> RowResult:
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = armed_again(value)
        return super().import_row(row, *args, **kwargs)


#: A number below zero is no formula, though it begins as one.
_BELOW_ZERO = re.compile(r"-\d+([.,]\d+)*")


def _safe_cell(value: Any) -> Any:
    """Numbers stay numbers; all else is text that no spreadsheet runs."""
    if isinstance(value, bool | int | float | Decimal):
        return value
    text = "" if value is None else str(value)
    return text if _BELOW_ZERO.fullmatch(text) else export_cell(text)


@admin.register(Job)
class JobAdmin(RecordAdmin):
    list_display = [
        "title",
        "kind",
        "state",
        "done_count",
        "total_count",
        "started_by",
        "created_at",
    ]
    list_filter = ["state", "kind"]
    list_select_related = ["started_by"]
    search_fields = ["title", "kind", "key"]
    date_hierarchy = "created_at"
    exclude = ["lease", "payload", "result"]
