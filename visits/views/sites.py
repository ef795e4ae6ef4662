"""What sites offer, and planning a visit (SPEC 7)."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.models import Activity
from core.exceptions import DomainError
from core.languages import paper_language
from core.lists import Column, FilteredListView
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may
from visits.domain import sites, visit_papers
from visits.filters import OfferFilter
from visits.forms.sites import ChaperoneForm, OfferForm, VisitForm
from visits.models import SiteOffer
from visits.rules import SHADOW_PLANNERS
from visits.views.activities import own_activity


def grades_of(offer: SiteOffer) -> str:
    if offer.grade_from is None and offer.grade_to is None:
        return ""
    return f"{offer.grade_from or 'K'} to {offer.grade_to or 12}"


class OfferList(FilteredListView):
    filterset_class = OfferFilter
    template_name = "visits/offer_list.html"
    row_template_name = "visits/includes/offer_row.html"
    empty_template_name = "visits/includes/offer_empty.html"
    default_sort = "partner"
    file_name = "Site offers"
    columns = (
        Column("partner", "Partner", "organization__name", lambda one: one.organization.name),
        Column("title", "What", "title", lambda one: one.title),
        Column("ways", "How", "", lambda one: ", ".join(one.ways)),
        Column("times", "Sample times", "", lambda one: one.sample_times),
        Column("group", "Students", "group_size", lambda one: one.group_size),
        Column("grades", "Grades", "grade_from", grades_of),
        Column(
            "wheelchair",
            "With a wheelchair",
            "wheelchair",
            lambda one: one.get_wheelchair_display(),
            on_page=False,
        ),
        Column("safety", "Safety and clothing", "", lambda one: one.safety, on_page=False),
        Column("parking", "Parking", "", lambda one: one.parking, on_page=False),
        Column("lunch", "Lunch", "", lambda one: one.lunch, on_page=False),
    )

    def get_queryset(self) -> QuerySet[SiteOffer]:
        rows = SiteOffer.objects.for_program(self.kwargs["program"])
        return rows.select_related("organization")


offer_list = staff_of_program(OfferList.as_view())


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def offer_add(request: StaffRequest, program: Program) -> HttpResponse:
    """``?organization=`` the partner whose site it is."""
    wanted = request.GET.get("organization", "")
    known = {"organization": int(wanted[:18])} if wanted.isdecimal() else {}
    return _offer_form(request, program, SiteOffer(), "What a site offers", known)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def offer_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    offer = get_object_or_404(SiteOffer.objects.for_program(program), pk=pk)
    return _offer_form(request, program, offer, offer.title, {})


def _offer_form(
    request: StaffRequest, program: Program, offer: SiteOffer, title: str, known: dict[str, Any]
) -> HttpResponse:
    form = OfferForm(request.POST or None, instance=offer, program=program, initial=known)
    back = reverse("visits:offer_list", args=[program.slug])
    if request.method == "POST" and form.is_valid():
        try:
            sites.save_offer(offer, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    context = {"form": form, "title": title, "cancel_url": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/offer_form.html", context, status=status)


@require_safe
@staff_of_program
def offer_handout(request: StaffRequest, program: Program) -> HttpResponse:
    """The handout for the board (SPEC 7.3)."""
    try:
        pdf = visit_papers.board_handout_pdf(program, language=paper_language(request))
    except DomainError as error:
        messages.error(request, error.message)
        return offer_list(request, program=program.slug)
    return pdf_response(pdf, "Site visits.pdf")


# ---------------------------------------------------------------- a visit


def visit_or_404(program: Program, pk: int) -> Activity:
    return own_activity(program, pk, Q(kind__in=sites.PLANNED_AS_VISIT))


@require_safe
@staff_of_program
def site_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _detail(request, visit_or_404(program, pk))


def _detail(
    request: StaffRequest,
    activity: Activity,
    *,
    form: ChaperoneForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    plan = sites.plan_of(activity)
    context = {
        "activity": activity,
        "plan": plan,
        "problems": [] if activity.is_called_off else sites.problems_of(plan),
        "form": form or ChaperoneForm(),
        "refused": refused,
        "may_plan": may(request.roles, SHADOW_PLANNERS) and not activity.is_called_off,
    }
    return render(request, "visits/site_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def site_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = visit_or_404(program, pk)
    visit = sites.visit_of(activity)
    form = VisitForm(request.POST or None, instance=visit, activity=activity)
    if request.method == "POST" and form.is_valid():
        try:
            sites.write_visit(activity, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("visits:site_detail", program.slug, pk)
    context = {
        "activity": activity,
        "form": form,
        "title": "Plan the visit",
        "cancel_url": reverse("visits:site_detail", args=[program.slug, pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/shadow_form.html", context, status=status)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def site_chaperones(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``off``, an id, to take one off; else the fields of a new one."""
    activity = visit_or_404(program, pk)
    off = request.POST.get("off", "")
    form = ChaperoneForm(request.POST)
    try:
        if off.isdecimal():
            sites.remove_chaperone(activity, chaperone=int(off[:18]))
        elif form.is_valid():
            sites.add_chaperone(activity, by=request.user, **form.cleaned_data)
        else:
            return _detail(request, activity, form=form, status=422)
    except DomainError as error:
        form.is_valid()
        form.add_domain_error(error)
        return _detail(request, activity, form=form, status=422)
    return redirect("visits:site_detail", program.slug, pk)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def site_checks(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``done``, the ids that are done; ``text`` for one more line."""
    activity = visit_or_404(program, pk)
    done = {int(one[:18]) for one in request.POST.getlist("done") if one.isdecimal()}
    try:
        sites.tick_checks(activity, by=request.user, done=done, now=timezone.now())
        if text := request.POST.get("text", "").strip():
            sites.add_check(activity, by=request.user, text=text)
    except DomainError as error:
        return _detail(request, activity, refused=error.message, status=422)
    messages.success(request, "The checklist is saved.")
    return redirect("visits:site_detail", program.slug, pk)


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def site_slips(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Permission slips, ``?language=`` en or es."""
    activity = visit_or_404(program, pk)
    try:
        pdf = visit_papers.slips_pdf(sites.plan_of(activity), language=paper_language(request))
    except DomainError as error:
        return _detail(request, activity, refused=error.message)
    return pdf_response(pdf, "Permission slips.pdf")
