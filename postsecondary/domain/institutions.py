"""What is written down about a college (SPEC 10.1): shared by all programs, as it is itself."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db import transaction

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.people import people_at
from partnerships.models import Organization, Person
from postsecondary.models import (
    Department,
    DepartmentMember,
    EntryRequirement,
    FundingIdea,
    ProgramOfStudy,
)

Fact = TypeVar("Fact", Department, ProgramOfStudy, EntryRequirement, FundingIdea)

#: What besides the name makes two rows of a college the same.
ALSO = {ProgramOfStudy: ("award",), EntryRequirement: ("program_of_study_id",)}
NAMELESS = {
    Department: "A department needs a name.",
    ProgramOfStudy: "A program of study needs a name.",
    EntryRequirement: "What is needed to get in?",
    FundingIdea: "What is it called?",
}


def plain(text: str) -> str:
    """The text as it is compared: without case, and with single spaces."""
    return tidy(text).casefold()


def tidy(text: str) -> str:
    return " ".join(text.split())


def is_same(one: Any, other: Any) -> bool:
    """Whether two rows of one kind would say the same thing of a college."""
    return plain(one.name) == plain(other.name) and all(
        getattr(one, name) == getattr(other, name) for name in ALSO.get(type(one), ())
    )


def lock_college(organization: Organization) -> Organization:
    """Locked, so that a name is there once. Refuses what is no postsecondary institution."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if organization.kind != Organization.Kind.POSTSECONDARY:
        raise DomainError(
            f"{organization} is not a postsecondary institution. Change its kind first."
        )
    return organization


@transaction.atomic
def save_fact(fact: Fact, *, by: User, **fields: Any) -> Fact:
    """Write one down, or change it: a department, program of study, entry requirement or funding
    idea. Refuses one without a name, one the college has already, a department or program of study
    of another college, and an organization that is none."""
    lock_college(fact.organization)
    for name, value in fields.items():
        setattr(fact, name, value.strip() if isinstance(value, str) else value)
    fact.name = tidy(fact.name)
    if not fact.name:
        raise DomainError(NAMELESS[type(fact)], field="name")
    for field in ("department", "program_of_study"):
        other = getattr(fact, field, None)
        if other is not None and other.organization_id != fact.organization_id:
            raise DomainError(f"This belongs to another college than {fact}.", field=field)
    rows: Any = type(fact)._default_manager.filter(organization=fact.organization_id)
    if any(is_same(one, fact) for one in rows.exclude(pk=fact.pk)):
        raise DomainError("This is on the list of the college already.", field="name")
    author(fact, by)
    fact.save()
    return fact


@transaction.atomic
def remove_fact(fact: Fact, *, by: User) -> None:
    """It was a mistake, or is not offered any more. Its history stays. A program of study takes
    its entry requirements along; a department leaves its programs of study to the college."""
    lock_college(fact.organization)
    if isinstance(fact, ProgramOfStudy):
        for requirement in fact.entry_requirements.all():
            author(requirement, by)
            requirement.delete()
    if isinstance(fact, Department):
        for study in fact.programs_of_study.all():
            study.department = None
            author(study, by)
            study.save()
        for member in fact.members.all():
            author(member, by)
            member.delete()
    author(fact, by)
    fact.delete()


@transaction.atomic
def set_members(department: Department, *, people: Collection[Person], by: User) -> None:
    """Of those who are at the college today, exactly these work in the department. Who has left
    the college stays noted. Refuses somebody who is not there."""
    college = lock_college(department.organization)
    here = set(people_at(college).values_list("pk", flat=True))
    for person in people:
        if person.pk not in here:
            raise DomainError(f"{person} is not at {college} today.", field="people")
    wanted = {person.pk for person in people}
    known: dict[int, DepartmentMember] = {
        one.person_id: one for one in department.members.filter(person__in=here)
    }
    for pk, member in known.items():
        if pk not in wanted:
            author(member, by)
            member.delete()
    for person in people:
        if person.pk not in known:
            member = DepartmentMember(department=department, person=person)
            author(member, by)
            member.save()
