"""People at an organization, and the warm ways in to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain import connections, people
from partnerships.forms.contacts import THEN_CONTACT
from partnerships.forms.organizations import (
    AffiliationForm,
    ConnectionForm,
    KnownPersonForm,
    LeavingForm,
    NewPersonForm,
)
from partnerships.models import Affiliation, Connection, Partnership, Person, Program
from partnerships.rules import RECRUITERS
from partnerships.views.organizations import partner_or_404, render_form


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_person_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = people.add_person(
                partnership.organization, by=request.user, **form.cleaned_data
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{added.person} is on the list.")
            if request.GET.get("then") == THEN_CONTACT:
                log = reverse("partnerships:contact_add", args=[program.slug])
                return redirect(f"{log}?organization={pk}")
            return redirect(partnership)
    return render_form(request, partnership, form, "Add a person")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def person_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Somebody who works, or worked, at one of this program's partners."""
    partners = Partnership.objects.for_program(program)
    person = get_object_or_404(
        Person.objects.filter(
            affiliations__organization__in=partners.values("organization")
        ).distinct(),
        pk=pk,
    )
    partnership = (
        partners.filter(organization__affiliations__person=person)
        .select_related("organization")
        .order_by("organization__affiliations__ended_on", "pk")[0]
    )
    form = KnownPersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            people.edit_person(person, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(partnership)
    return render_form(request, partnership, form, "Edit a person")


def affiliation_or_404(program: Program, pk: int) -> tuple[Affiliation, Partnership]:
    affiliation = get_object_or_404(
        Affiliation.objects.select_related("person", "organization"), pk=pk
    )
    return affiliation, partner_or_404(program, affiliation.organization_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def affiliation_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    affiliation, partnership = affiliation_or_404(program, pk)
    form = AffiliationForm(
        request.POST or None,
        initial={"title": affiliation.title, "started_on": affiliation.started_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            people.edit_affiliation(affiliation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect(partnership)
    return render_form(request, partnership, form, f"What {affiliation.person} does there")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def affiliation_end(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Their last day. What they hold goes to colleagues on a page of its own, named here."""
    affiliation, partnership = affiliation_or_404(program, pk)
    form = LeavingForm(request.POST or None, affiliation=affiliation)
    if request.method == "POST" and form.is_valid():
        try:
            people.end_affiliation(affiliation, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(
                request, f"{affiliation.person} is among those who left. Their history stays."
            )
            return redirect(partnership)
    return render_form(
        request, partnership, form, f"{affiliation.person} left", leaving=affiliation
    )


@require_POST
@staff_of_program(roles=RECRUITERS)
def affiliation_main(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    affiliation, partnership = affiliation_or_404(program, pk)
    try:
        people.set_main_contact(affiliation, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Letters go to {affiliation.person} from now on.")
    return redirect(partnership)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def organization_connection_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    partnership = partner_or_404(program, pk)
    form = ConnectionForm(request.POST or None, organization=partnership.organization)
    if request.method == "POST" and form.is_valid():
        connections.add_connection(
            partnership.organization, program=program, by=request.user, **form.cleaned_data
        )
        messages.success(request, "Noted. All programs see this way in.")
        return redirect(partnership)
    return render_form(
        request, partnership, form, "Who knows somebody there?", "All programs see this."
    )


def connection_or_404(program: Program, pk: int) -> tuple[Connection, Partnership]:
    """One that this program noted: others can be read, not changed."""
    connection = get_object_or_404(
        Connection.objects.select_related("organization"), pk=pk, program=program
    )
    return connection, partner_or_404(program, connection.organization_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def connection_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    connection, partnership = connection_or_404(program, pk)
    form = ConnectionForm(
        request.POST or None, instance=connection, organization=partnership.organization
    )
    if request.method == "POST" and form.is_valid():
        connections.edit_connection(connection, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(partnership)
    return render_form(request, partnership, form, "Edit a warm way in", "All programs see this.")


@require_POST
@staff_of_program(roles=RECRUITERS)
def connection_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    connection, partnership = connection_or_404(program, pk)
    connections.remove_connection(connection, by=request.user)
    messages.success(request, f"{connection.known_by} is no longer listed as a way in.")
    return redirect(partnership)
