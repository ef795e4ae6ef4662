"""Which topics return by themselves, and how long they usually take (SPEC 3.3)."""

from collections.abc import Sequence
from typing import NamedTuple

from advisory.models import AgendaItem, Meeting, Topic

# Passed on: a board's year is a school year.
from partnerships.domain.school_years import SCHOOL_YEAR_BEGINS as SCHOOL_YEAR_BEGINS
from partnerships.domain.school_years import school_year as school_year
from partnerships.domain.school_years import school_year_words as school_year_words

Purpose = AgendaItem.Purpose

STANDING, FIRST, LAST, ANY, OPEN_MEETINGS = "standing", "first", "last", "any", "open meetings"
#: Once a school year each, wherever they stand now.
YEARLY = frozenset({FIRST, LAST, ANY})


class UsualItem(NamedTuple):
    topic: Topic
    returns: str
    minutes: int
    purpose: str


#: In the order of a meeting.
USUAL_ITEMS = (
    UsualItem(Topic.MINUTES, STANDING, 5, Purpose.DECIDE),
    UsualItem(Topic.PUBLIC_COMMENT, OPEN_MEETINGS, 10, Purpose.INFORM),
    UsualItem(Topic.ANSWERS, STANDING, 10, Purpose.INFORM),
    UsualItem(Topic.ROLES, FIRST, 15, Purpose.DISCUSS),
    UsualItem(Topic.ROLES_REVIEW, LAST, 20, Purpose.DISCUSS),
    UsualItem(Topic.BUDGET, ANY, 15, Purpose.DISCUSS),
    UsualItem(Topic.CALENDAR, STANDING, 15, Purpose.DISCUSS),
    UsualItem(Topic.BRAINSTORM, STANDING, 15, Purpose.DISCUSS),
    UsualItem(Topic.NEXT_AGENDA, STANDING, 5, Purpose.DECIDE),
)
USUAL = {one.topic: one for one in USUAL_ITEMS}
#: Where a usual item stands in a meeting; all others stand before the closing ones.
ORDER = {one.topic: place for place, one in enumerate(USUAL_ITEMS)}
CLOSING = frozenset({Topic.CALENDAR, Topic.BRAINSTORM, Topic.NEXT_AGENDA})
EVERY_TIME = frozenset(one.topic for one in USUAL_ITEMS if one.returns not in YEARLY)
YEARLY_TOPICS = frozenset(one.topic for one in USUAL_ITEMS if one.returns in YEARLY)


#: At these the board talks of who takes care of what (SPEC 4.1).
ABOUT_ROLES = (Topic.ROLES, Topic.ROLES_REVIEW)


def topics_for(meeting: Meeting, *, year: Sequence[Meeting]) -> list[Topic]:
    """The topics this meeting should have by itself, in order. ``year``: the meetings of its
    school year, in order. What is looked back on at the last meeting needs an earlier one; the
    budget comes in the middle of the year, while it can still change."""
    place = year.index(meeting)
    at = {
        STANDING: True,
        FIRST: place == 0,
        LAST: place == len(year) - 1 and place > 0,
        ANY: place == len(year) // 2,
        OPEN_MEETINGS: meeting.board.is_public,
    }
    return [one.topic for one in USUAL_ITEMS if at[one.returns]]
