"""The mentor plan of a program, to share with its board: no student by name, small groups not
counted out (SPEC 8.1, 13.11)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_app.domain.times import start_of
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Activity
from core.pdf import render_pdf
from mentors.domain.clearances import with_cleared_until
from mentors.domain.plan_lines import Planned, plan_lines_of
from mentors.domain.sessions import hours_of
from mentors.models import Form, GroupMentor, Mentor, MentorGroup, MentorSession
from partnerships.domain.letterhead import letterhead
from partnerships.domain.school_years import school_year, school_year_days, school_year_words
from partnerships.models import Program
from students.models import Student
from visits.domain.counting import SMALLEST_SHOWN, is_shown

#: So many groups of this kind, so many students.
ONE_STUDENT = MentorGroup.Kind.STUDENT


@dataclass(frozen=True)
class Plan:
    """Numbers of a school year."""

    year: str
    lines: list[Planned]
    partners: list[tuple[str, int]]  # organization and how many mentors
    ways: list[tuple[str, int]]  # form of mentoring and how many mentors offer it
    groups: list[tuple[str, int]]  # kind of group and how many there are
    groups_outside: list[tuple[str, int]]  # of these, what tells no small number of students
    ready: int  # active and cleared mentors who are in no group yet
    held: int
    planned: int
    hours: int
    accompanied: int  # students in a group
    without: int  # students in none

    @property
    def mentors(self) -> int:
        return sum(count for _name, count in self.partners)

    @property
    def accompanied_words(self) -> str:
        return people_words(self.accompanied)

    @property
    def without_words(self) -> str:
        return people_words(self.without)


def people_words(count: int) -> str:
    """How many students, for outside."""
    if count == 0:
        return _("none")
    if not is_shown(count):
        return _("fewer than %(count)s") % {"count": SMALLEST_SHOWN}
    return str(count)


def plan_of(program: Program, *, today: date | None = None) -> Plan:
    """The plan of the school year that runs. Ten queries."""
    today = today or timezone.localdate(timezone=program.zone)
    year = school_year(today)
    first, end = school_year_days(year)
    active = Mentor.objects.for_program(program).active()
    in_groups = GroupMentor.objects.filter(group__in=MentorGroup.objects.going()).values("mentor")
    mentors = list(active.filter(pk__in=in_groups).select_related("organization"))
    idle = with_cleared_until(active.exclude(pk__in=in_groups), program=program, today=today)
    partners = Counter(
        one.organization.name if one.organization else _("On their own") for one in mentors
    )
    groups = Counter(
        MentorGroup.objects.for_program(program).going().order_by().values_list("kind", flat=True)
    )
    sessions = list(
        MentorSession.objects.filter(
            group__program=program,
            activity__starts_at__gte=start_of(first, program.zone),
            activity__starts_at__lt=start_of(end, program.zone),
        ).select_related("activity")
    )
    held = [one for one in sessions if one.activity.state == Activity.State.COMPLETED]
    current = Student.objects.for_program(program).current()
    accompanied = current.filter(mentor_groups__ended_on=None, mentor_groups__isnull=False)
    with_group = accompanied.distinct().count()
    going = [(kind, str(label), groups[kind]) for kind, label in MentorGroup.Kind.choices]
    return Plan(
        year=school_year_words(year),
        lines=plan_lines_of([program], year=year)[program.pk],
        partners=sorted(partners.items()),
        ways=[
            (str(form.label), count)
            for form in Form
            if (count := sum(one.meets(form) for one in mentors))
        ],
        groups=[(label, count) for _kind, label, count in going if count],
        groups_outside=[
            (label, count)
            for kind, label, count in going
            if count and is_shown(with_group) and (kind != ONE_STUDENT or is_shown(count))
        ],
        ready=idle.filter(cleared_until__gte=today).count(),  # type: ignore[misc]  # annotated
        held=len(held),
        planned=sum(one.activity.state == Activity.State.PLANNED for one in sessions),
        hours=round(sum(hours_of(one) for one in held)),
        accompanied=with_group,
        without=current.count() - with_group,
    )


def plan_pdf(program: Program, *, language: str) -> bytes:
    """The plan on the program's letterhead."""
    with translation.override(language):
        plan = plan_of(program)
        return render_pdf(
            "print/mentor_plan.html",
            {
                "paper": letterhead(program),
                "language": language,
                "title": _("Mentor plan %(year)s") % {"year": plan.year},
                "plan": plan,
                "mentors": ngettext("one mentor", "%(count)s mentors", plan.mentors)
                % {"count": plan.mentors},
                "smallest": SMALLEST_SHOWN,
                "made_on": spoken_day(timezone.localtime(timezone=program.zone)),
            },
        )
