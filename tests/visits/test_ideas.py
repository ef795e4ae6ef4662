"""The idea box (SPEC 6.1)."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from partnerships.models import Topic
from tests.factories import IdeaFactory, ProgramFactory, SpeakerRequestFactory
from visits.domain import ideas, speakers
from visits.models import Idea, IdeaVote, SpeakerRequest


@pytest.fixture
def at(program):
    return lambda name, *args, **query: (
        reverse(f"visits:{name}", args=[program.slug, *args])
        + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")
    )


@pytest.fixture
def idea(program):
    return IdeaFactory(program=program, title="A nurse who works nights")


DATA = {
    "title": " A welder's day ",
    "about": "From the last meeting",
    "kind": "classroom_presentation",
    "source": "board",
    "source_name": "Dr. Ana Lopez",
}


def test_an_idea_is_kept_with_whose_it_was_and_who_noted_it(client, program, at, teacher):
    topic = Topic.objects.create(name="Welding by night")
    client.force_login(teacher)

    response = client.post(at("idea_add"), DATA | {"topic": topic.pk})

    assert response.status_code == 302
    idea = Idea.objects.get()
    assert (idea.program, idea.title, idea.source_name) == (
        program,
        "A welder's day",
        "Dr. Ana Lopez",
    )
    assert (idea.source, idea.topic, idea.noted_by) == ("board", topic, teacher)
    assert idea.history.get().history_user == teacher


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"title": "  "}, "title", "required"),
        ({"title": "a NURSE who works nights"}, "title", "in the box already"),
        ({"kind": "board_meeting"}, "kind", "Select a valid choice"),
    ],
)
def test_what_is_refused_is_said_on_its_field(client, at, idea, coordinator, change, field, says):
    client.force_login(coordinator)

    response = client.post(at("idea_add"), DATA | change)

    assert response.status_code == 422
    assert says in str(response.context["form"].errors[field])
    assert "Dr. Ana Lopez" in response.content.decode()
    assert Idea.objects.count() == 1


def test_votes_count_once_for_each_and_are_taken_back(client, at, idea, teacher, coordinator):
    for user in (teacher, teacher, coordinator):
        client.force_login(user)
        client.post(at("idea_vote", idea.pk), {"for": "1"})
    assert IdeaVote.objects.count() == 2

    client.post(at("idea_vote", idea.pk), {"for": "0"})

    assert [vote.user for vote in IdeaVote.objects.all()] == [teacher]


def test_a_vote_leads_back_to_the_list_as_it_was_and_nowhere_else(client, at, idea, teacher):
    client.force_login(teacher)
    for wanted, leads in (
        (at("idea_list") + "?sort=title", at("idea_list") + "?sort=title"),
        ("https://elsewhere.example.org/", at("idea_list")),
    ):
        response = client.post(at("idea_vote", idea.pk), {"for": "1", "next": wanted})
        assert response["Location"] == leads


def test_the_database_counts_one_vote_for_each(idea, teacher):
    IdeaVote.objects.create(idea=idea, user=teacher)

    with pytest.raises(IntegrityError):
        IdeaVote.objects.create(idea=idea, user=teacher)


def test_the_most_wanted_is_on_top_and_the_dropped_are_elsewhere(
    client, program, at, idea, teacher, coordinator
):
    wanted = IdeaFactory(program=program, title="A welder")
    gone = IdeaFactory(program=program, title="A circus", state="dropped")
    for user in (teacher, coordinator):
        ideas.vote(wanted, by=user)
    ideas.vote(idea, by=teacher)
    client.force_login(teacher)

    def shown(address):
        return [row.title for row in client.get(address).context["page_obj"]]

    assert shown(at("idea_list")) == ["A welder", "A nurse who works nights"]
    assert shown(at("idea_list", sort="votes")) == ["A nurse who works nights", "A welder"]
    assert shown(at("idea_list", state="dropped")) == [gone.title]
    assert shown(at("idea_list", q="nurse")) == [idea.title]


def test_one_is_dropped_and_taken_up_again(client, at, idea, teacher):
    client.force_login(teacher)
    client.post(at("idea_drop", idea.pk))
    idea.refresh_from_db()
    assert idea.state == "dropped"
    client.post(at("idea_vote", idea.pk), {"for": "1"})
    assert not IdeaVote.objects.exists()

    client.post(at("idea_drop", idea.pk), {"back": "1"})

    idea.refresh_from_db()
    assert idea.state == "open"


def test_it_becomes_a_request_in_one_step(client, program, at, idea, coordinator):
    topic = Topic.objects.create(name="Night work")
    idea.about, idea.topic = "How to stay awake", topic
    idea.save()
    client.force_login(coordinator)
    address = at("request_add", idea=idea.pk)

    form = client.get(address).context["form"]
    idea.refresh_from_db()
    assert idea.state == "open"
    given = {name: form.initial.get(name) or "" for name in ("title", "about", "organizer")}
    data = given | {"topics": form.initial["topics"], "on": "2027-04-05", "begins": "09:10"}
    response = client.post(address, data | {"minutes": 50})

    wanted = SpeakerRequest.objects.get()
    assert response["Location"] == at("request_detail", wanted.pk)
    assert (wanted.title, wanted.about) == (idea.title, "How to stay awake")
    assert (wanted.idea, [*wanted.topics.all()]) == (idea, [topic])
    idea.refresh_from_db()
    assert idea.state == "used"
    page = client.get(at("idea_list", state="used")).content.decode()
    assert at("request_detail", wanted.pk) in page


def test_it_becomes_one_request_only(client, program, at, idea, coordinator):
    SpeakerRequestFactory(program=program, idea=idea)
    idea.state = "used"
    idea.save()
    client.force_login(coordinator)
    data = {"title": "Twice", "on": "2027-04-05", "begins": "09:10", "minutes": 45}
    data["organizer"] = coordinator.person.pk

    response = client.post(at("request_add", idea=idea.pk), data)
    assert response.status_code == 422
    assert "used already" in response.content.decode()
    with pytest.raises(IntegrityError):
        SpeakerRequestFactory(program=program, idea=idea)


def test_withdrawing_opens_the_idea(program, idea, coordinator):
    wanted = SpeakerRequestFactory(program=program, idea=idea)
    Idea.objects.update(state="used")

    speakers.withdraw_request(wanted, by=coordinator)

    idea.refresh_from_db()
    assert idea.state == "open"


def test_another_program_s_idea_makes_no_request(client, at, coordinator):
    theirs = IdeaFactory(program=ProgramFactory())
    client.force_login(coordinator)

    assert client.get(at("request_add", idea=theirs.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list_and_its_export(
    client, program, at, teacher, coordinator, django_assert_num_queries, count
):
    for number in range(count):
        idea = IdeaFactory(
            program=program,
            noted_by=coordinator,
            topic=Topic.objects.create(name=f"Topic {number}"),
            state="used",
        )
        ideas.vote(idea, by=teacher, is_for=False)
        SpeakerRequestFactory(program=program, idea=idea)
    client.force_login(teacher)
    address = at("idea_list", state="all")
    client.get(address)

    with django_assert_num_queries(8):
        client.get(address)
    with django_assert_num_queries(5):
        client.get(address + "&export=csv")
