from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app.models import Activity, Task
from notifications.models import Message
from partnerships.models import Partnership, Person
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    CheckpointFactory,
    InteractionFactory,
    JobFactory,
    MessageFactory,
    OrganizationFactory,
    ParticipationFactory,
    PartnershipFactory,
    PersonFactory,
    TaskFactory,
)

TODAY = NOW.date()


def text_of(response):
    return " ".join(response.content.decode().split())


def task(program, user, on, what="Call again"):
    return TaskFactory(
        program=program,
        organization=PartnershipFactory(program=program, last_contact_on=TODAY).organization,
        owner=Person.objects.get(user=user),
        title=what,
        due_on=on,
    )


def visit(program, user, days):
    """A site visit that the user organizes, so many days from now."""
    return ActivityFactory(
        program=program,
        organization=OrganizationFactory(),
        organizer=Person.objects.get(user=user),
        starts_at=NOW + timedelta(days=days),
    )


@pytest.mark.parametrize(("who", "name"), [("teacher", "home:today"), ("partner", "portal:start")])
def test_front_door_leads_everybody_to_their_place(client, request, program, who, name):
    client.force_login(request.getfixturevalue(who))
    args = [program.slug] if name == "home:today" else []
    assert client.get("/")["Location"] == reverse(name, args=args)


def test_front_door_explains_where_there_is_no_program(client, db, django_user_model):
    client.force_login(django_user_model.objects.create_user("lone@example.org"))
    response = client.get("/")
    assert response.status_code == 200
    assert "lone@example.org" in text_of(response)


def test_front_door_wants_a_sign_in(client, db):
    assert client.get("/")["Location"].startswith(reverse("account_login"))


def test_today_leads_to_partners_that_hang_on_one_person(client, program, partnership, teacher):
    Partnership.objects.filter(pk=partnership.pk).update(stage="active")
    client.force_login(teacher)

    response = client.get(reverse("home:today", args=[program.slug]))

    assert response.context["thin"] == 1
    assert reverse("handover:organization_thin", args=[program.slug]) in text_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_today_query_count(client, program, teacher, count, django_assert_num_queries):
    for days in range(count):
        task(program, teacher, TODAY - timedelta(days=days))
        CheckpointFactory(activity=visit(program, teacher, 3 + days), due_on=TODAY)
        visit(program, teacher, -3 - days)
        PartnershipFactory(
            program=program,
            stage=Partnership.Stage.CONTACTED,
            last_contact_on=TODAY - timedelta(days=90 + days),
            top_ten_rank=days + 1,
        )
        JobFactory(started_by=teacher)
    client.force_login(teacher)

    # session, user, roles, me, tasks, steps, ended, coming, quiet, thin, ten, stages, undelivered,
    # jobs
    with django_assert_num_queries(14):
        response = client.get(program.get_absolute_url())

    week = response.context["week"]
    assert len(week.tasks) == len(week.checkpoints) == len(week.to_end) == count
    assert len(week.coming) == len(response.context["quiet"]) == count


def test_today_shows_late_tasks_first_and_only_mine(client, program, teacher, counselor):
    task(program, teacher, TODAY + timedelta(days=3), "Send the plan")
    task(program, teacher, None, "Some time")
    task(program, teacher, TODAY - timedelta(days=2), "Call Dr. Ames")
    task(program, counselor, TODAY, "Somebody else's")
    done = task(program, teacher, TODAY, "Done already")
    Task.objects.filter(pk=done.pk).update(done_at=NOW)
    client.force_login(teacher)

    response = client.get(program.get_absolute_url())

    assert [one.title for one in response.context["week"].tasks] == [
        "Call Dr. Ames",
        "Send the plan",
        "Some time",
    ]
    assert "1 late" in text_of(response)


def test_today_shows_only_what_i_organize_or_take_part_in(client, program, teacher, counselor):
    mine = visit(program, teacher, 2)
    asked = visit(program, counselor, 3)
    ParticipationFactory(activity=asked, person=teacher.person)
    declined = visit(program, counselor, 4)
    ParticipationFactory(activity=declined, person=teacher.person, answer="no")
    off = visit(program, teacher, 5)
    Activity.objects.filter(pk=off.pk).update(state="cancelled_by_school", state_reason="Snow")
    visit(program, teacher, 9)  # not this week
    client.force_login(teacher)

    week = client.get(program.get_absolute_url()).context["week"]

    assert week.coming == [mine, asked]


def test_today_asks_how_it_went(client, program, teacher, counselor):
    over = visit(program, teacher, -2)
    visit(program, counselor, -2)
    done = visit(program, teacher, -3)
    Activity.objects.filter(pk=done.pk).update(state="completed")
    client.force_login(teacher)

    response = client.get(program.get_absolute_url())

    assert response.context["week"].to_end == [over]
    assert response.context["late"] == 1


def test_a_step_shows_a_week_ahead(client, program, teacher):
    activity = visit(program, teacher, 20)
    soon = CheckpointFactory(activity=activity, due_on=TODAY + timedelta(days=7))
    CheckpointFactory(activity=activity, kind="thanked", due_on=TODAY + timedelta(days=8))
    CheckpointFactory(activity=activity, kind="contacted", due_on=TODAY, done_at=NOW)
    client.force_login(teacher)

    assert client.get(program.get_absolute_url()).context["week"].checkpoints == [soon]


def test_only_the_next_step_of_an_activity_shows(client, program, teacher):
    activity = visit(program, teacher, 3)
    first = CheckpointFactory(activity=activity, due_on=TODAY - timedelta(days=9))
    CheckpointFactory(activity=activity, kind="contacted", due_on=TODAY - timedelta(days=2))
    CheckpointFactory(activity=activity, kind="reminded", due_on=TODAY - timedelta(days=9))
    client.force_login(teacher)

    assert client.get(program.get_absolute_url()).context["week"].checkpoints == [first]


def test_what_is_late_comes_first_whatever_it_is(client, program, teacher):
    task(program, teacher, TODAY + timedelta(days=1), "Tomorrow")
    over = visit(program, teacher, -2)
    step = CheckpointFactory(activity=visit(program, teacher, 9), due_on=TODAY - timedelta(days=3))
    task(program, teacher, TODAY - timedelta(days=1), "Yesterday")
    task(program, teacher, None, "Some time")
    client.force_login(teacher)

    things = client.get(program.get_absolute_url()).context["week"].things

    assert [str(thing.what) for thing in things] == [
        str(step), str(over), "Yesterday", "Tomorrow", "Some time",
    ]  # fmt: skip


def test_today_counts_the_programs_own_mail_that_did_not_arrive(client, program, teacher):
    for state in (Message.State.FAILED, Message.State.BOUNCED, Message.State.SENT):
        MessageFactory(scope=program.mail_scope, state=state)
    MessageFactory(scope=f"{program.mail_scope}1", state=Message.State.FAILED)
    client.force_login(teacher)

    response = client.get(program.get_absolute_url())

    assert "2 mails did not arrive." in text_of(response)


def test_today_of_a_new_program_says_how_to_begin(client, program, coordinator):
    client.force_login(coordinator)
    assert "Bring in the list you have" in text_of(client.get(program.get_absolute_url()))


def test_a_partner_with_a_planned_step_has_not_gone_quiet(client, program, teacher):
    quiet = PartnershipFactory(
        program=program,
        stage=Partnership.Stage.CONTACTED,
        last_contact_on=TODAY - timedelta(days=61),
    )
    planned = PartnershipFactory(
        program=program,
        stage=Partnership.Stage.CONTACTED,
        last_contact_on=TODAY - timedelta(days=61),
    )
    TaskFactory(
        program=program, organization=planned.organization, due_on=TODAY + timedelta(days=5)
    )
    visited = PartnershipFactory(
        program=program,
        stage=Partnership.Stage.CONTACTED,
        last_contact_on=TODAY - timedelta(days=61),
    )
    ActivityFactory(program=program, organization=visited.organization)
    client.force_login(teacher)
    assert client.get(program.get_absolute_url()).context["quiet"] == [quiet]


class TestSearch:
    @pytest.fixture
    def search(self, client, program, teacher):
        client.force_login(teacher)
        return lambda text: client.get(reverse("home:search", args=[program.slug]), {"q": text})

    def test_finds_names_without_accents_and_in_any_case(self, search, program):
        organization = OrganizationFactory(name="Clínica Núñez")
        mine = PartnershipFactory(program=program, organization=organization)
        person = PersonFactory(name="José O'Brien-Núñez")
        at = AffiliationFactory(organization=mine.organization, person=person)

        found = search("NUNEZ").context["found"]

        assert found.partnerships == [mine]
        assert found.people == [at]

    def test_shows_notes_of_this_program_only(self, search, program, partnership):
        ours = InteractionFactory(
            program=program, organization=partnership.organization, note="Likes triage"
        )
        InteractionFactory(organization=partnership.organization, note="Likes triage too")

        assert search("triage").context["found"].contacts == [ours]

    def test_names_what_only_others_work_with_apart(self, search, program):
        theirs = PartnershipFactory(organization__name="Prairie Works")

        found = search("prairie").context["found"]

        assert (found.partnerships, found.elsewhere) == ([], [theirs.organization])

    def test_does_not_show_people_of_others_partners(self, search, program):
        theirs = PartnershipFactory()
        AffiliationFactory(organization=theirs.organization, person=PersonFactory(name="Ivy Cole"))

        assert search("Ivy Cole").context["found"].is_empty

    @pytest.mark.parametrize("text", ["", " ", "a", "%", "'; DROP TABLE"])
    def test_odd_input_is_no_error(self, search, program, text):
        assert search(text).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_query_count(self, search, program, count, django_assert_num_queries):
        for _ in range(count):
            mine = PartnershipFactory(program=program)
            AffiliationFactory(organization=mine.organization, person__name="Organization Person")
            InteractionFactory(
                program=program, organization=mine.organization, note="Our organization"
            )
            OrganizationFactory()
        # session, user, roles; partnerships, people, contacts, elsewhere; me
        with django_assert_num_queries(8):
            response = search("organization")
        assert len(response.context["found"].partnerships) == count


class TestOutbox:
    @pytest.fixture
    def bounced(self, program):
        return MessageFactory(
            scope=program.mail_scope, state=Message.State.BOUNCED, error="550 no such user"
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_query_count(self, client, program, teacher, count, django_assert_num_queries):
        MessageFactory.create_batch(count, scope=program.mail_scope)
        MessageFactory(scope="program:0")
        client.force_login(teacher)
        # session, user, roles, count, rows; me
        with django_assert_num_queries(6):
            response = client.get(reverse("home:message_list", args=[program.slug]))
        assert len(response.context["page_obj"]) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_export_query_count(self, client, program, teacher, count, django_assert_num_queries):
        MessageFactory.create_batch(count, scope=program.mail_scope)
        client.force_login(teacher)
        with django_assert_num_queries(4):  # session, user, roles, rows
            response = client.get(
                reverse("home:message_list", args=[program.slug]), {"export": "csv"}
            )
        assert len(response.content.decode().splitlines()) == count + 1

    def test_says_why_and_sends_again(self, client, program, teacher, bounced):
        client.force_login(teacher)
        address = reverse("home:message_detail", args=[program.slug, bounced.pk])
        assert "550 no such user" in text_of(client.get(address))

        response = client.post(reverse("home:message_retry", args=[program.slug, bounced.pk]))

        assert response["Location"] == address
        bounced.refresh_from_db()
        assert bounced.state in {Message.State.QUEUED, Message.State.SENT}

    def test_links_are_for_the_receiver_and_computers_are_shared(
        self, client, program, teacher, bounced
    ):
        Message.objects.filter(pk=bounced.pk).update(
            text="Answer: https://partners.example.org/calendar/answer/secret:token/"
        )
        client.force_login(teacher)
        page = client.get(reverse("home:message_detail", args=[program.slug, bounced.pk]))
        assert "secret" not in text_of(page)
        assert "Answer: [a link for the receiver alone]" in text_of(page)
        assert page["Cache-Control"] == "private, no-store"

    def test_a_mail_that_arrived_is_not_sent_again(self, client, program, teacher):
        sent = MessageFactory(scope=program.mail_scope, state=Message.State.SENT)
        client.force_login(teacher)

        response = client.post(
            reverse("home:message_retry", args=[program.slug, sent.pk]), follow=True
        )

        assert response.status_code == 200
        sent.refresh_from_db()
        assert sent.state == Message.State.SENT

    def test_a_counselor_reads_but_does_not_send(self, client, program, counselor, bounced):
        client.force_login(counselor)
        address = reverse("home:message_detail", args=[program.slug, bounced.pk])
        assert client.get(address).status_code == 200
        assert (
            client.post(reverse("home:message_retry", args=[program.slug, bounced.pk])).status_code
            == 403
        )

    def test_signed_out_is_sent_to_sign_in(self, client, program, bounced):
        response = client.post(reverse("home:message_retry", args=[program.slug, bounced.pk]))
        assert response["Location"].startswith(reverse("account_login"))
