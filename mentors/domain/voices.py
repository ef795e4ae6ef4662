"""What mentors, staff and students say of mentoring (SPEC 8.6). Students say it without a name,
under a code on the wall; nothing about them or their device is kept."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.wording import spoken_day
from core.exceptions import DomainError
from mentors.domain.evaluations import end_task_of, groups_in, lock_evaluation
from mentors.domain.exchange_answering import clean_text
from mentors.models import (
    RATINGS,
    SENTENCE_MAX,
    SENTENCES,
    Evaluation,
    Mentor,
    MentorGroup,
    MentorVoice,
    Shown,
    StaffVoice,
    StudentSay,
    Voice,
)
from partnerships.domain.school_years import today_of
from students.models import Student
from visits.domain.feedback import MOST_ANSWERS, MOST_TIMES


def why_closed(evaluation: Evaluation, *, now: datetime) -> str:
    """Why nobody can say anything now, in a sentence; empty while they can."""
    state = evaluation.state_on(today_of(evaluation.program, now))
    if state == Evaluation.State.PLANNED:
        return _("This opens on %(day)s.") % {"day": spoken_day(evaluation.opens_on)}
    if state == Evaluation.State.CLOSED:
        return _("This is closed now. Thank you!")
    return ""


def why_not_mentor(evaluation: Evaluation, mentor: Mentor, *, now: datetime) -> str:
    """The same for a mentor. Who does not mentor any more, or has no clearance now, may still say
    how it was; who has left the partner they came from may not, as with the portal."""
    if mentor.has_left:  # type: ignore[attr-defined]  # annotated by mentors_in
        return _("This link was for your work at %(organization)s and is closed. Thank you!") % {
            "organization": mentor.organization
        }
    return why_closed(evaluation, now=now)


def is_over(evaluation: Evaluation, *, now: datetime) -> bool:
    return evaluation.state_on(today_of(evaluation.program, now)) == Evaluation.State.CLOSED


# ---------------------------------------------------------------- saying


@transaction.atomic
def say_as_mentor(
    evaluation: Evaluation, mentor: Mentor, *, given: Mapping[str, str], now: datetime
) -> MentorVoice:
    """Keep what a mentor says; saying it again takes its place. ``given``: the five ratings and two
    sentences by name. Refuses a rating that is missing or none, a sentence that is too long, and
    what ``why_not_mentor`` says."""
    evaluation = lock_evaluation(evaluation)
    if why := why_not_mentor(evaluation, mentor, now=now):
        raise DomainError(why)
    voice = MentorVoice.objects.filter(evaluation=evaluation, person=mentor.person).first()
    voice = voice or MentorVoice(evaluation=evaluation, person=mentor.person)
    voice.said_at = now
    _fill(voice, given)
    voice.save()
    return voice


@transaction.atomic
def say_as_staff(
    evaluation: Evaluation, *, by: User, given: Mapping[str, str], now: datetime
) -> StaffVoice:
    """The same for one of us; the task that asked for it is done."""
    evaluation = lock_evaluation(evaluation)
    if why := why_closed(evaluation, now=now):
        raise DomainError(why)
    voice = StaffVoice.objects.filter(evaluation=evaluation, user=by).first()
    voice = voice or StaffVoice(evaluation=evaluation, user=by)
    voice.said_at = now
    _fill(voice, given)
    voice.save()
    end_task_of(evaluation, by=by, now=now)
    return voice


@transaction.atomic
def say_as_student(
    evaluation: Evaluation, *, given: Mapping[str, str], now: datetime
) -> StudentSay:
    """Keep what a student says. Refuses as above, and more answers than can be."""
    evaluation = lock_evaluation(evaluation)
    if why := why_closed(evaluation, now=now):
        raise DomainError(why)
    say = StudentSay(evaluation=evaluation)
    _fill(say, given)
    if evaluation.student_says.count() >= ceiling(evaluation):
        raise DomainError(_("More answers have come than there are students. Tell your teacher."))
    say.save()
    return say


def ceiling(evaluation: Evaluation) -> int:
    """So many answers of students are taken at most, whoever sends them: some for each student with
    a mentor; where a class is listed nowhere, a number that no class reaches."""
    groups = groups_in(evaluation).order_by()
    students = Student.objects.filter(mentor_groups__in=groups.values("pk")).distinct().count()
    unlisted = groups.filter(Q(students=None), kind=MentorGroup.Kind.CLASS).exists()
    return MOST_ANSWERS if unlisted or not students else MOST_TIMES * students


def _fill(voice: Voice, given: Mapping[str, str]) -> None:
    """A sentence that changed is for staff again, whatever was said of the one before."""
    for name in RATINGS:
        value = given.get(name, "")
        if value not in {"1", "2", "3", "4", "5"}:
            raise DomainError(_("Please choose an answer to each question."), field=name)
        setattr(voice, name, int(value))
    for name in SENTENCES:
        sentence = " ".join(clean_text(given.get(name, "")).split())
        if len(sentence) > SENTENCE_MAX:
            raise DomainError(
                _("Please say it in at most %(count)s characters.") % {"count": SENTENCE_MAX},
                field=name,
            )
        if sentence != getattr(voice, name):
            setattr(voice, name, sentence)
            setattr(voice, f"{name}_shown", Shown.INSIDE)


def given_of(voice: Voice | None) -> dict[str, str]:
    """What was said, as the form takes it."""
    if voice is None:
        return {}
    return {name: str(getattr(voice, name)) for name in (*RATINGS, *SENTENCES)}
