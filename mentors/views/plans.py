"""The mentor plan of a program: what is wanted, what there is; on paper for the board (8.1)."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.languages import paper_language
from core.views import form_page, pdf_response
from mentors.domain import plan, plan_lines
from mentors.forms.plans import PlanLineForm
from mentors.models import PlanLine
from mentors.rules import MENTOR_PLANNERS
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.school_years import school_year
from partnerships.models import Program
from partnerships.rules import may


@require_safe
@staff_of_program
def plan_detail(request: StaffRequest, program: Program) -> HttpResponse:
    """As it is shared with the board."""
    context = {
        "plan": plan.plan_of(program),
        "may_edit": may(request.roles, MENTOR_PLANNERS),
        "has_one_before": PlanLine.objects.for_program(program).filter(year=_year() - 1).exists(),
    }
    return render(request, "mentors/plan_detail.html", context)


def _year() -> int:
    return school_year(timezone.localdate())


@require_safe
@staff_of_program
def plan_pdf(request: StaffRequest, program: Program) -> HttpResponse:
    language = paper_language(request)
    return pdf_response(plan.plan_pdf(program, language=language), "Mentor plan.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def planline_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _form(request, PlanLine(program=program, year=_year()), "Add to the plan")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def planline_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    line = get_object_or_404(PlanLine.objects.for_program(program), pk=pk)
    remove = reverse("mentors:planline_remove", args=[program.slug, pk])
    return _form(request, line, str(line), remove_url=remove)


def _form(
    request: StaffRequest, line: PlanLine, title: str, *, remove_url: str = ""
) -> HttpResponse:
    form = PlanLineForm(request.POST or None, instance=line)
    back = reverse("mentors:plan_detail", args=[request.program.slug])
    return form_page(
        request,
        form,
        "mentors/form.html",
        save=partial(plan_lines.save_line, line, by=request.user),
        said="It is on the plan.",
        back=back,
        title=title,
        remove_url=remove_url,
    )


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def planline_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    line = get_object_or_404(PlanLine.objects.for_program(program), pk=pk)
    messages.success(request, f"“{line}” is off the plan.")
    plan_lines.remove_line(line, by=request.user)
    return redirect("mentors:plan_detail", program.slug)


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def plan_take_over(request: StaffRequest, program: Program) -> HttpResponse:
    """Begin with the plan of last school year."""
    if count := plan_lines.take_over(program, year=_year(), by=request.user):
        messages.success(request, f"{count} taken over. Change what is different this year.")
    else:
        messages.info(request, "There is a plan already, or none to begin with.")
    return redirect("mentors:plan_detail", program.slug)
