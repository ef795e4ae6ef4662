"""Answering an invitation: from the link of a mail, without a login; or noted by staff."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from calendar_app.domain import answers
from calendar_app.domain.invitations import mail_words
from calendar_app.domain.links import read_answer_token
from calendar_app.domain.wording import ANSWERS
from calendar_app.forms.answers import AnswerForm
from calendar_app.models import Participation
from calendar_app.rules import PLANNERS
from core.access import HouseRequest, by_link, takes_answers
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.speaking import speaking_to
from partnerships.models import Program

Answer = Participation.Answer


@takes_answers
@by_link(read_answer_token, gone="calendar_app/answer_unknown.html")
def answer(request: HouseRequest, participation: Participation, token: str) -> HttpResponse:
    """Show the question; note the answer on POST (SPEC 3.4)."""
    with speaking_to(participation.person, participation.activity.program):
        refused = ""
        if request.method == "POST":
            try:
                answers.answer(
                    participation,
                    answer=request.POST.get("answer", ""),
                    note=request.POST.get("note"),
                )
            except DomainError as error:
                refused = error.message
            else:
                return redirect("calendar_links:answer", token)
        return _answer_page(request, participation, token, refused)


def _answer_page(
    request: HouseRequest, participation: Participation, token: str, refused: str
) -> HttpResponse:
    closed = answers.why_not([participation], now=timezone.now()).get(participation.pk, "")
    left = not closed and answers.has_left(participation)
    substitute = None if closed or left else answers.substitute_of(participation)
    offered = [Answer.YES, Answer.NO, Answer.MAYBE] + [Answer.SUBSTITUTE] * bool(substitute)
    chosen = request.POST.get("answer") or request.GET.get("answer", "")
    if participation.answer != Answer.OPEN and chosen == participation.answer:
        chosen = ""  # said already
    user = request.user
    context = {
        **mail_words(participation.activity, participation),
        "token": token,
        "closed": closed,
        "has_left": left,
        "substitute": substitute,
        "offered": [(value.value, ANSWERS[value]) for value in offered],
        "chosen": chosen if chosen in offered else "",
        "said": ANSWERS.get(Answer(participation.answer), ""),
        "note": request.POST.get("note", participation.answer_note),
        "note_max": answers.NOTE_MAX,
        "refused": refused,
        "signed_in_as_other": user.is_authenticated and participation.person.user_id != user.pk,
    }
    status = 422 if refused and not (closed or left) else 200
    return render(request, "calendar_app/answer.html", context, status=status)


@require_POST
@staff_of_program(roles=PLANNERS)
def participation_answer(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Note what somebody said by telephone. Goes back to where the form stood (``next``)."""
    participation = get_object_or_404(
        Participation.objects.select_related("activity__program", "person"),
        activity__program=program,
        pk=pk,
    )
    form = AnswerForm(request.POST)
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
        return _back(request, participation)
    try:
        noted = answers.answer(participation, by=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = noted.get_answer_display()
        messages.success(request, f"Noted for {participation.person}: {words.lower()}.")
    return _back(request, participation)


def _back(request: StaffRequest, participation: Participation) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(wanted)
    return redirect(participation.activity.get_absolute_url())
