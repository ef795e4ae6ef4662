"""The students of a program: list, record, import (SPEC 13.8). Staff of the program only."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import CheckboxInput
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from core.lists import Column, FilteredListView
from core.views import form_page
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.topics import save_topic
from partnerships.models import Program, Topic
from students.domain import oneroster, roster
from students.domain import students as domain
from students.domain.topics import topics_used
from students.filters import StudentFilter
from students.forms import RosterForm, StudentForm, TopicForm, TopicRenameForm
from students.models import Student
from students.rules import STUDENT_KEEPERS


def grade_now(student: Student) -> int:
    return student.grade_on(timezone.localdate())


class StudentList(FilteredListView):
    filterset_class = StudentFilter
    template_name = "students/student_list.html"
    row_template_name = "students/includes/student_row.html"
    empty_template_name = "students/includes/student_empty.html"
    default_sort = "name"
    file_name = "Students"
    columns = (
        Column("name", "Name", "family_name", lambda one: one.name),
        Column("grade", "Grade", "-graduation_year", grade_now),
        Column(
            "interests",
            "Interests",
            "",
            lambda one: ", ".join(topic.name for topic in one.interests.all()),
        ),
        Column("number", "School's number", "source_id", lambda one: one.source_id),
        Column("host", "Name to hosts", "host_release_on", lambda one: one.host_release_on),
        Column("photo", "Photos", "photo_release_on", lambda one: one.photo_release_on),
        Column("left", "Left", "left_on", lambda one: one.left_on, on_page=False),
    )

    def get_queryset(self) -> QuerySet[Student]:
        rows = Student.objects.for_program(self.kwargs["program"])
        return rows.prefetch_related("interests")

    def sort(self, rows: QuerySet) -> QuerySet:
        if self.request.GET.get("sort", "").removeprefix("-") == "grade":
            self.sorted_by = self.request.GET["sort"]
            first = "graduation_year" if self.sorted_by.startswith("-") else "-graduation_year"
            return rows.order_by(first, "family_name", "given_name", "pk")
        return super().sort(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"].object_list)
        for row in rows:
            row.grade = grade_now(row)
        context["page_obj"].object_list = rows
        return context


student_list = staff_of_program(roles=STUDENT_KEEPERS)(StudentList.as_view())


def student_or_404(program: Program, pk: int) -> Student:
    student = get_object_or_404(Student.objects.for_program(program), pk=pk)
    student.program = program
    return student


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=STUDENT_KEEPERS)
def student_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _form(request, Student(program=program), "Add a student")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=STUDENT_KEEPERS)
def student_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    student = student_or_404(program, pk)
    return _form(request, student, student.name)


def _form(request: StaffRequest, student: Student, title: str) -> HttpResponse:
    form = StudentForm(request.POST or None, instance=student)
    back = reverse("students:student_list", args=[student.program.slug])
    return form_page(
        request,
        form,
        "students/student_form.html",
        save=partial(domain.save_student, student, by=request.user),
        said="Saved.",
        back=back,
        title=title,
        student=student,
    )


@require_POST
@staff_of_program(roles=STUDENT_KEEPERS)
def student_leave(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``back``: they did not leave after all."""
    student = student_or_404(program, pk)
    if request.POST.get("back"):
        domain.come_back(student, by=request.user)
        messages.success(request, f"{student} is in the program again.")
    else:
        domain.leave(student, by=request.user, left_on=timezone.localdate())
        messages.success(request, f"{student} has left; all about them is erased in time.")
    return redirect("students:student_list", program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=STUDENT_KEEPERS)
def student_import(request: StaffRequest, program: Program) -> HttpResponse:
    form = RosterForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid():
        try:
            result = _read(program, form.cleaned_data, request)
        except DomainError as error:
            if error.field == "may_leave":  # asked only now
                form.fields["may_leave"].widget = CheckboxInput(attrs={"class": "form-check-input"})
            error.field = error.field or "file"
            form.add_domain_error(error)
    context = {"form": form, "result": result}
    status = 422 if request.method == "POST" and result is None else 200
    return render(request, "students/student_import.html", context, status=status)


def _read(program: Program, given: dict[str, Any], request: StaffRequest) -> roster.RosterResult:
    """A bundle or a list, by what the file is."""
    file = given["file"]
    if not oneroster.is_bundle(file, file.name):
        return roster.read_roster(program, file, file.name, by=request.user)
    classes = [one.strip() for one in given["classes"].splitlines() if one.strip()]
    wish = oneroster.Wish(given["school"].strip(), classes, given["may_leave"])
    return oneroster.read_bundle(program, file, file.name, by=request.user, wish=wish)


@require_safe
@staff_of_program(roles=STUDENT_KEEPERS)
def topic_list(request: StaffRequest, program: Program) -> HttpResponse:
    """The vocabulary, with how many students of this program and how many people use it."""
    context = {"topics": topics_used(program)}
    return render(request, "students/topic_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=STUDENT_KEEPERS)
def topic_add(request: StaffRequest, program: Program) -> HttpResponse:
    form = TopicForm(request.POST or None)
    return _topic_form(request, program, form, "Add a topic")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=STUDENT_KEEPERS)
def topic_rename(request: StaffRequest, program: Program) -> HttpResponse:
    """All programs share the topics, so none has an address of its own within a program."""
    form = TopicRenameForm(request.POST or None, initial={"topic": request.GET.get("topic")})
    return _topic_form(request, program, form, "Rename a topic")


def _topic_form(
    request: StaffRequest, program: Program, form: TopicForm | TopicRenameForm, title: str
) -> HttpResponse:
    back = reverse("students:topic_list", args=[program.slug])
    if request.method == "POST" and form.is_valid():
        topic = form.cleaned_data.get("topic") or Topic()
        try:
            save_topic(
                topic,
                name=form.cleaned_data["name"],
                name_es=form.cleaned_data["name_es"],
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    context = {"form": form, "title": title, "cancel_url": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "students/topic_form.html", context, status=status)
