"""What came back of an evaluation: the three sides next to each other, as numbers, as a plot and as
sentences without names (SPEC 8.6, 13.11)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.exceptions import DomainError
from mentors.domain.evaluation_words import QUESTIONS
from mentors.domain.evaluations import groups_in, lock_evaluation, mentors_in
from mentors.domain.personal import Finding, find_personal, marked
from mentors.models import (
    SENTENCES,
    Evaluation,
    MentorVoice,
    Shown,
    Side,
    StaffVoice,
    StudentSay,
    Voice,
)
from partnerships.domain.queries import HISTORY_MAX, HistoryEntry, entries_of
from partnerships.domain.school_years import today_of
from partnerships.models import Person
from students.models import Student
from visits.domain.counting import SMALLEST_SHOWN

#: Fewer adults than this are shown to nobody: their colleagues could guess whose words they are.
ADULTS_FROM = 3
#: The best first, as in the form.
VALUES = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Answers:
    """What one side gave to one question."""

    average: float
    counts: tuple[int, ...]  # of 5, 4, 3, 2, 1

    @property
    def words(self) -> str:
        return f"{self.average:.1f}"


@dataclass(frozen=True)
class Sentence:
    """A sentence of one side, without whose it is."""

    side: Side
    voice_id: int
    name: str  # of the column
    text: str
    shown: str

    @property
    def is_hidden(self) -> bool:
        return self.shown == Shown.HIDDEN

    @property
    def is_quoted(self) -> bool:
        return self.shown == Shown.QUOTED

    @property
    def key(self) -> str:
        """What a page calls it by: it says nothing of the order in which answers came, nor which
        two sentences are of the same hand."""
        what = f"{self.side.value}-{self.voice_id}-{self.name}"
        return "s" + salted_hmac("mentors.sentence", what).hexdigest()[:20]

    @property
    def pieces(self) -> list[tuple[str, str]]:
        return marked(self.text)

    @property
    def findings(self) -> list[Finding]:
        return find_personal(self.text)


@dataclass(frozen=True)
class SideResult:
    """What came back from one side; where they are too few, or more may come: only how many."""

    side: Side
    count: int
    shown_from: int
    answers: dict[str, Answers]  # by question; empty where it is not shown
    sentences: tuple[Sentence, ...]

    @property
    def is_shown(self) -> bool:
        return bool(self.answers)

    @property
    def count_words(self) -> str:
        """How many answered, for outside."""
        if self.count == 0:
            return _("none")
        if self.count < self.shown_from:
            return _("fewer than %(count)s") % {"count": self.shown_from}
        return str(self.count)


@dataclass(frozen=True)
class Results:
    """The three sides."""

    sides: tuple[SideResult, ...]

    @property
    def is_shown(self) -> bool:
        return any(one.is_shown for one in self.sides)

    def answers(self, side: Side, name: str) -> Answers | None:
        """What a side gave to a question; None where it is not shown."""
        return next(one.answers.get(name) for one in self.sides if one.side == side)

    def sentences_to(self, name: str) -> list[Sentence]:
        return [row for one in self.sides for row in one.sentences if row.name == name]


def results_of(
    evaluation: Evaluation, *, is_outside: bool = False, now: datetime | None = None
) -> Results:
    """Three queries. Staff of the program see students' answers however few; those of adults from
    three on, when it is closed: who looks before and after one has answered knows the answer.
    Outside (everything that is no page for staff) all wait until then, students show from ten on,
    and only sentences that may be quoted."""
    rows: list[tuple[Side, list[Any], int]] = [
        (
            Side.STUDENTS,
            list(evaluation.student_says.all()),
            SMALLEST_SHOWN if is_outside else 1,
        ),
        (Side.MENTORS, list(evaluation.mentor_voices.all()), ADULTS_FROM),
        (Side.STAFF, list(evaluation.staff_voices.all()), ADULTS_FROM),
    ]
    today = today_of(evaluation.program, now or timezone.now())
    is_closed = evaluation.state_on(today) == Evaluation.State.CLOSED
    return Results(
        tuple(
            _side(
                side,
                voices,
                shown_from,
                is_outside=is_outside,
                waits=not is_closed and (is_outside or side != Side.STUDENTS),
            )
            for side, voices, shown_from in rows
        )
    )


def _side(
    side: Side, voices: Sequence[Voice], shown_from: int, *, is_outside: bool, waits: bool
) -> SideResult:
    if waits or len(voices) < shown_from:
        return SideResult(side, len(voices), shown_from, {}, ())
    answers = {}
    for asked in QUESTIONS:
        given = [getattr(one, asked.name) for one in voices]
        counts = tuple(given.count(value) for value in VALUES)
        answers[asked.name] = Answers(sum(given) / len(given), counts)
    sentences = [
        Sentence(side, one.pk, name, text, getattr(one, f"{name}_shown"))
        for one in voices
        for name in SENTENCES
        if (text := getattr(one, name))
    ]
    told = [one for one in sentences if one.is_quoted or not is_outside]
    by_alphabet = sorted(told, key=lambda one: (one.text.casefold(), one.voice_id))
    return SideResult(side, len(voices), shown_from, answers, tuple(by_alphabet))


def year_before(evaluation: Evaluation, *, now: datetime) -> Evaluation | None:
    """What it compares with: of the evaluations of the school year before that are closed, the one
    that ended nearest to a year earlier. One query."""
    rows = Evaluation.objects.for_program(evaluation.program).filter(year=evaluation.year - 1)
    today = today_of(evaluation.program, now)
    wanted = evaluation.closes_on - timedelta(days=365)
    closed = [one for one in rows if one.state_on(today) == Evaluation.State.CLOSED]
    for one in closed:
        one.program = evaluation.program
    return min(closed, key=lambda one: abs(one.closes_on - wanted), default=None)


#: What the board's paper says in other lines of history.
UNTOLD = {"Paper", "Shared by"}


def history_of(evaluation: Evaluation) -> list[HistoryEntry]:
    """Who changed what of the plan and when, latest first (SPEC 0.8). One query."""
    history: Any = evaluation.history  # type: ignore[attr-defined]  # simple-history adds it
    rows = history.select_related("history_user__person").order_by("-history_date", "-history_id")
    entries = entries_of("Evaluation", list(rows[: HISTORY_MAX + 1]), {})
    for one in entries:
        one.changes = [change for change in one.changes if change.label not in UNTOLD]
    return entries[:HISTORY_MAX]


# ---------------------------------------------------------------- sentences


VOICES: dict[str, type[Voice]] = {
    Side.STUDENTS: StudentSay,
    Side.MENTORS: MentorVoice,
    Side.STAFF: StaffVoice,
}


@transaction.atomic
def show_sentence(evaluation: Evaluation, *, key: str, shown: str, is_sure: bool = False) -> Voice:
    """Hide a sentence, show it to staff, or say that it may be quoted outside. ``key``: that of the
    ``Sentence``. Refuses a sentence that is not there, one of a side that is too small to be read,
    and to quote what looks personal or names somebody of the program, unless somebody is sure."""
    evaluation = lock_evaluation(evaluation)
    sides = results_of(evaluation).sides
    found = next((row for one in sides for row in one.sentences if row.key == key), None)
    if found is None or shown not in Shown.values:
        raise DomainError("This sentence is not there any more.")
    if shown == Shown.QUOTED and not is_sure:
        named = [one.text for one in found.findings] or names_in(evaluation, found.text)
        if named:
            raise DomainError(
                f"Something looks personal: “{named[0]}”. Hide the sentence, or tick that it may "
                "be quoted as it is.",
                field=key,
            )
    voice = VOICES[found.side].objects.select_for_update().get(pk=found.voice_id)  # type: ignore[attr-defined]  # each has it
    setattr(voice, f"{found.name}_shown", shown)
    voice.save()
    return voice  # type: ignore[no-any-return]


def names_in(evaluation: Evaluation, text: str) -> list[str]:
    """The words of a text that are a name of a student, a mentor or an organizer. Two queries."""
    groups = groups_in(evaluation).order_by().values("pk")
    students = Student.objects.filter(mentor_groups__in=groups).values_list(
        "given_name", "family_name"
    )
    adults = Person.objects.filter(
        pk__in=mentors_in(evaluation)
        .order_by()
        .values("person")
        .union(groups_in(evaluation).order_by().values("organizer"))
    ).values_list("name", flat=True)
    whole = " ".join([*(" ".join(row) for row in students), *adults])
    names = {part.casefold() for part in re.findall(r"\w{3,}", whole)}
    return [word for word in re.findall(r"\w{3,}", text) if word.casefold() in names]
