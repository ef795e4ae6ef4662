"""What is changed about an organization, and about a program's partnership with it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.names import name_key
from partnerships.models import (
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Program,
    Sector,
    Support,
)
from partnerships.models.recruiting import PartnershipQuerySet

Stage = Partnership.Stage
Approval = Partnership.Approval

#: Stages that say no, and therefore want a reason.
ENDED = (Stage.PAUSED, Stage.DECLINED)
#: How many partnerships one bulk action may change.
BULK_MAX = 5000
BATCH = 500


@transaction.atomic
def create_organization(
    *, program: Program, by: User | None, sectors: Collection[Sector] = (), **fields: Any
) -> Partnership:
    """Enter an organization nobody had, as a partner of the program (SPEC 2.2).

    Whoever calls has shown likely duplicates first. Refuses a name that is empty.
    """
    organization = Organization(**fields)
    organization.name = organization.name.strip()
    if not organization.name:
        raise DomainError("An organization needs a name.", field="name")
    organization.name_key = name_key(organization.name)
    author(organization, by)
    organization.save()
    organization.sectors.set(sectors)
    return adopt(organization, program=program, by=by)


@transaction.atomic
def edit_organization(
    organization: Organization, *, by: User, sectors: Collection[Sector], **fields: Any
) -> Organization:
    """Change what all programs share about an organization. Refuses an empty name."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    for name, value in fields.items():
        setattr(organization, name, value)
    organization.name = organization.name.strip()
    if not organization.name:
        raise DomainError("An organization needs a name.", field="name")
    organization.name_key = name_key(organization.name)
    author(organization, by)
    organization.save()
    organization.sectors.set(sectors)
    return organization


@transaction.atomic
def adopt(organization: Organization, *, program: Program, by: User | None) -> Partnership:
    """Make an organization a partner of the program; the second time changes nothing."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    partnership = Partnership.objects.filter(program=program, organization=organization).first()
    if partnership is None:
        if organization.pk == program.school_id:
            raise DomainError("This is the program's own school.")
        partnership = Partnership(program=program, organization=organization)
        author(partnership, by)
        partnership.save()
    return partnership


@transaction.atomic
def set_stage(partnership: Partnership, *, stage: str, by: User, reason: str = "") -> Partnership:
    """Move a partnership to a stage (SPEC 2.3). Refuses to pause or decline without a reason."""
    reason = _checked_reason(stage, reason)
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if (partnership.stage, partnership.stage_reason) == (stage, reason):
        return partnership
    if partnership.stage != stage:
        partnership.stage_changed_at = timezone.now()
    partnership.stage, partnership.stage_reason = stage, reason
    author(partnership, by)
    partnership.save()
    return partnership


def _checked_reason(stage: str, reason: str) -> str:
    if stage not in Stage.values:
        raise DomainError("Choose a stage.", field="stage")
    if stage not in ENDED:
        return ""
    if not reason.strip():
        raise DomainError(
            "Say why in a few words: whoever comes after you will want to know.", field="reason"
        )
    return reason.strip()


@transaction.atomic
def set_stage_of_many(
    partnerships: PartnershipQuerySet, *, stage: str, by: User, reason: str = ""
) -> int:
    """The same stage for many. Returns how many changed; refuses more than BULK_MAX."""
    reason = _checked_reason(stage, reason)
    chosen = _locked(partnerships)
    changed = [one for one in chosen if (one.stage, one.stage_reason) != (stage, reason)]
    now = timezone.now()
    for partnership in changed:
        if partnership.stage != stage:
            partnership.stage_changed_at = now
        partnership.stage, partnership.stage_reason = stage, reason
    _save_many(changed, ["stage", "stage_reason", "stage_changed_at"], by=by)
    return len(changed)


@transaction.atomic
def set_owner_of_many(partnerships: PartnershipQuerySet, *, owner: Person | None, by: User) -> int:
    """The same owner, or none, for many. Returns how many changed; refuses more than BULK_MAX."""
    changed = [
        one for one in _locked(partnerships) if one.owner_id != (owner.pk if owner else None)
    ]
    for partnership in changed:
        partnership.owner = owner
    _save_many(changed, ["owner"], by=by)
    return len(changed)


def _locked(partnerships: PartnershipQuerySet) -> list[Partnership]:
    ids = list(partnerships.order_by().values_list("pk", flat=True)[: BULK_MAX + 1])
    if len(ids) > BULK_MAX:
        raise DomainError(
            f"That is more than {BULK_MAX:,} partners. Narrow the list and try again."
        )
    rows: list[Partnership] = []
    for start in range(0, len(ids), BATCH):  # SQLite takes only so many parameters
        rows += Partnership.objects.select_for_update().filter(pk__in=ids[start : start + BATCH])
    return rows


def _save_many(changed: list[Partnership], fields: list[str], *, by: User) -> None:
    for start in range(0, len(changed), BATCH):
        bulk_update_with_history(
            changed[start : start + BATCH], Partnership, fields, default_user=by
        )


@transaction.atomic
def set_owner(partnership: Partnership, *, owner: Person | None, note: str, by: User) -> None:
    """Who of us keeps in touch, and what only this program should know."""
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    partnership.owner, partnership.note = owner, note
    author(partnership, by)
    partnership.save()


@transaction.atomic
def set_supports(organization: Organization, *, notes: Mapping[str, str]) -> None:
    """What the organization is willing to do (SPEC 2.8): kind to note, nothing else remains."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    known = {support.kind: support for support in organization.supports.all()}
    for kind, note in notes.items():
        support = known.pop(kind, None) or Support(organization=organization, kind=kind)
        if support.pk is None or support.note != note:
            support.note = note
            support.save()
    organization.supports.filter(kind__in=known).delete()


@transaction.atomic
def set_approval(
    partnership: Partnership,
    *,
    by: User,
    approval: str,
    approver: Person | None,
    approval_asked_on: date | None,
    approval_answered_on: date | None,
    responsible: Person | None,
) -> None:
    """Executive approval and who is responsible there (SPEC 2.7).

    Refuses an answer without its day, or one before the question.
    """
    if approval in {Approval.GIVEN, Approval.REFUSED} and approval_answered_on is None:
        raise DomainError("On which day did they answer?", field="approval_answered_on")
    if approval == Approval.ASKED and approval_asked_on is None:
        raise DomainError("On which day were they asked?", field="approval_asked_on")
    if approval_asked_on and approval_answered_on and approval_answered_on < approval_asked_on:
        raise DomainError(
            "The answer cannot come before the question.", field="approval_answered_on"
        )
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    partnership.approval, partnership.approver = approval, approver
    partnership.approval_asked_on = approval_asked_on
    partnership.approval_answered_on = approval_answered_on
    partnership.responsible = responsible
    author(partnership, by)
    partnership.save()


@transaction.atomic
def give_role(partnership: Partnership, *, person: Person, role: str, by: User) -> PartnerRole:
    """Somebody there does something for the program (SPEC 2.7). Twice is once."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    given = PartnerRole.objects.filter(partnership=partnership, person=person, role=role).first()
    if given is None:
        given = PartnerRole(partnership=partnership, person=person, role=role)
        author(given, by)
        given.save()
    return given


@transaction.atomic
def take_role(role: PartnerRole, *, by: User) -> None:
    """They no longer do it."""
    author(role, by)
    role.delete()
