"""The sheet with which a speaker comes prepared (SPEC 6.2)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.activities import lock_activity
from calendar_app.domain.answers import has_left
from calendar_app.domain.checkpoints import tick_checkpoint
from calendar_app.domain.wording import spoken_day, spoken_span
from calendar_app.models import Activity, Checkpoint, Participation
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from core.pdf import render_document, write_pdf
from notifications.domain.outbox import queue_message
from partnerships.domain.authors import author
from partnerships.domain.letterhead import letterhead
from partnerships.domain.speaking import can_be_mailed, reply_address, speaking_to
from partnerships.models import Person
from visits.models import ClassroomVisit

#: The link is dead so long after the end.
OPEN_AFTER = timedelta(hours=12)
TEXTS = ("class_name", "arrival", "learning", "wishes", "questions", "equipment", "contact")
#: What should be there before the sheet goes out: field, and what is missing.
WANTED = {
    "arrival": "Where to come and park",
    "student_count": "How many students",
    "learning": "What they learn now",
    "wishes": "What they would like to hear",
    "questions": "The questions they may ask",
    "contact": "Whom to call on the day",
}
#: No text of more lines: all of them go on one page.
LINES_MAX = 6
#: The type of the sheet, the largest first.
SIZES = ("", "small", "tiny")
LINK = SignedLink(salt="visits.sheet", route="visit_links:sheet_open", names=("activity", "person"))


def visit_of(activity: Activity) -> ClassroomVisit:
    """What is written down for it; a new one, not saved, where nothing is yet."""
    visit = ClassroomVisit.objects.filter(pk=activity.pk).first() or ClassroomVisit()
    visit.activity = activity
    return visit


def speakers_of(activity: Activity) -> list[Participation]:
    """Who comes to speak, with person and organization; those who said no are left out."""
    rows = activity.participations.filter(role=Participation.Role.SPEAKER)
    no = Participation.Answer.NO
    return list(rows.exclude(answer=no).select_related("person", "organization"))


def missing_parts(visit: ClassroomVisit) -> list[tuple[str, str]]:
    """What a speaker would have to ask for: the field, and what is missing. It can go out all the
    same."""
    return [(name, words) for name, words in WANTED.items() if not getattr(visit, name)]


@transaction.atomic
def write_visit(
    activity: Activity, *, by: User, student_count: int | None, **texts: str
) -> ClassroomVisit:
    """Keep what the speaker is told: any of TEXTS. Refuses what was called off, and a text of too
    many lines for one page."""
    activity = _standing(activity)
    for name, text in texts.items():
        if len(text.strip().splitlines()) > LINES_MAX:
            raise DomainError(f"At most {LINES_MAX} lines: the sheet is one page.", field=name)
    visit = visit_of(activity)
    visit.student_count = student_count
    for name, text in texts.items():
        setattr(visit, name, text.strip())
    author(visit, by)
    visit.save()
    return visit


def _standing(activity: Activity) -> Activity:
    activity = lock_activity(activity)
    if activity.is_called_off:
        raise DomainError("This was called off.")
    return activity


def sheet_pdf(
    visit: ClassroomVisit, *, language: str, speaker: Participation | None = None
) -> bytes:
    """The sheet in English or Spanish, for one speaker or for whoever comes. Load the activity with
    program, school and organizer."""
    activity = visit.activity
    program = activity.program
    zone = program.zone
    with translation.override(language), timezone.override(zone):
        context = {
            "paper": letterhead(program),
            "language": language,
            "title": _("Your visit to our class"),
            "activity": activity,
            "visit": visit,
            "speaker": speaker,
            "when": spoken_span(activity.starts_at.astimezone(zone), _end(activity)),
            "where": ", ".join(part for part in (activity.place, activity.room) if part),
            "grades": grades_in_words(activity),
            "organizer": activity.organizer,
        }
        return write_pdf([_one_page(context)])


def _one_page(context: dict[str, Any]) -> Any:
    """Laid out in the largest type with which it is one page."""
    for size in SIZES:
        document = render_document("print/classroom_sheet.html", context | {"size": size})
        if len(document.pages) == 1:
            break
    return document


def _end(activity: Activity) -> datetime:
    return activity.ends_at.astimezone(activity.program.zone)


def grades_in_words(activity: Activity) -> str:
    """ "Grade 11" or "Grades 9 to 12", in the language that is active; empty for any."""
    first, last = activity.grade_from, activity.grade_to
    first, last = first or last, last or first
    if first is None or last is None:
        return ""
    if first == last:
        return _("Grade %(grade)s") % {"grade": first}
    return _("Grades %(first)s to %(last)s") % {"first": first, "last": last}


# ---------------------------------------------------------------- by mail


def sheet_address(activity: Activity, person: Person) -> str:
    """The whole address at which this speaker opens the sheet, without a login."""
    return LINK.address(activity.pk, person.pk)


def read_token(token: str) -> Participation:
    """The speaker the link was made for, with the activity. Refuses one that is broken, and of
    somebody who is not its speaker any more."""
    rows = Participation.objects.filter(role=Participation.Role.SPEAKER)
    return LINK.find(
        token,
        rows.select_related(
            "person", "organization", "activity__program__school", "activity__organizer"
        ),
    )


def why_closed(activity: Activity, *, now: datetime) -> str:
    """Why the sheet cannot be opened, in a sentence; empty while it can."""
    if activity.is_called_off:
        return _("This visit was called off.")
    if now > activity.ends_at + OPEN_AFTER:
        return _("This visit is over, so its sheet is closed.")
    return ""


def open_sheet(speaker: Participation, *, now: datetime) -> bytes:
    """The sheet as things stand now, for the speaker of the link. Refuses what is closed, and one
    who has left the organization for which they were to come."""
    if refusal := why_closed(speaker.activity, now=now):
        raise DomainError(refusal)
    if has_left(speaker):
        raise DomainError(_("You are no longer listed there."))
    visit = visit_of(speaker.activity)
    return sheet_pdf(visit, language=speaker.person.language, speaker=speaker)


@transaction.atomic
def send_sheet(
    activity: Activity, *, by: User, now: datetime | None = None
) -> tuple[int, list[Person]]:
    """Mail each speaker the link to their sheet; again after a change tells them anew. How many
    mails, and who has no address or has left. Refuses while nothing is written, nobody comes to
    speak, and when it is over or called off."""
    now = now or timezone.now()
    activity = _standing(activity)
    visit = ClassroomVisit.objects.filter(pk=activity.pk).first()
    if visit is None or not any(getattr(visit, name) for name in TEXTS):
        raise DomainError("Nothing is written yet.")
    if activity.ends_at <= now:
        raise DomainError("This is over.")
    speakers = speakers_of(activity)
    if not speakers:
        raise DomainError("Nobody comes to speak yet.")
    without = []
    for speaker in speakers:
        if can_be_mailed(speaker.person) and not has_left(speaker):
            _mail_sheet(activity, speaker, now=now)
        else:
            without.append(speaker.person)
    if len(without) < len(speakers):
        visit.sheet_sent_at = now
        author(visit, by)
        visit.save()
        for step in activity.checkpoints.filter(kind=Checkpoint.Kind.DETAILS_SENT):
            tick_checkpoint(step, by=by)
    return len(speakers) - len(without), without


def _mail_sheet(activity: Activity, speaker: Participation, *, now: datetime) -> None:
    person, organizer, program = speaker.person, activity.organizer, activity.program
    with speaking_to(person, program):
        queue_message(
            key=f"speaker-sheet:{speaker.pk}:{now:%Y%m%d%H%M}",
            to_email=person.email,
            template="speaker_sheet_sent",
            context=words_for(speaker, activity)
            | {"address": sheet_address(activity, person), "organizer": organizer},
            scope=program.mail_scope,
            from_name=organizer.letter_name,
            reply_to=reply_address(organizer),
        )


def words_for(speaker: Participation, activity: Activity) -> dict[str, Any]:
    """What mails to a speaker say, in the language that is set."""
    return {
        "language": speaker.person.language,
        "person": speaker.person,
        "activity": activity,
        "day": spoken_day(activity.starts_at.astimezone(activity.program.zone)),
        "program": activity.program,
    }
