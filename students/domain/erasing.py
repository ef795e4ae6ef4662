"""What is kept about students, and that it goes again (SPEC 13.8, 13.11)."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from students.models import Student


class Kept(NamedTuple):
    """A line of the inventory for a district's privacy notice."""

    what: str
    where: str
    why: str


INVENTORY = (
    Kept("Given and family name", "students.Student", "To know who goes where."),
    Kept("Year of graduation", "students.Student", "The grade follows from it."),
    Kept("Interests, of a list of topics", "students.Student", "To find hosts that suit them."),
    Kept("The school's number", "students.Student", "So that the next list finds the same."),
    Kept(
        "Whether they came with a OneRoster bundle",
        "students.Student",
        "Who is in the next one no more has left.",
    ),
    Kept(
        "Releases: that the name may go to hosts, that photos may be shown, with day and recorder",
        "students.Student",
        "Without one no host sees a name.",
    ),
    Kept("The day of leaving", "students.Student", "The time until erasing runs from it."),
    Kept("What of these changed, when, by whom", "students.HistoricalStudent", "To explain it."),
    Kept(
        "What they take part in, with which host, and whether they came",
        "visits.Placement",
        "The host handout, the roll, the milestones.",
    ),
    Kept("The day their permission slip came back", "visits.Placement", "Nobody goes without."),
    Kept(
        "Which questions went to their mentor, the answers, and when they first read them",
        "mentors.Exchange",
        "E-mail mentoring; gone with the student.",
    ),
    Kept(
        "Works shown to partners under a letter, whose each is, and what was said of it",
        "reviews.ReviewItem",
        "Feedback against competencies; gone with the student, the file too.",
    ),
    Kept(
        "Which member opened which work, and when",
        "reviews.Look",
        "Every look is recorded; gone with the work.",
    ),
    Kept(
        "What students say of a visit to their class: two answers and a sentence, without a name, "
        "a time or anything about their device",
        "visits.StudentVoice",
        "To know which visits are worth it; not erased, as nobody is known by it.",
    ),
    Kept(
        "What students say of mentoring: five answers and two sentences, without a name, a time or "
        "anything about their device",
        "mentors.StudentSay",
        "To make mentoring better; not erased, as nobody is known by it.",
    ),
)


def erase_left(*, now: datetime | None = None) -> int:
    """Erase every student who left longer ago than ``STUDENTS_KEPT_DAYS``, with their history and
    all that hangs on them. Running it again changes nothing. Returns how many went."""
    now = now or timezone.now()
    last_day = timezone.localdate(now) - timedelta(days=settings.STUDENTS_KEPT_DAYS)
    gone = list(Student.objects.filter(left_on__lt=last_day).values_list("pk", flat=True))
    with transaction.atomic():
        for student in Student.objects.filter(pk__in=gone):
            student.delete()
        interests: Any = Student.history.model.interests.model  # type: ignore[attr-defined]  # simple-history
        interests.objects.filter(student_id__in=gone).delete()
        # Deleting writes one more line of history, so that goes last.
        Student.history.filter(id__in=gone).delete()  # type: ignore[attr-defined]  # simple-history
    return len(gone)
