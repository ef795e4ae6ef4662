"""What a reviewer sees in the portal, and who sees nothing (SPEC 4.6, 0.7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app.models import Task
from notifications.models import Message
from partnerships.models import Partnership, Person
from portal.domain.handover import OPEN, hand_over
from portal.domain.holdings import holdings_of
from reviews.domain.rounds import close_review
from reviews.models import Feedback, Look, Review, Reviewer
from tests.factories import (
    NOW,
    AffiliationFactory,
    CompetencyFactory,
    FeedbackFactory,
    PartnershipFactory,
    PersonFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewItemFactory,
    StudentFactory,
)

TODAY = NOW.date()


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def person(partner):
    return Person.objects.get(user=partner)


@pytest.fixture
def organization(partnership):
    return partnership.organization


@pytest.fixture
def asked(client, opened, person, partner, organization):
    """The partner who is signed in was asked to look at two works."""
    client.force_login(partner)
    return ReviewerFactory(review=opened, person=person, organization=organization)


def at(name, organization, *args):
    return reverse(f"portal:review_{name}", args=[organization.pk, *args])


def answers(competencies, values=("3", "?"), **more):
    rated = {f"rating-{one.pk}": value for one, value in zip(competencies, values, strict=False)}
    return rated | {"strength": "Clear", "next_step": "More numbers", "send": "1"} | more


# ---------------------------------------------------------------- what is shown


def test_home_leads_to_it_until_it_is_done(client, asked, organization):
    home = reverse("portal:home", args=[organization.pk])
    [waiting] = client.get(home).context["waiting"]
    assert waiting.words == "Look at student work"
    assert waiting.detail == "Patient charts, until March 15, 2027"
    assert waiting.address == at("detail", organization, asked.review_id)

    Reviewer.objects.update(done_at=NOW)
    assert client.get(home).context["waiting"] == []


@pytest.mark.parametrize("change", [{"closed_at": NOW}, {"closes_on": TODAY - timedelta(days=1)}])
def test_what_is_over_waits_for_nobody(client, asked, organization, change):
    Review.objects.update(**change)
    assert client.get(reverse("portal:home", args=[organization.pk])).context["waiting"] == []


def test_works_are_known_by_a_letter_and_nobodys_name(client, asked, organization):
    student = StudentFactory(
        program=asked.review.program, given_name="Xiomara", family_name="Quist"
    )
    asked.review.items.update(student=student)
    item = asked.review.items.first()
    for place in (
        at("list", organization),
        at("detail", organization, asked.review_id),
        at("item", organization, item.pk),
    ):
        shown = text_of(client.get(place))
        assert "Quist" not in shown
        assert "Xiomara" not in shown
        assert student.source_id == "" or student.source_id not in shown
    assert "Work A" in shown


def test_the_question_is_asked_in_the_persons_language(client, asked, organization, person):
    Review.objects.update(question="What is missing?", question_es="¿Qué falta?")
    detail = at("detail", organization, asked.review_id)
    assert "What is missing?" in text_of(client.get(detail))
    Person.objects.filter(pk=person.pk).update(language="es")
    assert "¿Qué falta?" in text_of(client.get(detail))


def test_the_list_follows_the_program_that_was_chosen(client, asked, organization, person):
    other = PartnershipFactory(organization=organization)
    ReviewerFactory(
        review=ReviewFactory(program=other.program, opened_at=NOW),
        person=person,
        organization=organization,
    )
    assert len(client.get(at("list", organization)).context["rounds"]) == 2
    chosen = asked.review.program
    client.post(reverse("portal:program_choose", args=[organization.pk]), {"program": chosen.slug})
    [mine] = client.get(at("list", organization)).context["rounds"]
    assert mine.review == asked.review


def test_competencies_are_named_in_the_persons_language(client, asked, organization, person):
    asked.review.competencies.add(CompetencyFactory(name="Clarity", name_es="Claridad"))
    asked.review.competencies.add(CompetencyFactory(name="Only in English"))
    Person.objects.filter(pk=person.pk).update(language="es")
    shown = text_of(client.get(at("item", organization, asked.review.items.first().pk)))
    assert "Claridad" in shown
    assert "Clarity" not in shown
    assert "Only in English" in shown


def test_nobody_sees_what_others_say(client, asked, organization):
    item = asked.review.items.first()
    FeedbackFactory(item=item, strength="Words of another")
    assert "Words of another" not in text_of(client.get(at("item", organization, item.pk)))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "limit"), [("list", 5), ("detail", 6), ("item", 8)])
def test_pages_ask_the_same_for_more_rows(
    client, asked, organization, person, count, name, limit, django_assert_num_queries
):
    for _ in range(count):
        ReviewItemFactory(review=asked.review)
        asked.review.competencies.add(CompetencyFactory())
        other = ReviewFactory(program=asked.review.program, opened_at=NOW)
        ReviewerFactory(review=other, person=person, organization=organization)
    args = {"list": [], "detail": [asked.review_id], "item": [asked.review.items.first().pk]}[name]
    with django_assert_num_queries(limit):
        assert client.get(at(name, organization, *args)).status_code == 200


# ---------------------------------------------------------------- the file


def test_every_look_is_kept_and_the_file_cannot_do_anything(client, asked, organization):
    item = asked.review.items.first()
    response = client.get(at("file", organization, item.pk))

    assert response.content == b"Pulse 84"
    assert response["Content-Disposition"] == 'inline; filename="Work A.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"
    look = Look.objects.get()
    assert (look.item, look.reviewer, look.looked_at) == (item, asked, NOW)
    client.head(at("file", organization, item.pk))
    assert Look.objects.count() == 1
    client.get(at("file", organization, item.pk))
    assert Look.objects.count() == 2


def test_only_who_was_asked_gets_in_and_only_while_it_is_open(
    client, asked, organization, coordinator
):
    review, item = asked.review, asked.review.items.first()
    file, page = at("file", organization, item.pk), at("item", organization, item.pk)
    detail = at("detail", organization, review.pk)

    for change in ({"withdrawn_at": NOW}, {"asked_at": None}):
        before = {name: getattr(asked, name) for name in change}
        Reviewer.objects.filter(pk=asked.pk).update(**change)
        for place in (file, page, detail):
            assert client.get(place).status_code == 404
        Reviewer.objects.filter(pk=asked.pk).update(**before)
    assert client.get(file).status_code == 200

    close_review(review, by=coordinator, now=NOW)
    for place in (file, page):
        assert client.get(place).status_code == 404
    assert client.post(page, {"send": "1"}).status_code == 404
    assert "This is closed" in text_of(client.get(detail))
    assert "Closed, thank you" in text_of(client.get(at("list", organization)))


def test_elsewhere_and_after_leaving_there_is_nothing(client, asked, organization, person):
    item = asked.review.items.first()
    second = PartnershipFactory(program=asked.review.program).organization
    AffiliationFactory(person=person, organization=second)
    for name, pk in (("detail", asked.review_id), ("item", item.pk), ("file", item.pk)):
        assert client.get(at(name, second, pk)).status_code == 404
    Partnership.objects.filter(organization=organization).delete()
    assert client.get(at("file", organization, item.pk)).status_code == 404
    Partnership.objects.create(program=asked.review.program, organization=organization)
    assert client.get(at("file", organization, item.pk)).status_code == 200
    person.affiliations.filter(organization=organization).update(ended_on=TODAY - timedelta(days=1))
    assert client.get(at("file", organization, item.pk)).status_code == 404


def test_a_program_that_is_no_partner_any_more_shows_nothing(client, asked, organization):
    other = PartnershipFactory(organization=organization)
    Partnership.objects.filter(program=asked.review.program).delete()
    item = asked.review.items.first()
    assert client.get(at("file", organization, item.pk)).status_code == 404
    assert other.organization == organization


# ---------------------------------------------------------------- saying something


def test_one_says_something_and_comes_to_the_next(client, asked, organization, competencies):
    first, second = asked.review.items.all()
    page = at("item", organization, first.pk)

    response = client.post(page, answers(competencies))

    assert response["Location"] == at("item", organization, second.pk)
    row = Feedback.objects.get()
    assert (row.strength, row.next_step, row.sent_at) == ("Clear", "More numbers", NOW)
    assert "Thank you! Here is the next one." in text_of(client.get(response["Location"]))
    last = client.post(at("item", organization, second.pk), answers(competencies), follow=True)
    assert "You have looked at everything" in text_of(last)
    asked.refresh_from_db()
    assert asked.done_at == NOW


def test_a_draft_is_kept_and_shown_again(client, asked, organization, competencies):
    item = asked.review.items.first()
    page = at("item", organization, item.pk)
    given = answers(competencies, values=("4",), save="1")
    del given["send"]

    assert client.post(page, given)["Location"] == page
    assert Feedback.objects.get().sent_at is None
    shown = client.get(page)
    assert "It counts once you send it" in text_of(shown)
    assert shown.context["competencies"][0]["chosen"] == "4"
    detail = text_of(client.get(at("detail", organization, asked.review_id)))
    assert "Begun" in detail


def test_what_is_missing_is_said_and_what_was_typed_stays(
    client, asked, organization, competencies
):
    page = at("item", organization, asked.review.items.first().pk)

    response = client.post(page, answers(competencies, values=("4",), strength="Very clear"))

    assert response.status_code == 422
    assert f"{competencies[1].name} is open" in text_of(response)
    assert "Very clear" in text_of(response)
    assert [one["is_wrong"] for one in response.context["competencies"]] == [False, True]
    assert not Feedback.objects.exists()


def test_odd_fields_do_no_harm(client, asked, organization, competencies):
    page = at("item", organization, asked.review.items.first().pk)
    other = CompetencyFactory()
    for odd in ({f"rating-{other.pk}": "3"}, {f"rating-{competencies[0].pk}": "9"}):
        assert client.post(page, answers(competencies) | odd).status_code == 422
    assert client.post(page, answers(competencies) | {"rating-": "3", "rating-x": "3"})
    assert client.post(page, answers(competencies) | {f"rating-{'9' * 40}": "3"}).status_code == 422


def test_looking_changes_nothing_but_the_record_of_looks(client, asked, organization):
    for place in (
        at("list", organization),
        at("detail", organization, asked.review_id),
        at("item", organization, asked.review.items.first().pk),
    ):
        client.get(place)
    assert not Feedback.objects.exists()
    assert not Look.objects.exists()


# ---------------------------------------------------------------- handing over


def test_what_somebody_has_not_finished_goes_to_a_colleague(
    asked, organization, person, coordinator
):
    FeedbackFactory(item=asked.review.items.first(), reviewer=asked)
    colleague = AffiliationFactory(organization=organization).person
    [holding] = [
        one for one in holdings_of(person, organization, now=NOW) if one.key.startswith("review:")
    ]
    assert holding.what == "Looks at: Patient charts"

    hand_over(
        person.affiliations.get(),
        moves={holding.key: str(colleague.pk)},
        by=coordinator,
        now=NOW,
    )

    asked.refresh_from_db()
    assert asked.withdrawn_at == NOW
    assert asked.feedback.count() == 1
    new = Reviewer.objects.get(person=colleague)
    assert (new.organization, new.asked_at) == (organization, NOW)
    assert [one.to_email for one in Message.objects.all()] == [colleague.email]
    assert holdings_of(person, organization, now=NOW) == []


def test_open_it_is_a_task_for_who_keeps_in_touch(
    asked, organization, person, partnership, coordinator
):
    owner = PersonFactory()
    Partnership.objects.filter(pk=partnership.pk).update(owner=owner)
    affiliation = person.affiliations.get()

    hand_over(
        affiliation, moves={f"review:{asked.pk}": OPEN}, by=coordinator, now=NOW, ended_on=TODAY
    )

    task = Task.objects.get(title__contains="who looks at")
    assert task.owner == owner
    assert "Patient charts" in task.title
    assert not Message.objects.exists()


def test_a_colleague_who_looks_already_is_not_asked_twice(asked, organization, person, coordinator):
    colleague = AffiliationFactory(organization=organization).person
    ReviewerFactory(review=asked.review, organization=organization, person=colleague)

    hand_over(
        person.affiliations.get(),
        moves={f"review:{asked.pk}": str(colleague.pk)},
        by=coordinator,
        now=NOW,
    )

    assert Reviewer.objects.standing().count() == 1
    assert not Message.objects.exists()


@pytest.mark.parametrize("change", [{"closed_at": NOW}, {"closes_on": TODAY - timedelta(days=2)}])
def test_what_is_over_is_not_handed_over(asked, organization, person, change):
    Review.objects.update(**change)
    assert holdings_of(person, organization, now=NOW) == []
