"""E-mail mentoring: questions go out, answers come back, staff read first, then the student
(SPEC 8.5)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.invitations import can_be_mailed
from calendar_app.domain.tasks import finish_task, make_task
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Task
from core.domain.codes import clean_code, new_code, with_code
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from mentors.domain.clearances import cleared, is_cleared, required_level
from mentors.domain.personal import find_personal
from mentors.models import (
    ANSWER_MAX,
    Exchange,
    ExchangeAnswer,
    ExchangeQuerySet,
    Form,
    GroupMentor,
    Mentor,
    MentorGroup,
    QuestionSet,
)
from notifications.domain.outbox import queue_message
from partnerships.domain.school_years import school_year
from partnerships.domain.speaking import speaking_to
from partnerships.models import Person, Program
from students.models import Student

#: So long after its day an exchange can still be answered.
OPEN_FOR = timedelta(days=60)
#: An answer that waits for so long is a task of who organizes the group.
READ_WITHIN = timedelta(days=3)
#: No day is further away than this.
LONGEST = timedelta(days=300)
#: Long enough that nobody guesses one.
CODE_LENGTH = 10
LINK = SignedLink(salt="mentors.questions", route="mentor_links:exchange_answer", is_dated=True)


def today_of(program: Program, now: datetime) -> date:
    return timezone.localdate(now, program.zone)


# ---------------------------------------------------------------- sending


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
            reply_to=organizer.email if can_be_mailed(organizer) else "",
        )


# ---------------------------------------------------------------- the mentor answers


def answer_address(exchange: Exchange) -> str:
    """The whole address at which the mentor answers, without a login."""
    return LINK.address(exchange.pk)


def read_token(token: str) -> Exchange:
    """The exchange the link was made for. Refuses one that is broken, and of an exchange that is
    there no more."""
    return LINK.find(token, _rows())


def _rows() -> ExchangeQuerySet:
    return Exchange.objects.select_related(
        "program__school", "question_set", "group__organizer", "student", "mentor_person"
    )


def _locked(exchange: Exchange) -> Exchange:
    return _rows().select_for_update(of=("self",)).get(pk=exchange.pk)


def why_closed(exchange: Exchange, *, now: datetime) -> str:
    """Why the mentor cannot answer now, in a sentence; empty while they can."""
    day = today_of(exchange.program, now)
    if exchange.withdrawn_at or exchange.student.left_on:
        return _("These questions need no answer any more. Thank you!")
    if exchange.released_at:
        return _("Your answers have gone to the student. Thank you!")
    if day > exchange.due_on + OPEN_FOR:
        return _("The time for these questions is over.")
    if not _mentors_still(exchange):
        return _("You are no longer listed as a mentor here. Thank you for all you did!")
    if not _may_write(exchange, day):
        return _("Please talk to us before you answer: something about your clearance is open.")
    return ""


def _mentors_still(exchange: Exchange) -> bool:
    """Neither ended, nor has left the organization for which they came."""
    mentors = Mentor.objects.for_program(exchange.program).staying()
    mentors = mentors.exclude(state=Mentor.State.ENDED)
    return mentors.filter(person=exchange.mentor_person).exists()


def _may_write(exchange: Exchange, day: date) -> bool:
    level = required_level(exchange.program, Form.EMAIL)
    return is_cleared(exchange.mentor_person, level=level, on=day)


def student_name(exchange: Exchange, *, day: date) -> str:
    """The given name for the mentor's page; empty without a release (SPEC 0.7)."""
    student = exchange.student
    return student.given_name if student.is_named_to_hosts(day) else ""


@transaction.atomic
def answer(
    exchange: Exchange, *, texts: Mapping[int, str], is_sent: bool, now: datetime
) -> Exchange:
    """Keep what the mentor writes, by the id of each answer; with ``is_sent`` staff can read it.
    Once sent, it stays sent, and may be sent again until staff have let it through. Refuses what is
    closed, an answer that is too long, and sending without any answer."""
    exchange = _locked(exchange)
    if why := why_closed(exchange, now=now):
        raise DomainError(why)
    rows = list(exchange.answers.all())
    for row in rows:
        new = clean_text(texts.get(row.pk, row.text))
        if len(new) > ANSWER_MAX:
            raise DomainError(
                _("Please say it in at most %(count)s characters.") % {"count": ANSWER_MAX},
                field=f"text-{row.pk}",
            )
        if new != row.text:
            row.text, row.released_text, row.may_stay = new, new, False
    is_sent = is_sent or exchange.answered_at is not None
    if is_sent and not any(row.text for row in rows):
        raise DomainError(_("Please answer at least one question."))
    ExchangeAnswer.objects.bulk_update(rows, ["text", "released_text", "may_stay"])
    if is_sent:
        exchange.answered_at = now
        exchange.save()
    return exchange


def clean_text(text: str) -> str:
    """One way to write a line's end, and nothing a database cannot keep."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


@dataclass(frozen=True)
class OpenExchange:
    """A set of questions somebody may answer: for the portal."""

    exchange: Exchange
    title: str
    student: str  # the given name, or empty without a release
    due_on: date
    is_late: bool
    is_answered: bool
    address: str


def open_exchanges_of(person: Person, now: datetime) -> list[OpenExchange]:
    """The questions a mentor may still answer or answer again, those due first. One query."""
    rows = (
        _rows()
        .going()
        .filter(mentor_person=person, released_at=None)
        .filter(due_on__gte=timezone.localdate(now) - OPEN_FOR - timedelta(days=1))
        .order_by("due_on", "pk")
    )
    found = []
    for row in rows:
        row.mentor_person = person
        day = today_of(row.program, now)
        if day > row.due_on + OPEN_FOR:
            continue
        found.append(
            OpenExchange(
                exchange=row,
                title=row.question_set.name,
                student=student_name(row, day=day),
                due_on=row.due_on,
                is_late=row.answered_at is None and day > row.due_on,
                is_answered=row.answered_at is not None,
                address=answer_address(row),
            )
        )
    return found


# ---------------------------------------------------------------- staff read first


def _read(
    exchange: Exchange, *, texts: Mapping[int, str], may_stay: Collection[int], seen: str
) -> tuple[Exchange, list[ExchangeAnswer]]:
    """The caller holds the transaction."""
    exchange = _locked(exchange)
    if exchange.withdrawn_at:
        raise DomainError("This was withdrawn.")
    if exchange.student.left_on:
        raise DomainError("The student has left.")
    if exchange.released_at:
        raise DomainError("The student may read this already.")
    if exchange.answered_at is None:
        raise DomainError("The mentor has not answered yet.")
    if seen != exchange.version:
        raise DomainError("The mentor has sent new answers meanwhile. Here they are.")
    rows = list(exchange.answers.all())
    for row in rows:
        row.released_text = clean_text(texts.get(row.pk, row.released_text))[: 2 * ANSWER_MAX]
        row.may_stay = row.pk in may_stay
    return exchange, rows


@transaction.atomic
def save_reading(
    exchange: Exchange, *, texts: Mapping[int, str], may_stay: Collection[int], seen: str
) -> Exchange:
    """Keep what staff changed, before the student may read it. ``seen``: the exchange's ``version``
    that was read. Refuses where the mentor has sent new answers since."""
    exchange, rows = _read(exchange, texts=texts, may_stay=may_stay, seen=seen)
    ExchangeAnswer.objects.bulk_update(rows, ["released_text", "may_stay"])
    return exchange


@transaction.atomic
def release(
    exchange: Exchange,
    *,
    texts: Mapping[int, str],
    may_stay: Collection[int],
    seen: str,
    by: User,
    now: datetime,
) -> Exchange:
    """The student may read it, under a code. Refuses while something that looks personal is left in
    an answer of which nobody says that it may stay, and where nothing is left to read."""
    exchange, rows = _read(exchange, texts=texts, may_stay=may_stay, seen=seen)
    for row in rows:
        if not row.may_stay and (found := find_personal(row.released_text)):
            raise DomainError(
                f"Something looks personal: “{found[0].text}” ({found[0].kind}). Take it out, or "
                "tick that it may stay.",
                field=f"text-{row.pk}",
            )
    if not any(row.released_text for row in rows):
        raise DomainError("Nothing is left that the student could read.")
    ExchangeAnswer.objects.bulk_update(rows, ["released_text", "may_stay"])
    exchange.released_at, exchange.released_by = now, by
    exchange.code = exchange.code or new_code(Exchange.objects.all(), length=CODE_LENGTH)
    exchange.save()
    for task in Task.objects.filter(key=_task_key(exchange)):
        finish_task(task, by=by, now=now)
    return exchange


@transaction.atomic
def withdraw(exchange: Exchange, *, by: User, now: datetime) -> Exchange:
    """It is over: the links of mentor and student close. The second time changes nothing."""
    exchange = _locked(exchange)
    if exchange.withdrawn_at is None:
        exchange.withdrawn_at, exchange.withdrawn_by = now, by
        exchange.save()
        for task in Task.objects.filter(key=_task_key(exchange)):
            finish_task(task, by=by, now=now)
    return exchange


# ---------------------------------------------------------------- the student reads


def code_words(exchange: Exchange) -> str:
    """The code as it is easier to type: two halves."""
    code = exchange.code or ""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}".strip()


def exchange_with_code(typed: str) -> Exchange | None:
    """The exchange of a code, of which small letters and gaps do not matter."""
    return with_code(_rows(), clean_code(typed), length=CODE_LENGTH)


def read_address(exchange: Exchange) -> str:
    """The whole address at which the student reads it, without a login."""
    return settings.SITE_URL + reverse("mentor_links:student_read", args=[exchange.code])


def is_readable(exchange: Exchange, *, now: datetime) -> bool:
    """Whether the student may read it now: in the school year in which it was sent, and while
    neither it was withdrawn nor they have left."""
    return (
        exchange.released_at is not None
        and exchange.withdrawn_at is None
        and exchange.student.left_on is None
        and school_year(today_of(exchange.program, now)) == exchange.year
    )


def note_look(exchange: Exchange, *, now: datetime) -> None:
    """The student has looked at it."""
    Exchange.objects.filter(pk=exchange.pk).update(look_count=F("look_count") + 1)
    Exchange.objects.filter(pk=exchange.pk, seen_at=None).update(seen_at=now)


def mentor_words(exchange: Exchange) -> str:
    """The mentor for the student: "Kim, Lakeside Clinic"; nothing else of them."""
    mentor = (
        Mentor.objects.for_program(exchange.program)
        .filter(person=exchange.mentor_person)
        .select_related("organization")
        .first()
    )
    given = exchange.mentor_person.name.split()[0]
    organization = mentor.organization if mentor else None
    return f"{given}, {organization.name}" if organization else given


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
    exchange = _rows().select_for_update(of=("self",)).filter(pk=pk).first()
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
    exchange = _rows().select_for_update(of=("self",)).filter(pk=pk).first()
    if exchange is None or exchange.reader_nudged_at or exchange.released_at:
        return False
    exchange.reader_nudged_at = now
    exchange.save()
    make_task(
        exchange.program,
        key=_task_key(exchange),
        title=f"Read what {exchange.mentor_person} answered: {exchange.question_set}",
        note=settings.SITE_URL + exchange.get_absolute_url(),
        owner=exchange.group.organizer,
        due_on=today_of(exchange.program, now),
    )
    return True


def _task_key(exchange: Exchange) -> str:
    return f"exchange-read:{exchange.pk}"
