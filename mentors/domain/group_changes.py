"""What follows for the meetings and questions to come when a group changes or ends (SPEC 8.3). What
was stays as it was."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from calendar_app.domain import invitations
from calendar_app.domain.activities import end_activity
from calendar_app.models import Activity, Participation
from mentors.domain.exchange_reading import withdraw
from mentors.domain.sessions import ask_next_of
from mentors.models import Exchange, MentorGroup
from visits.domain.attendees import change_lists


def meetings_to_come(group: MentorGroup, *, now: datetime) -> list[Activity]:
    """Those planned that have not begun, in their order. One query."""
    rows = Activity.objects.filter(
        mentor_session__group=group, state=Activity.State.PLANNED, starts_at__gt=now
    )
    rows = rows.select_related("program__school", "organizer", "organization")
    return list(rows.order_by("starts_at", "pk"))


def meetings_after(group: MentorGroup, *, last: date, now: datetime) -> list[Activity]:
    """Those to come after the last day of the group: they are called off when it ends."""
    zone = group.program.zone
    return [
        one
        for one in meetings_to_come(group, now=now)
        if timezone.localdate(one.starts_at, zone) > last
    ]


def follow_change(
    group: MentorGroup,
    *,
    by: User,
    gone: Collection[int],
    has_new_mentors: bool,
    left: Collection[int],
    joined: Collection[int],
    now: datetime,
) -> None:
    """The group was changed: ``gone`` are people (ids) who are no mentors of it any more; students
    (ids) have ``left`` and ``joined`` it. Who is gone is asked to no meeting any more, with one
    mail for all, and the next of the group is asked; students come off and onto the lists.
    Questions without an answer that do not belong to the group any more are withdrawn.

    Refuses a student who is somewhere else at the time of a meeting. The caller holds the
    transaction. As many queries for many meetings as for one, but for what changes in each."""
    meetings = meetings_to_come(group, now=now)
    with invitations.together():
        if meetings:
            change_lists(meetings, add=joined, remove=left)
            _ask_no_more(meetings, gone, now=now)
            if gone or has_new_mentors:
                ask_next_of(group, meetings, now=now)
    _withdraw_questions(group, by=by, now=now)


def _ask_no_more(meetings: Sequence[Activity], people: Collection[int], *, now: datetime) -> None:
    """Who said that they do not come is left in peace."""
    by_id = {one.pk: one for one in meetings}
    rows = (
        Participation.objects.select_for_update(of=("self",))
        .filter(activity__in=by_id, person__in=people)
        .exclude(answer=Participation.Answer.NO)
        .select_related("person", "organization", "stands_in_for__person")
    )
    for row in rows.order_by("activity__starts_at", "pk"):
        row.activity = by_id[row.activity_id]
        invitations.withdraw(row, now=now)


def _withdraw_questions(group: MentorGroup, *, by: User, now: datetime) -> None:
    """What was answered stays, to be read."""
    people = group.places.values("mentor__person")
    open_ones = Exchange.objects.unanswered().filter(group=group)
    if group.ended_on is None:
        open_ones = open_ones.exclude(
            Q(mentor_person__in=people) & Q(student__in=group.students.values("pk"))
        )
    for exchange in open_ones.order_by("pk"):
        withdraw(exchange, by=by, now=now)


def follow_end(group: MentorGroup, *, last: date, by: User, reason: str, now: datetime) -> None:
    """The group ends on its ``last`` day: what is planned after it is called off, with one mail to
    each who was asked, which says the reason. Questions without an answer are withdrawn. The caller
    holds the transaction."""
    with invitations.together():
        for activity in meetings_after(group, last=last, now=now):
            end_activity(
                activity,
                by=by,
                state=Activity.State.CANCELLED_BY_SCHOOL,
                reason=reason,
                now=now,
            )
    if last <= timezone.localdate(now, group.program.zone):
        _withdraw_questions(group, by=by, now=now)
