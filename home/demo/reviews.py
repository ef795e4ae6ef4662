"""The demo's review: three invented patient charts, looked at by two members of the board."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from advisory.models import Board
from notifications.models import Message
from partnerships.models import Affiliation, Person, Program
from reviews.domain.feedback import CANNOT_TELL, give_feedback
from reviews.domain.reviewers import choose_reviewers, members_of
from reviews.domain.rounds import open_review, save_review
from reviews.domain.works import add_items
from reviews.models import Review
from students.models import Competency, Student

QUESTION = "Would you let this student write in a chart at your place? What is missing?"
QUESTION_ES = "¿Dejaría que esta persona escriba en un expediente en su trabajo? ¿Qué falta?"
JUDGED_BY = ("Charting and records", "Medical terminology", "Vital signs")
WORKS = (
    (
        "Chart note: adult with cough",
        ("Came at 9:10, walking, talks in whole sentences.", "Cough for four days, no fever."),
        ("Pulse 84, breaths 18, pressure 122 over 78.", "Told to drink, and to call on day seven."),
    ),
    (
        "Chart note: ankle",
        ("Twisted the left ankle on the stairs.", "Swollen, can stand on it."),
        ("Pulse 90.", "Ice and rest."),
    ),
    (
        "Chart note: sugar check",
        ("For the yearly check. Feels well.", "Last ate at 7 pm."),
        ("Finger stick 104. Pressure 131 over 82, taken twice.", "Next visit in twelve months."),
    ),
)
#: For each work: the values by competency, what is strong, the next step.
SAID = (
    (("4", "3", "3"), "Clear, in order, nothing left out.", "Say who was told, and when."),
    (("2", "2", CANNOT_TELL), "The cause is named.", "Write every number you took, and the time."),
    (("3", "4", "3"), "Took the pressure twice. That is how we do it.", "Note the cuff."),
)


def add_review(program: Program, *, by: User, now: datetime) -> None:
    """A round that is open for two weeks more; one of two members has finished."""
    board = Board.objects.for_program(program).order_by("pk").first()
    today = timezone.localdate(now, program.zone)
    members = members_of(board, day=today) if board else []
    wanted = Competency.objects.for_program(program).filter(name__in=JUDGED_BY)
    competencies = list(wanted.order_by("pk"))
    if len(members) < 2 or len(competencies) < len(SAID):
        return
    review = save_review(
        Review(program=program),
        title="Patient charts of grade 11",
        question=QUESTION,
        question_es=QUESTION_ES,
        closes_on=today + timedelta(days=14),
        board=board,
        competencies=competencies,
        by=by,
        now=now,
    )
    students = list(Student.objects.for_program(program).current()[: len(WORKS)])
    for number, (title, *parts) in enumerate(WORKS):
        student = students[number] if number < len(students) else None
        upload = ContentFile(_sheet(title, parts), name="chart.pdf")
        add_items(review, uploads=[upload], student=student, by=by)
    choose_reviewers(review, places=_first_two(members), by=by, now=now)
    open_review(review, by=by, now=now)
    reviewer = review.reviewers.order_by("pk")[0]
    items = list(review.items.order_by("position"))
    for item, (values, strength, next_step) in zip(items, SAID, strict=True):
        ratings = {one.pk: value for one, value in zip(competencies, values, strict=True)}
        give_feedback(
            item,
            reviewer=reviewer,
            ratings=ratings,
            strength=strength,
            next_step=next_step,
            is_sent=True,
            now=now,
        )
    Message.objects.filter(scope=program.mail_scope).delete()  # nobody gets a mail for a demo


def _first_two(members: list[Affiliation]) -> list[Affiliation]:
    """One of those who can sign in, so that the demo's portal has something to show."""
    with_login = set(
        Person.objects.filter(
            pk__in=[one.person_id for one in members], user__isnull=False
        ).values_list("pk", flat=True)
    )
    return sorted(members, key=lambda one: one.person_id not in with_login)[:2]


def _sheet(title: str, parts: Sequence[tuple[str, ...]]) -> bytes:
    """A page with a heading and a few lines."""
    lines = [f"BT /F1 20 Tf 72 700 Td ({title}) Tj ET"]
    y = 660
    for part in parts:
        for line in part:
            lines.append(f"BT /F1 13 Tf 72 {y} Td ({line}) Tj ET")
            y -= 22
        y -= 12
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(612, 792))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream("\n".join(lines).encode("latin-1"))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()
