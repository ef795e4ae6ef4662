"""What one person must do now, late things first (SPEC 13.1)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from calendar_app.models import Activity, Checkpoint, Participation, Task
from partnerships.models import Person, Program

#: Of each kind of thing, at most so many.
SHOWN = 25
#: A step of an activity shows so many days before it is due.
STEPS_AHEAD = 7


@dataclass(frozen=True)
class Week:
    """Late ones first, in each list."""

    tasks: list[Task]
    checkpoints: list[Checkpoint]  # steps the person takes as organizer
    to_end: list[Activity]  # over, and nobody said how it went
    coming: list[Activity]  # the next seven days, organized by or with the person
    more_tasks: bool  # there are more than shown

    @property
    def to_do(self) -> int:
        return len(self.tasks) + len(self.checkpoints) + len(self.to_end)

    def late(self, today: date) -> int:
        """How many of them should have been done before today."""
        return (
            sum(task.due_on is not None and task.due_on < today for task in self.tasks)
            + sum(step.due_on < today for step in self.checkpoints)
            + len(self.to_end)
        )


def week_of(person: Person, program: Program, *, now: datetime) -> Week:
    """Four queries, however much there is."""
    today = now.astimezone(program.zone).date()
    tasks = list(
        Task.objects.for_program(program)
        .open()
        .filter(owner=person)
        .select_related("organization", "interaction", "activity")
        .order_by(Coalesce("due_on", date(9999, 12, 31)), "pk")[: SHOWN + 1]
    )
    organized = Activity.objects.for_program(program).filter(organizer=person)
    return Week(
        tasks=tasks[:SHOWN],
        more_tasks=len(tasks) > SHOWN,
        checkpoints=list(
            Checkpoint.objects.filter(
                activity__program=program,
                activity__organizer=person,
                activity__state__in=[Activity.State.PLANNED, Activity.State.COMPLETED],
                done_at=None,
                due_on__lte=today + timedelta(days=STEPS_AHEAD),
            )
            .select_related("activity__organization", "activity__program")
            .order_by("due_on", "pk")[:SHOWN]
        ),
        to_end=list(
            organized.filter(state=Activity.State.PLANNED, ends_at__lt=now)
            .select_related("organization", "program")
            .order_by("ends_at", "pk")[:SHOWN]
        ),
        coming=_coming(person, program, now=now, today=today),
    )


def _coming(person: Person, program: Program, *, now: datetime, today: date) -> list[Activity]:
    end = datetime.combine(today + timedelta(days=7), time(), program.zone)
    asked = Participation.objects.filter(person=person).exclude(answer=Participation.Answer.NO)
    return list(
        Activity.objects.for_program(program)
        .standing()
        .on_between(now, end)
        .filter(Q(organizer=person) | Q(pk__in=asked.values("activity")))
        .select_related("organization", "program")
        .order_by("starts_at", "pk")[:SHOWN]
    )
