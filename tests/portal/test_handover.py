"""Companies, not individuals: what a leaving person holds goes to a colleague (SPEC 11)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from advisory.models import Seat
from calendar_app.domain.tasks import finish_task
from calendar_app.models import Kind, Participation, Task
from core.exceptions import DomainError
from mentors.models import Mentor
from notifications.models import Message
from partnerships.models import Affiliation, PartnerRole, Partnership, Person
from portal.domain.colleagues import add_colleague
from portal.domain.handover import OPEN, hand_over, thin_partners
from portal.domain.holdings import KINDS, Giving, holdings_of, move_holding
from reviews.models import Reviewer
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    AgendaItemFactory,
    BoardFactory,
    ExchangeFactory,
    GroupMentorFactory,
    MeetingFactory,
    MentorFactory,
    MentorGroupFactory,
    MentorSessionFactory,
    ParticipationFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    ResponsibilityFactory,
    ReviewerFactory,
    ReviewItemFactory,
    SeatFactory,
    ShadowHostFactory,
    TaskFactory,
)
from visits.models import ShadowHost

TODAY = NOW.date()
SOON = NOW + timedelta(days=7)


@pytest.fixture
def leaving(partner):
    return Affiliation.objects.get(person__user=partner)


@pytest.fixture
def lee(partnership):
    person = PersonFactory(name="Lee Osei", email="lee@example.com", language="es")
    AffiliationFactory(organization=partnership.organization, person=person)
    return person


@pytest.fixture
def everything(leaving, program, partnership):
    """One of each thing somebody can hold."""
    person, organization = leaving.person, leaving.organization
    meeting = MeetingFactory(program=program, starts_at=SOON)
    meeting.board.chair = meeting.board.co_chair = person
    meeting.board.save()
    seat = SeatFactory(board=meeting.board, organization=organization, representative=person)
    SeatFactory(board__program=program, organization=organization, substitute=person)
    AgendaItemFactory(meeting=meeting, presenter=person)
    ResponsibilityFactory(board=meeting.board, owner=person)
    Partnership.objects.filter(pk=partnership.pk).update(responsible=person, approver=person)
    PartnerRoleFactory(partnership=partnership, person=person, role="speaker")
    activity = ActivityFactory(program=program, starts_at=SOON, title="Tour")
    ParticipationFactory(activity=activity, person=person, organization=organization)
    ShadowHostFactory(
        activity=ActivityFactory(program=program, kind=Kind.JOB_SHADOW, starts_at=SOON),
        organization=organization,
        person=person,
    )
    TaskFactory(program=program, owner=person)
    mentor = MentorFactory(program=program, person=person, organization=organization)
    GroupMentorFactory(mentor=mentor, group__program=program)
    review = ReviewItemFactory(review__program=program, review__opened_at=NOW).review
    ReviewerFactory(review=review, person=person, organization=organization)
    return seat


def held_by(person, organization):
    return {one.key.split(":")[0] for one in holdings_of(person, organization, now=NOW)}


def test_everything_a_person_holds_is_found(everything, leaving):
    assert held_by(leaving.person, leaving.organization) == set(KINDS)


def test_everything_goes_to_a_colleague_at_once(everything, leaving, lee, coordinator):
    organization = leaving.organization
    keys = [one.key for one in holdings_of(leaving.person, organization, now=NOW)]

    hand_over(leaving, moves=dict.fromkeys(keys, str(lee.pk)), by=coordinator, now=NOW)

    assert held_by(leaving.person, organization) == set()
    assert held_by(lee, organization) == set(KINDS)
    assert Participation.objects.get(activity__title="Tour").person == lee
    assert Mentor.objects.get(person=lee).state == Mentor.State.OFFERED  # not cleared by a click
    assert Task.objects.filter(title__contains="who mentors").count() == 1
    everything.refresh_from_db()
    assert everything.history.first().history_user == coordinator


def test_who_leaves_leaves_the_rest_open_and_no_longer_gets_in(
    client, everything, leaving, lee, partner, coordinator
):
    leaving.is_main_contact = True
    leaving.save()
    seat = f"seat:{everything.pk}"

    hand_over(
        leaving,
        moves={seat: str(lee.pk)},
        by=coordinator,
        now=NOW,
        ended_on=TODAY - timedelta(days=1),
        reason="retired",
    )

    assert held_by(leaving.person, leaving.organization) == set()
    everything.refresh_from_db()
    assert everything.representative == lee
    assert not Participation.objects.filter(activity__title="Tour").exists()
    assert Task.objects.filter(title__contains="who comes to Tour").count() == 1
    assert Affiliation.objects.get(person=lee).is_main_contact
    client.force_login(partner)
    assert client.get(reverse("portal:home", args=[leaving.organization_id])).status_code == 404


def test_what_changed_since_a_thing_was_listed_is_kept(program, leaving, coordinator):
    person, organization = leaving.person, leaving.organization
    mentor = MentorFactory(program=program, person=person, organization=organization, capacity=1)
    [holding] = holdings_of(person, organization, now=NOW)
    Mentor.objects.filter(pk=mentor.pk).update(capacity=3)

    giving = Giving(person, organization, coordinator, NOW)
    with transaction.atomic():
        move_holding(holding, to=None, giving=giving)

    mentor.refresh_from_db()
    assert (mentor.state, mentor.capacity) == (Mentor.State.ENDED, 3)


def test_a_substitute_who_takes_over_is_no_longer_their_own_substitute(
    leaving, lee, program, coordinator
):
    seat = SeatFactory(
        board__program=program,
        organization=leaving.organization,
        representative=leaving.person,
        substitute=lee,
    )
    hand_over(leaving, moves={f"seat:{seat.pk}": str(lee.pk)}, by=coordinator, now=NOW)
    seat.refresh_from_db()
    assert (seat.representative, seat.substitute) == (lee, None)


def test_a_refusal_moves_nothing(everything, leaving, coordinator):
    stranger = PersonFactory()
    keys = [one.key for one in holdings_of(leaving.person, leaving.organization, now=NOW)]
    moves = dict.fromkeys(keys, OPEN) | {keys[-1]: str(stranger.pk)}
    with pytest.raises(DomainError, match="who works there"):
        hand_over(leaving, moves=moves, by=coordinator, now=NOW)
    assert held_by(leaving.person, leaving.organization) == set(KINDS)
    with pytest.raises(DomainError, match="in the meantime"):
        hand_over(leaving, moves={"seat:0": OPEN}, by=coordinator, now=NOW)


def test_the_second_click_is_told_that_they_have_left(everything, leaving, coordinator):
    given = {"moves": {}, "by": coordinator, "now": NOW, "ended_on": TODAY - timedelta(days=1)}
    hand_over(leaving, **given, reason="left")
    with pytest.raises(DomainError, match="have left already"):
        hand_over(leaving, **given, reason="left")


@pytest.mark.parametrize("count", [1, 3])
def test_finding_what_is_held_costs_the_same(leaving, program, count, django_assert_num_queries):
    for _ in range(count):
        SeatFactory(
            board__program=program, organization=leaving.organization, representative=leaving.person
        )
        TaskFactory(program=program, owner=leaving.person)
        ParticipationFactory(
            activity=ActivityFactory(program=program, starts_at=SOON),
            person=leaving.person,
            organization=leaving.organization,
        )
    with django_assert_num_queries(len(KINDS)):
        holdings_of(leaving.person, leaving.organization, now=NOW)


def test_what_staff_do_is_never_a_partners_to_move(program, coordinator, leaving):
    """A parent who teaches works at the partner too: their tasks and board work stay theirs."""
    dana = Person.objects.get(user=coordinator)
    there = AffiliationFactory(person=dana, organization=leaving.organization)
    board = BoardFactory(program=program, chair=dana)
    SeatFactory(board=board, organization=leaving.organization, representative=leaving.person)
    TaskFactory(program=program, owner=dana)
    TaskFactory(program=program, owner=dana, organization=leaving.organization)
    AgendaItemFactory(
        meeting=MeetingFactory(board=board, starts_at=SOON), presenter=dana, title="Budget"
    )
    ResponsibilityFactory(board=board, owner=dana, organization=leaving.organization)
    assert holdings_of(there.person, there.organization, now=NOW) == []


def test_whoever_works_at_two_partners_keeps_what_is_the_others(program, leaving):
    other = PartnershipFactory(program=program).organization
    AffiliationFactory(person=leaving.person, organization=other)
    TaskFactory(program=program, owner=leaving.person, organization=other)
    TaskFactory(program=program, owner=leaving.person)
    mine = TaskFactory(
        program=program, owner=leaving.person, organization=leaving.organization, title="Mine"
    )
    found = holdings_of(leaving.person, leaving.organization, now=NOW)
    assert [one.row for one in found] == [mine]


def test_meetings_with_students_go_to_nobody_by_hand(program, leaving, lee, coordinator):
    mentor = MentorFactory(
        program=program, person=leaving.person, organization=leaving.organization
    )
    group = MentorGroupFactory(program=program)
    GroupMentorFactory(group=group, mentor=mentor, position=1)
    next_one = GroupMentorFactory(group=group, position=2, mentor=MentorFactory(program=program))
    session = MentorSessionFactory(group=group, when={"starts_at": SOON})
    ParticipationFactory(
        activity=session.activity, person=leaving.person, organization=leaving.organization
    )
    exchange = ExchangeFactory(program=program, mentor_person=leaving.person)

    held = holdings_of(leaving.person, leaving.organization, now=NOW)
    assert [one.key.split(":")[0] for one in held] == ["mentor"]
    hand_over(
        leaving,
        moves={one.key: str(lee.pk) for one in held},
        by=coordinator,
        now=NOW,
        ended_on=TODAY,
    )

    asked = list(session.activity.participations.values_list("person", flat=True))
    assert asked == [next_one.mentor.person_id]
    exchange.refresh_from_db()
    assert exchange.withdrawn_at is not None


def test_each_has_one_mail_for_all_dates_that_change_hands(program, leaving, lee, coordinator):
    organizer = PersonFactory()
    for days in (7, 14, 21):
        ParticipationFactory(
            activity=ActivityFactory(
                program=program, starts_at=NOW + timedelta(days=days), organizer=organizer
            ),
            person=leaving.person,
            organization=leaving.organization,
            invited_at=NOW,
        )
    held = holdings_of(leaving.person, leaving.organization, now=NOW)

    hand_over(leaving, moves={one.key: str(lee.pk) for one in held}, by=coordinator, now=NOW)

    assert Participation.objects.filter(person=lee, invited_at=NOW).count() == 3
    assert sorted(Message.objects.values_list("to_email", flat=True)) == sorted(
        [lee.email, leaving.person.email]
    )


def test_everything_of_a_substitute_to_the_representative_leaves_the_place_open(
    program, leaving, lee, coordinator
):
    seat = SeatFactory(
        board__program=program,
        organization=leaving.organization,
        representative=lee,
        substitute=leaving.person,
    )
    hand_over(
        leaving,
        moves={f"substitute:{seat.pk}": str(lee.pk)},
        by=coordinator,
        now=NOW,
        ended_on=TODAY,
    )
    seat.refresh_from_db()
    assert (seat.representative, seat.substitute) == (lee, None)


@pytest.mark.parametrize(
    "text", ["See https://evil.example.net", "www.evil.example.net", "Write to me@evil.example.net"]
)
def test_a_message_of_a_partner_leads_nowhere_else(
    client, everything, leaving, lee, partner, coordinator, text
):
    Message.objects.all().delete()
    fields = {
        "moves": {f"seat:{everything.pk}": str(lee.pk)},
        "messages": {lee.pk: text},
        "sender": leaving.person,
        "now": NOW,
    }
    with pytest.raises(DomainError, match="links"), transaction.atomic():
        hand_over(leaving, by=partner, **fields)
    everything.refresh_from_db()
    assert everything.representative == leaving.person

    hand_over(leaving, by=coordinator, program=everything.board.program, **fields)
    mail = Message.objects.get(key__startswith="handover:")
    assert text in mail.text
    assert mail.from_name.startswith(leaving.person.name)


# ---------------------------------------------------------------- whom the school does not know


@pytest.fixture
def student_things(program, leaving, coordinator):
    """A place as host and a review, by their keys."""
    own = {"person": leaving.person, "organization": leaving.organization}
    shadow = ActivityFactory(
        program=program,
        kind=Kind.JOB_SHADOW,
        starts_at=SOON,
        title="Shadow day",
        organizer=coordinator.person,
    )
    host = ShadowHostFactory(activity=shadow, sent_at=NOW, **own)
    review = ReviewItemFactory(review__program=program, review__opened_at=NOW).review
    reviewer = ReviewerFactory(review=review, asked_at=NOW, **own)
    return [f"host:{host.pk}", f"review:{reviewer.pk}"]


@pytest.fixture
def sam(leaving, partner):
    """Entered by the partner, and looked at by nobody yet."""
    fields = {"name": "Sam Outsider", "email": "sam@example.org"}
    return add_colleague(leaving.organization, by=partner, now=NOW, **fields).person


def give(leaving, keys, to, by):
    hand_over(leaving, moves=dict.fromkeys(keys, str(to.pk)), by=by, now=NOW)


def test_no_student_goes_to_somebody_whom_the_school_does_not_know(
    leaving, student_things, sam, partner, coordinator
):
    give(leaving, student_things, sam, partner)

    host = ShadowHost.objects.get()
    assert (host.person, host.sent_at) == (None, None)
    assert not Reviewer.objects.filter(person=sam).exists()
    assert not Reviewer.objects.filter(withdrawn_at=None).exists()
    told = "proposes Sam Outsider, whom nobody of the school has looked at yet."
    tasks = Task.objects.filter(note__contains=told)
    assert {one.key.split(":")[1] for one in tasks} == {"host", "review"}
    assert tasks.get(key__startswith="left:host").owner == coordinator.person


@pytest.mark.parametrize("case", ["looked at", "by staff"])
def test_whom_the_school_knows_or_chooses_takes_over(
    leaving, student_things, sam, partner, coordinator, case
):
    if case == "looked at":
        finish_task(Task.objects.get(title__startswith="Sam Outsider"), by=coordinator)

    give(leaving, student_things, sam, coordinator if case == "by staff" else partner)

    assert ShadowHost.objects.get().person == sam
    assert Reviewer.objects.filter(person=sam, withdrawn_at=None).exists()


def test_the_organizer_hears_of_another_host(leaving, student_things, lee, partner, coordinator):
    give(leaving, student_things, lee, partner)

    task = Task.objects.get(key__startswith="host:")
    assert task.owner == coordinator.person
    assert task.title.startswith(f"Lee Osei takes over from {leaving.person}")


# ---------------------------------------------------------------- the pages


def post(client, address, **fields):
    return client.post(address, fields)


def test_staff_see_what_will_happen_before_it_does(
    client, everything, leaving, lee, program, coordinator
):
    client.force_login(coordinator)
    address = reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk])
    assert client.get(address).status_code == 200

    review = post(client, address, everything=lee.pk)

    assert review.status_code == 200
    assert Seat.objects.get(pk=everything.pk).representative == leaving.person
    [(to, draft)] = review.context["drafts"]
    assert to == lee
    assert draft.startswith("Hola")  # in the language of who reads it
    assert not Message.objects.filter(to_email=lee.email).exists()

    done = client.post(
        address,
        {
            "everything": lee.pk,
            "apply": "1",
            f"send_{lee.pk}": "on",
            f"message_{lee.pk}": "Hola Lee",
        },
    )

    assert done.status_code == 302
    assert Seat.objects.get(pk=everything.pk).representative == lee
    assert Message.objects.get(to_email=lee.email, subject__contains=leaving.person.name).text


def test_without_the_tick_no_message_goes(client, leaving, lee, program, coordinator):
    SeatFactory(
        board__program=program, organization=leaving.organization, representative=leaving.person
    )
    client.force_login(coordinator)
    address = reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk])
    client.post(address, {"everything": lee.pk, "apply": "1", f"message_{lee.pk}": "Hola"})
    assert not Message.objects.filter(to_email=lee.email).exists()


def test_nothing_chosen_and_no_last_day_are_refused(client, leaving, lee, program, coordinator):
    client.force_login(coordinator)
    address = reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk])
    assert client.post(address, {}).status_code == 422
    refused = client.post(address, {"has_left": "on"})
    assert refused.status_code == 422
    assert "ended_on" in refused.context["form"].errors
    tomorrow = TODAY + timedelta(days=1)
    refused = client.post(address, {"has_left": "on", "ended_on": tomorrow, "apply": "1"})
    assert refused.status_code == 422
    leaving.refresh_from_db()
    assert leaving.ended_on is None


def test_a_day_to_come_is_refused_before_anything_is_promised(
    client, leaving, program, coordinator
):
    client.force_login(coordinator)
    address = reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk])
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    response = client.post(address, {"has_left": "on", "ended_on": tomorrow})
    assert response.status_code == 422
    assert "ended_on" in response.context["form"].errors
    assert not response.context["is_review"]


def test_why_they_left_is_not_known_unless_somebody_says_it(client, leaving, program, coordinator):
    client.force_login(coordinator)
    address = reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk])
    client.post(
        address, {"has_left": "on", "ended_on": TODAY.isoformat(), "reason": "", "apply": "1"}
    )
    leaving.refresh_from_db()
    assert leaving.end_reason == Affiliation.EndReason.UNKNOWN


def test_staff_see_their_own_programs_things_and_how_many_others_there_are(
    client, leaving, lee, program, coordinator
):
    other = PartnershipFactory(organization=leaving.organization).program
    TaskFactory(program=other, owner=leaving.person, title="Secret of welding")
    client.force_login(coordinator)
    page = client.get(reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk]))
    assert page.context["elsewhere"] == 1
    assert "Secret of welding" not in page.content.decode()


def test_the_other_programs_hear_of_it_once(client, leaving, lee, program, coordinator):
    other = PartnershipFactory(organization=leaving.organization).program
    client.force_login(coordinator)
    address = reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk])
    client.post(address, {"has_left": "on", "ended_on": TODAY, "reason": "left", "apply": "1"})
    assert Task.objects.filter(title__contains="has left").get().program == other


def test_a_partner_hands_over_in_the_portal(client, everything, leaving, lee, partner, program):
    client.force_login(partner)
    address = reverse("portal:person_leave", args=[leaving.organization_id, leaving.pk])
    assert client.get(address).status_code == 200

    done = client.post(
        address,
        {"has_left": "on", "ended_on": TODAY, "reason": "left", "everything": lee.pk, "apply": "1"},
    )

    assert done["Location"] == reverse("portal:start")
    assert Seat.objects.get(pk=everything.pk).representative == lee
    assert PartnerRole.objects.get(role="speaker").person == lee
    assert Task.objects.filter(title__contains="has left", program=program).exists()


def test_the_words_fit_whose_page_it_is(client, leaving, lee, partner):
    def shown(affiliation):
        return client.get(
            reverse("portal:person_leave", args=[affiliation.organization_id, affiliation.pk])
        ).content.decode()

    client.force_login(partner)
    me = Affiliation.objects.get(person__user=partner, organization=leaving.organization)
    colleague = Affiliation.objects.exclude(pk=me.pk).filter(organization=me.organization)[0]
    assert "I have left" in shown(me)
    assert "They have left" not in shown(me)
    assert "They have left" in shown(colleague)


def test_a_partner_says_that_a_colleague_left(client, leaving, lee, partner):
    client.force_login(partner)
    place = Affiliation.objects.get(person=lee)
    client.post(
        reverse("portal:person_leave", args=[leaving.organization_id, place.pk]),
        {"has_left": "on", "ended_on": TODAY, "reason": "left", "apply": "1"},
    )
    place.refresh_from_db()
    assert place.ended_on == TODAY
    assert place.history.first().history_user == partner
    told = Message.objects.get(to_email=lee.email)
    assert told.subject == f"Ya no figura en {place.organization.name}"
    assert leaving.person.name in told.text


def test_who_leaves_by_their_own_word_or_by_staff_gets_no_mail_of_it(
    client, leaving, lee, partner, coordinator, program
):
    place = Affiliation.objects.get(person=lee)
    gone = {"has_left": "on", "ended_on": TODAY, "reason": "left", "apply": "1"}
    client.force_login(coordinator)
    client.post(reverse("handover:affiliation_holdings", args=[program.slug, place.pk]), gone)
    client.force_login(partner)
    client.post(reverse("portal:person_leave", args=[leaving.organization_id, leaving.pk]), gone)
    assert not Affiliation.objects.open().filter(pk__in=[place.pk, leaving.pk]).exists()
    assert not Message.objects.filter(key__startswith="left:").exists()


def test_one_thing_stays_though_everything_else_goes(client, everything, leaving, lee, partner):
    client.force_login(partner)
    address = reverse("portal:person_leave", args=[leaving.organization_id, leaving.pk])
    seat = f"seat:{everything.pk}"
    client.post(address, {"everything": lee.pk, seat: "stays", "apply": "1"})
    everything.refresh_from_db()
    assert everything.representative == leaving.person
    assert PartnerRole.objects.get(role="speaker").person == lee


# ---------------------------------------------------------------- before it hurts


def test_partners_with_one_contact_or_none_are_shown(program, partnership):
    Partnership.objects.filter(pk=partnership.pk).update(stage="active")
    assert [one.contacts for one in thin_partners(program)] == [0]
    first = AffiliationFactory(organization=partnership.organization)
    AffiliationFactory(organization=partnership.organization, person=first.person)
    assert [one.contacts for one in thin_partners(program)] == [1]
    AffiliationFactory(organization=partnership.organization)
    assert list(thin_partners(program)) == []


def test_the_list_teaches_and_is_for_staff(client, program, partnership, teacher, partner):
    address = reverse("handover:organization_thin", args=[program.slug])
    client.force_login(teacher)
    Partnership.objects.filter(pk=partnership.pk).update(stage="active")
    assert partnership.organization.name in client.get(address).content.decode()
    client.force_login(partner)
    assert client.get(address).status_code == 404


def test_people_know_their_own_names_with_marks(client, leaving, partner, lee):
    Person.objects.filter(pk=lee.pk).update(name="D'Angelo <b>Núñez</b>")
    client.force_login(partner)
    page = client.get(reverse("portal:person_list", args=[leaving.organization_id]))
    assert "D&#x27;Angelo &lt;b&gt;Núñez&lt;/b&gt;" in page.content.decode()
