"""Pages without a login: a speaker's answer, sheet and word afterwards, and what students say
(SPEC 6.2-6.4)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.models import Participation
from core.access import by_link, public, takes_answers
from core.code_pages import OneAnswer, enter_page, stops_guessing, unknown_page
from core.exceptions import DomainError
from core.languages import language_of
from core.views import pdf_response
from partnerships.domain.speaking import speaking_to
from visits.domain import feedback, preparation, referrals, speaker_answers, speaker_mail
from visits.domain.speakers import why_closed
from visits.forms.classroom import ProposalForm
from visits.models import AdultVoice, ClassroomVisit, More, SpeakerAsk
from visits.views.classroom_visits import FILE_NAME

Answer = SpeakerAsk.Answer
ANSWERS = (Answer.YES, Answer.NO, Answer.PROPOSES)
GONE = "calendar_app/answer_unknown.html"
ENTER_TEMPLATE = "visits/student_code.html"
SAID = OneAnswer(prefix="said", salt="visits.said", route="visit_links:student_say")
#: Until nobody can answer any more.
COOKIE_DAYS = 30


# ---------------------------------------------------------------- will you come?


@takes_answers
@by_link(speaker_mail.read_token, gone=GONE)
def speaker_answer(request: HttpRequest, ask: SpeakerAsk, token: str) -> HttpResponse:
    """Show the question; note yes or no on POST."""
    with speaking_to(ask.person, ask.request.program):
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


@takes_answers
@by_link(speaker_mail.read_token, gone=GONE)
def speaker_propose(request: HttpRequest, ask: SpeakerAsk, token: str) -> HttpResponse:
    """Another date of theirs."""
    if request.method != "POST":  # a page with a refusal that is loaded again
        return redirect("visit_links:speaker_answer", token)
    with speaking_to(ask.person, ask.request.program):
        form = ProposalForm(request.POST)
        try:
            if not form.is_valid() or form.is_half:
                raise DomainError(_("Please give the date and the time."), field="proposed_on")
            speaker_answers.propose(
                ask,
                proposed_at=form.instant(ask.request.program.zone),
                proposed_text=form.cleaned_data["proposed_text"],
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            return _answer_page(request, ask, token, error, chosen=Answer.PROPOSES)
        return redirect("visit_links:speaker_answer", token)


@takes_answers
@by_link(speaker_mail.read_token, gone=GONE)
def speaker_recommend(request: HttpRequest, ask: SpeakerAsk, token: str) -> HttpResponse:
    """Whom else we could ask."""
    if request.method != "POST":
        return redirect("visit_links:speaker_answer", token)
    with speaking_to(ask.person, ask.request.program):
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
@by_link(preparation.read_token, gone="visits/sheet_closed.html")
def sheet_open(request: HttpRequest, speaker: Participation, token: str) -> HttpResponse:
    """The sheet as it stands now; it closes after the visit."""
    with speaking_to(speaker.person, speaker.activity.program):
        try:
            return pdf_response(preparation.open_sheet(speaker, now=timezone.now()), FILE_NAME)
        except DomainError as error:
            context = {"activity": speaker.activity, "says": error.message}
            return render(request, "visits/sheet_closed.html", context, status=410)


@takes_answers
@by_link(feedback.read_token, gone=GONE)
def speaker_say(request: HttpRequest, speaker: Participation, token: str) -> HttpResponse:
    """How it was for the speaker; with what students said, when the last could, and where so many
    did that nobody can be known by it."""
    activity, now = speaker.activity, timezone.now()
    visit = preparation.visit_of(activity)
    error: DomainError | None = None
    with speaking_to(speaker.person, activity.program):
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
            "students": feedback.told_outside(visit, now=now),
            "told_on": feedback.told_on(visit),
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


@require_safe
@never_cache
@stops_guessing
@public
def student_code(request: HttpRequest) -> HttpResponse:
    """Where the code is typed; ``?code=`` leads on."""
    return enter_page(
        request, find=feedback.visit_with_code, route=SAID.route, template=ENTER_TEMPLATE
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@stops_guessing
@public
def student_say(request: HttpRequest, code: str) -> HttpResponse:
    """Three questions, no login, one answer for each device. Nothing is kept of who asked."""
    visit = feedback.visit_with_code(code)
    with translation.override(language_of(request)):
        if visit is None:
            return unknown_page(request, typed=code, template=ENTER_TEMPLATE)
        with timezone.override(visit.activity.program.zone):
            return _student_page(request, visit)


def _student_page(request: HttpRequest, visit: ClassroomVisit) -> HttpResponse:
    error: DomainError | None = None
    code = visit.code or ""
    has_said = SAID.is_given(request, code)
    if request.method == "POST" and not has_said:
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
            return SAID.thanks(code, days=COOKIE_DAYS)
    context = {
        "visit": visit,
        "activity": visit.activity,
        "said": has_said,
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
