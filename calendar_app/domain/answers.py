"""What those who were asked to an activity say (SPEC 3.4)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain import invitations
from calendar_app.models import Activity, Participation
from calendar_app.signals import participation_answered
from core.exceptions import DomainError
from partnerships.models import Affiliation, Person

Answer = Participation.Answer
#: What can be said; "no answer yet" is not an answer.
SAYABLE = frozenset({Answer.YES, Answer.NO, Answer.MAYBE, Answer.SUBSTITUTE})
NOTE_MAX = 200

#: Who may come for whom, by participation; it is given participations with their activities.
FindSubstitutes = Callable[[Sequence[Participation]], Mapping[int, Person]]
SUBSTITUTES: dict[str, FindSubstitutes] = {}


def register_substitutes(kind: str, find: FindSubstitutes) -> None:
    """Say who substitutes at activities of a kind (calendar_app.models.Kind). Called in
    ``ready()`` of the app that knows."""
    SUBSTITUTES[kind] = find


#: Why somebody may not come (any more), by participation; it is given participations with their
#: activities. Whoever is missing may.
FindRefusals = Callable[[Sequence[Participation]], Mapping[int, str]]
REFUSALS: dict[str, FindRefusals] = {}


def register_refusals(kind: str, find: FindRefusals) -> None:
    """Say who may not come to activities of a kind, and why in a sentence they read. Called in
    ``ready()`` of the app that knows."""
    REFUSALS[kind] = find


def substitute_of(participation: Participation) -> Person | None:
    """Whom this person could send or has sent, as substitutes_of."""
    return substitutes_of([participation]).get(participation.pk)


def substitutes_of(rows: Iterable[Participation]) -> dict[int, Person]:
    """Whom these people could send or have sent, by participation; without those for whom nobody is
    named, or who is named comes to the same activity already for themselves. As many queries for
    many of a kind as for one."""
    found: dict[int, Person] = {}
    by_kind: dict[str, list[Participation]] = {}
    for row in rows:
        if sent := getattr(row, "substitute", None):
            found[row.pk] = sent.person
        elif row.role != Participation.Role.SUBSTITUTE:
            by_kind.setdefault(row.activity.kind, []).append(row)
    for kind, asked in by_kind.items():
        if find := SUBSTITUTES.get(kind):
            found |= _free(asked, find(asked))
    return found


def _free(rows: Sequence[Participation], named: Mapping[int, Person]) -> dict[int, Person]:
    """Those of them who were not asked to the same activity."""
    if not named:
        return {}
    people = {person.pk for person in named.values()}
    busy = set(
        Participation.objects.filter(
            activity__in={row.activity_id for row in rows}, person__in=people
        ).values_list("activity", "person")
    )
    return {
        row.pk: person
        for row in rows
        if (person := named.get(row.pk)) and (row.activity_id, person.pk) not in busy
    }


@transaction.atomic
def answer(
    participation: Participation,
    *,
    answer: str,
    note: str | None = None,
    by: User | None = None,
    seen: int | None = None,
    now: datetime | None = None,
) -> Participation:
    """Say whether this person comes: one of Participation.Answer but OPEN. ``note``: a word with
    it; None leaves what was said with the same answer. ``by``: the member of staff who notes it,
    None for the person themselves. ``seen``: the SEQUENCE they had before their eyes, if that is
    known. Saying the same again changes nothing.

    "My substitute comes" asks the substitute, whose place it then is; any other answer takes that
    back. A substitute who cannot come either: who sent them is told, and asked again.

    Refuses what is over or called off, or was moved since they saw it, an answer that is none, a
    substitute where nobody is named, whatever but "no" of somebody who may not come, and in the
    person's own name one who has left the organization they were asked for.
    """
    now = now or timezone.now()
    participation = (
        Participation.objects.select_for_update(of=("self",))
        .select_related(
            "activity__program__school",
            "activity__organizer",
            "person",
            "substitute__person",
            "stands_in_for__person",
        )
        .get(pk=participation.pk)
    )
    if answer == Answer.NO:  # that can be said by who may not come, too
        refused = _why_over(participation.activity, now=now)
    else:
        refused = why_not([participation], now=now).get(participation.pk, "")
    if refused:
        raise DomainError(refused)
    if seen is not None and seen != participation.activity.sequence:
        raise DomainError(_("The time or place has just changed. Please look at it again."))
    if answer not in SAYABLE:
        raise DomainError(_("Please choose one of the answers."), field="answer")
    if note is not None and len(note.strip()) > NOTE_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": NOTE_MAX}, field="note"
        )
    if by is None and has_left(participation):
        raise DomainError(_("You are no longer listed there, so somebody else answers."))
    if answer == Answer.SUBSTITUTE:
        _send_substitute(participation, now=now)
    elif sent := getattr(participation, "substitute", None):
        invitations.withdraw(sent, now=now)
    return _note_answer(participation, answer=answer, note=note, by=by, now=now)


def _note_answer(
    participation: Participation, *, answer: str, note: str | None, by: User | None, now: datetime
) -> Participation:
    is_same = participation.answer == answer
    words = (participation.answer_note if is_same else "") if note is None else note.strip()
    if is_same and words == participation.answer_note:
        return participation
    participation.answer, participation.answer_note = answer, words
    participation.answered_at = now
    if by is not None:
        participation._history_user = by
    participation.save()
    if answer == Answer.NO and participation.stands_in_for is not None:
        invitations.tell_who_sent(participation, now=now)
    participation_answered.send(Participation, participation=participation, now=now)
    return participation


def _send_substitute(participation: Participation, *, now: datetime) -> None:
    if getattr(participation, "substitute", None):
        return
    person = substitute_of(participation)
    if person is None:
        raise DomainError(_("Nobody is named who could come for you."), field="answer")
    participation.substitute = invitations.invite_substitute(participation, person=person, now=now)


def why_not(rows: Collection[Participation], *, now: datetime) -> dict[int, str]:
    """Why these people cannot answer any more, in a sentence, by participation; without those who
    can. As many queries for many of a kind as for one."""
    found = {row.pk: words for row in rows if (words := _why_over(row.activity, now=now))}
    by_kind: dict[str, list[Participation]] = {}
    for row in rows:
        if row.pk not in found:
            by_kind.setdefault(row.activity.kind, []).append(row)
    for kind, asked in by_kind.items():
        if find := REFUSALS.get(kind):
            found |= find(asked)
    return found


def _why_over(activity: Activity, *, now: datetime) -> str:
    if activity.is_called_off:
        return _("This was called off, so nobody needs to answer.")
    if activity.ends_at <= now or activity.state != Activity.State.PLANNED:
        return _("This is over, so the answer can no longer be changed.")
    return ""


def answer_series(
    rows: Collection[Participation],
    *,
    said: Mapping[int, str],
    seen: Mapping[int, int],
    now: datetime | None = None,
) -> dict[int, str]:
    """What one person says of several dates: an answer for each participation, or for some, with
    the SEQUENCE they had seen. What is refused stays as it was, and says why, by participation; the
    others are noted. Whoever hears of it has one mail for all."""
    refused: dict[int, str] = {}
    with invitations.together():
        for row in sorted(rows, key=lambda one: one.pk):
            wanted = said.get(row.pk, row.answer)
            if wanted == row.answer:
                continue
            try:
                with invitations.together():
                    answer(row, answer=wanted, seen=seen.get(row.pk), now=now)
            except DomainError as error:
                refused[row.pk] = error.message
    return refused


def has_left(participation: Participation) -> bool:
    """Whether the person was at the organization they were asked for and is there no more."""
    if participation.organization_id is None:
        return False
    left = Affiliation.objects.left_by(participation.person_id)
    return left.filter(organization=participation.organization_id).exists()
