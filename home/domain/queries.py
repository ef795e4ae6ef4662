"""Reads that span the apps, for the page of the day and the one search box."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from calendar_app.models import Activity, Task
from core.models import Job
from notifications.models import Message
from partnerships.domain.names import name_key, person_key
from partnerships.models import Affiliation, Interaction, Organization, Partnership, Person, Program

SHOWN = 10  # rows of each kind

Stage = Partnership.Stage
OPEN_STAGES = (
    Stage.IDENTIFIED,
    Stage.RESEARCHED,
    Stage.CONTACTED,
    Stage.MEETING_SET,
    Stage.WITH_EXECUTIVE,
)


def stage_counts(program: Program) -> dict[str, int]:
    """How many partnerships stand at each stage."""
    rows = Partnership.objects.for_program(program).values("stage").annotate(number=Count("pk"))
    found = {row["stage"]: row["number"] for row in rows.order_by()}
    return {stage: found.get(stage, 0) for stage in Stage.values}


def gone_quiet(program: Program, *, today: date, days: int = 60) -> QuerySet[Partnership]:
    """Partners on the way to a yes whom nobody talked to for ``days``, the longest first, and with
    whom nothing is to be done by a day or on the calendar."""
    planned = Task.objects.open().filter(
        program=program, organization=OuterRef("organization"), due_on__isnull=False
    )
    coming = Activity.objects.standing().filter(
        program=program, organization=OuterRef("organization"), starts_at__date__gte=today
    )
    return (
        Partnership.objects.for_program(program)
        .filter(stage__in=OPEN_STAGES[2:], last_contact_on__lte=today - timedelta(days=days))
        .exclude(Exists(planned))
        .exclude(Exists(coming))
        .select_related("organization", "owner")
        .order_by("last_contact_on", "pk")
    )


def top_ten(program: Program) -> QuerySet[Partnership]:
    return (
        Partnership.objects.for_program(program)
        .filter(top_ten_rank__isnull=False)
        .select_related("organization", "owner")
        .order_by("top_ten_rank")
    )


def undelivered(program: Program) -> int:
    """Mail of the program that did not arrive and that nobody has looked after."""
    return (
        Message.objects.for_scope(program.mail_scope)
        .filter(state__in=[Message.State.FAILED, Message.State.BOUNCED])
        .count()
    )


def open_jobs(user_id: int) -> QuerySet[Job]:
    """What a user started and what is still under way."""
    return Job.objects.filter(
        started_by=user_id, state__in=[Job.State.QUEUED, Job.State.RUNNING]
    ).order_by("created_at")


@dataclass(frozen=True)
class Found:
    """What the search box found, up to SHOWN of each."""

    partnerships: list[Partnership]
    people: list[Affiliation]
    contacts: list[Interaction]
    elsewhere: list[Organization]

    @property
    def is_empty(self) -> bool:
        return not (self.partnerships or self.people or self.contacts or self.elsewhere)


def search(program: Program, text: str) -> Found:
    """Partners, people, the contact log of this program, and organizations that only other
    programs of the deployment work with (SPEC 13.7). Accents and case do not matter in names."""
    key, person = name_key(text), person_key(text)
    named = Q(name_key__contains=key) | Q(name__icontains=text) | Q(other_names__icontains=text)
    ours = Partnership.objects.for_program(program)
    organizations = Organization.objects.filter(named)
    # Along the names, until enough are found: most searches need not read all.
    mine = organizations.filter(Exists(ours.filter(organization=OuterRef("pk"))))
    known = Person.objects.filter(Q(name_key__contains=person) | Q(email__icontains=text))
    return Found(
        partnerships=list(
            ours.filter(organization__in=mine.order_by("name").values("pk")[: SHOWN * 5])
            .select_related("organization")
            .order_by("organization__name")[:SHOWN]
        ),
        people=list(
            Affiliation.objects.filter(
                Exists(ours.filter(organization=OuterRef("organization")))
                | Q(organization=program.school_id),
                person__in=known.order_by().values("pk"),
            )
            .select_related("person", "organization")
            .order_by("person__name", "pk")[:SHOWN]
        ),
        contacts=list(
            Interaction.objects.for_program(program)
            .filter(Q(note__icontains=text) | Q(ask__icontains=text) | Q(next_step__icontains=text))
            .select_related("organization")[:SHOWN]
        ),
        elsewhere=list(
            organizations.exclude(
                pk__in=ours.values("organization"),
            )
            .exclude(kind=Organization.Kind.SCHOOL)
            .order_by("name")[:SHOWN]
        ),
    )
