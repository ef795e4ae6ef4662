from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from core.access import HouseRequest, public, signed_in
from core.components import example_forms
from core.exceptions import DomainError
from core.models import Job


@require_safe
@public
def health(request: HttpRequest) -> HttpResponse:
    """For load balancers and watchers: the web process and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@signed_in
def job_detail(request: HouseRequest, pk: int) -> HttpResponse:
    """How far a piece of work is, for the one who started it."""
    job = get_object_or_404(Job, pk=pk, started_by=request.user)
    template = "core/includes/job.html" if request.htmx else "core/job_detail.html"
    response = render(request, template, {"job": job})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@signed_in
def components(request: HouseRequest) -> HttpResponse:
    """Every part of the house in every state, for those who build it and for tests."""
    if not request.user.is_staff:
        raise Http404
    plain = "plain" in request.GET
    template = "core/components_plain.html" if plain else "core/components.html"
    return render(request, template, example_forms())


# ------------------------------------------------------------------ when something goes wrong


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 403, framed=True)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(request, 404, framed=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session: they may be what is broken."""
    return _problem(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Most often a page that stood open since before its reader signed out or in again."""
    return _problem(request, 403, template="403_csrf.html")


def pdf_response(pdf: bytes, file_name: str) -> HttpResponse:
    """A paper, shown in the browser and saved under this name."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


def form_page(
    request: HttpRequest,
    form: Any,
    template: str,
    *,
    save: Callable[..., Any],
    said: str,
    back: str,
    **words: Any,
) -> HttpResponse:
    """A page of one form. What it holds goes to ``save``, which may refuse; then ``said`` is shown
    at ``back``, where cancelling leads, too. ``words``: what else the template knows."""
    if request.method == "POST" and form.is_valid():
        try:
            save(**form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, said)
            return redirect(back)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "cancel_url": back, **words}, status=status)


def _problem(
    request: HttpRequest, status: int, *, template: str = "", framed: bool = False
) -> HttpResponse:
    """A page that says what happened and how to go on; to htmx its text alone, since that is put
    into another page. ``framed`` ones keep the program's rail where there is one."""
    if "HX-Request" in request.headers:
        base = "core/includes/problem_alone.html"
    elif framed and getattr(request, "program", None):
        base = "base.html"
    else:
        base = "base_plain.html"
    text = render_to_string(
        template or f"{status}.html", {"base": base}, request if framed else None
    )
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
