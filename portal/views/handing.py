"""The page on which things change hands, for staff and for partners: first what goes to whom, then
what will happen with the drafted messages, then it happens."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.exceptions import DomainError
from partnerships.models import Affiliation, Person, Program
from portal.domain import handover
from portal.domain.holdings import holdings_of
from portal.forms.handing import HandoverForm


def hand_over_page(
    request: Any,
    affiliation: Affiliation,
    *,
    template: str,
    sender: Person | None,
    done: Callable[[bool], HttpResponse],
    program: Program | None = None,
) -> HttpResponse:
    """``program``: whose staff asks; they see by name what concerns them, and of other programs how
    much it is. ``done`` makes the answer; it is told whether the person left."""
    now = timezone.now()
    holdings = holdings_of(affiliation.person, affiliation.organization, now=now)
    shown = [one for one in holdings if program is None or one.program == program]
    successors = handover.successors_of(affiliation)
    form = HandoverForm(
        request.POST if request.method == "POST" else None,
        affiliation=affiliation,
        holdings=shown,
        successors=successors,
        is_own=program is None and sender == affiliation.person,
    )
    drafts: list[tuple[Person, str]] = []
    if request.method == "POST" and form.is_valid():
        drafts = [
            (
                person,
                handover.draft_message(
                    affiliation, to=person, holdings=own, sender=str(sender or "")
                ),
            )
            for person, own in form.receivers()
        ]
        if "apply" in request.POST:
            try:
                handover.hand_over(
                    affiliation,
                    moves=form.moves(),
                    by=request.user,
                    now=now,
                    messages=form.messages(),
                    sender=sender,
                    program=program,
                    ended_on=form.last_day,
                    reason=form.end_reason,
                )
            except DomainError as error:
                form.add_domain_error(error)
            else:
                return done(form.last_day is not None)
    context = {
        "affiliation": affiliation,
        "person": affiliation.person,
        "organization": affiliation.organization,
        "holdings": shown,
        "elsewhere": len(holdings) - len(shown),
        "successors": successors,
        "form": form,
        "drafts": drafts,
        "is_review": request.method == "POST" and "change" not in request.POST and not form.errors,
    }
    return render(request, template, context, status=422 if form.errors else 200)
