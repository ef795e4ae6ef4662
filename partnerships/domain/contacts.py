"""The contact log (SPEC 2.4), and what it shows so that nobody over-asks (SPEC 2.11)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Interaction, Organization, Partnership, Person, Program
from partnerships.signals import next_step_agreed

Stage = Partnership.Stage
BEFORE_CONTACT = (Stage.IDENTIFIED, Stage.RESEARCHED)


@dataclass(frozen=True)
class Ask:
    """What other programs may know of an ask: never its notes, nor whom it reached."""

    program: str
    happened_at: datetime
    what: str
    is_ours: bool


@transaction.atomic
def log_contact(
    partnership: Partnership,
    *,
    by: User,
    kind: str,
    happened_at: datetime | None = None,
    people: Collection[Person] = (),
    ask: str = "",
    next_step_on: date | None = None,
    **fields: Any,
) -> Interaction:
    """Write down a contact. It counts as the last one, and moves a partner who was only identified
    or researched on to "contacted".

    ``fields``: staff, school_level, outcome, note, next_step. A next step becomes a task of
    ``staff``, due on ``next_step_on``. The same contact sent twice (a double click) is one. Refuses
    a day to come, and a date without a step.
    """
    partnership = _locked_partnership(partnership.program_id, partnership.organization_id)
    contact = Interaction(
        program_id=partnership.program_id,
        organization_id=partnership.organization_id,
        created_by=by,
        kind=kind,
        happened_at=happened_at or timezone.now(),
        ask=ask,
        is_ask=bool(ask),
        **fields,
    )
    _check(contact, next_step_on=next_step_on)
    if same := _same_contact(contact):
        return same
    author(contact, by)
    contact.save()
    contact.people.set(people)
    next_step_agreed.send(Interaction, contact=contact, by=by, due_on=next_step_on)
    _after_contact(partnership, by=by)
    return contact


def _same_contact(contact: Interaction) -> Interaction | None:
    """One that says the same and was written a moment ago by the same person."""
    return Interaction.objects.filter(
        program=contact.program_id,
        organization=contact.organization_id,
        created_by=contact.created_by,
        kind=contact.kind,
        happened_at=contact.happened_at,
        note=contact.note,
        ask=contact.ask,
        created_at__gte=timezone.now() - timedelta(minutes=2),
    ).first()


@transaction.atomic
def edit_contact(
    contact: Interaction, *, by: User, people: Collection[Person], ask: str, **fields: Any
) -> Interaction:
    """Correct what was written down. Refuses the same as log_contact."""
    partnership = _locked_partnership(contact.program_id, contact.organization_id)
    contact = Interaction.objects.select_for_update().get(pk=contact.pk)
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.ask, contact.is_ask = ask, bool(ask)
    _check(contact)
    author(contact, by)
    contact.save()
    contact.people.set(people)
    next_step_agreed.send(Interaction, contact=contact, by=by)
    _after_contact(partnership, by=by)
    return contact


@transaction.atomic
def delete_contact(contact: Interaction, *, by: User) -> None:
    """It never happened. The last contact is then the one before; the stage stays; a next step that
    is still open goes with it."""
    partnership = _locked_partnership(contact.program_id, contact.organization_id)
    contact.next_step = ""
    next_step_agreed.send(Interaction, contact=contact, by=by)
    author(contact, by)
    contact.delete()
    _keep_last_contact(partnership, by=by)


def _check(contact: Interaction, *, next_step_on: date | None = None) -> None:
    if contact.happened_at > timezone.now() + timedelta(minutes=5):  # clocks differ a little
        raise DomainError(
            "That is still to come. Log it when it has happened; a plan goes into the next step.",
            field="happened_at",
        )
    if next_step_on and not contact.next_step:
        raise DomainError("What is to be done by then?", field="next_step")


def _locked_partnership(program_id: int, organization_id: int) -> Partnership:
    partnership = (
        Partnership.objects.select_for_update()
        .filter(program=program_id, organization=organization_id)
        .first()
    )
    if partnership is None:
        raise DomainError("This organization is not a partner of the program any more.")
    return partnership


def _after_contact(partnership: Partnership, *, by: User) -> None:
    if partnership.stage in BEFORE_CONTACT:
        partnership.stage = Stage.CONTACTED
        partnership.stage_changed_at = timezone.now()
        partnership.last_contact_on = None  # so that the line below saves both at once
        _keep_last_contact(partnership, by=by, always=True)
    else:
        _keep_last_contact(partnership, by=by)


def _keep_last_contact(partnership: Partnership, *, by: User, always: bool = False) -> None:
    last = Interaction.objects.filter(
        program=partnership.program_id, organization=partnership.organization_id
    ).aggregate(last=Max("happened_at"))["last"]
    day = timezone.localdate(last) if last else None
    if always or partnership.last_contact_on != day:
        partnership.last_contact_on = day
        author(partnership, by)
        partnership.save()


def quiet_since(program: Program) -> datetime:
    """From when on another ask would be too soon, as this program sees it."""
    return timezone.now() - timedelta(days=program.quiet_days)


def asks_of(organization: Organization, *, since: datetime, program: Program) -> list[Ask]:
    """What any program asked of an organization since then, latest first, as ``program`` may see
    it."""
    return [
        Ask(
            program=row["program__name"],
            happened_at=row["happened_at"],
            what=row["ask"],
            is_ours=row["program"] == program.pk,
        )
        for row in Interaction.objects.asks()
        .filter(organization=organization, happened_at__gte=since)
        .order_by("-happened_at", "-pk")
        .values("program", "program__name", "happened_at", "ask")[:20]
    ]


def asks_by_organization(ids: Any, *, since: datetime) -> dict[int, int]:
    """How often any program asked each of these since then; those never asked are left out."""
    rows = (
        Interaction.objects.asks()
        .filter(organization__in=ids, happened_at__gte=since)
        .order_by()
        .values("organization")
        .annotate(times=Count("pk"))
    )
    return {row["organization"]: row["times"] for row in rows}
