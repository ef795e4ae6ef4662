"""What people of a partner see after signing in, and what they never see (SPEC 13.3)."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.urls import reverse

from advisory.domain.verdicts import give_verdict, verdict_address
from calendar_app.domain.feeds import activities_of, renew_feed
from calendar_app.models import Kind, Participation, Task
from notifications.models import Message, Preference
from partnerships.models import Affiliation, Partnership, Person, Support, Topic
from portal.domain.entering import enter_address
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    AgendaItemFactory,
    ConnectionFactory,
    GuidelineVersionFactory,
    InteractionFactory,
    LetterFactory,
    MeetingFactory,
    OrganizationFactory,
    PaperFactory,
    ParticipationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgramFactory,
    ReviewerFactory,
    ReviewItemFactory,
    SeatFactory,
    ShadowHostFactory,
    SpeakerAskFactory,
    SpeakerRequestFactory,
    StudentFactory,
    SupportFactory,
    TaskFactory,
    UserFactory,
)
from tests.test_routes import ROUTES
from visits.domain.confirming import confirm, confirm_address
from visits.domain.speaker_answers import decline
from visits.domain.speaker_mail import speaker_address
from visits.models import Afterthought, SpeakerRequest

SOON = NOW + timedelta(days=7)
PORTAL = [one for one in ROUTES if one.path.startswith("portal/<int:organization>/")]


def text_of(response):
    return " ".join(response.content.decode().split())


def bare(response):
    """The words without the markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split()).replace(" ,", ",")


@pytest.fixture
def person(partner):
    return Person.objects.get(user=partner)


@pytest.fixture
def organization(partnership):
    return partnership.organization


@pytest.fixture
def asked(program, organization, person):
    """An activity in a week to which the partner was asked."""
    activity = ActivityFactory(program=program, starts_at=SOON, title="Tour of the clinic")
    return ParticipationFactory(activity=activity, person=person, organization=organization)


def page(client, name, organization, *args):
    return client.get(reverse(f"portal:{name}", args=[organization.pk, *args]))


# ---------------------------------------------------------------- what is shown


def test_home_shows_what_waits_and_what_is_coming(client, partner, person, organization, asked):
    coming = ActivityFactory(program=asked.activity.program, starts_at=SOON, title="Career day")
    ParticipationFactory(activity=coming, person=person, organization=organization, answer="yes")
    TaskFactory(program=asked.activity.program, owner=person, title="Bring the manikin")
    client.force_login(partner)

    response = page(client, "home", organization)

    assert [one.activity.title for one in response.context["unanswered"]] == ["Tour of the clinic"]
    assert [one.activity.title for one in response.context["coming"]] == ["Career day"]
    shown = text_of(response)
    assert "Bring the manikin" in shown
    address = response.context["unanswered"][0].answer_address.removeprefix(settings.SITE_URL)
    assert f'href="{address}"' in shown


def test_home_speaks_the_persons_language(client, partner, person, organization):
    Person.objects.filter(pk=person.pk).update(language="es")
    client.force_login(partner)
    assert '<html lang="es">' in text_of(page(client, "home", organization))


def test_guidelines_to_read_wait_until_they_are_acknowledged(
    client, partner, person, organization, asked
):
    kind = asked.activity.kind
    version = GuidelineVersionFactory(
        guideline__program=asked.activity.program, guideline__kinds=[kind], published_at=NOW
    )
    client.force_login(partner)
    [waiting] = page(client, "home", organization).context["waiting"]
    assert waiting.detail == "Tour of the clinic"

    version.acknowledgments.create(person=person, name=person.name, acknowledged_on=NOW.date())

    assert page(client, "home", organization).context["waiting"] == []


def asked_host(person, organization, program):
    """Hosts students soon, and was asked whether all stands."""
    return ShadowHostFactory(
        activity=ActivityFactory(program=program, kind=Kind.JOB_SHADOW, starts_at=SOON),
        organization=organization,
        person=person,
        sent_at=NOW,
        asked_about=SOON,
    )


def ended_meeting(person, organization, program):
    """Of a board, at which the person was."""
    meeting = MeetingFactory(program=program, starts_at=NOW - timedelta(days=2))
    meeting.ended_at = NOW - timedelta(days=2)
    meeting.save()
    ParticipationFactory(
        activity=meeting.activity,
        person=person,
        organization=organization,
        role=Participation.Role.MEMBER,
        attendance=Participation.Attendance.IN_PERSON,
    )
    return meeting


def test_what_was_asked_by_mail_waits_in_the_portal_until_it_is_answered(
    client, partner, person, organization, program
):
    """Whoever has lost the mail finds the question: a class, a job shadow, a meeting."""
    ask = SpeakerAskFactory(program=program, person=person, organization=organization)
    SpeakerAskFactory(program=program, organization=organization)  # a colleague's
    SpeakerAskFactory(
        person=person,
        organization=organization,
        request=SpeakerRequestFactory(program=program, state=SpeakerRequest.State.WITHDRAWN),
    )
    host = asked_host(person, organization, program)
    meeting = ended_meeting(person, organization, program)
    client.force_login(partner)
    waiting = {
        "Would you speak to our class?": speaker_address(ask),
        "Does all stand?": confirm_address(host),
        "Was it worth your time?": verdict_address(meeting, person),
    }
    text = text_of(page(client, "home", organization))
    for words, address in waiting.items():
        assert text.count(words) == 1
        assert urlsplit(address).path.split(":")[0] in text

    decline(ask, now=NOW)
    confirm(host, is_ready=False, note="Another door", now=NOW)
    give_verdict(meeting, person, worth="3", now=NOW)
    text = text_of(page(client, "home", organization))
    assert not any(words in text for words in waiting)


def test_what_was_asked_for_another_organization_waits_there(
    client, partner, person, organization, program
):
    other = PartnershipFactory(program=program).organization
    AffiliationFactory(person=person, organization=other)
    SpeakerAskFactory(program=program, person=person, organization=other)
    activity = ActivityFactory(program=program, title="A fair", starts_at=NOW - timedelta(days=2))
    Afterthought.objects.create(activity=activity, person=person, organization=other, asked_at=NOW)
    client.force_login(partner)
    here, there = (text_of(page(client, "home", place)) for place in (organization, other))
    for words in ("Would you speak to our class?", "How did it go?"):
        assert words not in here
        assert words in there


def test_a_board_meeting_shows_agenda_papers_and_where_to_suggest(
    client, partner, person, organization, program
):
    meeting = MeetingFactory(program=program, starts_at=SOON)
    AgendaItemFactory(meeting=meeting)
    PaperFactory(board=meeting.board, meeting=meeting, title="Budget")
    ParticipationFactory(activity=meeting.activity, person=person, organization=organization)
    client.force_login(partner)

    shown = text_of(page(client, "activity_detail", organization, meeting.pk))

    assert "Budget" in shown
    assert "Suggest something for the agenda" in shown
    agenda = page(client, "activity_agenda", organization, meeting.pk)
    assert agenda.content.startswith(b"%PDF")
    assert page(client, "activity_minutes", organization, meeting.pk).status_code == 404


def test_a_host_finds_the_handout_and_no_student_by_name(
    client, partner, person, organization, program
):
    student = StudentFactory(program=program, given_name="Xiomara", family_name="Quist")
    host = ShadowHostFactory(
        activity=ActivityFactory(program=program, kind=Kind.JOB_SHADOW, starts_at=SOON),
        organization=organization,
        person=person,
        sent_at=NOW,
    )
    host.placements.create(activity=host.activity, student=student)
    client.force_login(partner)

    shown = text_of(page(client, "activity_detail", organization, host.activity_id))

    assert "Open the handout" in shown
    assert "Xiomara" not in shown


def test_what_we_give_shows_asks_of_all_programs_and_letters(
    client, partner, organization, partnership
):
    SupportFactory(organization=organization, kind=Support.Kind.SPEAKER)
    InteractionFactory(
        organization=organization,
        program=ProgramFactory(name="Welding"),
        is_ask=True,
        ask="A tour in May",
        note="Rude",
    )
    letter = LetterFactory(program=partnership.program, organization=organization, made_at=NOW)
    ActivityFactory(
        program=partnership.program,
        organization=organization,
        state="completed",
        starts_at=NOW - timedelta(days=3),
    )
    client.force_login(partner)

    shown = text_of(page(client, "commitment_list", organization))

    for words in ("Speak in class", "A tour in May", "Welding", "once", "2 hours"):
        assert words in shown
    assert "Rude" not in shown
    opened = page(client, "letter_open", organization, letter.pk)
    assert opened.getvalue().startswith(b"%PDF")


def test_nothing_of_the_programs_own_notes(client, partner, partnership, organization):
    Partnership.objects.filter(pk=partnership.pk).update(note="Hard to reach")
    ConnectionFactory(organization=organization, known_by="Mr. Secret")
    client.force_login(partner)
    for name in ("home", "calendar", "commitment_list", "person_list", "profile_edit"):
        shown = text_of(page(client, name, organization))
        assert "Hard to reach" not in shown
        assert "Mr. Secret" not in shown


def test_one_program_of_several_can_be_chosen(client, partner, person, organization, asked):
    other = PartnershipFactory(organization=organization, program=ProgramFactory(slug="welding"))
    activity = ActivityFactory(program=other.program, starts_at=SOON, title="Welding day")
    ParticipationFactory(activity=activity, person=person, organization=organization)
    client.force_login(partner)

    both = page(client, "home", organization)
    choose = reverse("portal:program_choose", args=[organization.pk])
    done = client.post(choose, {"program": "welding", "next": "/portal/"})
    one = page(client, "home", organization)

    assert done["Location"] == "/portal/"
    assert len(both.context["unanswered"]) == 2
    assert [e.activity.title for e in one.context["unanswered"]] == ["Welding day"]
    # What the other program asked is still to be opened, from a mail say.
    assert page(client, "activity_detail", organization, asked.activity_id).status_code == 200
    for none_of_theirs in ("", ProgramFactory().slug):
        client.post(choose, {"program": none_of_theirs})
        assert len(page(client, "home", organization).context["unanswered"]) == 2


def test_what_was_taken_on_is_done_with_one_press(client, partner, person, organization, program):
    task = TaskFactory(program=program, owner=person, title="Send the safety sheet")
    others = TaskFactory(program=program)
    client.force_login(partner)

    done = client.post(reverse("portal:task_finish", args=[organization.pk, task.pk]), follow=True)
    refused = client.post(reverse("portal:task_finish", args=[organization.pk, others.pk]))

    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (NOW, partner)
    assert "Done. Thank you!" in text_of(done)
    assert done.context["tasks"] == []
    assert refused.status_code == 404


def test_what_colleagues_promised_stands_under_what_we_give(client, partner, organization, program):
    lee = AffiliationFactory(organization=organization, person__name="Lee Osei").person
    TaskFactory(program=program, owner=lee, title="Lend the welding masks", due_on=SOON.date())
    TaskFactory(owner=lee, title="For another program")
    client.force_login(partner)

    response = page(client, "commitment_list", organization)

    assert "Lend the welding masks Lee Osei, by March 8, 2027" in bare(response)
    assert "For another program" not in text_of(response)


def test_what_colleagues_do_for_the_school_or_another_partner_does_not(
    client, partner, organization, program, teacher
):
    """A teacher who works at the partner too, and somebody of two partners."""
    AffiliationFactory(organization=organization, person=teacher.person)
    both = AffiliationFactory(organization=organization).person
    other = AffiliationFactory(person=both).organization
    TaskFactory(program=program, owner=teacher.person, title="Call a family")
    TaskFactory(program=program, owner=both, organization=other, title="Draft their offer")
    TaskFactory(program=program, owner=both, title="For nobody named")
    TaskFactory(program=program, owner=both, organization=organization, title="Lend a drill")
    client.force_login(partner)

    response = page(client, "commitment_list", organization)

    assert [one.title for one in response.context["promised"]] == ["Lend a drill"]


def test_letters_of_another_program_are_not_shown(client, partner, organization):
    letter = LetterFactory(organization=organization, made_at=NOW)
    letter.file.save("l.pdf", ContentFile(b"%PDF-1.7"))
    client.force_login(partner)
    assert page(client, "letter_open", organization, letter.pk).status_code == 404


def test_whoever_works_at_two_partners_chooses(client, partner, person, partnership):
    second = PartnershipFactory(program=partnership.program).organization
    AffiliationFactory(person=person, organization=second)
    client.force_login(partner)

    response = client.get(reverse("portal:start"))

    assert set(response.context["places"]) == {partnership.organization, second}


def test_with_one_place_there_is_nothing_to_choose(client, partner, organization):
    client.force_login(partner)
    assert client.get("/portal/")["Location"] == reverse("portal:home", args=[organization.pk])


# ---------------------------------------------------------------- what is not


def asked_to_look(organization, person, program):
    """A work of a round that is open."""
    item = ReviewItemFactory(review__program=program, review__opened_at=NOW)
    ReviewerFactory(review=item.review, organization=organization, person=person)
    return item


def ids_for(route, organization, person, program):
    """An address with ids that this partner may open, where the route has any."""
    values = {"organization": organization.pk}
    if "program" in route.ids:
        values["program"] = program.slug
    if "pk" not in route.ids:
        return values
    name = route.name.split(":")[1]
    meeting = MeetingFactory(program=program, starts_at=SOON, minutes_state="sent")
    meeting.minutes_file.save("m.pdf", ContentFile(b"%PDF-1.7"))
    ParticipationFactory(activity=meeting.activity, person=person, organization=organization)
    values["pk"] = {
        "activity_detail": lambda: meeting.pk,
        "activity_agenda": lambda: meeting.pk,
        "activity_minutes": lambda: meeting.pk,
        "letter_open": lambda: (
            LetterFactory(organization=organization, batch__program=program, made_at=NOW).pk
        ),
        "task_finish": lambda: TaskFactory(program=program, owner=person).pk,
        "person_leave": lambda: Affiliation.objects.get(person=person).pk,
        "review_detail": lambda: asked_to_look(organization, person, program).review_id,
        "review_item": lambda: asked_to_look(organization, person, program).pk,
        "review_file": lambda: asked_to_look(organization, person, program).pk,
        "seat_edit": lambda: (
            SeatFactory(board=meeting.board, organization=organization, representative=person).pk
        ),
    }[name]()
    return values


def close(response):
    """The file of an answer, and not the connection to the database with it."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("route", PORTAL, ids=lambda route: route.name)
def test_the_partner_comes_in_and_outsiders_do_not(
    client, route, partner, person, organization, program, teacher
):
    address = reverse(route.name, kwargs=ids_for(route, organization, person, program))
    client.force_login(partner)
    shown = client.get(address)
    close(shown)
    assert shown.status_code in {200, 405}
    knock = client.post if shown.status_code == 405 else client.get

    client.logout()
    assert knock(address)["Location"].startswith(reverse("account_login"))
    elsewhere = AffiliationFactory(
        organization=PartnershipFactory(program=program).organization,
        person=PersonFactory(user=UserFactory()),
    )
    for outsider in (elsewhere.person.user, teacher, UserFactory()):
        client.force_login(outsider)
        assert knock(address).status_code == 404
        assert client.post(address).status_code in {404, 405}
    # at once, on the day on which somebody says that they left
    person.affiliations.update(ended_on=NOW.date())
    client.force_login(partner)
    assert knock(address).status_code == 404
    assert client.post(address).status_code in {404, 405}


@pytest.mark.parametrize(
    "route", [one for one in PORTAL if "pk" in one.ids], ids=lambda route: route.name
)
def test_another_organizations_things_are_not_found_under_ones_own(
    client, route, partner, organization, program
):
    other = PartnershipFactory(program=program).organization
    someone = AffiliationFactory(organization=other).person
    values = ids_for(route, other, someone, program) | {"organization": organization.pk}
    client.force_login(partner)
    for response in (
        client.get(reverse(route.name, kwargs=values)),
        client.post(reverse(route.name, kwargs=values)),
    ):
        assert response.status_code in {404, 405}


def test_a_colleagues_own_activities_are_theirs(client, partner, organization, program):
    colleague = AffiliationFactory(organization=organization).person
    activity = ActivityFactory(program=program, starts_at=SOON)
    ParticipationFactory(activity=activity, person=colleague, organization=organization)
    client.force_login(partner)
    assert page(client, "activity_detail", organization, activity.pk).status_code == 404


def test_an_organization_that_is_no_partner_has_no_portal(client, partner, person):
    lone = OrganizationFactory()
    AffiliationFactory(person=person, organization=lone)
    client.force_login(partner)
    assert page(client, "home", lone).status_code == 404


def test_after_leaving_the_start_page_says_so_kindly_and_the_feed_is_empty(
    client, partner, person, asked
):
    renew_feed(person, now=NOW)
    assert activities_of(person, now=NOW).count() == 1
    person.affiliations.update(ended_on=NOW.date() - timedelta(days=1))
    client.force_login(partner)

    assert "You are not listed at any partner" in text_of(client.get(reverse("portal:start")))
    assert activities_of(person, now=NOW).count() == 0


# ---------------------------------------------------------------- what it costs


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_twelve_things_at_most_and_is_light(
    client, partner, person, organization, count, django_assert_max_num_queries
):
    for _ in range(count):
        program = PartnershipFactory(organization=organization).program
        activity = ActivityFactory(program=program, starts_at=SOON)
        ParticipationFactory(activity=activity, person=person, organization=organization)
        GuidelineVersionFactory(
            guideline__program=program, guideline__kinds=[activity.kind], published_at=NOW
        )
        TaskFactory(program=program, owner=person)
        asked_host(person, organization, program)
        SpeakerAskFactory(program=program, person=person, organization=organization)
        ended_meeting(person, organization, program)
        asked_to_look(organization, person, program)
    client.force_login(partner)
    with django_assert_max_num_queries(12):
        response = page(client, "home", organization)
    assert len(response.content) < 40_000


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "limit"), [("calendar", 7), ("person_list", 6), ("commitment_list", 9)]
)
def test_lists_cost_the_same_with_more_rows(
    client,
    partner,
    person,
    organization,
    program,
    count,
    name,
    limit,
    django_assert_max_num_queries,
):
    for number in range(count):
        ParticipationFactory(
            activity=ActivityFactory(program=program), person=person, organization=organization
        )
        AffiliationFactory(organization=organization)
        SeatFactory(board__program=program, organization=organization)
        SupportFactory(organization=organization, kind=Support.Kind.values[number])
        InteractionFactory(organization=organization, is_ask=True, ask="A tour")
        LetterFactory(organization=organization, made_at=NOW)
    client.force_login(partner)
    with django_assert_max_num_queries(limit):
        page(client, name, organization)


# ---------------------------------------------------------------- oneself


def test_profile_talents_and_language_are_ones_own_to_change(client, partner, person, organization):
    topic = Topic.objects.create(name="Robotics of old")
    client.force_login(partner)
    client.post(
        reverse("portal:profile_edit", args=[organization.pk]),
        {"name": "Kim O'Brien-Núñez", "title": "Nurse", "language": "es", "talents": [topic.pk]},
    )
    person.refresh_from_db()
    assert (person.name, person.language) == ("Kim O'Brien-Núñez", "es")
    assert list(person.talents.all()) == [topic]
    assert person.affiliations.get().title == "Nurse"
    assert person.history.first().history_user == partner


def test_talents_are_named_and_sorted_in_the_persons_language(
    client, partner, person, organization
):
    Topic.objects.create(name="Alpine rescue", name_es="Zona de nieve")
    Topic.objects.create(name="Mending")
    Person.objects.filter(pk=person.pk).update(language="es")
    client.force_login(partner)
    page = client.get(reverse("portal:profile_edit", args=[organization.pk]))
    shown = [one.name_es or one.name for one in page.context["form"].fields["talents"].queryset]
    assert "Soldadura y unión" in page.content.decode()  # of the starter
    assert shown.index("Bases de electricidad") < shown.index("Mending")
    assert shown.index("Soldadura y unión") < shown.index("Zona de nieve")


def test_an_empty_name_is_refused_on_its_field(client, partner, organization):
    client.force_login(partner)
    response = client.post(
        reverse("portal:profile_edit", args=[organization.pk]), {"name": " ", "language": "en"}
    )
    assert response.status_code == 422
    assert "name" in response.context["form"].errors


def test_mail_that_may_be_turned_off_is(client, partner, person, organization):
    client.force_login(partner)
    address = reverse("portal:preference_set", args=[organization.pk])

    client.post(address, {"kind": ["letter"]})
    assert [one.kind for one in Preference.objects.filter(email=person.email)] == ["recruitment"]
    client.post(address, {"kind": ["letter", "recruitment", "account"]})
    assert not Preference.objects.exists()


def test_what_we_are_willing_to_do_keeps_remarks(client, partner, organization):
    SupportFactory(organization=organization, kind="speaker", note="two at a time")
    SupportFactory(organization=organization, kind="funding")
    client.force_login(partner)
    client.post(
        reverse("portal:support_edit", args=[organization.pk]), {"kinds": ["speaker", "mentor"]}
    )
    found = dict(organization.supports.values_list("kind", "note"))
    assert found == {"speaker": "two at a time", "mentor": ""}


def test_the_calendars_address_is_made_and_dies(client, partner, person, organization):
    client.force_login(partner)
    client.post(reverse("portal:feed_renew", args=[organization.pk]))
    address = page(client, "calendar", organization).context["address"]
    assert client.get(address.removeprefix("http://localhost:8000")).status_code in {200, 404}
    client.post(reverse("portal:feed_revoke", args=[organization.pk]))
    assert page(client, "calendar", organization).context["address"] == ""


# ---------------------------------------------------------------- our people


def test_a_colleague_is_added_and_gets_the_link(client, partner, organization):
    client.force_login(partner)
    client.post(
        reverse("portal:person_add", args=[organization.pk]),
        {"name": "Ana Núñez", "email": "ana@example.com", "title": "Nurse"},
    )
    added = Affiliation.objects.get(person__email="ana@example.com", organization=organization)
    mail = Message.objects.get(to_email="ana@example.com")
    assert enter_address(added) in mail.text
    assert added.history.first().history_user == partner


@pytest.mark.parametrize("name", ["Secret Person", "Ana"])
def test_whoever_is_known_is_attached_by_staff_alone(
    client, partner, partnership, organization, teacher, name
):
    partnership.owner = Person.objects.get(user=teacher)
    partnership.save()
    AffiliationFactory(person__name="Secret Person", person__email="known@example.com")
    for email in ("known@example.com", teacher.email, teacher.email.upper()):
        client.force_login(partner)
        address = reverse("portal:person_add", args=[organization.pk])
        response = client.post(address, {"name": name, "email": email}, follow=True)
        assert "The school looks at it first" in text_of(response)
        assert not Affiliation.objects.filter(
            organization=organization, person__email=email.lower()
        ).exists()
    assert not Message.objects.exists()
    tasks = Task.objects.filter(owner=partnership.owner)
    assert tasks.count() == 3
    assert f"{name}, known@example.com is to be listed" in tasks.order_by("pk")[0].title


@pytest.mark.parametrize(
    "name", ["You won http://evil.example", "Ana www.evil.example", "a@b.example"]
)
def test_a_name_is_no_advertisement(client, partner, organization, name):
    client.force_login(partner)
    response = client.post(
        reverse("portal:person_add", args=[organization.pk]),
        {"name": name, "email": "ana@example.com"},
    )
    assert response.status_code == 422
    assert "name" in response.context["form"].errors
    assert not Message.objects.exists()


def test_whose_address_it_is_already_is_said(client, partner, person, organization):
    """The name that was typed may be another's."""
    client.force_login(partner)
    refused = client.post(
        reverse("portal:person_add", args=[organization.pk]),
        {"name": "Somebody Else", "email": person.email},
    )
    assert f"{person.name} is on the list here already" in text_of(refused)


def test_ten_colleagues_a_day_and_staff_hear_of_each(client, partner, organization):
    client.force_login(partner)
    address = reverse("portal:person_add", args=[organization.pk])
    for number in range(11):
        last = client.post(address, {"name": f"Ana {number}", "email": f"ana{number}@example.com"})
    assert last.status_code == 422
    assert "enough for one day" in text_of(last)
    assert Message.objects.count() == 10
    assert Task.objects.filter(title__contains="is new at").count() == 10


def test_the_partner_names_representative_and_substitute(client, partner, person, organization):
    program = Partnership.objects.get(organization=organization).program
    seat = SeatFactory(board__program=program, organization=organization, representative=None)
    colleague = AffiliationFactory(organization=organization).person
    client.force_login(partner)
    address = reverse("portal:seat_edit", args=[organization.pk, seat.pk])

    client.post(address, {"representative": person.pk, "substitute": colleague.pk})

    seat.refresh_from_db()
    assert (seat.representative, seat.substitute) == (person, colleague)
    same = client.post(address, {"representative": person.pk, "substitute": person.pk})
    assert same.status_code == 422
    stranger = PersonFactory()
    assert client.post(address, {"representative": stranger.pk}).status_code == 422


def test_who_speaks_for_another_seat_of_the_board_is_no_substitute(
    client, partner, person, organization
):
    program = Partnership.objects.get(organization=organization).program
    colleague = AffiliationFactory(organization=organization).person
    seat = SeatFactory(board__program=program, organization=organization, representative=person)
    SeatFactory(board=seat.board, organization=organization, representative=colleague)
    client.force_login(partner)
    response = client.post(
        reverse("portal:seat_edit", args=[organization.pk, seat.pk]),
        {"representative": person.pk, "substitute": colleague.pk},
    )
    assert response.status_code == 422
    assert "speaks for another seat on this board" in text_of(response)
