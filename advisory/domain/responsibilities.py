"""Who takes care of what in a year: made with the members at the first meeting, looked back on at
the last, and turned into the next year's plan (SPEC 4.1). Both stand on those agendas by themselves
(advisory.domain.topics)."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from advisory.domain.boards import lock_board
from advisory.domain.year import span_of_year
from advisory.models import ActionItem, Board, Meeting, Recommendation, Responsibility
from calendar_app.models import Activity, Participation
from core.exceptions import DomainError
from partnerships.domain.authors import author

ABSENT = (
    Participation.Attendance.UNKNOWN,
    Participation.Attendance.EXCUSED,
    Participation.Attendance.ABSENT,
)


def responsibilities_of(board: Board, year: int) -> list[Responsibility]:
    """Those of the school year that begins in ``year``, as they were written down."""
    rows = board.responsibilities.filter(year=year).select_related("owner")
    return list(rows.order_by("pk"))


@transaction.atomic
def save_responsibility(one: Responsibility, *, by: User, **fields: Any) -> Responsibility:
    """Write one down, or change it: title, owner, accomplished, goes_on. Refuses an empty one, and
    one that the year has already."""
    board = lock_board(one.board)
    for name, value in fields.items():
        setattr(one, name, value)
    one.title = one.title.strip()
    if not one.title:
        raise DomainError("What is to be taken care of?", field="title")
    twin = board.responsibilities.filter(year=one.year, title=one.title).exclude(pk=one.pk)
    if twin.exists():
        raise DomainError("This is on the list of the year already.", field="title")
    author(one, by)
    one.save()
    return one


@transaction.atomic
def remove_responsibility(one: Responsibility, *, by: User) -> None:
    """It was a mistake. Its history stays."""
    author(one, by)
    one.delete()


@transaction.atomic
def plan_next_year(board: Board, *, by: User, year: int) -> list[Responsibility]:
    """What goes on becomes the plan of the year after ``year``: title and owner, not what was
    accomplished. What is on that plan already stays as it is. Refuses where nothing goes on."""
    board = lock_board(board)
    going_on = board.responsibilities.filter(year=year).exclude(goes_on=False)
    wanted = list(going_on.select_related("owner").order_by("pk"))
    if not wanted:
        raise DomainError("Nothing of this year goes on. Write down the next year's by hand.")
    known = set(board.responsibilities.filter(year=year + 1).values_list("title", flat=True))
    return [
        save_responsibility(
            Responsibility(board=board, year=year + 1), by=by, title=one.title, owner=one.owner
        )
        for one in wanted
        if one.title not in known
    ]


def year_in_numbers(board: Board, year: int) -> list[tuple[str, int]]:
    """What the board's year came to, from what was noted: words and how many. Five queries."""
    begins, ends = span_of_year(board, year)
    held = Activity.objects.standing().filter(starts_at__gte=begins, starts_at__lt=ends)
    done = held.filter(state=Activity.State.COMPLETED, program=board.program_id)
    meetings = Meeting.objects.filter(board=board, activity__in=done.values("pk"))
    came = Participation.objects.filter(activity__in=meetings.values("pk")).exclude(
        attendance__in=ABSENT
    )
    advice = board.recommendations.filter(
        recommended_on__gte=begins.date(), recommended_on__lt=ends.date()
    ).aggregate(
        given=Count("pk"), answered=Count("pk", filter=~Q(answer=Recommendation.Answer.OPEN))
    )
    actions = ActionItem.objects.filter(
        meeting__in=meetings.values("pk"), task__done_at__isnull=False
    )
    return [
        ("Meetings held", meetings.count()),
        ("Times somebody came", came.count()),
        ("Recommendations", advice["given"]),
        ("of them answered", advice["answered"]),
        ("Tasks of the board done", actions.count()),
        ("Activities of the program", done.exclude(pk__in=meetings.values("pk")).count()),
    ]
