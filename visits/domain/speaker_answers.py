"""What those who were asked to speak say, and the presentation it becomes (SPEC 6.2)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain import activities, checkpoints, invitations
from calendar_app.models import Activity, Checkpoint, Kind, Participation
from core.exceptions import DomainError
from partnerships.domain.authors import author
from partnerships.domain.speaking import can_be_mailed
from partnerships.models import Affiliation, Organization, Person
from visits.domain import speaker_mail
from visits.domain.speakers import asks_of, lock_ask, why_closed
from visits.models import SpeakerAsk, SpeakerRequest

State = SpeakerRequest.State
Answer = SpeakerAsk.Answer
NOTE_MAX = 300
PROPOSAL_MAX = 200
#: Everybody who comes is reminded so many days before.
REMIND_DAYS = (2,)


def asks_waiting(person: Person, *, now: datetime) -> QuerySet[SpeakerAsk]:
    """To which classes somebody was asked to speak and has not answered, each with ``starts_at``:
    those that ``why_closed`` leaves open."""
    rows = SpeakerAsk.objects.filter(person=person, answer=Answer.OPEN, request__state=State.OPEN)
    planned = Q(request__activity=None) | Q(request__activity__state=Activity.State.PLANNED)
    starts_at = Coalesce("request__activity__starts_at", "request__starts_at")
    return rows.filter(planned).annotate(starts_at=starts_at).filter(starts_at__gt=now)


@transaction.atomic
def accept(ask: SpeakerAsk, *, note: str = "", now: datetime | None = None) -> SpeakerAsk:
    """They come: the presentation is on the calendar with them as the speaker, and they, the
    organizer and the teacher have it in writing. Of two who say yes at once one wins (returned
    with ``is_speaker``); the yes of the other is kept, so that staff sees it. Saying it again
    changes nothing. Refuses what was withdrawn, what is over, and one who has left the
    organization they were asked for."""
    now = now or timezone.now()
    ask = lock_ask(ask)
    wanted = ask.request
    filled = wanted.state == State.FILLED
    if ask.is_speaker or (filled and ask.answer == Answer.YES):
        return ask
    if not filled and (why := why_closed(wanted, now=now)):
        raise DomainError(why)
    if Affiliation.objects.left_by(ask.person_id).filter(organization=ask.organization_id).exists():
        raise DomainError(_("You are no longer listed there, so somebody else answers."))
    if filled and wanted.class_ends_at <= now:
        raise DomainError(_("This date is over."))
    _note_answer(ask, Answer.YES, note, now=now)
    if not filled:
        _fill(ask, by=None, now=now)
    ask.save()
    speaker_mail.tell_organizer(ask, now=now)
    return ask


@transaction.atomic
def decline(ask: SpeakerAsk, *, note: str = "", now: datetime | None = None) -> SpeakerAsk:
    """They cannot come. Refuses after their yes made it an activity, and what is over."""
    now = now or timezone.now()
    ask = _open_ask(ask, now=now)
    if ask.answer == Answer.NO and ask.note == note.strip():
        return ask
    _note_answer(ask, Answer.NO, note, now=now)
    ask.save()
    speaker_mail.tell_organizer(ask, now=now)
    return ask


@transaction.atomic
def propose(
    ask: SpeakerAsk,
    *,
    proposed_at: datetime | None,
    proposed_text: str = "",
    note: str = "",
    now: datetime | None = None,
) -> SpeakerAsk:
    """They would come at another time, which waits for the organizer. Refuses no time at all, one
    that is over, and what is closed."""
    now = now or timezone.now()
    ask = _open_ask(ask, now=now)
    proposed_text = proposed_text.strip()
    if proposed_at is None and not proposed_text:
        raise DomainError(_("When would suit you?"), field="proposed_on")
    if proposed_at is not None and proposed_at <= now:
        raise DomainError(_("This date is over."), field="proposed_on")
    if len(proposed_text) > PROPOSAL_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": PROPOSAL_MAX},
            field="proposed_text",
        )
    _note_answer(ask, Answer.PROPOSES, note, now=now)
    ask.proposed_at, ask.proposed_text = proposed_at, proposed_text
    ask.save()
    speaker_mail.tell_organizer(ask, now=now)
    return ask


def _open_ask(ask: SpeakerAsk, *, now: datetime) -> SpeakerAsk:
    ask = lock_ask(ask)
    if ask.is_speaker:
        raise DomainError(_("You said yes, and the class counts on you. Please write to us."))
    if why := why_closed(ask.request, now=now):
        raise DomainError(why)
    return ask


def _note_answer(ask: SpeakerAsk, answer: str, note: str, *, now: datetime) -> None:
    if len(note.strip()) > NOTE_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": NOTE_MAX}, field="note"
        )
    ask.answer, ask.note, ask.answered_at = answer, note.strip(), now
    ask.proposed_at, ask.proposed_text, ask.refused_at = None, "", None
    author(ask, None)


# ---------------------------------------------------------------- a date of theirs


@transaction.atomic
def take_proposal(
    ask: SpeakerAsk, *, starts_at: datetime, by: User, now: datetime | None = None
) -> SpeakerAsk:
    """The organizer takes the date somebody proposed: it is an activity at that time. Refuses when
    somebody comes already, nothing is proposed, and a time that is over."""
    now = now or timezone.now()
    ask = lock_ask(ask)
    wanted = ask.request
    if wanted.state != State.OPEN:
        raise DomainError(f"Not taken: this request is {wanted.get_state_display().lower()}.")
    if not ask.waits_for_us:
        raise DomainError(f"{ask.person} does not propose a date any more.")
    if starts_at <= now:
        raise DomainError("This time is over.", field="starts_at")
    ask.answer, ask.proposed_at = Answer.YES, starts_at
    _fill(ask, by=by, starts_at=starts_at, now=now)
    author(ask, by)
    ask.save()
    return ask


@transaction.atomic
def refuse_proposal(
    ask: SpeakerAsk, *, by: User, word: str = "", now: datetime | None = None
) -> SpeakerAsk:
    """The date does not suit; they hear it in a kind mail. The second time changes nothing."""
    now = now or timezone.now()
    ask = lock_ask(ask)
    if not ask.waits_for_us:
        return ask
    ask.refused_at = now
    author(ask, by)
    ask.save()
    speaker_mail.mail_not_needed(ask, why="refused", word=word.strip(), now=now)
    return ask


# ---------------------------------------------------------------- the presentation


def _fill(
    ask: SpeakerAsk, *, by: User | None, now: datetime, starts_at: datetime | None = None
) -> None:
    """This one comes. The caller holds the lock on the request and saves the ask."""
    wanted = ask.request
    begins = starts_at or wanted.class_starts_at
    length = wanted.class_ends_at - wanted.class_starts_at
    activity = _activity_for(wanted, ask.organization, begins, begins + length, by=by, now=now)
    ask.is_speaker = True
    wanted.state, wanted.activity = State.FILLED, activity
    author(wanted, by)
    wanted.save()
    _take_part(activity, ask, now=now)
    teacher = wanted.teacher
    if teacher is not None and teacher.pk != wanted.organizer_id:
        role = Participation.Role.STAFF
        invitations.invite(activity, people=[(teacher, None, role)], now=now)
    steps = {Checkpoint.Kind.CONTACTED, Checkpoint.Kind.CONFIRMED}
    for step in activity.checkpoints.filter(kind__in=steps):
        checkpoints.tick_checkpoint(step, by=by or ask.asked_by)
    for other in asks_of(wanted).exclude(pk=ask.pk).filter(answer=Answer.PROPOSES, refused_at=None):
        speaker_mail.mail_not_needed(other, why="filled", now=now)


def _activity_for(
    wanted: SpeakerRequest,
    organization: Organization,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User | None,
    now: datetime,
) -> Activity:
    """A new one, or the one that was on the calendar without a speaker."""
    if wanted.activity is not None:
        changed = activities.change_activity(
            wanted.activity,
            by=by,
            now=now,
            organization=organization,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        checkpoints.set_checkpoints([changed])
        return changed
    return activities.plan_activity(
        wanted.program,
        by=by,
        kind=Kind.CLASSROOM_PRESENTATION,
        title=wanted.title,
        starts_at=starts_at,
        ends_at=ends_at,
        remind_days=REMIND_DAYS,
        now=now,
        organizer=wanted.organizer,
        organization=organization,
        note=wanted.about,
        place=wanted.place,
        room=wanted.room,
        grade_from=wanted.grade_from,
        grade_to=wanted.grade_to,
    )


def _take_part(activity: Activity, ask: SpeakerAsk, *, now: datetime) -> None:
    """The speaker needs no invitation any more: it is in their calendar with their yes."""
    participation, _made = Participation.objects.update_or_create(
        activity=activity,
        person=ask.person,
        defaults={
            "organization": ask.organization,
            "role": Participation.Role.SPEAKER,
            "answer": Participation.Answer.YES,
            "answered_at": now,
            "answer_note": ask.note[:200],
            "invited_at": now if can_be_mailed(ask.person) else None,
        },
    )
    participation.activity, participation.person = activity, ask.person
    speaker_mail.mail_booked(participation, now=now)
