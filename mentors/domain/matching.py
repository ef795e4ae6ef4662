"""Which mentor suits whom, with the reasons in plain words (SPEC 4.3, 8.4). Nobody is scored on
anything but talents and interests, time, place, load and having worked together; the same question
gets the same answer."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from mentors.domain.clearances import Cleared
from mentors.domain.groups import load_of
from mentors.domain.mentors import time_words
from mentors.models import Form, GroupMentor, Mentor
from partnerships.models import Interaction, Person, Program, Topic
from students.models import Student

#: What each thing in common counts; at most three shared topics do.
TOPIC, TOPICS_MOST = 10, 3
KNOWN, TIME, PLACE, ROOM = 8, 6, 2, 3
#: For each time any program asked the organization lately, three times at most.
ASKED, ASKED_MOST = 4, 3
#: Anybody who may is better than nobody.
BASE = 20
#: A clearance that ends within this time is said: meetings after it have no mentor.
SOON = timedelta(days=90)
#: So many suggestions are shown.
SHOWN = 10
_NEVER = 1e6


@dataclass(frozen=True)
class Wanted:
    """What is looked for: the interests, grades and earlier mentors of a student, or of a team."""

    topics: frozenset[int]
    grades: frozenset[int]
    students: frozenset[int]
    times: frozenset[str] = frozenset()


@dataclass
class Candidate:
    """A mentor who may, and what is known of them."""

    mentor: Mentor
    talents: frozenset[int]
    free: int
    asked: int
    is_near: bool
    met: frozenset[int]  # students they were in a group with before
    until: date | None = None  # the last day on which they are cleared, if that is near


@dataclass
class Suggestion:
    mentor: Mentor
    score: int
    reasons: list[str]
    warnings: list[str]


@dataclass
class Pool:
    """Everybody who may mentor in this form on that day, read once. At most nine queries."""

    program: Program
    candidates: list[Candidate]
    topics: dict[int, str] = field(default_factory=dict)

    def score(self, wanted: Wanted, one: Candidate) -> int:
        """How well they suit; 0 for whom it must not be."""
        if not _takes(one.mentor, wanted.grades):
            return 0
        shared = len(wanted.topics & one.talents)
        found = BASE + TOPIC * min(shared, TOPICS_MOST) - ASKED * min(one.asked, ASKED_MOST)
        found += KNOWN * bool(wanted.students & one.met) + PLACE * one.is_near
        found += TIME * bool(wanted.times.intersection(one.mentor.times))
        return found + round(ROOM * one.free / one.mentor.capacity)

    def suggestion(self, wanted: Wanted, one: Candidate) -> Suggestion:
        """With the reasons, for people."""
        mentor, reasons = one.mentor, []
        if shared := sorted(self.topics[pk] for pk in wanted.topics & one.talents):
            reasons.append(f"Knows about {get_text_list(shared, 'and')}")
        if wanted.students & one.met:
            reasons.append("Has worked with them before")
        if both := wanted.times.intersection(mentor.times):
            reasons.append("Has time: " + "; ".join(time_words(both)))
        if mentor.grade_from or mentor.grade_to:
            reasons.append(f"Takes grades {mentor.grade_from or 'K'} to {mentor.grade_to or 12}")
        if one.is_near:
            reasons.append(f"Works in {mentor.organization.city}" if mentor.organization else "")
        reasons.append("Has room for one more" if one.free == 1 else f"Has room for {one.free}")
        warnings = []
        if one.until:
            warnings.append(f"Is cleared until {date_format(one.until, 'j M Y')} only")
        if one.asked:
            times = "once" if one.asked == 1 else f"{one.asked} times"
            days = self.program.quiet_days
            warnings.append(f"{mentor.organization} was asked {times} within {days} days")
        return Suggestion(mentor, self.score(wanted, one), reasons, warnings)


def _takes(mentor: Mentor, grades: Collection[int]) -> bool:
    first, last = mentor.grade_from or 0, mentor.grade_to or 99
    return all(first <= grade <= last for grade in grades)


def pool_of(program: Program, *, form: str, on: date) -> Pool:
    """Active mentors who meet in this form, are cleared on that day and today, and have room."""
    today = timezone.localdate(timezone=program.zone)
    flag = {Form.IN_PERSON: "in_person", Form.ONLINE: "online", Form.EMAIL: "by_email"}[Form(form)]
    rows = Mentor.objects.for_program(program).active().filter(**{flag: True})
    rows = rows.select_related("person", "organization").order_by("pk")
    known = Cleared(program, form, [one.person_id for one in rows])
    days = {today, max(on, today)}
    mentors = [one for one in rows if all(known.on(one.person_id, day) for day in days)]
    people = [one.person_id for one in mentors]
    talents: dict[int, set[int]] = defaultdict(set)
    for person, topic in Person.talents.through.objects.filter(person__in=people).values_list(
        "person_id", "topic_id"
    ):
        talents[person].add(topic)
    met: dict[int, set[int]] = defaultdict(set)
    for mentor, student in GroupMentor.objects.filter(
        mentor__in=mentors, group__students__isnull=False
    ).values_list("mentor_id", "group__students"):
        met[mentor].add(student)
    load, asked = load_of([one.pk for one in mentors]), _asked_lately(program, mentors)
    city = program.school.city.casefold()
    found = [
        Candidate(
            one,
            frozenset(talents[one.person_id]),
            one.capacity - load.get(one.pk, 0),
            asked.get(one.organization_id or 0, 0),
            bool(city and one.organization and one.organization.city.casefold() == city),
            frozenset(met[one.pk]),
            _near(known.until(one.person_id), max(on, today)),
        )
        for one in mentors
    ]
    names = dict(Topic.objects.values_list("pk", "name"))
    return Pool(program, [one for one in found if one.free > 0], names)


def _near(last: date | None, on: date) -> date | None:
    return last if last and last < on + SOON else None


def _asked_lately(program: Program, mentors: Sequence[Mentor]) -> dict[int, int]:
    """How often any program asked each mentor's organization within the program's quiet days."""
    since = timezone.now() - timedelta(days=program.quiet_days)
    rows = (
        Interaction.objects.asks()
        .filter(
            organization__in={one.organization_id for one in mentors if one.organization_id},
            happened_at__gte=since,
        )
        .order_by()
        .values("organization")
        .annotate(count=Count("pk"))
    )
    return {row["organization"]: row["count"] for row in rows}


def wanted_by(
    students: Sequence[Student], *, on: date, times: Collection[str] = ()
) -> dict[int, Wanted]:
    """What each student looks for, by id. One query."""
    interests: dict[int, set[int]] = defaultdict(set)
    through = Student.interests.through.objects.filter(student__in=[one.pk for one in students])
    for student, topic in through.values_list("student_id", "topic_id"):
        interests[student].add(topic)
    return {
        one.pk: Wanted(
            frozenset(interests[one.pk]),
            frozenset([one.grade_on(on)]),
            frozenset([one.pk]),
            frozenset(times),
        )
        for one in students
    }


def suggest_mentors(
    program: Program,
    *,
    students: Sequence[Student],
    form: str,
    on: date,
    times: Collection[str] = (),
    topics: Collection[Topic] = (),
) -> list[Suggestion]:
    """For a student, a team or a class: who suits best first, with reasons. ``topics``: wanted
    besides the students' interests. At most ten queries."""
    pool = pool_of(program, form=form, on=on)
    wanted = list(wanted_by(students, on=on, times=times).values())
    everything = Wanted(
        frozenset[int]().union(*(one.topics for one in wanted), (one.pk for one in topics)),
        frozenset[int]().union(*(one.grades for one in wanted)),
        frozenset[int]().union(*(one.students for one in wanted)),
        frozenset(times),
    )
    return _best(pool, everything, needs=len(students))[:SHOWN]


def _best(pool: Pool, wanted: Wanted, *, needs: int = 1) -> list[Suggestion]:
    scored = [(pool.score(wanted, one), one) for one in pool.candidates if one.free >= needs]
    ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1].mentor.pk))
    return [pool.suggestion(wanted, one) for score, one in ranked if score > 0]


# ---------------------------------------------------------------- a whole cohort at once


@dataclass
class Pair:
    """A student and who was found for them; ``others``: who else would suit, the best first."""

    student: Student
    suggestion: Suggestion
    others: list[Mentor]


@dataclass
class Cohort:
    pairs: list[Pair]
    without: list[tuple[Student, str]]  # who got nobody, and why


def match_cohort(
    program: Program,
    *,
    students: Sequence[Student],
    form: str,
    on: date,
    times: Collection[str] = (),
) -> Cohort:
    """One mentor for each student, so that all together suit best and nobody has more than they
    take: an assignment problem. Nothing is saved. At most ten queries."""
    pool = pool_of(program, form=form, on=on)
    students = sorted(students, key=lambda one: one.pk)
    wanted = wanted_by(students, on=on, times=times)
    if not students or not pool.candidates:
        why = "Nobody who is cleared and active has room."
        return Cohort([], [(one, why) for one in students])
    scores = numpy.array(
        [[pool.score(wanted[one.pk], who) for who in pool.candidates] for one in students],
        dtype=float,
    )
    places = numpy.repeat(
        numpy.arange(len(pool.candidates)),
        [min(one.free, len(students)) for one in pool.candidates],
    )
    cost = numpy.where(scores > 0, -scores, _NEVER)[:, places]
    chosen = {
        int(row): int(places[column])
        for row, column in zip(*_cheapest(cost), strict=True)
        if cost[row, column] < _NEVER
    }
    ranking = numpy.argsort(-scores, axis=1, kind="stable")[:, :SHOWN]
    pairs, without = [], []
    for row, student in enumerate(students):
        if row not in chosen:
            fits = bool((scores[row] > 0).any())
            without.append(
                (
                    student,
                    "All who suit have enough students." if fits else "Nobody takes this grade.",
                )
            )
            continue
        who = pool.candidates[chosen[row]]
        others = [
            pool.candidates[one].mentor
            for one in ranking[row]
            if scores[row, one] > 0 and one != chosen[row]
        ]
        pairs.append(Pair(student, pool.suggestion(wanted[student.pk], who), others))
    return Cohort(pairs, without)


def _cheapest(cost: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Rows and columns that belong together, so that all together cost the least."""
    # Every process would take half a second and 37 MB more to start, for one press a year.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    return linear_sum_assignment(cost)
