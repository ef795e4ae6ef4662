"""Pages without a login: a speaker's answer, sheet and word afterwards, and what students say
(SPEC 6.2-6.4)."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.access import public, signed_link
from core.exceptions import DomainError
from core.views import pdf_response
from visits.domain import feedback, preparation, referrals, speaker_answers, speaker_mail
from visits.domain.speakers import why_closed
from visits.forms.classroom import ProposalForm
from visits.models import AdultVoice, ClassroomVisit, More, SpeakerAsk
from visits.views.classroom_visits import FILE_NAME

Answer = SpeakerAsk.Answer
ANSWERS = (Answer.YES, Answer.NO, Answer.PROPOSES)
#: A device that gave an answer is known by this, and only by this, until nobody can answer.
COOKIE_DAYS = 30
COOKIE_SALT = "visits.said"


# ---------------------------------------------------------------- will you come?


@csrf_exempt  # the token is the proof; windows inside mail programs often keep no cookies
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def speaker_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question; note yes or no on POST. A mail scanner that opens every link answers
    nothing."""
    if (ask := _ask(token)) is None:
        return render(request, "calendar_app/answer_unknown.html", status=404)
    with _for_speaker(ask), timezone.override(ask.request.program.zone):
        if request.method != "POST":
            return _answer_page(request, ask, token)
        note = request.POST.get("note", "")
        try:
            if request.POST.get("answer") == Answer.YES:
                speaker_answers.accept(ask, note=note)
            elif request.POST.get("answer") == Answer.NO:
                speaker_answers.decline(ask, note=note)
            else:
                raise DomainError(_("Please choose one of the answers."), field="answer")
        except DomainError as error:
            return _answer_page(request, ask, token, error)
        return redirect("visit_links:speaker_answer", token)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def speaker_propose(request: HttpRequest, token: str) -> HttpResponse:
    """Another date of theirs."""
    if (ask := _ask(token)) is None:
        return render(request, "calendar_app/answer_unknown.html", status=404)
    if request.method != "POST":  # a page with a refusal that is loaded again
        return redirect("visit_links:speaker_answer", token)
    zone = ask.request.program.zone
    with _for_speaker(ask), timezone.override(zone):
        form = ProposalForm(request.POST)
        try:
            if not form.is_valid() or form.is_half:
                raise DomainError(_("Please give the date and the time."), field="proposed_on")
            speaker_answers.propose(
                ask,
                proposed_at=form.instant(zone),
                proposed_text=form.cleaned_data["proposed_text"],
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            return _answer_page(request, ask, token, error, chosen=Answer.PROPOSES)
        return redirect("visit_links:speaker_answer", token)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def speaker_recommend(request: HttpRequest, token: str) -> HttpResponse:
    """Whom else we could ask."""
    if (ask := _ask(token)) is None:
        return render(request, "calendar_app/answer_unknown.html", status=404)
    if request.method != "POST":
        return redirect("visit_links:speaker_answer", token)
    with _for_speaker(ask), timezone.override(ask.request.program.zone):
        given = request.POST
        try:
            referrals.recommend(
                ask,
                name=given.get("colleague_name", ""),
                email=given.get("colleague_email", ""),
                organization=given.get("colleague_organization", ""),
                word=given.get("colleague_word", ""),
            )
        except DomainError as error:
            return _answer_page(request, ask, token, error, recommends=True)
        return redirect("visit_links:speaker_answer", token)


def _ask(token: str) -> SpeakerAsk | None:
    try:
        return speaker_mail.read_token(token)
    except DomainError:
        return None


def _for_speaker(ask: SpeakerAsk) -> Any:
    return translation.override(ask.person.language)


def _answer_page(
    request: HttpRequest,
    ask: SpeakerAsk,
    token: str,
    error: DomainError | None = None,
    *,
    chosen: str = "",
    recommends: bool = False,
) -> HttpResponse:
    ask.refresh_from_db(fields=["answer", "is_speaker", "recommended_at", "colleague_name"])
    closed = "" if ask.is_speaker else why_closed(ask.request, now=timezone.now())
    wanted = chosen or request.GET.get("answer", "")
    context: dict[str, Any] = {
        **speaker_mail.request_words(ask.request),
        "ask": ask,
        "token": token,
        "closed": closed,
        "chosen": wanted if wanted in ANSWERS and wanted != ask.answer else "",
        "given": request.POST,
        "refused": error.message if error else "",
        "wrong": error.field if error else "",
        "recommends": recommends,
        "note_max": speaker_answers.NOTE_MAX,
    }
    status = 200 if error is None else 410 if closed and not recommends else 422
    return render(request, "visits/speaker_answer.html", context, status=status)


# ---------------------------------------------------------------- the sheet, and a word after


@require_safe
@never_cache
@signed_link
def sheet_open(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet as it stands now; it closes after the visit."""
    try:
        speaker = preparation.read_token(token)
    except DomainError:
        return render(request, "visits/sheet_closed.html", status=404)
    zone = speaker.activity.program.zone
    with translation.override(speaker.person.language), timezone.override(zone):
        try:
            return pdf_response(preparation.open_sheet(speaker, now=timezone.now()), FILE_NAME)
        except DomainError as error:
            context = {"activity": speaker.activity, "says": error.message}
            return render(request, "visits/sheet_closed.html", context, status=410)


@csrf_exempt  # the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_link
def speaker_say(request: HttpRequest, token: str) -> HttpResponse:
    """How it was for the speaker; with what students said, where so many did that nobody can be
    known by it."""
    try:
        speaker = feedback.read_token(token)
    except DomainError:
        return render(request, "calendar_app/answer_unknown.html", status=404)
    activity, now = speaker.activity, timezone.now()
    visit = preparation.visit_of(activity)
    error: DomainError | None = None
    with translation.override(speaker.person.language), timezone.override(activity.program.zone):
        if request.method == "POST":
            given = {name: request.POST.get(name, "") for name in ("rating", "again", "words")}
            try:
                feedback.say_as_speaker(speaker, now=now, **given)
            except DomainError as refusal:
                error = refusal
            else:
                return redirect("visit_links:speaker_say", token)
        said = AdultVoice.objects.filter(visit=activity.pk, speaker=speaker.person).first()
        context = {
            "activity": activity,
            "token": token,
            "closed": feedback.why_closed(visit, now=now),
            "said": said,
            "students": feedback.told_outside(visit) if said else None,
            "numbers": NUMBERS,
            "choices": More.choices,
            "given": request.POST or _as_given(said),
            "refused": error.message if error else "",
            "words_max": feedback.WORDS_MAX,
        }
        status = 422 if error else 200
        return render(request, "visits/speaker_say.html", context, status=status)


NUMBERS = ("1", "2", "3", "4", "5")


def _as_given(said: AdultVoice | None) -> dict[str, str]:
    if said is None:
        return {}
    return {"rating": str(said.rating), "again": said.again, "words": said.words}


# ---------------------------------------------------------------- students


def language_of(request: HttpRequest) -> str:
    """What they chose on the page, or what their browser asks for."""
    chosen = request.POST.get("language") or request.GET.get("language", "")
    return chosen if chosen in {"en", "es"} else translation.get_language()[:2]


@require_safe
@never_cache
@public
def student_code(request: HttpRequest) -> HttpResponse:
    """Where the code is typed; ``?code=`` leads on."""
    typed = request.GET.get("code", "")
    language = language_of(request)
    if visit := feedback.visit_with_code(typed):
        address = reverse("visit_links:student_say", args=[visit.code])
        return redirect(f"{address}?language={language}")
    with translation.override(language):
        context = {"typed": typed[:20]}
        return render(request, "visits/student_code.html", context, status=404 if typed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def student_say(request: HttpRequest, code: str) -> HttpResponse:
    """Three questions, no login, one answer for each device. Nothing is kept of who asked."""
    visit = feedback.visit_with_code(code)
    language = language_of(request)
    if visit is None:
        with translation.override(language):
            return render(request, "visits/student_code.html", {"typed": code[:20]}, status=404)
    error: DomainError | None = None
    with translation.override(language), timezone.override(visit.activity.program.zone):
        if request.method == "POST" and not has_said(request, visit):
            try:
                feedback.say(
                    visit,
                    interest=request.POST.get("interest", ""),
                    more=request.POST.get("more", ""),
                    sentence=request.POST.get("sentence", ""),
                )
            except DomainError as refusal:
                error = refusal
            else:
                return _thanks(visit, language)
        context = {
            "visit": visit,
            "activity": visit.activity,
            "said": has_said(request, visit),
            "was_here": request.method == "POST",
            "closed": feedback.why_closed(visit, now=timezone.now()),
            "numbers": NUMBERS,
            "choices": More.choices,
            "given": request.POST,
            "refused": error.message if error else "",
            "sentence_max": feedback.SENTENCE_MAX,
        }
        status = 422 if error else 200
        return render(request, "visits/student_say.html", context, status=status)


def cookie_name(visit: ClassroomVisit) -> str:
    return f"said_{visit.code}"


def has_said(request: HttpRequest, visit: ClassroomVisit) -> bool:
    try:
        return request.get_signed_cookie(cookie_name(visit), salt=COOKIE_SALT) == visit.code
    except (KeyError, signing.BadSignature):
        return False


def _thanks(visit: ClassroomVisit, language: str) -> HttpResponse:
    address = reverse("visit_links:student_say", args=[visit.code])
    response = redirect(f"{address}?language={language}")
    response.set_signed_cookie(
        cookie_name(visit),
        visit.code or "",
        salt=COOKIE_SALT,
        max_age=COOKIE_DAYS * 24 * 60 * 60,
        path=address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
