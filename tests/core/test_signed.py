"""Addresses that are in mails already go on working."""

from datetime import timedelta

import pytest
from django.core import signing

from advisory.domain import papers, suggestions, verdicts
from calendar_app.domain import links
from calendar_app.models import Participation
from concerns.domain import acknowledging
from core.domain.signed import SignedLink
from core.exceptions import DomainError
from mentors.domain import evaluations, exchange_answering
from notifications.domain import preferences
from portal.domain import entering
from tests.factories import NOW, ParticipationFactory
from visits.domain import afterwards, confirming, feedback, handouts, preparation, speaker_mail

#: As they were first mailed: the salt, what is signed, and whether with its time.
MAILED = [
    (links.LINK, "calendar_app.answer", 7, False),
    (acknowledging.LINK, "concerns.guidelines", [7, 8], True),
    (handouts.LINK, "visits.handout", [7, 8], False),
    (handouts.LINK, "visits.handout", [7, None], False),
    (confirming.LINK, "visits.confirm", [7, 8], True),
    (afterwards.LINK, "visits.afterwards", 7, False),
    (feedback.LINK, "visits.feedback", 7, False),
    (speaker_mail.LINK, "visits.speaker", 7, False),
    (preparation.LINK, "visits.sheet", [7, 8], False),
    (papers.LINK, "advisory.paper", [7, 8], True),
    (verdicts.LINK, "advisory.verdict", [7, 8], True),
    (suggestions.LINK, "advisory.suggestion", [7, 8], True),
    (exchange_answering.LINK, "mentors.questions", 7, True),
    (evaluations.LINK, "mentors.evaluation", [7, 8], True),
    (entering.LINK, "portal.enter", [7, "ana@example.org"], False),
    (preferences.LINK, "notifications.unsubscribe", ["ana@example.org", "letter"], True),
]
PLAIN = SignedLink(salt="tests.plain", route="calendar_links:answer")
PAIR = SignedLink(
    salt="tests.pair",
    route="calendar_links:answer",
    names=("activity", "person"),
    is_dated=True,
    lasts=timedelta(days=10),
)


@pytest.mark.parametrize(("link", "salt", "said", "is_dated"), MAILED)
def test_what_was_mailed_is_read(link, salt, said, is_dated):
    signer = signing.TimestampSigner if is_dated else signing.Signer
    token = signer(salt=salt).sign_object(said)
    values = said if isinstance(said, list) else [said]
    assert link.read(token) == values
    assert link.token(*values) == token
    assert link.address(*values).startswith("https://")
    assert f"/{token}/" in link.address(*values)


def test_a_broken_one_is_refused():
    for token in (
        "",
        "x",
        "x:y:z",
        PLAIN.token(7)[:-1],
        PAIR.token(7, 8),
        signing.Signer(salt="tests.other").sign_object(7),
        signing.dumps(7, salt="tests.plain"),
    ):
        with pytest.raises(DomainError, match=r"This link does not work\."):
            PLAIN.read(token)


@pytest.mark.parametrize("said", [7, "78", [7], [7, 8, 9], {"a": 7, "b": 8}])
def test_one_that_says_something_else_is_refused(said):
    with pytest.raises(DomainError):
        PAIR.read(signing.dumps(said, salt="tests.pair"))


def test_one_that_is_too_old_is_refused(clock):
    token = PAIR.token(7, 8)
    clock.move_to(NOW + timedelta(days=10, seconds=-1))
    assert PAIR.read(token) == [7, 8]
    clock.move_to(NOW + timedelta(days=10, seconds=1))
    with pytest.raises(DomainError):
        PAIR.read(token)


@pytest.mark.django_db
def test_the_row_it_names_is_found_or_refused():
    row = ParticipationFactory()
    token = PAIR.token(row.activity_id, row.person_id)
    assert PAIR.find(token, Participation.objects.all()) == row
    assert PLAIN.find(PLAIN.token(row.pk), Participation.objects.all()) == row
    with pytest.raises(DomainError):
        PAIR.find(PAIR.token(row.activity_id, row.person_id + 1), Participation.objects.all())
    with pytest.raises(DomainError):
        PAIR.find(token, Participation.objects.exclude(pk=row.pk))
