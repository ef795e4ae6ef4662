"""Answering several dates at once, from the one link of a mail, without a login."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from calendar_app.domain import answers
from calendar_app.domain.links import read_series_token
from calendar_app.domain.series import Dated, series_words
from calendar_app.models import Participation
from core.access import HouseRequest, by_link, takes_answers
from partnerships.domain.speaking import speaking_to
from partnerships.models import Person

Answer = Participation.Answer
#: In the order in which the page says how many there are of each.
SAID = (Answer.YES, Answer.MAYBE, Answer.NO, Answer.SUBSTITUTE)


@dataclass(frozen=True)
class Line:
    """One date on the page. Where ``closed`` says why, nothing can be chosen."""

    dated: Dated
    closed: str
    is_over: bool
    refused: str = ""
    substitute: Person | None = None

    @property
    def is_barred(self) -> bool:
        """Whether it takes place, and this person may not come."""
        return (
            bool(self.closed) and not self.is_over and not self.participation.activity.is_called_off
        )

    @property
    def participation(self) -> Participation:
        return self.dated.participation

    @property
    def offered(self) -> list[tuple[str, str]]:
        values = [Answer.YES, Answer.NO, Answer.MAYBE] + [Answer.SUBSTITUTE] * bool(self.substitute)
        return [(value.value, str(value.label)) for value in values]

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return not self.closed and self.participation.answer == Answer.OPEN


@takes_answers
@by_link(read_series_token, gone="calendar_app/answer_unknown.html")
def series(request: HouseRequest, rows: list[Participation], token: str) -> HttpResponse:
    """Show the dates; note the answers on POST (SPEC 3.4)."""
    with speaking_to(rows[0].person, rows[0].activity.program):
        refused: dict[int, str] = {}
        trouble = ""
        if request.method == "POST":
            said, seen = _given(request.POST, rows)
            refused = answers.answer_series(rows, said=said, seen=seen)
            if refused:
                trouble = _("Not everything was noted: please look again.")
            elif not any(name == "all" or name.startswith("answer-") for name in request.POST):
                trouble = _("Please choose one of the answers.")
            else:
                return redirect("calendar_links:series", token)
            rows = read_series_token(token)
        return _page(request, rows, token, refused, trouble)


def _given(
    post: Mapping[str, str], rows: Sequence[Participation]
) -> tuple[dict[int, str], dict[int, int]]:
    """What was chosen for which date, and the SEQUENCE that was on the page. ``seen`` tells with it
    the answer that stood there: what was not changed is not said again, as somebody else may have
    noted another one meanwhile. ``all`` is for those without an answer."""
    said, seen = {}, {}
    for row in rows:
        sequence, _dash, was = post.get(f"seen-{row.pk}", "").partition("-")
        if not sequence.isdecimal():
            continue
        seen[row.pk] = int(sequence)
        for_all = post.get("all", "") if row.answer == Answer.OPEN else ""
        answer = post.get(f"answer-{row.pk}", for_all)
        if answer not in {"", was}:
            said[row.pk] = answer
    return said, seen


def _page(
    request: HouseRequest,
    rows: Sequence[Participation],
    token: str,
    refused: dict[int, str],
    trouble: str,
) -> HttpResponse:
    words, now = series_words(rows), timezone.now()
    closed = answers.why_not(rows, now=now)
    substitutes = answers.substitutes_of(row for row in rows if row.pk not in closed)
    lines = [
        Line(
            dated,
            closed=closed.get(row.pk, ""),
            is_over=row.activity.ends_at <= now,
            refused=refused.get(row.pk, ""),
            substitute=substitutes.get(row.pk),
        )
        for dated in words["dates"]
        for row in [dated.participation]
    ]
    user, person = request.user, words["person"]
    context = {
        **words,
        "token": token,
        "lines": [line for line in lines if not line.is_over],
        "over": [line for line in lines if line.is_over],
        "closed": _closed_words(lines) if len(closed) == len(rows) else "",
        "has_left": answers.has_left(rows[0]),
        "waiting": sum(line.is_open for line in lines),
        "can_answer": len(rows) - len(closed),
        "counts": _counts(rows),
        "refused": trouble,
        "signed_in_as_other": user.is_authenticated and person.user_id != user.pk,
    }
    return render(request, "calendar_app/series.html", context, status=422 if trouble else 200)


def _closed_words(lines: Sequence[Line]) -> str:
    """Over a page on which nothing can be answered."""
    barred = next((line.closed for line in lines if line.is_barred), "")
    return barred or _("These dates are over or were called off")


def _counts(rows: Sequence[Participation]) -> list[tuple[str, int]]:
    """How many dates have which answer; those without one are left out."""
    counts = {answer: sum(row.answer == answer for row in rows) for answer in SAID}
    return [(str(answer.label), count) for answer, count in counts.items() if count]
