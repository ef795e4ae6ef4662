"""Nobody who gave time is forgotten (SPEC 13.10, 5.7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app.domain.activities import end_activity
from calendar_app.models import Activity, Checkpoint, Kind, Participation, Task
from core.exceptions import DomainError
from notifications.models import Message
from partnerships.models import Interaction
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    CheckpointFactory,
    ClassroomVisitFactory,
    OrganizationFactory,
    ParticipationFactory,
    PartnershipFactory,
    PersonFactory,
    ShadowHostFactory,
    StudentFactory,
    StudentVoiceFactory,
    ThanksFactory,
)
from visits.domain import thanks as domain
from visits.domain.roll import Mark, note_roll
from visits.domain.shadows import place_students
from visits.models import Placement, StudentVoice, Thanks

State = Activity.State
Came = Placement.Came


@pytest.fixture
def mill(program):
    return PartnershipFactory(program=program, organization__name="Mill").organization


@pytest.fixture
def visit(program, mill, coordinator):
    """Yesterday, at the mill."""
    return ActivityFactory(
        program=program,
        kind=Kind.SITE_VISIT,
        title="Mill tour",
        organization=mill,
        starts_at=NOW - timedelta(days=1),
        organizer=coordinator.person,
    )


@pytest.fixture
def kim(visit, mill):
    person = PersonFactory(name="Kim Tran", email="kim@example.org")
    ParticipationFactory(activity=visit, person=person, organization=mill, role="host")
    return person


@pytest.fixture
def at(program):
    return lambda name, *pk: reverse(f"visits:{name}", args=[program.slug, *pk])


def complete(activity, by):
    return end_activity(activity, by=by, state=State.COMPLETED, now=NOW)


def owed():
    return sorted((str(one.person or one.organization), one.kind) for one in Thanks.objects.all())


# ---------------------------------------------------------------- who is owed a word


def test_ending_an_activity_drafts_a_word_and_a_task(visit, kim, coordinator):
    complete(visit, coordinator)

    assert owed() == [("Kim Tran", "thanks")]
    assert Thanks.objects.get().due_on == (NOW + timedelta(days=1)).date()
    task = Task.objects.get(key=f"thanks:{visit.pk}")
    assert (task.owner, task.due_on) == (coordinator.person, (NOW + timedelta(days=1)).date())


def test_a_partner_with_nobody_named_is_thanked_through_their_main_contact(
    visit, mill, coordinator
):
    contact = AffiliationFactory(organization=mill, is_main_contact=True).person

    complete(visit, coordinator)

    assert owed() == [(contact.name, "thanks")]


def test_who_declined_or_did_not_come_and_our_own_are_not_thanked(
    visit, kim, mill, program, coordinator
):
    for given in (
        {"answer": "no"},
        {"attendance": Participation.Attendance.ABSENT},
        {"role": "staff", "organization": mill},
        {"organization": program.school},
        {"organization": None},
    ):
        ParticipationFactory(activity=visit, **{"organization": mill} | given)

    complete(visit, coordinator)

    assert owed() == [("Kim Tran", "thanks")]


def test_what_was_called_off_owes_nothing_and_a_correction_takes_drafts_back(
    visit, kim, coordinator
):
    complete(visit, coordinator)
    end_activity(visit, by=coordinator, state=State.NOT_HELD, reason="Snow", now=NOW)

    assert owed() == []
    assert not Task.objects.filter(key=f"thanks:{visit.pk}").exists()


def test_a_board_meeting_owes_nothing(program, mill, coordinator):
    meeting = ActivityFactory(
        program=program,
        kind=Kind.BOARD_MEETING,
        organization=mill,
        starts_at=NOW - timedelta(days=1),
    )
    complete(meeting, coordinator)

    assert owed() == []


def test_hosts_of_a_job_shadow_are_thanked_and_who_waited_gets_an_apology(program, coordinator):
    shadow = ActivityFactory(
        program=program, kind=Kind.JOB_SHADOW, starts_at=NOW - timedelta(hours=5)
    )
    hosts = {
        name: ShadowHostFactory(activity=shadow, organization__name=name, person=None)
        for name in ("Clinic", "Library", "Empty")
    }
    ana, bo = StudentFactory.create_batch(2, program=program)
    place_students(shadow, where={ana.pk: hosts["Clinic"].pk, bo.pk: hosts["Library"].pk})
    marks = {ana.pk: Mark(Came.LATE, NOW), bo.pk: Mark(Came.ABSENT, NOW)}
    note_roll(shadow, marks=marks, by=coordinator, now=NOW)

    complete(shadow, coordinator)

    assert owed() == [("Clinic", "thanks"), ("Library", "apology")]


def test_when_we_did_not_come_every_host_gets_an_apology(program, coordinator):
    shadow = ActivityFactory(
        program=program, kind=Kind.JOB_SHADOW, starts_at=NOW - timedelta(hours=5)
    )
    ShadowHostFactory(activity=shadow, organization__name="Clinic", person=None)

    end_activity(shadow, by=coordinator, state=State.STUDENTS_ABSENT, reason="Bus", now=NOW)

    assert owed() == [("Clinic", "apology")]


def test_the_hourly_look_finds_what_ended_in_the_admin_and_does_it_once(visit, kim):
    Activity.objects.filter(pk=visit.pk).update(state=State.COMPLETED)

    assert domain.draft_all(now=NOW) == 1
    assert domain.draft_all(now=NOW) == 0


def test_what_ended_long_ago_is_left_alone(visit, kim):
    Activity.objects.filter(pk=visit.pk).update(state=State.COMPLETED)

    assert domain.draft_all(now=NOW + timedelta(days=40)) == 0


# ---------------------------------------------------------------- the letter


def test_the_draft_counts_who_was_there_and_is_in_the_language_of_the_reader(
    program, visit, kim, coordinator
):
    students = StudentFactory.create_batch(3, program=program)
    for student, came in zip(students, (Came.PRESENT, Came.LATE, Came.ABSENT), strict=True):
        Placement.objects.create(activity=visit, student=student, came=came, noted_at=NOW)
    complete(visit, coordinator)

    assert "2 students were with you" in domain.draft_of(Thanks.objects.get()).text
    kim.language = "es"
    kim.save()
    draft = domain.draft_of(Thanks.objects.get())
    assert "2 estudiantes estuvieron con ustedes" in draft.text
    assert draft.subject == "Gracias por Mill tour"


def test_the_draft_brings_what_students_said_and_nothing_that_was_hidden(visit, kim, coordinator):
    room = ClassroomVisitFactory(activity=visit)
    for sentence in ("The looms!", "", "Kim.", "All.", "More."):
        StudentVoiceFactory(visit=room, sentence=sentence)
    StudentVoice.objects.create(visit=room, interest=1, sentence="Ana slept", is_hidden=True)
    complete(visit, coordinator)

    text = domain.draft_of(Thanks.objects.get()).text
    assert "“The looms!”\n“Kim.”\n“All.”" in text
    assert "More" not in text
    assert "Ana" not in text


def test_sending_mails_it_once_logs_a_contact_and_ends_task_and_step(
    client, visit, kim, mill, coordinator, at
):
    step = CheckpointFactory(activity=visit, kind=Checkpoint.Kind.THANKED)
    complete(visit, coordinator)
    client.force_login(coordinator)
    address = at("thanks_write", Thanks.objects.get().pk)
    given = {"to_email": "kim@example.org", "subject": "Thank you", "text": "Dear Kim,\n\nfine."}

    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 422

    message = Message.objects.get()
    assert (message.to_email, message.text.strip()) == ("kim@example.org", "Dear Kim,\n\nfine.")
    thanks = Thanks.objects.get()
    assert (thanks.way, thanks.text, thanks.settled_by) == (
        "mail",
        "Dear Kim,\n\nfine.",
        coordinator,
    )
    assert Interaction.objects.get(organization=mill).note == "Thank-you for Mill tour"
    step.refresh_from_db()
    assert step.done_at is not None
    assert Task.objects.get(key=f"thanks:{visit.pk}").done_at is not None


def test_with_two_partners_the_task_waits_for_both(visit, kim, mill, coordinator):
    ParticipationFactory(activity=visit, organization=mill)
    complete(visit, coordinator)
    first, second = Thanks.objects.all()

    domain.settle_thanks(first, by=coordinator, way="letter", now=NOW)
    assert Task.objects.get(key=f"thanks:{visit.pk}").done_at is None
    domain.settle_thanks(second, by=coordinator, way="other", now=NOW)

    assert Task.objects.get(key=f"thanks:{visit.pk}").done_at is not None


def test_an_address_that_is_none_is_refused_on_its_field(client, visit, kim, coordinator, at):
    complete(visit, coordinator)
    client.force_login(coordinator)

    response = client.post(
        at("thanks_write", Thanks.objects.get().pk),
        {"to_email": "nobody", "subject": "x", "text": "y"},
    )

    assert response.status_code == 422
    assert response.context["form"].errors["to_email"]
    assert Thanks.objects.get().settled_at is None


def test_the_draft_is_printed_as_a_letter_and_nothing_is_kept(client, visit, kim, coordinator, at):
    complete(visit, coordinator)
    client.force_login(coordinator)

    response = client.post(
        at("thanks_write", Thanks.objects.get().pk), {"print": "1", "text": "Dear <b>Kim</b>"}
    )

    assert response["Content-Type"] == "application/pdf"
    assert Thanks.objects.get().settled_at is None


def test_nonsense_as_a_way_is_refused(visit, kim, coordinator):
    complete(visit, coordinator)

    with pytest.raises(DomainError):
        domain.settle_thanks(Thanks.objects.get(), by=coordinator, way="pigeon", now=NOW)


# ---------------------------------------------------------------- the queue


def test_the_queue_names_what_is_over_without_an_end(client, visit, kim, coordinator, at):
    client.force_login(coordinator)

    page = client.get(at("thanks_list")).content.decode()

    assert "Over, but how did it end?" in page
    assert "Mill tour" in page


def test_the_queue_costs_the_same_with_more(
    client, program, visit, kim, coordinator, at, django_assert_num_queries
):
    client.force_login(coordinator)
    ThanksFactory(activity=visit)
    ThanksFactory(activity=visit, settled_at=NOW, way="mail", settled_by=coordinator)
    with django_assert_num_queries(7):
        client.get(at("thanks_list"))
    for _ in range(2):
        ThanksFactory(activity=visit)
        ThanksFactory(activity=visit, settled_at=NOW, way="mail", settled_by=coordinator)
        ActivityFactory(
            program=program, organization=OrganizationFactory(), starts_at=visit.starts_at
        )

    with django_assert_num_queries(7):
        client.get(at("thanks_list"))


@pytest.mark.parametrize("who", ["partner", "stranger"])
def test_nobody_else_sees_the_queue(client, request, at, who, visit):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at("thanks_list")).status_code == 404
