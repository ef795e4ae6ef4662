"""Who was asked to speak may recommend a colleague: a warm way in, a prospect (SPEC 6.3, 1.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app.domain.tasks import make_task
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.connections import add_connection
from partnerships.domain.duplicates import Candidate, likely_matches
from partnerships.domain.names import name_key, person_key
from partnerships.domain.organizations import adopt, create_organization
from partnerships.domain.people import add_person, people_at
from partnerships.models import Connection, Organization, Person, Program
from visits.domain.speakers import lock_ask
from visits.models import SpeakerAsk

NAME_MAX, ORGANIZATION_MAX, WORD_MAX = 120, 200, 200
#: Until when staff should look at a referral that could not be entered by itself.
LOOK_WITHIN = timedelta(days=7)


@transaction.atomic
def recommend(
    ask: SpeakerAsk,
    *,
    name: str,
    email: str = "",
    organization: str = "",
    word: str = "",
    now: datetime | None = None,
) -> SpeakerAsk:
    """Keep whom somebody recommends: a person with a connection (known by who recommended them), of
    their own organization if none is named. A new organization is a partner at the stage
    "identified". Where it is likely one we have under another name, or the person is somebody else
    already, staff gets a task and nothing is entered twice.

    Once for each who was asked. Refuses no name, what is too long, and an address that is none.
    """
    now = now or timezone.now()
    name, email, organization, word = (
        " ".join(text.split()) for text in (name, email.lower(), organization, word)
    )
    _check(name, email, organization, word)
    ask = lock_ask(ask)
    if ask.recommended_at is not None:
        raise DomainError(
            _("You have recommended %(name)s already. Thank you.") % {"name": ask.colleague_name}
        )
    ask.colleague_name, ask.colleague_email = name, email
    ask.colleague_organization, ask.colleague_word = organization, word
    ask.recommended_at = now
    author(ask, None)
    ask.save()
    _enter(ask, now=now)
    return ask


def _check(name: str, email: str, organization: str, word: str) -> None:
    if not name:
        raise DomainError(_("Whom could we ask? A name, please."), field="colleague_name")
    for text, limit, field in (
        (name, NAME_MAX, "colleague_name"),
        (organization, ORGANIZATION_MAX, "colleague_organization"),
        (word, WORD_MAX, "colleague_word"),
    ):
        if len(text) > limit:
            raise DomainError(
                _("Please say it in at most %(count)s characters.") % {"count": limit}, field=field
            )
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise DomainError(
                _("This is not an e-mail address."), field="colleague_email"
            ) from error


def _enter(ask: SpeakerAsk, *, now: datetime) -> None:
    place, doubt = _place_of(ask)
    if place is None:
        _ask_staff(ask, doubt, now=now)
        return
    try:
        with transaction.atomic():
            person = _person_at(place, ask)
    except DomainError as error:
        _ask_staff(ask, error.message, now=now)
        return
    program = ask.request.program
    if place.pk != program.school_id:
        adopt(place, program=program, by=None)
    same_place = place.pk == ask.organization_id
    relation = Connection.Relation.COLLEAGUE if same_place else Connection.Relation.PARTNER
    add_connection(
        place,
        program=program,
        by=None,
        known_by=ask.person.name[:120],
        contact=person,
        relation=relation,
        note="Recommended them as a speaker",
    )
    ask.colleague, ask.colleague_at = person, place
    author(ask, None)
    ask.save()


def _place_of(ask: SpeakerAsk) -> tuple[Organization | None, str]:
    """The organization that is meant, made if it is new; or none, and the doubt in words."""
    named = ask.colleague_organization
    if not named or name_key(named) == name_key(ask.organization.name):
        return ask.organization, ""
    # Two who recommend the same new firm at once make one of it: the second waits here.
    Program.objects.select_for_update(no_key=True).get(pk=ask.request.program_id)
    same = list(Organization.objects.filter(name_key=name_key(named)).order_by("pk")[:2])
    if len(same) == 1:
        return same[0], ""
    candidate = Candidate(name=named, email=ask.colleague_email)
    matches = likely_matches([candidate])[0]
    if matches:
        names = "; ".join(f"{one.name} ({', '.join(one.reasons)})" for one in matches)
        return None, f"“{named}” may be one of yours: {names}."
    partnership = create_organization(program=ask.request.program, by=None, name=named)
    return partnership.organization, ""


def _person_at(place: Organization, ask: SpeakerAsk) -> Person:
    """Somebody who is there already, or is from now on. Refuses what add_person refuses."""
    same = people_at(place).filter(name_key=person_key(ask.colleague_name))
    for person in same.order_by("pk"):
        if not ask.colleague_email or person.email in {"", ask.colleague_email}:
            return person
    added = add_person(place, by=None, name=ask.colleague_name, email=ask.colleague_email)
    return added.person


def _ask_staff(ask: SpeakerAsk, doubt: str, *, now: datetime) -> None:
    wanted = ask.request
    facts = [
        f"{ask.person} ({ask.organization}) recommends {ask.colleague_name}",
        f"e-mail {ask.colleague_email}" if ask.colleague_email else "",
        f"at {ask.colleague_organization}" if ask.colleague_organization else "",
        f"“{ask.colleague_word}”" if ask.colleague_word else "",
    ]
    make_task(
        wanted.program,
        key=f"recommended:{ask.pk}",
        title=f"Enter {ask.colleague_name}, whom {ask.person} recommends"[:200],
        note=", ".join(filter(None, facts)) + f". Not entered by itself: {doubt}",
        owner=wanted.organizer,
        due_on=timezone.localdate(now, wanted.program.zone) + LOOK_WITHIN,
        organization=ask.organization,
    )


@dataclass(frozen=True)
class Chain:
    """How somebody came to be asked: ``names`` from who was asked first to themselves."""

    names: list[str]

    def __str__(self) -> str:
        return " → ".join(self.names)


def chains_of(asks: list[SpeakerAsk]) -> dict[int, Chain]:
    """For each of these (with their person) that somebody recommended, who recommended whom, by id
    of the ask. Reads the asks alone."""
    by_colleague: dict[int, SpeakerAsk] = {}
    for ask in asks:
        if ask.colleague_id is not None:
            by_colleague.setdefault(ask.colleague_id, ask)
    found = {}
    for ask in asks:
        names, seen, step = [ask.person.name], {ask.pk}, ask
        while (before := by_colleague.get(step.person_id)) and before.pk not in seen:
            names.insert(0, before.person.name)
            seen.add(before.pk)
            step = before
        if len(names) > 1:
            found[ask.pk] = Chain(names)
    return found
