"""How the one vocabulary is used (SPEC 4.3)."""

from django.db.models import Count, Q, QuerySet

from partnerships.models import Program, Topic


def topics_used(program: Program) -> QuerySet[Topic]:
    """Each topic with ``student_count``, current students of the program, and ``people_count``,
    people of all partners and schools. One query."""
    here = Q(students__program=program, students__left_on=None)
    return Topic.objects.annotate(
        student_count=Count("students", filter=here, distinct=True),
        people_count=Count("people", distinct=True),
    ).order_by("name")
