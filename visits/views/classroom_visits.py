"""A visit to a class: the speaker's sheet, and what everybody says after (SPEC 6.2, 6.4)."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.models import Activity, Kind
from core.code_pages import board_words
from core.exceptions import DomainError
from core.languages import paper_language
from core.views import pdf_response
from notifications.domain.wording import sent_words
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from partnerships.rules import LETTER_WRITERS, may
from visits.domain import feedback, preparation
from visits.forms.classroom import ClassroomForm, TeacherVoiceForm
from visits.models import AdultVoice, SpeakerRequest, StudentVoice
from visits.rules import CLASSROOM_PLANNERS
from visits.views.activities import own_activity

FILE_NAME = "Your visit to our class.pdf"
LANGUAGES = ("en", "es")


def classroom_or_404(program: Program, pk: int) -> Activity:
    return own_activity(program, pk, Q(kind=Kind.CLASSROOM_PRESENTATION))


@require_safe
@staff_of_program
def classroom_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _detail(request, classroom_or_404(program, pk))


def _detail(
    request: StaffRequest, activity: Activity, *, refused: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    visit = preparation.visit_of(activity)
    context: dict[str, Any] = {
        "activity": activity,
        "visit": visit,
        "speakers": preparation.speakers_of(activity),
        "wanted": SpeakerRequest.objects.filter(activity=activity).first(),
        "missing": preparation.missing_parts(visit),
        "answers": StudentVoice.objects.filter(visit=activity.pk).count(),
        "refused": refused,
        "is_over": activity.ends_at <= now,
        "has_begun": activity.starts_at <= now,
        "may_plan": may(request.roles, CLASSROOM_PLANNERS) and not activity.is_called_off,
        "may_write_letters": may(request.roles, LETTER_WRITERS),
    }
    return render(request, "visits/classroom_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CLASSROOM_PLANNERS)
def classroom_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = classroom_or_404(program, pk)
    form = ClassroomForm(request.POST or None, instance=preparation.visit_of(activity))
    if request.method == "POST" and form.is_valid():
        try:
            preparation.write_visit(activity, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("visits:classroom_detail", program.slug, pk)
    return _form(request, activity, form, "What the speaker is told")


def _form(request: StaffRequest, activity: Activity, form: Any, title: str) -> HttpResponse:
    context = {
        "activity": activity,
        "form": form,
        "title": title,
        "cancel_url": reverse("visits:classroom_detail", args=[request.program.slug, activity.pk]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/classroom_form.html", context, status=status)


@require_safe
@staff_of_program
def classroom_sheet(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The sheet as the speaker gets it; ``?language=es`` in Spanish."""
    visit = preparation.visit_of(classroom_or_404(program, pk))
    speaker = next(iter(preparation.speakers_of(visit.activity)), None)
    pdf = preparation.sheet_pdf(visit, language=paper_language(request), speaker=speaker)
    return pdf_response(pdf, FILE_NAME)


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def classroom_send(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    activity = classroom_or_404(program, pk)
    try:
        count, without = preparation.send_sheet(activity, by=request.user)
    except DomainError as error:
        return _detail(request, activity, refused=error.message, status=422)
    messages.success(request, sent_words(count, without, then="Print theirs."))
    return redirect("visits:classroom_detail", program.slug, pk)


# ---------------------------------------------------------------- what everybody says


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def classroom_open(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Give it the code that students type, and show it large."""
    activity = classroom_or_404(program, pk)
    try:
        feedback.open_code(activity, by=request.user)
    except DomainError as error:
        return _detail(request, activity, refused=error.message, status=422)
    return redirect("visits:classroom_board", program.slug, pk)


@require_safe
@staff_of_program
def classroom_board(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Address, code and QR code, for the wall; ``?language=es`` in Spanish. Without a code, the
    page with the button that makes one."""
    activity = classroom_or_404(program, pk)
    visit = preparation.visit_of(activity)
    if not visit.code:
        return _detail(request, activity)
    context = {
        "activity": activity,
        "visit": visit,
        **board_words(feedback.say_address(visit), route="visit_links:student_code"),
    }
    with translation.override(paper_language(request)):
        return render(request, "visits/classroom_board.html", context)


@never_cache
@require_safe
@staff_of_program
def classroom_feedback(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The three sides, for staff of the program alone."""
    activity = classroom_or_404(program, pk)
    visit = preparation.visit_of(activity)
    now = timezone.now()
    context = {
        "activity": activity,
        "visit": visit,
        "says": feedback.all_says(visit),
        "told_from": feedback.TOLD_FROM,
        "has_begun": activity.starts_at <= now,
        "may_ask_speaker": activity.ends_at <= now and not feedback.why_closed(visit, now=now),
        "may_plan": may(request.roles, CLASSROOM_PLANNERS),
    }
    return render(request, "visits/classroom_feedback.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CLASSROOM_PLANNERS)
def classroom_say(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What the teacher, or another of us, says of it."""
    activity = classroom_or_404(program, pk)
    said = AdultVoice.objects.filter(visit=pk, teacher=request.user).first()
    names = ("rating", "again", "words")
    initial = {name: getattr(said, name) for name in names} if said else {}
    form = TeacherVoiceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            feedback.say_as_teacher(
                activity, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("visits:classroom_feedback", program.slug, pk)
    return _form(request, activity, form, "How was it, as you saw it?")


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def classroom_ask(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Mail the speaker the question how it was."""
    activity = classroom_or_404(program, pk)
    try:
        count, without = feedback.ask_speakers(activity, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, sent_words(count, without, then="Ask them by telephone."))
    return redirect("visits:classroom_feedback", program.slug, pk)


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def voice_hide(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``back``: the sentence is shown again."""
    voice = get_object_or_404(StudentVoice.objects.for_program(program), pk=pk)
    feedback.hide_sentence(voice, is_hidden=not request.POST.get("back"))
    messages.success(request, "Shown again." if request.POST.get("back") else "Hidden.")
    return redirect("visits:classroom_feedback", program.slug, voice.visit_id)
