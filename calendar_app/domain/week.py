"""What one person must do now, late things first (SPEC 13.1)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from calendar_app.models import Activity, Checkpoint, Participation, Task
from partnerships.models import Person, Program

#: Of each kind of thing, at most so many.
SHOWN = 25
#: A step of an activity shows so many days before it is due.
STEPS_AHEAD = 7


class Thing(NamedTuple):
    """Something to do, when, and which kind of row shows it: "end", "step" or "task"."""

    on: date | None
    kind: str
    what: Activity | Checkpoint | Task


@dataclass(frozen=True)
class Week:
    """Late ones first, in each list."""

    tasks: list[Task]
    checkpoints: list[Checkpoint]  # the next step of each activity the person organizes
    to_end: list[Activity]  # over, and nobody said how it went
    coming: list[Activity]  # the next seven days, organized by or with the person
    more_tasks: bool  # there are more than shown

    @property
    def to_do(self) -> int:
        return len(self.tasks) + len(self.checkpoints) + len(self.to_end)

    @property
    def things(self) -> list[Thing]:
        """All that is to do, what is late first; without a date last."""
        found = [Thing(timezone.localdate(one.ends_at), "end", one) for one in self.to_end]
        found += [Thing(one.due_on, "step", one) for one in self.checkpoints]
        found += [Thing(one.due_on, "task", one) for one in self.tasks]
        return sorted(found, key=lambda thing: thing.on or date.max)

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
    earlier = Checkpoint.objects.filter(activity=OuterRef("activity"), done_at=None).filter(
        Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), pk__lt=OuterRef("pk"))
    )
    organized = Activity.objects.for_program(program).filter(organizer=person)
    return Week(
        tasks=tasks[:SHOWN],
        more_tasks=len(tasks) > SHOWN,
        checkpoints=list(
            Checkpoint.objects.filter(
                ~Exists(earlier),
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
