"""The contact log: write down, correct, delete."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.domain import contacts as domain
from partnerships.filters import partnerships_named
from partnerships.forms.contacts import ContactForm
from partnerships.models import Interaction, Partnership, Program
from partnerships.rules import RECRUITERS
from partnerships.views.organizations import partner_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def contact_add(request: StaffRequest, program: Program) -> HttpResponse:
    """``?organization=ID``; without it, first a search for the organization."""
    wanted = request.GET.get("organization", "")
    if not wanted.isdecimal():
        return choose_organization(request, program)
    partnership = partner_or_404(program, int(wanted))
    organization = partnership.organization
    form = ContactForm(
        request.POST or None, organization=organization, program=program, me=reader_of(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            domain.log_contact(partnership, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _logged(partnership))
            return redirect(partnership)
    return render_contact(request, program, partnership, form, "Log a contact")


def _logged(before: Partnership) -> str:
    if before.stage in domain.BEFORE_CONTACT:
        return f"Logged. The stage moved from {before.get_stage_display().lower()} to contacted."
    return "Logged."


def choose_organization(request: StaffRequest, program: Program) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    found: list[Partnership] = list(partnerships_named(program, text)[:12])
    context = {"q": text, "found": found}
    template = "partnerships/contact_choose.html"
    if request.htmx:
        template = "partnerships/includes/contact_choices.html"
    return render(request, template, context)


def render_contact(
    request: StaffRequest, program: Program, partnership: Partnership, form: Any, title: str
) -> HttpResponse:
    organization = partnership.organization
    asks = domain.asks_of(organization, since=domain.quiet_since(program), program=program)
    context = {
        "form": form,
        "title": title,
        "organization": organization,
        "partnership": partnership,
        "contact": form.instance if form.instance.pk else None,
        "asks": asks,
        "cancel_url": partnership.get_absolute_url(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "partnerships/contact_form.html", context, status=status)


def contact_or_404(program: Program, pk: int) -> tuple[Interaction, Partnership]:
    contact = get_object_or_404(Interaction.objects.for_program(program), pk=pk)
    return contact, partner_or_404(program, contact.organization_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def contact_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    contact, partnership = contact_or_404(program, pk)
    form = ContactForm(
        request.POST or None,
        instance=contact,
        organization=partnership.organization,
        program=program,
    )
    if request.method == "POST" and form.is_valid():
        try:
            domain.edit_contact(contact, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(partnership)
    return render_contact(request, program, partnership, form, "Edit a contact")


@require_POST
@staff_of_program(roles=RECRUITERS)
def contact_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    contact, partnership = contact_or_404(program, pk)
    domain.delete_contact(contact, by=request.user)
    messages.success(request, "Deleted from the contact log.")
    return redirect(partnership)
