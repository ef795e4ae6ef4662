"""E-mail mentoring: staff read what a mentor answered, then the student does, under a code
(SPEC 8.5)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from calendar_app.domain.tasks import finish_task
from calendar_app.models import Task
from core.domain.codes import clean_code, new_code, with_code
from core.exceptions import DomainError
from mentors.domain.exchange_answering import clean_text, exchange_rows, lock_exchange
from mentors.domain.personal import find_personal
from mentors.models import ANSWER_MAX, Exchange, ExchangeAnswer, Mentor
from partnerships.domain.school_years import school_year, today_of

#: Long enough that nobody guesses one.
CODE_LENGTH = 10

# ---------------------------------------------------------------- staff


def _read(
    exchange: Exchange, *, texts: Mapping[int, str], may_stay: Collection[int], seen: str
) -> tuple[Exchange, list[ExchangeAnswer]]:
    """The caller holds the transaction."""
    exchange = lock_exchange(exchange)
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
    for task in Task.objects.filter(key=reading_task_key(exchange)):
        finish_task(task, by=by, now=now)
    return exchange


@transaction.atomic
def withdraw(exchange: Exchange, *, by: User, now: datetime) -> Exchange:
    """It is over: the links of mentor and student close. The second time changes nothing."""
    exchange = lock_exchange(exchange)
    if exchange.withdrawn_at is None:
        exchange.withdrawn_at, exchange.withdrawn_by = now, by
        exchange.save()
        for task in Task.objects.filter(key=reading_task_key(exchange)):
            finish_task(task, by=by, now=now)
    return exchange


def reading_task_key(exchange: Exchange) -> str:
    """Of the task of who should read it."""
    return f"exchange-read:{exchange.pk}"


# ---------------------------------------------------------------- the student


def code_words(exchange: Exchange) -> str:
    """The code as it is easier to type: two halves."""
    code = exchange.code or ""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}".strip()


def exchange_with_code(typed: str) -> Exchange | None:
    """The exchange of a code, of which small letters and gaps do not matter."""
    return with_code(exchange_rows(), clean_code(typed), length=CODE_LENGTH)


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
