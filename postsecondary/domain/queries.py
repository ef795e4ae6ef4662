"""What the pages about colleges show, read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partnerships.domain.queries import HISTORY_MAX, HistoryEntry, entries_of
from partnerships.models import Affiliation, Organization, Partnership, Person, Program
from postsecondary.models import (
    Department,
    DepartmentMember,
    DualCredit,
    EntryRequirement,
    FundingIdea,
    ProgramOfStudy,
)


def colleges_of(program: Program) -> QuerySet[Organization]:
    """The postsecondary partners of a program."""
    return Organization.objects.filter(
        kind=Organization.Kind.POSTSECONDARY, partnerships__program=program
    )


def college_partnerships(program: Program, *, year: int) -> QuerySet[Partnership]:
    """A program's partnerships with colleges, each with how much is known: ``departments``,
    ``studies``, ``studies_for_us`` (in the program's own industry), and ``dual_credits`` that hold
    in the school year."""

    def count_of(rows: QuerySet[Any]) -> Coalesce:
        own = rows.filter(organization=OuterRef("organization_id")).order_by()
        counted = own.values("organization").annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    studies = ProgramOfStudy.objects.all()
    return (
        Partnership.objects.for_program(program)
        .filter(organization__kind=Organization.Kind.POSTSECONDARY)
        .select_related("organization")
        .annotate(
            departments=count_of(Department.objects.all()),
            studies=count_of(studies),
            studies_for_us=count_of(studies.filter(career_area=program.career_area)),
            dual_credits=count_of(DualCredit.objects.for_program(program).valid_in(year)),
        )
    )


@dataclass
class DepartmentPeople:
    """A department, and who of it is there today."""

    department: Department
    people: list[Affiliation] = field(default_factory=list)
    has_lost_all: bool = False


@dataclass
class CollegeProfile:
    """What a program sees of a college."""

    departments: list[DepartmentPeople]
    without_department: list[Affiliation]
    studies_for_us: list[ProgramOfStudy]
    other_studies: list[ProgramOfStudy]
    requirements: list[EntryRequirement]
    funding: list[FundingIdea]
    dual_credits: list[DualCredit]


def profile_of(organization: Organization, *, program: Program, year: int) -> CollegeProfile:
    """Seven queries, whatever is written down. ``dual_credits``: those of this program that hold
    in the school year."""
    departments = {one.pk: DepartmentPeople(one) for one in organization.departments.all()}
    here = {
        one.person_id: one
        for one in Affiliation.objects.current()
        .filter(organization=organization)
        .select_related("person")
        .order_by("person__name", "pk")
    }
    members: dict[int, list[int]] = defaultdict(list)
    for department, person in DepartmentMember.objects.filter(
        department__organization=organization
    ).values_list("department_id", "person_id"):
        members[department].append(person)
    for pk, shown in departments.items():
        shown.people = [one for person, one in here.items() if person in members[pk]]
        shown.has_lost_all = bool(members[pk]) and not shown.people
    placed = {person for people in members.values() for person in people}
    studies = list(organization.programs_of_study.select_related("department"))
    ours = [one for one in studies if one.career_area == program.career_area]
    return CollegeProfile(
        departments=list(departments.values()),
        without_department=[one for person, one in here.items() if person not in placed],
        studies_for_us=ours,
        other_studies=[one for one in studies if one not in ours],
        requirements=list(organization.entry_requirements.select_related("program_of_study")),
        funding=list(organization.funding_ideas.all()),
        dual_credits=list(
            DualCredit.objects.for_program(program).valid_in(year).filter(organization=organization)
        ),
    )


def history_of_college(organization: Organization) -> list[HistoryEntry]:
    """Who changed what is known about a college, latest first (SPEC 0.8). Eight queries at most,
    whatever the number of changes."""
    pk = organization.pk
    departments = _latest(Department.history.filter(organization_id=pk))
    studies = _latest(ProgramOfStudy.history.filter(organization_id=pk))
    requirements = _latest(EntryRequirement.history.filter(organization_id=pk))
    members = _latest(
        DepartmentMember.history.filter(department_id__in={one.id for one in departments})
    )
    people = dict(
        Person.objects.filter(pk__in={one.person_id for one in members}).values_list("pk", "name")
    )
    entries = []
    for rows, names in (
        (departments, {}),
        (studies, {one.id: one.name for one in reversed(departments)}),
        (requirements, {one.id: one.name for one in reversed(studies)}),
        (_latest(FundingIdea.history.filter(organization_id=pk)), {}),
    ):
        for same in _by_object(rows):
            entries += entries_of(same[0].name, same, names)
    for same in _by_object(members):
        entries += entries_of("Person", same, people)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:HISTORY_MAX]


def history_of_dual_credit(row: DualCredit) -> list[HistoryEntry]:
    """Who changed a pair of courses, latest first. One query."""
    return entries_of("Dual credit", _latest(DualCredit.history.filter(id=row.pk)), {})


def _by_object(records: list[Any]) -> list[list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        groups[record.id].append(record)
    return list(groups.values())


def _latest(rows: Any) -> list[Any]:
    ordered = rows.select_related("history_user__person").order_by("-history_date", "-history_id")
    return list(ordered[: HISTORY_MAX + 1])
