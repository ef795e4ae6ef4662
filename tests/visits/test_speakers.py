"""Asking speakers, their answers, and whom they recommend (SPEC 6.2, 6.3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar

from calendar_app.models import Activity, Kind, Participation, Task
from core.exceptions import DomainError
from notifications.models import Message
from partnerships.domain.merging import merge_people
from partnerships.models import (
    Connection,
    Interaction,
    Organization,
    Partnership,
    Person,
    Topic,
)
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    InteractionFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    ProgramFactory,
    SpeakerAskFactory,
    SpeakerRequestFactory,
    SupportFactory,
)
from visits.domain import referrals, speaker_answers, speaker_mail, speakers
from visits.domain.suggestions import suggest_speakers
from visits.models import SpeakerAsk, SpeakerRequest

SITE = "https://partners.example.org"


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"visits:{name}", args=[program.slug, *args])


@pytest.fixture
def topic(db):
    return Topic.objects.create(name="Night work")


@pytest.fixture
def wanted(program, coordinator, topic):
    row = SpeakerRequestFactory(
        program=program,
        title="Nurses at night",
        organizer=coordinator.person,
        place="12 School St",
        minutes=50,
    )
    row.topics.add(topic)
    return row


def at_partner(program, name, at="Clinic", *, main=False, title="Nurse", **fields):
    """A person of a partner of the program, and the organization."""
    organization = Organization.objects.filter(name=at).first()
    if organization is None:
        organization = PartnershipFactory(program=program, organization__name=at).organization
    person = PersonFactory(name=name, email=f"{name.split()[0].lower()}@example.org", **fields)
    AffiliationFactory(person=person, organization=organization, is_main_contact=main, title=title)
    return person, organization


@pytest.fixture
def kim(program):
    return at_partner(program, "Kim Tran")


@pytest.fixture
def lee(program):
    return at_partner(program, "Lee Park", "Library")


@pytest.fixture
def asked(wanted, kim, lee, coordinator):
    """Kim and Lee are asked; no mail is left over."""
    speakers.ask_people(wanted, people=[kim, lee], by=coordinator, now=NOW)
    Message.objects.all().delete()
    return {ask.person.name.split()[0].lower(): ask for ask in SpeakerAsk.objects.all()}


def link(ask, what="speaker_answer"):
    return reverse(f"visit_links:{what}", args=[speaker_mail.speaker_token(ask)])


def says(response):
    return response.content.decode()


def mails():
    return sorted(Message.objects.values_list("to_email", flat=True))


# ---------------------------------------------------------------- the request


DATA = {
    "title": "Nurses at night",
    "about": "One night, hour by hour",
    "on": "2027-04-05",
    "begins": "09:10",
    "minutes": 50,
    "grade_from": 10,
    "grade_to": 12,
}


def test_a_request_is_made(client, program, at, teacher, topic):
    client.force_login(teacher)
    data = DATA | {"organizer": teacher.person.pk, "topics": [topic.pk]}

    response = client.post(at("request_add"), data)

    wanted = SpeakerRequest.objects.get()
    assert response["Location"] == at("request_detail", wanted.pk)
    local = wanted.starts_at.astimezone(program.zone)
    assert (f"{local:%Y-%m-%d %H:%M}", wanted.minutes) == ("2027-04-05 09:10", 50)
    assert wanted.history.get().history_user == teacher


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"on": "2026-04-05"}, "on", "over"),
        ({"on": "2027-03-14", "begins": "02:30"}, "begins", "clocks go forward"),
        ({"grade_from": 12, "grade_to": 9}, "grade_to", "below the first"),
        ({"minutes": 2}, "minutes", "greater than or equal to 5"),
        ({"title": ""}, "title", "required"),
    ],
)
def test_what_is_refused_is_said_on_its_field(client, at, teacher, change, field, words):
    client.force_login(teacher)

    response = client.post(at("request_add"), DATA | {"organizer": teacher.person.pk} | change)

    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert "One night, hour by hour" in says(response)
    assert not SpeakerRequest.objects.exists()


def test_the_date_stays_once_somebody_was_asked(client, at, asked, wanted, coordinator):
    client.force_login(coordinator)
    data = DATA | {"organizer": coordinator.person.pk}

    response = client.post(at("request_edit", wanted.pk), data)

    assert response.status_code == 422
    assert "read the date" in str(response.context["form"].errors["on"])


# ---------------------------------------------------------------- whom to ask


def names(wanted, **search):
    return [one.person.name for one in suggest_speakers(wanted, **search)]


def test_who_knows_the_topic_comes_first_with_the_reasons(program, wanted, topic, kim, lee):
    kim[0].talents.add(topic)
    SupportFactory(organization=lee[1], kind="speaker", note="two at a time")
    at_partner(program, "Max Stone", "Quarry")

    found = suggest_speakers(wanted)

    assert [one.person.name for one in found] == ["Kim Tran", "Lee Park"]
    assert found[0].reasons == ["Knows about Night work"]
    assert found[1].reasons == ["Would speak in class: two at a time"]


def test_of_a_willing_partner_the_main_contact_is_suggested_not_everybody(program, wanted, lee):
    SupportFactory(organization=lee[1], kind="speaker")
    at_partner(program, "Ada Main", "Library", main=True)
    assert names(wanted) == ["Ada Main"]

    partnership = Partnership.objects.get(organization=lee[1])
    PartnerRoleFactory(partnership=partnership, person=lee[0], role="speaker")

    assert names(wanted) == ["Lee Park"]


def test_who_was_asked_lately_by_any_program_comes_last_and_it_is_said(
    program, wanted, topic, kim, lee
):
    for person, _place in (kim, lee):
        person.talents.add(topic)
    InteractionFactory(
        program=ProgramFactory(name="Welding"),
        organization=kim[1],
        happened_at=NOW - timedelta(days=3),
        is_ask=True,
        ask="Host a tour",
    )

    found = suggest_speakers(wanted)

    assert [one.person.name for one in found] == ["Lee Park", "Kim Tran"]
    assert (found[1].asked_by, found[1].asked_what, found[1].is_too_soon) == (
        "Welding",
        "Host a tour",
        True,
    )


def test_who_left_declined_or_was_asked_is_not_suggested(
    program, wanted, topic, kim, lee, coordinator
):
    for person, _place in (kim, lee):
        person.talents.add(topic)
    Partnership.objects.filter(organization=lee[1]).update(stage="declined", stage_reason="No")
    gone, _place = at_partner(program, "Gone Long", "Mill")
    gone.talents.add(topic)
    gone.affiliations.update(ended_on=NOW.date() - timedelta(days=9))
    assert names(wanted) == ["Kim Tran"]
    assert names(wanted, search="Lee") == ["Lee Park"]

    speakers.ask_people(wanted, people=[kim], by=coordinator, now=NOW)

    assert names(wanted) == []


def test_other_programs_partners_are_not_suggested(wanted, topic):
    person, _place = at_partner(ProgramFactory(), "Far Away", "Elsewhere")
    person.talents.add(topic)

    assert names(wanted) == []
    assert names(wanted, search="Far") == []


def test_the_order_is_the_same_every_time(program, wanted, topic):
    for letter in "CABDE":
        person, _place = at_partner(program, f"{letter} Same", f"Place {letter}")
        person.talents.add(topic)

    assert names(wanted) == [f"{letter} Same" for letter in "ABCDE"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_request(
    client, program, wanted, topic, at, coordinator, django_assert_num_queries, count
):
    for number in range(count):
        person, place = at_partner(program, f"P{number} One", f"Place {number}")
        person.talents.add(topic)
        SupportFactory(organization=place, kind="speaker")
        InteractionFactory(program=program, organization=place, is_ask=True, ask="A tour")
        ask = SpeakerAskFactory(request=wanted, answer="proposes", proposed_text="Monday")
        ask.colleague, ask.colleague_at, ask.recommended_at = person, place, NOW
        ask.colleague_name = person.name
        ask.save()
    client.force_login(coordinator)
    client.get(at("request_detail", wanted.pk))

    with django_assert_num_queries(8):
        suggest_speakers(wanted)
    with django_assert_num_queries(15):
        client.get(at("request_detail", wanted.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(client, program, at, teacher, django_assert_num_queries, count):
    for _number in range(count):
        SpeakerAskFactory(program=program)
    client.force_login(teacher)
    client.get(at("request_list"))

    with django_assert_num_queries(6):
        client.get(at("request_list"))
    with django_assert_num_queries(4):
        client.get(at("request_list") + "?export=csv")


# ---------------------------------------------------------------- asking


def test_those_ticked_get_a_mail_and_each_ask_is_logged_for_all_programs(
    client, at, wanted, kim, lee, coordinator
):
    silent, place = at_partner(wanted.program, "No Mail", "Clinic")
    silent.email = ""
    silent.save()
    second = at_partner(wanted.program, "Eve Adams", "Clinic")
    client.force_login(coordinator)
    ticked = [f"{one[0].pk}-{one[1].pk}" for one in (kim, second, lee, (silent, place))]

    page = client.post(at("request_ask", wanted.pk), {"who": ticked}, follow=True)

    assert mails() == ["eve@example.org", "kim@example.org", "lee@example.org"]
    assert "3 mails are on the way. No e-mail address: No Mail" in says(page)
    logged = {row.organization.name: row for row in Interaction.objects.asks()}
    assert set(logged) == {"Clinic", "Library"}
    assert {one.name for one in logged["Clinic"].people.all()} == {"Kim Tran", "Eve Adams"}
    assert logged["Library"].ask == "Speak in class: Nurses at night"
    assert {ask.asked_by for ask in SpeakerAsk.objects.all()} == {coordinator}

    client.post(at("request_ask", wanted.pk), {"who": ticked})
    assert Message.objects.count() == 3
    assert Interaction.objects.count() == 2


def test_the_mail_says_what_when_and_has_three_links(wanted, kim, coordinator):
    speakers.ask_people(wanted, people=[kim], by=coordinator, now=NOW)

    mail = Message.objects.get()
    assert mail.subject == "Would you speak to our class? Nurses at night, Wednesday 31 March 2027"
    assert "7:00-7:50 am" in mail.text
    assert mail.reply_to == coordinator.email
    token = speaker_mail.speaker_address(SpeakerAsk.objects.get())
    for answer in ("yes", "no", "proposes"):
        assert f"{token}?answer={answer}" in mail.text


@pytest.mark.parametrize("case", ["nobody", "nonsense", "not a partner", "left", "filled", "over"])
def test_what_cannot_be_asked_is_refused_and_nobody_is_mailed(
    client, at, wanted, kim, coordinator, clock, case
):
    who = [f"{kim[0].pk}-{kim[1].pk}"]
    if case == "nobody":
        who = []
    elif case == "nonsense":
        who = ["x-1", "7", "99999999999999999999-1"]
    elif case == "not a partner":
        person, place = at_partner(ProgramFactory(), "Far Away", "Elsewhere")
        who.append(f"{person.pk}-{place.pk}")
    elif case == "left":
        kim[0].affiliations.update(ended_on=NOW.date() - timedelta(days=1))
    elif case == "filled":
        wanted.state, wanted.activity = "filled", ActivityFactory(program=wanted.program)
        wanted.save()
    else:
        clock.move_to(wanted.starts_at)
    client.force_login(coordinator)

    response = client.post(at("request_ask", wanted.pk), {"who": who})

    assert response.status_code == 422
    assert not Message.objects.exists()
    assert not SpeakerAsk.objects.exists()
    assert not Interaction.objects.exists()


# ---------------------------------------------------------------- answers


def test_looking_at_the_link_answers_nothing(client, asked):
    for query in ("", "?answer=yes", "?answer=no"):
        page = client.get(link(asked["kim"]) + query)
        assert page.status_code == 200
        assert "Would you speak to our class?" in says(page)

    asked["kim"].refresh_from_db()
    assert asked["kim"].answer == "open"
    assert not Activity.objects.exists()


def test_a_yes_makes_the_presentation_with_them_as_speaker(
    client, program, asked, wanted, coordinator, teacher
):
    wanted.teacher = teacher.person
    wanted.save()

    client.post(link(asked["kim"]), {"answer": "yes", "note": "Gladly"})

    wanted.refresh_from_db()
    activity = wanted.activity
    assert (wanted.state, activity.kind) == ("filled", Kind.CLASSROOM_PRESENTATION)
    assert (activity.starts_at, activity.ends_at - activity.starts_at) == (
        wanted.starts_at,
        timedelta(minutes=50),
    )
    assert (activity.organizer, activity.organization.name) == (coordinator.person, "Clinic")
    speaker = activity.participations.get(role=Participation.Role.SPEAKER)
    assert (speaker.person.name, speaker.answer, speaker.answered_at) == ("Kim Tran", "yes", NOW)
    assert activity.participations.get(role=Participation.Role.STAFF).person == teacher.person
    done = {one.kind for one in activity.checkpoints.exclude(done_at=None)}
    assert done == {"contacted", "confirmed"}
    assert mails() == sorted(["kim@example.org", coordinator.email, teacher.email])
    assert activity.history.first().history_user is None
    assert "You are the speaker" in says(client.get(link(asked["kim"])))


def test_their_calendar_gets_it_with_their_yes(client, asked):
    client.post(link(asked["kim"]), {"answer": "yes"})

    mail = Message.objects.get(to_email="kim@example.org")
    entry = Calendar.from_ical(mail.calendar).walk("VEVENT")[0]
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert mail.subject == "Thank you: Nurses at night, Wednesday 31 March 2027"


def test_it_fills_a_presentation_that_was_on_the_calendar(client, at, program, kim, coordinator):
    activity = ActivityFactory(
        program=program,
        kind=Kind.CLASSROOM_PRESENTATION,
        title="Fourth hour",
        organizer=coordinator.person,
    )
    client.force_login(coordinator)
    address = f"{at('request_add')}?activity={activity.pk}"
    client.post(address, {"title": "Fourth hour", "organizer": coordinator.person.pk})
    wanted = SpeakerRequest.objects.get()
    assert wanted.activity == activity
    assert client.get(address).status_code == 404  # looked for already
    speakers.ask_people(wanted, people=[kim], by=coordinator, now=NOW)

    client.post(link(SpeakerAsk.objects.get()), {"answer": "yes"})

    activity.refresh_from_db()
    assert Activity.objects.get() == activity
    assert activity.organization == kim[1]
    assert activity.participations.get().person == kim[0]


def test_of_two_who_say_yes_one_comes_and_staff_sees_both(client, at, asked, wanted, coordinator):
    client.post(link(asked["kim"]), {"answer": "yes"})
    Message.objects.all().delete()

    client.post(link(asked["lee"]), {"answer": "yes", "note": "Me too"})

    assert Activity.objects.count() == 1
    lee = SpeakerAsk.objects.get(pk=asked["lee"].pk)
    assert (lee.answer, lee.is_speaker, lee.note) == ("yes", False, "Me too")
    assert mails() == [coordinator.email]
    assert "has said yes too" in Message.objects.get().text
    page = says(client.get(link(asked["lee"])))
    assert "Somebody else has said yes in the meantime" in page
    assert 'name="answer"' not in page
    client.force_login(coordinator)
    page = says(client.get(at("request_detail", wanted.pk)))
    assert "Comes</span>" in page
    assert "Yes, too late</span>" in page

    client.post(link(asked["lee"]), {"answer": "yes"})
    assert mails() == [coordinator.email]


def test_the_database_holds_one_speaker(asked, wanted):
    SpeakerAsk.objects.filter(pk=asked["kim"].pk).update(is_speaker=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        SpeakerAsk.objects.filter(pk=asked["lee"].pk).update(is_speaker=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpeakerRequest.objects.filter(pk=wanted.pk).update(state="filled")


def test_a_no_is_kept_and_can_become_a_yes(client, asked, coordinator, clock):
    client.post(link(asked["kim"]), {"answer": "no", "note": "On vacation"})
    asked["kim"].refresh_from_db()
    assert (asked["kim"].answer, asked["kim"].note) == ("no", "On vacation")
    assert mails() == [coordinator.email]
    clock.shift(timedelta(hours=1))

    client.post(link(asked["kim"]), {"answer": "yes"})

    asked["kim"].refresh_from_db()
    assert asked["kim"].is_speaker
    refused = client.post(link(asked["kim"]), {"answer": "no"})
    assert refused.status_code == 422
    assert "counts on you" in says(refused)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "choose one of the answers"),
        ({"answer": "perhaps"}, "choose one of the answers"),
        ({"answer": "no", "note": "x" * 301}, "at most 300 characters"),
    ],
)
def test_an_answer_that_is_none_is_refused(client, asked, data, words):
    response = client.post(link(asked["kim"]), data)

    assert response.status_code == 422
    assert words in says(response)
    asked["kim"].refresh_from_db()
    assert asked["kim"].answer == "open"


@pytest.mark.parametrize("case", ["over", "withdrawn"])
def test_a_link_that_is_too_late_is_kind(client, asked, wanted, coordinator, clock, case):
    if case == "over":
        clock.move_to(wanted.starts_at)
    else:
        speakers.withdraw_request(wanted, by=coordinator)
    Message.objects.all().delete()

    page = client.get(link(asked["kim"]))
    refused = client.post(link(asked["kim"]), {"answer": "yes"})

    assert page.status_code == 200
    assert "ask you again another time" in says(page)
    assert "Could you recommend a colleague?" in says(page)
    assert refused.status_code == 410
    assert not Activity.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("what", ["speaker_answer", "speaker_propose", "speaker_recommend"])
def test_a_broken_link_is_a_kind_404(client, asked, what):
    address = link(asked["kim"], what).replace(":", "x:", 1)

    assert client.post(address, {"answer": "yes"}).status_code == 404
    assert not Activity.objects.exists()


def test_the_page_and_mail_speak_spanish(wanted, program, coordinator, client, monkeypatch):
    from django.utils import translation  # noqa: PLC0415 - asked for here alone

    seen = []
    ana = at_partner(program, "Ana Ruiz", "Taller", language="es")
    speakers.ask_people(wanted, people=[ana], by=coordinator, now=NOW)
    monkeypatch.setattr(
        speaker_mail, "spoken_span", lambda a, b: seen.append(translation.get_language()) or ""
    )

    page = says(client.get(link(SpeakerAsk.objects.get())))

    assert '<html lang="es">' in page
    assert seen == ["es"]
    assert "31 de marzo de 2027" in Message.objects.get().subject


# ---------------------------------------------------------------- another date


def test_a_proposed_date_waits_and_is_taken_with_one_button(
    client, at, program, asked, wanted, coordinator
):
    data = {"proposed_on": "2027-04-06", "proposed_begins": "10:00", "proposed_text": "or later"}
    client.post(link(asked["kim"], "speaker_propose"), data)
    assert not Activity.objects.exists()
    assert mails() == [coordinator.email]
    assert "Tuesday 6 April 2027, 10:00 am" in Message.objects.get().text
    client.force_login(coordinator)
    form = client.get(at("request_detail", wanted.pk)).context["rows"][0]["form"]
    taken = {"on": form.initial["on"].isoformat(), "begins": f"{form.initial['begins']:%H:%M}"}

    client.post(at("ask_take", asked["kim"].pk), taken)

    activity = Activity.objects.get()
    local = activity.starts_at.astimezone(program.zone)
    assert f"{local:%Y-%m-%d %H:%M}" == "2027-04-06 10:00"
    assert activity.ends_at - activity.starts_at == timedelta(minutes=50)
    assert activity.participations.get().person.name == "Kim Tran"
    assert mails() == sorted([coordinator.email, "kim@example.org"])
    assert activity.history.first().history_user == coordinator


def test_it_is_refused_with_a_kind_mail_once(client, at, asked, coordinator):
    client.post(link(asked["kim"], "speaker_propose"), {"proposed_text": "any Monday"})
    Message.objects.all().delete()
    client.force_login(coordinator)
    for _ in range(2):
        client.post(at("ask_refuse", asked["kim"].pk), {"word": "We have no class on Mondays."})

    mail = Message.objects.get()
    assert mail.to_email == "kim@example.org"
    assert "We have no class on Mondays." in mail.text
    assert "does not fit the class this time" in says(client.get(link(asked["kim"])))


def test_who_waits_with_a_date_hears_that_somebody_else_comes(client, asked):
    client.post(link(asked["kim"], "speaker_propose"), {"proposed_text": "any Monday"})
    Message.objects.all().delete()

    client.post(link(asked["lee"]), {"answer": "yes"})

    subjects = dict(Message.objects.values_list("to_email", "subject"))
    assert subjects["kim@example.org"] == "No speaker needed any more: Nurses at night"


def test_two_proposals_are_not_both_taken(client, at, asked, coordinator):
    for name in ("kim", "lee"):
        client.post(link(asked[name], "speaker_propose"), {"proposed_text": "any Monday"})
    client.force_login(coordinator)
    when = {"on": "2027-04-06", "begins": "10:00"}

    client.post(at("ask_take", asked["kim"].pk), when)
    refused = client.post(at("ask_take", asked["lee"].pk), when)

    assert refused.status_code == 422
    assert "Not taken" in says(refused)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "When would suit you?"),
        ({"proposed_on": "2027-04-06"}, "date and the time"),
        ({"proposed_on": "soon", "proposed_begins": "10:00"}, "date and the time"),
        ({"proposed_on": "2026-04-06", "proposed_begins": "10:00"}, "This date is over."),
        ({"proposed_text": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_proposal_without_a_time_is_refused_and_loses_nothing(client, asked, data, words):
    response = client.post(link(asked["kim"], "speaker_propose"), data)

    assert response.status_code == 422
    assert words in says(response)
    for value in data.values():
        assert value in says(response)
    asked["kim"].refresh_from_db()
    assert asked["kim"].answer == "open"


def test_withdrawing_tells_all_but_those_who_said_no(client, at, asked, wanted, coordinator):
    speaker_answers.decline(asked["lee"], now=NOW)
    Message.objects.all().delete()
    client.force_login(coordinator)
    for _ in range(2):
        client.post(at("request_withdraw", wanted.pk))

    assert mails() == ["kim@example.org"]
    wanted.refresh_from_db()
    assert wanted.state == "withdrawn"


# ---------------------------------------------------------------- could you recommend a colleague?


def recommend(client, ask, **data):
    address = link(ask, "speaker_recommend")
    return client.post(address, {f"colleague_{name}": value for name, value in data.items()})


def test_a_colleague_at_a_new_organization_is_a_prospect_and_a_warm_way_in(
    client, at, program, asked, wanted, coordinator
):
    response = recommend(
        client,
        asked["kim"],
        name="Rosa Diaz",
        email="Rosa@example.org",
        organization="Lakeview Hospice",
        word="Tells it well",
    )

    assert response.status_code == 302
    rosa = Person.objects.get(name="Rosa Diaz")
    place = Organization.objects.get(name="Lakeview Hospice")
    assert rosa.email == "rosa@example.org"
    assert rosa.affiliations.get().organization == place
    assert place.partnerships.get().program == program
    assert place.partnerships.get().stage == "identified"
    connection = Connection.objects.get()
    assert (connection.organization, connection.contact, connection.known_by) == (
        place,
        rosa,
        "Kim Tran",
    )
    assert not Task.objects.exists()
    assert place.history.first().history_user is None
    found = suggest_speakers(wanted)
    assert found[0].person == rosa
    assert found[0].reasons[0] == "Kim Tran recommended them for this class"
    assert "You recommended Rosa Diaz" in says(client.get(link(asked["kim"])))


def test_the_chain_is_on_the_request(client, at, asked, wanted, coordinator):
    recommend(client, asked["kim"], name="Rosa Diaz", email="rosa@example.org")
    rosa = Person.objects.get(name="Rosa Diaz")
    speakers.ask_people(wanted, people=[(rosa, asked["kim"].organization)], by=coordinator, now=NOW)
    recommend(client, SpeakerAsk.objects.get(person=rosa), name="Ivo Last")
    client.force_login(coordinator)

    page = says(client.get(at("request_detail", wanted.pk)))

    assert "Recommended: Kim Tran → Rosa Diaz" in page
    assert "Recommends Rosa Diaz" in page
    assert "Recommends Ivo Last" in page


def test_a_likely_duplicate_makes_a_task_and_no_second_organization(
    client, program, asked, wanted, coordinator
):
    PartnershipFactory(program=program, organization__name="OSF HealthCare Saint Francis")
    count = Organization.objects.count()

    recommend(client, asked["kim"], name="Rosa Diaz", organization="OSF St. Francis")

    assert Organization.objects.count() == count
    assert not Person.objects.filter(name="Rosa Diaz").exists()
    task = Task.objects.get()
    assert (task.program, task.owner) == (program, coordinator.person)
    assert "OSF HealthCare Saint Francis" in task.note
    assert "Rosa Diaz" in task.title


def test_an_organization_we_have_is_not_made_again_but_becomes_a_partner(client, program, asked):
    place = PartnershipFactory(organization__name="Lakeview Hospice").organization

    recommend(client, asked["kim"], name="Rosa Diaz", organization="lakeview hospice")

    assert Organization.objects.filter(name__iexact="lakeview hospice").count() == 1
    assert place.partnerships.filter(program=program).exists()
    assert place.affiliations.get().person.name == "Rosa Diaz"


def test_somebody_else_s_address_makes_a_task(client, asked, lee):
    recommend(client, asked["kim"], name="Rosa Diaz", email=lee[0].email)

    assert "belongs to Lee Park" in Task.objects.get().note
    assert not Person.objects.filter(name="Rosa Diaz").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": " "}, "A name, please"),
        ({"name": "Rosa Diaz", "email": "nonsense"}, "not an e-mail address"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_recommendation_that_is_none_is_refused(client, asked, data, words):
    response = recommend(client, asked["kim"], **data)

    assert response.status_code == 422
    assert words in says(response)
    assert not Connection.objects.exists()


def test_one_recommendation_for_each_who_was_asked(client, asked):
    recommend(client, asked["kim"], name="Rosa Diaz")

    again = recommend(client, asked["kim"], name="Ivo Last")

    assert again.status_code == 422
    assert "You have recommended Rosa Diaz already" in says(again)
    assert not Person.objects.filter(name="Ivo Last").exists()


def test_a_colleague_can_be_recommended_when_it_is_too_late_to_answer(client, asked, lee):
    speaker_answers.accept(asked["lee"], now=NOW)

    assert recommend(client, asked["kim"], name="Rosa Diaz").status_code == 302
    assert Person.objects.filter(name="Rosa Diaz").exists()


def test_who_has_left_says_yes_for_nobody(asked):
    kim = asked["kim"]
    kim.person.affiliations.update(ended_on=NOW.date())

    with pytest.raises(DomainError, match="somebody else answers"):
        speaker_answers.accept(kim, now=NOW)


def test_a_circle_of_recommendations_ends(asked):
    kim, lee = asked["kim"], asked["lee"]
    kim.colleague, lee.colleague = lee.person, kim.person

    chains = referrals.chains_of([kim, lee])

    assert str(chains[lee.pk]) == "Kim Tran → Lee Park"


# ---------------------------------------------------------------- merging


def test_merging_two_who_were_both_asked_keeps_the_speaker(asked, coordinator):
    speaker_answers.accept(asked["lee"], now=NOW)
    kim, lee = asked["kim"].person, asked["lee"].person

    merge_people(kim.pk, gone_id=lee.pk, by=coordinator)

    ask = SpeakerAsk.objects.get()
    assert (ask.person, ask.is_speaker, ask.answer) == (kim, True, "yes")


def test_a_domain_error_keeps_everything_as_it_was(asked, wanted):
    wanted.refresh_from_db()
    with pytest.raises(DomainError):
        speaker_answers.propose(asked["kim"], proposed_at=None, now=NOW)
    asked["kim"].refresh_from_db()
    assert asked["kim"].answered_at is None
