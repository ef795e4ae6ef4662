"""Which students take part in an activity (SPEC 7.2, 13.8)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from students.models import Student
from visits.models import Placement

#: Kinds of activity without a list of students.
WITHOUT_STUDENTS = frozenset(
    {Kind.BOARD_MEETING, Kind.PROJECT_DUE, Kind.PARENT_MEETING, Kind.APPOINTMENT}
)


def lock_standing(activity: Activity) -> Activity:
    """The row as it is now, locked. Refuses what was called off. The caller holds the
    transaction."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("program__school")
    activity = rows.get(pk=activity.pk)
    if activity.is_called_off:
        raise DomainError("This was called off.")
    return activity


def day_of(activity: Activity) -> date:
    """The day on which it begins, in the program's zone."""
    return timezone.localdate(activity.starts_at, activity.program.zone)


def attendees_of(activity: Activity) -> list[Placement]:
    """Who takes part, by name. One query."""
    return list(
        activity.placements.select_related(
            "student", "host__organization", "host__person"
        ).order_by("student__family_name", "student__given_name", "pk")
    )


def of_its_grades(activity: Activity) -> list[Student]:
    """The current students of the grades it is for, by name. One query."""
    day = day_of(activity)
    first, last = activity.grade_from or 0, activity.grade_to or 99
    return [
        student
        for student in Student.objects.for_program(activity.program).current()
        if first <= student.grade_on(day) <= last
    ]


@transaction.atomic
def add_students(activity: Activity, *, students: Collection[int]) -> int:
    """Put students (ids) on its list; who is on it stays. Returns how many are new. Refuses one who
    is not in the program, one who is somewhere else at that time, and what was called off."""
    activity = lock_standing(activity)
    known = Student.objects.for_program(activity.program).current().in_bulk(list(students))
    if len(known) < len(set(students)):
        raise DomainError("A student is not in the program any more. Nobody was added.")
    there = set(activity.placements.values_list("student", flat=True))
    new = [pk for pk in known if pk not in there]
    refuse_two_places(activity, new)
    Placement.objects.bulk_create(Placement(activity=activity, student_id=pk) for pk in new)
    return len(new)


@transaction.atomic
def remove_student(activity: Activity, *, student: int) -> None:
    """They do not take part after all. Refuses somebody who was there: that is kept."""
    row = activity.placements.select_for_update().filter(student=student).first()
    if row is None:
        return
    if row.came:
        raise DomainError("The roll was called for them already. Correct the roll instead.")
    row.delete()


@transaction.atomic
def note_slips(activity: Activity, *, students: Collection[int], today: date) -> None:
    """These permission slips are back, and no others. A day noted before stays."""
    rows = list(activity.placements.select_for_update())
    for row in rows:
        has_slip = row.student_id in students
        row.permission_on = (row.permission_on or today) if has_slip else None
    Placement.objects.bulk_update(rows, ["permission_on"])


def refuse_two_places(activity: Activity, students: Collection[int]) -> None:
    """Refuses if one of these students (ids) takes part in something else at that time."""
    elsewhere = (
        Placement.objects.filter(
            student__in=students,
            activity__in=Activity.objects.standing().on_between(
                activity.starts_at, activity.ends_at
            ),
        )
        .exclude(activity=activity)
        .select_related("student", "activity", "host__organization")
        .first()
    )
    if elsewhere is not None:
        where = (
            f"with {elsewhere.host} at that time" if elsewhere.host else "elsewhere at that time"
        )
        raise DomainError(
            f"{elsewhere.student} is {where} ({elsewhere.activity}). Nothing was changed."
        )
