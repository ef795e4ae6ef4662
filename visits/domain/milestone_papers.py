"""Milestones and continuum on paper, for the board and for parents: no names, no small groups (SPEC
7.4, 13.11)."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from calendar_app.domain.wording import spoken_day
from core.exceptions import DomainError
from core.pdf import render_pdf
from partnerships.domain.letterhead import letterhead
from partnerships.domain.school_years import school_year_words
from partnerships.models import Program
from visits.domain.continuum import GRADES, Continuum, Stage, continuum_of
from visits.domain.counting import SMALLEST_SHOWN, is_shown, shown_share
from visits.domain.milestones import cohorts_of

#: Of the plot, in its own units.
LEFT, TOP, WIDE, HIGH = 80, 30, 130, 88
LARGEST = 28


@dataclass(frozen=True)
class Mark:
    """A grade at a stage, drawn: a disk with the number of activities, or an empty frame."""

    x: int
    y: int
    radius: float
    count: int
    came: int

    @property
    def is_hole(self) -> bool:
        return not self.count

    @property
    def frame(self) -> tuple[int, int]:
        """The upper left corner of the empty frame."""
        return self.x - 18, self.y - 18

    @property
    def below(self) -> int:
        """The base line of the words under the disk."""
        return self.y + LARGEST + 13


@dataclass(frozen=True)
class Plot:
    """The continuum as a picture: grades from top to bottom, stages from left to right."""

    width: int
    height: int
    marks: list[Mark]
    stages: list[tuple[int, str]]
    grades: list[tuple[int, int]]


def plot_of(continuum: Continuum, *, is_outside: bool = False) -> Plot:
    """Disks grow with the number of activities. Outside the program small groups are not named."""
    most = max([len(cell.activities) for cell in continuum.cells.values()] + [1])
    stages = {stage: LEFT + WIDE // 2 + WIDE * place for place, stage in enumerate(Stage)}
    grades = {grade: TOP + HIGH // 2 + HIGH * place for place, grade in enumerate(GRADES)}
    marks = [
        Mark(
            stages[stage],
            grades[grade],
            round(LARGEST * sqrt(len(cell.activities) / most), 1) if cell.activities else 0,
            len(cell.activities),
            cell.came if not is_outside or is_shown(cell.came) else 0,
        )
        for (grade, stage), cell in continuum.cells.items()
    ]
    return Plot(
        LEFT + WIDE * len(stages),
        TOP + HIGH * len(grades),
        marks,
        [(x, str(stage.label)) for stage, x in stages.items()],
        [(y, grade) for grade, y in grades.items()],
    )


def continuum_pdf(program: Program, *, year: int, language: str) -> bytes:
    """The continuum of a school year on one page, with its holes named."""
    with translation.override(language):
        continuum = continuum_of(program, year=year)
        context: dict[str, Any] = {
            "paper": letterhead(program),
            "language": language,
            "title": _("What our students meet, %(year)s") % {"year": school_year_words(year)},
            "plot": plot_of(continuum, is_outside=True),
            "holes": [
                (str(stage.label), ", ".join(map(str, grades)))
                for stage, grades in continuum.holes_by_stage
            ],
            "smallest": SMALLEST_SHOWN,
            "made_on": spoken_day(timezone.localdate(timezone=program.zone)),
        }
        return render_pdf("print/continuum.html", context)


def milestones_pdf(program: Program, *, language: str) -> bytes:
    """Which share of each grade has met what. Grades of fewer than ten students stay empty. Refuses
    where no milestone is written down."""
    cohorts = cohorts_of(program, now=timezone.now())
    if not cohorts.standings:
        raise DomainError("No milestone is written down yet.")
    rows = [
        (
            standing.milestone,
            [
                shown_share(len(standing.met[grade]), cohorts.sizes[grade])
                for grade in cohorts.grades
            ],
        )
        for standing in cohorts.standings
    ]
    with translation.override(language):
        context = {
            "paper": letterhead(program),
            "language": language,
            "title": _("Milestones of our students"),
            "grades": [
                (grade, cohorts.sizes[grade] if is_shown(cohorts.sizes[grade]) else None)
                for grade in cohorts.grades
            ],
            "rows": rows,
            "smallest": SMALLEST_SHOWN,
            "made_on": spoken_day(timezone.localdate(timezone=program.zone)),
        }
        return render_pdf("print/milestones.html", context)
