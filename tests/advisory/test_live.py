"""Running a meeting: what its verbs do and refuse (SPEC 3.6)."""

from datetime import timedelta

import pytest

from advisory.domain import live, motions
from advisory.domain.attendance import places_of
from advisory.domain.record import load_record, meetings_with_names
from advisory.models import AgendaItem, Meeting, Motion, Recommendation
from calendar_app.models import Activity, Participation, Task
from core.exceptions import DomainError
from partnerships.models import Person
from tests.factories import (
    NOW,
    AffiliationFactory,
    AgendaItemFactory,
    MeetingFactory,
    MotionFactory,
    OrganizationFactory,
    ParticipationFactory,
    PersonFactory,
    SeatFactory,
)

State = AgendaItem.State


@pytest.fixture
def meeting(program):
    """Called to order half an hour ago, with three voting seats."""
    one = MeetingFactory(
        program=program,
        starts_at=NOW - timedelta(minutes=30),
        started_at=NOW - timedelta(minutes=30),
        minutes_state=Meeting.Minutes.LIVE,
    )
    for name in ("Acme", "Beta", "Gamma"):
        SeatFactory(board=one.board, organization__name=name, representative__name=f"Rep {name}")
    return one


@pytest.fixture
def item(meeting):
    return AgendaItemFactory(meeting=meeting, title="Equipment")


def seats(meeting):
    return list(meeting.board.seats.filter(votes=True).order_by("organization__name"))


def save(meeting, by, what, value, was="", now=NOW):
    return live.save_field(meeting, by=by, what=what, value=value, was=was, now=now)


def arrive(meeting, by, *, how="in_person", count=3):
    for seat in seats(meeting)[:count]:
        save(meeting, by, f"seat-{seat.pk}-how", how)


def quorum(meeting):
    return load_record(meetings_with_names().get(pk=meeting.pk)).quorum


# ---------------------------------------------------------------- what is typed


@pytest.mark.parametrize("name", ["notes", "summary", "decision"])
def test_a_text_of_an_item_is_kept(item, teacher, name):
    save(item.meeting, teacher, f"item-{item.pk}-{name}", "Two\r\nlines ")

    item.refresh_from_db()
    assert getattr(item, name) == "Two\nlines "
    assert item.version == 1


@pytest.mark.parametrize("name", ["visitors", "summary"])
def test_a_text_of_the_meeting_is_kept(meeting, teacher, name):
    save(meeting, teacher, f"meeting-{name}", "Mr. Vega, a parent")

    meeting.refresh_from_db()
    assert getattr(meeting, name) == "Mr. Vega, a parent"
    assert meeting.version == 1


def test_nothing_is_overwritten_silently(item, teacher, coordinator):
    what = f"item-{item.pk}-notes"
    save(item.meeting, coordinator, what, "Theirs")

    with pytest.raises(live.OvertakenError) as caught:
        save(item.meeting, teacher, what, "Mine", was="")

    assert caught.value.theirs == "Theirs"
    item.refresh_from_db()
    assert item.notes == "Theirs"
    save(item.meeting, teacher, what, "Mine", was="Theirs")
    item.refresh_from_db()
    assert item.notes == "Mine"


def test_another_field_of_the_item_is_no_clash_and_the_same_words_are_none(
    item, teacher, coordinator
):
    save(item.meeting, coordinator, f"item-{item.pk}-notes", "Notes")
    save(item.meeting, teacher, f"item-{item.pk}-decision", "Decided")
    save(item.meeting, teacher, f"item-{item.pk}-notes", "Notes", was="what I began from")

    item.refresh_from_db()
    assert (item.notes, item.decision) == ("Notes", "Decided")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("item-999999-notes", "no longer on the agenda"),
        ("item-{item}-title", "not part of the meeting"),
        ("meeting-version", "not part of the meeting"),
        ("meeting-minutes_state", "not part of the meeting"),
        ("seat-999999-how", "not on the board"),
        ("seat-{seat}-votes", "not part of the meeting"),
        ("guest-999999-how", "not asked to the meeting"),
        ("nonsense", "not part of the meeting"),
    ],
)
def test_what_is_not_there_is_refused(item, teacher, what, sentence):
    what = what.format(item=item.pk, seat=seats(item.meeting)[0].pk)

    with pytest.raises(DomainError, match=sentence):
        save(item.meeting, teacher, what, "x")


def test_another_meetings_item_is_refused(meeting, program, teacher):
    other = AgendaItemFactory(meeting__program=program)

    with pytest.raises(DomainError, match="no longer on the agenda"):
        save(meeting, teacher, f"item-{other.pk}-notes", "x")


def test_a_text_has_an_end(item, teacher):
    with pytest.raises(DomainError, match="too long"):
        save(item.meeting, teacher, f"item-{item.pk}-notes", "x" * 20_001)


def test_a_stretch_of_typing_is_one_line_of_the_history(item, teacher, coordinator):
    what, before = f"item-{item.pk}-notes", item.history.count()
    save(item.meeting, teacher, what, "A")
    save(item.meeting, teacher, what, "A b", was="A", now=NOW + timedelta(minutes=2))
    assert item.history.count() == before + 1
    assert item.history.first().notes == "A b"
    assert item.history.first().history_user == teacher

    save(item.meeting, coordinator, what, "A b c", was="A b", now=NOW + timedelta(minutes=3))
    save(item.meeting, coordinator, what, "A", was="A b c", now=NOW + timedelta(minutes=9))
    assert item.history.count() == before + 3


# ---------------------------------------------------------------- who is there


def test_quorum_is_more_than_half_of_the_filled_voting_seats(meeting, teacher):
    SeatFactory(board=meeting.board, representative=None)
    SeatFactory(board=meeting.board, organization=None, school_role="faculty", votes=False)
    assert quorum(meeting) == (0, 3, 2)
    assert not quorum(meeting).is_reached

    arrive(meeting, teacher, how="video", count=2)

    assert quorum(meeting) == (2, 3, 2)
    assert quorum(meeting).is_reached


def test_the_board_may_set_the_quorum(meeting, teacher):
    meeting.board.quorum = 3
    meeting.board.save()
    arrive(meeting, teacher, count=2)

    assert quorum(meeting) == (2, 3, 3)


@pytest.mark.parametrize("how", ["excused", "absent", ""])
def test_who_is_not_there_does_not_count(meeting, teacher, how):
    arrive(meeting, teacher)
    seat = seats(meeting)[0]
    save(meeting, teacher, f"seat-{seat.pk}-how", how, was="in_person")

    assert quorum(meeting).there == 2


def test_a_substitute_counts_once_for_the_seat(meeting, teacher):
    arrive(meeting, teacher, count=1)
    seat = seats(meeting)[0]
    other = AffiliationFactory(organization=seat.organization).person
    rep = str(seat.representative_id)

    saved = save(meeting, teacher, f"seat-{seat.pk}-who", str(other.pk), was=rep)

    assert saved.fields == {
        f"seat-{seat.pk}-who": str(other.pk),
        f"seat-{seat.pk}-how": "in_person",
    }
    row = Participation.objects.get(person=other)
    assert (row.role, row.stands_in_for.person) == ("substitute", seat.representative)
    assert row.stands_in_for.attendance == "excused"
    assert quorum(meeting).there == 1
    save(meeting, teacher, f"seat-{seat.pk}-who", rep, was=str(other.pk))
    assert quorum(meeting).there == 1
    assert Participation.objects.get(person=seat.representative).attendance == "in_person"


def test_a_substitute_who_was_announced_sits_there_until_noted_otherwise(meeting, teacher):
    seat = seats(meeting)[0]
    asked = ParticipationFactory(
        activity=meeting.activity, person=seat.representative, role="member", answer="substitute"
    )
    sub = ParticipationFactory(
        activity=meeting.activity, role="substitute", stands_in_for=asked, invited_at=NOW
    )
    place = next(one for one in places_of(meeting) if one.seat == seat)
    assert (place.who, place.how) == (sub.person, "")

    save(meeting, teacher, f"seat-{seat.pk}-how", "phone")

    sub.refresh_from_db()
    asked.refresh_from_db()
    assert (sub.attendance, asked.attendance) == ("phone", "excused")


def test_another_substitute_releases_the_first(meeting, teacher):
    seat = seats(meeting)[0]
    first, second = (AffiliationFactory(organization=seat.organization).person for _ in "12")
    save(meeting, teacher, f"seat-{seat.pk}-who", str(first.pk), was=str(seat.representative_id))
    save(meeting, teacher, f"seat-{seat.pk}-who", str(second.pk), was=str(first.pk))

    assert not Participation.objects.filter(person=first).exists()
    assert Participation.objects.get(person=second).stands_in_for.person == seat.representative


def test_an_unknown_person_is_refused(meeting, teacher):
    seat, stranger = seats(meeting)[0], PersonFactory()

    with pytest.raises(DomainError, match="not known at Acme"):
        save(meeting, teacher, f"seat-{seat.pk}-who", str(stranger.pk),
             was=str(seat.representative_id))  # fmt: skip

    assert not Participation.objects.exists()


def test_nobody_sits_in_two_seats(meeting, teacher):
    first, second = seats(meeting)[:2]
    AffiliationFactory(person=first.representative, organization=second.organization)
    arrive(meeting, teacher, count=1)

    with pytest.raises(DomainError, match="sits there for Acme already"):
        save(meeting, teacher, f"seat-{second.pk}-who", str(first.representative_id),
             was=str(second.representative_id))  # fmt: skip


def test_a_person_in_two_seats_has_one_place(meeting, teacher):
    first = seats(meeting)[0]
    SeatFactory(board=meeting.board, organization__name="Zeta", representative=first.representative)
    arrive(meeting, teacher, count=1)

    assert quorum(meeting) == (1, 3, 2)
    assert places_of(meeting)[0].label == "Acme, Zeta"


def test_who_was_asked_keeps_the_place_when_the_representative_changed(meeting, teacher):
    seat = seats(meeting)[0]
    asked = ParticipationFactory(
        activity=meeting.activity, organization=seat.organization, role="member",
        attendance="in_person",
    )  # fmt: skip

    place = next(one for one in places_of(meeting) if one.seat == seat)

    assert (place.person, place.how) == (asked.person, "in_person")


def test_guests_are_noted_too_and_do_not_count(meeting, teacher):
    guest = ParticipationFactory(activity=meeting.activity)
    save(meeting, teacher, f"guest-{guest.pk}-how", "in_person")

    guest.refresh_from_db()
    assert guest.attendance == "in_person"
    assert quorum(meeting).there == 0


def test_an_unknown_way_of_coming_is_refused(meeting, teacher):
    guest = ParticipationFactory(activity=meeting.activity)
    for what in (f"guest-{guest.pk}-how", f"seat-{seats(meeting)[0].pk}-how"):
        with pytest.raises(DomainError, match="in person, by telephone or by video"):
            save(meeting, teacher, what, "by balloon")


def test_attendance_is_not_overwritten_silently_either(meeting, teacher, coordinator):
    what = f"seat-{seats(meeting)[0].pk}-how"
    save(meeting, coordinator, what, "video")

    with pytest.raises(live.OvertakenError):
        save(meeting, teacher, what, "absent")


# ---------------------------------------------------------------- begin and end


@pytest.fixture
def planned(program):
    return MeetingFactory(program=program, starts_at=NOW)


def test_calling_to_order_begins_the_notes(planned, teacher):
    meeting = live.call_to_order(planned, by=teacher, now=NOW)

    assert (meeting.started_at, meeting.minutes_state) == (NOW, "live")
    assert meeting.note_taker == Person.objects.get(user=teacher)
    assert live.call_to_order(planned, by=teacher, now=NOW + timedelta(hours=1)).started_at == NOW


@pytest.mark.parametrize(
    ("changed", "at", "sentence"),
    [
        ({"starts_at": NOW + timedelta(days=2)}, None, "It can begin on that day"),
        ({"activity__state": Activity.State.NOT_HELD}, None, "called off"),
        ({}, NOW + timedelta(hours=1), "still to come"),
        ({"started_at": NOW - timedelta(hours=2), "ended_at": NOW - timedelta(hours=1)},
         NOW, "can't begin after it was adjourned"),
    ],
)  # fmt: skip
def test_what_cannot_begin(program, teacher, changed, at, sentence):
    state = changed.pop("activity__state", None)
    meeting = MeetingFactory(program=program, **{"starts_at": NOW, **changed})
    if state:
        Activity.objects.filter(pk=meeting.pk).update(state=state)

    with pytest.raises(DomainError, match=sentence):
        live.call_to_order(meeting, by=teacher, at=at, now=NOW)


def test_adjourning_closes_the_item_and_makes_a_draft(item, teacher):
    live.start_item(item, by=teacher, now=NOW)

    meeting = live.adjourn(item.meeting, by=teacher, now=NOW + timedelta(minutes=5))

    item.refresh_from_db()
    assert (item.state, item.ended_at) == (State.DONE, NOW + timedelta(minutes=5))
    assert (meeting.minutes_state, meeting.ended_at) == ("draft", NOW + timedelta(minutes=5))
    meeting.activity.refresh_from_db()
    assert meeting.activity.state == Activity.State.COMPLETED


def test_adjourning_is_undone(meeting, teacher):
    live.adjourn(meeting, by=teacher, now=NOW)

    meeting = live.reopen(meeting, by=teacher, now=NOW)

    meeting.activity.refresh_from_db()
    assert (meeting.ended_at, meeting.minutes_state) == (None, "live")
    assert meeting.activity.state == Activity.State.PLANNED


@pytest.mark.parametrize(
    ("at", "sentence"),
    [(NOW - timedelta(hours=1), "can't end before that"), (NOW + timedelta(hours=1), "to come")],
)
def test_an_end_that_cannot_be(meeting, teacher, at, sentence):
    with pytest.raises(DomainError, match=sentence):
        live.adjourn(meeting, by=teacher, at=at, now=NOW)


def test_nothing_ends_that_did_not_begin(planned, teacher):
    for verb in (live.adjourn, lambda one, **who: live.start_item(item_of(one), **who)):
        with pytest.raises(DomainError, match="Call the meeting to order first"):
            verb(planned, by=teacher, now=NOW)


def item_of(meeting):
    return AgendaItemFactory(meeting=meeting)


def test_one_item_is_on_the_table(item, teacher):
    second = AgendaItemFactory(meeting=item.meeting)
    live.start_item(item, by=teacher, now=NOW)
    live.start_item(second, by=teacher, now=NOW + timedelta(minutes=4))
    item.refresh_from_db()
    assert (item.state, item.ended_at) == (State.DONE, NOW + timedelta(minutes=4))

    live.start_item(item, by=teacher, now=NOW + timedelta(minutes=6))
    item.refresh_from_db()
    assert (item.state, item.started_at, item.ended_at) == (State.PLANNED, NOW, None)
    live.stop_item(item, by=teacher, now=NOW + timedelta(minutes=7))
    item.refresh_from_db()
    assert (item.state, item.ended_at) == (State.DONE, NOW + timedelta(minutes=7))


def test_after_the_end_the_clock_stands_still(item, teacher):
    live.adjourn(item.meeting, by=teacher, now=NOW)

    with pytest.raises(DomainError, match="clock stands still"):
        live.start_item(item, by=teacher, now=NOW)


def test_a_suggestion_is_not_on_the_agenda(meeting, teacher):
    suggested = AgendaItemFactory(meeting=meeting, state=State.SUGGESTED)

    with pytest.raises(DomainError, match="not on the agenda"):
        live.start_item(suggested, by=teacher, now=NOW)


# ---------------------------------------------------------------- motions


@pytest.fixture
def voters(meeting, teacher):
    arrive(meeting, teacher)
    return [seat.representative for seat in seats(meeting)]


def move(item, by, voters, **changed):
    fields = {"text": "Buy two manikins", "moved_by": voters[0], "votes_for": 2, **changed}
    return motions.add_motion(item, by=by, **fields)


def test_a_motion_is_written_down(item, teacher, voters):
    motion = move(item, teacher, voters, seconded_by=voters[1], votes_against=1)

    assert motion.result == Motion.Result.CARRIED
    item.meeting.refresh_from_db()
    assert item.meeting.version == 4  # three came, one motion


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"votes_for": 4}, "votes_for", "4 votes, but 3 voting members are there"),
        ({"votes_against": 1, "abstained": 1}, "votes_for", "4 votes, but 3"),
        ({"votes_for": 1, "votes_against": 1}, "result", "do not carry"),
        ({"votes_for": 0}, "result", "do not carry"),
        ({"result": "failed"}, "result", "it carried"),
        ({"moved_by": None}, "moved_by", "Who moved it"),
        ({"text": "  "}, "text", "word for word"),
        ({"seconded_by": "mover"}, "seconded_by", "their own motion"),
        ({"moved_by": "stranger"}, "moved_by", "not noted as there"),
        ({"seconded_by": "stranger"}, "seconded_by", "not noted as there"),
    ],
)
def test_a_motion_that_cannot_be(item, teacher, voters, changed, field, sentence):
    people = {"mover": voters[0], "stranger": PersonFactory()}
    changed = {k: people.get(v, v) if isinstance(v, str) else v for k, v in changed.items()}

    with pytest.raises(DomainError, match=sentence) as caught:
        move(item, teacher, voters, **changed)

    assert caught.value.field == field
    assert not Motion.objects.exists()


def test_one_voter_is_one_member(item, teacher, meeting):
    arrive(meeting, teacher, count=1)

    with pytest.raises(DomainError, match="one voting member is there"):
        move(item, teacher, [seats(meeting)[0].representative])


def test_a_tie_fails(item, teacher, voters):
    move(item, teacher, voters, votes_for=1, votes_against=1, result="failed")


def test_nobody_is_sent_away_whose_vote_counted(item, teacher, voters):
    motion = move(item, teacher, voters, votes_for=3)
    seat = seats(item.meeting)[2]

    with pytest.raises(DomainError, match="counts 3 votes"):
        save(item.meeting, teacher, f"seat-{seat.pk}-how", "absent", was="in_person")
    assert quorum(item.meeting).there == 3

    motions.change_motion(motion, by=teacher, votes_for=2)
    save(item.meeting, teacher, f"seat-{seat.pk}-how", "absent", was="in_person")
    motions.remove_motion(motion, by=teacher)
    assert not Motion.objects.exists()


def test_advice_joins_the_register_with_the_day_of_the_meeting(item, teacher):
    advice = motions.add_recommendation(item, by=teacher, text=" Teach phlebotomy ")

    assert Recommendation.objects.get() == advice
    assert (advice.text, advice.board, advice.recommended_on) == (
        "Teach phlebotomy", item.meeting.board, NOW.date(),
    )  # fmt: skip


def test_an_action_item_is_a_task_of_its_owner(item, teacher):
    owner = PersonFactory()
    action = motions.add_action(
        item, by=teacher, title="Call the vendor", owner=owner, due_on=NOW.date()
    )

    task = Task.objects.get()
    assert action.task == task
    assert (task.owner, task.activity, task.program) == (
        owner, item.meeting.activity, item.meeting.board.program,
    )  # fmt: skip
    motions.remove_action(action, by=teacher)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "What is to be done"),
        ({"title": "x", "due_on": NOW.date() - timedelta(days=1)}, "before the meeting"),
    ],
)
def test_an_action_that_cannot_be(item, teacher, fields, sentence):
    with pytest.raises(DomainError, match=sentence):
        motions.add_action(item, by=teacher, **fields)


def test_what_is_done_stays_in_the_minutes(item, teacher):
    action = motions.add_action(item, by=teacher, title="Call")
    Task.objects.update(done_at=NOW)
    action.task.refresh_from_db()

    with pytest.raises(DomainError, match="done already"):
        motions.remove_action(action, by=teacher)


def test_nothing_is_resolved_before_the_call_to_order(planned, teacher):
    item = item_of(planned)
    for verb in (
        lambda: motions.add_motion(item, by=teacher, text="x"),
        lambda: motions.add_recommendation(item, by=teacher, text="x"),
        lambda: motions.add_action(item, by=teacher, title="x"),
    ):
        with pytest.raises(DomainError, match="to order first"):
            verb()


def test_approved_minutes_change_no_more(item, teacher, voters):
    motion = move(item, teacher, voters)
    advice = motions.add_recommendation(item, by=teacher, text="x")
    action = motions.add_action(item, by=teacher, title="x")
    seat = seats(item.meeting)[0]
    Meeting.objects.update(
        minutes_state="approved", minutes_approved_at=NOW, ended_at=NOW + timedelta(hours=1)
    )
    item.meeting.refresh_from_db()
    from advisory.domain.advice import change_advice, remove_advice  # noqa: PLC0415 - long list

    for verb in (
        lambda: save(item.meeting, teacher, f"item-{item.pk}-decision", "other"),
        lambda: save(item.meeting, teacher, f"seat-{seat.pk}-how", "absent", was="in_person"),
        lambda: motions.add_motion(item, by=teacher, text="x", moved_by=voters[0]),
        lambda: motions.change_motion(motion, by=teacher, text="y"),
        lambda: motions.remove_motion(motion, by=teacher),
        lambda: motions.add_recommendation(item, by=teacher, text="y"),
        lambda: change_advice(advice, by=teacher, text="y", recommended_on=NOW.date()),
        lambda: remove_advice(advice, by=teacher),
        lambda: motions.add_action(item, by=teacher, title="y"),
        lambda: motions.remove_action(action, by=teacher),
        lambda: live.start_item(item, by=teacher),
        lambda: live.call_to_order(item.meeting, by=teacher, at=NOW),
        lambda: live.adjourn(item.meeting, by=teacher, at=NOW),
        lambda: live.reopen(item.meeting, by=teacher),
    ):
        with pytest.raises(DomainError, match="approved and change no more"):
            verb()


# ---------------------------------------------------------------- the next agenda


def test_the_next_agenda_is_made_with_everybody(meeting, teacher):
    following = MeetingFactory(board=meeting.board, program=meeting.board.program)
    someone = PersonFactory()

    item = live.add_to_next(meeting, by=teacher, title="Night shift visits", suggested_by=someone)

    assert (item.meeting, item.state, item.suggested_by) == (following, State.PLANNED, someone)


def test_without_a_next_meeting_the_line_is_refused(meeting, teacher):
    with pytest.raises(DomainError, match="No next meeting is planned"):
        live.add_to_next(meeting, by=teacher, title="x")


def test_what_is_put_off_comes_to_the_next_agenda(item, teacher):
    from advisory.domain.agenda import carry_over  # noqa: PLC0415 - only here

    following = MeetingFactory(board=item.meeting.board, program=item.meeting.board.program)
    live.start_item(item, by=teacher, now=NOW)
    live.put_off_item(item, by=teacher, now=NOW + timedelta(minutes=1))
    item.refresh_from_db()
    assert (item.state, item.ended_at) == (State.CARRIED, NOW + timedelta(minutes=1))

    carry_over(following, by=teacher)

    assert following.agenda_items.get(carried_from=item).title == "Equipment"
    live.stop_item(item, by=teacher)
    with pytest.raises(DomainError, match="dealt with already"):
        live.put_off_item(item, by=teacher)


def test_school_seats_are_places_too(meeting, teacher):
    SeatFactory(board=meeting.board, organization=None, school_role="faculty")
    ParticipationFactory(activity=meeting.activity, organization=OrganizationFactory())
    MotionFactory(item=AgendaItemFactory(meeting=meeting, state=State.DROPPED))

    record = load_record(meetings_with_names().get(pk=meeting.pk))

    assert [place.label for place in record.places] == ["Acme", "Beta", "Gamma", "Faculty"]
    assert len(record.others) == 1
    assert record.entries == []
