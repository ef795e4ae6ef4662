"""Guidelines: versioned, for kinds of activity, acknowledged by name and date (SPEC 12.2)."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from calendar_app.models import Activity, Kind
from concerns.domain import acknowledging, guidelines
from concerns.models import Acknowledgment, Guideline, GuidelineVersion
from core.exceptions import DomainError
from notifications.models import Message
from partnerships.domain.merging import merge_people
from tests.factories import (
    NOW,
    ActivityFactory,
    GuidelineVersionFactory,
    OrganizationFactory,
    ParticipationFactory,
    PersonFactory,
    ShadowHostFactory,
)

GIVEN = {"title": "With students", "text": "Be seen.", "text_es": "", "kinds": ["site_visit"]}


@pytest.fixture
def at(program):
    return lambda name, *pk: reverse(f"concerns:{name}", args=[program.slug, *pk])


@pytest.fixture
def rules(program):
    return GuidelineVersionFactory(guideline__program=program, text_es="A la vista.")


@pytest.fixture
def visit(program):
    return ActivityFactory(
        program=program, kind=Kind.SITE_VISIT, title="Mill tour", starts_at=NOW + timedelta(days=5)
    )


@pytest.fixture
def kim(visit):
    person = PersonFactory(name="Kim Tran", email="kim@example.org")
    ParticipationFactory(
        activity=visit, person=person, organization=OrganizationFactory(name="Mill")
    )
    return person


@pytest.fixture
def path(visit, kim):
    return "/" + acknowledging.acknowledge_address(visit, kim).split("/", 3)[3]


# ---------------------------------------------------------------- written in versions


def test_a_guideline_is_written_published_and_changed_into_a_new_version(
    client, program, at, coordinator
):
    client.force_login(coordinator)
    client.post(at("guideline_add"), GIVEN)
    guideline = Guideline.objects.get()
    client.post(at("guideline_edit", guideline.pk), GIVEN | {"text": "Be seen, always."})
    assert [one.text for one in guideline.versions.all()] == ["Be seen, always."]

    client.post(at("guideline_publish", guideline.pk))
    client.post(at("guideline_edit", guideline.pk), GIVEN | {"text": "Never alone."})

    assert [(one.number, one.text, bool(one.published_at)) for one in guideline.versions.all()] == [
        (2, "Never alone.", False),
        (1, "Be seen, always.", True),
    ]
    [current] = guidelines.published_versions(program)
    assert current.number == 1


def test_the_same_text_makes_no_draft_and_cannot_be_published_twice(client, rules, at, coordinator):
    client.force_login(coordinator)
    given = {"title": "New name", "text": rules.text, "text_es": rules.text_es}
    client.post(at("guideline_edit", rules.guideline_id), given | {"kinds": ["site_visit"]})
    page = client.post(at("guideline_publish", rules.guideline_id), follow=True).content.decode()

    assert "There is no draft" in page
    assert GuidelineVersion.objects.count() == 1
    assert Guideline.objects.get().title == "New name"


def test_the_database_keeps_one_draft_and_one_of_each_number(rules):
    fields = {"guideline": rules.guideline, "text": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidelineVersion.objects.create(**fields, number=1)
    GuidelineVersion.objects.create(**fields, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidelineVersion.objects.create(**fields, number=3)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"text": " "}, "text"), ({"kinds": []}, "kinds"), ({"title": ""}, "title")],
)
def test_an_empty_one_is_refused_on_its_field(client, at, coordinator, given, field):
    client.force_login(coordinator)

    response = client.post(at("guideline_add"), GIVEN | given)

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Guideline.objects.exists()


def test_a_program_begins_with_a_draft_once(client, program, at, coordinator):
    client.force_login(coordinator)
    assert "Begin with a draft" in client.get(at("guideline_list")).content.decode()

    client.post(at("guideline_load"))
    client.post(at("guideline_load"))

    version = GuidelineVersion.objects.get()
    assert version.published_at is None
    assert "911" in version.text
    assert "911" in version.text_es
    assert "job_shadow" in version.guideline.kinds


def test_a_teacher_reads_but_does_not_write(client, rules, at, teacher):
    client.force_login(teacher)

    assert client.get(at("guideline_detail", rules.guideline_id)).status_code == 200
    assert client.get(at("guideline_add")).status_code == 403
    assert client.post(at("guideline_publish", rules.guideline_id)).status_code == 403


@pytest.mark.parametrize(("language", "word"), [("en", "Be seen"), ("es", "A la vista")])
def test_it_is_printed_in_both_languages(client, rules, at, teacher, language, word):
    client.force_login(teacher)

    pdf = client.get(at("guideline_pdf", rules.guideline_id) + f"?language={language}&version=1")

    assert word in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()


def test_a_very_long_text_goes_over_several_pages(rules):
    rules.text = "\n\n".join(["Be seen where others can see you. " * 20] * 20)

    assert len(PdfReader(BytesIO(guidelines.guideline_pdf(rules, language="en"))).pages) > 2


# ---------------------------------------------------------------- partners are asked


def test_who_takes_part_for_a_partner_is_asked_once_a_day(client, visit, kim, rules, at, teacher):
    ParticipationFactory(activity=visit, organization=visit.program.school)
    ParticipationFactory(activity=visit, organization=OrganizationFactory(), answer="no")
    client.force_login(teacher)
    for _ in range(2):
        client.post(at("activity_ask", visit.pk))

    message = Message.objects.get()
    assert message.to_email == "kim@example.org"
    assert acknowledging.acknowledge_address(visit, kim) in message.text


def test_hosts_of_a_job_shadow_are_asked_and_who_has_no_address_is_named(
    client, program, rules, at, teacher
):
    host = ShadowHostFactory(program=program, person__email="", person__name="Lee Park")
    client.force_login(teacher)

    page = client.post(at("activity_ask", host.activity_id), follow=True).content.decode()

    assert "Nobody can mail Lee Park" in page
    assert not Message.objects.exists()


def test_nothing_is_asked_for_another_kind_or_when_it_is_over(
    client, program, visit, kim, rules, at, teacher
):
    client.force_login(teacher)
    rules.guideline.kinds = ["career_day"]
    rules.guideline.save()
    assert client.post(at("activity_ask", visit.pk)).status_code == 422

    rules.guideline.kinds = ["site_visit"]
    rules.guideline.save()
    Activity.objects.filter(pk=visit.pk).update(
        starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1)
    )
    assert client.post(at("activity_ask", visit.pk)).status_code == 422
    assert not Message.objects.exists()


def test_a_look_says_nothing_and_a_name_acknowledges(client, kim, rules, path):
    page = client.get(path).content.decode()
    assert "Be seen." in page
    assert not Acknowledgment.objects.exists()

    client.post(path, {"name": " Kim Tran ", "version": [rules.pk]})

    row = Acknowledgment.objects.get()
    assert (row.person, row.name, row.acknowledged_on) == (kim, "Kim Tran", NOW.date())
    assert row.organization.name == "Mill"
    assert row.text_hash == sha256(rules.text.encode()).hexdigest()
    assert "You know our guidelines." in client.get(path).content.decode()


def test_without_a_name_nothing_is_kept(client, kim, rules, path):
    response = client.post(path, {"name": " ", "version": [rules.pk]})

    assert response.status_code == 422
    assert not Acknowledgment.objects.exists()


def test_it_holds_for_the_next_activity_until_there_is_a_new_version(
    client, program, visit, kim, rules, path, coordinator
):
    client.post(path, {"name": "Kim", "version": [rules.pk]})
    again = ActivityFactory(program=program, starts_at=NOW + timedelta(days=9))
    ParticipationFactory(activity=again, person=kim, organization=OrganizationFactory())
    assert acknowledging.owed_for(again)[0].missing == []

    guidelines.save_guideline(
        rules.guideline, by=coordinator, title="x", kinds=["site_visit"], text="New."
    )
    guidelines.publish(rules.guideline, by=coordinator)

    assert [one.number for one in acknowledging.owed_for(again)[0].missing] == [2]
    assert "New." in client.get(path).content.decode()


def test_a_version_published_while_they_read_is_asked_anew(client, kim, rules, path, coordinator):
    client.get(path)
    guidelines.save_guideline(
        rules.guideline, by=coordinator, title="x", kinds=["site_visit"], text="New."
    )
    guidelines.publish(rules.guideline, by=coordinator)

    client.post(path, {"name": "Kim", "version": [rules.pk]})

    assert not Acknowledgment.objects.exists()
    assert "New." in client.get(path).content.decode()


def test_the_page_is_in_the_language_of_the_reader(client, kim, rules, path):
    kim.language = "es"
    kim.save()

    page = client.get(path).content.decode()

    assert "A la vista." in page
    assert "Escriba" not in page
    assert "Su nombre" in page


def test_links_that_are_broken_late_or_of_who_takes_part_no_more_are_told_kindly(
    client, visit, kim, rules, path, clock
):
    assert client.get("/guidelines/broken/").status_code == 404
    clock.shift(timedelta(days=40))
    assert client.get(path).status_code == 410
    assert client.post(path, {"name": "Kim", "version": [rules.pk]}).status_code == 410
    visit.participations.all().delete()
    assert client.get(path).status_code == 404


def test_what_was_signed_on_paper_is_noted(client, visit, kim, rules, at, teacher):
    client.force_login(teacher)
    given = {"person": kim.pk, "name": "K. Tran", "acknowledged_on": "2027-02-20"}
    assert client.post(at("activity_paper", visit.pk), given | {"name": ""}).status_code == 422
    late = given | {"acknowledged_on": "2027-09-01"}
    assert client.post(at("activity_paper", visit.pk), late).status_code == 422
    stranger = given | {"person": PersonFactory().pk}
    assert client.post(at("activity_paper", visit.pk), stranger).status_code == 422
    client.post(at("activity_paper", visit.pk), given)

    row = Acknowledgment.objects.get()
    assert (row.name, row.noted_by) == ("K. Tran", teacher)


def test_a_draft_cannot_be_acknowledged(rules, kim):
    rules.published_at = None

    with pytest.raises(DomainError):
        acknowledging.acknowledge([rules], person=kim, organization=None, name="Kim", on=NOW.date())


def test_of_two_people_who_are_one_the_older_acknowledgment_stays(rules, kim, coordinator):
    twin = PersonFactory(name="Kim Tran")
    for person, days in ((kim, 1), (twin, 9)):
        acknowledging.acknowledge(
            [rules],
            person=person,
            organization=None,
            name=person.name,
            on=NOW.date() - timedelta(days=days),
        )

    merge_people(kim.pk, gone_id=twin.pk, by=coordinator)

    row = Acknowledgment.objects.get()
    assert (row.person, row.acknowledged_on) == (kim, NOW.date() - timedelta(days=9))


@pytest.mark.parametrize(
    ("name", "queries"),
    [("guideline_list", 6), ("guideline_detail", 7), ("activity_guidelines", 9)],
)
def test_pages_cost_the_same_with_more(
    client, program, visit, kim, rules, at, teacher, name, queries, django_assert_num_queries
):
    pk = {"guideline_detail": [rules.guideline_id], "activity_guidelines": [visit.pk]}.get(name, [])
    client.force_login(teacher)
    with django_assert_num_queries(queries):
        client.get(at(name, *pk))
    for _ in range(2):
        GuidelineVersionFactory(guideline__program=program)
        more = ParticipationFactory(activity=visit, organization=OrganizationFactory()).person
        acknowledging.acknowledge([rules], person=more, organization=None, name="x", on=NOW.date())

    with django_assert_num_queries(queries):
        client.get(at(name, *pk))


@pytest.mark.parametrize("who", ["partner", "stranger"])
def test_nobody_else_sees_them(client, request, rules, visit, at, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at("guideline_list")).status_code == 404
    assert client.get(at("guideline_detail", rules.guideline_id)).status_code == 404
    assert client.post(at("activity_ask", visit.pk)).status_code == 404
