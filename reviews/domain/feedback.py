"""What a reviewer sees and says (SPEC 4.6). Nobody sees whose work it is, nor what others say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import DomainError
from partnerships.domain.school_years import today_of
from partnerships.models import Organization, Person
from reviews.domain.reviewers import locked
from reviews.domain.works import settle
from reviews.models import WORDS_MAX, Feedback, Look, Rating, Review, Reviewer, ReviewItem
from students.models import Competency

#: What a form says for "I cannot tell"; the others are the values of Rating.
CANNOT_TELL = "?"
#: So many rounds that are over stay on the list.
OVER_SHOWN = 20


@dataclass
class MyRound:
    """A round as one reviewer sees it."""

    reviewer: Reviewer
    count: int
    sent: int
    is_open: bool

    @property
    def review(self) -> Review:
        return self.reviewer.review

    @property
    def left(self) -> int:
        return self.count - self.sent


def _mine(person: Person, organization: Organization, programs: Sequence[int]) -> Any:
    return (
        Reviewer.objects.standing()
        .filter(person=person, organization=organization, asked_at__isnull=False)
        .filter(review__program__in=programs, review__opened_at__isnull=False)
        .select_related("review__program__school")
    )


def rounds_of(
    person: Person, organization: Organization, programs: Sequence[int], *, now: datetime
) -> list[MyRound]:
    """All rounds to which somebody was asked, those open first, then the latest. One query."""
    rows = _mine(person, organization, programs).annotate(
        count=Count("review__items", distinct=True),
        sent=Count("feedback", filter=Q(feedback__sent_at__isnull=False), distinct=True),
    )
    found = [
        MyRound(row, row.count, row.sent, is_open(row.review, now=now))
        for row in rows.order_by("-review__closes_on", "-pk")
    ]
    open_ones = sorted((one for one in found if one.is_open), key=lambda one: one.review.closes_on)
    return open_ones + [one for one in found if not one.is_open][:OVER_SHOWN]


def is_open(review: Review, *, now: datetime) -> bool:
    """Whether works can be looked at and judged now, in the program's time."""
    return review.state_on(today_of(review.program, now)) == Review.State.OPEN


def reviewer_of(
    review_id: int,
    *,
    person: Person,
    organization: Organization,
    programs: Sequence[int],
) -> Reviewer | None:
    """Somebody's place in a round, for this organization; None for who was not asked, or was taken
    off. One query."""
    found: Reviewer | None = _mine(person, organization, programs).filter(review=review_id).first()
    if found is not None:
        found.person = person
    return found


def waiting_reviews(person: Person, *, now: datetime) -> list[Reviewer]:
    """What waits for somebody to be looked at, what closes first in front: for the portal. One
    query."""
    rows = (
        Reviewer.objects.unfinished()
        .filter(person=person)
        .filter(review__opened_at__isnull=False, review__closed_at=None)
        .filter(review__closes_on__gte=timezone.localdate(now) - timedelta(days=1))
        .select_related("review__program")
        .order_by("review__closes_on", "pk")
    )
    return [row for row in rows if is_open(row.review, now=now)]


def works_for(reviewer: Reviewer) -> list[Any]:
    """The works of the round with ``sent`` and ``begun``, as far as this reviewer came. One
    query."""
    own = Feedback.objects.filter(item=OuterRef("pk"), reviewer=reviewer)
    rows = list(
        ReviewItem.objects.filter(review=reviewer.review_id)
        .annotate(sent=Exists(own.filter(sent_at__isnull=False)), begun=Exists(own))
        .order_by("position")
    )
    for row in rows:
        row.review = reviewer.review
    return rows


def note_look(item: ReviewItem, reviewer: Reviewer, *, now: datetime) -> None:
    """They have opened the file."""
    Look.objects.create(item=item, reviewer=reviewer, looked_at=now)


# ---------------------------------------------------------------- saying something


@transaction.atomic
def give_feedback(
    item: ReviewItem,
    *,
    reviewer: Reviewer,
    ratings: Mapping[int, str],
    strength: str,
    next_step: str,
    is_sent: bool,
    now: datetime,
) -> Feedback:
    """Keep what somebody says of a work; with ``is_sent`` it counts. ``ratings``: by the id of a
    competency a value of Rating, CANNOT_TELL, or nothing yet. Once sent it stays sent, and may be
    sent again until the round is closed.

    Refuses a round that is over, somebody who was taken off, a competency of another round, words
    that are too long; and to send while a competency is open, or a summary without a word.
    """
    review = locked(item.review)
    reviewer = Reviewer.objects.get(pk=reviewer.pk)
    if not is_open(review, now=now) or reviewer.withdrawn_at or reviewer.review_id != review.pk:
        raise DomainError(_("The time for this is over. Thank you!"))
    if not ReviewItem.objects.filter(pk=item.pk).exists():
        raise DomainError(_("This work is not there any more. Thank you!"))
    competencies = list(review.competencies.all())
    values = _values(competencies, ratings)
    row = Feedback.objects.filter(item=item, reviewer=reviewer).first()
    row = row or Feedback(item=item, reviewer=reviewer)
    row.strength = _words(strength, field="strength")
    row.next_step = _words(next_step, field="next_step")
    is_sent = is_sent or row.sent_at is not None
    if is_sent:
        _check_whole(competencies, values, row)
        row.sent_at = now
    row.saved_at = now
    row.save()
    row.ratings.all().delete()
    Rating.objects.bulk_create(
        Rating(feedback=row, competency_id=pk, value=value) for pk, value in values.items()
    )
    if is_sent:
        settle(review)
    return row


def _values(
    competencies: Sequence[Competency], ratings: Mapping[int, str]
) -> dict[int, int | None]:
    """What was chosen, by competency; those left open are not in it."""
    known = {one.pk for one in competencies}
    values: dict[int, int | None] = {}
    for pk, given in ratings.items():
        if not given:
            continue
        if pk not in known:
            raise DomainError(_("Something changed in the meantime. Please look again."))
        if given == CANNOT_TELL:
            values[pk] = None
        elif given in {str(one) for one in Rating.Value.values}:
            values[pk] = int(given)
        else:
            raise DomainError(_("Please choose one of these."), field=f"rating-{pk}")
    return values


def _words(text: str, *, field: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(text) > WORDS_MAX:
        raise DomainError(
            _("Please say it in at most %(count)s characters.") % {"count": WORDS_MAX}, field=field
        )
    return text


def _check_whole(
    competencies: Sequence[Competency], values: Mapping[int, int | None], row: Feedback
) -> None:
    for one in competencies:
        if one.pk not in values:
            raise DomainError(
                _("Please choose for each, or “I cannot tell”: %(competency)s is open.")
                % {"competency": one},
                field=f"rating-{one.pk}",
            )
    if not competencies and not row.strength and not row.next_step:
        raise DomainError(_("Please write a sentence."), field="strength")
