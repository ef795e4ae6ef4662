from typing import Any

from django.db import transaction

from accounts.models import User
from partnerships.domain.names import person_key
from partnerships.models import Affiliation, Person


def own_affiliation(person: Person) -> Affiliation | None:
    """Where somebody works now; the place they have been longest, if there are several."""
    return (
        Affiliation.objects.current()
        .filter(person=person)
        .select_related("organization")
        .order_by("pk")
        .first()
    )


@transaction.atomic
def change_profile(
    person: Person, *, name: str, prefix: str, phone: Any, title: str, signature: Any, by: User
) -> Person:
    """Change what letters and colleagues see of oneself. ``signature`` is a new picture, False to
    take the old one away, or None to leave it."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.name, person.prefix, person.phone = name.strip(), prefix.strip(), phone
    person.name_key = person_key(person.name)
    if signature is not None:
        person.signature = signature or ""
    person._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    person.save()
    affiliation = own_affiliation(person)
    if affiliation and affiliation.title != title.strip():
        affiliation.title = title.strip()
        affiliation._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
        affiliation.save()
    return person
