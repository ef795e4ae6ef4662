"""What a partner changes about its own people (SPEC 11.3)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.names import person_key
from partnerships.domain.organizations import set_supports
from partnerships.domain.people import add_person
from partnerships.models import Affiliation, Organization, Partnership, Person
from portal.domain.entering import invite_partner


def people_of(organization: Organization) -> list[Affiliation]:
    """Who works there today, by name. One query."""
    return list(
        Affiliation.objects.open()
        .filter(organization=organization)
        .select_related("person")
        .order_by("person__name", "pk")
    )


@transaction.atomic
def add_colleague(
    organization: Organization, *, by: User, name: str, email: str, **fields: Any
) -> Affiliation:
    """Somebody of the organization enters a colleague, who gets the link to the portal. Refuses an
    address that somebody else has, without saying who, and a colleague who is there already."""
    known = Person.objects.filter(email=email.strip().lower()).first()
    if known is not None and known.name_key != person_key(name):
        raise DomainError(
            _("We know this address under another name. Please ask your contact at the school."),
            field="email",
        )
    affiliation = add_person(
        organization,
        by=by,
        name=name,
        email=email,
        started_on=timezone.localdate(),
        language=organization.language,
        **fields,
    )
    partnership = (
        Partnership.objects.filter(organization=organization)
        .select_related("program")
        .order_by("pk")
        .first()
    )
    if partnership is not None:
        invite_partner(affiliation, program=partnership.program, by=by, now=timezone.now())
    return affiliation


@transaction.atomic
def change_own_profile(
    affiliation: Affiliation, *, by: User, title: str, talents: Any, **fields: Any
) -> Person:
    """Change one's own name, address to, telephone, language, talents, and the title at this
    organization. Refuses an empty name."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=affiliation.person_id)
    for name, value in fields.items():
        setattr(person, name, value)
    person.name = person.name.strip()
    if not person.name:
        raise DomainError(_("Please write your name."), field="name")
    person.name_key = person_key(person.name)
    author(person, by)
    person.save()
    person.talents.set(talents)
    if affiliation.title != title.strip():
        affiliation.title = title.strip()
        author(affiliation, by)
        affiliation.save()
    return person


@transaction.atomic
def offer_supports(organization: Organization, *, kinds: list[str]) -> None:
    """Say what the organization is willing to do; remarks that are there stay."""
    notes = {one.kind: one.note for one in organization.supports.all()}
    set_supports(organization, notes={kind: notes.get(kind, "") for kind in kinds})
