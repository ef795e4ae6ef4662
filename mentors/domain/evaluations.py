"""Evaluations of mentoring are planned, opened, closed; mentors and who organizes groups are asked
(SPEC 8.6). What they say is in ``voices``, what comes of it in ``evaluation_results``."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from calendar_app.domain.tasks import delete_task, edit_task, finish_task, make_task
from calendar_app.domain.times import is_sensible
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Task
from core.domain.codes import clean_code, new_code, with_code
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from mentors.models import (
    Evaluation,
    EvaluationQuerySet,
    GroupMentor,
    Mentor,
    MentorGroup,
    MentorVoice,
    StaffVoice,
    StudentSay,
)
from notifications.domain.outbox import queue_message
from partnerships.domain.authors import author
from partnerships.domain.people import staff_people
from partnerships.domain.school_years import (
    SCHOOL_YEAR_BEGINS,
    school_year_days,
    school_year_words,
    today_of,
)
from partnerships.domain.speaking import can_be_mailed, reply_address, speaking_to
from partnerships.models import Person, Program
from visits.domain.feedback import CODE_LENGTH

#: Nothing is open for longer.
LONGEST = timedelta(days=120)
#: Mentors are reminded once, so long before the last day, and not right after they were asked.
REMIND_BEFORE, REMIND_AFTER = timedelta(days=3), timedelta(days=2)
#: Mail that nobody waits for goes out in the hours in which people read it.
FIRST_HOUR, LAST_HOUR = 9, 18
LINK = SignedLink(
    salt="mentors.evaluation",
    route="mentor_links:evaluation_answer",
    names=("evaluation", "person"),
    is_dated=True,
)


# ---------------------------------------------------------------- planning


@transaction.atomic
def save_evaluation(
    evaluation: Evaluation,
    *,
    by: User,
    title: str,
    year: int,
    opens_on: date,
    closes_on: date,
    now: datetime,
) -> Evaluation:
    """Plan an evaluation, or change it. It gets its code once.

    Refuses no title, and one that another evaluation of that year has; days in the wrong order, a
    last day that is over (unless it was that before), more than four months; and other days or
    another year once the board has what came back: from two papers that differ by one answer
    somebody could count back.
    """
    program = evaluation.program
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if evaluation.pk:
        evaluation = lock_evaluation(evaluation)
    before = (evaluation.year, evaluation.opens_on, evaluation.closes_on)
    if evaluation.shared_at and before != (year, opens_on, closes_on):
        raise DomainError(
            "The board has what came back, so year and days stay. Plan a new one instead.",
            field="closes_on",
        )
    evaluation.title, evaluation.year = title.strip(), year
    evaluation.opens_on, evaluation.closes_on = opens_on, closes_on
    _check(evaluation, was_until=before[2], today=today_of(program, now))
    if not evaluation.code:
        evaluation.code = new_code(Evaluation.objects.all(), length=CODE_LENGTH)
        evaluation.created_by = by
    author(evaluation, by)
    evaluation.save()
    for task in _open_tasks(evaluation):
        edit_task(task, by=by, due_on=closes_on)
    return evaluation


def _check(evaluation: Evaluation, *, was_until: date | None, today: date) -> None:
    if not evaluation.title:
        raise DomainError("Give it a title.", field="title")
    others = Evaluation.objects.for_program(evaluation.program).exclude(pk=evaluation.pk)
    if others.filter(year=evaluation.year, title__iexact=evaluation.title).exists():
        raise DomainError("Another one of this school year has this title.", field="title")
    if not is_sensible(evaluation.opens_on):
        raise DomainError("This year cannot be meant.", field="opens_on")
    if evaluation.closes_on < evaluation.opens_on:
        raise DomainError("The last day is before the first one.", field="closes_on")
    if evaluation.closes_on < today and evaluation.closes_on != was_until:
        raise DomainError("This day is over. To end it now, close it.", field="closes_on")
    if evaluation.closes_on > evaluation.opens_on + LONGEST:
        raise DomainError("Four months at most; two weeks are enough.", field="closes_on")


@transaction.atomic
def close(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Nobody can say anything any more, and who was asked by a task need not. The second time
    changes nothing."""
    evaluation = lock_evaluation(evaluation)
    if evaluation.state_on(today_of(evaluation.program, now)) != Evaluation.State.CLOSED:
        evaluation.closed_at = now
        author(evaluation, by)
        evaluation.save()
    for task in _open_tasks(evaluation):
        delete_task(task, by=by)
    return evaluation


@transaction.atomic
def reopen(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """It was closed too early. Refuses after the last day, and once it was shared."""
    evaluation = lock_evaluation(evaluation)
    if evaluation.shared_at:
        raise DomainError("The board has what came back, so it stays closed. Plan a new one.")
    if today_of(evaluation.program, now) > evaluation.closes_on:
        raise DomainError("Its last day is over. Change the day first.", field="closes_on")
    evaluation.closed_at = None
    author(evaluation, by)
    evaluation.save()
    return evaluation


def lock_evaluation(evaluation: Evaluation) -> Evaluation:
    """The row as it is now, locked. The caller holds the transaction."""
    return (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("program__school")
        .get(pk=evaluation.pk)
    )


def with_counts(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Each with how many of each side have answered: ``students``, ``mentors``, ``staff``; the
    latest first. One query."""

    def count(voices: QuerySet[Any]) -> Coalesce:
        said = voices.filter(evaluation=OuterRef("pk")).order_by()
        counted = said.values("evaluation").annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(counted), 0)

    return rows.annotate(
        students=count(StudentSay.objects.all()),
        mentors=count(MentorVoice.objects.all()),
        staff=count(StaffVoice.objects.all()),
    ).order_by("-closes_on", "-pk")


# ---------------------------------------------------------------- who


def span_in(evaluation: Evaluation) -> tuple[date, date]:
    """Of what is talked: the first day of the school year, and the day after the last one of the
    evaluation or of the year."""
    first, end = school_year_days(evaluation.year)
    return first, min(end, evaluation.closes_on + timedelta(days=1))


def groups_in(evaluation: Evaluation) -> QuerySet[MentorGroup]:
    """The groups there were in that time."""
    first, end = span_in(evaluation)
    return MentorGroup.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=first), program=evaluation.program_id, started_on__lt=end
    )


def mentors_in(evaluation: Evaluation) -> QuerySet[Mentor]:
    """Who mentored in that time, by name, whatever became of them since, ``with_left``."""
    places = GroupMentor.objects.filter(group__in=groups_in(evaluation).order_by().values("pk"))
    return (
        Mentor.objects.filter(pk__in=places.order_by().values("mentor"))
        .with_left()
        .select_related("person", "organization")
        .order_by("person__name", "pk")
    )


@dataclass(frozen=True)
class Asking:
    """Who is asked, and who could be."""

    total: int  # who mentored, and who has answered and is in no group any more
    to_ask: list[Mentor]
    without: list[Mentor]  # not asked, as no address is known


def asking_of(evaluation: Evaluation) -> Asking:
    """Three queries."""
    mentors = list(mentors_in(evaluation))
    asked = set(evaluation.asked.order_by().values_list("pk", flat=True))
    said = set(evaluation.mentor_voices.order_by().values_list("person", flat=True))
    open_ones = [one for one in mentors if not one.has_left and one.person_id not in asked | said]  # type: ignore[attr-defined]  # annotated
    reached = [one for one in open_ones if can_be_mailed(one.person)]
    return Asking(
        total=len({one.person_id for one in mentors} | said),
        to_ask=reached,
        without=[one for one in open_ones if one not in reached],
    )


# ---------------------------------------------------------------- asking


@transaction.atomic
def ask_mentors(evaluation: Evaluation, *, by: User, now: datetime) -> tuple[int, list[str]]:
    """Mail each mentor of that time a link of their own, once; who organizes a group gets a task to
    say it for staff. How many mails, and who has no address. Refuses while it is not open, and
    where nobody mentored."""
    evaluation = lock_evaluation(evaluation)
    program, today = evaluation.program, today_of(evaluation.program, now)
    if evaluation.state_on(today) != Evaluation.State.OPEN:
        raise DomainError(
            "It is not open: mentors could not answer. Change the days first, or open it again."
        )
    asking = asking_of(evaluation)
    if not asking.total:
        raise DomainError("There is nobody to ask yet: no mentor was in a group in that time.")
    sender = Person.objects.filter(user=by).first()
    for mentor in asking.to_ask:
        _mail(evaluation, mentor.person, "evaluation_asked", sender=sender)
    evaluation.asked.add(*(one.person for one in asking.to_ask))
    for organizer in _organizers(evaluation):
        make_task(
            program,
            key=_task_key(evaluation, organizer.pk),
            title=f"Say how mentoring went: {evaluation.title}"[:200],
            note=settings.SITE_URL
            + reverse("mentors:evaluation_say", args=[program.slug, evaluation.pk]),
            owner=organizer,
            due_on=evaluation.closes_on,
        )
    if asking.to_ask:
        evaluation.asked_at = now
        author(evaluation, by)
        evaluation.save()
    return len(asking.to_ask), [one.person.name for one in asking.without]


def _organizers(evaluation: Evaluation) -> QuerySet[Person]:
    """Who keeps in touch with a group of that time and is with us still."""
    groups = groups_in(evaluation).order_by()
    return staff_people(evaluation.program).filter(pk__in=groups.values("organizer"))


def _task_key(evaluation: Evaluation, person_id: int | str) -> str:
    return f"evaluation:{evaluation.pk}:{person_id}"


def _open_tasks(evaluation: Evaluation) -> QuerySet[Task]:
    return Task.objects.filter(key__startswith=_task_key(evaluation, ""), done_at=None)


def end_task_of(evaluation: Evaluation, *, by: User, now: datetime) -> None:
    """Whoever was asked by a task has said it."""
    person = Person.objects.filter(user=by).first()
    if person is not None:
        for task in Task.objects.filter(key=_task_key(evaluation, person.pk)):
            finish_task(task, by=by, now=now)


def _mail(evaluation: Evaluation, person: Person, template: str, *, sender: Person | None) -> None:
    """One for each mentor and template, however often this is called."""
    program = evaluation.program
    with speaking_to(person, program):
        queue_message(
            key=f"{template}:{evaluation.pk}:{person.pk}",
            to_email=person.email,
            template=template,
            context={
                "language": person.language,
                "person": person,
                "year": school_year_words(evaluation.year),
                "day": spoken_day(evaluation.closes_on),
                "address": answer_address(evaluation, person),
                "sender": sender,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=sender.letter_name if sender else program.name,
            reply_to=reply_address(sender),
        )


# ---------------------------------------------------------------- links and codes


def answer_address(evaluation: Evaluation, person: Person) -> str:
    """The whole address at which this mentor says it, without a login."""
    return LINK.address(evaluation.pk, person.pk)


def read_token(token: str) -> tuple[Evaluation, Mentor]:
    """Which evaluation, and who, ``with_left``. Refuses a link that is broken, and one of
    somebody who mentored in no group of that time."""
    evaluation_id, person_id = LINK.read(token)
    evaluation = _rows().filter(pk=evaluation_id).first()
    mentor = mentors_in(evaluation).filter(person=person_id).first() if evaluation else None
    if evaluation is None or mentor is None:
        raise LINK.refusal()
    return evaluation, mentor


def evaluation_with_code(typed: str) -> Evaluation | None:
    """The evaluation of a code, of which small letters and gaps do not matter."""
    return with_code(_rows(), clean_code(typed)[:CODE_LENGTH], length=CODE_LENGTH)


def _rows() -> EvaluationQuerySet:
    return Evaluation.objects.select_related("program__school")


def say_address(evaluation: Evaluation) -> str:
    """The whole address at which students say it, without a login."""
    return settings.SITE_URL + reverse("mentor_links:evaluation_code", args=[evaluation.code])


def evaluations_waiting(person: Person, *, now: datetime) -> list[tuple[Evaluation, str]]:
    """Those a mentor may say something to and has not, with the address. One query."""
    said = MentorVoice.objects.filter(person=person).order_by().values("evaluation")
    rows = _rows().open_on(timezone.localdate(now)).exclude(pk__in=said)
    year = OuterRef("year")
    in_group = Mentor.objects.filter(
        Q(groups__ended_on=None)
        | Q(groups__ended_on__year__gt=year)
        | Q(groups__ended_on__year=year, groups__ended_on__month__gte=SCHOOL_YEAR_BEGINS),
        Q(groups__started_on__year__lte=year)
        | Q(groups__started_on__year=year + 1, groups__started_on__month__lt=SCHOOL_YEAR_BEGINS),
        groups__started_on__lte=OuterRef("closes_on"),
        person=person,
        program=OuterRef("program"),
    )
    rows = rows.filter(Exists(in_group.staying())).order_by("closes_on", "pk")
    return [(one, answer_address(one, person)) for one in rows]


# ---------------------------------------------------------------- nobody is forgotten


def remind_all(*, now: datetime) -> int:
    """Remind the mentors who were asked and have not answered, once for each evaluation, three days
    before its last one, by day. Returns how many mails. May run at any time and any number of
    times."""
    today = timezone.localdate(now)
    due = Evaluation.objects.filter(
        closed_at=None,
        reminded_at=None,
        asked_at__lte=now - REMIND_AFTER,
        closes_on__gte=today - timedelta(days=1),
        closes_on__lte=today + REMIND_BEFORE + timedelta(days=1),
    )
    return sum(_remind(pk, now=now) for pk in list(due.values_list("pk", flat=True)))


def forget_tasks(*, now: datetime) -> int:
    """Nobody is left with the task to say something that cannot be said any more. Returns how many
    went. May run at any time and any number of times."""
    count = 0
    tasks = Task.objects.filter(key__startswith="evaluation:", done_at=None)
    evaluation_of = {task: int((task.key or "").split(":")[1]) for task in tasks}
    evaluations = _rows().in_bulk(set(evaluation_of.values()))
    for task, pk in evaluation_of.items():
        evaluation = evaluations.get(pk)
        if (
            evaluation is None
            or evaluation.state_on(today_of(evaluation.program, now)) == Evaluation.State.CLOSED
        ):
            delete_task(task, by=None)
            count += 1
    return count


@transaction.atomic
def _remind(pk: int, *, now: datetime) -> int:
    evaluation = lock_evaluation(Evaluation(pk=pk))
    local = now.astimezone(evaluation.program.zone)
    is_due = (
        evaluation.reminded_at is None
        and evaluation.state_on(local.date()) == Evaluation.State.OPEN
        and local.date() >= evaluation.closes_on - REMIND_BEFORE
        and FIRST_HOUR <= local.hour < LAST_HOUR
    )
    if not is_due:
        return 0
    said = evaluation.mentor_voices.order_by().values("person")
    asked = evaluation.asked.order_by().values("pk")
    late = [
        one.person
        for one in mentors_in(evaluation).filter(person__in=asked).exclude(person__in=said)
        if not one.has_left and can_be_mailed(one.person)  # type: ignore[attr-defined]  # annotated
    ]
    sender = Person.objects.filter(user=evaluation.created_by_id or 0).first()
    for person in late:
        _mail(evaluation, person, "evaluation_reminded", sender=sender)
    evaluation.reminded_at = now
    author(evaluation, None)
    evaluation.save()
    return len(late)
