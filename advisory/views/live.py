"""Running a meeting: the note taker's page (SPEC 3.6). It works by forms; static/js/live.js saves
as one types and keeps what could not be sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisory.domain import agenda, live, motions
from advisory.domain.advice import answers_since
from advisory.domain.attendance import places_of
from advisory.domain.minutes import waiting_for_approval
from advisory.domain.record import (
    Record,
    load_record,
    meetings_with_names,
    next_meeting,
    quorum_of,
    stand_ins_for,
)
from advisory.forms.live import (
    ActionForm,
    MomentForm,
    MotionForm,
    NextItemForm,
    RecommendationForm,
)
from advisory.models import ActionItem, AgendaItem, Meeting, Motion, Topic
from advisory.rules import NOTE_TAKERS
from advisory.views.responsibilities import address_at
from calendar_app.domain.times import local_instant
from calendar_app.models import Participation
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.people import staff_people
from partnerships.models import Person, Program

Named = list[tuple[Person, str]]


class Wrong(NamedTuple):
    """A small form of the page that was refused: which, of which item."""

    kind: str
    pk: int
    form: Any


class Clash(NamedTuple):
    """Two texts for one field, to choose from."""

    what: str
    mine: str
    theirs: str
    label: str


def meeting_or_404(program: Program, pk: int) -> Meeting:
    return get_object_or_404(meetings_with_names().filter(board__program=program), pk=pk)


def item_or_404(program: Program, pk: int) -> AgendaItem:
    items = AgendaItem.objects.filter(meeting__board__program=program)
    return get_object_or_404(items.select_related("meeting__board__program"), pk=pk)


def live_address(meeting: Meeting, fragment: str = "") -> str:
    address = reverse("advisory:meeting_live", args=[meeting.board.program.slug, meeting.pk])
    return f"{address}#{fragment}" if fragment else address


def is_script(request: HttpRequest) -> bool:
    """Whether live.js asks, which wants only what changed."""
    return request.headers.get("X-Requested-With") == "live"


@require_safe
@staff_of_program(roles=NOTE_TAKERS)
def meeting_live(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    if meeting.is_locked:
        return redirect("advisory:meeting_minutes", program.slug, pk)
    return render_live(request, meeting)


def render_live(
    request: StaffRequest,
    meeting: Meeting,
    *,
    wrong: Wrong | None = None,
    clashes: list[Clash] | None = None,
    status: int = 200,
) -> HttpResponse:
    record = load_record(meeting)
    colleagues = stand_ins_for(record.places)
    before = agenda.previous_meeting(meeting)
    since = timezone.localdate(before.activity.starts_at) if before else None
    context = {
        **results_context(record, wrong),
        "answers": list(answers_since(meeting.board, since)),
        "seats": [(place, colleagues[place.seat.pk]) for place in record.places],
        "attendance": Participation.Attendance.choices,
        "to_approve": list(waiting_for_approval(meeting.board, before=meeting)),
        "clashes": clashes,
        "opened_at": timezone.now(),
        "responsibilities_address": address_at(meeting),
        **next_context(record, wrong),
    }
    return render(request, "advisory/live.html", context, status=status)


def results_context(record: Record, wrong: Wrong | None = None) -> dict[str, Any]:
    """What the motions, advice and actions of each item are drawn from."""
    program = record.meeting.board.program
    return {
        "meeting": record.meeting,
        "record": record,
        "program": program,
        "rows": [
            (entry, {wrong.kind: wrong.form} if wrong and wrong.pk == entry.item.pk else {})
            for entry in record.entries
        ],
        "voters": voters_named(record),
        "owners": owners_named(record),
        "results": Motion.Result.choices,
        "topics": Topic,
    }


def next_context(record: Record, wrong: Wrong | None = None) -> dict[str, Any]:
    """The next meeting and what it will talk about."""
    following = next_meeting(record.meeting)
    items = following.agenda_items.select_related("suggested_by") if following else []
    is_wrong = wrong is not None and wrong.kind == "next"
    return {
        "following": following,
        "next_items": [one for one in items if one.state in agenda.ON_AGENDA],
        "put_off": [
            entry.item for entry in record.entries if entry.item.state == AgendaItem.State.CARRIED
        ],
        "next_form": wrong.form if wrong and is_wrong else None,
        "people": people_named(record),
    }


def voters_named(record: Record) -> Named:
    return [(one, f"{record.for_whom.get(one.pk, '')}, {one}") for one in record.voters]


def people_named(record: Record) -> Named:
    """Everybody at the meeting, the organization first."""
    found = {place.who.pk: place.who for place in record.places}
    found |= {row.person_id: row.person for row in record.others}
    return [
        (one, ", ".join(filter(None, [record.for_whom.get(one.pk, ""), str(one)])))
        for one in found.values()
    ]


def owners_named(record: Record) -> Named:
    """Who can be given something to do: everybody at the meeting, and our staff."""
    named = people_named(record)
    known = {person.pk for person, _ in named}
    staff = staff_people(record.meeting.board.program).order_by("name", "pk")
    return named + [(one, str(one)) for one in staff if one.pk not in known]


# ---------------------------------------------------------------- saving what is typed


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_save(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """To the script: one field, and an answer in JSON. Without scripts: all fields of a form."""
    meeting = meeting_or_404(program, pk)
    if is_script(request):
        return save_one(request, meeting)
    clashes, problems = save_form(request, meeting)
    for problem in problems:
        messages.error(request, problem)
    if clashes:
        return render_live(request, meeting, clashes=clashes, status=409)
    if not problems:
        messages.success(request, f"Saved {live.clock(timezone.localtime())}.")
    return redirect(live_address(meeting, request.POST.get("part", "")[:40]))


def save_one(request: StaffRequest, meeting: Meeting) -> JsonResponse:
    what, value, was = (request.POST.get(name, "") for name in ("what", "value", "was"))
    try:
        saved = live.save_field(meeting, by=request.user, what=what, value=value, was=was)
    except live.OvertakenError as error:
        return JsonResponse({"error": error.message, "theirs": error.theirs}, status=409)
    except DomainError as error:
        return JsonResponse({"error": error.message}, status=422)
    answer: dict[str, Any] = {
        "saved_at": live.clock(timezone.localtime()),
        "fields": saved.fields,
    }
    if saved.counts_change:
        places = places_of(meeting)
        quorum = quorum_of(meeting, places)
        answer |= {
            "quorum": str(quorum),
            "is_reached": quorum.is_reached,
            "voters": [
                [place.who.pk, f"{place.label}, {place.who}"]
                for place in places
                if place.votes and place.is_there
            ],
        }
    return JsonResponse(answer)


def save_form(request: StaffRequest, meeting: Meeting) -> tuple[list[Clash], list[str]]:
    """Each field that was changed. What cannot be saved is told, the rest is kept."""
    clashes, problems = [], []
    for what, value, was in changed_fields(request.POST):
        try:
            live.save_field(meeting, by=request.user, what=what, value=value, was=was)
        except live.OvertakenError as error:
            label = request.POST.get(f"label-{what}", what)[:80]
            clashes.append(Clash(what, value, error.theirs, label))
        except DomainError as error:
            problems.append(error.message)
    return clashes, problems


def changed_fields(given: QueryDict) -> list[tuple[str, str, str]]:
    """Name, value, and what it was; of those that were changed. Who sits in a seat comes before
    how, as the form has it."""
    found = []
    for what in given:
        was, value = given.get(f"was-{what}"), given.get(what, "")
        if was is not None and live.unix_lines(value) != live.unix_lines(was):
            found.append((what, value, was))
    return found


# ---------------------------------------------------------------- begin and end


def act(
    request: StaffRequest, meeting: Meeting, verb: Callable[[], Any], done: str
) -> HttpResponse:
    """Do it, say what came of it, and back to the page."""
    try:
        verb()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if done:
            messages.success(request, done)
    return redirect(live_address(meeting, request.POST.get("part", "")[:40]))


def moment(request: StaffRequest, meeting: Meeting) -> datetime | None:
    """The time that was said, on the day of the meeting; None for now."""
    form = MomentForm(request.POST)
    if not form.is_valid():
        raise DomainError("Write the time as 7:05 am or 19:05.")
    at = form.cleaned_data["at"]
    day = timezone.localdate(meeting.activity.starts_at)
    return local_instant(day, at, meeting.board.program.zone) if at else None


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_begin(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)

    def begin() -> None:
        live.call_to_order(meeting, by=request.user, at=moment(request, meeting))

    return act(request, meeting, begin, "The meeting is called to order.")


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_adjourn(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)

    def adjourn() -> None:
        live.adjourn(meeting, by=request.user, at=moment(request, meeting))

    return act(request, meeting, adjourn, "Adjourned. The minutes are a draft now.")


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_reopen(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    return act(
        request, meeting, lambda: live.reopen(meeting, by=request.user), "The meeting goes on."
    )


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_start(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    item = item_or_404(program, pk)
    return act(request, item.meeting, lambda: live.start_item(item, by=request.user), "")


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_done(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    item = item_or_404(program, pk)
    return act(request, item.meeting, lambda: live.stop_item(item, by=request.user), "")


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_put_off(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    item = item_or_404(program, pk)
    return act(request, item.meeting, lambda: live.put_off_item(item, by=request.user), "")


# ---------------------------------------------------------------- what an item came to


def add_result(
    request: StaffRequest,
    item: AgendaItem,
    kind: str,
    make_form: Callable[[Record], Any],
    verb: Callable[..., Any],
) -> HttpResponse:
    """A small form of an item: to the script that item's results, else the page again."""
    meeting = meeting_or_404(request.program, item.meeting_id)
    form = make_form(load_record(meeting))
    wrong: Wrong | None = Wrong(kind, item.pk, form)
    if form.is_valid():
        try:
            verb(item, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            wrong = None
    status = 422 if wrong else 200
    if is_script(request):
        context = results_context(load_record(meeting), wrong)
        own = [row for row in context["rows"] if row[0].item.pk == item.pk]
        if not own:
            raise Http404
        entry, forms = own[0]
        context |= {"entry": entry, "forms": forms}
        return render(request, "advisory/includes/live_results.html", context, status=status)
    if wrong:
        return render_live(request, meeting, wrong=wrong, status=status)
    return redirect(live_address(meeting, f"item-{item.pk}"))


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_motion_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    def make_form(record: Record) -> MotionForm:
        return MotionForm(request.POST, voters=voters_named(record), auto_id=f"motion-{pk}-%s")

    return add_result(request, item_or_404(program, pk), "motion", make_form, motions.add_motion)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_advice_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    def make_form(record: Record) -> RecommendationForm:
        return RecommendationForm(request.POST, auto_id=f"advice-{pk}-%s")

    item = item_or_404(program, pk)
    return add_result(request, item, "advice", make_form, motions.add_recommendation)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def item_action_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    def make_form(record: Record) -> ActionForm:
        return ActionForm(request.POST, owners=owners_named(record), auto_id=f"action-{pk}-%s")

    return add_result(request, item_or_404(program, pk), "action", make_form, motions.add_action)


def motion_or_404(program: Program, pk: int) -> Motion:
    rows = Motion.objects.filter(item__meeting__board__program=program)
    return get_object_or_404(rows.select_related("item__meeting__board__program"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def motion_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    motion = motion_or_404(program, pk)
    meeting = meeting_or_404(program, motion.item.meeting_id)
    form = MotionForm(
        request.POST or None,
        voters=voters_named(load_record(meeting)),
        initial={
            **{name: getattr(motion, name) for name in MotionForm.base_fields},
            "moved_by": motion.moved_by_id,
            "seconded_by": motion.seconded_by_id,
        },
    )
    address = live_address(meeting, f"item-{motion.item_id}")
    if request.method == "POST" and form.is_valid():
        try:
            motions.change_motion(motion, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The motion is corrected.")
            return redirect(address)
    context = {
        "form": form,
        "title": "Correct a motion",
        "meeting": meeting,
        "about": motion.item.title,
        "cancel_url": address,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/live_form.html", context, status=status)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def motion_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    motion = motion_or_404(program, pk)
    return act(
        request,
        motion.item.meeting,
        lambda: motions.remove_motion(motion, by=request.user),
        "The motion is removed.",
    )


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def action_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    rows = ActionItem.objects.filter(meeting__board__program=program)
    action = get_object_or_404(rows.select_related("task", "meeting__board__program"), pk=pk)
    return act(
        request,
        action.meeting,
        lambda: motions.remove_action(action, by=request.user),
        "The action item is removed.",
    )


# ---------------------------------------------------------------- the next agenda


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_next_add(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    meeting = meeting_or_404(program, pk)
    people = people_named(load_record(meeting))
    form = NextItemForm(request.POST, people=people, auto_id="next-%s")
    wrong: Wrong | None = Wrong("next", meeting.pk, form)
    if form.is_valid():
        try:
            live.add_to_next(meeting, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            wrong = None
    status = 422 if wrong else 200
    if is_script(request):
        record = load_record(meeting)
        context = {"meeting": meeting, "record": record, **next_context(record, wrong)}
        return render(request, "advisory/includes/live_next.html", context, status=status)
    if wrong:
        return render_live(request, meeting, wrong=wrong, status=status)
    return redirect(live_address(meeting, "next"))


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def meeting_next_carry(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What was put off or not reached goes onto the next meeting's agenda."""
    meeting = meeting_or_404(program, pk)
    following = next_meeting(meeting)

    def carry() -> None:
        if following is None:
            raise DomainError("No next meeting is planned yet. Plan it on the board's page first.")
        count = len(agenda.carry_over(following, by=request.user))
        words = "1 item is" if count == 1 else f"{count} items are"
        messages.success(request, f"{words} on the next agenda.")

    return act(request, meeting, carry, "")
