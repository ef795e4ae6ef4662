"""What stands on the record of a round (SPEC 4.6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from partnerships.domain.school_years import today_of
from reviews.domain.reviewers import here_today
from reviews.domain.rounds import Missing, missing_in
from reviews.domain.works import worry_about
from reviews.models import Look, Review
from students.models import Competency

#: So many looks stand on the page, the latest first.
LOOKS_SHOWN = 12


@dataclass(frozen=True)
class Record:
    """``works``: each with ``sent``, ``look_count`` and what to worry about. ``people``: each with
    ``sent``, and whether they still work where they were chosen."""

    state: Review.State
    competencies: list[Competency]
    works: list[tuple[Any, str]]
    people: list[tuple[Any, bool]]
    looks: list[Look]
    missing: Missing | None  # before it is opened

    @property
    def asked(self) -> int:
        return sum(not one.withdrawn_at for one, _is_here in self.people)

    @property
    def finished(self) -> int:
        return sum(
            one.done_at is not None and not one.withdrawn_at for one, _is_here in self.people
        )

    def looks_for_school(self, user: Any, school: int) -> bool:
        """Whether this user was chosen to look, as a colleague."""
        return any(
            one.person.user_id == user.pk and one.organization_id == school and not one.withdrawn_at
            for one, _is_here in self.people
        )


def record_of(review: Review, *, now: datetime) -> Record:
    """A fixed number of queries."""
    sent = Count("feedback", filter=Q(feedback__sent_at__isnull=False), distinct=True)
    works = list(
        review.items.select_related("student").annotate(
            sent=sent, look_count=Count("looks", distinct=True)
        )
    )
    for work in works:
        work.review = review
    people = list(review.reviewers.select_related("person", "organization").annotate(sent=sent))
    here = here_today(people, program=review.program) if people else set()
    state = review.state_on(today_of(review.program, now))
    return Record(
        state,
        list(review.competencies.order_by("position", "pk")),
        [(one, worry_about(one)) for one in works],
        [(one, one.pk in here) for one in people],
        _looks(review, works),
        missing_in(review, now=now) if state == Review.State.PREPARED else None,
    )


def _looks(review: Review, works: list[Any]) -> list[Look]:
    """The latest, with whom and at what."""
    known = {one.pk: one for one in works}
    rows = list(
        Look.objects.filter(item__review=review)
        .select_related("reviewer__person", "reviewer__organization")
        .order_by("-looked_at", "-pk")[:LOOKS_SHOWN]
    )
    for row in rows:
        row.item = known[row.item_id]
    return rows
