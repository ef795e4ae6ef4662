"""What becomes of the board's rows when two people are merged."""

import pytest

from advisory.models import Verdict
from partnerships.domain.merging import merge_people
from tests.factories import MeetingFactory, MotionFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db


def test_who_was_both_is_the_representative(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    seat = SeatFactory(representative=gone, substitute=kept)

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    seat.refresh_from_db()
    assert (seat.representative, seat.substitute) == (kept, None)
    assert seat.history.first().history_user == coordinator


def test_nobody_seconds_their_own_motion(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    motion = MotionFactory(moved_by=kept, seconded_by=gone)

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    motion.refresh_from_db()
    assert (motion.moved_by, motion.seconded_by) == (kept, None)


def test_one_verdict_a_meeting(coordinator):
    kept, gone = PersonFactory(), PersonFactory()
    meeting = MeetingFactory()
    Verdict.objects.create(meeting=meeting, person=kept, worth=3)
    Verdict.objects.create(meeting=meeting, person=gone, worth=1)
    other = Verdict.objects.create(meeting=MeetingFactory(), person=gone, worth=2)

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    assert set(kept.verdicts.values_list("meeting", "worth")) == {
        (meeting.pk, 3),
        (other.meeting_id, 2),
    }
