"""What mentoring is for somebody of a partner: what they offer, their groups, what is coming and
what came of it (SPEC 8.2, 8.3, 13.3). No student stands here by name (SPEC 0.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from accounts.models import User
from calendar_app.domain.tasks import make_task
from calendar_app.models import ATTENDED, Activity, Participation
from core.exceptions import DomainError
from mentors.domain.mentors import save_mentor, time_words
from mentors.domain.plan_lines import Planned, plan_lines_of
from mentors.domain.sessions import hours_of
from mentors.models import Clearance, GroupMentor, Mentor, MentorGroup, MentorSession
from partnerships.domain.school_years import school_year, school_year_days
from partnerships.models import Organization, Partnership, Person, Program

State = Mentor.State


@dataclass
class Group:
    """A group as a mentor of it sees it."""

    group: MentorGroup
    count: int  # students in it now
    others: list[Person]  # who stands in, or for whom one stands in
    is_first: bool


@dataclass
class Mentoring:
    """All of one program."""

    program: Program
    mentor: Mentor | None = None
    groups: list[Group] = field(default_factory=list)
    looked_for: list[Planned] = field(default_factory=list)  # where mentors are missing
    met: int = 0  # meetings of this school year to which they came
    hours: int = 0

    @property
    def times(self) -> list[str]:
        return time_words(self.mentor.times) if self.mentor else []


def mentoring_of(
    person: Person, partnerships: Sequence[Partnership], *, now: datetime
) -> list[Mentoring]:
    """By program, whether or not they mentor there. Six queries."""
    programs = {one.program_id: Mentoring(one.program) for one in partnerships}
    mentors = Mentor.objects.filter(person=person, program__in=programs)
    for mentor in mentors.exclude(state=State.ENDED):
        programs[mentor.program_id].mentor = mentor
    _add_groups(person, programs)
    _add_meetings(person, programs, now)
    year = school_year(timezone.localdate(now))
    lines = plan_lines_of([one.program for one in programs.values()], year=year)
    for pk, place in programs.items():
        place.looked_for = [one for one in lines[pk] if one.missing]
    return list(programs.values())


def _add_groups(person: Person, programs: dict[int, Mentoring]) -> None:
    places = GroupMentor.objects.select_related("mentor__person").order_by("position")
    groups = (
        MentorGroup.objects.going()
        .filter(program__in=programs, places__mentor__person=person)
        .select_related("organizer")
        .prefetch_related(Prefetch("places", places))
        .annotate(count=Count("students", filter=Q(students__left_on=None), distinct=True))
    )
    for group in groups:
        people = [place.mentor.person for place in group.places.all()]
        programs[group.program_id].groups.append(
            Group(
                group,
                group.count,
                [one for one in people if one != person],
                is_first=people[0] == person,
            )
        )


def _add_meetings(person: Person, programs: dict[int, Mentoring], now: datetime) -> None:
    first, _last = school_year_days(school_year(timezone.localdate(now)))
    sessions = MentorSession.objects.filter(
        activity__program__in=programs,
        activity__state=Activity.State.COMPLETED,
        activity__starts_at__date__gte=first,
        activity__participations__in=Participation.objects.filter(
            person=person,
            attendance__in=ATTENDED,
        ),
    ).select_related("activity")
    hours: dict[int, float] = {}
    for one in sessions:
        place = programs[one.activity.program_id]
        place.met += 1
        hours[place.program.pk] = hours.get(place.program.pk, 0) + hours_of(one)
    for pk, count in hours.items():
        programs[pk].hours = round(count)


def clearances_of(person: Person, *, today: date) -> list[Clearance]:
    """What allows them to meet students today, by level, each as long as it lasts. One query."""
    good = Clearance.objects.good_on(today).filter(person=person).select_related("level")
    longest: dict[int, Clearance] = {}
    for one in good:
        known = longest.get(one.level_id)
        if known is None or (
            known.expires_on and (one.expires_on is None or one.expires_on > known.expires_on)
        ):
            longest[one.level_id] = one
    return sorted(longest.values(), key=lambda one: one.level.rank)


@transaction.atomic
def offer_to_mentor(
    person: Person,
    *,
    program: Program,
    organization: Organization,
    by: User,
    now: datetime,
    pauses: bool = False,
    **fields: Any,
) -> Mentor:
    """Somebody says how, when and whom they would mentor. The first time they have offered, and who
    keeps in touch has a task: nobody meets students before the school has seen to the clearance.
    Later it changes what is known; ``pauses`` keeps them out of new groups, and whoever comes back
    has offered again. Refuses what ``save_mentor`` refuses."""
    partnership = (
        Partnership.objects.filter(program=program, organization=organization)
        .select_related("owner")
        .first()
    )
    if partnership is None:
        raise DomainError("This program is no partner of yours.")
    known = Mentor.objects.with_left().filter(program=program, person=person).first()
    has_left = known is not None and known.has_left  # type: ignore[attr-defined]  # annotated
    before = State.ENDED if known is None or has_left else known.state
    mentor = known or Mentor(program=program, person=person)
    if before == State.ENDED:
        fields["organization"] = organization
    offers = before == State.ENDED or (before == State.PAUSED and not pauses)
    if offers:
        fields["state"] = State.OFFERED
    elif before == State.ACTIVE and pauses:
        fields["state"] = State.PAUSED
    mentor = save_mentor(mentor, by=by, **fields)
    if offers:
        make_task(
            program,
            key=f"offers-to-mentor:{mentor.pk}:{now:%Y%m%d}",
            title=f"{person} of {organization} offers to mentor: see to the clearance"[:200],
            owner=partnership.owner,
            due_on=timezone.localdate(now, program.zone),
            organization=organization,
        )
    return mentor
