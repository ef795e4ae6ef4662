import pytest

from reviews.models import Review
from tests.factories import (
    NOW,
    CompetencyFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewItemFactory,
)


@pytest.fixture
def competencies(db):
    return [CompetencyFactory(), CompetencyFactory()]


@pytest.fixture
def review(program, competencies):
    """Prepared: two works, two competencies, nobody chosen yet."""
    review = ReviewFactory(program=program, title="Patient charts")
    review.competencies.set(competencies)
    ReviewItemFactory.create_batch(2, review=review)
    return review


@pytest.fixture
def opened(review):
    Review.objects.filter(pk=review.pk).update(opened_at=NOW)
    review.refresh_from_db()
    return review


@pytest.fixture
def reviewer(opened):
    return ReviewerFactory(review=opened)
