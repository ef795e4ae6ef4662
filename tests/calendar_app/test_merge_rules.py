"""What becomes of the calendar's rows when two people are merged."""

import pytest

from calendar_app.models import FeedToken, Participation
from partnerships.domain.merging import merge_people
from tests.factories import NOW, ParticipationFactory, PersonFactory

Role = Participation.Role
pytestmark = pytest.mark.django_db


def test_asked_twice_to_one_activity_is_asked_once(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    first = ParticipationFactory(person=kept)
    ParticipationFactory(
        activity=first.activity, person=gone, answer="yes", answered_at=NOW, attendance="video"
    )

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    only = first.activity.participations.get()
    assert (only.person, only.answer, only.attendance) == (kept, "yes", "video")


def test_nobody_stands_in_for_themselves(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    member = ParticipationFactory(person=gone, role=Role.MEMBER, answer="substitute")
    ParticipationFactory(
        activity=member.activity, person=kept, role=Role.SUBSTITUTE, stands_in_for=member
    )

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    only = member.activity.participations.get()
    assert (only.person, only.role, only.stands_in_for) == (kept, Role.MEMBER, None)


def test_a_substitute_keeps_the_place_of_who_was_merged(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    member = ParticipationFactory(person=kept, role=Role.MEMBER)
    double = ParticipationFactory(activity=member.activity, person=gone, role=Role.MEMBER)
    substitute = ParticipationFactory(
        activity=member.activity, role=Role.SUBSTITUTE, stands_in_for=double
    )

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    substitute.refresh_from_db()
    assert substitute.stands_in_for == member


def test_a_second_substitute_is_a_guest(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    member = ParticipationFactory(person=kept, role=Role.MEMBER)
    double = ParticipationFactory(activity=member.activity, person=gone, role=Role.MEMBER)
    first, second = (
        ParticipationFactory(activity=member.activity, role=Role.SUBSTITUTE, stands_in_for=place)
        for place in (member, double)
    )

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.stands_in_for == member
    assert (second.stands_in_for, second.role) == (None, Role.GUEST)


def test_one_feed_a_person(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    mine = FeedToken.objects.create(person=kept)
    FeedToken.objects.create(person=gone)

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    assert list(FeedToken.objects.filter(revoked_at=None)) == [mine]
    assert kept.feed_tokens.count() == 2
