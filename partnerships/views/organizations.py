"""One organization: its page, and changing what stands there."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain import organizations as domain
from partnerships.domain.contacts import asks_of, quiet_since
from partnerships.domain.duplicates import likely_matches
from partnerships.domain.likeness import Candidate, Match
from partnerships.domain.merging import merged_into
from partnerships.domain.queries import (
    history_of,
    own_contacts,
    partner_of,
    people_over_time,
    roles_of,
    warm_ways_in,
)
from partnerships.forms.organizations import (
    ApprovalForm,
    NewOrganizationForm,
    OrganizationForm,
    OwnerForm,
    RoleForm,
    StageForm,
    SupportsForm,
)
from partnerships.models import Organization, PartnerRole, Partnership, Program
from partnerships.rules import RECRUITERS

CONTACTS_A_PAGE = 20
CONTACTS_ON_RECORD = 6


def partner_or_404(program: Program, pk: int) -> Partnership:
    """This program's partnership with an organization."""
    return get_object_or_404(
        Partnership.objects.for_program(program).select_related(
            "organization", "owner", "approver", "responsible"
        ),
        organization=pk,
    )


@require_safe
@staff_of_program
def organization_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    try:
        partnership = partner_or_404(program, pk)
    except Http404:
        kept = merged_into("organization", pk)
        if kept and Partnership.objects.for_program(program).filter(organization=kept).exists():
            return redirect("partnerships:organization_detail", program.slug, kept)
        raise
    return render_record(request, program, partnership)


def render_record(
    request: StaffRequest,
    program: Program,
    partnership: Partnership,
    *,
    stage_form: StageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    organization = partnership.organization
    people = people_over_time(organization)
    contacts = list(own_contacts(partnership)[: CONTACTS_ON_RECORD + 1])
    asks = asks_of(organization, since=quiet_since(program), program=program)
    context = {
        "partnership": partnership,
        "organization": organization,
        "partner_of": partner_of(organization),
        "people": people,
        "contacts": contacts[:CONTACTS_ON_RECORD],
        "more_contacts": len(contacts) > CONTACTS_ON_RECORD,
        "asks": asks,
        "others_asks": [ask for ask in asks if not ask.is_ours],
        "connections": warm_ways_in(organization),
        "supports": organization.supports.all(),
        "sectors": organization.sectors.all(),
        "roles": roles_of(partnership, people),
        "steps": steps_of(partnership),
        "stage_form": stage_form
        or StageForm(
            initial={"stage": partnership.stage, "reason": partnership.stage_reason},
        ),
        "calendar_address": address_of(
            "calendar_app:organization_panel", program.slug, organization.pk
        ),
        "college_address": address_of(
            "postsecondary:organization_panel", program.slug, organization.pk
        )
        if organization.kind == Organization.Kind.POSTSECONDARY
        else "",
        "letters_address": address_of("letters:organization_panel", program.slug, organization.pk),
        "write_letter_address": address_of("letters:letter_new", program.slug),
    }
    return render(request, "partnerships/organization_detail.html", context, status=status)


def address_of(name: str, *args: object) -> str:
    """The address of an app above; empty where there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def steps_of(partnership: Partnership) -> list[dict[str, object]]:
    """The pipeline, with what lies behind; paused and declined stand outside of it."""
    order = [stage for stage in Partnership.Stage if stage not in domain.ENDED]
    try:
        here = order.index(Partnership.Stage(partnership.stage))
    except ValueError:
        here = -1
    return [
        {"label": stage.label, "is_past": place < here, "is_here": place == here}
        for place, stage in enumerate(order)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_add(request: StaffRequest, program: Program) -> HttpResponse:
    """Likely duplicates are shown before anything is saved (SPEC 1.6). ``?name=``, ``?kind=``:
    what is known already."""
    known = {name: request.GET[name] for name in ("name", "kind") if request.GET.get(name)}
    form = NewOrganizationForm(request.POST or None, initial=known)
    matches: list[Match] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            different = form.cleaned_data.pop("is_different")
            matches = [] if different else likely(form.cleaned_data)
            if not matches:
                partnership = domain.create_organization(
                    program=program, by=request.user, **form.cleaned_data
                )
                messages.success(request, f"{partnership.organization} is added.")
                return redirect(partnership)
            form.ask_whether_different()
    context = {"form": form, "matches": matches}
    return render(request, "partnerships/organization_add.html", context, status=status)


def likely(given: dict[str, Any]) -> list[Match]:
    """Organizations that look like the one somebody typed."""
    names = ("name", "legal_name", "other_names", "street", "city", "postal_code", "website")
    candidate = Candidate(
        phone=str(given["phone"] or ""),
        email=given["email"],
        **{name: given[name] for name in names},
    )
    return likely_matches([candidate])[0]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = OrganizationForm(request.POST or None, instance=partnership.organization)
    if request.method == "POST" and form.is_valid():
        domain.edit_organization(partnership.organization, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(partnership)
    return render_form(request, partnership, form, f"Edit {form.initial['name']}")


def render_form(
    request: StaffRequest,
    partnership: Partnership,
    form: Any,
    title: str,
    help_text: str = "",
    **more: Any,
) -> HttpResponse:
    """The page of a form about one organization. ``more``: what else its template says."""
    context = {
        "form": form,
        "title": title,
        "help_text": help_text,
        "partnership": partnership,
        "organization": partnership.organization,
        "cancel_url": partnership.get_absolute_url(),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "partnerships/organization_form.html", context, status=status)


@require_POST
@staff_of_program(roles=RECRUITERS)
def organization_stage(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = StageForm(request.POST)
    if form.is_valid():
        try:
            changed = domain.set_stage(partnership, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Stage: {changed.get_stage_display()}.")
            return redirect(partnership)
    return render_record(request, program, partnership, stage_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_owner(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = OwnerForm(request.POST or None, instance=partnership, program=program)
    if request.method == "POST" and form.is_valid():
        domain.set_owner(partnership, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(partnership)
    return render_form(request, partnership, form, "Owner and note")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_supports(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = SupportsForm(request.POST or None, organization=partnership.organization)
    if request.method == "POST" and form.is_valid():
        domain.set_supports(partnership.organization, notes=form.notes())
        messages.success(request, "Saved.")
        return redirect(partnership)
    context = {
        "form": form,
        "pairs": form.pairs(),
        "partnership": partnership,
        "organization": partnership.organization,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "partnerships/organization_supports.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_approval(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = ApprovalForm(request.POST or None, instance=partnership)
    if request.method == "POST" and form.is_valid():
        try:
            domain.set_approval(partnership, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("partnerships:organization_roles", program.slug, pk)
    return render_form(request, partnership, form, "Executive approval and responsibility")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_role_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = RoleForm(request.POST or None, organization=partnership.organization)
    if request.method == "POST" and form.is_valid():
        role = domain.give_role(partnership, by=request.user, **form.cleaned_data)
        messages.success(request, f"{role}.")
        return redirect("partnerships:organization_roles", program.slug, pk)
    return render_form(request, partnership, form, "Who does what for you?")


@require_POST
@staff_of_program(roles=RECRUITERS)
def partnerrole_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    role = get_object_or_404(
        PartnerRole.objects.select_related("partnership", "person"),
        pk=pk,
        partnership__program=program,
    )
    domain.take_role(role, by=request.user)
    messages.success(request, f"No longer {role}.")
    return redirect(
        "partnerships:organization_roles", program.slug, role.partnership.organization_id
    )


@require_safe
@staff_of_program
def organization_roles(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The organization as it sees itself (SPEC 2.7), to print and take along."""
    partnership = partner_or_404(program, pk)
    people = people_over_time(partnership.organization)
    context = {
        "partnership": partnership,
        "organization": partnership.organization,
        "people": people,
        "roles": roles_of(partnership, people),
    }
    return render(request, "partnerships/organization_roles.html", context)


@require_safe
@staff_of_program
def organization_history(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    context = {
        "partnership": partnership,
        "organization": partnership.organization,
        "entries": history_of(partnership),
    }
    return render(request, "partnerships/organization_history.html", context)


@require_safe
@staff_of_program
def organization_contacts(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """All that happened, 20 a page."""
    partnership = partner_or_404(program, pk)
    pages = Paginator(own_contacts(partnership), CONTACTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "partnership": partnership,
        "organization": partnership.organization,
        "page_obj": page,
        "paginator": pages,
        "is_paginated": page.has_other_pages(),
    }
    return render(request, "partnerships/organization_contacts.html", context)
