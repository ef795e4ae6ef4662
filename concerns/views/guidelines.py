"""Guidelines for the staff: write, publish, ask partners (SPEC 12.2)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.models import WITHOUT_STUDENTS, Activity
from concerns.domain import acknowledging, guidelines
from concerns.forms import GuidelineForm, PaperForm
from concerns.models import Guideline
from concerns.rules import GUIDELINE_ASKERS, GUIDELINE_KEEPERS
from core.exceptions import DomainError
from core.languages import paper_language
from core.views import pdf_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import may


@require_safe
@staff_of_program
def guideline_list(request: StaffRequest, program: Program) -> HttpResponse:
    rows = list(Guideline.objects.for_program(program).prefetch_related("versions"))
    for row in rows:
        row.program = program
        versions = list(row.versions.all())
        published = [one for one in versions if one.published_at]
        row.current = published[0] if published else None  # type: ignore[attr-defined]  # for the page
        row.has_draft = len(published) < len(versions)  # type: ignore[attr-defined]  # for the page
    context = {"rows": rows, "may_keep": may(request.roles, GUIDELINE_KEEPERS)}
    return render(request, "concerns/guideline_list.html", context)


def guideline_or_404(program: Program, pk: int) -> Guideline:
    guideline = get_object_or_404(Guideline.objects.for_program(program), pk=pk)
    guideline.program = program
    return guideline


@require_safe
@staff_of_program
def guideline_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``?version=`` a number; the latest if none is given."""
    guideline = guideline_or_404(program, pk)
    versions = list(guideline.versions.annotate(count=Count("acknowledgments")))
    wanted = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == wanted), versions[0])
    signed = shown.acknowledgments.select_related("person", "organization")
    context = {
        "guideline": guideline,
        "versions": versions,
        "shown": shown,
        "signed": list(signed[:200]),
        "may_keep": may(request.roles, GUIDELINE_KEEPERS),
    }
    return render(request, "concerns/guideline_detail.html", context)


@require_safe
@staff_of_program
def guideline_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``?version=`` a number, ``?language=`` en or es."""
    guideline = guideline_or_404(program, pk)
    wanted = request.GET.get("version", "")
    rows = guideline.versions.filter(number=int(wanted[:4])) if wanted.isdecimal() else None
    version = (rows or guideline.versions.all()).first()
    if version is None:
        return redirect(guideline)
    version.guideline = guideline
    language = paper_language(request)
    return pdf_response(guidelines.guideline_pdf(version, language=language), "Guideline.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=GUIDELINE_KEEPERS)
def guideline_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _form(request, Guideline(program=program), "Write a guideline", {})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=GUIDELINE_KEEPERS)
def guideline_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    guideline = guideline_or_404(program, pk)
    latest = guideline.versions.first()
    known: dict[str, Any] = {"title": guideline.title, "kinds": guideline.kinds}
    if latest is not None:
        known |= {"text": latest.text, "text_es": latest.text_es}
    return _form(request, guideline, f"Change “{guideline}”", known)


def _form(
    request: StaffRequest, guideline: Guideline, title: str, known: dict[str, Any]
) -> HttpResponse:
    form = GuidelineForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            saved = guidelines.save_guideline(guideline, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved. Publish it when it is right.")
            return redirect(saved)
    back = reverse("concerns:guideline_list", args=[request.program.slug])
    context = {"form": form, "title": title, "cancel_url": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "concerns/guideline_form.html", context, status=status)


@require_POST
@staff_of_program(roles=GUIDELINE_KEEPERS)
def guideline_publish(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    guideline = guideline_or_404(program, pk)
    try:
        version = guidelines.publish(guideline, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Version {version.number} counts from now on.")
    return redirect(guideline)


@require_POST
@staff_of_program(roles=GUIDELINE_KEEPERS)
def guideline_load(request: StaffRequest, program: Program) -> HttpResponse:
    """A draft to begin with."""
    try:
        guideline = guidelines.load_starter(program, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("concerns:guideline_list", program.slug)
    messages.success(request, "A draft. Read it, make it yours, publish it.")
    return redirect(guideline)


# ---------------------------------------------------------------- for an activity


def activity_or_404(program: Program, pk: int) -> Activity:
    rows = Activity.objects.for_program(program).exclude(kind__in=WITHOUT_STUDENTS)
    activity = get_object_or_404(rows.select_related("organizer"), pk=pk)
    activity.program = program
    return activity


@require_safe
@staff_of_program
def activity_guidelines(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who of partners has acknowledged what."""
    return _activity(request, activity_or_404(program, pk))


def _activity(
    request: StaffRequest,
    activity: Activity,
    *,
    form: PaperForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    owed = acknowledging.owed_for(activity)
    today = timezone.localdate()
    context = {
        "activity": activity,
        "owed": owed,
        "open": sum(bool(one.missing) for one in owed),
        "versions": guidelines.published_versions(activity.program, kind=activity.kind),
        "form": form,
        "today": today,
        "refused": refused,
        "may_ask": may(request.roles, GUIDELINE_ASKERS)
        and not activity.is_called_off
        and activity.ends_at > timezone.now(),
    }
    return render(request, "concerns/activity_guidelines.html", context, status=status)


@require_POST
@staff_of_program(roles=GUIDELINE_ASKERS)
def activity_ask(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = activity_or_404(program, pk)
    try:
        count, without = acknowledging.ask(activity, by=request.user, now=timezone.now())
    except DomainError as error:
        return _activity(request, activity, refused=error.message, status=422)
    names = ", ".join(map(str, without))
    rest = f" Nobody can mail {names}: give them the paper." if without else ""
    messages.success(request, f"{count} asked by mail.{rest}")
    return redirect("concerns:activity_guidelines", program.slug, pk)


@require_POST
@staff_of_program(roles=GUIDELINE_ASKERS)
def activity_paper(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Somebody signed on paper: ``person``, ``name``, ``acknowledged_on``."""
    activity = activity_or_404(program, pk)
    form = PaperForm(request.POST)
    if not form.is_valid():
        words = " ".join(str(one) for problems in form.errors.values() for one in problems)
        return _activity(request, activity, refused=words, status=422)
    given = form.cleaned_data
    owed = next(
        (one for one in acknowledging.owed_for(activity) if one.person.pk == given["person"]), None
    )
    try:
        if owed is None:
            raise DomainError("They do not take part any more.")
        acknowledging.acknowledge(
            owed.missing,
            person=owed.person,
            organization=owed.organization,
            name=given["name"],
            on=given["acknowledged_on"],
            language=owed.person.language,
            noted_by=request.user,
        )
    except DomainError as error:
        return _activity(request, activity, refused=error.message, status=422)
    messages.success(request, f"Noted for {owed.person}.")
    return redirect("concerns:activity_guidelines", program.slug, pk)
