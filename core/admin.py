"""What all our pages of the Django admin share (SPEC 13.5)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from simple_history.admin import SimpleHistoryAdmin

from core.models import Job


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


class HouseResource(ModelResource):
    """A row with an id changes that object, a row without makes a new one. Rows are checked as a
    form would check them; unchanged ones are left alone."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True


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
