"""How people of a partner come in: by a link in a mail the first time, by a mailed code or a
passkey from then on; never with a password (SPEC 13.3)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.domain.logins import open_login
from accounts.models import User
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from notifications.models import MailKind, Message
from partnerships.domain.speaking import can_be_mailed
from partnerships.models import Affiliation, Partnership, Person, Program
from partnerships.models.organizations import AffiliationQuerySet

LINK = SignedLink(salt="portal.enter", route="portal:enter", names=("affiliation", "email"))
HOUR = timedelta(hours=1)


def places_open() -> AffiliationQuerySet:
    """Where people may come in: they work there today, and some program is a partner."""
    partners = Partnership.objects.values("organization")
    return Affiliation.objects.open().filter(organization__in=partners)


def enter_address(affiliation: Affiliation) -> str:
    """The whole address by which a person comes in for this organization. It lives as long as the
    mail does: it opens a login once; later it leads to the code, which goes to the same mailbox."""
    return LINK.address(affiliation.pk, affiliation.person.email)


def read_token(token: str) -> Affiliation:
    """Whom the link was made for. Refuses one that is broken, of another address than the person
    has now, of somebody who has left, and of an organization that is no partner."""
    pk, email = LINK.read(token)
    affiliation = (
        places_open()
        .filter(pk=pk, person__email=email)
        .select_related("person__user", "organization")
        .first()
    )
    if affiliation is None:
        raise DomainError(_("You are no longer listed there."))
    return affiliation


@transaction.atomic
def invite_partner(
    affiliation: Affiliation, *, program: Program, by: User, now: datetime
) -> Affiliation:
    """Mail somebody of a partner the link to the portal. Refuses who has no address, has left,
    shares an address with somebody else, or got one at that address within the hour."""
    person = affiliation.person
    if not can_be_mailed(person):
        raise DomainError(f"There is no e-mail address of {person}.")
    if not Affiliation.objects.open().filter(pk=affiliation.pk).exists():
        raise DomainError(f"{person} does not work there any more.")
    if problem := _who_else(person):
        raise DomainError(problem)
    key = f"portal:{affiliation.pk}:{person.email}"[:100]
    if Message.objects.filter(key__startswith=f"{key}:", created_at__gt=now - HOUR).exists():
        raise DomainError("The link was sent within the last hour. Once is enough.")
    inviter = Person.objects.filter(user=by).first()
    with translation.override(person.language):
        queue_message(
            key=f"{key}:{now:%Y%m%d%H%M%S}",
            to_email=person.email,
            template="portal_invited",
            context={
                "language": person.language,
                "person": person,
                "organization": affiliation.organization,
                "address": enter_address(affiliation),
                "inviter": inviter,
                "program": program,
            },
            kind=MailKind.ACCOUNT,
            from_name=inviter.letter_name if inviter else program.name,
            reply_to=by.email,
        )
    return affiliation


def _who_else(person: Person) -> str:
    """Who has the same address, in a sentence for staff; empty for nobody."""
    twin = Person.objects.filter(email=person.email).exclude(pk=person.pk).first()
    if twin is not None:
        return (
            f"{twin} has the same e-mail address, so a code would let both in. Give each an "
            "address of their own, or merge them if they are one person."
        )
    other = User.objects.filter(email=person.email).first()
    is_other = other is not None and other.pk != person.user_id
    return f"Somebody else signs in with {person.email}." if is_other else ""


@transaction.atomic
def open_login_of(affiliation: Affiliation) -> User:
    """The login of somebody who came by the link, made the first time. Refuses a closed one, and an
    address that is somebody else's too."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=affiliation.person_id)
    if person.user is not None:
        if not person.user.is_active:
            raise DomainError(_("This login was closed. Please ask your contact at the school."))
        return person.user
    if _who_else(person):
        raise DomainError(
            _(
                "More than one person is listed with this e-mail address. Please ask your contact "
                "at the school to give each an address of their own."
            )
        )
    return _open(person)


def _open(person: Person) -> User:
    user = open_login(person.email)
    person.user = user
    person._history_user = user  # type: ignore[attr-defined]  # simple-history reads it
    person.save()
    return user


@transaction.atomic
def open_login_for(email: str, *, now: datetime) -> User | None:
    """Who asks for a code with the address of somebody at a partner has a login from then on: the
    code goes to that mailbox alone. None for who is not known, or has left. An address that two
    people share opens nothing; it is told why by mail, so that nothing can be found out by trying.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        return None
    people = list(
        Person.objects.select_for_update(of=("self",))
        .filter(email=email, user=None, pk__in=places_open().values("person"))
        .order_by("pk")[:2]
    )
    if len(people) == 1:
        return _open(people[0])
    if people:
        with translation.override(people[0].language):
            queue_message(
                key=f"portal_shared:{email}:{now:%Y%m%d%H}"[:120],
                to_email=email,
                template="portal_shared",
                context={"language": people[0].language, "people": people},
                kind=MailKind.ACCOUNT,
            )
    return None
