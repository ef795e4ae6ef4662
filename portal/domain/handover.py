"""When a person leaves, what they hold goes to colleagues, item by item or at once; a message to
each of them is drafted (SPEC 11.1, 11.3)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.feeds import revoke_feed
from calendar_app.domain.invitations import together
from calendar_app.domain.tasks import make_task
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.people import end_affiliation, people_at
from partnerships.domain.speaking import can_be_mailed, reply_address
from partnerships.models import Affiliation, Organization, Partnership, Person, Program
from portal.domain.holdings import Giving, Holding, holdings_of, move_holding

#: What a form says for a thing that nobody takes over yet, and for one that stays where it is.
OPEN, STAYS = "open", "stays"
MESSAGE_MAX = 4000
#: What leads elsewhere: addresses of pages and of mailboxes.
ELSEWHERE = re.compile(r"\w+://|\bwww\.|\S@\S|\b[\w-]+\.[a-z]{2,}/", re.IGNORECASE)
Stage = Partnership.Stage
#: Who would be missed.
COUNTED_ON = (Stage.MEETING_SET, Stage.WITH_EXECUTIVE, Stage.COMMITTED, Stage.ACTIVE)


def successors_of(affiliation: Affiliation) -> list[Person]:
    """Who can take over: everybody else who works there today, by name."""
    return list(
        people_at(affiliation.organization).exclude(pk=affiliation.person_id).order_by("name", "pk")
    )


def draft_message(
    affiliation: Affiliation, *, to: Person, holdings: Sequence[Holding], sender: str
) -> str:
    """What the new person should know, in their language; may be changed before it goes out."""
    with translation.override(to.language):
        now_held = holdings_of(
            affiliation.person, affiliation.organization, now=timezone.now()
        )  # anew: in this language
        words = {one.key: one.what for one in now_held}
        lines = [
            _("Hello %(name)s,") % {"name": to.letter_name},
            "",
            _("%(person)s hands the following over to you for %(organization)s:")
            % {"person": affiliation.person.name, "organization": affiliation.organization.name},
            "",
            *(f"- {words.get(one.key, one.what)} ({one.program.name})" for one in holdings),
            "",
            _("Thank you for taking it on. If anything is unclear, simply answer this mail."),
            "",
            sender,
        ]
    return "\n".join(lines)


@transaction.atomic
def hand_over(
    affiliation: Affiliation,
    *,
    moves: Mapping[str, str],
    by: User,
    now: datetime,
    ended_on: date | None = None,
    reason: str = "",
    messages: Mapping[int, str] | None = None,
    sender: Person | None = None,
    program: Program | None = None,
) -> list[Holding]:
    """Move what somebody holds. ``moves``: the key of a holding to the id of a colleague, OPEN or
    STAYS. With ``ended_on`` they leave: what is not moved is marked open, whoever takes over the
    most gets the letters, the programs are told, and so is who was said to have left by a
    colleague. ``messages``: what to write to whom, by the person's id. ``sender``: who says it;
    ``program``: whose staff does, None for somebody of the partner. Each colleague is
    invited with one mail, however many dates they take over.

    Refuses a colleague who does not work there, a key nobody holds any more, and what
    ``end_affiliation`` refuses; then nothing moves. Returns what was moved.
    """
    organization = Organization.objects.select_for_update(no_key=True).get(
        pk=affiliation.organization_id
    )
    affiliation = Affiliation.objects.select_related("person").get(pk=affiliation.pk)
    if affiliation.ended_on is not None:
        raise DomainError(_("They have left already."))
    person = affiliation.person
    colleagues = {str(one.pk): one for one in successors_of(affiliation)}
    held = {one.key: one for one in holdings_of(person, organization, now=now)}
    if any(to != STAYS and key not in held for key, to in moves.items()):
        raise DomainError(_("Something changed in the meantime. Please look again."))
    giving = Giving(person, organization, by, now)
    moved, taken = [], dict[int, int]()
    with together():
        for key, one in held.items():
            to = moves.get(key, STAYS)
            if to == STAYS and ended_on is None:
                continue
            if to not in colleagues and to not in {OPEN, STAYS}:
                raise DomainError(_("Choose somebody who works there."), field=key)
            receiver = colleagues.get(to)
            move_holding(one, to=receiver, giving=giving)
            moved.append(one)
            if receiver is not None:
                taken[receiver.pk] = taken.get(receiver.pk, 0) + 1
    if ended_on is not None:
        heir = max(taken, key=lambda pk: (taken[pk], -pk)) if taken else None
        _leave(affiliation, by=by, ended_on=ended_on, reason=reason, heir=heir, now=now)
        _tell(affiliation, by=by, sender=sender, program=program, now=now)
    for pk, text in (messages or {}).items():
        if pk in taken and text.strip():
            _check_message(colleagues[str(pk)], text, by_partner=program is None)
            _write(affiliation, colleagues[str(pk)], text.strip(), moved[0].program, sender, now)
    return moved


def _leave(
    affiliation: Affiliation,
    *,
    by: User,
    ended_on: date,
    reason: str,
    heir: int | None,
    now: datetime,
) -> None:
    successor = Person.objects.filter(pk=heir).first() if heir else None
    end_affiliation(affiliation, by=by, ended_on=ended_on, reason=reason, successor=successor)
    person = affiliation.person
    if not Affiliation.objects.open().filter(person=person).exclude(pk=affiliation.pk).exists():
        revoke_feed(person, now=now)


def _check_message(to: Person, text: str, *, by_partner: bool) -> None:
    """A portal is no way to lead strangers elsewhere in the name of a school."""
    if not can_be_mailed(to):
        raise DomainError(
            _("There is no e-mail address of %(name)s.") % {"name": to.name}, field="messages"
        )
    if by_partner and ELSEWHERE.search(text):
        raise DomainError(
            _("Please leave links and e-mail addresses out: an answer to the mail reaches you."),
            field="messages",
        )
    if len(text.strip()) > MESSAGE_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": MESSAGE_MAX},
            field="messages",
        )


def _write(
    affiliation: Affiliation,
    to: Person,
    text: str,
    program: Program,
    sender: Person | None,
    now: datetime,
) -> None:
    with translation.override(to.language):
        queue_message(
            key=f"handover:{affiliation.pk}:{to.pk}:{now:%Y%m%d%H%M}",
            to_email=to.email,
            template="handover_written",
            context={
                "language": to.language,
                "person": affiliation.person,
                "organization": affiliation.organization,
                "text": text,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=f"{sender.name} ({program.name})"[:120] if sender else program.name,
            reply_to=reply_address(sender),
        )


def _tell(
    affiliation: Affiliation,
    *,
    by: User,
    sender: Person | None,
    program: Program | None,
    now: datetime,
) -> None:
    """Programs hear that somebody left; so does the person, if a colleague said it."""
    _tell_programs(affiliation, by=str(sender or by), now=now, besides=program)
    if program is None and sender is not None and sender.pk != affiliation.person_id:
        _tell_leaver(affiliation, by=sender, now=now)


def _partnerships_of(affiliation: Affiliation) -> list[Partnership]:
    rows = Partnership.objects.filter(organization=affiliation.organization_id)
    return list(rows.select_related("program", "owner").order_by("pk"))


def _tell_programs(
    affiliation: Affiliation, *, by: str, now: datetime, besides: Program | None
) -> None:
    """Each program that is a partner hears that somebody left: a task for who keeps in touch there.
    ``besides``: the program whose staff entered it and know."""
    for row in _partnerships_of(affiliation):
        if row.program == besides:
            continue
        make_task(
            row.program,
            key=f"left:{affiliation.pk}:{row.program_id}",
            title=f"{affiliation.person} has left {affiliation.organization}"[:200],
            note=f"{by} told us. What they held was handed over or is open: please look.",
            owner=row.owner,
            due_on=timezone.localdate(now, row.program.zone),
            organization=affiliation.organization,
        )


def _tell_leaver(affiliation: Affiliation, *, by: Person, now: datetime) -> None:
    """Whom a colleague struck off hears of it, and whom to write to if it is wrong."""
    person, rows = affiliation.person, _partnerships_of(affiliation)
    if not can_be_mailed(person) or not rows:
        return
    owner, program = rows[0].owner, rows[0].program
    with translation.override(person.language):
        queue_message(
            key=f"left:{affiliation.pk}:{now:%Y%m%d%H%M%S}",
            to_email=person.email,
            template="person_left",
            context={
                "language": person.language,
                "person": person,
                "by": by,
                "organization": affiliation.organization,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=program.name,
            reply_to=reply_address(owner),
        )


def thin_partners(program: Program) -> Any:
    """Partners that the program counts on with one contact or none today (SPEC 11.2), those with
    none first. Rows of Partnership with ``contacts``. One query."""
    here = (
        Affiliation.objects.open()
        .filter(organization=OuterRef("organization"))
        .order_by()
        .values("organization")
        .annotate(count=Count("person", distinct=True))
        .values("count")
    )
    return (
        Partnership.objects.for_program(program)
        .filter(stage__in=COUNTED_ON)
        .annotate(contacts=Coalesce(Subquery(here), 0))
        .filter(contacts__lte=1)
        .select_related("organization", "owner")
        .order_by("contacts", "organization__name", "pk")
    )
