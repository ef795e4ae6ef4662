from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from advisory.domain import agenda
from advisory.domain.meetings import plan_meeting
from advisory.models import AgendaItem, Board, Topic
from core.exceptions import DomainError
from partnerships.domain.school_years import school_year
from tests.factories import (
    NOW,
    AgendaItemFactory,
    BoardFactory,
    MeetingFactory,
    PaperFactory,
    PersonFactory,
)

State = AgendaItem.State
STANDING = [Topic.MINUTES, Topic.ANSWERS, Topic.CALENDAR, Topic.BRAINSTORM, Topic.NEXT_AGENDA]


@pytest.fixture
def board(program):
    return BoardFactory(program=program)


@pytest.fixture
def plan(board, coordinator):
    """A function that plans a meeting on a day, at 7:00 in the program's zone."""

    def on(year, month, day):
        starts_at = datetime(year, month, day, 7, tzinfo=ZoneInfo("America/Chicago"))
        return plan_meeting(
            board,
            by=coordinator,
            organizer=coordinator.person,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
        )

    return on


def topics_of(meeting, state=State.PLANNED):
    rows = meeting.agenda_items.filter(state=state).order_by("position")
    return list(rows.values_list("topic", flat=True))


def titles_of(meeting):
    lines = agenda.timetable(meeting, agenda.items_of(meeting)).lines
    return [line.item.title for line in lines]


def move(meeting, starts_at):
    meeting.activity.starts_at = starts_at
    meeting.activity.ends_at = starts_at + timedelta(hours=2)
    meeting.activity.save()


# ---------------------------------------------------------------- what comes by itself


def test_a_single_meeting_has_standing_items_roles_and_budget(plan):
    meeting = plan(2027, 9, 14)

    assert topics_of(meeting) == [
        *(Topic.MINUTES, Topic.ANSWERS, Topic.ROLES, Topic.BUDGET),
        *(Topic.CALENDAR, Topic.BRAINSTORM, Topic.NEXT_AGENDA),
    ]
    assert meeting.agenda_items.get(topic=Topic.MINUTES).purpose == "decide"
    assert agenda.timetable(meeting, agenda.items_of(meeting)).total == 80


def test_a_year_has_roles_first_their_review_last_and_the_budget_once(plan):
    autumn, winter, spring, summer = [
        plan(*day) for day in ((2027, 9, 14), (2027, 12, 14), (2028, 3, 14), (2028, 6, 13))
    ]

    extra = [set(topics_of(one)) - set(STANDING) for one in (autumn, winter, spring, summer)]

    assert extra == [{"roles"}, set(), {"budget"}, {"roles_review"}]
    assert all(set(STANDING) <= set(topics_of(one)) for one in (autumn, winter, spring, summer))
    assert topics_of(plan(2028, 9, 12))[2] == Topic.ROLES  # the next school year


def test_an_earlier_meeting_takes_the_roles_over_in_its_place(plan):
    second = plan(2027, 10, 12)
    roles = second.agenda_items.get(topic=Topic.ROLES)

    first = plan(2027, 9, 14)

    roles.refresh_from_db()
    assert roles.meeting == first
    assert topics_of(first)[2] == Topic.ROLES
    assert Topic.ROLES not in topics_of(second)


def test_proposing_again_changes_nothing(plan, board, coordinator):
    meetings = [plan(2027, 9, 14), plan(2027, 12, 14)]
    before = list(AgendaItem.objects.values())
    history = AgendaItem.history.count()

    for _ in range(2):
        agenda.refresh_proposals(board, by=coordinator)

    assert list(AgendaItem.objects.values()) == before
    assert AgendaItem.history.count() == history
    assert len(topics_of(meetings[0])) == len(set(topics_of(meetings[0])))


@pytest.mark.parametrize(
    "work",
    [
        {"detail": "Bring last year's list"},
        {"minutes": 25},
        {"title": "Who does what"},
    ],
)
def test_what_somebody_worked_on_stays_and_is_not_doubled(plan, coordinator, work):
    second = plan(2027, 10, 12)
    roles = second.agenda_items.get(topic=Topic.ROLES)
    agenda.edit_item(roles, by=coordinator, **work)

    first = plan(2027, 9, 14)

    assert Topic.ROLES in topics_of(second)
    assert Topic.ROLES not in topics_of(first)


def test_a_paper_holds_an_item_where_it_is(plan, board):
    second = plan(2027, 10, 12)
    roles = second.agenda_items.get(topic=Topic.ROLES)
    PaperFactory(board=board, meeting=second, item=roles)

    plan(2027, 9, 14)

    assert Topic.ROLES in topics_of(second)


def test_what_was_taken_off_stays_off(plan, board, coordinator):
    meeting = plan(2027, 9, 14)
    agenda.drop_item(meeting.agenda_items.get(topic=Topic.BRAINSTORM), by=coordinator)

    agenda.refresh_proposals(board, by=coordinator)

    assert Topic.BRAINSTORM not in topics_of(meeting)
    assert topics_of(meeting, State.DROPPED) == [Topic.BRAINSTORM]


@pytest.mark.parametrize("fact", ["agenda_posted_at", "started_at"])
def test_posted_and_running_agendas_are_left_alone(plan, board, coordinator, fact):
    meeting = plan(2027, 9, 14)
    setattr(meeting, fact, NOW)
    meeting.save()
    board.open_meetings = Board.OpenMeetings.YES
    board.save()

    agenda.refresh_proposals(board, by=coordinator)

    assert Topic.PUBLIC_COMMENT not in topics_of(meeting)


def test_past_meetings_are_left_alone(board, coordinator):
    past = MeetingFactory(board=board, starts_at=NOW - timedelta(days=3))

    agenda.refresh_proposals(board, by=coordinator)

    assert topics_of(past) == []


def test_a_meeting_called_off_is_not_the_first_of_its_year(plan, board, coordinator):
    first, second = plan(2027, 9, 14), plan(2027, 12, 14)
    first.activity.state = "cancelled_by_school"
    first.activity.save()

    agenda.refresh_proposals(board, by=coordinator)

    assert Topic.ROLES in topics_of(second)


def test_open_meetings_hear_the_public(plan, board, coordinator):
    board.open_meetings = Board.OpenMeetings.YES
    board.save()

    assert topics_of(plan(2027, 9, 14))[1] == Topic.PUBLIC_COMMENT


def test_number_of_queries_to_refresh(plan, board, coordinator, django_assert_num_queries):
    plan(2027, 9, 14)
    with django_assert_num_queries(5):
        agenda.refresh_proposals(board, by=coordinator)
    for day in (12, 13):
        plan(2027, 10, day)

    with django_assert_num_queries(5):
        agenda.refresh_proposals(board, by=coordinator)


@pytest.mark.parametrize(
    ("day", "year"), [((2027, 6, 30), 2026), ((2027, 7, 1), 2027), ((2028, 1, 1), 2027)]
)
def test_school_year(day, year):
    assert school_year(date(*day)) == year


# ---------------------------------------------------------------- the clock


def test_the_clock_adds_up_and_says_what_is_too_late(board, coordinator):
    meeting = MeetingFactory(board=board)  # two hours
    for minutes in (90, 30, 10):
        AgendaItemFactory(meeting=meeting, minutes=minutes, position=0)
    AgendaItemFactory(meeting=meeting, minutes=50, state=State.SUGGESTED, position=0)

    table = agenda.timetable(meeting, agenda.items_of(meeting))

    start = meeting.activity.starts_at
    assert [line.starts_at - start for line in table.lines] == [
        timedelta(minutes=minutes) for minutes in (0, 90, 120)
    ]
    assert [line.is_over for line in table.lines] == [False, False, True]
    assert (table.total, table.length, table.over, table.left) == (130, 120, 10, 0)


# ---------------------------------------------------------------- by hand


def test_a_new_item_stands_before_what_closes_a_meeting(plan, coordinator):
    meeting = plan(2027, 9, 14)

    agenda.add_item(meeting, by=coordinator, title="New lab", topic=Topic.EQUIPMENT, minutes=20)

    assert topics_of(meeting)[-4:] == [
        *(Topic.EQUIPMENT, Topic.CALENDAR, Topic.BRAINSTORM, Topic.NEXT_AGENDA),
    ]
    positions = list(meeting.agenda_items.values_list("position", flat=True))
    assert positions == list(range(1, 9))
    assert meeting.agenda_items.get(title="New lab").history.get().history_user == coordinator


def test_an_item_without_a_title_is_called_as_its_topic(plan, coordinator):
    meeting = plan(2027, 9, 14)

    item = agenda.add_item(meeting, by=coordinator, title=" ", topic=Topic.MENTORS)

    assert item.title == "Identifying mentors"
    with pytest.raises(DomainError) as refusal:
        agenda.add_item(meeting, by=coordinator, title="", topic=Topic.OTHER)
    assert refusal.value.field == "title"


def test_items_move_up_and_down_to_the_ends(board, coordinator):
    meeting = MeetingFactory(board=board)
    one, two, three = [
        AgendaItemFactory(meeting=meeting, title=title, position=0) for title in "abc"
    ]

    agenda.shift_item(three, places=-1, by=coordinator)
    assert titles_of(meeting) == ["a", "c", "b"]
    agenda.shift_item(one, places=-1, by=coordinator)
    assert titles_of(meeting) == ["a", "c", "b"]
    agenda.shift_item(one, places=1, by=coordinator)
    assert titles_of(meeting) == ["c", "a", "b"]
    agenda.shift_item(two, places=1, by=coordinator)
    assert titles_of(meeting) == ["c", "a", "b"]


def test_order_as_dragged_keeps_what_came_meanwhile(board, coordinator):
    meeting = MeetingFactory(board=board)
    a, b, c = [AgendaItemFactory(meeting=meeting, title=title, position=0) for title in "abc"]

    agenda.order_items(meeting, [b.pk, 999_999, a.pk], by=coordinator)

    assert titles_of(meeting) == ["b", "a", "c"]
    assert c.history.count() <= 2


def test_what_was_dealt_with_is_not_taken_off(board, coordinator):
    item = AgendaItemFactory(meeting__board=board, state=State.DONE)

    with pytest.raises(DomainError, match="stays in the record"):
        agenda.drop_item(item, by=coordinator)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"minutes_state": "approved", "minutes_approved_at": NOW}, "minutes are approved"),
        ({"called_off": True}, "called off"),
    ],
)
def test_nothing_changes_after_approval_or_calling_off(board, coordinator, change, sentence):
    meeting = MeetingFactory(board=board)
    item = AgendaItemFactory(meeting=meeting)
    if change.pop("called_off", False):
        meeting.activity.state = "cancelled_by_school"
        meeting.activity.save()
    for name, value in change.items():
        setattr(meeting, name, value)
    meeting.save()

    verbs = [
        lambda: agenda.add_item(meeting, by=coordinator, title="x"),
        lambda: agenda.edit_item(item, by=coordinator, title="x"),
        lambda: agenda.drop_item(item, by=coordinator),
        lambda: agenda.restore_item(item, by=coordinator),
        lambda: agenda.shift_item(item, places=1, by=coordinator),
        lambda: agenda.order_items(meeting, [item.pk], by=coordinator),
        lambda: agenda.carry_over(meeting, by=coordinator),
    ]

    for verb in verbs:
        with pytest.raises(DomainError, match=sentence):
            verb()


# ---------------------------------------------------------------- left over


def test_what_was_left_is_carried_over_once(board, coordinator):
    last = MeetingFactory(board=board, starts_at=NOW - timedelta(days=30))
    person = PersonFactory()
    left = AgendaItemFactory(
        meeting=last, title="New lab", presenter=person, minutes=20, detail="Two offers"
    )
    AgendaItemFactory(meeting=last, title="Done", state=State.DONE)
    AgendaItemFactory(meeting=last, title="Off", state=State.DROPPED)
    AgendaItemFactory(meeting=last, title="Brainstorming", topic=Topic.BRAINSTORM)
    coming = MeetingFactory(board=board)
    AgendaItemFactory(meeting=coming, topic=Topic.BRAINSTORM, position=1)

    (new,) = agenda.carry_over(coming, by=coordinator)

    left.refresh_from_db()
    assert left.state == State.CARRIED
    assert (new.title, new.presenter, new.minutes, new.detail, new.carried_from) == (
        *("New lab", person, 20, "Two offers"),
        left,
    )
    assert titles_of(coming)[0] == "New lab"
    assert agenda.carry_over(coming, by=coordinator) == []


def test_nothing_is_left_over_while_the_last_meeting_is_to_come(board):
    AgendaItemFactory(meeting=MeetingFactory(board=board, starts_at=NOW + timedelta(days=1)))
    coming = MeetingFactory(board=board)

    assert agenda.left_over(coming, now=NOW) == []


def test_a_meeting_called_off_leaves_the_one_before_it_as_the_last(board):
    last = MeetingFactory(board=board, starts_at=NOW - timedelta(days=60))
    off = MeetingFactory(board=board, starts_at=NOW - timedelta(days=30))
    off.activity.state = "not_held"
    off.activity.save()
    MeetingFactory(starts_at=NOW - timedelta(days=1))  # another board's

    assert agenda.previous_meeting(MeetingFactory(board=board)) == last
