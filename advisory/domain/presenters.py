"""Who may present an item: members, substitutes and the school's staff."""

from django.utils import timezone

from advisory.domain.seats import seats_on
from advisory.models import Meeting
from partnerships.domain.people import staff_people
from partnerships.models import Person

Groups = list[tuple[str, list[tuple[Person, str]]]]


def presenters_for(meeting: Meeting) -> Groups:
    """In groups, each person once with the words to show: organization first, person second."""
    program = meeting.board.program
    day = timezone.localdate(meeting.activity.starts_at, program.zone)
    members: dict[int, tuple[Person, str]] = {}
    substitutes: dict[int, tuple[Person, str]] = {}
    for seat in seats_on(meeting.board, day):
        for person, group in ((seat.representative, members), (seat.substitute, substitutes)):
            if person is not None and person.pk not in members:
                group.setdefault(person.pk, (person, f"{seat}, {person}"))
    staff = [
        (person, str(person))
        for person in staff_people(program).order_by("name", "pk")
        if person.pk not in members
    ]
    return [
        ("Members", list(members.values())),
        ("Substitutes", [one for pk, one in substitutes.items() if pk not in members]),
        ("School", staff),
    ]
