"""Our people: colleagues, who speaks for us on boards, who left (SPEC 3.1, 11.3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisory.domain.seats import edit_seat, seats_open_to
from core.exceptions import DomainError
from partnerships.models import Affiliation
from portal.access import PortalRequest, at_partner
from portal.domain import colleagues, queries
from portal.forms.people import ColleagueForm, SeatForm
from portal.views.handing import hand_over_page


@require_safe
@at_partner
def person_list(request: PortalRequest) -> HttpResponse:
    context = {
        "affiliations": colleagues.people_of(request.organization),
        "seats": queries.seats_of(request.organization, request.shown),
    }
    return render(request, "portal/person_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_partner
def person_add(request: PortalRequest) -> HttpResponse:
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = colleagues.add_colleague(
                request.organization, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            words = (
                _("%(name)s is on the list now. We have written to them.")
                if added
                else _("Thank you. The school looks at it first: it knows %(name)s already.")
            )
            messages.success(request, words % {"name": form.cleaned_data["name"]})
            return redirect("portal:person_list", request.organization.pk)
    context = {"form": form, "title": _("Add a colleague")}
    return render(request, "portal/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_partner
def seat_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Name who speaks for the organization on a board, and who comes when they cannot."""
    programs = [one.program_id for one in request.partnerships]
    seat = get_object_or_404(
        seats_open_to(request.organization), board__program__in=programs, pk=pk
    )
    form = SeatForm(request.POST or None, seat=seat)
    if request.method == "POST" and form.is_valid():
        try:
            edit_seat(seat, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _("Saved. The school sees it at once."))
            return redirect("portal:person_list", request.organization.pk)
    context = {"form": form, "title": f"{seat.board}, {seat.board.program}"}
    return render(request, "portal/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_partner
def person_leave(request: PortalRequest, pk: int) -> HttpResponse:
    """Somebody of ours hands over or has left: what they hold goes to colleagues."""
    affiliation = get_object_or_404(
        Affiliation.objects.open().select_related("person", "organization"),
        organization=request.organization,
        pk=pk,
    )

    def done(has_left: bool) -> HttpResponse:
        messages.success(request, _("Done. Thank you for telling us."))
        if has_left and affiliation.person_id == request.person.pk:
            return redirect("portal:start")
        return redirect("portal:person_list", request.organization.pk)

    return hand_over_page(
        request, affiliation, template="portal/person_leave.html", sender=request.person, done=done
    )
