"""Sets of questions for e-mail mentoring (SPEC 8.5)."""

import json
from itertools import zip_longest
from pathlib import Path

from django.db import transaction

from accounts.models import User
from core.exceptions import DomainError
from mentors.models import QUESTION_MAX, Question, QuestionSet
from partnerships.domain.authors import author
from partnerships.models import Program

STARTER = Path(__file__).resolve().parents[1] / "starter" / "questions.json"
#: No set has more; a mentor answers in a quarter of an hour.
MOST_QUESTIONS = 12

Pair = tuple[str, str]


def lines_of(question_set: QuestionSet) -> Pair:
    """Its questions one a line, in English and, beside, in Spanish."""
    rows = list(question_set.questions.all()) if question_set.pk else []
    english = "\n".join(row.text for row in rows)
    spanish = "\n".join(row.text_es for row in rows)
    return english, spanish.rstrip("\n")


def read_lines(english: str, spanish: str) -> list[Pair]:
    """The questions of two texts that stand beside each other line by line. Refuses a Spanish line
    with no English one, a question that is too long, one that stands there twice, and too many."""
    pairs = []
    beside = zip_longest(english.splitlines(), spanish.splitlines(), fillvalue="")
    for number, (left, right) in enumerate(beside, start=1):
        text, text_es = " ".join(left.split()), " ".join(right.split())
        if not text and not text_es:
            continue
        if not text:
            raise DomainError(
                f"Line {number} is in Spanish only. Each line stands beside the same line in "
                "English.",
                field="spanish",
            )
        if len(text) > QUESTION_MAX or len(text_es) > QUESTION_MAX:
            field = "questions" if len(text) > QUESTION_MAX else "spanish"
            raise DomainError(
                f"Line {number} is longer than {QUESTION_MAX} characters. Make two questions of "
                "it.",
                field=field,
            )
        pairs.append((text, text_es))
    if len({text.casefold() for text, _spanish in pairs}) < len(pairs):
        raise DomainError("A question stands there twice.", field="questions")
    if len(pairs) > MOST_QUESTIONS:
        raise DomainError(f"At most {MOST_QUESTIONS} questions go out together.", field="questions")
    return pairs


@transaction.atomic
def save_question_set(
    question_set: QuestionSet,
    *,
    by: User,
    name: str,
    month: int | None = None,
    is_active: bool = True,
    questions: str,
    spanish: str = "",
) -> QuestionSet:
    """Write a set down, or change it; what was sent stays as it was sent. ``questions`` and
    ``spanish`` hold one question a line. Refuses no name, or one that another set has."""
    if question_set.pk:
        program = question_set.program
        question_set = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
        question_set.program = program
    question_set.name = " ".join(name.split())
    question_set.month = month
    question_set.is_active = is_active
    if not question_set.name:
        raise DomainError("Give it a name.", field="name")
    twins = QuestionSet.objects.for_program(question_set.program)
    if twins.filter(name__iexact=question_set.name).exclude(pk=question_set.pk).exists():
        raise DomainError("Another set has this name.", field="name")
    pairs = read_lines(questions, spanish)
    author(question_set, by)
    question_set.save()
    _write(question_set, pairs, by=by)
    return question_set


def _write(question_set: QuestionSet, pairs: list[Pair], *, by: User) -> None:
    there = {row.position: row for row in question_set.questions.all()}
    for place, (text, text_es) in enumerate(pairs):
        row = there.pop(place, None) or Question(question_set=question_set, position=place)
        if (row.text, row.text_es) != (text, text_es):
            row.text, row.text_es = text, text_es
            author(row, by)
            row.save()
    for row in there.values():
        author(row, by)
        row.delete()


@transaction.atomic
def load_starter(program: Program, *, by: User) -> int:
    """Add the nine sets of a school year that are not there yet, by name. Returns how many."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    there = {one.casefold() for one in _names(program)}
    sets = json.loads(STARTER.read_text(encoding="utf-8"))["sets"]
    new = [one for one in sets if one["name"].casefold() not in there]
    for one in new:
        question_set = QuestionSet(program=program, name=one["name"], month=one["month"])
        author(question_set, by)
        question_set.save()
        _write(question_set, [(left, right) for left, right in one["questions"]], by=by)
    return len(new)


def _names(program: Program) -> list[str]:
    return list(QuestionSet.objects.for_program(program).values_list("name", flat=True))
