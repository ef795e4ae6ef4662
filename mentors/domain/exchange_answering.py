"""E-mail mentoring: the mentor answers the questions by a link (SPEC 8.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.domain.signed import SignedLink
from core.exceptions import DomainError
from mentors.domain.clearances import is_cleared, required_level
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
from partnerships.models import Person

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


def why_closed(exchange: Exchange, *, now: datetime) -> str:
    """Why the mentor cannot answer now, in a sentence; empty while they can."""
    day = today_of(exchange.program, now)
    if exchange.withdrawn_at or exchange.student.left_on:
        return _("These questions need no answer any more. Thank you!")
    if exchange.released_at:
        return _("Your answers have gone to the student. Thank you!")
    if day > exchange.due_on + OPEN_FOR:
        return _("The time for these questions is over.")
    if not _is_of_the_group(exchange, day):
        return _("These questions need no answer any more. Thank you!")
    if not _mentors_still(exchange):
        return _("You are no longer listed as a mentor here. Thank you for all you did!")
    if not _may_write(exchange, day):
        return _("Please talk to us before you answer: something about your clearance is open.")
    return ""


def _is_of_the_group(exchange: Exchange, day: date) -> bool:
    """Whether both are in it now, and it has not ended."""
    groups = MentorGroup.objects.filter(pk=exchange.group_id).exclude(ended_on__lte=day)
    return groups.filter(
        places__mentor__person=exchange.mentor_person_id, students=exchange.student_id
    ).exists()


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
        exchange_rows()
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
