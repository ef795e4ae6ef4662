"""E-mail mentoring: questions go out to mentors, and nobody whose turn it is is forgotten
(SPEC 8.5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import User
from calendar_app.domain.tasks import make_task
from calendar_app.domain.wording import spoken_day
from core.exceptions import DomainError
from mentors.domain.clearances import cleared, required_level
from mentors.domain.exchange_answering import OPEN_FOR, answer_address, exchange_rows, why_closed
from mentors.domain.exchange_reading import reading_task_key
from mentors.models import (
    Exchange,
    ExchangeAnswer,
    Form,
    GroupMentor,
    Mentor,
    MentorGroup,
    QuestionSet,
)
from notifications.domain.outbox import queue_message
from partnerships.domain.school_years import school_year, today_of
from partnerships.domain.speaking import can_be_mailed, reply_address, speaking_to
from partnerships.models import Person, Program
from students.models import Student

#: An answer that waits for so long is a task of who organizes the group.
READ_WITHIN = timedelta(days=3)
#: No day is further away than this.
LONGEST = timedelta(days=300)


@dataclass(frozen=True)
class LeftOut:
    """Who gets nothing, and why, in a sentence."""

    who: str
    why: str


@dataclass
class SendPlan:
    """Who would get a set: each with the group and the students; and who would not."""

    to_send: list[tuple[Person, MentorGroup, list[Student]]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def mentor_count(self) -> int:
        return len({person.pk for person, _group, _students in self.to_send})


@dataclass(frozen=True)
class Sent:
    """What went out."""

    exchanges: list[Exchange]
    mentor_count: int
    left_out: list[LeftOut]


def groups_by_email(program: Program) -> list[MentorGroup]:
    """The groups that write to each other and are not over, with mentors and students. Three
    queries."""
    return list(_with_people(MentorGroup.objects.for_program(program).going()))


def _with_people(groups: Any) -> Any:
    places = GroupMentor.objects.select_related("mentor__person").order_by("position")
    return (
        groups.filter(form=Form.EMAIL)
        .select_related("organizer")
        .prefetch_related(
            Prefetch("places", places),
            Prefetch("students", Student.objects.order_by("family_name", "given_name", "pk")),
        )
    )


def plan_sending(
    question_set: QuestionSet, *, groups: Iterable[MentorGroup], now: datetime
) -> SendPlan:
    """Who would get the set if it was sent now, and who would not and why. In each group the first
    mentor who can be written to gets it; the others stand in. A fixed number of queries."""
    program, plan = question_set.program, SendPlan()
    wanted = [group.pk for group in groups]
    rows = list(_with_people(MentorGroup.objects.for_program(program).filter(pk__in=wanted)))
    day = today_of(program, now)
    sent = set(
        Exchange.objects.filter(
            question_set=question_set, year=school_year(day), withdrawn_at=None
        ).values_list("student", "mentor_person")
    )
    active = Mentor.objects.active().filter(places__group__in=rows)
    good = set(
        cleared(active, level=required_level(program, Form.EMAIL), on=day).values_list(
            "pk", flat=True
        )
    )
    for group in rows:
        _plan_group(plan, group, good=good, sent=sent)
    return plan


def _plan_group(
    plan: SendPlan, group: MentorGroup, *, good: set[int], sent: set[tuple[int, int]]
) -> None:
    if group.ended_on:
        plan.left_out.append(LeftOut(group.name, "The group is over."))
        return
    students = [one for one in group.students.all() if one.left_on is None]
    if not students:
        plan.left_out.append(LeftOut(group.name, "No student is in the group."))
        return
    mentor = _who_answers(plan, group, good)
    if mentor is None:
        plan.left_out.append(
            LeftOut(group.name, "No mentor of the group can be written to, so nothing goes out.")
        )
        return
    person = mentor.person
    new = [one for one in students if (one.pk, person.pk) not in sent]
    if not new:
        plan.left_out.append(LeftOut(f"{person}, {group.name}", "Has these questions already."))
        return
    sent.update((one.pk, person.pk) for one in new)
    plan.to_send.append((person, group, new))


def _who_answers(plan: SendPlan, group: MentorGroup, good: set[int]) -> Mentor | None:
    for place in group.places.all():
        mentor = place.mentor
        if why := _why_not(mentor, good):
            plan.left_out.append(LeftOut(f"{mentor}, {group.name}", why))
        else:
            return mentor
    return None


def _why_not(mentor: Mentor, good: set[int]) -> str:
    if mentor.state != Mentor.State.ACTIVE:
        return "Is not an active mentor now."
    if mentor.pk not in good:
        return "Has not the clearance the school requires for mentoring by e-mail."
    if not can_be_mailed(mentor.person):
        return "No e-mail address is known."
    return ""


@transaction.atomic
def send_set(
    question_set: QuestionSet,
    *,
    groups: Iterable[MentorGroup],
    due_on: date,
    by: User,
    now: datetime,
) -> Sent:
    """Send the questions to the mentors of these groups: an exchange for each student, one mail for
    each mentor and group. The same set goes to the same mentor for the same student once in a
    school year; sending again reaches only who is new. The questions are kept as they are now.

    Refuses a set without questions or out of use, no group, a group that does not meet by e-mail,
    and a day that is over or far away. Who is left out, and why, is told.
    """
    program = question_set.program
    question_set = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
    question_set.program = program
    groups = list(groups)
    day = today_of(program, now)
    _check(question_set, groups, due_on=due_on, day=day)
    plan = plan_sending(question_set, groups=groups, now=now)
    exchanges: list[Exchange] = []
    for person, group, students in plan.to_send:
        new = [
            Exchange(
                program=program,
                question_set=question_set,
                group=group,
                student=student,
                mentor_person=person,
                year=school_year(day),
                due_on=due_on,
                sent_at=now,
                sent_by=by,
            )
            for student in students
        ]
        Exchange.objects.bulk_create(new)
        _copy_questions(question_set, new)
        _mail(new, "questions_sent", f"questions:{new[0].pk}")
        exchanges += new
    return Sent(exchanges, plan.mentor_count, plan.left_out)


def _check(
    question_set: QuestionSet, groups: list[MentorGroup], *, due_on: date, day: date
) -> None:
    if why := why_not_sent(question_set):
        raise DomainError(why)
    if not groups:
        raise DomainError("Choose at least one group.", field="groups")
    if any(
        group.program_id != question_set.program_id or group.form != Form.EMAIL for group in groups
    ):
        raise DomainError("Choose groups that meet by e-mail.", field="groups")
    if due_on < day:
        raise DomainError("This day is over.", field="due_on")
    if due_on > day + LONGEST:
        raise DomainError("This day is too far away.", field="due_on")


def why_not_sent(question_set: QuestionSet) -> str:
    """Why a set cannot be sent, in a sentence; empty when it can."""
    if not question_set.is_active:
        return "This set is not in use. Take it into use first."
    if not question_set.questions.exists():
        return "This set has no questions yet. Write at least one, then send it."
    return ""


def _copy_questions(question_set: QuestionSet, exchanges: list[Exchange]) -> None:
    questions = list(question_set.questions.all())
    ExchangeAnswer.objects.bulk_create(
        ExchangeAnswer(
            exchange=exchange, position=place, question=one.text, question_es=one.text_es
        )
        for exchange in exchanges
        for place, one in enumerate(questions)
    )


def _mail(exchanges: list[Exchange], template: str, key: str) -> None:
    """To the mentor; names no student."""
    first = exchanges[0]
    person, organizer, program = first.mentor_person, first.group.organizer, first.program
    with speaking_to(person, program):
        queue_message(
            key=key,
            to_email=person.email,
            template=template,
            context={
                "language": person.language,
                "person": person,
                "day": spoken_day(first.due_on),
                "addresses": [answer_address(one) for one in exchanges],
                "organizer": organizer,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=organizer.letter_name,
            reply_to=reply_address(organizer),
        )


# ---------------------------------------------------------------- nobody is forgotten


def nudge_all(*, now: datetime) -> int:
    """Remind whose turn it is, once for each exchange: the mentor by mail from the day after it was
    due; who organizes the group by a task when an answer has waited for three days. Returns how
    many. May run at any time and any number of times."""
    late = Exchange.objects.unanswered().filter(
        nudged_at=None,
        due_on__lt=timezone.localdate(now) + timedelta(days=1),
        due_on__gte=timezone.localdate(now) - OPEN_FOR,
        group__ended_on=None,
    )
    waiting = Exchange.objects.to_read().filter(
        reader_nudged_at=None, answered_at__lte=now - READ_WITHIN
    )
    count = sum(_nudge_mentor(pk, now=now) for pk in list(late.values_list("pk", flat=True)))
    return count + sum(
        _nudge_reader(pk, now=now) for pk in list(waiting.values_list("pk", flat=True))
    )


@transaction.atomic
def _nudge_mentor(pk: int, *, now: datetime) -> bool:
    exchange = exchange_rows().select_for_update(of=("self",)).filter(pk=pk).first()
    if exchange is None or exchange.nudged_at or exchange.answered_at:
        return False
    if today_of(exchange.program, now) <= exchange.due_on or why_closed(exchange, now=now):
        return False
    if not can_be_mailed(exchange.mentor_person):
        return False
    exchange.nudged_at = now
    exchange.save()
    _mail([exchange], "questions_late", f"questions-late:{exchange.pk}")
    return True


@transaction.atomic
def _nudge_reader(pk: int, *, now: datetime) -> bool:
    exchange = exchange_rows().select_for_update(of=("self",)).filter(pk=pk).first()
    if exchange is None or exchange.reader_nudged_at or exchange.released_at:
        return False
    exchange.reader_nudged_at = now
    exchange.save()
    make_task(
        exchange.program,
        key=reading_task_key(exchange),
        title=f"Read what {exchange.mentor_person} answered: {exchange.question_set}",
        note=settings.SITE_URL + exchange.get_absolute_url(),
        owner=exchange.group.organizer,
        due_on=today_of(exchange.program, now),
    )
    return True
