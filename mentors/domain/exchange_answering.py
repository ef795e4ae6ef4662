"""E-mail mentoring: the mentor answers the questions by a link (SPEC 8.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.domain.signed import SignedLink
from core.exceptions import DomainError
from mentors.domain.clearances import ClearedIn
from mentors.models import (
    ANSWER_MAX,
    Exchange,
    ExchangeAnswer,
    ExchangeQuerySet,
    Form,
    Mentor,
    MentorGroup,
)
from partnerships.domain.school_years import today_of
from partnerships.models import Person, Program

#: So long after its day an exchange can still be answered.
OPEN_FOR = timedelta(days=60)
LINK = SignedLink(salt="mentors.questions", route="mentor_links:exchange_answer", is_dated=True)


def answer_address(exchange: Exchange) -> str:
    """The whole address at which the mentor answers, without a login."""
    return LINK.address(exchange.pk)


def read_token(token: str) -> Exchange:
    """The exchange the link was made for. Refuses one that is broken, and of an exchange that is
    there no more."""
    return LINK.find(token, exchange_rows())


def exchange_rows() -> ExchangeQuerySet:
    """Each with all that mails and pages say of it."""
    return Exchange.objects.select_related(
        "program__school", "question_set", "group__organizer", "student", "mentor_person"
    )


def lock_exchange(exchange: Exchange) -> Exchange:
    """The row as it is now, locked. The caller holds the transaction."""
    return exchange_rows().select_for_update(of=("self",)).get(pk=exchange.pk)


class Standing:
    """In which of these programs somebody is a mentor still, neither ended nor gone from the
    organization for which they came; with whom they are in a group; and where they may write to
    students. Read once, in at most five queries."""

    def __init__(self, person: Person, programs: Iterable[Program]) -> None:
        programs = list(programs)
        mentors = Mentor.objects.filter(program__in=programs, person=person).staying()
        mentors = mentors.exclude(state=Mentor.State.ENDED)
        self.mentors_in = set(mentors.values_list("program", flat=True))
        self.cleared = ClearedIn(person, programs, Form.EMAIL)
        groups = MentorGroup.objects.filter(program__in=programs, places__mentor__person=person)
        rows = groups.filter(students__isnull=False).values_list("pk", "students", "ended_on")
        self._in_groups = {(pk, student): ended_on for pk, student, ended_on in rows}

    def is_of_group(self, exchange: Exchange, day: date) -> bool:
        """Whether both are in it now, and it has not ended."""
        key = (exchange.group_id, exchange.student_id)
        ended_on = self._in_groups.get(key, day)
        return ended_on is None or ended_on > day


def why_closed(exchange: Exchange, *, now: datetime, standing: Standing | None = None) -> str:
    """Why the mentor cannot answer now, in a sentence; empty while they can. ``standing``: theirs,
    where it was read for several."""
    day = today_of(exchange.program, now)
    if exchange.withdrawn_at or exchange.student.left_on:
        return _("These questions need no answer any more. Thank you!")
    if exchange.released_at:
        return _("Your answers have gone to the student. Thank you!")
    if day > exchange.due_on + OPEN_FOR:
        return _("The time for these questions is over.")
    standing = standing or Standing(exchange.mentor_person, [exchange.program])
    if not standing.is_of_group(exchange, day):
        return _("These questions need no answer any more. Thank you!")
    if exchange.program_id not in standing.mentors_in:
        return _("You are no longer listed as a mentor here. Thank you for all you did!")
    if not standing.cleared.on(exchange.program, day):
        return _("Please talk to us before you answer: something about your clearance is open.")
    return ""


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
    exchange = lock_exchange(exchange)
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
    """A set of questions somebody may answer: for the portal. Whom it is about says the page of the
    answer alone."""

    exchange: Exchange
    title: str
    due_on: date
    is_late: bool
    is_answered: bool
    address: str


def open_exchanges_of(person: Person, now: datetime) -> list[OpenExchange]:
    """The questions a mentor may answer or answer again now, those due first. One query, or at most
    six."""
    rows = list(
        exchange_rows()
        .going()
        .filter(mentor_person=person, released_at=None)
        .filter(due_on__gte=timezone.localdate(now) - OPEN_FOR - timedelta(days=1))
        .order_by("due_on", "pk")
    )
    found: list[OpenExchange] = []
    if not rows:
        return found
    standing = Standing(person, {row.program for row in rows})
    for row in rows:
        if why_closed(row, now=now, standing=standing):
            continue
        day = today_of(row.program, now)
        found.append(
            OpenExchange(
                exchange=row,
                title=row.question_set.name,
                due_on=row.due_on,
                is_late=row.answered_at is None and day > row.due_on,
                is_answered=row.answered_at is not None,
                address=answer_address(row),
            )
        )
    return found
