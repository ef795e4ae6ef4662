"""Which students take part in an activity (SPEC 7.2, 13.8)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from calendar_app.models import Activity
from core.exceptions import DomainError
from students.models import Student
from visits.models import Placement


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
    known = _current(activity, students)
    there = set(activity.placements.values_list("student", flat=True))
    new = [pk for pk in known if pk not in there]
    _put([activity], new)
    return len(new)


def start_lists(activities: Sequence[Activity], *, students: Collection[int]) -> None:
    """Put the same students (ids) on the lists of a series that was just planned: with as many
    queries as for one. Refuses what add_students does. The caller holds the transaction."""
    if activities:
        _put(activities, _current(activities[0], students))


def change_lists(
    activities: Sequence[Activity], *, add: Collection[int], remove: Collection[int]
) -> None:
    """Put these students (ids) on the lists of a series to come and take those off, with as many
    queries as for one. Who is on a list stays once; who was there, too. Refuses what add_students
    does. The caller holds the transaction."""
    rows = Placement.objects.filter(activity__in=activities)
    rows.filter(student__in=remove, came=Placement.Came.UNKNOWN).delete()
    if not add:
        return
    new = _current(activities[0], add)
    refuse_two_places(activities, new)
    there = set(rows.filter(student__in=new).values_list("activity", "student"))
    Placement.objects.bulk_create(
        Placement(activity=activity, student_id=pk)
        for activity in activities
        for pk in new
        if (activity.pk, pk) not in there
    )


def _current(activity: Activity, students: Collection[int]) -> list[int]:
    """These students, if all of them are in its program today."""
    rows = Student.objects.for_program(activity.program).current()
    known = rows.in_bulk(list(students))
    if len(known) < len(set(students)):
        raise DomainError("A student is not in the program any more. Nobody was added.")
    return list(known)


def _put(activities: Sequence[Activity], students: Collection[int]) -> None:
    refuse_two_places(activities, students)
    Placement.objects.bulk_create(
        Placement(activity=activity, student_id=pk) for activity in activities for pk in students
    )


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


def refuse_two_places(activities: Iterable[Activity], students: Collection[int]) -> None:
    """Refuses if one of these students (ids) takes part in something else at the time of one of
    these. One query."""
    meanwhile = [
        Q(activity__starts_at__lt=one.ends_at, activity__ends_at__gt=one.starts_at)
        & ~Q(activity=one.pk)
        for one in activities
    ]
    elsewhere = (
        Placement.objects.filter(
            reduce(or_, meanwhile),
            student__in=students,
            activity__in=Activity.objects.standing(),
        )
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
