"""Calendars to subscribe to, and the page on which somebody makes their address (SPEC 5.2)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from calendar_app.domain import feeds
from calendar_app.models import ActivityQuerySet
from core.access import HouseRequest, public, signed_link
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Person, Program

UNKNOWN = "This calendar does not exist, or its address was withdrawn."


@require_safe
@signed_link
def person_feed(request: HouseRequest, token: str) -> HttpResponse:
    """Whoever holds the address reads what its person may see; no cookie is asked for."""
    person = feeds.person_with(token)
    if person is None:
        return _unknown()
    rows = feeds.activities_of(person, now=timezone.now())
    return _answer(
        request, rows, name="School partnerships", reader=person, cache="private, no-cache"
    )


@require_safe
@public
def program_feed(request: HouseRequest, slug: str) -> HttpResponse:
    """What a program shows to everybody."""
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        return _unknown()
    rows = feeds.public_activities(program, now=timezone.now())
    return _answer(request, rows, name=program.name, reader=None, cache="public, max-age=900")


def _unknown() -> HttpResponse:
    return HttpResponse(UNKNOWN, status=404, content_type="text/plain; charset=utf-8")


def _answer(
    request: HouseRequest, rows: ActivityQuerySet, *, name: str, reader: Person | None, cache: str
) -> HttpResponse:
    etag, changed_at = feeds.state_of(rows)
    changed = int(changed_at.timestamp()) if changed_at else None
    response: HttpResponse | None = get_conditional_response(
        request, etag=etag, last_modified=changed
    )
    if response is None:
        response = HttpResponse(
            feeds.feed_text(rows, name=name, reader=reader),
            content_type="text/calendar; charset=utf-8",
        )
    response["ETag"], response["Cache-Control"] = etag, cache
    response["X-Robots-Tag"] = "noindex"
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    return response


@require_safe
@staff_of_program
def feed_settings(request: StaffRequest, program: Program) -> HttpResponse:
    """One's own secret address, and the public one of the program."""
    person = reader_of(request)
    token = feeds.feed_of(person) if person else None
    context = {
        "person": person,
        "token": token,
        "address": feeds.feed_address(token) if token else "",
        "public_address": feeds.public_feed_address(program),
        "since": feeds.SINCE.days // 30,
    }
    return render(request, "calendar_app/feed_settings.html", context)


@require_POST
@staff_of_program
def feed_renew(request: StaffRequest, program: Program) -> HttpResponse:
    person = reader_of(request)
    if person is None:
        messages.error(request, "Nobody is known by your sign-in. Please ask an administrator.")
    else:
        had_one = feeds.feed_of(person) is not None
        feeds.renew_feed(person, now=timezone.now())
        words = "Your new address is below. The old one is dead." if had_one else "Here it is."
        messages.success(request, words)
    return redirect("calendar_app:feed_settings", program.slug)


@require_POST
@staff_of_program
def feed_revoke(request: StaffRequest, program: Program) -> HttpResponse:
    person = reader_of(request)
    if person is not None and feeds.revoke_feed(person, now=timezone.now()):
        messages.success(request, "The address is dead. Whoever subscribed gets nothing new.")
    return redirect("calendar_app:feed_settings", program.slug)
