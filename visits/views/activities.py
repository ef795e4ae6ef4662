"""Activities of a program that one of our pages is about."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from calendar_app.models import Activity
from partnerships.models import Program


def own_activity(program: Program, pk: int, kinds: Q) -> Activity:
    """One of these kinds, with program, organizer and organization; 404 for all others."""
    rows = Activity.objects.for_program(program).filter(kinds)
    activity = get_object_or_404(rows.select_related("organizer", "organization"), pk=pk)
    activity.program = program
    return activity
