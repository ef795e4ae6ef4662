"""What sites offer, and planning a visit to one (SPEC 7.1, 7.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db import transaction

from accounts.models import User
from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.models import Organization
from visits.domain.attendees import lock_standing
from visits.models import Chaperone, Check, Placement, SiteOffer, SiteVisit

#: The kinds of activity that are planned as a visit.
PLANNED_AS_VISIT = (Kind.SITE_VISIT, Kind.POSTSECONDARY_VISIT)
#: What a checklist begins with; each visit makes it its own.
USUAL_CHECKS = (
    "The principal has approved the trip",
    "The bus is ordered",
    "Colleagues know whose lessons are missed",
    "Permission slips are handed out",
    "The nurse knows; medicines and first-aid kit are packed",
    "A charged phone and all numbers are with us",
    "Lunch is settled",
    "The host knows how many come, and when",
)
NAME_MAX, TEXT_MAX = 120, 200


@dataclass(frozen=True)
class Timetable:
    """When the students leave and are back, with a buffer for the bus on each way."""

    leaves: datetime
    arrives: datetime
    departs: datetime
    back: datetime


@dataclass
class VisitPlan:
    """All of a visit: what is written, who goes, and what is still wrong with it."""

    activity: Activity
    visit: SiteVisit
    placements: list[Placement]
    chaperones: list[Chaperone]
    checks: list[Check]

    @property
    def needed(self) -> int:
        """How many chaperones the students need."""
        return ceil(len(self.placements) / self.visit.students_per_chaperone)

    @property
    def sure(self) -> int:
        return sum(one.is_sure for one in self.chaperones)

    @property
    def slips_missing(self) -> int:
        return sum(row.permission_on is None for row in self.placements)

    @property
    def times(self) -> Timetable | None:
        """None where nobody travels."""
        if not self.visit.travels:
            return None
        way = timedelta(minutes=self.visit.travel_minutes + self.visit.buffer_minutes)
        starts, ends = self.activity.starts_at, self.activity.ends_at
        return Timetable(starts - way, starts, ends, ends + way)


def visit_of(activity: Activity) -> SiteVisit:
    """What is planned; a new one, not saved, where nothing is yet."""
    visit = SiteVisit.objects.filter(pk=activity.pk).select_related("offer__organization").first()
    if visit is None:
        visit = SiteVisit()
    visit.activity = activity
    return visit


def plan_of(activity: Activity) -> VisitPlan:
    """Four queries, whatever the number of students."""
    visit = visit_of(activity)
    return VisitPlan(
        activity,
        visit,
        list(activity.placements.select_related("student")),
        list(Chaperone.objects.filter(visit=activity.pk)),
        list(Check.objects.filter(visit=activity.pk)),
    )


def problems_of(plan: VisitPlan) -> list[str]:
    """What must be put right before the students go, in sentences."""
    visit, offer, count = plan.visit, plan.visit.offer, len(plan.placements)
    found = []
    if not count:
        found.append("Nobody is on the list of students yet.")
    if count and plan.sure < plan.needed:
        found.append(
            f"{plan.needed - plan.sure} more chaperones are needed: {count} students, one adult "
            f"for {visit.students_per_chaperone}."
        )
    if plan.slips_missing:
        found.append(f"{plan.slips_missing} permission slips are not back.")
    if offer and offer.group_size and count > offer.group_size:
        found.append(f"The site takes {offer.group_size} students; {count} would come.")
    if offer and _outside(plan.activity, offer):
        found.append(f"The site is for grades {offer.grade_from or 'K'} to {offer.grade_to or 12}.")
    if not visit.transport:
        found.append("How the students travel is not settled.")
    if not visit.lesson_before:
        found.append("The lesson before is not written.")
    if not visit.assignment_after:
        found.append("The assignment after is not written.")
    return found


def _outside(activity: Activity, offer: SiteOffer) -> bool:
    first, last = activity.grade_from, activity.grade_to
    too_young = first is not None and offer.grade_from is not None and first < offer.grade_from
    too_old = last is not None and offer.grade_to is not None and last > offer.grade_to
    return too_young or too_old


@transaction.atomic
def write_visit(activity: Activity, *, by: User, **fields: Any) -> SiteVisit:
    """Keep how a visit is planned: any of offer, lesson_before, assignment_after,
    students_per_chaperone, transport, travel_minutes, buffer_minutes, wear, lunch. The first time
    brings the usual checklist. Refuses an offer of another site, and what was called off."""
    activity = lock_standing(activity)
    visit = visit_of(activity)
    is_new = visit._state.adding
    for name, value in fields.items():
        setattr(visit, name, value.strip() if isinstance(value, str) else value)
    if visit.offer and activity.organization_id not in {None, visit.offer.organization_id}:
        raise DomainError("This is an offer of another site.", field="offer")
    author(visit, by)
    visit.save()
    if is_new:
        Check.objects.bulk_create(
            Check(visit=visit, text=text, position=place) for place, text in enumerate(USUAL_CHECKS)
        )
    return visit


def _begun(activity: Activity, by: User) -> SiteVisit:
    """The visit's own row. The caller holds the transaction."""
    visit = SiteVisit.objects.filter(pk=lock_standing(activity).pk).first()
    return visit or write_visit(activity, by=by)


@transaction.atomic
def add_chaperone(
    activity: Activity, *, by: User, name: str, phone: str = "", is_sure: bool = True
) -> Chaperone:
    """An adult comes along. Refuses no name, and the same name twice."""
    name = name.strip()
    if not name:
        raise DomainError("Who comes along?", field="name")
    visit = _begun(activity, by)
    if visit.chaperones.filter(name__iexact=name).exists():
        raise DomainError("They are on the list already.", field="name")
    return Chaperone.objects.create(
        visit=visit, name=name[:NAME_MAX], phone=phone.strip()[:40], is_sure=is_sure
    )


@transaction.atomic
def remove_chaperone(activity: Activity, *, chaperone: int) -> None:
    """They cannot come after all."""
    lock_standing(activity)
    Chaperone.objects.filter(visit=activity.pk, pk=chaperone).delete()


@transaction.atomic
def add_check(activity: Activity, *, by: User, text: str) -> Check:
    """One more line of the checklist. Refuses an empty one; the same again is one."""
    text = text.strip()[:TEXT_MAX]
    if not text:
        raise DomainError("What is to be checked?", field="text")
    visit = _begun(activity, by)
    last = visit.checks.count()
    return visit.checks.get_or_create(text=text, defaults={"position": last})[0]


@transaction.atomic
def tick_checks(activity: Activity, *, by: User, done: set[int], now: datetime) -> None:
    """These lines (ids) of the checklist are done, and no others."""
    visit = _begun(activity, by)
    rows = list(visit.checks.select_for_update())
    for row in rows:
        row.done_at = (row.done_at or now) if row.pk in done else None
    Check.objects.bulk_update(rows, ["done_at"])


@transaction.atomic
def save_offer(
    offer: SiteOffer, *, by: User, organization: Organization, **fields: Any
) -> SiteOffer:
    """Write down what a site offers, or change it. Refuses no title, grades in the wrong order, and
    nothing to see or do."""
    offer.organization = organization
    for name, value in fields.items():
        setattr(offer, name, value.strip() if isinstance(value, str) else value)
    if not offer.title:
        raise DomainError("Give it a name.", field="title")
    first, last = offer.grade_from, offer.grade_to
    if first is not None and last is not None and last < first:
        raise DomainError("The last grade is below the first.", field="grade_to")
    if not offer.ways:
        raise DomainError("What can students see or do there? Tick at least one.", field="is_tour")
    author(offer, by)
    offer.save()
    return offer
