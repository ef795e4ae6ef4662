"""Mentors, clearances, groups that stand in for each other, meetings (SPEC 8)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from calendar_app.domain.answers import answer
from calendar_app.domain.links import answer_address, series_address
from calendar_app.domain.wording import spoken_day
from calendar_app.models import Activity, Participation, Task
from core.exceptions import DomainError
from mentors.domain.clearances import (
    cleared,
    note_clearance,
    required_level,
)
from mentors.domain.expiring import warn_of_expiring
from mentors.domain.groups import ENDED, end_group, load_of, save_group
from mentors.domain.mentors import save_mentor, time_words
from mentors.domain.plan import plan_of, plan_pdf
from mentors.domain.sessions import note_session, plan_sessions
from mentors.domain.uncleared import replace_uncleared, set_rules, withdraw_clearance
from mentors.models import ClearanceLevel, ClearanceRule, Mentor, MentorGroup, MentorSession
from notifications.models import Message
from partnerships.models import Person, Topic
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    ClearanceFactory,
    ClosureFactory,
    ExchangeFactory,
    GroupMentorFactory,
    MentorFactory,
    MentorGroupFactory,
    MentorSessionFactory,
    ParticipationFactory,
    PartnershipFactory,
    StudentFactory,
)

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def levels(db):
    return list(ClearanceLevel.objects.order_by("rank"))


@pytest.fixture
def organizer(coordinator):
    return Person.objects.get(user=coordinator)


@pytest.fixture
def make(program, coordinator, organizer):
    """Make a group with these mentors."""

    def make_one(*mentors, students=(), **fields):
        given = {"name": "Robots", "kind": "student", "form": "in_person"} | fields
        given = {"organizer": organizer, "started_on": TODAY} | given
        return save_group(
            MentorGroup(program=program),
            by=coordinator,
            mentors=mentors,
            students=students,
            **given,
        )

    return make_one


@pytest.fixture
def pair(program, make):
    """A group with Ana, who leads, and Ben, who stands in."""
    ana = MentorFactory(program=program, who={"name": "Ana Lead", "email": "ana@example.com"})
    ben = MentorFactory(program=program, who={"name": "Ben Next", "email": "ben@example.com"})
    return make(ana, ben, students=[StudentFactory(program=program)])


# ---------------------------------------------------------------- who is cleared


def test_starter_levels_stand_in_order(levels):
    assert [one.rank for one in levels] == [1, 2, 3]


def test_without_a_rule_the_highest_level_is_required(program, levels, coordinator):
    assert required_level(program, "email") == levels[-1]
    set_rules(program.school, levels={"email": levels[0]}, by=coordinator)
    assert required_level(program, "email") == levels[0]
    assert required_level(program, "online") == levels[-1]
    set_rules(program.school, levels={}, by=coordinator)
    assert required_level(program, "email") == levels[-1]


def test_without_any_level_nobody_is_cleared(program, levels):
    MentorFactory(program=program)
    assert not cleared(Mentor.objects.all(), level=None, on=TODAY).exists()


@pytest.mark.parametrize(
    ("given", "is_good"),
    [
        ({}, True),
        ({"expires_on": None}, True),
        ({"expires_on": TODAY}, True),
        ({"expires_on": TODAY - DAY}, False),
        ({"given_on": TODAY + DAY}, False),
        ({"withdrawn_on": TODAY}, False),
    ],
)
def test_expiry_takes_effect_by_itself(program, levels, given, is_good):
    mentor = MentorFactory(program=program, cleared=False)
    ClearanceFactory(person=mentor.person, **given)
    assert cleared(Mentor.objects.all(), level=levels[-1], on=TODAY).exists() is is_good


def test_a_higher_level_covers_a_lower_one_and_not_the_other_way(program, levels):
    mentor = MentorFactory(program=program, cleared=False)
    ClearanceFactory(person=mentor.person, level=levels[1])
    assert cleared(Mentor.objects.all(), level=levels[0], on=TODAY).exists()
    assert not cleared(Mentor.objects.all(), level=levels[2], on=TODAY).exists()


def test_a_level_is_good_for_as_long_as_it_says(program, levels, coordinator):
    person = MentorFactory(program=program, cleared=False).person
    row = note_clearance(person, level=levels[2], given_on=TODAY, by=coordinator)
    assert row.expires_on == date(TODAY.year + 1, TODAY.month, TODAY.day) - DAY
    again = note_clearance(
        person, level=levels[2], given_on=TODAY, by=coordinator, expires_on=TODAY + DAY
    )
    assert (again.pk, again.expires_on) == (row.pk, TODAY + DAY)
    assert row.history.count() == 2


def test_a_clearance_of_tomorrow_and_one_the_wrong_way_round_are_refused(
    program, levels, coordinator
):
    person = MentorFactory(program=program, cleared=False).person
    with pytest.raises(DomainError, match="not come yet"):
        note_clearance(person, level=levels[0], given_on=TODAY + DAY, by=coordinator)
    with pytest.raises(DomainError, match="before the first"):
        note_clearance(
            person, level=levels[0], given_on=TODAY, expires_on=TODAY - DAY, by=coordinator
        )


def test_notice_comes_thirty_and_seven_days_before_once_each(program, pair, organizer):
    ana = pair.places.get(position=1).mentor.person
    last = TODAY + timedelta(days=25)
    ana.clearances.update(expires_on=last)
    warn_of_expiring(now=NOW)
    warn_of_expiring(now=NOW + DAY)
    assert Task.objects.filter(title__contains="Ana Lead is cleared until").get().owner == organizer
    assert (
        Message.objects.filter(to_email="ana@example.com", subject__contains="clearance").count()
        == 1
    )
    warn_of_expiring(now=NOW + timedelta(days=20))
    assert (
        Message.objects.filter(to_email="ana@example.com", subject__contains="clearance").count()
        == 2
    )


def test_who_has_renewed_hears_nothing(program, pair, levels):
    ana = pair.places.get(position=1).mentor.person
    ana.clearances.update(expires_on=TODAY + timedelta(days=5))
    ClearanceFactory(person=ana, given_on=TODAY, expires_on=TODAY + timedelta(days=300))
    assert warn_of_expiring(now=NOW) == 0


# ---------------------------------------------------------------- groups


def test_times_are_said_by_day():
    assert time_words(["3-lunch", "1-evening", "1-morning"]) == [
        "Monday: morning, evening",
        "Wednesday: lunch",
    ]


def test_nobody_is_a_mentor_twice_or_without_a_way_to_meet(program, partnership, coordinator):
    person = AffiliationFactory(organization=partnership.organization).person
    given = {"person": person, "organization": partnership.organization}
    save_mentor(Mentor(program=program, **given), by=coordinator)
    with pytest.raises(DomainError, match="already"):
        save_mentor(Mentor(program=program, **given), by=coordinator)
    other = AffiliationFactory(organization=partnership.organization).person
    with pytest.raises(DomainError, match="way of meeting"):
        save_mentor(Mentor(program=program, person=other), by=coordinator, in_person=False)
    elsewhere = PartnershipFactory(program=program).organization
    with pytest.raises(DomainError, match="does not work at"):
        save_mentor(Mentor(program=program, person=other, organization=elsewhere), by=coordinator)


def test_the_first_mentor_leads_and_the_order_can_change(pair, coordinator):
    ana, ben = [place.mentor for place in pair.places.all()]
    save_group(pair, by=coordinator, mentors=[ben, ana], students=pair.students.all())
    assert [place.mentor for place in pair.places.all()] == [ben, ana]


def test_a_mentor_below_the_level_is_named_with_the_day(program, make):
    mentor = MentorFactory(program=program, who={"name": "Cy O'Brien-Núñez"})
    mentor.person.clearances.update(expires_on=TODAY + DAY)
    with pytest.raises(DomainError) as refused:
        make(mentor, started_on=TODAY + timedelta(days=7))
    assert "Cy O'Brien-Núñez is cleared until" in refused.value.message
    assert refused.value.field == "mentor_1"
    assert not MentorGroup.objects.exists()


@pytest.mark.parametrize(("count", "says"), [(0, "needs a mentor"), (4, "Three mentors at most")])
def test_one_to_three_mentors(program, make, count, says):
    with pytest.raises(DomainError, match=says):
        make(*MentorFactory.create_batch(count, program=program))


def test_who_does_not_meet_that_way_pauses_or_is_full_is_refused(program, make):
    mentor = MentorFactory(program=program, capacity=1)
    with pytest.raises(DomainError, match="does not mentor by e-mail"):
        make(mentor, form="email")
    make(mentor, students=[StudentFactory(program=program)])
    with pytest.raises(DomainError, match="takes 1 at most and has 1 already"):
        make(mentor, students=[StudentFactory(program=program)])
    Mentor.objects.update(state="paused")
    with pytest.raises(DomainError, match="not active"):
        make(mentor)


def test_a_class_takes_no_room_and_an_ended_group_frees_it(program, make, coordinator):
    mentor = MentorFactory(program=program, capacity=1)
    make(mentor, kind="class", students=StudentFactory.create_batch(3, program=program))
    group = make(mentor, students=[StudentFactory(program=program)])
    assert load_of([mentor.pk]) == {mentor.pk: 1}
    end_group(group, by=coordinator, ended_on=TODAY)
    assert load_of([mentor.pk]) == {}


def test_students_of_another_program_and_two_in_a_group_of_one_are_refused(program, make):
    mentor = MentorFactory(program=program)
    with pytest.raises(DomainError, match="not in the program"):
        make(mentor, students=[StudentFactory()])
    with pytest.raises(DomainError, match="has one student"):
        make(mentor, students=StudentFactory.create_batch(2, program=program))


def test_a_students_name_is_not_the_groups_and_so_in_no_mail(program, make):
    kim = MentorFactory(program=program)
    lucia = StudentFactory(program=program, given_name="Lucía", family_name="O'Brien-Núñez")
    for name in ("Lucia Obrien-Nunez", "O\u2019Brien Núñez and Kim"):
        with pytest.raises(DomainError, match="leave “O'Brien-Núñez” out") as refused:
            make(kim, students=[lucia], name=name)
        assert refused.value.field == "name"
    with pytest.raises(DomainError) as refused:
        make(kim, students=[lucia], name="Tuesdays", aim="Help Lucía OBRIEN Nunez with charting")
    assert refused.value.field == "aim"
    assert make(kim, students=[lucia], name="Tuesday talks").name == "Tuesday talks"


def test_who_stands_in_needs_no_room_and_is_named_on_their_field(program, make):
    full = MentorFactory(program=program, capacity=1)
    make(full, students=[StudentFactory(program=program)])
    free = MentorFactory(program=program)
    assert make(free, full, students=[StudentFactory(program=program)]).places.count() == 2
    paused = MentorFactory(program=program, state=Mentor.State.PAUSED)
    with pytest.raises(DomainError) as refused:
        make(free, paused)
    assert refused.value.field == "mentor_2"


def test_a_yes_after_all_ends_the_search(pair, coordinator):
    (session,) = plan_sessions(pair, by=coordinator, first_on=TODAY + DAY, at=time(12), minutes=40)
    for _ in range(2):
        asked = session.activity.participations.get(answer="open")
        answer(asked, answer="no", now=NOW)
    assert Task.objects.get().title.startswith("Nobody can come to Robots on 2 Mar 2027")
    answer(asked, answer="yes", now=NOW)
    assert not Task.objects.exists()


def test_who_left_the_partner_is_no_mentor_of_a_new_group(program, make):
    kim = MentorFactory(program=program)
    kim.person.affiliations.update(ended_on=TODAY - DAY)
    with pytest.raises(DomainError, match="not active any more"):
        make(kim)


def test_another_programs_mentor_is_refused(make):
    with pytest.raises(DomainError, match="not active"):
        make(MentorFactory())


# ---------------------------------------------------------------- meetings


def plan(group, coordinator, **given):
    fields = {"first_on": TODAY + timedelta(days=7), "at": time(12, 0), "minutes": 45}
    return plan_sessions(group, by=coordinator, **(fields | given))


def test_a_series_keeps_the_hour_over_the_change_of_clocks_and_skips_closed_days(
    pair, coordinator, program
):
    first = TODAY + timedelta(days=7)
    ClosureFactory(
        school=program.school,
        starts_on=first + timedelta(days=7),
        ends_on=first + timedelta(days=9),
    )
    made = plan(pair, coordinator, every="week", count=4)
    starts = [one.activity.starts_at.astimezone(program.zone) for one in made]
    assert [(one.date() - first).days for one in starts] == [0, 14, 21, 28]
    assert {one.time() for one in starts} == {time(12, 0)}
    assert [one.activity.participations.get().person.name for one in made] == ["Ana Lead"] * 4
    assert all(one.activity.placements.count() == 1 for one in made)
    mail = Message.objects.get()
    assert mail.to_email == "ana@example.com"
    for one in starts:
        assert f"{spoken_day(one)}, 12:00-12:45 pm" in mail.text
    assert all(one.history.get().history_user == coordinator for one in made)
    assert all(one.activity.history.get().history_user == coordinator for one in made)
    assert all(one.activity.reminders.count() == 2 for one in made)


@pytest.mark.parametrize("count", [1, 10, 30])
def test_a_series_costs_the_same_for_any_number_of_meetings(
    pair, coordinator, count, django_assert_num_queries
):
    with django_assert_num_queries(27):
        made = plan(pair, coordinator, every="week", count=count)
    assert len(made) == count
    assert Message.objects.count() == 1


def test_the_same_form_sent_twice_plans_a_class_once(pair, coordinator):
    MentorGroup.objects.update(kind="class")
    pair.students.clear()
    plan(pair, coordinator, every="week", count=2)
    with pytest.raises(DomainError, match="meets at that time on 15 Mar 2027 already"):
        plan(pair, coordinator, first_on=TODAY + timedelta(days=14))
    assert MentorSession.objects.count() == 2

    Activity.objects.update(state=Activity.State.CANCELLED_BY_SCHOOL)
    assert plan(pair, coordinator)


def test_a_student_who_is_elsewhere_at_one_of_the_times_stops_the_series(pair, coordinator):
    student = pair.students.get()
    first, *_rest = plan(pair, coordinator, every="week", count=3)
    Activity.objects.filter(pk=first.activity_id).update(state="not_held", state_reason="Snow")
    with pytest.raises(DomainError, match=f"{student} is elsewhere at that time"):
        plan(pair, coordinator, every="week", count=3)
    assert MentorSession.objects.count() == 3
    plan(pair, coordinator)
    assert MentorSession.objects.count() == 4


def test_each_mentor_of_a_series_has_one_mail_for_theirs(pair, coordinator):
    ana = pair.places.get(position=1).mentor.person
    ana.clearances.update(expires_on=TODAY + timedelta(days=15))
    plan(pair, coordinator, every="week", count=5)
    subjects = dict(Message.objects.values_list("to_email", "subject"))
    assert subjects.keys() == {"ana@example.com", "ben@example.com"}
    assert "2 dates" in subjects["ana@example.com"]
    assert "3 dates" in subjects["ben@example.com"]


def test_who_stands_in_on_several_dates_has_one_mail(client, pair, coordinator):
    made = plan(pair, coordinator, every="week", count=4)
    asked = [one.activity.participations.get() for one in made]
    no = {f"answer-{one.pk}": "no" for one in asked[1:]}
    for _ in range(2):
        client.post(series_address(asked), no | {f"seen-{one.pk}": 0 for one in asked})
    mail = Message.objects.get(to_email="ben@example.com")
    assert "3 dates" in mail.subject
    client.post(series_address(asked), {f"answer-{asked[0].pk}": "no", f"seen-{asked[0].pk}": 0})
    assert Message.objects.filter(to_email="ben@example.com").count() == 2


def test_who_may_come_to_none_of_a_series_hears_it_once(pair, coordinator):
    ana, ben = (place.mentor for place in pair.places.all())
    plan(pair, coordinator, every="week", count=3)
    Message.objects.all().delete()
    spoil_clearance(ana, ben)
    assert replace_uncleared(now=NOW) == 3
    subjects = dict(Message.objects.values_list("to_email", "subject"))
    assert Message.objects.count() == 2
    assert subjects["ana@example.com"].startswith("You need not come: ")
    assert subjects["ben@example.com"].startswith("Invitation: ")
    assert all("3 dates" in words for words in subjects.values())
    assert Task.objects.count() == 3
    assert replace_uncleared(now=NOW) == 0


def test_whoever_is_cleared_on_the_day_is_asked(pair, coordinator):
    ana = pair.places.get(position=1).mentor.person
    ana.clearances.update(expires_on=TODAY + timedelta(days=10))
    made = plan(pair, coordinator, every="week", count=2)
    assert [one.activity.participations.get().person.name for one in made] == [
        "Ana Lead",
        "Ben Next",
    ]


def test_where_nobody_is_cleared_nothing_is_planned(pair, coordinator):
    for place in pair.places.all():
        place.mentor.person.clearances.update(expires_on=TODAY + timedelta(days=10))
    with pytest.raises(DomainError, match=r"Ana Lead is cleared until .* Ben Next is cleared"):
        plan(pair, coordinator, every="week", count=3)
    assert not MentorSession.objects.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"every": "often"}, "How often"),
        ({"every": "week", "count": 41}, "40 meetings at once"),
        ({"first_on": TODAY - DAY}, "begins later"),
        ({"first_on": date(9999, 12, 30)}, "too far away"),
    ],
)
def test_what_cannot_be_meant_is_refused(pair, coordinator, given, says):
    with pytest.raises(DomainError, match=says):
        plan(pair, coordinator, **given)


def test_a_mentor_who_cannot_come_is_stood_in_for_by_itself(pair, coordinator, organizer):
    [session] = plan(pair, coordinator)
    ana = session.activity.participations.get()

    answer(ana, answer="no", now=NOW)

    ben = session.activity.participations.get(person__name="Ben Next")
    assert ben.answer == Participation.Answer.OPEN
    assert Message.objects.filter(to_email="ben@example.com").count() == 1
    assert not Task.objects.filter(title__contains="Nobody can come").exists()
    answer(ben, answer="no", now=NOW)
    assert Task.objects.get(title__contains="Nobody can come").owner == organizer


def test_nobody_is_asked_twice_and_nobody_who_is_not_cleared(pair, coordinator):
    [session] = plan(pair, coordinator)
    ana = session.activity.participations.get()
    pair.places.get(position=2).mentor.person.clearances.all().delete()
    answer(ana, answer="no", now=NOW)
    answer(ana, answer="yes", now=NOW)
    answer(ana, answer="no", now=NOW)
    assert session.activity.participations.count() == 1
    assert Task.objects.filter(title__contains="Nobody can come").count() == 1


@pytest.mark.parametrize(("kind", "title"), [("student", "Mentor activity"), ("team", "Robots")])
def test_a_meeting_with_one_student_is_called_after_nobody(pair, coordinator, kind, title):
    MentorGroup.objects.update(kind=kind)
    (session,) = plan_sessions(pair, by=coordinator, first_on=TODAY + DAY, at=time(12), minutes=40)
    assert session.activity.title == title


def spoil_clearance(ana, ben):
    ana.person.clearances.update(withdrawn_on=TODAY)


def leave(ana, ben):
    ana.person.affiliations.update(ended_on=TODAY)


def stop(ana, ben):
    Mentor.objects.filter(pk=ana.pk).update(state=Mentor.State.ENDED)


@pytest.mark.parametrize("spoil", [spoil_clearance, leave, stop])
def test_who_may_no_longer_come_is_stood_in_for_by_itself(pair, coordinator, organizer, spoil):
    ana, ben = (place.mentor for place in pair.places.all())
    (session,) = plan_sessions(pair, by=coordinator, first_on=TODAY + DAY, at=time(12), minutes=40)
    staff = ParticipationFactory(activity=session.activity, person=organizer)
    assert replace_uncleared(now=NOW) == 0
    spoil(ana, ben)
    assert replace_uncleared(now=NOW) == 1
    asked = set(session.activity.participations.values_list("person", flat=True))
    assert asked == {ben.person_id, staff.person_id}
    task = Task.objects.get()
    assert task.owner == organizer
    assert task.title == "Ana Lead may not come on 2 Mar 2027, Ben Next was asked: Mentor activity"
    assert {
        one.to_email for one in Message.objects.filter(subject__startswith="You need not come")
    } == {"ana@example.com"}
    assert replace_uncleared(now=NOW) == 0


def test_where_nobody_may_come_the_organizer_has_a_task(pair, coordinator, organizer):
    (session,) = plan_sessions(pair, by=coordinator, first_on=TODAY + DAY, at=time(12), minutes=40)
    for place in pair.places.all():
        place.mentor.person.clearances.update(expires_on=TODAY)
    assert replace_uncleared(now=NOW) == 1
    assert not session.activity.participations.exists()
    assert Task.objects.get().title.startswith("Nobody can come to Robots")


def test_whose_clearance_is_withdrawn_is_stood_in_for_at_once(pair, coordinator):
    ana, ben = (place.mentor.person for place in pair.places.all())
    (session,) = plan_sessions(pair, by=coordinator, first_on=TODAY + DAY, at=time(12), minutes=40)
    withdraw_clearance(ana.clearances.get(), by=coordinator, on=TODAY)
    assert [one.person for one in session.activity.participations.all()] == [ben]


def test_where_the_school_asks_for_more_somebody_stands_in_at_once(pair, levels, coordinator):
    ana, ben = (place.mentor.person for place in pair.places.all())
    set_rules(pair.program.school, levels={"in_person": levels[0]}, by=coordinator)
    ana.clearances.update(level=levels[0])
    (session,) = plan_sessions(pair, by=coordinator, first_on=TODAY + DAY, at=time(12), minutes=40)
    set_rules(pair.program.school, levels={"in_person": levels[0]}, by=coordinator)
    assert [one.person for one in session.activity.participations.all()] == [ana]
    set_rules(pair.program.school, levels={}, by=coordinator)
    assert [one.person for one in session.activity.participations.all()] == [ben]


def test_withdrawing_a_clearance_takes_effect_at_once(client, page, pair, coordinator):
    ana = pair.places.all()[0].mentor
    (session,) = plan_sessions(pair, by=coordinator, first_on=TODAY + DAY, at=time(12), minutes=40)
    client.force_login(coordinator)
    client.post(page("mentor_unclear", ana.pk), {"clearance": ana.person.clearances.get().pk})
    assert not session.activity.participations.filter(person=ana.person).exists()


def test_withdrawing_says_first_what_follows(client, page, pair, coordinator):
    client.force_login(coordinator)
    shown = client.get(page("mentor_detail", pair.places.first().mentor_id)).text
    assert "go to the next mentor of the group" in shown
    assert "Yes, withdraw it" in shown


def test_a_meeting_of_no_group_asks_nobody(program):
    activity = ActivityFactory(program=program, kind="mentor_session", starts_at=NOW + 7 * DAY)
    participation = ParticipationFactory(activity=activity)
    answer(participation, answer="no", now=NOW)
    assert activity.participations.count() == 1


CLOSED = "something about your clearance is open"


@pytest.mark.parametrize("by_staff", [False, True])
def test_who_is_not_cleared_any_more_says_no_but_not_yes(client, pair, coordinator, by_staff):
    ana = pair.places.get(position=1).mentor.person
    [session] = plan(pair, coordinator)
    row = session.activity.participations.get()
    client.post(answer_address(row), {"answer": "no"})
    withdraw_clearance(ana.clearances.get(), by=coordinator, on=TODAY, now=NOW)

    for said in ("yes", "maybe"):
        with pytest.raises(DomainError, match=CLOSED):
            answer(row, answer=said, by=coordinator if by_staff else None, now=NOW)
    page = client.post(answer_address(row), {"answer": "yes"})
    row.refresh_from_db()
    assert row.answer == "no"
    assert f"<h1>Please talk to us first: {CLOSED}.</h1>" in page.text
    assert 'class="answer"' not in page.text
    answer(row, answer="no", note="Sorry", now=NOW)

    ana.clearances.update(withdrawn_on=None)
    client.post(answer_address(row), {"answer": "yes"})
    row.refresh_from_db()
    assert row.answer == "yes"


def test_the_page_of_a_series_says_for_which_dates_it_is_closed(client, pair, coordinator):
    ana = pair.places.get(position=1).mentor.person
    made = plan(pair, coordinator, every="week", count=3)
    asked = [one.activity.participations.get() for one in made]
    ana.clearances.update(expires_on=TODAY + timedelta(days=15))

    page = client.get(series_address(asked))
    assert page.text.count(CLOSED) == 1
    assert page.context["can_answer"] == 2
    page = client.post(
        series_address(asked), {"all": "yes"} | {f"seen-{one.pk}": "0-open" for one in asked}
    )
    assert [session.activity.participations.get().answer for session in made] == [
        *("yes", "yes", "open")
    ]

    ana.clearances.update(withdrawn_on=TODAY)
    page = client.get(series_address(asked))
    assert f"<h1>Please talk to us first: {CLOSED}.</h1>" in page.text
    assert page.text.count(CLOSED) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_series_costs_the_same_for_more_meetings(
    client, pair, coordinator, count, django_assert_num_queries
):
    made = plan(pair, coordinator, every="week", count=count)
    asked = [one.activity.participations.get() for one in made]
    with django_assert_num_queries(9):
        client.get(series_address(asked))


def test_a_meeting_is_planned_on_the_page_of_its_group_alone(client, program, coordinator, pair):
    client.force_login(coordinator)
    address = reverse("calendar_app:activity_add", args=[program.slug])
    given = {"title": "Robots", "on": TODAY + DAY, "begins": "12:00", "ends": "13:00"}
    given |= {"organizer": pair.organizer_id}
    refused = client.post(address, given | {"kind": "mentor_session"})
    assert "kind" in refused.context["form"].errors
    assert not Activity.objects.exists()
    assert client.post(address, given | {"kind": "site_visit"}).status_code == 302
    [session] = plan(pair, coordinator)
    form = client.get(reverse("calendar_app:activity_edit", args=[program.slug, session.pk]))
    assert "partner" not in form.context["form"].fields


def test_who_came_hours_and_notes(pair, coordinator, clock):
    [session] = plan(pair, coordinator)
    with pytest.raises(DomainError, match="not begun"):
        note_session(session, by=coordinator, came=[])
    clock.shift(timedelta(days=8))
    ana = session.activity.participations.get()
    note_session(
        session, by=coordinator, came=[ana.pk], hours=Decimal("1.5"), notes=" Built a robot "
    )
    ana.refresh_from_db()
    session.refresh_from_db()
    assert ana.attendance == "in_person"
    assert (str(session.hours), session.notes) == ("1.50", "Built a robot")
    note_session(session, by=coordinator, came=[])
    ana.refresh_from_db()
    assert ana.attendance == "absent"


# ---------------------------------------------------------------- the plan


def test_the_plan_counts_and_hides_small_groups(program, pair, coordinator, clock):
    plan(pair, coordinator)
    clock.shift(timedelta(days=8))
    Activity.objects.update(state="completed")
    found = plan_of(program)
    assert (found.mentors, found.held, found.hours) == (2, 1, 1)
    assert (found.accompanied, found.accompanied_words) == (1, "fewer than 10")
    assert found.without_words == "none"
    assert plan_pdf(program, language="es").startswith(b"%PDF")


# ---------------------------------------------------------------- the pages


@pytest.fixture
def page(client, program):
    def get(name, *args):
        return reverse(f"mentors:{name}", args=[program.slug, *args])

    return get


def test_a_mentor_is_added_cleared_and_put_into_a_group(
    client, page, program, coordinator, organizer, partnership, levels
):
    client.force_login(coordinator)
    place = AffiliationFactory(organization=partnership.organization)
    topic = Topic.objects.create(name="Welding of old")
    added = client.post(
        page("mentor_add"),
        {
            "who": place.pk,
            "state": "active",
            "in_person": "on",
            "capacity": 2,
            "times": ["1-lunch"],
            "talents": [topic.pk],
        },
    )
    mentor = Mentor.objects.get()
    assert added["Location"] == mentor.get_absolute_url()
    assert list(mentor.person.talents.all()) == [topic]
    assert "Not to be planned with students now" in client.get(added["Location"]).content.decode()

    client.post(page("mentor_clear", mentor.pk), {"level": levels[2].pk, "given_on": TODAY})
    assert "Not to be planned" not in client.get(added["Location"]).content.decode()

    student = StudentFactory(program=program)
    made = client.post(
        page("group_add"),
        {
            "name": "Robots",
            "kind": "student",
            "form": "in_person",
            "organizer": organizer.pk,
            "started_on": TODAY,
            "students": [student.pk],
            "mentor_1": mentor.pk,
        },
    )
    group = MentorGroup.objects.get()
    assert made["Location"] == group.get_absolute_url()
    client.post(
        page("group_plan", group.pk),
        {"first_on": TODAY + 7 * DAY, "at": "12:00", "minutes": 60, "every": "week", "count": 3},
    )
    assert group.sessions.count() == 3
    assert student.name in client.get(group.get_absolute_url()).content.decode()


def test_clearances_are_for_keepers(client, page, program, teacher, administrator):
    mentor = MentorFactory(program=program)
    client.force_login(teacher)
    assert client.get(page("mentor_detail", mentor.pk)).status_code == 200
    assert client.post(page("mentor_clear", mentor.pk)).status_code == 403
    assert client.get(page("clearance_rules")).status_code == 403
    client.force_login(administrator)
    row = mentor.person.clearances.get()
    client.post(page("mentor_unclear", mentor.pk), {"clearance": row.pk})
    row.refresh_from_db()
    assert row.withdrawn_on == TODAY
    assert client.post(page("mentor_unclear", mentor.pk), {"clearance": "x"}).status_code == 404
    other = ClearanceFactory()
    assert (
        client.post(page("mentor_unclear", mentor.pk), {"clearance": other.pk}).status_code == 404
    )


def test_a_refusal_stands_on_its_field(client, page, program, coordinator, organizer):
    client.force_login(coordinator)
    mentor = MentorFactory(program=program, cleared=False)
    refused = client.post(
        page("group_add"),
        {
            "name": "Robots",
            "kind": "student",
            "form": "in_person",
            "organizer": organizer.pk,
            "started_on": TODAY,
            "mentor_1": mentor.pk,
        },
    )
    assert refused.status_code == 422
    assert "is not cleared" in refused.context["form"].errors["mentor_1"][0]


def test_rules_are_kept_for_the_school(client, page, program, coordinator, levels):
    client.force_login(coordinator)
    client.post(page("clearance_rules"), {"email": levels[0].pk})
    assert required_level(program, "email") == levels[0]


def test_a_meeting_that_was_called_off_is_said_so_and_not_noted(client, page, coordinator, pair):
    [session] = plan(pair, coordinator)
    Activity.objects.update(
        state="cancelled_by_school", state_reason="Snow", starts_at=NOW - DAY, ends_at=NOW - DAY / 2
    )
    client.force_login(coordinator)
    shown = client.get(page("session_detail", session.pk)).text
    assert "Called off" in shown
    assert "Snow" in shown
    assert 'name="hours"' not in shown
    said = client.post(page("session_note", session.pk), {"notes": "We met"})
    assert said.status_code == 422
    assert MentorSession.objects.get().notes == ""


def test_the_hour_stands_on_the_pages_of_group_and_meeting(client, page, coordinator, pair):
    [session] = plan(pair, coordinator)
    client.force_login(coordinator)
    for address in (page("session_detail", session.pk), page("group_detail", pair.pk)):
        assert "12:00-12:45 pm" in client.get(address).text


def test_who_is_not_cleared_is_not_ready_in_the_plan(program):
    MentorFactory(program=program)
    MentorFactory(program=program, cleared=False)
    GroupMentorFactory(group__program=program)
    assert plan_of(program).ready == 1


def test_notes_of_a_meeting_by_form(client, page, program, coordinator):
    held = ActivityFactory(program=program, kind="mentor_session", starts_at=NOW - DAY)
    session = MentorSessionFactory(group__program=program, activity=held)
    came = ParticipationFactory(activity=session.activity)
    client.force_login(coordinator)
    client.post(page("session_note", session.pk), {"came": [came.pk], "hours": "2", "notes": "x"})
    came.refresh_from_db()
    assert came.was_there
    assert client.post(page("session_note", session.pk), {"hours": "99"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "limit"), [("mentor_list", 8), ("group_list", 9), ("plan_detail", 13)]
)
def test_lists_cost_the_same_with_more_rows(
    client, page, program, coordinator, count, name, limit, django_assert_max_num_queries
):
    for _ in range(count):
        place = GroupMentorFactory(group__program=program)
        place.group.students.add(StudentFactory(program=program))
        MentorSessionFactory(group=place.group)
    client.force_login(coordinator)
    client.get(page(name))
    with django_assert_max_num_queries(limit):
        client.get(page(name))


def test_the_list_says_until_when_a_mentor_is_cleared_for_what_they_do(
    client, page, program, coordinator, levels
):
    low, high = levels[0], levels[-1]
    ClearanceRule.objects.create(school=program.school, form="email", level=low)

    def mentor(name, *given, **fields):
        one = MentorFactory(program=program, who={"name": name}, cleared=False, **fields)
        for ago, (level, last) in enumerate(given, start=1):
            ClearanceFactory(
                person=one.person, level=level, given_on=TODAY - ago * DAY, expires_on=last
            )

    mentor("Ada Always", (high, None), (high, TODAY + DAY))
    mentor("Bea Below", (low, TODAY + 300 * DAY), in_person=True, by_email=True)
    mentor("Cal Letters", (low, TODAY + 20 * DAY), in_person=False, by_email=True)
    mentor("Dan Nothing")
    client.force_login(coordinator)

    found = client.get(page("mentor_list"))
    assert {one.person.name: one.cleared_until for one in found.context["object_list"]} == {
        "Ada Always": date.max,
        "Bea Below": date.min,
        "Cal Letters": TODAY + 20 * DAY,
        "Dan Nothing": date.min,
    }
    shown = found.text
    assert (shown.count("Not cleared<"), shown.count("No end")) == (2, 1)
    for wanted, count in (("no", 2), ("soon", 1), ("yes", 2)):
        found = client.get(page("mentor_list"), {"cleared": wanted})
        assert len(found.context["object_list"]) == count
    file = client.get(page("mentor_list"), {"export": "csv"}).getvalue().decode()
    assert "9999" not in file


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_group_that_writes_says_how_its_questions_stand(
    client, page, program, coordinator, count, django_assert_max_num_queries
):
    place = GroupMentorFactory(group__program=program, group__form="email")
    group = place.group
    for _ in range(count):
        ExchangeFactory(program=program, group=group, mentor_person=place.mentor.person)
    client.force_login(coordinator)
    with django_assert_max_num_queries(10):
        shown = client.get(page("group_detail", group.pk))
    assert len(shown.context["letters"]) == count
    assert page("questionset_list") in shown.text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("noun", ["mentor", "group", "session"])
def test_records_cost_the_same_with_more_rows(
    client, page, program, coordinator, count, noun, django_assert_max_num_queries
):
    mentor = MentorFactory(program=program)
    for _ in range(count):
        group = MentorGroupFactory(program=program)
        GroupMentorFactory(group=group, mentor=mentor)
        session = MentorSessionFactory(group=group)
        for _more in range(count):
            ParticipationFactory(activity=session.activity)
            GroupMentorFactory(group=group, position=2 + _more) if _more < 2 else None
            session.activity.placements.create(student=StudentFactory(program=program))
    pk = {"mentor": mentor.pk, "group": group.pk, "session": session.pk}[noun]
    client.force_login(coordinator)
    with django_assert_max_num_queries(16 if noun == "mentor" else 9):
        assert client.get(page(f"{noun}_detail", pk)).status_code == 200


def test_withdrawing_twice_changes_nothing(program, coordinator):
    row = ClearanceFactory()
    withdraw_clearance(row, by=coordinator, on=TODAY)
    withdraw_clearance(row, by=coordinator, on=TODAY + DAY)
    row.refresh_from_db()
    assert row.withdrawn_on == TODAY


# ---------------------------------------------------------------- a group changes or ends


def who_comes(sessions):
    return [
        sorted(session.activity.participations.values_list("person__name", flat=True))
        for session in sessions
    ]


def on_lists(sessions):
    return [
        set(session.activity.placements.values_list("student", flat=True)) for session in sessions
    ]


def change(pair, coordinator, *mentors, **fields):
    given = {"students": list(pair.students.all()), "now": NOW} | fields
    return save_group(pair, by=coordinator, mentors=mentors, **given)


def test_who_is_taken_out_of_a_group_comes_to_no_meeting_any_more(pair, coordinator, clock):
    ben = pair.places.get(position=2).mentor
    made = plan(pair, coordinator, every="week", count=4)
    Activity.objects.filter(pk=made[0].pk).update(
        starts_at=NOW - DAY, ends_at=NOW - DAY + timedelta(hours=1)
    )
    said_no = made[1].activity.participations.get()
    answer(said_no, answer="no", now=NOW)
    Message.objects.all().delete()

    change(pair, coordinator, ben)

    assert who_comes(made) == [["Ana Lead"], ["Ana Lead", "Ben Next"], ["Ben Next"], ["Ben Next"]]
    subjects = dict(Message.objects.values_list("to_email", "subject"))
    assert Message.objects.count() == 2
    assert subjects["ana@example.com"].startswith("You need not come: ")
    assert subjects["ben@example.com"].startswith("Invitation: ")
    assert all("2 dates" in words for words in subjects.values())
    assert not Task.objects.exists()
    with pytest.raises(DomainError, match="Somebody else meets the students now"):
        answer(said_no, answer="yes", now=NOW)


def test_whoever_joins_a_group_is_asked_where_nobody_comes(program, pair, coordinator):
    made = plan(pair, coordinator, every="week", count=2)
    for _ in range(2):
        answer(made[0].activity.participations.get(answer="open"), answer="no", now=NOW)
    ana, ben = (place.mentor for place in pair.places.all())
    cy = MentorFactory(program=program, who={"name": "Cy New", "email": "cy@example.org"})

    change(pair, coordinator, ana, ben, cy)

    assert who_comes(made) == [["Ana Lead", "Ben Next", "Cy New"], ["Ana Lead"]]


def test_where_nobody_is_left_who_may_come_the_organizer_has_tasks(program, pair, coordinator):
    made = plan(pair, coordinator, every="week", count=2)
    cy = MentorFactory(program=program, who={"name": "Cy New"})
    cy.person.clearances.update(expires_on=TODAY + timedelta(days=10))
    change(pair, coordinator, cy)
    assert who_comes(made) == [["Cy New"], []]
    assert Task.objects.get().title.startswith("Nobody can come to Robots on 15 Mar 2027")


def test_students_come_onto_and_off_the_lists_of_what_is_to_come(program, pair, coordinator):
    MentorGroup.objects.update(kind="small_group")
    pair.refresh_from_db()
    old = pair.students.get()
    stays, new = StudentFactory.create_batch(2, program=program)
    mentors = [place.mentor for place in pair.places.all()]
    change(pair, coordinator, *mentors, students=[old, stays])
    made = plan(pair, coordinator, every="week", count=3)
    Activity.objects.filter(pk=made[0].pk).update(
        starts_at=NOW - DAY, ends_at=NOW - DAY + timedelta(hours=1)
    )
    made[1].activity.placements.get(student=stays).delete()  # not this time

    change(pair, coordinator, *mentors, students=[stays, new])

    assert on_lists(made) == [{old.pk, stays.pk}, {new.pk}, {stays.pk, new.pk}]
    change(pair, coordinator, *mentors, students=[stays, new])
    assert on_lists(made) == [{old.pk, stays.pk}, {new.pk}, {stays.pk, new.pk}]


def test_a_new_student_who_is_elsewhere_then_is_refused(program, pair, coordinator):
    [session] = plan(pair, coordinator)
    busy = StudentFactory(program=program)
    elsewhere = ActivityFactory(program=program, starts_at=session.activity.starts_at)
    elsewhere.placements.create(student=busy)
    mentors = [place.mentor for place in pair.places.all()]
    with pytest.raises(DomainError, match="is elsewhere at that time"):
        change(pair, coordinator, *mentors, students=[busy])
    assert busy not in pair.students.all()
    assert on_lists([session]) == [{pair.students.get().pk}]


def test_what_is_planned_after_the_end_is_called_off_with_one_mail(pair, coordinator):
    made = plan(pair, coordinator, first_on=TODAY + DAY, every="week", count=4)
    Message.objects.all().delete()

    last = TODAY + timedelta(days=8)
    end_group(pair, by=coordinator, ended_on=last, reason="Ana moves away", now=NOW)

    states = [Activity.objects.get(pk=one.pk).state for one in made]
    assert states == ["planned", "planned", "cancelled_by_school", "cancelled_by_school"]
    mail = Message.objects.get()
    assert mail.to_email == "ana@example.com"
    assert mail.subject.startswith("Called off: Mentor activity, 2 dates from ")
    for part in (mail.text, mail.html):
        assert "these dates will not take place." in part
        assert "Why: Ana moves away" in part
    assert mail.calendar.count("STATUS:CANCELLED") == 2


def test_of_one_meeting_the_mail_is_the_usual_one(pair, coordinator):
    plan(pair, coordinator)
    end_group(pair, by=coordinator, ended_on=TODAY, now=NOW)
    assert Message.objects.latest("pk").subject.startswith("Called off: Mentor activity, ")
    assert "Why: The group has ended." in Message.objects.latest("pk").text


def test_our_own_reason_is_read_in_the_language_of_the_mentor(pair, coordinator):
    """What somebody typed stays as it is."""
    Person.objects.filter(name="Ana Lead").update(language="es")
    for count, reason in ((1, ENDED), (2, ENDED), (2, "Ana <moves> 100% away")):
        pair.ended_on = None
        pair.save()
        plan(pair, coordinator, every="week", count=count)
        Message.objects.all().delete()
        end_group(pair, by=coordinator, ended_on=TODAY, reason=reason, now=NOW)
        mail = Message.objects.get()
        if reason == ENDED:
            for part in (mail.text, mail.html):
                assert "El grupo ha terminado. ¡Gracias!" in part
        else:
            assert reason in mail.text
            assert "Ana &lt;moves&gt; 100% away" in mail.html


@pytest.mark.parametrize(
    ("kind", "title"), [("student", "Actividad de mentoría"), ("team", "Robots")]
)
def test_what_has_no_name_is_called_in_the_language_of_the_mentor(pair, coordinator, kind, title):
    Person.objects.filter(name="Ana Lead").update(language="es")
    for count in (1, 2):
        pair.kind, pair.ended_on = kind, None
        pair.save()
        Message.objects.all().delete()
        plan(pair, coordinator, every="week", count=count)
        end_group(pair, by=coordinator, ended_on=TODAY, now=NOW)
        invited, ended = Message.objects.order_by("pk")
        for mail in (invited, ended):
            assert title in mail.subject
            assert f"Qué: {title}" in mail.text
            assert f"SUMMARY:{title}" in mail.calendar
            assert "Mentor activity" not in mail.subject + mail.text + mail.html + mail.calendar
    assert "Mentor activity" in Activity.objects.values_list("title", flat=True) or kind == "team"


def test_the_page_says_how_many_meetings_are_called_off(client, page, pair, coordinator):
    made = plan(pair, coordinator, first_on=TODAY + DAY, every="week", count=3)
    client.force_login(coordinator)
    address = page("group_end", pair.pk)
    shown = client.get(address)
    assert "3 meetings are planned after the last day and will be called off" in shown.text

    other = {"ended_on": TODAY + timedelta(days=9), "reason": "All is done", "seen": 3}
    again = client.post(address, other)
    assert again.status_code == 422
    assert "One meeting is planned after the last day" in again.text
    assert "All is done" in again.text
    pair.refresh_from_db()
    assert pair.ended_on is None

    assert client.post(address, other | {"seen": 1}).status_code == 302
    states = [Activity.objects.get(pk=one.pk) for one in made]
    assert [one.state_reason for one in states] == ["", "", "All is done"]


@pytest.mark.parametrize("count", [1, 10])
def test_a_new_student_costs_the_same_for_more_meetings(
    program, pair, coordinator, count, django_assert_num_queries
):
    plan(pair, coordinator, every="week", count=count)
    mentors = [place.mentor for place in pair.places.all()]
    new = StudentFactory(program=program)
    with django_assert_num_queries(36):
        change(pair, coordinator, *mentors, students=[new])


# ---------------------------------------------------------------- two people at once


def form_of(client, address):
    """What the page would send back unchanged."""
    form = client.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in given.items() if value not in (None, False)}


def test_two_who_change_a_group_at_once_lose_nothing(client, page, program, pair, coordinator):
    MentorGroup.objects.update(kind="small_group")
    gone = pair.students.get()
    stays = StudentFactory(program=program)
    pair.students.add(stays)
    ben = pair.places.get(position=2).mentor
    client.force_login(coordinator)
    address = page("group_edit", pair.pk)
    first, second = form_of(client, address), form_of(client, address)

    without = first | {"students": [stays.pk], "mentor_1": ben.pk, "mentor_2": ""}
    assert client.post(address, without).status_code == 302
    refused = client.post(address, second | {"aim": "Typed long"})

    assert refused.status_code == 422
    assert "Somebody changed this meanwhile: " in refused.text
    assert coordinator.person.name in refused.text
    assert "Typed long" in refused.text
    assert gone not in pair.students.all()
    assert [place.mentor for place in pair.places.all()] == [ben]
    again = {"seen": refused.context["form"]["seen"].value(), "aim": "Typed long"}
    assert client.post(address, without | again).status_code == 302
    pair.refresh_from_db()
    assert pair.aim == "Typed long"
    assert client.post(address, without | {"seen": ""}).status_code == 422


def test_a_paused_mentor_is_not_active_again_by_an_old_page(client, page, pair, coordinator):
    ana = pair.places.get(position=1).mentor
    client.force_login(coordinator)
    address = page("mentor_edit", ana.pk)
    first, second = form_of(client, address), form_of(client, address)

    assert client.post(address, first | {"state": "paused"}).status_code == 302
    refused = client.post(address, second | {"note": "Typed long"})

    assert refused.status_code == 422
    assert "Somebody changed this meanwhile: " in refused.text
    assert "Typed long" in refused.text
    ana.refresh_from_db()
    assert (ana.state, ana.note) == ("paused", "")
    save_mentor(ana, by=coordinator, note="By a verb")
    ana.refresh_from_db()
    assert ana.note == "By a verb"
