"""Who of partners takes part in an activity, wherever that is kept."""

from collections.abc import Callable, Iterable

from calendar_app.models import Activity, Participation
from partnerships.models import Organization, Person

Found = tuple[Person, Organization]
FINDERS: dict[str, Callable[[Activity], Iterable[Found]]] = {}


def register_partner_people(kind: str, find: Callable[[Activity], Iterable[Found]]) -> None:
    """Say who of partners takes part in activities of a kind besides those who were asked by mail.
    Called in ``ready()`` of the app that knows."""
    FINDERS[kind] = find


def partner_people(activity: Activity) -> list[Found]:
    """Each person of a partner once, with the organization they come for. At most two queries."""
    rows = (
        activity.participations.exclude(organization=None)
        .exclude(organization=activity.program.school_id)
        .exclude(role=Participation.Role.STAFF)
        .exclude(answer=Participation.Answer.NO)
        .select_related("person", "organization")
    )
    found = {row.person_id: (row.person, row.organization) for row in rows if row.organization}
    if find := FINDERS.get(activity.kind):
        for person, organization in find(activity):
            found.setdefault(person.pk, (person, organization))
    return sorted(found.values(), key=lambda one: (one[1].name, one[0].name))
