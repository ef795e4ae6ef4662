"""Minutes: from what was noted to what was approved, and then to nothing but additions (SPEC 3.7,
3.11)."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from accounts.models import User
from advisory.domain.live import lock_open
from advisory.domain.meetings import lock_meeting
from advisory.domain.record import Record, load_record, meetings_with_names, next_meeting
from advisory.domain.seats import members_on
from advisory.models import Addendum, Board, Meeting, Motion
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Participation
from core.exceptions import DomainError
from core.pdf import render_pdf
from notifications.domain.outbox import queue_message
from partnerships.domain.letterhead import letterhead
from partnerships.domain.speaking import can_be_mailed, reply_address
from partnerships.models import Person

Minutes = Meeting.Minutes


def waiting_for_approval(board: Board, *, before: Meeting | None = None) -> QuerySet[Meeting]:
    """Meetings whose minutes the members have and did not approve yet, the oldest first."""
    rows = Meeting.objects.filter(board=board, minutes_state=Minutes.SENT)
    if before is not None:
        rows = rows.filter(activity__starts_at__lt=before.activity.starts_at)
    return rows.select_related("activity", "board__program").order_by("activity__starts_at")


def may_approve(meeting: Meeting) -> QuerySet[Meeting]:
    """The later meetings of the board that have begun."""
    return (
        Meeting.objects.filter(
            board=meeting.board_id,
            started_at__isnull=False,
            activity__starts_at__gt=meeting.activity.starts_at,
        )
        .select_related("activity")
        .order_by("activity__starts_at")
    )


@transaction.atomic
def send_minutes(
    meeting: Meeting, *, by: User, now: datetime | None = None
) -> tuple[int, list[Person]]:
    """Send the draft as PDF to the members and whoever stood in for one, each a mail of their own;
    what they correct comes back to the organizer. How many mails, and who has no address.

    Sending again after a change sends the new draft; without one nothing goes twice. Refuses
    before the meeting is adjourned, and after approval.
    """
    now = now or timezone.now()
    pdf, seen = make_pdf(meeting)
    meeting = lock_open(meeting)
    if meeting.ended_at is None:
        raise DomainError("Adjourn the meeting first; then the minutes can go out.")
    _check_seen(meeting, seen)
    people = readers_of(meeting)
    if not any(can_be_mailed(person) for person in people):
        raise DomainError("No member of the board has an e-mail address.")
    organizer = meeting.activity.organizer
    program = meeting.board.program
    for person in people:
        if not can_be_mailed(person):
            continue
        with translation.override(person.language):
            queue_message(
                key=f"minutes:{meeting.pk}:{meeting.version}:{person.pk}",
                to_email=person.email,
                template="minutes_sent",
                context={
                    "language": person.language,
                    "activity": meeting.activity,
                    "day": spoken_day(meeting.activity.starts_at.astimezone(program.zone)),
                    "program": program,
                    "person": person,
                    "organizer": organizer,
                    "again": meeting.minutes_sent_at is not None,
                },
                scope=program.mail_scope,
                from_name=program.name,
                reply_to=reply_address(organizer),
                attachments=[(file_name(meeting), pdf)],
            )
    meeting.minutes_state = Minutes.SENT
    meeting.minutes_sent_at = now
    meeting._history_user = by
    meeting.save()
    without = [person for person in people if not can_be_mailed(person)]
    return len(people) - len(without), without


def readers_of(meeting: Meeting) -> list[Person]:
    """Who gets the minutes: who sat on the board that day, and whoever stood in."""
    day = timezone.localdate(meeting.activity.starts_at, meeting.board.program.zone)
    people = [person for person, _, _ in members_on(meeting.board, day)]
    stood_in = Participation.objects.filter(
        activity=meeting.pk, role=Participation.Role.SUBSTITUTE
    ).select_related("person")
    people += [row.person for row in stood_in if row.was_there]
    return list({person.pk: person for person in people}.values())


def approve_minutes(
    meeting: Meeting, *, by: User, approved_in: Meeting, now: datetime | None = None
) -> Meeting:
    """A later meeting approved the minutes: they are locked and kept as PDF with its hash.

    Refuses minutes that the members have not seen, a meeting of another board, one that was not
    later or has not begun, and a second approval.
    """
    now = now or timezone.now()
    # The paper is made before the lock is taken: it takes half a second.
    draft = lock_free(meeting)
    _check_may_approve(draft, approved_in)
    draft.minutes_state, draft.minutes_approved_at = Minutes.APPROVED, now
    draft.approved_in = approved_in
    pdf, seen = make_pdf(draft, fresh=False)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        _check_may_approve(meeting, approved_in)
        _check_seen(meeting, seen)
        meeting.minutes_state, meeting.minutes_approved_at = Minutes.APPROVED, now
        meeting.approved_in = approved_in
        meeting.minutes_hash = hashlib.sha256(pdf).hexdigest()
        meeting.minutes_file.save(f"minutes-{meeting.pk}.pdf", ContentFile(pdf), save=False)
        meeting._history_user = by
        meeting.save()
    return meeting


def _check_may_approve(meeting: Meeting, approved_in: Meeting) -> None:
    if meeting.is_locked:
        raise DomainError("These minutes are approved already.")
    if meeting.minutes_state != Minutes.SENT:
        raise DomainError("Send the minutes to the members first; they approve what they read.")
    if approved_in.board_id != meeting.board_id:
        raise DomainError("Another board's meeting can't approve these.", field="approved_in")
    if approved_in.activity.starts_at <= meeting.activity.starts_at:
        raise DomainError("A later meeting approves minutes.", field="approved_in")
    if approved_in.started_at is None:
        raise DomainError("That meeting has not been called to order.", field="approved_in")


def _check_seen(meeting: Meeting, seen: int) -> None:
    if meeting.version != seen:
        raise DomainError("Somebody changed the minutes this moment. Look again, then repeat it.")


@transaction.atomic
def post_minutes(meeting: Meeting, *, by: User, now: datetime | None = None) -> Meeting:
    """Say that approved minutes are posted for the public (SPEC 3.11). Again changes nothing.
    Refuses minutes that are not approved, and a board whose meetings are not open."""
    meeting = lock_meeting(meeting)
    if not meeting.is_locked:
        raise DomainError("Only approved minutes are posted.")
    if not meeting.board.is_public:
        raise DomainError("This board's meetings are not open to the public.")
    if meeting.minutes_posted_at is None:
        meeting.minutes_posted_at = now or timezone.now()
        meeting._history_user = by
        meeting.save()
    return meeting


@transaction.atomic
def add_addendum(meeting: Meeting, *, by: User, text: str, now: datetime | None = None) -> Addendum:
    """A correction of approved minutes; it stands below them. Refuses while the minutes
    themselves can still be changed."""
    meeting = lock_meeting(meeting)
    if not meeting.is_locked:
        raise DomainError("These minutes are not approved yet: change them, not below them.")
    if not text.strip():
        raise DomainError("What is to be corrected?", field="text")
    return Addendum.objects.create(
        meeting=meeting, text=text.strip(), written_by=by, written_at=now or timezone.now()
    )


def file_name(meeting: Meeting) -> str:
    day = timezone.localdate(meeting.activity.starts_at, meeting.board.program.zone)
    draft = "" if meeting.is_locked else " (draft)"
    return f"Board minutes {day:%Y-%m-%d}{draft}.pdf"


def lock_free(meeting: Meeting) -> Meeting:
    """The meeting as it is now, with names, without a lock."""
    return meetings_with_names().get(pk=meeting.pk)


def make_pdf(meeting: Meeting, *, fresh: bool = True) -> tuple[bytes, int]:
    """The minutes as a tagged PDF (SPEC 0.6), and the version of the record it shows."""
    if fresh:
        meeting = lock_free(meeting)
    record = load_record(meeting)
    with timezone.override(meeting.board.program.zone):
        paper = {**minutes_of(record), **letterhead(meeting.board.program)}
        return render_pdf("print/minutes.html", {"paper": paper}), meeting.version


def stored_pdf(meeting: Meeting) -> bytes:
    """Approved minutes exactly as they were approved."""
    with meeting.minutes_file.open("rb") as file:
        return file.read()


def _where(meeting: Meeting) -> str:
    """Who hosted, and the place, which often begins with who hosts."""
    place = meeting.activity.place
    host = str(meeting.activity.organization or "")
    return place if place.startswith(host) else ", ".join(part for part in (host, place) if part)


def minutes_of(record: Record) -> dict[str, Any]:
    """What page and paper both show: three queries more than the record.

    Done, not said: no seconders, no withdrawn motions; a summary of the discussion only where the
    board's meetings are open (SPEC 3.11).
    """
    meeting = record.meeting
    there = [place for place in record.places if place.is_there]
    earlier = Meeting.objects.filter(approved_in=meeting).select_related("activity")
    return {
        "meeting": meeting,
        "record": record,
        "kind": "Organizational meeting" if meeting.is_organizational else "Regular meeting",
        "where": _where(meeting),
        "there": [place for place in there if not place.by_substitute],
        "stood_in": [place for place in there if place.by_substitute],
        "excused": [p for p in record.places if p.how == Participation.Attendance.EXCUSED],
        "absent": [p for p in record.places if p.how == Participation.Attendance.ABSENT],
        "not_noted": [place for place in record.places if not place.how],
        "guests": [row for row in record.others if row.was_there],
        "visitors": [line.strip() for line in meeting.visitors.splitlines() if line.strip()],
        "rows": [
            (
                entry,
                [
                    (motion, record.for_whom.get(motion.moved_by_id or 0, ""))
                    for motion in entry.motions
                    if motion.result != Motion.Result.WITHDRAWN
                ],
            )
            for entry in record.entries
        ],
        "actions": [
            (action, record.for_whom.get(action.task.owner_id or 0, ""))
            for action in record.actions
        ],
        "shows_discussion": meeting.board.is_public,
        "earlier": list(earlier.order_by("activity__starts_at")),
        "following": next_meeting(meeting),
        "addenda": list(meeting.addenda.select_related("written_by__person")),
    }
