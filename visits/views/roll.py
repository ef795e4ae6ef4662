"""Which students take part in an activity, and who came (SPEC 7.2)."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app.models import WITHOUT_STUDENTS, Activity, Kind
from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from visits.domain import attendees, roll
from visits.models import Placement
from visits.rules import SHADOW_PLANNERS
from visits.views.activities import own_activity

#: A telephone that was without a connection for longer than this had no roll to call.
OLDEST = timedelta(days=14)


def activity_or_404(program: Program, pk: int) -> Activity:
    return own_activity(program, pk, ~Q(kind__in=WITHOUT_STUDENTS))


@require_safe
@staff_of_program(roles=SHADOW_PLANNERS)
def roll_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    return _roll(request, activity_or_404(program, pk))


def _roll(
    request: StaffRequest, activity: Activity, *, refused: str = "", status: int = 200
) -> HttpResponse:
    rows = attendees.attendees_of(activity)
    context: dict[str, Any] = {
        "activity": activity,
        "rows": rows,
        "counts": roll.counts_of(rows),
        "choices": [(value, label) for value, label in Placement.Came.choices if value],
        "news": roll.news_for_hosts(rows),
        "opens_at": roll.opens_at(activity),
        "is_open": roll.opens_at(activity) <= timezone.now() and not activity.is_called_off,
        "is_shadow": activity.kind == Kind.JOB_SHADOW,
        "refused": refused,
    }
    return render(request, "visits/roll_detail.html", context, status=status)


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def roll_save(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``came-<student>`` for each student, and ``age-<student>``, how many seconds ago that was
    seen. The page's script asks for JSON; without it the page comes back."""
    activity = activity_or_404(program, pk)
    from_script = request.headers.get("X-Requested-With") == "roll"
    now = timezone.now()
    try:
        kept, gone = roll.note_roll(activity, marks=_marks(request, now), by=request.user, now=now)
    except DomainError as error:
        if from_script:
            return JsonResponse({"error": error.message}, status=422)
        return _roll(request, activity, refused=error.message, status=422)
    if from_script:
        rows = attendees.attendees_of(activity)
        return JsonResponse(
            {
                "kept": kept,
                "gone": gone,
                "there": roll.counts_of(rows)["there"],
                "hosts_to_tell": len(roll.news_for_hosts(rows)),
            }
        )
    messages.success(request, "The roll is saved.")
    return redirect("visits:roll_detail", program.slug, pk)


def _marks(request: StaffRequest, now: datetime) -> dict[int, roll.Mark]:
    marks = {}
    for name, value in request.POST.items():
        pk = name.removeprefix("came-")
        if pk == name or not pk.isdecimal() or not isinstance(value, str):
            continue
        age = request.POST.get(f"age-{pk}", "")
        seconds = min(int(age[:9]), OLDEST.total_seconds()) if age.isdecimal() else 0
        marks[int(pk[:18])] = roll.Mark(value, now - timedelta(seconds=seconds))
    return marks


@require_POST
@staff_of_program(roles=SHADOW_PLANNERS)
def roll_tell(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Mail all hosts who do not know; or ``called``, the id of one who was told by telephone."""
    activity = activity_or_404(program, pk)
    called = request.POST.get("called", "")
    try:
        if called.isdecimal():
            roll.note_called(activity, host=int(called[:18]))
            messages.success(request, "Noted: they know.")
        else:
            count, to_call = roll.tell_hosts(activity, by=request.user, now=timezone.now())
            names = ", ".join(map(str, to_call))
            rest = f" Call {names}: nobody there has an e-mail address." if to_call else ""
            messages.success(request, f"{count} told by mail.{rest}")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("visits:roll_detail", program.slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=SHADOW_PLANNERS)
def roll_students(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """Who takes part. ``student``, many ids, to add; ``off``, one id, to take off the list;
    ``slips`` with ``slip``, many ids: whose permission is back."""
    activity = activity_or_404(program, pk)
    refused = ""
    if request.method == "POST":
        try:
            words = _change_list(request, activity)
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, words)
            return redirect("visits:roll_students", program.slug, pk)
    rows = attendees.attendees_of(activity)
    there = {row.student_id for row in rows}
    day = attendees.day_of(activity)
    waiting = [one for one in attendees.of_its_grades(activity) if one.pk not in there]
    for student in [*waiting, *(row.student for row in rows)]:
        student.grade = student.grade_on(day)  # type: ignore[attr-defined]  # for the page
    context = {
        "activity": activity,
        "rows": rows,
        "waiting": waiting,
        "back": sum(row.permission_on is not None for row in rows),
        "is_shadow": activity.kind == Kind.JOB_SHADOW,
        "refused": refused,
    }
    return render(request, "visits/roll_students.html", context, status=422 if refused else 200)


def _change_list(request: StaffRequest, activity: Activity) -> str:
    def ids(name: str) -> list[int]:
        return [int(one[:18]) for one in request.POST.getlist(name) if one.isdecimal()]

    if off := ids("off"):
        attendees.remove_student(activity, student=off[0])
        return "Taken off the list."
    if "slips" in request.POST:
        attendees.note_slips(activity, students=ids("slip"), today=timezone.localdate())
        return "The permission slips are saved."
    if activity.kind == Kind.JOB_SHADOW:
        raise DomainError("On a job shadow students are placed with hosts.")
    count = attendees.add_students(activity, students=ids("student"))
    return f"{count} added."
