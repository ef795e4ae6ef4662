"""What staff do for people of partners: open the portal to them, hand over what they hold, see who
is nearly alone (SPEC 11.1, 11.2)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Affiliation, Partnership, Program
from partnerships.rules import RECRUITERS
from portal.domain.entering import invite_partner
from portal.domain.handover import thin_partners
from portal.views.handing import hand_over_page


def _affiliation_or_404(program: Program, pk: int) -> Affiliation:
    """Of an organization that is a partner of the program."""
    return get_object_or_404(
        Affiliation.objects.filter(
            organization__in=Partnership.objects.for_program(program).values("organization")
        ).select_related("person__user", "organization"),
        pk=pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=RECRUITERS)
def affiliation_holdings(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """All that somebody of a partner holds, on one page, to be moved item by item or at once."""
    affiliation = _affiliation_or_404(program, pk)

    def done(has_left: bool) -> HttpResponse:
        messages.success(request, "Done. What was not given away shows as open.")
        return redirect(
            "partnerships:organization_detail", program.slug, affiliation.organization_id
        )

    return hand_over_page(
        request,
        affiliation,
        template="portal/affiliation_holdings.html",
        sender=reader_of(request),
        done=done,
        program=program,
    )


@require_POST
@staff_of_program(roles=RECRUITERS)
def affiliation_invite(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    affiliation = _affiliation_or_404(program, pk)
    try:
        invite_partner(affiliation, program=program, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{affiliation.person.email} gets the link to the portal.")
    return redirect("handover:affiliation_holdings", program.slug, pk)


@require_safe
@staff_of_program
def organization_thin(request: StaffRequest, program: Program) -> HttpResponse:
    """Partners that hang on one person, or on nobody."""
    return render(
        request,
        "portal/organization_thin.html",
        {"partnerships": list(thin_partners(program)[:200])},
    )
