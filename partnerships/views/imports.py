from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from core.lists import Column, export_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.imports import batches, undo
from partnerships.domain.imports.preview import Layout, look_at, preview_import, read_choices
from partnerships.forms.imports import ColumnsForm, UploadForm
from partnerships.models import ImportBatch, ImportRow, Program
from partnerships.rules import DATA_KEEPERS

STATE = ImportBatch.State


def _batch(program: Program, pk: int) -> ImportBatch:
    return get_object_or_404(
        ImportBatch.objects.for_program(program).select_related(
            "program", "job", "created_by__person"
        ),
        pk=pk,
    )


@require_safe
@staff_of_program(roles=DATA_KEEPERS)
def import_list(request: StaffRequest, program: Program) -> HttpResponse:
    rows = ImportBatch.objects.for_program(program).select_related("created_by__person", "program")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(
        request,
        "partnerships/import_list.html",
        {"page_obj": page, "paginator": page.paginator, "is_paginated": page.has_other_pages()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=DATA_KEEPERS)
def import_add(request: StaffRequest, program: Program) -> HttpResponse:
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    if is_post and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = batches.upload_list(program, file=file.file, name=file.name, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect("partnerships:import_columns", program.slug, batch.pk)
    status = 422 if is_post else 200
    return render(request, "partnerships/import_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=DATA_KEEPERS)
def import_columns(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    batch = _batch(program, pk)
    if batch.state != STATE.UPLOADED:
        return redirect(batch)
    given = request.POST if request.method == "POST" else request.GET
    row = given.get("header_row", "")
    try:
        layout = look_at(
            batch,
            sheet=given.get("sheet", ""),
            header_row=int(row) if row.isdigit() and len(row) < 8 else None,
        )
    except DomainError as error:
        layout = Layout([], "", [], refusal=error.message)
    form = ColumnsForm(request.POST if request.method == "POST" else None, layout=layout)
    if request.method == "POST" and not layout.refusal and form.is_valid():
        try:
            batches.settle_columns(
                batch, sheet=layout.sheet, header_row=layout.header_row, mapping=form.mapping
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect("partnerships:import_preview", program.slug, batch.pk)
    return render(
        request,
        "partnerships/import_columns.html",
        {"batch": batch, "layout": layout, "form": form},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=DATA_KEEPERS)
def import_preview(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    batch = _batch(program, pk)
    if batch.state != STATE.UPLOADED:
        return redirect(batch)
    refusal, preview = "", None
    try:
        preview = preview_import(batch)
        if request.method == "POST":
            batches.start_import(
                batch, choices=read_choices(preview, request.POST.dict()), by=request.user
            )
            return redirect(batch)
    except DomainError as error:
        refusal = error.message
    context = {"batch": batch, "preview": preview, "refusal": refusal}
    status = 422 if refusal and request.method == "POST" else 200
    return render(request, "partnerships/import_preview.html", context, status=status)


@require_safe
@staff_of_program(roles=DATA_KEEPERS)
def import_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    batch = _batch(program, pk)
    page = Paginator(_problem_rows(batch).select_related("organization"), 50).get_page(
        request.GET.get("page")
    )
    is_waiting = batch.state == STATE.UPLOADED
    is_at_work = batch.job is not None and batch.job.is_open
    context = {
        "batch": batch,
        "is_waiting": is_waiting,
        "next_step": "preview" if any(batch.mapping.values()) else "columns",
        "counts": batch.counts
        or (None if is_at_work or is_waiting else batches.count_outcomes(batch)),
        "page_obj": page,
        "paginator": page.paginator,
        "is_paginated": page.has_other_pages(),
        "is_at_work": is_at_work,
        "has_stopped": not is_at_work and batch.state in {STATE.IMPORTING, STATE.FAILED},
        "can_be_undone": not is_at_work and undo.can_be_undone(batch),
    }
    # While a worker is at it the page asks again for this part of itself.
    template = "includes/import_result" if request.htmx else "import_detail"
    return render(request, f"partnerships/{template}.html", context)


def _problem_rows(batch: ImportBatch):  # type: ignore[no-untyped-def]  # a queryset of rows
    return ImportRow.objects.filter(batch=batch).exclude(problems=[]).order_by("number")


@require_safe
@staff_of_program(roles=DATA_KEEPERS)
def import_problems(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The rows with problems as they stood, to be corrected and imported again."""
    batch = _batch(program, pk)
    wanted = "xlsx" if request.GET.get("export") == "xlsx" else "csv"
    number, wrong = batches.EXTRA_COLUMNS
    kept = [name for name in batch.header if name not in batches.EXTRA_COLUMNS]
    columns = [
        Column(name, name, "", _cell_reader(place))
        for place, name in enumerate(batch.header)
        if name in kept
    ]
    columns.append(Column("number", number, "", lambda row: row.number))
    columns.append(Column("wrong", wrong, "", lambda row: " ".join(_said(row))))
    name = f"To correct - {batch.file_name.rsplit('.', 1)[0]}".replace('"', "")
    return export_response(wanted, name, columns, _problem_rows(batch).iterator(chunk_size=1000))


def _cell_reader(place: int):  # type: ignore[no-untyped-def]  # what a Column wants
    return lambda row: row.cells[place] if place < len(row.cells) else ""


def _said(row: ImportRow) -> list[str]:
    return [
        f"{problem['column']}: {problem['reason']}" if problem["column"] else problem["reason"]
        for problem in cast(list[dict[str, str]], row.problems)
    ]


@require_POST
@staff_of_program(roles=DATA_KEEPERS)
def import_undo(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    batch = _batch(program, pk)
    try:
        undo.start_undo(batch, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The import is being undone.")
    return redirect(reverse("partnerships:import_detail", args=[program.slug, batch.pk]))
