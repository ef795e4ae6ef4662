"""What a partner changes about its own people (SPEC 11.3)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.tasks import make_task
from calendar_app.models import Task
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.names import person_key
from partnerships.domain.organizations import set_supports
from partnerships.domain.people import add_person, people_at
from partnerships.models import Affiliation, Organization, Partnership, Person
from portal.domain.entering import invite_partner

#: So many colleagues can be entered in a day.
MOST_NEW = 10


def people_of(organization: Organization) -> list[Affiliation]:
    """Who works there today, by name. One query."""
    return list(
        Affiliation.objects.open()
        .filter(organization=organization)
        .select_related("person")
        .order_by("person__name", "pk")
    )


@transaction.atomic
def add_colleague(
    organization: Organization, *, by: User, name: str, email: str, now: datetime, **fields: Any
) -> Affiliation | None:
    """Somebody of the organization enters a colleague, who gets the link to the portal; who keeps
    in touch has a task to look. Whoever is known with that address is attached by nobody but staff:
    they have a task, and None comes back.

    While that task is open, the colleague is given no students and no student's work to look at.

    Refuses a colleague who is there already, a name that holds an address, and more than
    MOST_NEW in a day.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if any(one in name.lower() for one in ("@", "/", "www.", "http")):
        raise DomainError(_("Please write the name alone."), field="name")
    _check_count(organization, now)
    email = email.strip().lower()
    known = Person.objects.filter(email=email).first()
    if known is not None and people_at(organization).filter(pk=known.pk).exists():
        raise DomainError(
            _("%(name)s is on the list here already.") % {"name": known.name}, field="email"
        )
    if known is not None or User.objects.filter(email=email).exists():
        key = f"{_key(organization)}{uuid4()}"
        _tell(organization, f"{name}, {email}", "is to be listed", key=key, by=by, now=now)
        return None
    added = add_person(
        organization,
        by=by,
        name=name,
        email=email,
        started_on=timezone.localdate(),
        language=organization.language,
        **fields,
    )
    key = _key_of_new(organization, added.person)
    _tell(organization, f"{name}, {email}", "is new", key=key, by=by, now=now)
    invite_partner(added, program=_looks_after(organization).program, by=by, now=now)
    return added


def _check_count(organization: Organization, now: datetime) -> None:
    """A portal is no way to send mail to strangers."""
    lately = Task.objects.filter(
        key__startswith=_key(organization), created_at__gt=now - timedelta(days=1)
    )
    if lately.count() >= MOST_NEW:
        raise DomainError(_("That is enough for one day. Please ask your contact at the school."))


def _key(organization: Organization) -> str:
    return f"colleague:{organization.pk}:"


def _key_of_new(organization: Organization, person: Person) -> str:
    return f"{_key(organization)}new:{person.pk}"


def is_looked_at(person: Person, organization: Organization) -> bool:
    """Whether somebody of the school knows them there: not while the task to look at a new
    colleague is open. Until then they see no student and no student's work."""
    key = _key_of_new(organization, person)
    return not Task.objects.open().filter(key=key).exists()


def _looks_after(organization: Organization) -> Partnership:
    """The partnership whose program looks after the list of people: the first."""
    rows = Partnership.objects.filter(organization=organization)
    return rows.select_related("program__school", "owner").order_by("pk")[0]


def _tell(
    organization: Organization, who: str, what: str, *, key: str, by: User, now: datetime
) -> None:
    partnership = _looks_after(organization)
    make_task(
        partnership.program,
        key=key,
        title=f"{who} {what} at {organization}: please look"[:200],
        note=f"Entered in the portal by {by.email}.",
        owner=partnership.owner,
        due_on=timezone.localdate(now, partnership.program.zone),
        organization=organization,
    )


@transaction.atomic
def change_own_profile(
    affiliation: Affiliation, *, by: User, title: str, talents: Any, **fields: Any
) -> Person:
    """Change one's own name, address to, telephone, language, talents, and the title at this
    organization. Refuses an empty name."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=affiliation.person_id)
    for name, value in fields.items():
        setattr(person, name, value)
    person.name = person.name.strip()
    if not person.name:
        raise DomainError(_("Please write your name."), field="name")
    person.name_key = person_key(person.name)
    author(person, by)
    person.save()
    person.talents.set(talents)
    if affiliation.title != title.strip():
        affiliation.title = title.strip()
        author(affiliation, by)
        affiliation.save()
    return person


@transaction.atomic
def offer_supports(organization: Organization, *, kinds: list[str]) -> None:
    """Say what the organization is willing to do; remarks that are there stay."""
    notes = {one.kind: one.note for one in organization.supports.all()}
    set_supports(organization, notes={kind: notes.get(kind, "") for kind in kinds})
