"""One table, everywhere: filtered, ordered, counted, paged, and exported from the same queryset."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views.generic import ListView
from django_filters import FilterSet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A column of a list. ``order_by`` is empty where sorting by it makes no sense."""

    name: str  # in the address: ?sort=name, or ?sort=-name for descending
    label: str
    order_by: str
    value: Callable[[Any], object]  # what the exported cell holds
    on_page: bool = True  # False: only in exports


class FilteredListView(ListView):
    """A subclass gives ``get_queryset`` (beginning with ``for_program``) and the attributes below.

    To htmx it answers with the table alone. The state of the list is all in its address:
    filters, ``sort``, ``page``, ``export=csv`` or ``xlsx``.
    """

    filterset_class: type[FilterSet]
    columns: Sequence[Column]
    default_sort: str
    row_template_name: str
    empty_template_name: str = ""  # shown when there is nothing at all
    bulk_template_name: str = ""  # the form with id "bulk" that acts on chosen rows
    file_name: str = "List"
    table_template_name = "core/includes/table.html"
    paginate_by = 25
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        rows = self.get_queryset()
        self.filterset = self.get_filterset(rows)
        self.object_list = self.sort(
            self.filterset.qs if self.filterset.is_valid() else rows.none()
        )
        wanted = request.GET.get("export")
        if wanted in {"csv", "xlsx"}:
            return export_response(
                wanted, self.file_name, self.columns, self.for_export(self.object_list)
            )
        response = self.render_to_response(self.get_context_data())
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_filterset(self, rows: QuerySet) -> FilterSet:
        return self.filterset_class(self.request.GET, queryset=rows, request=self.request)

    def for_export(self, rows: QuerySet) -> Iterable[Any]:
        """The rows as the columns' ``value`` needs them; a subclass may prefetch more."""
        return rows

    def sort(self, rows: QuerySet) -> QuerySet:
        """Order by the wanted column, then by id so that pages never overlap."""
        paths = {column.name: column.order_by for column in self.columns if column.order_by}
        wanted = self.request.GET.get("sort", "")
        self.sorted_by = wanted if wanted.removeprefix("-") in paths else self.default_sort
        path = paths[self.sorted_by.removeprefix("-")]
        return rows.order_by(f"-{path}" if self.sorted_by.startswith("-") else path, "pk")

    def get_template_names(self) -> list[str]:
        headers = self.request.headers
        fragment = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
        boosted = "HX-Boosted" in headers
        return (
            [self.table_template_name] if fragment and not boosted else super().get_template_names()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        headings = [
            {
                "label": column.label,
                "sortable": bool(column.order_by),
                "direction": {column.name: "ascending", f"-{column.name}": "descending"}.get(
                    self.sorted_by
                ),
                "next": f"-{column.name}" if self.sorted_by == column.name else column.name,
            }
            for column in self.columns
            if column.on_page
        ]
        return super().get_context_data(
            filterset=self.filterset,
            headings=headings,
            sorted_by=self.sorted_by,
            row_template_name=self.row_template_name,
            empty_template_name=self.empty_template_name,
            bulk_template_name=self.bulk_template_name,
            table_template_name=self.table_template_name,
            **kwargs,
        )


class ShortPaginator(Paginator):
    """Counts no further than ``MOST``: nobody pages through thousands, and counting them is most of
    what a long list costs. ``found`` says how many in words. With ``counts_all`` it counts all."""

    MOST = 2000
    counts_all = False
    is_more = False

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list  # a queryset
        if self.counts_all:
            return rows.count()
        counted = rows.order_by().select_related(None).values("pk")[: self.MOST + 1].count()
        self.is_more = counted > self.MOST
        return min(counted, self.MOST)

    @property
    def found(self) -> str:
        count = f"{self.count:,}"  # counts, and so knows whether there are more
        return f"more than {count}" if self.is_more else count


def addresses(name: str, *args: object) -> Callable[[int], str]:
    """Makes the addresses of many rows: ``addresses("app:thing_detail", slug)(row.pk)``.

    The id is the last number of the address. Django asks each one of all routes anew.
    """
    before, after = reverse(name, args=[*args, 0]).rsplit("0", 1)
    return lambda pk: f"{before}{pk}{after}"


def export_response(
    wanted: str, file_name: str, columns: Sequence[Column], rows: Iterable[Any]
) -> HttpResponse:
    """The rows as a file to download: ``csv`` (UTF-8 with BOM, for Excel) or ``xlsx``."""
    write, content_type = {"csv": (to_csv, "text/csv; charset=utf-8"), "xlsx": (to_xlsx, XLSX)}[
        wanted
    ]
    response = HttpResponse(write(columns, rows), content_type=content_type)
    name = f"{file_name} {timezone.localdate():%Y-%m-%d}.{wanted}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def to_csv(columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(column.label for column in columns)
    for row in rows:
        writer.writerow(export_cell(column.value(row)) for column in columns)
    return "\ufeff".encode() + b"".join(lines)


class _Lines(list[bytes]):
    """What csv.writer writes to."""

    def write(self, line: str) -> None:
        self.append(line.encode())


def to_xlsx(columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    sheet.freeze_panes = "A2"
    heading = []
    for column in columns:
        cell = WriteOnlyCell(sheet, value=column.label)
        cell.font = Font(bold=True)
        heading.append(cell)
    sheet.append(heading)
    for row in rows:
        sheet.append([export_cell(column.value(row)) for column in columns])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def export_cell(value: object) -> object:
    """Local time for instants; text that a spreadsheet would run as a formula is disarmed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return value
    return disarmed(str(value))


#: What a spreadsheet would run as a formula; or what has an apostrophe before that already.
_ARMED = re.compile(r"'*[=+\-@\t\r\n]")


def disarmed(text: str) -> str:
    """With an apostrophe before it, a formula is words."""
    return f"'{text}" if _ARMED.match(text) else text


def armed_again(text: str) -> str:
    """What was there before ``disarmed``."""
    return text[1:] if text.startswith("'") and _ARMED.match(text) else text
