"""The page of the note taker: what it answers to its script and without scripts (SPEC 3.6), and
the agenda beforehand (SPEC 3.3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from advisory.models import AgendaItem, Meeting, Motion, Recommendation
from calendar_app.models import Task
from tests.factories import NOW, AgendaItemFactory, MeetingFactory, SeatFactory

SCRIPT = {"X-Requested-With": "live"}


@pytest.fixture
def meeting(program):
    """Called to order half an hour ago; two of three seats are there."""
    begun = NOW - timedelta(minutes=30)
    one = MeetingFactory(
        program=program, starts_at=begun, started_at=begun, minutes_state=Meeting.Minutes.LIVE
    )
    for name in ("Acme", "Beta", "Gamma"):
        SeatFactory(board=one.board, organization__name=name, representative__name=f"Rep {name}")
    return one


@pytest.fixture
def item(meeting):
    return AgendaItemFactory(meeting=meeting, title="Equipment", position=1)


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"advisory:{name}", args=[program.slug, pk])


@pytest.fixture
def save(client, at, meeting, teacher):
    client.force_login(teacher)

    def save(what, value, was=""):
        data = {"what": what, "value": value, "was": was}
        return client.post(at("meeting_save", meeting.pk), data, headers=SCRIPT)

    return save


def arrive(save, meeting, count=2):
    for seat in meeting.board.seats.order_by("pk")[:count]:
        answer = save(f"seat-{seat.pk}-how", "in_person")
    return answer


def test_each_field_saves_itself_and_says_when(save, item):
    answer = save(f"item-{item.pk}-decision", "We buy two.")

    assert answer.status_code == 200
    assert answer.json()["saved_at"].endswith("m")
    item.refresh_from_db()
    assert item.decision == "We buy two."


def test_who_is_there_counts_at_once(save, meeting):
    answer = arrive(save, meeting).json()

    assert answer["is_reached"] is True
    assert [name for _, name in answer["voters"]] == ["Acme, Rep Acme", "Beta, Rep Beta"]


def test_a_second_writer_overwrites_nothing_silently(save, item):
    save(f"item-{item.pk}-decision", "Theirs.")

    answer = save(f"item-{item.pk}-decision", "Mine.", was="")

    assert answer.status_code == 409
    assert answer.json()["theirs"] == "Theirs."
    item.refresh_from_db()
    assert item.decision == "Theirs."


@pytest.mark.parametrize("what", ["item-1-nonsense", "nonsense", "seat-999999-how", ""])
def test_a_field_that_is_none_is_refused(save, what):
    assert save(what, "x").status_code == 422


def test_without_scripts_a_form_saves_what_was_changed(client, at, meeting, item, teacher):
    client.force_login(teacher)
    decision, notes = f"item-{item.pk}-decision", f"item-{item.pk}-notes"
    data = {decision: "Yes.", f"was-{decision}": "", notes: "same", f"was-{notes}": "same"}

    page = client.post(at("meeting_save", meeting.pk), data, follow=True).content.decode()

    assert "Saved " in page
    item.refresh_from_db()
    assert (item.decision, item.notes) == ("Yes.", "")


def test_without_scripts_both_versions_are_shown(client, at, save, meeting, item):
    save(f"item-{item.pk}-decision", "Theirs.")
    decision = f"item-{item.pk}-decision"

    response = client.post(
        at("meeting_save", meeting.pk), {decision: "Mine.", f"was-{decision}": ""}
    )

    assert response.status_code == 409
    assert "Theirs." in response.content.decode()
    assert "Mine." in response.content.decode()


def motion(client, at, item, **data):
    data = {"text": "Buy two", "votes_for": 2, "result": "carried"} | data
    return client.post(at("item_motion_add", item.pk), data)


def test_a_motion_with_counts_that_add_up_is_kept(client, at, save, meeting, item):
    arrive(save, meeting)
    mover = meeting.board.seats.first().representative

    assert motion(client, at, item, moved_by=mover.pk).status_code == 302

    one = Motion.objects.get()
    assert (one.text, one.votes_for, one.moved_by) == ("Buy two", 2, mover)


@pytest.mark.parametrize(
    "data",
    [{"votes_for": 3}, {"votes_for": 1, "votes_against": 2}, {"votes_for": -1}, {"text": ""}],
)
def test_more_votes_than_voters_and_no_words_are_refused(client, at, save, meeting, item, data):
    arrive(save, meeting)

    response = motion(client, at, item, **data)

    assert response.status_code == 422
    assert not Motion.objects.exists()


def test_somebody_who_is_not_there_moves_nothing(client, at, save, meeting, item):
    arrive(save, meeting)
    absent = meeting.board.seats.order_by("pk").last().representative

    assert motion(client, at, item, moved_by=absent.pk).status_code == 422


def test_recommendations_and_action_items_come_out_of_items(client, at, save, meeting, item):
    owner = meeting.board.seats.first().representative
    arrive(save, meeting)

    client.post(at("item_advice_add", item.pk), {"text": "Teach phlebotomy"})
    client.post(
        at("item_action_add", item.pk),
        {"title": "Ask for prices", "owner": owner.pk, "due_on": "2027-03-01"},
    )

    assert Recommendation.objects.get().text == "Teach phlebotomy"
    task = Task.objects.get(title="Ask for prices")
    assert (task.owner, str(task.due_on)) == (owner, "2027-03-01")


def test_the_next_agenda_is_made_with_everybodys_input(client, at, save, meeting, item):
    following = MeetingFactory(board=meeting.board, starts_at=NOW + timedelta(days=60))
    client.post(at("item_put_off", item.pk))
    client.post(at("meeting_next_add", meeting.pk), {"title": "Night shifts"})
    client.post(at("meeting_next_carry", meeting.pk))

    titles = set(following.agenda_items.values_list("title", flat=True))
    assert {"Night shifts", "Equipment"} <= titles


def test_begin_and_adjourn_at_a_time_that_was_said(client, at, program, teacher):
    meeting = MeetingFactory(program=program, starts_at=NOW - timedelta(minutes=90))
    client.force_login(teacher)

    wrong = client.post(at("meeting_begin", meeting.pk), {"at": "25:99"}, follow=True)
    assert "Write the time as" in wrong.content.decode()
    client.post(at("meeting_begin", meeting.pk))
    client.post(at("meeting_adjourn", meeting.pk))

    meeting.refresh_from_db()
    assert (meeting.started_at, meeting.ended_at) == (NOW, NOW)
    assert meeting.minutes_state == Meeting.Minutes.DRAFT
    client.post(at("meeting_reopen", meeting.pk))
    meeting.refresh_from_db()
    assert (meeting.ended_at, meeting.minutes_state) == (None, Meeting.Minutes.LIVE)


@pytest.mark.parametrize("count", [1, 10])
def test_queries_of_the_live_page(client, at, meeting, teacher, django_assert_num_queries, count):
    for _ in range(count):
        AgendaItemFactory(meeting=meeting)
        SeatFactory(board=meeting.board)
    client.force_login(teacher)
    client.get(at("meeting_live", meeting.pk))

    with django_assert_num_queries(17):
        client.get(at("meeting_live", meeting.pk))


# ---------------------------------------------------------------- the agenda beforehand


@pytest.fixture
def coming(program):
    meeting = MeetingFactory(program=program)
    for place, title in enumerate(("First", "Second", "Third"), start=1):
        AgendaItemFactory(meeting=meeting, title=title, position=place)
    return meeting


def titles(meeting):
    rows = meeting.agenda_items.filter(state=AgendaItem.State.PLANNED).order_by("position")
    return [row.title for row in rows]


def test_items_are_added_changed_moved_dropped_and_put_back(client, at, coming, teacher):
    client.force_login(teacher)
    client.post(
        at("meeting_item_add", coming.pk),
        {"title": "Fourth", "topic": "other", "purpose": "decide", "minutes": 20},
    )
    assert titles(coming)[-1] == "Fourth"
    one = coming.agenda_items.get(title="Third")

    client.post(at("item_move", one.pk), {"to": "up"})
    assert titles(coming)[:3] == ["First", "Third", "Second"]
    client.post(at("item_drop", one.pk))
    assert "Third" not in titles(coming)
    client.post(at("item_restore", one.pk))
    assert "Third" in titles(coming)
    client.post(
        at("item_edit", one.pk),
        {"title": "Third, changed", "topic": "other", "purpose": "inform", "minutes": 5},
    )
    assert "Third, changed" in titles(coming)


def test_a_dragged_order_is_kept_and_nonsense_changes_nothing(client, at, coming, teacher):
    client.force_login(teacher)
    ids = [row.pk for row in coming.agenda_items.order_by("-position")]

    client.post(at("meeting_order", coming.pk), {"order": ids, "moved": ids[0]})
    assert titles(coming) == ["Third", "Second", "First"]
    client.post(at("meeting_order", coming.pk), {"order": ["x", "999999"], "moved": "y"})
    assert titles(coming) == ["Third", "Second", "First"]


@pytest.mark.parametrize("data", [{"title": "", "topic": "other"}, {"minutes": 0}])
def test_an_item_without_words_or_minutes_is_refused(client, at, coming, teacher, data):
    client.force_login(teacher)
    data = {"title": "Fourth", "topic": "other", "purpose": "decide", "minutes": 20} | data

    response = client.post(at("meeting_item_add", coming.pk), data)

    assert response.status_code == 422
    assert coming.agenda_items.count() == 3


@pytest.mark.parametrize("count", [1, 10])
def test_queries_of_the_agenda(client, at, program, teacher, django_assert_num_queries, count):
    meeting = MeetingFactory(program=program)
    AgendaItemFactory.create_batch(count, meeting=meeting)
    client.force_login(teacher)
    client.get(at("meeting_agenda", meeting.pk))

    with django_assert_num_queries(9):
        client.get(at("meeting_agenda", meeting.pk))


def test_the_printed_agenda_says_what_changed_on_the_calendar(client, at, program, coming, teacher):
    from io import BytesIO  # noqa: PLC0415 - only here

    from pypdf import PdfReader  # noqa: PLC0415 - only here

    from advisory.models import Topic  # noqa: PLC0415 - only here
    from tests.factories import ActivityFactory  # noqa: PLC0415 - only here

    AgendaItemFactory(meeting=coming, topic=Topic.CALENDAR, title="Calendar review", position=9)
    ActivityFactory(program=program, title="Tour of the clinic", starts_at=NOW + timedelta(days=9))
    client.force_login(teacher)

    pages = PdfReader(BytesIO(client.get(at("meeting_agenda_pdf", coming.pk)).content)).pages

    assert len(pages) == 1
    assert "Added: Tour of the clinic" in pages[0].extract_text()


def test_the_last_meeting_looks_back_at_who_took_care_of_what(client, at, coming, teacher):
    from io import BytesIO  # noqa: PLC0415 - only here

    from pypdf import PdfReader  # noqa: PLC0415 - only here

    from advisory.models import Topic  # noqa: PLC0415 - only here
    from partnerships.domain.school_years import school_year  # noqa: PLC0415 - only here
    from tests.factories import ResponsibilityFactory  # noqa: PLC0415 - only here

    AgendaItemFactory(meeting=coming, topic=Topic.ROLES_REVIEW, title="Roles", position=9)
    ResponsibilityFactory(
        board=coming.board,
        year=school_year(coming.activity.starts_at.date()),
        title="Find speakers",
        accomplished="Six came.",
    )
    client.force_login(teacher)

    page = client.get(at("meeting_agenda", coming.pk)).content.decode()
    pdf = client.get(at("meeting_agenda_pdf", coming.pk)).content
    paper = PdfReader(BytesIO(pdf)).pages[0].extract_text()

    assert at("board_responsibilities", coming.board.pk) in page
    assert "Find speakers: nobody yet. Six came." in paper
    assert "This year: Meetings held: 0" in paper
