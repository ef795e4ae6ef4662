"""The list of what is to be done, and one task."""

from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import FilterSet

from calendar_app.domain import queries
from calendar_app.domain import tasks as domain
from calendar_app.forms.tasks import TaskFilter, TaskForm
from calendar_app.models import Task
from calendar_app.rules import PLANNERS
from core.exceptions import DomainError
from core.forms import return_address
from core.lists import Column, FilteredListView
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Organization, Partnership, Program


class TaskList(FilteredListView):
    """Open ones first come with ``?state=open``, which every link of ours to it carries."""

    template_name = "calendar_app/task_list.html"
    row_template_name = "calendar_app/includes/task_row.html"
    empty_template_name = "calendar_app/includes/task_empty.html"
    file_name = "Tasks"
    default_sort = "due"
    columns = (
        Column("title", "What", "title", lambda task: task.title),
        Column("partner", "Partner", "organization__name", lambda task: task.organization or ""),
        Column("owner", "Who", "owner__name", lambda task: task.owner or ""),
        Column("due", "By when", "due_on", lambda task: task.due_on),
        Column("done", "Done", "done_at", lambda task: task.done_at),
    )

    def get_queryset(self) -> QuerySet[Task]:
        program = self.kwargs["program"]
        return Task.objects.for_program(program).select_related("organization", "owner")

    def get_filterset(self, rows: QuerySet) -> FilterSet:
        request: Any = self.request
        return TaskFilter(
            request.GET, queryset=rows, program=self.kwargs["program"], me=reader_of(request)
        )

    def sort(self, rows: QuerySet) -> QuerySet:
        rows = super().sort(rows)
        if self.sorted_by == "due":  # those without a date last
            return rows.order_by(F("due_on").asc(nulls_last=True), "pk")
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(today=timezone.localdate(), **kwargs)


task_list = staff_of_program(TaskList.as_view())


def task_or_404(program: Program, pk: int) -> Task:
    return get_object_or_404(
        Task.objects.for_program(program).select_related("organization", "activity"), pk=pk
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PLANNERS)
def task_add(request: StaffRequest, program: Program) -> HttpResponse:
    """``?organization=ID``: it is about that partner, and leads back to its page."""
    organization = _organization(request, program)
    form = TaskForm(request.POST or None, program=program, me=reader_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            task = domain.add_task(
                program, by=request.user, organization=organization, **form.cleaned_data
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Written down: {task.title}.")
            return redirect(_page_after(program, organization))
    context = {"form": form, "title": "Write down a task", "organization": organization}
    status = 422 if request.method == "POST" else 200
    return render(request, "calendar_app/task_form.html", context, status=status)


def _organization(request: HttpRequest, program: Program) -> Organization | None:
    wanted = request.GET.get("organization", "")
    if not wanted:
        return None
    partners = Organization.objects.filter(partnerships__program=program)
    return get_object_or_404(partners, pk=wanted if wanted.isdecimal() else 0)


def _page_after(program: Program, organization: Organization | None) -> str:
    if organization is not None:
        return reverse("partnerships:organization_detail", args=[program.slug, organization.pk])
    return reverse("calendar_app:task_list", args=[program.slug]) + "?state=open"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PLANNERS)
def task_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    task = task_or_404(program, pk)
    form = TaskForm(request.POST or None, instance=task, program=program)
    if request.method == "POST" and form.is_valid():
        try:
            domain.edit_task(task, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(return_address(request, _page_after(program, None)))
    context = {"form": form, "title": "Task", "task": task, "organization": task.organization}
    status = 422 if request.method == "POST" else 200
    return render(request, "calendar_app/task_form.html", context, status=status)


@require_POST
@staff_of_program(roles=PLANNERS)
def task_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    task = task_or_404(program, pk)
    domain.delete_task(task, by=request.user)
    messages.success(request, f"Deleted: {task.title}.")
    return redirect(_page_after(program, None))


@require_POST
@staff_of_program(roles=PLANNERS)
def task_done(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    task = domain.finish_task(task_or_404(program, pk), by=request.user)
    messages.success(
        request,
        f"Done: {task.title}.",
        extra_tags=reverse("calendar_app:task_reopen", args=[program.slug, pk]),
    )
    return redirect(return_address(request, _page_after(program, None)))


@require_POST
@staff_of_program(roles=PLANNERS)
def task_reopen(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    task = domain.reopen_task(task_or_404(program, pk), by=request.user)
    messages.success(request, f"Open again: {task.title}.")
    return redirect(return_address(request, _page_after(program, None)))


@require_safe
@staff_of_program
def organization_panel(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What is planned and to be done with a partner, for the partner's page."""
    partnership = get_object_or_404(
        Partnership.objects.for_program(program).select_related("organization"), organization=pk
    )
    context = {
        "organization": partnership.organization,
        "tasks": queries.open_tasks_with(partnership),
        "activities": queries.activities_with(partnership, now=timezone.now()),
        "today": timezone.localdate(),
    }
    return render(request, "calendar_app/organization_panel.html", context)
