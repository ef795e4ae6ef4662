from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from letters.domain.facts import school_people
from letters.domain.signatures import save_signature
from letters.forms import SignatureForm
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Person, Program
from partnerships.rules import PROGRAM_MANAGERS, may


def _person(program: Program, pk: int) -> Person:
    """Somebody who can sign for this program."""
    for person in school_people(program):
        if person.pk == pk:
            return person
    raise Http404


def _require_own_or_manager(request: StaffRequest, person: Person) -> None:
    if person.user_id != request.user.pk and not may(request.roles, PROGRAM_MANAGERS):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program
def signature_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """One's own signature; managers keep everybody's."""
    person = _person(program, pk)
    _require_own_or_manager(request, person)
    form = SignatureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_signature(person, picture=form.cleaned_data["picture"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"The signature of {person} is saved.")
            return redirect("letters:signature_edit", program.slug, person.pk)
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    return render(request, "letters/signature_edit.html", context, status=status)


@require_POST
@staff_of_program
def signature_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    person = _person(program, pk)
    _require_own_or_manager(request, person)
    save_signature(person, picture=None, by=request.user)
    messages.success(request, f"Letters show no picture of {person}'s signature any more.")
    return redirect("letters:signature_edit", program.slug, person.pk)


@require_safe
@staff_of_program
def signature_picture(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    person = _person(program, pk)
    _require_own_or_manager(request, person)
    if not person.signature:
        raise Http404
    with person.signature.open() as file:
        response = HttpResponse(file.read(), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response
