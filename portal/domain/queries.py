"""What a partner sees of what concerns them, each in a fixed number of queries (SPEC 13.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from advisory.models import Meeting, Seat
from calendar_app.domain.links import answer_address
from calendar_app.domain.wording import ANSWERS, spoken_span
from calendar_app.models import Activity, Participation, Task
from concerns.domain.acknowledging import acknowledge_address
from concerns.models import GuidelineVersion
from partnerships.domain.school_years import school_year, school_year_days
from partnerships.models import (
    Affiliation,
    Interaction,
    Organization,
    Partnership,
    Person,
    ProgramRole,
)
from visits.domain.handouts import handout_address
from visits.models import ShadowHost

Answer = Participation.Answer
#: So far back the calendar of the portal reaches.
SINCE = timedelta(days=400)


@dataclass
class Entry:
    """An activity as one person sees it: what they said, and as which host they are down for it."""

    activity: Activity
    participation: Participation | None = None
    host: ShadowHost | None = None

    @property
    def when(self) -> str:
        """In the language and time zone that are set."""
        one = self.activity
        return spoken_span(timezone.localtime(one.starts_at), timezone.localtime(one.ends_at))

    @property
    def said(self) -> str:
        """What they answered, in words; empty while it is open."""
        row = self.participation
        return "" if row is None else str(ANSWERS.get(Answer(row.answer), ""))

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return (
            self.participation is not None
            and self.participation.answer == Answer.OPEN
            and self.activity.state == Activity.State.PLANNED
        )

    @property
    def answer_address(self) -> str:
        return answer_address(self.participation) if self.participation else ""

    @property
    def handout_address(self) -> str:
        return handout_address(self.host) if self.host and self.host.sent_at else ""


def entries_of(
    person: Person,
    organization: Organization,
    partnerships: Sequence[Partnership],
    *,
    since: datetime,
    pk: int | None = None,
) -> list[Entry]:
    """What this person was asked to for this organization, by these programs, the earliest first;
    ``pk``: that one alone. Two queries."""
    wanted = Q(activity__ends_at__gte=since) & Q(
        activity__program__in=[one.program_id for one in partnerships]
    )
    if pk is not None:
        wanted &= Q(activity=pk)
    found: dict[int, Entry] = {}
    rows = Participation.objects.filter(
        wanted, Q(organization=organization) | Q(organization=None), person=person
    ).select_related("activity__program__school", "activity__organizer")
    for row in rows:
        found[row.activity_id] = Entry(row.activity, participation=row)
    hosts = ShadowHost.objects.filter(
        wanted, organization=organization, person=person
    ).select_related("activity__program__school", "activity__organizer")
    for host in hosts:
        found.setdefault(host.activity_id, Entry(host.activity)).host = host
    return sorted(found.values(), key=lambda one: (one.activity.starts_at, one.activity.pk))


def tasks_of(person: Person, partnerships: Sequence[Partnership]) -> list[Task]:
    """What they agreed to do and have not done. One query."""
    programs = [one.program_id for one in partnerships]
    return list(
        Task.objects.open()
        .filter(owner=person, program__in=programs)
        .select_related("program")
        .order_by("due_on", "pk")[:20]
    )


def own_tasks(organization: Organization) -> QuerySet[Task]:
    """Open tasks that are the organization's own, whoever has them: said to be for it, or for none
    where the owner works nowhere else. What staff of a program have to do there is never a
    partner's to see or to move."""
    elsewhere = Affiliation.objects.open().filter(person=OuterRef("owner"))
    elsewhere = elsewhere.exclude(organization=organization)
    as_staff = ProgramRole.objects.filter(user=OuterRef("owner__user"), program=OuterRef("program"))
    return Task.objects.open().filter(
        Q(organization=organization) | Q(organization=None) & ~Exists(elsewhere), ~Exists(as_staff)
    )


def promised_by(organization: Organization, partnerships: Sequence[Partnership]) -> list[Task]:
    """What people of the organization agreed to do for it and have not done, the next day first.
    One query."""
    people = Affiliation.objects.open().filter(organization=organization).values("person")
    programs = [one.program_id for one in partnerships]
    return list(
        own_tasks(organization)
        .filter(owner__in=people, program__in=programs)
        .select_related("owner", "program")
        .order_by(F("due_on").asc(nulls_last=True), "pk")[:50]
    )


def guidelines_waiting(person: Person, entries: Sequence[Entry]) -> list[tuple[Activity, str]]:
    """Coming activities for which guidelines are to be read, with the address. One query, none
    without activities."""
    coming = [one.activity for one in entries if one.activity.state == Activity.State.PLANNED]
    if not coming:
        return []
    latest: dict[int, GuidelineVersion] = {}
    rows: Any = (
        GuidelineVersion.objects.filter(
            guideline__program__in={one.program_id for one in coming}, published_at__isnull=False
        )
        .annotate(
            given=Count("acknowledgments", filter=Q(acknowledgments__person=person), distinct=True)
        )
        .select_related("guideline")
        .order_by("guideline", "-number")
    )
    for row in rows:
        latest.setdefault(row.guideline_id, row)
    open_ones = {
        (version.guideline.program_id, kind)
        for version in latest.values()
        if not version.given  # type: ignore[attr-defined]  # annotated above
        for kind in version.guideline.kinds
    }
    return [
        (one, acknowledge_address(one, person))
        for one in coming
        if (one.program_id, one.kind) in open_ones
    ]


def seats_of(organization: Organization, partnerships: Sequence[Partnership]) -> list[Seat]:
    """The seats the organization holds on boards of these programs and whose term is not over. One
    query."""
    programs = [one.program_id for one in partnerships]
    return list(
        Seat.objects.not_over(timezone.localdate())
        .filter(organization=organization, board__program__in=programs)
        .select_related("board__program", "representative", "substitute")
        .order_by("board__name", "pk")
    )


def meeting_of(activity: Activity) -> Meeting | None:
    return (
        Meeting.objects.filter(activity=activity)
        .select_related("activity__program__school", "board__program")
        .first()
    )


def asks_of(organization: Organization, *, now: datetime) -> list[Interaction]:
    """What every program has asked of the organization in a year, the latest first. One query."""
    return list(
        Interaction.objects.asks()
        .filter(organization=organization, happened_at__gte=now - timedelta(days=365))
        .select_related("program")
        .order_by("-happened_at", "-pk")[:50]
    )


@dataclass(frozen=True)
class Given:
    """What came of it in a school year: a kind of activity, how often, how many hours."""

    kind: str
    count: int
    hours: int


def given_by(
    organization: Organization, partnerships: Sequence[Partnership], *, now: datetime
) -> list[Given]:
    """What the organization has done with these programs this school year. One query."""
    first, _last = school_year_days(school_year(now.date()))
    rows = (
        Activity.objects.filter(
            Q(organization=organization) | Q(participations__organization=organization),
            program__in=[one.program_id for one in partnerships],
            state=Activity.State.COMPLETED,
            starts_at__date__gte=first,
        )
        .order_by("kind", "pk")
        .distinct()
    )
    found: dict[str, list[float]] = {}
    for one in rows:
        hours = (one.ends_at - one.starts_at).total_seconds() / 3600
        found.setdefault(one.get_kind_display(), []).append(hours)
    return [Given(kind, len(hours), round(sum(hours))) for kind, hours in found.items()]
