"""A job shadow: its hosts, and which student goes where (SPEC 12.3)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from calendar_app.models import Activity
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Affiliation, Organization, Person
from students.models import Student
from visits.domain.attendees import lock_standing, of_its_grades, refuse_two_places
from visits.models import NOT_THERE, JobShadow, Placement, ShadowHost

#: What the reminders begin with; each program makes them its own.
USUAL_REMINDERS = (
    "Show where the restrooms are, and say when and where lunch is.\n"
    "Say what to wear, and what may not be touched or photographed.\n"
    "Students stay with you or a colleague; tell us at once if one is missing or hurt."
)
TEXTS = (
    *("staff", "transport", "assignment_before", "questions", "assignment_after"),
    *("reminders", "emergency_phones"),
)


@dataclass
class HostPlan:
    """A host with who comes."""

    host: ShadowHost
    students: list[Student] = field(default_factory=list)
    #: Those of whom the roll says that they do not come, and who left the program (ids).
    missing: set[int] = field(default_factory=set)

    @property
    def coming(self) -> list[Student]:
        """Whom the host may expect."""
        return [one for one in self.students if one.pk not in self.missing]

    @property
    def free(self) -> int:
        return max(0, self.host.capacity - len(self.students))


@dataclass(frozen=True)
class Suggested:
    """A host for a student, and how many interests they share with people there."""

    host: int
    shared: int = 0


@dataclass
class ShadowPlan:
    """All of a job shadow: what is said, hosts with students, who is not placed."""

    activity: Activity
    shadow: JobShadow
    hosts: list[HostPlan]
    unplaced: list[Student]

    @property
    def free(self) -> int:
        return sum(plan.free for plan in self.hosts)


def shadow_of(activity: Activity) -> JobShadow:
    """What is written down for it; a new one, not saved, where nothing is yet."""
    shadow = JobShadow.objects.filter(pk=activity.pk).first()
    if shadow is None:
        shadow = JobShadow(reminders=USUAL_REMINDERS)
    shadow.activity = activity
    return shadow


def plan_of(activity: Activity) -> ShadowPlan:
    """Four queries, whatever the number of hosts and students. Who may go: current students of the
    grades the activity is for."""
    hosts = {
        host.pk: HostPlan(host)
        for host in activity.shadow_hosts.with_left().select_related("organization", "person")
    }
    placed = set()
    day = timezone.localdate(activity.starts_at, activity.program.zone)
    for placement in activity.placements.select_related("student").order_by(
        "student__family_name", "student__given_name"
    ):
        if placement.host_id in hosts:
            placed.add(placement.student_id)
            hosts[placement.host_id].students.append(placement.student)
            if placement.came in NOT_THERE or placement.student.left_on:
                hosts[placement.host_id].missing.add(placement.student_id)
    unplaced = [one for one in of_its_grades(activity) if one.pk not in placed]
    for student in [*unplaced, *(one for plan in hosts.values() for one in plan.students)]:
        student.is_named = student.is_named_to_hosts(day)  # type: ignore[attr-defined]  # for a page
    return ShadowPlan(activity, shadow_of(activity), list(hosts.values()), unplaced)


@transaction.atomic
def write_shadow(activity: Activity, *, by: User, **texts: str) -> JobShadow:
    """Keep what hosts are told: any of TEXTS."""
    lock_standing(activity)
    shadow = shadow_of(activity)
    for name, text in texts.items():
        setattr(shadow, name, text.strip())
    author(shadow, by)
    shadow.save()
    return shadow


@transaction.atomic
def add_host(
    activity: Activity,
    *,
    by: User,
    organization: Organization,
    person: Person | None,
    capacity: int,
) -> ShadowHost:
    """An organization takes students. Refuses the same host twice, somebody who is not there
    today, and a host who takes nobody."""
    lock_standing(activity)
    if capacity < 1:
        raise DomainError("A host takes at least one student.", field="capacity")
    if person is not None and not (
        Affiliation.objects.current().filter(person=person, organization=organization).exists()
    ):
        raise DomainError(f"{person} is not at {organization} today.", field="person")
    if activity.shadow_hosts.filter(organization=organization, person=person).exists():
        raise DomainError("This host is on the list already.", field="organization")
    host = ShadowHost(
        activity=activity, organization=organization, person=person, capacity=capacity
    )
    author(host, by)
    host.save()
    return host


def people_of_hosts(activity: Activity) -> list[tuple[Person, Organization]]:
    """Who is with the students at each host, where somebody is named. One query."""
    rows = activity.shadow_hosts.exclude(person=None).select_related("person", "organization")
    return [(row.person, row.organization) for row in rows if row.person]


@transaction.atomic
def remove_host(host: ShadowHost, *, by: User) -> int:
    """They do not take anybody after all. Their students are not placed any more; returns how
    many. What was sent to them does not open any more."""
    lock_standing(host.activity)
    freed = host.placements.count()
    author(host, by)
    host.delete()
    return freed


@transaction.atomic
def place_students(activity: Activity, *, where: Mapping[int, int | None]) -> None:
    """Say which student goes to which host (ids), or to none; those not named stay where they are.
    All of it or nothing.

    Refuses a student or a host that is not of this job shadow's program, more students than a host
    takes, and a student who is with a host somewhere else at the same time.
    """
    activity = lock_standing(activity)
    hosts = {host.pk: host for host in activity.shadow_hosts.select_related("organization")}
    students = Student.objects.for_program(activity.program).current().in_bulk(list(where))
    now = {row.student_id: row for row in activity.placements.all()}
    goes = {pk: row.host_id for pk, row in now.items() if row.host_id is not None}
    for student, host in where.items():
        if student not in students and student not in now:
            raise DomainError("This student is not in the program any more.")
        if host is not None and host not in hosts:
            raise DomainError("This host is not on the list any more.")
        goes.pop(student, None)
        if host is not None:
            goes[student] = host
    for host_pk, count in Counter(goes.values()).items():
        host_row = hosts[host_pk]
        if count > host_row.capacity:
            raise DomainError(
                f"{host_row} takes {host_row.capacity}; {count} would come. Nothing was changed."
            )
    moved = {pk: host for pk, host in goes.items() if pk not in now or now[pk].host_id != host}
    refuse_two_places([activity], moved)
    activity.placements.filter(student__in=where).exclude(student__in=goes).delete()
    activity.placements.bulk_create(
        (Placement(activity=activity, host_id=host, student_id=pk) for pk, host in moved.items()),
        update_conflicts=True,
        unique_fields=["activity", "student"],
        update_fields=["host"],
    )


def suggest_places(plan: ShadowPlan) -> dict[int, Suggested]:
    """Where those without a place could go: who shares most interests with the talents of people
    at a host comes first, the others where most room is, in the order of the list. By id of the
    student; nothing is saved. One query."""
    free = {one.host.pk: one.free for one in plan.hosts}
    found: dict[int, Suggested] = {}
    order = {student.pk: place for place, student in enumerate(plan.unplaced)}
    pairs = sorted(
        _shared(plan).items(), key=lambda item: (-item[1], order[item[0][0]], item[0][1])
    )
    for (student, host), shared in pairs:
        if student not in found and free[host]:
            found[student] = Suggested(host, shared)
            free[host] -= 1
    for student in order:
        if student in found:
            continue
        host = max(free, key=lambda pk: free[pk], default=0)
        if not free.get(host):
            break
        found[student] = Suggested(host)
        free[host] -= 1
    return found


def _shared(plan: ShadowPlan) -> dict[tuple[int, int], int]:
    """By student and host: how many interests are talents of people who are at the host's
    organization."""
    rows = (
        Student.objects.filter(
            pk__in=[one.pk for one in plan.unplaced],
            interests__people__affiliations__organization__in=[
                one.host.organization_id for one in plan.hosts
            ],
            interests__people__affiliations__ended_on=None,
        )
        .order_by()
        .values_list("pk", "interests__people__affiliations__organization")
        .annotate(Count("interests", distinct=True))
    )
    return {
        (student, one.host.pk): count
        for student, organization, count in rows
        for one in plan.hosts
        if one.host.organization_id == organization
    }
