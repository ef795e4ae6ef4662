"""A program begins, and changes its name, letterhead and color."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.names import name_key
from partnerships.domain.staff import invite_staff
from partnerships.models import Invitation, Organization, Program, ProgramRole

#: What the letterhead takes from the school, which is an organization like others.
SCHOOL_FIELDS = ("name", "street", "city", "state", "postal_code", "phone", "website")


@transaction.atomic
def start_program(
    *, name: str, school: str, career_area: str, coordinator_email: str, coordinator_name: str
) -> tuple[Program, Invitation]:
    """A new program of a school, and the invitation of its first coordinator.

    A school that is known by that name is taken, otherwise it is made. Refuses a second program
    of the same name at the same school.
    """
    at = Organization.objects.filter(
        kind=Organization.Kind.SCHOOL, name_key=name_key(school)
    ).first()
    if at is None:
        at = Organization.objects.create(
            name=school, name_key=name_key(school), kind=Organization.Kind.SCHOOL
        )
    if Program.objects.filter(school=at, name__iexact=name).exists():
        raise DomainError(f"{at.name} has a program called {name} already.", field="name")
    program = Program.objects.create(
        slug=free_slug(name), name=name, school=at, career_area=career_area
    )
    invitation = invite_staff(
        program,
        email=coordinator_email,
        name=coordinator_name,
        title="",
        role=ProgramRole.Role.COORDINATOR,
        by=None,
    )
    return program, invitation


def free_slug(name: str) -> str:
    """The name as it can stand in an address, with a number if it is taken."""
    slug = slugify(name)[:45].strip("-") or "program"
    taken = set(Program.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    wanted = slug
    while wanted in taken:
        wanted = f"{slug}-{number}"
        number += 1
    return wanted


@transaction.atomic
def change_program(
    program: Program,
    *,
    fields: dict[str, Any],
    sectors: Any,
    school: dict[str, Any],
    by: User,
) -> Program:
    """Change what letterheads and pages show of the program and its school.

    The slug stays: addresses in old mail must keep working. The school's data change for all its
    programs. The caller checked the values.
    """
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    for field, value in fields.items():
        setattr(program, field, value)
    program._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    program.save()
    program.sectors.set(sectors)
    at = Organization.objects.select_for_update(no_key=True).get(pk=program.school_id)
    changed = {field for field in SCHOOL_FIELDS if getattr(at, field) != school[field]}
    if changed:
        for field in changed:
            setattr(at, field, school[field])
        at.name_key = name_key(at.name)
        at._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
        at.save()
    return program
