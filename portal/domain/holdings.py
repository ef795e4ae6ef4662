"""Everything somebody holds at a partner, and how each goes to a colleague or is marked open
(SPEC 11.1). The history stays with the organization."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from advisory.domain.seats import edit_seat
from advisory.models import AgendaItem, Board, Responsibility, Seat
from calendar_app.domain import invitations
from calendar_app.domain.tasks import make_task
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Activity, Kind, Participation
from mentors.domain.exchange_reading import withdraw
from mentors.domain.uncleared import replace_uncleared
from mentors.models import Exchange, GroupMentor, Mentor
from partnerships.domain.authors import author
from partnerships.domain.organizations import give_role, take_role
from partnerships.domain.queries import owner_of
from partnerships.models import (
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Program,
)
from portal.domain.colleagues import is_looked_at
from portal.domain.queries import own_tasks
from reviews.domain.reviewers import pass_on, unfinished_of
from reviews.models import Reviewer
from visits.domain.confirming import ask_who_hosts, tell_of_new_host
from visits.models import ShadowHost


@dataclass(frozen=True)
class Holding:
    """One thing: ``key`` names it in a form, ``what`` says it in the language that is set."""

    key: str
    what: str
    program: Program
    row: Any


@dataclass(frozen=True)
class Giving:
    """Who gives it away, when and where; what a mover needs beside the row and the new person."""

    person: Person
    organization: Organization
    by: User
    now: datetime


Find = Callable[[Person, Organization, datetime], Iterable[tuple[Any, Program, str]]]
Move = Callable[[Any, Person | None, Giving], None]


def holdings_of(person: Person, organization: Organization, *, now: datetime) -> list[Holding]:
    """All that this person holds for this organization, in every program. A fixed number of
    queries."""
    return [
        Holding(f"{name}:{row.pk}", what, program, row)
        for name, (find, _move) in KINDS.items()
        for row, program, what in find(person, organization, now)
    ]


def move_holding(holding: Holding, *, to: Person | None, giving: Giving) -> None:
    """Give it to a colleague, or mark it open. The caller holds the transaction."""
    KINDS[holding.key.partition(":")[0]][1](holding.row, to, giving)


# ---------------------------------------------------------------- seats and roles


def _seats(field: str, words: Callable[[], str]) -> Find:
    def find(
        person: Person, organization: Organization, now: datetime
    ) -> Iterable[tuple[Any, Program, str]]:
        rows = (
            Seat.objects.not_over(timezone.localdate(now))
            .filter(organization=organization, **{field: person})
            .select_related("board__program", "substitute", "representative")
            .order_by("board__name", "pk")
        )
        for seat in rows:
            yield seat, seat.board.program, f"{seat.board}: {words()}"

    return find


def _move_seat(seat: Seat, to: Person | None, giving: Giving) -> None:
    """A substitute who takes over leaves the place of the substitute open."""
    fields: dict[str, Any] = {"representative": to}
    if to is not None and seat.substitute_id == to.pk:
        fields["substitute"] = None
    edit_seat(seat, by=giving.by, **fields)


def _move_substitute(seat: Seat, to: Person | None, giving: Giving) -> None:
    """Nobody stands in for themselves: given to the representative, the place is open."""
    seat.refresh_from_db()
    if to is not None and seat.representative_id == to.pk:
        to = None
    edit_seat(seat, by=giving.by, substitute=to)


def _roles(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    rows = PartnerRole.objects.filter(
        person=person, partnership__organization=organization
    ).select_related("partnership__program")
    for row in rows.order_by("partnership__program__name", "pk"):
        yield row, row.partnership.program, _("Role: %(role)s") % {"role": row.get_role_display()}


def _move_role(role: PartnerRole, to: Person | None, giving: Giving) -> None:
    if to is not None:
        give_role(role.partnership, person=to, role=role.role, by=giving.by)
    take_role(role, by=giving.by)


def _partnerships(field: str, words: Callable[[], str]) -> tuple[Find, Move]:
    def find(
        person: Person, organization: Organization, now: datetime
    ) -> Iterable[tuple[Any, Program, str]]:
        rows = Partnership.objects.filter(organization=organization, **{field: person})
        for row in rows.select_related("program").order_by("program__name"):
            yield row, row.program, words()

    return find, _set(field)


def _set(field: str) -> Move:
    """A mover that writes the person into a field and nothing else."""

    def move(row: Any, to: Person | None, giving: Giving) -> None:
        # As it is now: the same row may have changed hands for another of its fields just before.
        row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        setattr(row, field, to)
        author(row, giving.by)
        row.save()

    return move


# ---------------------------------------------------------------- what is on a date, what is to do


def _when(activity: Activity) -> str:
    return spoken_day(activity.starts_at.astimezone(activity.program.zone))


def _participations(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    rows = Participation.objects.filter(
        person=person,
        organization=organization,
        activity__state=Activity.State.PLANNED,
        activity__ends_at__gt=now,
    ).exclude(answer=Participation.Answer.NO)
    # Meetings with students go to nobody by hand: the next cleared mentor of the group is asked.
    rows = rows.exclude(activity__kind=Kind.MENTOR_SESSION)
    rows = rows.select_related("activity__program__school", "activity__organizer", "person")
    for row in rows.order_by("activity__starts_at", "pk"):
        yield row, row.activity.program, f"{_when(row.activity)}: {row.activity}"


def _move_participation(row: Participation, to: Person | None, giving: Giving) -> None:
    """The entry goes from their calendar; the colleague is asked, or the organizer is to ask
    somebody."""
    activity, role = row.activity, row.role
    if role == Participation.Role.SUBSTITUTE:
        role = Participation.Role.GUEST
    invitations.withdraw(row, now=giving.now)
    if to is not None:
        invitations.invite(activity, people=[(to, giving.organization, role)], now=giving.now)
    else:
        _ask_organizer(activity, activity.organizer, f"activity:{activity.pk}", giving)


def _ask_organizer(activity: Activity, owner: Person, key: str, giving: Giving) -> None:
    make_task(
        activity.program,
        key=f"left:{key}:{giving.person.pk}",
        title=f"{giving.person} has left {giving.organization}: who comes to {activity}?"[:200],
        owner=owner,
        due_on=timezone.localdate(giving.now, activity.program.zone),
        organization=giving.organization,
        activity=activity,
    )


def _hosts(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    rows = ShadowHost.objects.filter(
        person=person,
        organization=organization,
        activity__state=Activity.State.PLANNED,
        activity__ends_at__gt=now,
    ).select_related("activity__program__school", "activity__organizer", "organization")
    for row in rows.order_by("activity__starts_at", "pk"):
        words = _("Host of %(activity)s") % {"activity": row.activity}
        yield row, row.activity.program, f"{_when(row.activity)}: {words}"


def _known(to: Person | None, program: Program, giving: Giving) -> Person | None:
    """Whom students and their work may go to: somebody whom the school knows, or whom its staff
    choose themselves. Else nobody."""
    if to is None or is_looked_at(to, giving.organization):
        return to
    return to if program.roles.filter(user=giving.by).exists() else None


def _proposal(to: Person | None, giving: Giving) -> str:
    """A note for whoever must ask somebody."""
    if to is None:
        return ""
    return f"{giving.by.email} proposes {to}, whom nobody of the school has looked at yet."


def _move_host(row: ShadowHost, to: Person | None, giving: Giving) -> None:
    """The handout that was sent is the colleague's too: it is to be sent anew, and the organizer
    hears of it. Open, where the school does not know the colleague."""
    proposed, to = to, _known(to, row.activity.program, giving)
    row.person, row.sent_at = to, None
    row.confirmed_at, row.asked_about = None, None
    author(row, giving.by)
    row.save()
    if to is None:
        note = _proposal(proposed, giving)
        ask_who_hosts(row, person=giving.person, note=note, now=giving.now)
    else:
        tell_of_new_host(row, before=giving.person, now=giving.now)


def _programs(person: Person, organization: Organization) -> Any:
    """The programs that are partners, without those in which the person is staff: what staff do is
    never a partner's to move."""
    partnerships = Partnership.objects.filter(organization=organization)
    if person.user_id:
        partnerships = partnerships.exclude(program__roles__user=person.user_id)
    return partnerships.values("program")


def _seats_of(person: Person, organization: Organization) -> Any:
    """The seats on which they sit for the organization, as representative or substitute."""
    seats = Seat.objects.filter(organization=organization)
    return seats.filter(Q(representative=person) | Q(substitute=person))


def _tasks(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    programs = Partnership.objects.filter(organization=organization).values("program")
    rows = own_tasks(organization).filter(owner=person, program__in=programs)
    for row in rows.select_related("program").order_by("due_on", "pk"):
        yield row, row.program, _("To do: %(task)s") % {"task": row}


def _items(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    rows = AgendaItem.objects.filter(
        presenter=person,
        meeting__activity__state=Activity.State.PLANNED,
        meeting__activity__ends_at__gt=now,
        meeting__board__seats__in=_seats_of(person, organization),
        meeting__board__program__in=_programs(person, organization),
    ).select_related("meeting__board__program")
    for row in rows.distinct().order_by("pk"):
        yield row, row.meeting.board.program, _("Presents: %(item)s") % {"item": row}


def _responsibilities(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    rows = Responsibility.objects.filter(
        Q(organization=organization) | Q(board__seats__in=_seats_of(person, organization)),
        owner=person,
        accomplished="",
        board__program__in=_programs(person, organization),
    )
    for row in rows.select_related("board__program").distinct().order_by("pk"):
        yield row, row.board.program, f"{row.board}: {row}"


def _boards(field: str, words: Callable[[], str]) -> tuple[Find, Move]:
    def find(
        person: Person, organization: Organization, now: datetime
    ) -> Iterable[tuple[Any, Program, str]]:
        rows = Board.objects.filter(
            seats__in=_seats_of(person, organization),
            program__in=_programs(person, organization),
            **{field: person},
        )
        for row in rows.select_related("program").distinct().order_by("name"):
            yield row, row.program, f"{row}: {words()}"

    return find, _set(field)


# ---------------------------------------------------------------- mentoring


def _mentors(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    rows = Mentor.objects.filter(person=person, organization=organization).exclude(
        state=Mentor.State.ENDED
    )
    for row in rows.select_related("program").order_by("program__name"):
        yield row, row.program, _("Mentor in %(program)s") % {"program": row.program}


def _move_mentor(row: Mentor, to: Person | None, giving: Giving) -> None:
    """Whoever takes over is a mentor who has offered; into the groups they come once somebody of
    the school has seen their clearance. Each group left without them is a task of its organizer."""
    # The mentor before the places, as whoever changes a group does it; and as it is now.
    fresh = Mentor.objects.select_for_update(of=("self",)).select_related("program")
    row = fresh.get(pk=row.pk)
    if to is not None:
        known = Mentor.objects.filter(program=row.program_id, person=to).first()
        if known is None:
            new = Mentor(program=row.program, person=to, organization=giving.organization)
            new.in_person, new.online, new.by_email = row.in_person, row.online, row.by_email
            author(new, giving.by)
            new.save()
    places = GroupMentor.objects.filter(mentor=row, group__ended_on=None)
    for place in places.select_related("group__program__school", "group__organizer"):
        group = place.group
        make_task(
            group.program,
            key=f"left:group:{group.pk}:{giving.person.pk}",
            title=f"{giving.person} has left: who mentors the group “{group}”?"[:200],
            note=f"{to} has offered to take over; see to the clearance first." if to else "",
            owner=group.organizer,
            due_on=timezone.localdate(giving.now, group.program.zone),
            organization=giving.organization,
        )
        author(place, giving.by)
        place.delete()
    row.state = Mentor.State.ENDED
    author(row, giving.by)
    row.save()
    replace_uncleared(now=giving.now)
    questions = Exchange.objects.for_program(row.program).unanswered()
    for one in questions.filter(mentor_person=giving.person):
        withdraw(one, by=giving.by, now=giving.now)


# ---------------------------------------------------------------- reviews


def _reviews(
    person: Person, organization: Organization, now: datetime
) -> Iterable[tuple[Any, Program, str]]:
    for row in unfinished_of(person, organization, now=now):
        yield row, row.review.program, _("Looks at: %(review)s") % {"review": row.review}


def _move_review(row: Reviewer, to: Person | None, giving: Giving) -> None:
    """The colleague is asked; or somebody of the program is to ask one, as where the school does
    not know the colleague."""
    program = row.review.program
    proposed, to = to, _known(to, program, giving)
    pass_on(row, to=to, by=giving.by, now=giving.now)
    if to is None:
        make_task(
            program,
            key=f"left:review:{row.pk}:{giving.person.pk}",
            title=f"{giving.person} has left: who looks at {row.review}?"[:200],
            note=f"{_proposal(proposed, giving)} {row.review.get_absolute_url()}".strip(),
            owner=owner_of(program, giving.organization),
            due_on=timezone.localdate(giving.now, program.zone),
            organization=giving.organization,
        )


KINDS: dict[str, tuple[Find, Move]] = {
    "seat": (_seats("representative", lambda: _("speaks for the organization")), _move_seat),
    "substitute": (_seats("substitute", lambda: _("substitute")), _move_substitute),
    "chair": _boards("chair", lambda: _("chairs the board")),
    "cochair": _boards("co_chair", lambda: _("is co-chair")),
    "responsible": _partnerships("responsible", lambda: _("Has primary responsibility")),
    "approver": _partnerships("approver", lambda: _("Approves the partnership")),
    "role": (_roles, _move_role),
    "activity": (_participations, _move_participation),
    "host": (_hosts, _move_host),
    "task": (_tasks, _set("owner")),
    "item": (_items, _set("presenter")),
    "responsibility": (_responsibilities, _set("owner")),
    "mentor": (_mentors, _move_mentor),
    "review": (_reviews, _move_review),
}
