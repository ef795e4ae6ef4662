"""People on both sides, and where they are from when to when (SPEC 0.1)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.names import person_key
from partnerships.models import Affiliation, Organization, Person, Program


def staff_people(program: Program) -> QuerySet[Person]:
    """Our side: who works at the school today, or has a role in the program."""
    at_school = Affiliation.objects.current().filter(organization=program.school_id)
    with_role = Person.objects.filter(user__in=program.roles.values("user")).order_by()
    # A union, as an "or" would read every person of the district.
    ids = at_school.values("person").union(with_role.values("pk"))
    return Person.objects.filter(pk__in=ids)


def people_at(organization: Organization) -> QuerySet[Person]:
    """Their side: who works there today, without those of whom somebody has said that they left."""
    here = Affiliation.objects.open().filter(organization=organization)
    return Person.objects.filter(pk__in=here.values("person"))


@transaction.atomic
def add_person(
    organization: Organization,
    *,
    by: User | None,
    name: str,
    email: str = "",
    title: str = "",
    started_on: date | None = None,
    is_main_contact: bool = False,
    **fields: Any,
) -> Affiliation:
    """Somebody works there. Whoever has the same name and e-mail elsewhere is the same person,
    and keeps their history.

    Refuses an e-mail that belongs to somebody else, and a person who is there already.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    name, email = name.strip(), email.strip().lower()
    if not name:
        raise DomainError("A person needs a name.", field="name")
    person = Person.objects.filter(email=email).first() if email else None
    if person and person.name_key != person_key(name):
        raise DomainError(f"This address belongs to {person.name}.", field="email")
    here = Affiliation.objects.current().filter(organization=organization)
    same = Q(person=person) if person else Q(person__name_key=person_key(name), person__email=email)
    if here.filter(same).exists():
        raise DomainError(f"{name} is on the list here already.", field="name")
    if person is None:
        person = Person(name=name, name_key=person_key(name), email=email, **fields)
        author(person, by)
        person.save()
    affiliation = Affiliation(
        person=person, organization=organization, title=title.strip(), started_on=started_on
    )
    author(affiliation, by)
    affiliation.save()
    if is_main_contact:
        set_main_contact(affiliation, by=by)
    return affiliation


@transaction.atomic
def edit_person(person: Person, *, by: User, **fields: Any) -> Person:
    """Change a person's own facts. Refuses an e-mail that belongs to somebody else, and the
    e-mail of someone who signs in here: that is theirs to change."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    email = fields.get("email", person.email).strip().lower()
    if email and Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise DomainError("This address belongs to somebody else.", field="email")
    if person.user_id and email != person.email:
        raise DomainError(
            f"{person.name} signs in here and looks after this address alone.", field="email"
        )
    talents = fields.pop("talents", None)
    for field, value in {**fields, "email": email}.items():
        setattr(person, field, value)
    person.name = person.name.strip()
    person.name_key = person_key(person.name)
    author(person, by)
    person.save()
    if talents is not None:
        person.talents.set(talents)
    return person


@transaction.atomic
def edit_affiliation(
    affiliation: Affiliation, *, by: User, title: str, started_on: date | None
) -> Affiliation:
    """Correct a title or a first day. Refuses a first day after the last."""
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if started_on and affiliation.ended_on and started_on > affiliation.ended_on:
        raise DomainError("They left before that day.", field="started_on")
    affiliation.title, affiliation.started_on = title.strip(), started_on
    author(affiliation, by)
    affiliation.save()
    return affiliation


@transaction.atomic
def end_affiliation(
    affiliation: Affiliation,
    *,
    by: User,
    ended_on: date,
    reason: str,
    successor: Person | None = None,
) -> Affiliation:
    """Somebody left: ended_on is their last day. Letters go to the successor, if one is named.

    What they did stays on record. Refuses a day to come (who is still there still gets the
    letters) and one before they came.
    """
    affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
    if ended_on > timezone.localdate():
        raise DomainError(
            "That day is still to come; enter it when they have left.", field="ended_on"
        )
    if affiliation.started_on and ended_on < affiliation.started_on:
        raise DomainError("They were not there yet on that day.", field="ended_on")
    was_main = affiliation.is_main_contact
    affiliation.ended_on, affiliation.end_reason = ended_on, reason
    affiliation.is_main_contact = False
    author(affiliation, by)
    affiliation.save()
    if was_main and successor:
        next_one = (
            Affiliation.objects.current()
            .filter(organization=affiliation.organization_id, person=successor)
            .exclude(pk=affiliation.pk)
            .first()
        )
        if next_one is None:
            raise DomainError(f"{successor.name} does not work there.", field="successor")
        set_main_contact(next_one, by=by)
    return affiliation


@transaction.atomic
def set_main_contact(affiliation: Affiliation, *, by: User | None) -> None:
    """Letters go to this one from now on. Refuses somebody who has left."""
    Organization.objects.select_for_update(no_key=True).get(pk=affiliation.organization_id)
    affiliation.refresh_from_db()
    if affiliation.ended_on and affiliation.ended_on < timezone.localdate():
        raise DomainError("They do not work there any more.")
    others = Affiliation.objects.filter(
        organization=affiliation.organization_id, is_main_contact=True
    ).exclude(pk=affiliation.pk)
    for other in others:  # one at most, says a constraint
        other.is_main_contact = False
        author(other, by)
        other.save()
    if not affiliation.is_main_contact:
        affiliation.is_main_contact = True
        author(affiliation, by)
        affiliation.save()
