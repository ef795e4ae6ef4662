"""What students, teacher and speaker say of a visit to a class (SPEC 6.4). Students say it without
a name, under a code that stands on the board; nothing about them or their device is kept."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from calendar_app.domain.activities import lock_activity
from calendar_app.models import Activity, Participation
from core.domain.codes import clean_code, new_code, with_code
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from notifications.domain.outbox import queue_message
from partnerships.domain.authors import author
from partnerships.domain.speaking import can_be_mailed, reply_address, speaking_to
from visits.domain.preparation import speakers_of, visit_of, words_for
from visits.models import AdultVoice, ClassroomVisit, More, StudentVoice

#: So long after its end something can be said of it.
OPEN_FOR = timedelta(days=14)
DAY = timedelta(days=1)
CODE_LENGTH = 6
SENTENCE_MAX = 300
WORDS_MAX = 1000
#: Where nobody knows how many students there are, no more answers than this are taken; otherwise so
#: many times the students.
MOST_ANSWERS, MOST_TIMES = 200, 3
#: Fewer answers than this leave the program nowhere (SPEC 13.11).
TOLD_FROM = 10
LINK = SignedLink(salt="visits.feedback", route="visit_links:speaker_say")


# ---------------------------------------------------------------- the code


@transaction.atomic
def open_code(activity: Activity, *, by: User) -> ClassroomVisit:
    """Give the visit its code, once. Refuses what was called off."""
    activity = lock_activity(activity)
    if activity.is_called_off:
        raise DomainError("This was called off.")
    visit = visit_of(activity)
    if visit.code is None:
        visit.code = new_code(ClassroomVisit.objects.all(), length=CODE_LENGTH)
        author(visit, by)
        visit.save()
    return visit


def visit_with_code(typed: str) -> ClassroomVisit | None:
    """The visit of this code, with its activity and program."""
    rows = ClassroomVisit.objects.select_related("activity__program__school")
    return with_code(rows, clean_code(typed)[:CODE_LENGTH], length=CODE_LENGTH)


def say_address(visit: ClassroomVisit) -> str:
    """The whole address at which students say it."""
    return settings.SITE_URL + reverse("visit_links:student_say", args=[visit.code])


# ---------------------------------------------------------------- students


def why_closed(visit: ClassroomVisit, *, now: datetime) -> str:
    """Why students cannot say anything now, in a sentence; empty while they can."""
    activity = visit.activity
    if activity.is_called_off:
        return _("This visit was called off.")
    if now < activity.starts_at:
        return _("This opens when the visit begins.")
    if is_over(visit, now=now):
        return _("This visit was more than two weeks ago, so this is closed.")
    return ""


def ceiling(visit: ClassroomVisit) -> int:
    """So many answers are taken at most, whoever sends them."""
    return MOST_TIMES * visit.student_count if visit.student_count else MOST_ANSWERS


@transaction.atomic
def say(
    visit: ClassroomVisit,
    *,
    interest: str,
    more: str,
    sentence: str = "",
    now: datetime | None = None,
) -> StudentVoice:
    """Keep what a student says. Refuses no answer to the two questions, a sentence that is too
    long, outside of the days it is open, and more answers than can be from this class."""
    now = now or timezone.now()
    locked = ClassroomVisit.objects.select_for_update(of=("self",)).select_related("activity")
    visit = locked.get(pk=visit.pk)
    if why := why_closed(visit, now=now):
        raise DomainError(why)
    interest_value, more = _checked(interest, more, interest_field="interest", more_field="more")
    sentence = " ".join(sentence.split())
    if len(sentence) > SENTENCE_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": SENTENCE_MAX},
            field="sentence",
        )
    if visit.voices.count() >= ceiling(visit):
        raise DomainError(_("More answers have come than there are students. Tell your teacher."))
    return StudentVoice.objects.create(
        visit=visit, interest=interest_value, more=more, sentence=sentence
    )


def _checked(value: str, again: str, *, interest_field: str, more_field: str) -> tuple[int, str]:
    if value not in {"1", "2", "3", "4", "5"}:
        raise DomainError(_("Please choose one of the numbers."), field=interest_field)
    if again not in More.values:
        raise DomainError(_("Please choose one of the answers."), field=more_field)
    return int(value), again


@transaction.atomic
def hide_sentence(voice: StudentVoice, *, is_hidden: bool) -> StudentVoice:
    """A sentence that names or hurts somebody is shown to nobody; or is, after all."""
    voice = StudentVoice.objects.select_for_update().get(pk=voice.pk)
    voice.is_hidden = is_hidden
    voice.save()
    return voice


# ---------------------------------------------------------------- teacher and speaker


@transaction.atomic
def say_as_teacher(
    activity: Activity, *, by: User, rating: str, again: str, words: str, now: datetime
) -> AdultVoice:
    """What one of us says; saying it again takes its place. Refuses before it began, and what was
    called off."""
    activity = lock_activity(activity)
    if activity.is_called_off:
        raise DomainError("This was called off.")
    if now < activity.starts_at:
        raise DomainError("It has not begun yet.")
    visit = visit_of(activity)
    if visit._state.adding:
        author(visit, by)
        visit.save()
    voice = AdultVoice.objects.filter(visit=visit, teacher=by).first()
    return _keep(voice or AdultVoice(visit=visit, teacher=by), by, rating, again, words, now)


@transaction.atomic
def say_as_speaker(
    speaker: Participation, *, rating: str, again: str, words: str, now: datetime
) -> AdultVoice:
    """What the speaker says, through the link of a mail; saying it again takes its place. Refuses
    before it began, what was called off, and after two weeks."""
    activity = lock_activity(speaker.activity)
    visit = visit_of(activity)
    if why := why_closed(visit, now=now):
        raise DomainError(why)
    if visit._state.adding:
        author(visit, None)
        visit.save()
    person = speaker.person
    voice = AdultVoice.objects.filter(visit=visit, speaker=person).first()
    return _keep(voice or AdultVoice(visit=visit, speaker=person), None, rating, again, words, now)


def _keep(
    voice: AdultVoice, by: User | None, rating: str, again: str, words: str, now: datetime
) -> AdultVoice:
    value, again = _checked(rating, again, interest_field="rating", more_field="again")
    words = words.strip()
    if len(words) > WORDS_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": WORDS_MAX},
            field="words",
        )
    voice.rating, voice.again, voice.words, voice.given_at = value, again, words, now
    author(voice, by)
    voice.save()
    return voice


def speaker_token(speaker: Participation) -> str:
    return LINK.token(speaker.pk)


def speaker_address(speaker: Participation) -> str:
    """The whole address at which the speaker says how it was, without a login."""
    return LINK.address(speaker.pk)


def read_token(token: str) -> Participation:
    """The speaker the link was made for. Refuses one that is broken, and of somebody who is not the
    speaker any more."""
    rows = Participation.objects.filter(role=Participation.Role.SPEAKER)
    return LINK.find(
        token, rows.select_related("person", "activity__program__school", "activity__organizer")
    )


@transaction.atomic
def ask_speakers(
    activity: Activity, *, by: User, now: datetime | None = None
) -> tuple[int, list[str]]:
    """Mail each speaker the question how it was, once. How many were mailed, and who has no
    address. Refuses before its end, after two weeks, what was called off, and without a speaker."""
    now = now or timezone.now()
    activity = lock_activity(activity)
    if why := why_closed(visit_of(activity), now=now):
        raise DomainError(why)
    if now < activity.ends_at:
        raise DomainError("Ask when it is over.")
    speakers = speakers_of(activity)
    if not speakers:
        raise DomainError("Nobody came to speak.")
    without = []
    for speaker in speakers:
        person, organizer, program = speaker.person, activity.organizer, activity.program
        if not can_be_mailed(person):
            without.append(person.name)
            continue
        with speaking_to(person, program):
            queue_message(
                key=f"speaker-feedback:{speaker.pk}",
                to_email=person.email,
                template="speaker_feedback_asked",
                context=words_for(speaker, activity)
                | {"address": speaker_address(speaker), "organizer": organizer},
                scope=program.mail_scope,
                from_name=organizer.letter_name,
                reply_to=reply_address(organizer),
            )
    return len(speakers) - len(without), without


# ---------------------------------------------------------------- what came back


@dataclass(frozen=True)
class Bar:
    """One answer of a question: how many gave it, of a hundred."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class StudentSays:
    """What students said: numbers, and their sentences by the alphabet, so that nobody sees who
    answered when."""

    answers: int
    average: float | None
    interest: tuple[Bar, ...]
    more: tuple[Bar, ...]
    sentences: tuple[StudentVoice, ...]


@dataclass(frozen=True)
class AllSays:
    """The three sides."""

    students: StudentSays
    teachers: list[AdultVoice]
    speakers: list[AdultVoice]


def all_says(visit: ClassroomVisit) -> AllSays:
    """For staff of the program alone. Two queries."""
    rows = visit.adult_voices.select_related("teacher__person", "speaker")
    return AllSays(
        students_say(visit),
        [one for one in rows if one.teacher_id],
        [one for one in rows if one.speaker_id],
    )


def students_say(visit: ClassroomVisit) -> StudentSays:
    """However few answered: for staff of the program alone. One query."""
    voices = list(visit.voices.all())
    interest = Counter(one.interest for one in voices)
    more = Counter(one.more for one in voices)
    total = len(voices)
    return StudentSays(
        answers=total,
        average=sum(one.interest for one in voices) / total if total else None,
        interest=tuple(
            Bar(str(value), interest[value], _share(interest[value], total))
            for value in (5, 4, 3, 2, 1)
        ),
        more=tuple(
            Bar(str(one.label), more[one.value], _share(more[one.value], total)) for one in More
        ),
        sentences=tuple(
            sorted((one for one in voices if one.sentence), key=lambda one: one.sentence.casefold())
        ),
    )


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0


def is_over(visit: ClassroomVisit, *, now: datetime) -> bool:
    """Whether no student can say anything any more."""
    return now > visit.activity.ends_at + OPEN_FOR


def told_on(visit: ClassroomVisit) -> date:
    """The day, where the program is, from which on the numbers may leave it, if they are enough."""
    activity = visit.activity
    return timezone.localtime(activity.ends_at + OPEN_FOR, activity.program.zone).date() + DAY


def told_outside(visit: ClassroomVisit, *, now: datetime) -> StudentSays | None:
    """What may leave the program: the numbers, from ten answers on, and no sentence (SPEC 13.11);
    not before the last answer has come, as who looks before and after one would know that one.
    Everything that is not a page for staff asks this."""
    if not is_over(visit, now=now):
        return None
    says = students_say(visit)
    if says.answers < TOLD_FROM:
        return None
    return StudentSays(says.answers, says.average, says.interest, says.more, ())
