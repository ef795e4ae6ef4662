"""Nobody below the level a school requires is matched or scheduled with students (SPEC 8.2)."""

from datetime import date

from django.db.models import Exists, OuterRef

from mentors.models import Clearance, ClearanceLevel, ClearanceRule
from mentors.models.mentors import MentorQuerySet
from partnerships.models import Person, Program


def required_level(program: Program, form: str) -> ClearanceLevel | None:
    """What the program's school asks for a form of mentoring: its rule, else the highest level.
    None only where the district has no levels at all; then nobody is cleared."""
    rule = (
        ClearanceRule.objects.filter(school=program.school_id, form=form)
        .select_related("level")
        .first()
    )
    return rule.level if rule else ClearanceLevel.objects.order_by("-rank").first()


def cleared(mentors: MentorQuerySet, *, level: ClearanceLevel | None, on: date) -> MentorQuerySet:
    """Those of ``mentors`` who have this level, or a higher one, on that day."""
    if level is None:
        return mentors.none()
    good = Clearance.objects.good_on(on).filter(
        person=OuterRef("person"), level__rank__gte=level.rank
    )
    return mentors.filter(Exists(good))


def is_cleared(person: Person, *, level: ClearanceLevel | None, on: date) -> bool:
    """Whether somebody has this level, or a higher one, on that day."""
    if level is None:
        return False
    good = Clearance.objects.good_on(on).filter(person=person, level__rank__gte=level.rank)
    return good.exists()
