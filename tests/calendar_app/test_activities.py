"""The verbs that plan, move and end what is on a date, and the rows that move with it."""

from datetime import datetime, timedelta

import pytest

from calendar_app.domain.activities import change_activity, end_activity, plan_activity
from calendar_app.domain.checkpoints import tick_checkpoint
from calendar_app.domain.reminders import set_reminders
from calendar_app.models import Activity, Checkpoint, Kind
from core.exceptions import DomainError
from tests.factories import NOW, ActivityFactory, OrganizationFactory, PersonFactory

State = Activity.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(program, coordinator):
    def plan_one(**fields):
        first = fields.pop("starts_at", NOW + timedelta(days=40))
        wanted = {
            "kind": Kind.SITE_VISIT,
            "title": "Visit to the clinic",
            "starts_at": first,
            "ends_at": first + timedelta(hours=2),
            "organizer": PersonFactory(),
        }
        return plan_activity(program, by=coordinator, **{**wanted, **fields})

    return plan_one


def local(program, *when):
    return datetime(*when, tzinfo=program.zone)


def test_a_plan_with_a_partner_has_the_six_steps(plan, program):
    activity = plan(organization=OrganizationFactory(), starts_at=local(program, 2027, 5, 11, 9))

    assert [(step.kind, f"{step.due_on:%m-%d}") for step in activity.checkpoints.all()] == [
        ("contacted", "04-13"),
        ("confirmed", "04-27"),
        ("details_sent", "05-04"),
        ("reminded", "05-09"),
        ("done", "05-11"),
        ("thanked", "05-13"),
    ]


def test_nobody_needs_to_be_contacted_for_a_due_date(plan):
    assert not plan(kind=Kind.PROJECT_DUE).checkpoints.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_at": NOW}, "ends_at"),
        ({"title": "  "}, "title"),
        ({"grade_from": 12, "grade_to": 9}, "grade_to"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(plan, fields, field):
    with pytest.raises(DomainError) as refusal:
        plan(**fields)

    assert refusal.value.field == field
    assert not Activity.objects.exists()


def test_reminders_are_due_on_the_morning_in_the_programs_zone(plan, program):
    # The clocks go forward on 14 March 2027: six o'clock stays six o'clock.
    activity = plan(starts_at=local(program, 2027, 3, 16, 7), remind_days=[14, 2, 0])

    due = [
        one.due_at.astimezone(program.zone) for one in activity.reminders.order_by("-days_before")
    ]
    assert [f"{one:%m-%d %H:%M %z}" for one in due] == [
        "03-02 06:00 -0600",
        "03-14 06:00 -0500",
        "03-16 06:00 -0500",
    ]


def test_a_reminder_whose_day_is_past_is_not_sent_any_more(plan, program):
    activity = plan(starts_at=NOW + timedelta(days=3), remind_days=[14, 2])

    open_ones = activity.reminders.filter(handled_at=None)
    assert [one.days_before for one in open_ones] == [2]


def test_other_offsets_replace_those_not_sent_yet(plan):
    activity = plan(remind_days=[14, 2])

    set_reminders(activity, days=[7, 2], now=NOW)

    assert sorted(activity.reminders.values_list("days_before", flat=True)) == [2, 7]


def test_moving_takes_reminders_and_open_steps_along(plan, coordinator):
    activity = plan(organization=OrganizationFactory(), remind_days=[2])
    first = activity.checkpoints.first()
    tick_checkpoint(first, by=coordinator)
    due = activity.reminders.get().due_at

    later = change_activity(
        activity,
        by=coordinator,
        starts_at=activity.starts_at + timedelta(days=7),
        ends_at=activity.ends_at + timedelta(days=7),
        now=NOW,
    )

    assert later.sequence == 1
    assert later.reminders.get().due_at == due + timedelta(days=7)
    steps = {step.kind: step.due_on for step in later.checkpoints.all()}
    assert steps["contacted"] == first.due_on
    assert steps["done"] == later.starts_at.astimezone(later.program.zone).date()
    assert later.history.first().history_user == coordinator


def test_what_was_reminded_of_the_old_date_is_reminded_of_the_new_one(plan, coordinator):
    activity = plan(remind_days=[14])
    activity.reminders.update(handled_at=NOW, claimed_at=NOW)

    change_activity(
        activity,
        by=coordinator,
        starts_at=activity.starts_at + timedelta(days=30),
        ends_at=activity.ends_at + timedelta(days=30),
        now=NOW + timedelta(days=27),
    )

    again = activity.reminders.get()
    assert (again.handled_at, again.claimed_at, again.occasion) == (None, None, 1)


def test_a_typo_raises_no_sequence(plan, coordinator):
    activity = change_activity(
        plan(), by=coordinator, title="Visit to the Clinic", note="Park behind"
    )

    assert activity.sequence == 0


def test_another_place_does(plan, coordinator):
    assert change_activity(plan(), by=coordinator, place="Room 12").sequence == 1


def test_what_was_called_off_is_not_moved(plan, coordinator):
    activity = plan()
    end_activity(activity, by=coordinator, state=State.CANCELLED_BY_SCHOOL, reason="Snow")

    with pytest.raises(DomainError, match="cancelled by us"):
        change_activity(activity, by=coordinator, place="Elsewhere")


def test_calling_off_says_why_and_raises_the_sequence(plan, coordinator):
    activity = plan()
    with pytest.raises(DomainError) as refusal:
        end_activity(activity, by=coordinator, state=State.CANCELLED_BY_PARTNER)
    assert refusal.value.field == "state_reason"

    off = end_activity(
        activity, by=coordinator, state=State.CANCELLED_BY_PARTNER, reason="Their bus broke down"
    )
    assert off.is_called_off
    assert off.sequence == 1
    same = end_activity(
        activity, by=coordinator, state=State.CANCELLED_BY_PARTNER, reason="Their bus broke down"
    )
    assert same.sequence == 1


def test_nothing_is_complete_before_it_began(plan, coordinator):
    with pytest.raises(DomainError) as refusal:
        end_activity(plan(), by=coordinator, state=State.COMPLETED, now=NOW)

    assert refusal.value.field == "state"


def test_a_step_is_ticked_once_and_can_be_taken_back(plan, coordinator, clock):
    step = plan(organization=OrganizationFactory()).checkpoints.get(kind=Checkpoint.Kind.CONFIRMED)
    first = tick_checkpoint(step, by=coordinator).done_at
    clock.shift(timedelta(hours=1))

    assert tick_checkpoint(step, by=coordinator).done_at == first
    assert tick_checkpoint(step, by=coordinator, done=False).done_at is None


def test_activities_of_a_span_touch_it(program):
    inside = ActivityFactory(program=program, starts_at=NOW)
    ActivityFactory(program=program, starts_at=NOW - timedelta(hours=2))  # over when it begins
    ActivityFactory(program=program, starts_at=NOW + timedelta(days=1))  # begins when it ends

    found = Activity.objects.on_between(NOW, NOW + timedelta(days=1))

    assert list(found) == [inside]
