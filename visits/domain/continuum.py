"""What a student of this program meets from the first to the last grade, and the holes in it (SPEC
7.4)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from calendar_app.domain.times import start_of
from calendar_app.models import Activity, Kind
from partnerships.domain.school_years import school_year_days
from partnerships.models import Program
from students.models import LAST_GRADE
from visits.models import Placement

FIRST_GRADE = 9
GRADES = tuple(range(FIRST_GRADE, LAST_GRADE + 1))


class Stage(TextChoices):
    """Of the continuum of work-based learning."""

    AWARENESS = "awareness", _("Awareness")
    EXPLORATION = "exploration", _("Exploration")
    PREPARATION = "preparation", _("Preparation")
    TRAINING = "training", _("Training")


#: Which stage a kind of activity belongs to; those that are no experience of students in none.
STAGES: dict[str, Stage] = {
    Kind.CLASSROOM_PRESENTATION: Stage.AWARENESS,
    Kind.CAREER_DAY: Stage.AWARENESS,
    Kind.POSTSECONDARY_TALK: Stage.AWARENESS,
    Kind.SITE_VISIT: Stage.EXPLORATION,
    Kind.POSTSECONDARY_VISIT: Stage.EXPLORATION,
    Kind.JOB_SHADOW: Stage.EXPLORATION,
    Kind.MOCK_INTERVIEW: Stage.PREPARATION,
    Kind.MENTOR_SESSION: Stage.PREPARATION,
    Kind.TEAM_CHALLENGE: Stage.PREPARATION,
    Kind.INTERNSHIP: Stage.TRAINING,
}


@dataclass
class Cell:
    """What is offered to a grade at a stage, and how many different students came."""

    stage: Stage
    activities: list[Activity] = field(default_factory=list)
    students: set[int] = field(default_factory=set)

    @property
    def came(self) -> int:
        return len(self.students)

    @property
    def kind(self) -> str:
        """A kind of activity that would fill it."""
        return next(str(kind) for kind, stage in STAGES.items() if stage == self.stage)

    @property
    def is_hole(self) -> bool:
        return not self.activities


@dataclass(frozen=True)
class Continuum:
    """A school year, by grade and stage."""

    year: int
    cells: dict[tuple[int, Stage], Cell]

    @property
    def rows(self) -> list[tuple[int, list[Cell]]]:
        """Grade by grade, with each stage in order."""
        return [(grade, [self.cells[grade, stage] for stage in Stage]) for grade in GRADES]

    @property
    def holes(self) -> list[tuple[int, Stage]]:
        return [where for where, cell in self.cells.items() if cell.is_hole]

    @property
    def holes_by_stage(self) -> list[tuple[Stage, list[int]]]:
        """Each stage that has holes, and for which grades."""
        found = [(stage, [grade for grade, at in self.holes if at == stage]) for stage in Stage]
        return [(stage, grades) for stage, grades in found if grades]


def continuum_of(program: Program, *, year: int) -> Continuum:
    """What the program offers in the school year that begins in ``year``: an activity counts for
    every grade it is for, and for all four where it names none. Who came counts once per grade and
    stage, in the grade they were in. Two queries."""
    first, end = (start_of(day, program.zone) for day in school_year_days(year))
    cells = {(grade, stage): Cell(stage) for grade in GRADES for stage in Stage}
    activities = (
        Activity.objects.for_program(program)
        .standing()
        .filter(starts_at__gte=first, starts_at__lt=end, kind__in=STAGES)
        .select_related("program")
    )
    for activity in activities:
        low, high = activity.grade_from or FIRST_GRADE, activity.grade_to or LAST_GRADE
        for grade in GRADES:
            if low <= grade <= high:
                cells[grade, STAGES[activity.kind]].activities.append(activity)
    came = (
        Placement.objects.came()
        .filter(activity__in=activities.values("pk"))
        .order_by()
        .values_list("student", "student__graduation_year", "activity__kind")
    )
    grades = defaultdict(lambda: 0, {year + 1 + LAST_GRADE - grade: grade for grade in GRADES})
    for student, graduates, kind in came:
        if grade := grades[graduates]:
            cells[grade, STAGES[kind]].students.add(student)
    return Continuum(year, cells)
