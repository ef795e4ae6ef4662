"""Groups of mentors and students, and their meetings (SPEC 8.3, 8.4)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from mentors.domain import group_changes, groups, sessions
from mentors.forms.groups import EndForm, GroupForm, SessionsForm
from mentors.forms.mentors import NoteForm
from mentors.models import Exchange, Form, MentorGroup, MentorSession
from mentors.rules import MENTOR_PLANNERS
from mentors.views.mentors import _form
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Program
from partnerships.rules import may

#: So many sets of questions stand on the page of a group.
LETTERS_SHOWN = 20


def group_or_404(program: Program, pk: int) -> MentorGroup:
    group = get_object_or_404(
        MentorGroup.objects.for_program(program).select_related("organizer"), pk=pk
    )
    group.program = program
    return group


@require_safe
@staff_of_program
def group_list(request: StaffRequest, program: Program) -> HttpResponse:
    """Those that go on, by name; ``?ended`` those that were."""
    ended = "ended" in request.GET
    rows = MentorGroup.objects.for_program(program).filter(ended_on__isnull=not ended)
    rows = rows.select_related("organizer").prefetch_related("places__mentor__person", "students")
    context = {
        "groups": list(
            rows.annotate(
                count=Count("students", filter=Q(students__left_on=None), distinct=True)
            ).order_by("name", "pk")[:300]
        ),
        "ended": ended,
        "may_edit": may(request.roles, MENTOR_PLANNERS),
    }
    return render(request, "mentors/group_list.html", context)


@require_safe
@staff_of_program
def group_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    group = group_or_404(program, pk)
    rows = list(
        group.sessions.select_related("activity")
        .annotate(
            came=Count(
                "activity__placements",
                filter=Q(activity__placements__came__in=["present", "late"]),
            )
        )
        .order_by("-activity__starts_at")[:60]
    )
    now = timezone.now()
    context = {
        "group": group,
        "places": list(group.places.select_related("mentor__person", "mentor__organization")),
        "students": list(group.students.all()),
        "coming": [one for one in reversed(rows) if one.activity.ends_at >= now],
        "past": [one for one in rows if one.activity.ends_at < now],
        "letters": _letters(group) if group.form == Form.EMAIL else [],
        "writes": group.form == Form.EMAIL,
        "may_edit": may(request.roles, MENTOR_PLANNERS),
    }
    return render(request, "mentors/group_detail.html", context)


def _letters(group: MentorGroup) -> list[tuple[Exchange, str]]:
    """The questions sent to the group, the latest first, each with where it stands."""
    today = timezone.localdate()
    rows = group.exchanges.select_related("question_set", "student").order_by("-sent_at", "-pk")
    return [(one, one.state_on(today).label) for one in rows[:LETTERS_SHOWN]]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def group_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _group_form(request, MentorGroup(program=program), "Make a group")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def group_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    group = group_or_404(program, pk)
    return _group_form(request, group, str(group))


def _group_form(request: StaffRequest, group: MentorGroup, title: str) -> HttpResponse:
    me = reader_of(request)
    initial: dict[str, Any] = (
        {}
        if group.pk
        else {
            "started_on": timezone.localdate(),
            "organizer": me.pk if me else None,
        }
    )
    form = GroupForm(
        request.POST or None,
        instance=group,
        program=request.program,
        initial=initial,
        joining=request.GET.get("mentor", ""),
    )
    if request.method == "POST" and form.is_valid():
        try:
            group = groups.save_group(group, by=request.user, **form.given())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{group} is saved.")
            return redirect(group)
    back = group.get_absolute_url() if group.pk else ".."
    return _form(request, form, title, back)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def group_end(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """What is planned after the last day is called off; the page says first how many meetings."""
    group, now = group_or_404(program, pk), timezone.now()
    last = timezone.localdate(now, program.zone)
    off = len(group_changes.meetings_after(group, last=last, now=now))
    form = EndForm(request.POST or None, initial={"ended_on": last, "seen": off})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("seen")
        off = len(group_changes.meetings_after(group, last=given["ended_on"], now=now))
        if off and seen != str(off):
            form.ask_again(off)
        else:
            try:
                groups.end_group(group, by=request.user, **given)
            except DomainError as error:
                form.add_domain_error(error)
            else:
                messages.success(request, "Ended. What was done stays.")
                return redirect(group)
    return _form(request, form, f"End {group}", group.get_absolute_url(), _off_words(off))


def _off_words(count: int) -> str:
    """Before a group ends: which meetings do not take place. Empty where none is planned."""
    if not count:
        return ""
    meetings = "One meeting is" if count == 1 else f"{count} meetings are"
    return (
        f"{meetings} planned after the last day and will be called off. "
        "Everybody who is invited gets a mail."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=MENTOR_PLANNERS)
def group_plan(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Plan one meeting or a series."""
    group = group_or_404(program, pk)
    form = SessionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = sessions.plan_sessions(group, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            words = "One meeting is" if len(made) == 1 else f"{len(made)} meetings are"
            messages.success(request, f"{words} on the calendar; the mentor is asked.")
            return redirect(group)
    return _form(request, form, f"Plan meetings of {group}", group.get_absolute_url())


# ---------------------------------------------------------------- a meeting


def _activity_or_404(program: Program, pk: int) -> tuple[Activity, MentorSession | None]:
    activity = get_object_or_404(
        Activity.objects.for_program(program)
        .filter(kind=Kind.MENTOR_SESSION)
        .select_related("organizer"),
        pk=pk,
    )
    activity.program = program
    rows = MentorSession.objects.filter(activity=activity).select_related("group")
    session = rows.first()
    if session is not None:
        session.activity = activity
    return activity, session


@require_http_methods(["GET", "HEAD"])
@staff_of_program
def session_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _session_page(request, program, pk, None)


@require_POST
@staff_of_program(roles=MENTOR_PLANNERS)
def session_note(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who of the mentors came, how long, what was done."""
    _activity, session = _activity_or_404(program, pk)
    form = NoteForm(request.POST)
    if session is not None and form.is_valid():
        came = [int(one[:18]) for one in request.POST.getlist("came") if one.isdecimal()]
        try:
            sessions.note_session(session, by=request.user, came=came, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Noted.")
            return redirect("mentors:session_detail", program.slug, pk)
    return _session_page(request, program, pk, form)


def _session_page(
    request: StaffRequest, program: Program, pk: int, form: NoteForm | None
) -> HttpResponse:
    activity, session = _activity_or_404(program, pk)
    context = {
        "activity": activity,
        "session": session,
        "participations": list(activity.participations.select_related("person", "organization")),
        "placements": list(activity.placements.select_related("student")),
        "form": form
        or NoteForm(initial={"hours": session.hours, "notes": session.notes} if session else None),
        "has_begun": activity.starts_at <= timezone.now(),
        "may_edit": may(request.roles, MENTOR_PLANNERS),
    }
    return render(
        request, "mentors/session_detail.html", context, status=422 if form is not None else 200
    )
