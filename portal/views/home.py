"""What waits, what is coming, what was: the portal's own pages of a partner (SPEC 13.3)."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from advisory.domain.papers import paper_address, papers_of_meeting
from advisory.domain.suggestions import suggestion_address, too_late
from advisory.exports import agenda_pdf
from advisory.models import Meeting
from calendar_app.domain import feeds
from calendar_app.domain.tasks import finish_task
from calendar_app.models import Task
from core.forms import return_address
from core.views import pdf_response
from letters.models import Letter
from portal.access import PortalRequest, at_partner, choose_program
from portal.domain import queries
from portal.domain.waiting import waiting_for

#: What the first page shows of what is coming.
SHOWN = 8


@require_safe
@at_partner
def home(request: PortalRequest) -> HttpResponse:
    now = timezone.now()
    entries = queries.entries_of(request.person, request.organization, request.shown, since=now)
    coming = [one for one in entries if not one.activity.is_called_off]
    context = {
        "unanswered": [one for one in coming if one.is_open],
        "coming": [one for one in coming if not one.is_open][:SHOWN],
        "more": max(0, sum(not one.is_open for one in coming) - SHOWN),
        "tasks": queries.tasks_of(request.person, request.shown),
        "waiting": waiting_for(request.person, request.shown, coming, now=now),
    }
    return render(request, "portal/home.html", context)


@require_POST
@at_partner
def program_choose(request: PortalRequest) -> HttpResponse:
    choose_program(request, request.POST.get("program", ""))
    return redirect(return_address(request, reverse("portal:home", args=[request.organization.pk])))


@require_POST
@at_partner
def task_finish(request: PortalRequest, pk: int) -> HttpResponse:
    """What they took on is done; the second press changes nothing."""
    programs = [one.program_id for one in request.partnerships]
    task = get_object_or_404(Task, owner=request.person, program__in=programs, pk=pk)
    finish_task(task, by=request.user)
    messages.success(request, _("Done. Thank you! The school sees it."))
    return redirect("portal:home", request.organization.pk)


@require_safe
@at_partner
def calendar(request: PortalRequest) -> HttpResponse:
    """All that is coming and what was in a year, with the address of one's own feed."""
    now = timezone.now()
    entries = queries.entries_of(
        request.person, request.organization, request.shown, since=now - queries.SINCE
    )
    token = feeds.feed_of(request.person)
    context = {
        "coming": [one for one in entries if one.activity.ends_at >= now],
        "past": [one for one in reversed(entries) if one.activity.ends_at < now],
        "address": feeds.feed_address(token) if token else "",
    }
    return render(request, "portal/calendar.html", context)


@require_POST
@at_partner
def feed_renew(request: PortalRequest) -> HttpResponse:
    feeds.renew_feed(request.person, now=timezone.now())
    messages.success(request, _("Your calendar address is ready. An older one is dead."))
    return redirect("portal:calendar", request.organization.pk)


@require_POST
@at_partner
def feed_revoke(request: PortalRequest) -> HttpResponse:
    feeds.revoke_feed(request.person, now=timezone.now())
    messages.success(request, _("The address is dead. Whoever subscribed gets nothing new."))
    return redirect("portal:calendar", request.organization.pk)


def _entry_or_404(request: PortalRequest, pk: int) -> queries.Entry:
    """An activity to which this person was asked for this organization."""
    since = timezone.now() - timedelta(days=36500)
    entries = queries.entries_of(
        request.person, request.organization, request.partnerships, since=since, pk=pk
    )
    if not entries:
        raise Http404
    return entries[0]


@require_safe
@at_partner
def activity_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """When, where and who; the answer, the papers and the handout."""
    entry, now = _entry_or_404(request, pk), timezone.now()
    meeting = queries.meeting_of(entry.activity)
    context = {
        "entry": entry,
        "activity": entry.activity,
        "meeting": meeting,
        "is_over": entry.activity.ends_at < now,
        "guidelines": queries.guidelines_waiting(request.person, [entry]),
    }
    if meeting is not None:
        context |= {
            "papers": [
                (one.title, paper_address(one, request.person))
                for one in papers_of_meeting(meeting)
            ],
            "suggest": ""
            if too_late(meeting, now=now)
            else suggestion_address(meeting, request.person),
            "has_minutes": _may_read_minutes(meeting),
        }
    return render(request, "portal/activity_detail.html", context)


def _may_read_minutes(meeting: Meeting) -> bool:
    return bool(meeting.minutes_file) and meeting.minutes_state in {
        Meeting.Minutes.SENT,
        Meeting.Minutes.APPROVED,
    }


@require_safe
@at_partner
def activity_agenda(request: PortalRequest, pk: int) -> HttpResponse:
    meeting = queries.meeting_of(_entry_or_404(request, pk).activity)
    if meeting is None:
        raise Http404
    day = timezone.localdate(meeting.activity.starts_at)
    return pdf_response(agenda_pdf(meeting), f"Agenda {day:%Y-%m-%d}.pdf")


@require_safe
@at_partner
def activity_minutes(request: PortalRequest, pk: int) -> FileResponse:
    meeting = queries.meeting_of(_entry_or_404(request, pk).activity)
    if meeting is None or not _may_read_minutes(meeting):
        raise Http404
    day = timezone.localdate(meeting.activity.starts_at)
    return FileResponse(
        meeting.minutes_file.open(),
        filename=f"Board minutes {day:%Y-%m-%d}.pdf",
        content_type="application/pdf",
    )


@require_safe
@at_partner
def commitment_list(request: PortalRequest) -> HttpResponse:
    """What the organization offered and gave, how often it was asked, and letters it got."""
    now = timezone.now()
    context = {
        "supports": list(request.organization.supports.all()),
        "promised": queries.promised_by(request.organization, request.shown),
        "given": queries.given_by(request.organization, request.shown, now=now),
        "asks": queries.asks_of(request.organization, now=now),
        "letters": list(
            _letters(request)
            .select_related("batch")
            .defer("html", "values")
            .order_by("-made_at")[:20]
        ),
    }
    return render(request, "portal/commitment_list.html", context)


def _letters(request: PortalRequest) -> QuerySet[Letter]:
    """What these programs wrote to the organization."""
    return Letter.objects.filter(
        organization=request.organization,
        batch__program__in=[one.program_id for one in request.partnerships],
        made_at__isnull=False,
    )


@require_safe
@at_partner
def letter_open(request: PortalRequest, pk: int) -> FileResponse:
    letter = get_object_or_404(_letters(request).exclude(file=""), pk=pk)
    return FileResponse(
        letter.file.open(), filename=f"{letter}.pdf", content_type="application/pdf"
    )
