"""Mentoring, from the side of who mentors or would (SPEC 8.2, 8.3, 13.3)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.models import Kind
from core.exceptions import DomainError
from mentors.domain.exchange_answering import open_exchanges_of
from mentors.models import Mentor
from portal.access import PortalRequest, at_partner
from portal.domain import mentoring, queries
from portal.forms.mentoring import OfferForm


@require_safe
@at_partner
def mentoring_detail(request: PortalRequest) -> HttpResponse:
    """Groups, meetings to come, questions, the clearance, and what they offer, by program."""
    now = timezone.now()
    entries = queries.entries_of(request.person, request.organization, request.shown, since=now)
    shown = {one.program_id for one in request.shown}
    context = {
        "programs": mentoring.mentoring_of(request.person, request.shown, now=now),
        "coming": [
            one
            for one in entries
            if one.activity.kind == Kind.MENTOR_SESSION and not one.activity.is_called_off
        ],
        "questions": [
            one
            for one in open_exchanges_of(request.person, now)
            if one.exchange.program_id in shown
        ],
        "clearances": mentoring.clearances_of(request.person, today=timezone.localdate(now)),
    }
    return render(request, "portal/mentoring_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_partner
def mentoring_offer(request: PortalRequest, program: str) -> HttpResponse:
    """Offer to mentor in a program, or change what was offered."""
    found = [one.program for one in request.partnerships if one.program.slug == program]
    if not found:
        raise Http404
    mentor = Mentor.objects.filter(program=found[0], person=request.person).first()
    form = OfferForm(
        request.POST or None,
        instance=mentor or Mentor(program=found[0], person=request.person),
    )
    if request.method == "POST" and form.is_valid():
        try:
            mentor = mentoring.offer_to_mentor(
                request.person,
                program=found[0],
                organization=request.organization,
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            words = (
                _("Thank you! The school gets in touch with you before you meet students.")
                if mentor.state == Mentor.State.OFFERED
                else _("Saved. The school sees it at once.")
            )
            messages.success(request, words)
            return redirect("portal:mentoring_detail", request.organization.pk)
    title = _("To mentor in %(program)s") % {"program": found[0].name}
    context = {"form": form, "title": title}
    return render(request, "portal/form.html", context, status=422 if form.errors else 200)
