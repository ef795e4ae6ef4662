"""Members say through a link from a mail what the board should talk about; whoever prepares the
agenda takes it up or says why not (SPEC 3.3)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from advisory.domain.agenda import lock_agenda, put_on_agenda
from advisory.models import AgendaItem, Meeting
from calendar_app.domain.answers import has_left
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Participation
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.speaking import can_be_mailed
from partnerships.models import Person

State = AgendaItem.State
#: So many suggestions one person may make for one meeting.
MOST = 5
LINK = SignedLink(
    salt="advisory.suggestion",
    route="advisory_links:item_suggest",
    names=("activity", "person"),
    is_dated=True,
)


def suggestion_address(meeting: Meeting, person: Person) -> str:
    """The whole address of the page on which this person suggests items for this meeting."""
    return LINK.address(meeting.pk, person.pk)


def read_token(token: str) -> tuple[Meeting, Participation]:
    """The meeting and who was asked to it. Refuses a link that is broken, and one of somebody who
    is not asked to this meeting any more, or has left the organization they were asked for.
    Whether it is too late, the meeting itself says."""
    asked = LINK.find(token, Participation.objects.select_related("person", "organization"))
    rows = Meeting.objects.select_related("activity__program__school", "board__program")
    meeting = rows.filter(pk=asked.activity_id).first()
    if meeting is None or has_left(asked):
        raise LINK.refusal()
    return meeting, asked


def too_late(meeting: Meeting, *, now: datetime) -> str:
    """Why nothing can be suggested for this meeting any more, in words; empty if it can."""
    if meeting.activity.is_called_off:
        return _("This meeting was called off.")
    if meeting.started_at is not None or meeting.activity.ends_at <= now:
        return _("This meeting has begun or is over.")
    return ""


def suggestions_of(meeting: Meeting, person: Person) -> list[AgendaItem]:
    return list(meeting.agenda_items.filter(suggested_by=person, carried_from=None).order_by("pk"))


@transaction.atomic
def suggest_item(
    meeting: Meeting, *, person: Person, title: str, why: str = "", now: datetime | None = None
) -> AgendaItem:
    """Keep a member's suggestion until somebody takes it up or not. The same words twice are one
    suggestion. Refuses a suggestion without words, after the meeting began, and more than a
    handful (SPEC 3.3)."""
    now = now or timezone.now()
    title = title.strip()
    if not title:
        raise DomainError(_("Say in a few words what it is about."), field="title")
    meeting = lock_agenda(meeting)
    if reason := too_late(meeting, now=now):
        refusal = _("Nothing can be suggested for it now.")
        raise DomainError(f"{reason} {refusal}")
    before = suggestions_of(meeting, person)
    for one in before:
        if one.title.casefold() == title.casefold():
            return one
    if len(before) >= MOST:
        raise DomainError(
            _("%(most)s suggestions for one meeting are enough. Thank you for them.")
            % {"most": MOST}
        )
    return AgendaItem.objects.create(
        meeting=meeting,
        title=title,
        detail=why.strip(),
        suggested_by=person,
        state=State.SUGGESTED,
        position=meeting.agenda_items.count() + 1,
    )


@transaction.atomic
def accept_suggestion(item: AgendaItem, *, by: User, word: str = "") -> AgendaItem:
    """Put it on the agenda and tell who suggested it. The second time changes nothing."""
    meeting = lock_agenda(item.meeting)
    item = _locked(item)
    if item.state == State.PLANNED:
        return item
    _refuse_unless_open(item)
    put_on_agenda(item, list(meeting.agenda_items.exclude(pk=item.pk)), by=by)
    _tell(item, meeting, by=by, word=word.strip())
    return item


@transaction.atomic
def decline_suggestion(item: AgendaItem, *, by: User, word: str) -> AgendaItem:
    """Leave it off, and tell who suggested it why. Refuses without a word to them."""
    if not word.strip():
        raise DomainError("A word to whoever suggested it: why not, or when.", field="word")
    meeting = lock_agenda(item.meeting)
    item = _locked(item)
    if item.state == State.DROPPED:
        return item
    _refuse_unless_open(item)
    item.state = State.DROPPED
    item._history_user = by
    item.save()
    _tell(item, meeting, by=by, word=word.strip())
    return item


def _locked(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("suggested_by")
    return rows.get(pk=item.pk)


def _refuse_unless_open(item: AgendaItem) -> None:
    if item.state != State.SUGGESTED:
        raise DomainError("This suggestion was answered already.")


def _tell(item: AgendaItem, meeting: Meeting, *, by: User, word: str) -> None:
    """Mail the answer to who suggested it, alone, with the answer going to who wrote it."""
    person = item.suggested_by
    if person is None or not can_be_mailed(person):
        return
    writer = Person.objects.filter(user=by).first()
    program = meeting.board.program
    with translation.override(person.language):
        queue_message(
            key=f"suggestion:{item.pk}:{item.state}",
            to_email=person.email,
            template="agenda_suggestion_answered",
            context={
                "language": person.language,
                "item": item,
                "meeting": meeting,
                "person": person,
                "word": word,
                "is_taken_up": item.state == State.PLANNED,
                "when": spoken_day(meeting.activity.starts_at.astimezone(program.zone)),
                "writer": writer,
                "program": program,
            },
            scope=program.mail_scope,
            from_name=f"{writer or program}",
            reply_to=by.email,
        )
