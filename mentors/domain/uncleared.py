"""What takes a clearance away, and who stands in for those who may no longer come (SPEC 8.2)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain import invitations
from calendar_app.domain.tasks import make_task
from calendar_app.models import Activity, Kind, Participation
from mentors.domain.clearances import Cleared
from mentors.domain.sessions import ask_next, day_words
from mentors.models import (
    Clearance,
    ClearanceLevel,
    ClearanceRule,
    Form,
    GroupMentor,
    Mentor,
    MentorSession,
)
from partnerships.domain.authors import author
from partnerships.domain.people import staff_people
from partnerships.models import Organization

# ---------------------------------------------------------------- taking away


def withdraw_clearance(
    clearance: Clearance, *, by: User, on: date, now: datetime | None = None
) -> Clearance:
    """It does not count any more, from now on: whoever it was for is taken off the meetings to
    come. The second time changes nothing."""
    with transaction.atomic():
        clearance = Clearance.objects.select_for_update(of=("self",)).get(pk=clearance.pk)
        if clearance.withdrawn_on is None:
            clearance.withdrawn_on = on
            author(clearance, by)
            clearance.save()
    replace_uncleared(now=now or timezone.now())
    return clearance


def set_rules(
    school: Organization,
    *,
    levels: Mapping[str, ClearanceLevel | None],
    by: User,
    now: datetime | None = None,
) -> None:
    """Which level the school requires for each form of mentoring; None: the highest there is. Who
    has not what is required now is taken off the meetings to come."""
    with transaction.atomic():
        _write_rules(school, levels, by)
    replace_uncleared(now=now or timezone.now())


def _write_rules(
    school: Organization, levels: Mapping[str, ClearanceLevel | None], by: User
) -> None:
    Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=school.pk)
    known = {row.form: row for row in ClearanceRule.objects.filter(school=school)}
    for form in Form.values:
        level, row = levels.get(form), known.get(form)
        if level is None:
            if row is not None:
                author(row, by)
                row.delete()
        elif row is None or row.level_id != level.pk:
            row = row or ClearanceRule(school=school, form=form)
            row.level = level
            author(row, by)
            row.save()


# ---------------------------------------------------------------- standing in


def replace_uncleared(*, now: datetime) -> int:
    """Whoever was asked to a meeting to come and is not cleared for its day any more, has left, no
    longer mentors or is out of the group is taken off it, and the next of the group is asked (SPEC
    8.2): a clearance was withdrawn, or the school asks for more. Of all a person's meetings each
    has one mail. May run at any time; returns how many."""
    rows = Participation.objects.filter(
        activity__kind=Kind.MENTOR_SESSION,
        activity__state=Activity.State.PLANNED,
        activity__starts_at__gt=now,
        activity__mentor_session__isnull=False,
    ).exclude(answer=Participation.Answer.NO)
    rows = rows.select_related("person", "activity__program__school")
    asked = list(rows.order_by("activity__starts_at", "pk"))
    refused = may_not_come(asked)
    off: dict[tuple[int, int], list[int]] = {}
    for one in asked:
        if one.pk in refused:
            off.setdefault((one.activity.program_id, one.person_id), []).append(one.pk)
    return sum(_take_off_all(rows, now) for rows in off.values())


def may_not_come(rows: Sequence[Participation]) -> dict[int, str]:
    """Why these people may not come to meetings of groups, in a sentence for them, by
    participation; without those who may. Only our own staff may be there without being a mentor of
    the group who is cleared for the day. Of a meeting of no group nothing is known. As many queries
    for many meetings of a form as for one."""
    sessions = MentorSession.objects.filter(activity__in={row.activity_id for row in rows})
    groups = {one.activity_id: one.group for one in sessions.select_related("group")}
    places = set(
        GroupMentor.objects.filter(group__in={one.pk for one in groups.values()}).values_list(
            "group", "mentor__person"
        )
    )
    by_way: dict[tuple[int, str], list[Participation]] = {}
    for row in rows:
        if group := groups.get(row.activity_id):
            by_way.setdefault((row.activity.program_id, group.form), []).append(row)
    found: dict[int, str] = {}
    for (_program, form), asked in by_way.items():
        in_group = {
            one.pk for one in asked if (groups[one.activity_id].pk, one.person_id) in places
        }
        found |= _may_not_come(form, asked, in_group)
    return found


def _may_not_come(form: str, asked: Sequence[Participation], in_group: set[int]) -> dict[int, str]:
    """Of one program; ``in_group``: the participations of those who are in the group now."""
    program = asked[0].activity.program
    people = {one.person_id for one in asked}
    known = Cleared(program, form, people)
    mentors = Mentor.objects.for_program(program).staying().exclude(state=Mentor.State.ENDED)
    here = set(mentors.filter(person__in=people).values_list("person", flat=True))
    ours = set(staff_people(program).filter(pk__in=people).values_list("pk", flat=True))
    found: dict[int, str] = {}
    for one in asked:
        day = timezone.localdate(one.activity.starts_at, program.zone)
        if one.person_id in ours:
            continue
        if one.pk not in in_group or one.person_id not in here:
            found[one.pk] = _("Somebody else meets the students now. Thank you for all you did!")
        elif not known.on(one.person_id, day):
            found[one.pk] = _("Please talk to us first: something about your clearance is open.")
    return found


def _take_off_all(rows: Sequence[int], now: datetime) -> int:
    """One person, of all these meetings, with one mail to them and to each who is asked instead."""
    with invitations.together():
        return sum(_take_off(pk, now) for pk in rows)


def _take_off(pk: int, now: datetime) -> bool:
    """The organizer has a task that says who was asked instead, or that nobody was."""
    row = (
        Participation.objects.select_for_update(of=("self",))
        .select_related("person", "activity__program", "activity__organizer")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        return False
    person, activity = row.person, row.activity
    invitations.withdraw(row, now=now)
    mentor = ask_next(activity, now=now)
    if mentor is not None:
        title = f"{person} may not come on {day_words(activity)}, {mentor} was asked: {activity}"
        make_task(
            activity.program,
            key=f"uncleared:{activity.pk}:{person.pk}",
            title=title[:200],
            owner=activity.organizer,
            due_on=timezone.localdate(now, activity.program.zone),
            activity=activity,
        )
    return True
