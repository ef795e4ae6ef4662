"""The results of a round on paper, for the board: numbers of enough works, no words, no names (SPEC
4.6, 13.11)."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from advisory.domain.papers import add_paper, change_paper
from advisory.domain.queries import coming_meetings, next_meeting
from advisory.models import Paper
from calendar_app.domain.wording import spoken_day
from core.exceptions import DomainError
from core.pdf import render_pdf
from partnerships.domain.letterhead import letterhead
from partnerships.domain.school_years import today_of
from reviews.domain.results import plot_of, results_of
from reviews.domain.reviewers import locked
from reviews.models import Rating, Review
from visits.domain.counting import SMALLEST_SHOWN


def why_not_on_paper(review: Review, *, now: datetime) -> str:
    """Why the results cannot leave the program yet, in a sentence; empty when they can."""
    if review.state_on(today_of(review.program, now)) != Review.State.OVER:
        return (
            "The round is not over yet. From two papers that differ by one answer somebody could "
            "count back, so there is a paper when all have answered."
        )
    return ""


def results_pdf(review: Review, *, language: str, now: datetime) -> bytes:
    """What came together, on a page or two. Where works of fewer than ten students were judged, the
    paper says kindly that there are too few, and shows no number. Refuses before it is over."""
    if why := why_not_on_paper(review, now=now):
        raise DomainError(why)
    with translation.override(language):
        results = results_of(review)
        shown = [one for one in results.judged if one.told and results.may_leave(one)]
        context: dict[str, Any] = {
            "paper": letterhead(review.program),
            "language": language,
            "title": _("What members see: %(title)s") % {"title": review.title},
            "review": review,
            "question": review.question_in(language),
            "results": results,
            "is_shown": results.is_shown_outside,
            "shown": shown,
            "unknown": [one for one in results.judged if not one.told],
            "few": [one for one in results.judged if one.told and not results.may_leave(one)],
            "plot": plot_of(shown),
            "values": [str(value.label) for value in Rating.Value],
            "smallest": SMALLEST_SHOWN,
            "made_on": spoken_day(timezone.localdate(timezone=review.program.zone)),
        }
        return render_pdf("print/review_results.html", context)


@transaction.atomic
def put_with_meeting(review: Review, *, by: User, now: datetime) -> Paper:
    """The results are a paper of the board's next meeting; put there again, the paper is replaced.
    Refuses a round without a board, a board without a planned meeting, a round of which nobody
    has sent anything, and one that is not over."""
    review = locked(review)
    if review.board is None:
        raise DomainError("Choose a board first: change the round.")
    if not results_of(review).sent:
        raise DomainError("Nobody has sent anything yet.")
    if why := why_not_on_paper(review, now=now):
        raise DomainError(why)
    meeting = next_meeting(coming_meetings(review.board, now))
    if meeting is None:
        raise DomainError(f"{review.board} has no meeting planned. Plan one first.")
    title = f"Results: {review.title}"[:120]
    upload = ContentFile(results_pdf(review, language="en", now=now), name="results.pdf")
    if there := Paper.objects.filter(meeting=meeting, title=title).first():
        return change_paper(there, by=by, upload=upload)
    return add_paper(review.board, by=by, upload=upload, title=title, meeting=meeting)
