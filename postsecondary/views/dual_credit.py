"""The table of dual credit (SPEC 10.2)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from core.lists import Column, FilteredListView
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year_words
from partnerships.models import Program
from partnerships.rules import may
from postsecondary.domain import dual_credit as domain
from postsecondary.domain.papers import table_pdf
from postsecondary.domain.queries import history_of_dual_credit
from postsecondary.filters import DualCreditFilter, colleges_in_table
from postsecondary.forms.dual_credit import DualCreditForm, EndForm, PrintForm
from postsecondary.models import DualCredit
from postsecondary.rules import DUAL_CREDIT_KEEPERS

STATES = {"now": "Holds", "later": "Not yet", "ended": "Ended"}


class DualCreditList(FilteredListView):
    filterset_class = DualCreditFilter
    template_name = "postsecondary/dualcredit_list.html"
    row_template_name = "postsecondary/includes/dualcredit_row.html"
    empty_template_name = "postsecondary/includes/dualcredit_empty.html"
    default_sort = "college"
    file_name = "Dual credit"
    columns = (
        Column("ours", "Our course", "our_course", lambda row: row.our_course),
        Column("theirs", "Their course", "their_course", lambda row: row.their_course),
        Column("college", "College", "organization__name", lambda row: row.organization.name),
        Column("credits", "Credits", "credits", lambda row: float(row.credits)),
        Column("grade", "Grade needed", "grade_needed", lambda row: row.grade_needed),
        Column("years", "Valid", "first_year", lambda row: row.years),
        Column("agreement", "Agreement", "", lambda row: row.agreement),
        Column("signed", "Signed on", "signed_on", lambda row: row.signed_on, on_page=False),
        Column("note", "Note", "", lambda row: row.note, on_page=False),
    )

    def get_queryset(self) -> QuerySet[DualCredit]:
        rows = DualCredit.objects.for_program(self.kwargs["program"])
        return rows.select_related("organization")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        request: Any = self.request
        today = timezone.localdate()
        rows = list(context["page_obj"].object_list)
        for row in rows:
            row.state = row.state_on(today)
            row.state_words = STATES[row.state]
        context["page_obj"].object_list = rows
        return {
            **context,
            "may_keep_credit": may(request.roles, DUAL_CREDIT_KEEPERS),
            "print_form": PrintForm(colleges=colleges_in_table(request)),
        }


dualcredit_list = staff_of_program(DualCreditList.as_view())


@require_safe
@staff_of_program
def dualcredit_pdf(request: StaffRequest, program: Program) -> HttpResponse:
    """What holds in ``?year=``, in ``?language=``, of all colleges or of ``?college=``. Asks where
    that is not said, or cannot be."""
    form = PrintForm(request.GET or None, colleges=colleges_in_table(request))
    if form.is_valid():
        try:
            pdf = table_pdf(program, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            year = school_year_words(form.cleaned_data["year"])
            return pdf_response(pdf, f"Dual credit {year}.pdf")
    status = 422 if form.is_bound else 200
    return render(
        request, "postsecondary/dualcredit_print.html", {"print_form": form}, status=status
    )


def row_or_404(program: Program, pk: int) -> DualCredit:
    rows = DualCredit.objects.for_program(program).select_related("organization")
    row = get_object_or_404(rows, pk=pk)
    row.program = program
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=DUAL_CREDIT_KEEPERS)
def dualcredit_add(request: StaffRequest, program: Program) -> HttpResponse:
    """``?organization=`` a college: what is known already."""
    college = request.GET.get("organization", "")
    initial = {"organization": college} if college.isdecimal() else {}
    return _form(request, DualCredit(program=program), "Add dual credit", initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=DUAL_CREDIT_KEEPERS)
def dualcredit_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    row = row_or_404(program, pk)
    return _form(request, row, row.our_course)


def _form(request: StaffRequest, row: DualCredit, title: str, **options: Any) -> HttpResponse:
    form = DualCreditForm(request.POST or None, instance=row, program=row.program, **options)
    if request.method == "POST" and form.is_valid():
        try:
            domain.save_dual_credit(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("postsecondary:dualcredit_list", row.program.slug)
    return _page(request, row, form, title)


def _page(request: StaffRequest, row: DualCredit, form: Any, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "row": row,
        "cancel_url": reverse("postsecondary:dualcredit_list", args=[row.program.slug]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "postsecondary/dualcredit_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=DUAL_CREDIT_KEEPERS)
def dualcredit_end(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    row = row_or_404(program, pk)
    form = EndForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            row = domain.end_dual_credit(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{row}: valid {row.years}.")
            return redirect("postsecondary:dualcredit_list", program.slug)
    return _page(request, row, form, f"{row.our_course} ends")


@require_POST
@staff_of_program(roles=DUAL_CREDIT_KEEPERS)
def dualcredit_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    row = row_or_404(program, pk)
    messages.success(request, f"“{row}” is off the table.")
    domain.remove_dual_credit(row, by=request.user)
    return redirect("postsecondary:dualcredit_list", program.slug)


@require_safe
@staff_of_program
def dualcredit_history(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    row = row_or_404(program, pk)
    context = {"row": row, "entries": history_of_dual_credit(row)}
    return render(request, "postsecondary/dualcredit_history.html", context)
