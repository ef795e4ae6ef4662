"""Nobody below the level a school requires is matched or scheduled with students (SPEC 8.2). Of a
check only level and dates are kept, never a report."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Case, DateField, Exists, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from core.exceptions import DomainError
from mentors.models import Clearance, ClearanceLevel, ClearanceRule, Form
from mentors.models.mentors import MentorQuerySet
from partnerships.domain.authors import author
from partnerships.models import Person, Program

#: In lists: never cleared for what they do, and cleared without an end.
NEVER, ALWAYS = date.min, date.max

# ---------------------------------------------------------------- reading


def required_level(program: Program, form: str) -> ClearanceLevel | None:
    """What the program's school asks for a form of mentoring: its rule, else the highest level.
    None only where the district has no levels at all; then nobody is cleared."""
    return required_levels([program.school_id], form)[program.school_id]


def required_levels(schools: Iterable[int], form: str) -> dict[int, ClearanceLevel | None]:
    """The same for several schools, by their ids. At most two queries."""
    rules = ClearanceRule.objects.filter(school__in=(wanted := set(schools)), form=form)
    found: dict[int, ClearanceLevel | None] = {
        one.school_id: one.level for one in rules.select_related("level")
    }
    if without := wanted - set(found):
        highest = ClearanceLevel.objects.order_by("-rank").first()
        found |= dict.fromkeys(without, highest)
    return found


def cleared(mentors: MentorQuerySet, *, level: ClearanceLevel | None, on: date) -> MentorQuerySet:
    """Those of ``mentors`` who have this level, or a higher one, on that day."""
    if level is None:
        return mentors.none()
    good = Clearance.objects.good_on(on).filter(
        person=OuterRef("person"), level__rank__gte=level.rank
    )
    return mentors.filter(Exists(good))


def with_cleared_until(mentors: MentorQuerySet, *, program: Program, today: date) -> MentorQuerySet:
    """Each with the last day on which they are cleared for every way they meet: ``cleared_until``,
    ``NEVER`` where they are not for one of them, ``ALWAYS`` where it does not run out."""
    ways = {Form.IN_PERSON: "in_person", Form.ONLINE: "online", Form.EMAIL: "by_email"}
    ends = [
        Case(
            When(**{way: True}, then=_last_day(program, form, today)),
            default=Value(ALWAYS, DateField()),
        )
        for form, way in ways.items()
    ]
    return mentors.annotate(cleared_until=Least(*ends, output_field=DateField()))


def _last_day(program: Program, form: str, today: date) -> Coalesce:
    """Of the clearances of a mentor's person that the school accepts for this form."""
    rule = ClearanceRule.objects.filter(school=program.school_id, form=form)
    highest = ClearanceLevel.objects.order_by("-rank")
    good = Q(
        person__clearances__withdrawn_on=None,
        person__clearances__given_on__lte=today,
        person__clearances__level__rank__gte=Coalesce(
            Subquery(rule.values("level__rank")[:1]), Subquery(highest.values("rank")[:1])
        ),
    )
    last = Coalesce("person__clearances__expires_on", Value(ALWAYS, DateField()))
    return Coalesce(Max(last, filter=good), Value(NEVER, DateField()))


def _holds(row: Clearance, day: date) -> bool:
    """For one that was not withdrawn."""
    return row.given_on <= day and (row.expires_on is None or day <= row.expires_on)


class ClearedIn:
    """In which programs somebody is cleared for a form of mentoring, on which days, read once. At
    most three queries."""

    def __init__(self, person: Person, programs: Iterable[Program], form: str) -> None:
        self.levels = required_levels((one.school_id for one in programs), form)
        rows = Clearance.objects.filter(person=person, withdrawn_on=None)
        self.rows = list(rows.select_related("level"))

    def on(self, program: Program, day: date) -> bool:
        level = self.levels[program.school_id]
        return level is not None and any(
            row.level.rank >= level.rank and _holds(row, day) for row in self.rows
        )


class Cleared:
    """Who of some people is cleared on which days, read once: for series of dates. Two queries."""

    def __init__(self, program: Program, form: str, people: Collection[int]) -> None:
        self.level = required_level(program, form)
        self.rows: dict[int, list[Clearance]] = {}
        if self.level is not None:
            for row in Clearance.objects.filter(
                person__in=people, level__rank__gte=self.level.rank, withdrawn_on=None
            ):
                self.rows.setdefault(row.person_id, []).append(row)

    def on(self, person: int, day: date) -> bool:
        return any(_holds(row, day) for row in self.rows.get(person, []))

    def until(self, person: int) -> date | None:
        """The last day on which they are cleared; None without an end, or never."""
        ends = [row.expires_on for row in self.rows.get(person, [])]
        return None if None in ends else max((one for one in ends if one), default=None)

    def why_not(self, person: Person, day: date) -> str:
        """In a sentence, for somebody who is not cleared on that day."""
        if self.level is None:
            return "The district has set no level of clearance yet, so nobody can be matched."
        last = self.until(person.pk)
        if last is not None and last < day:
            said = f"is cleared until {date_format(last, 'j M Y')} only"
        else:
            said = "is not cleared"
        return f"{person} {said}; “{self.level}” is needed on {date_format(day, 'j M Y')}."


# ---------------------------------------------------------------- changing


@transaction.atomic
def note_clearance(
    person: Person,
    *,
    level: ClearanceLevel,
    given_on: date,
    by: User,
    expires_on: date | None = None,
) -> Clearance:
    """Somebody reached a level. Without a last day it is good for as long as the level says. The
    same level of the same day again changes the last day. Refuses a day to come, and a last day
    before the first."""
    if given_on > timezone.localdate():
        raise DomainError("This day has not come yet.", field="given_on")
    if expires_on is None and level.lasts_months:
        expires_on = given_on + relativedelta(months=level.lasts_months) - timedelta(days=1)
    if expires_on is not None and expires_on < given_on:
        raise DomainError("The last day is before the first.", field="expires_on")
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    known = Clearance.objects.filter(person=person, level=level, given_on=given_on).first()
    row = known or Clearance(person=person, level=level, given_on=given_on)
    row.expires_on, row.withdrawn_on, row.noted_by = expires_on, None, by
    author(row, by)
    row.save()
    return row
