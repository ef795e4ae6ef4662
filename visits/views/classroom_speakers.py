"""Looking for speakers: requests, whom to ask, what they answered (SPEC 6.2, 6.3)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.domain.times import local_instant
from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from core.lists import Column, FilteredListView
from notifications.domain.wording import sent_words
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.domain.suggesting import Suggestion
from partnerships.models import Organization, Person, Program
from visits.domain import referrals, speaker_answers, speakers
from visits.domain.suggestions import suggest_speakers
from visits.forms.classroom import (
    SpeakerRequestFilter,
    SpeakerRequestForm,
    TakeForm,
    request_initial,
)
from visits.models import Idea, SpeakerAsk, SpeakerRequest
from visits.rules import CLASSROOM_PLANNERS


class RequestList(FilteredListView):
    filterset_class = SpeakerRequestFilter
    template_name = "visits/request_list.html"
    row_template_name = "visits/includes/request_row.html"
    empty_template_name = "visits/includes/request_empty.html"
    default_sort = "-when"
    file_name = "Speaker requests"
    columns = (
        Column("title", "Presentation", "title", lambda one: one.title),
        Column("when", "When", "starts_at", lambda one: one.class_starts_at),
        Column("asked", "Asked", "ask_count", lambda one: one.ask_count),
        Column("waiting", "Wait for us", "waiting_count", lambda one: one.waiting_count),
        Column("organizer", "Organizer", "organizer__name", lambda one: one.organizer),
        Column("state", "State", "state", lambda one: one.get_state_display()),
    )

    def get_queryset(self) -> QuerySet[SpeakerRequest]:
        waits = Q(asks__answer=SpeakerAsk.Answer.PROPOSES, asks__refused_at=None, state="open")
        return (
            SpeakerRequest.objects.for_program(self.kwargs["program"])
            .select_related("organizer", "activity")
            .annotate(ask_count=Count("asks"), waiting_count=Count("asks", filter=waits))
        )


request_list = staff_of_program(RequestList.as_view())


def request_or_404(program: Program, pk: int) -> SpeakerRequest:
    rows = SpeakerRequest.objects.for_program(program).select_related(
        "organizer", "teacher", "activity", "idea"
    )
    wanted = get_object_or_404(rows, pk=pk)
    wanted.program = program
    if wanted.activity:
        wanted.activity.program = program
    return wanted


def ask_or_404(program: Program, pk: int) -> SpeakerAsk:
    rows = SpeakerAsk.objects.for_program(program)
    return get_object_or_404(rows.select_related("person", "request"), pk=pk)


@require_safe
@staff_of_program
def request_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``?q=`` whom else to ask, by name."""
    return _detail(request, request_or_404(program, pk))


def _detail(
    request: StaffRequest,
    wanted: SpeakerRequest,
    *,
    refused: str = "",
    take_form: TakeForm | None = None,
    taken: int = 0,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    asks = list(speakers.asks_of(wanted).select_related("colleague", "colleague_at"))
    chains = referrals.chains_of(asks)
    search = request.GET.get("q", "").strip()[:80]
    is_open = not speakers.why_closed(wanted, now=now)
    suggested: list[Suggestion] = []
    if is_open:
        suggested = suggest_speakers(wanted, search=search)
    rows = [
        {
            "ask": ask,
            "chain": chains.get(ask.pk),
            "form": take_form if ask.pk == taken and take_form else _take_form(wanted, ask),
        }
        for ask in asks
    ]
    context: dict[str, Any] = {
        "wanted": wanted,
        "topics": list(wanted.topics.all()),
        "rows": rows,
        "waits": any(row["form"] for row in rows),
        "suggested": suggested,
        "search": search,
        "is_open": is_open,
        "is_over": wanted.class_starts_at <= now,
        "refused": refused,
        "may_plan": not request.roles.isdisjoint(CLASSROOM_PLANNERS),
    }
    return render(request, "visits/request_detail.html", context, status=status)


def _take_form(wanted: SpeakerRequest, ask: SpeakerAsk) -> TakeForm | None:
    if wanted.state != SpeakerRequest.State.OPEN or not ask.waits_for_us:
        return None
    when = timezone.localtime(ask.proposed_at) if ask.proposed_at else None
    usual = timezone.localtime(wanted.class_starts_at)
    initial = {"on": when and when.date(), "begins": (when or usual).time()}
    return TakeForm(initial=initial, auto_id=f"id_{ask.pk}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CLASSROOM_PLANNERS)
def request_add(request: StaffRequest, program: Program) -> HttpResponse:
    """``?idea=`` what it comes from, ``?activity=`` a presentation on the calendar that has no
    speaker yet."""
    wanted = SpeakerRequest(program=program)
    initial: dict[str, Any] = {}
    given = request.GET
    if (number := given.get("idea", "")).isdecimal():
        idea = get_object_or_404(Idea.objects.for_program(program), pk=int(number[:18]))
        wanted.idea, wanted.title, wanted.about = idea, idea.title, idea.about
        initial["topics"] = [idea.topic_id] if idea.topic_id else []
    if (number := given.get("activity", "")).isdecimal():
        wanted.activity = get_object_or_404(
            Activity.objects.for_program(program).filter(
                kind=Kind.CLASSROOM_PRESENTATION, speaker_request=None
            ),
            pk=int(number[:18]),
        )
        wanted.title, wanted.about = wanted.activity.title, wanted.activity.note
        wanted.grade_from, wanted.grade_to = wanted.activity.grade_from, wanted.activity.grade_to
        wanted.organizer = wanted.activity.organizer
    elif me := reader_of(request):
        wanted.organizer = me
    return _form(request, wanted, "Look for a speaker", initial)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CLASSROOM_PLANNERS)
def request_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    wanted = request_or_404(program, pk)
    initial = {"topics": [topic.pk for topic in wanted.topics.all()]}
    return _form(request, wanted, f"Change “{wanted}”", initial)


def _form(
    request: StaffRequest, wanted: SpeakerRequest, title: str, initial: dict[str, Any]
) -> HttpResponse:
    program = request.program
    form = SpeakerRequestForm(
        request.POST or None,
        program=program,
        wanted=wanted,
        initial=request_initial(wanted, program.zone) | initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = speakers.save_request(wanted, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved. Now choose whom to ask.")
            return redirect("visits:request_detail", program.slug, saved.pk)
    name = "visits:request_detail" if wanted.pk else "visits:request_list"
    args = [program.slug, wanted.pk] if wanted.pk else [program.slug]
    context = {
        "form": form,
        "title": title,
        "wanted": wanted,
        "cancel_url": reverse(name, args=args),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/request_form.html", context, status=status)


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def request_ask(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``who``: many of "person-organization"."""
    wanted = request_or_404(program, pk)
    try:
        chosen = _chosen(program, request.POST.getlist("who"))
        asked, without = speakers.ask_people(wanted, people=chosen, by=request.user)
    except DomainError as error:
        return _detail(request, wanted, refused=error.message, status=422)
    messages.success(request, sent_words(len(asked), without, then="Call them."))
    return redirect("visits:request_detail", program.slug, pk)


def _chosen(program: Program, values: list[str]) -> list[tuple[Person, Organization]]:
    pairs = []
    for value in values[:200]:
        person, _dash, organization = value.partition("-")
        if person.isdecimal() and organization.isdecimal():
            pairs.append((int(person[:18]), int(organization[:18])))
    if not pairs:
        raise DomainError("Tick whom to ask.")
    people = Person.objects.in_bulk([person for person, _place in pairs])
    places = Organization.objects.filter(partnerships__program=program).in_bulk(
        [place for _person, place in pairs]
    )
    if any(person not in people or place not in places for person, place in pairs):
        raise DomainError("Somebody who was ticked is not in your directory any more.")
    return [(people[person], places[place]) for person, place in pairs]


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def request_withdraw(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    wanted = request_or_404(program, pk)
    try:
        speakers.withdraw_request(wanted, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{wanted}” is withdrawn; those who were asked hear it.")
    return redirect("visits:request_detail", program.slug, pk)


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def ask_take(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``on`` and ``begins``: the time that was proposed, or what was agreed by telephone."""
    ask = ask_or_404(program, pk)
    form = TakeForm(request.POST, auto_id=f"id_{pk}_%s")
    refused = ""
    if form.is_valid():
        try:
            starts_at = local_instant(
                form.cleaned_data["on"], form.cleaned_data["begins"], program.zone, field="begins"
            )
            speaker_answers.take_proposal(ask, starts_at=starts_at, by=request.user)
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, f"{ask.person} comes; it is on the calendar.")
            return redirect("visits:request_detail", program.slug, ask.request_id)
    wanted = request_or_404(program, ask.request_id)
    return _detail(request, wanted, refused=refused, take_form=form, taken=pk, status=422)


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def ask_refuse(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``word``: a word of ours that goes into the mail."""
    ask = ask_or_404(program, pk)
    word = request.POST.get("word", "")[:300]
    speaker_answers.refuse_proposal(ask, by=request.user, word=word)
    messages.success(request, f"{ask.person} hears that this date does not suit.")
    return redirect("visits:request_detail", program.slug, ask.request_id)
