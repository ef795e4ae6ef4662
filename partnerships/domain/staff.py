"""Who works in a program: invited by mail, changed and removed by its managers (SPEC 13.4)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.domain.logins import open_login
from accounts.models import User
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from notifications.models import MailKind
from partnerships.domain.names import person_key
from partnerships.models import Affiliation, Invitation, Person, Program, ProgramRole
from partnerships.rules import PROGRAM_MANAGERS

INVITATION_LASTS = timedelta(days=14)


def is_of_the_school(user: User) -> bool:
    """Has a role or works in the administration; others are partners, who have a portal."""
    return user.is_staff or ProgramRole.objects.filter(user=user).exists()


@transaction.atomic
def invite_staff(
    program: Program, *, email: str, name: str, title: str, role: str, by: User | None
) -> Invitation:
    """Ask an address to join the program's staff, and mail it the link.

    Refuses an address that works here already or holds an invitation that is still good. An
    invitation that ran out is replaced.
    """
    email = email.strip().lower()
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    now = timezone.now()
    if ProgramRole.objects.filter(program=program, user__email=email).exists():
        raise DomainError(
            "This person works in the program already. You can change their role in the list.",
            field="email",
        )
    waiting = Invitation.objects.filter(
        program=program, email=email, accepted_at=None, withdrawn_at=None
    )
    if waiting.filter(expires_at__gt=now).exists():
        raise DomainError(
            "This address is invited already. You can send the invitation again from the list.",
            field="email",
        )
    waiting.update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        program=program,
        email=email,
        name=name.strip(),
        title=title.strip(),
        role=role,
        invited_by=by,
        expires_at=now + INVITATION_LASTS,
    )
    _mail(invitation)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Send the same link once more; it is good for two weeks from now, in the old mail too.

    Pressed twice within a minute, it is sent once. Refuses what was accepted or withdrawn.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise DomainError("This invitation was accepted already.")
    if invitation.withdrawn_at:
        raise DomainError("This invitation was withdrawn. You can invite the address anew.")
    invitation.expires_at = timezone.now() + INVITATION_LASTS
    invitation.invited_by = by
    invitation.save(update_fields=["expires_at", "invited_by"])
    _mail(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """End an invitation: its link says so from now on. Refuses one that was accepted."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise DomainError(
            "This invitation was accepted already. You can remove the person instead."
        )
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


@transaction.atomic
def accept_invitation(
    invitation: Invitation,
    *,
    by: User | None,
    name: str = "",
    title: str = "",
    password: str = "",
) -> User:
    """Take up the role the invitation offers, and end it.

    ``by`` is who is signed in, if anybody: only the invited address may accept. An address
    without a login gets one, a Person and a place at the school; one with a login keeps all
    that and only gains the role. Refuses what ran out, was used or withdrawn.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("program__school")
        .get(pk=invitation.pk)
    )
    if reason := why_closed(invitation):
        raise DomainError(reason)
    if by is not None and by.email != invitation.email:
        raise DomainError(f"This invitation is for {invitation.email}.")
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = open_login(invitation.email, password=password)
    elif not user.is_active:
        raise DomainError("The login of this address was closed. Please ask the administration.")
    person = _person_of(user, invitation, name=name.strip() or invitation.name)
    _place_at_school(person, invitation.program, title=title.strip() or invitation.title, by=user)
    held = ProgramRole.objects.filter(program=invitation.program, user=user, role=invitation.role)
    if not held.exists():
        role = ProgramRole(program=invitation.program, user=user, role=invitation.role)
        role._history_user = user  # type: ignore[attr-defined]  # simple-history reads it
        role.save()
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return user


def why_closed(invitation: Invitation) -> str:
    """Why the link does not work any more, in a sentence; empty while it does."""
    if invitation.accepted_at:
        return "This invitation was accepted already."
    if invitation.withdrawn_at:
        return "This invitation was withdrawn."
    if invitation.has_run_out:
        return "This invitation ran out: it was good for two weeks."
    return ""


@transaction.atomic
def change_role(role: ProgramRole, *, to: str, by: User) -> ProgramRole:
    """Give somebody another role in the program. Refuses to leave it without a manager."""
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=role.program_id)
    role = ProgramRole.objects.select_related("user").get(pk=role.pk)
    others = ProgramRole.objects.filter(program=program, user=role.user).exclude(pk=role.pk)
    still_manages = to in PROGRAM_MANAGERS or others.filter(role__in=PROGRAM_MANAGERS).exists()
    if not still_manages:
        _refuse_last_manager(program, role.user)
    role._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    if others.filter(role=to).exists():  # held twice is held once
        role.delete()
        return others.get(role=to)
    role.role = to
    role.save(update_fields=["role"])
    return role


@transaction.atomic
def remove_from_program(program: Program, *, user: User, by: User) -> None:
    """Take all roles in the program from somebody. Their login, notes and partners stay.

    Refuses to remove the last coordinator or administrator.
    """
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    roles = list(ProgramRole.objects.filter(program=program, user=user))
    if any(role.role in PROGRAM_MANAGERS for role in roles):
        _refuse_last_manager(program, user)
    for role in roles:
        role._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
        role.delete()


def invitation_address(invitation: Invitation) -> str:
    """The whole address of the page where the invitation is accepted."""
    return settings.SITE_URL + reverse("invitation_accept", args=[invitation.token])


def mail_key(invitation: Invitation) -> str:
    """Names the last mail of this invitation in the outbox: one a minute at most."""
    return f"invitation:{invitation.pk}:{invitation.expires_at:%Y%m%d%H%M}"


def _refuse_last_manager(program: Program, leaving: User) -> None:
    """The caller holds the transaction and the program."""
    managers = ProgramRole.objects.filter(
        program=program, role__in=PROGRAM_MANAGERS, user__is_active=True
    )
    if not managers.exclude(user=leaving).exists():
        raise DomainError(
            "This is the program's last coordinator or administrator. Give somebody else that "
            "role first.",
            field="role",
        )


def _mail(invitation: Invitation) -> None:
    """Queue the link. It opens a login, so it is not among the mail that staff can read."""
    inviter = invitation.invited_by
    person = Person.objects.filter(user=inviter).first() if inviter else None
    with timezone.override(invitation.program.time_zone):
        queue_message(
            key=mail_key(invitation),
            to_email=invitation.email,
            template="staff_invited",
            context={
                "invitation": invitation,
                "program": invitation.program,
                "inviter": person or inviter,
                "address": invitation_address(invitation),
            },
            kind=MailKind.ACCOUNT,
            from_name=invitation.program.name,
            reply_to=inviter.email if inviter else "",
        )


def _person_of(user: User, invitation: Invitation, *, name: str) -> Person:
    """The Person of a login: theirs, one known by the address, or a new one."""
    person = Person.objects.filter(user=user).first()
    if person:
        return person
    known = list(
        Person.objects.select_for_update()
        .filter(email=invitation.email, user=None)
        .order_by("pk")[:2]
    )
    person = known[0] if len(known) == 1 else Person(email=invitation.email)
    person.user = user
    person.name = name
    person.name_key = person_key(name)
    person._history_user = user  # type: ignore[attr-defined]  # simple-history reads it
    person.save()
    return person


def _place_at_school(person: Person, program: Program, *, title: str, by: User) -> None:
    """Note that the person works at the program's school from today, if it is not noted."""
    here = Affiliation.objects.current().filter(person=person, organization=program.school)
    if here.exists():
        return
    affiliation = Affiliation(
        person=person,
        organization=program.school,
        title=title,
        started_on=timezone.localdate(timezone=ZoneInfo(program.time_zone)),
    )
    affiliation._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    affiliation.save()
