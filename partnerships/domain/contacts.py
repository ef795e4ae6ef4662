"""The contact log (SPEC 2.4), and what it shows so that nobody over-asks (SPEC 2.11)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Interaction, Organization, Partnership, Person, Program
from partnerships.models.recruiting import InteractionQuerySet

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
    **fields: Any,
) -> Interaction:
    """Write down a contact. It counts as the last one, and moves a partner who was only identified
    or researched on to "contacted".

    ``fields``: staff, school_level, outcome, note, next_step, next_step_on. The same contact sent
    twice (a double click) is one. Refuses a day to come, and a date without a step.
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
    _check(contact)
    if same := _same_contact(contact):
        return same
    author(contact, by)
    contact.save()
    contact.people.set(people)
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
    if not contact.next_step:
        contact.next_step_done_at = None
    _check(contact)
    author(contact, by)
    contact.save()
    contact.people.set(people)
    _after_contact(partnership, by=by)
    return contact


@transaction.atomic
def delete_contact(contact: Interaction, *, by: User) -> None:
    """It never happened. The last contact is then the one before; the stage stays."""
    partnership = _locked_partnership(contact.program_id, contact.organization_id)
    author(contact, by)
    contact.delete()
    _keep_last_contact(partnership, by=by)


@transaction.atomic
def finish_next_step(contact: Interaction, *, by: User) -> Interaction:
    """The agreed next step is done; the second time changes nothing."""
    contact = Interaction.objects.select_for_update().get(pk=contact.pk)
    if not contact.next_step:
        raise DomainError("No next step was agreed.")
    if contact.next_step_done_at is None:
        contact.next_step_done_at = timezone.now()
        author(contact, by)
        contact.save()
    return contact


@transaction.atomic
def reopen_next_step(contact: Interaction, *, by: User) -> Interaction:
    """Not done after all."""
    contact = Interaction.objects.select_for_update().get(pk=contact.pk)
    if contact.next_step_done_at is not None:
        contact.next_step_done_at = None
        author(contact, by)
        contact.save()
    return contact


def _check(contact: Interaction) -> None:
    if contact.happened_at > timezone.now() + timedelta(minutes=5):  # clocks differ a little
        raise DomainError(
            "That is still to come. Log it when it has happened; a plan goes into the next step.",
            field="happened_at",
        )
    if contact.next_step_on and not contact.next_step:
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


def open_next_steps(
    program: Program, person: Person | None = None, *, until: date | None = None
) -> InteractionQuerySet:
    """Next steps that are not done, the earliest first; with a person only those they own: it was
    their contact, or they own the partnership. Those without a date come last."""
    steps = (
        Interaction.objects.for_program(program)
        .filter(next_step_done_at=None)
        .exclude(next_step="")
    )
    if until is not None:
        steps = steps.filter(next_step_on__lte=until)
    if person is not None:
        owned = Partnership.objects.for_program(program).filter(owner=person)
        steps = steps.filter(
            Q(staff=person) | Q(staff=None, organization__in=owned.values("organization"))
        )
    return steps.select_related("organization", "staff").order_by(
        F("next_step_on").asc(nulls_last=True), "happened_at", "pk"
    )
