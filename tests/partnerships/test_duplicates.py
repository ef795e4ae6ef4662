import pytest
from django.core.management import call_command
from django.urls import reverse

from core.domain import jobs
from core.domain.jobs import Progress
from core.models import Job
from letters.models import Signer
from partnerships.domain.comparing import compare
from partnerships.domain.duplicates import JOB_KIND, find_duplicates, start_search
from partnerships.domain.merging import foreign_keys_to, words_for
from partnerships.models import (
    DuplicateSuggestion,
    ImportRow,
    MergeRecord,
    Organization,
    Person,
    SourceIdentifier,
    Support,
)
from tests.factories import (
    AffiliationFactory,
    ConnectionFactory,
    ImportBatchFactory,
    InteractionFactory,
    JobFactory,
    LetterFactory,
    LetterTemplateFactory,
    OrganizationFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    SupportFactory,
    UserFactory,
)

State = DuplicateSuggestion.State


def address(name, program, *args):
    return reverse(f"partnerships:duplicate_{name}", args=[program.slug, *args])


@pytest.fixture
def pair(program):
    first = PartnershipFactory(program=program, organization__name="Kowalski & Sons").organization
    second = OrganizationFactory(name="Kowalsky and Sons", street="", phone="+13095550142")
    return DuplicateSuggestion.objects.create(
        first=first, second=second, score=95, reasons=["almost the same name", "same city"]
    )


@pytest.fixture
def people(program):
    first = AffiliationFactory(organization=program.school, person__name="Ana Lopez").person
    return DuplicateSuggestion.objects.create(
        first_person=first, second_person=PersonFactory(name="Ana Lopez"), score=90
    )


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


# ---------------------------------------------------------------- the search


def search():
    job = start_search(by=None)
    return jobs.run(job.pk).result


def test_search_finds_organizations_and_says_why(db):
    first = OrganizationFactory(name="OSF HealthCare Saint Francis Medical Center")
    second = OrganizationFactory(name="OSF Healthcare St. Francis")
    OrganizationFactory(name="Illinois Nurses Association")

    assert search()["found"] == 1

    found = DuplicateSuggestion.objects.get()
    assert (found.first, found.second) == (first, second)
    assert "one name is part of the other" in found.reasons


def test_what_was_looked_at_never_comes_back(db, coordinator, client):
    OrganizationFactory.create_batch(2, name="Caterpillar")
    search()
    DuplicateSuggestion.objects.update(state=State.DIFFERENT)

    assert search()["found"] == 0
    assert DuplicateSuggestion.objects.get().state == State.DIFFERENT


def test_people_are_found_by_mail_and_by_place(db):
    shared = PersonFactory.create_batch(2, name="Dana Whitfield", email="dana@example.org")
    hospital = OrganizationFactory(name="Saint Francis")
    other = OrganizationFactory(name="St. Francis")
    twice = [
        AffiliationFactory(person__name="Lee Nakamura", organization=hospital).person for _ in "ab"
    ]
    apart = [
        AffiliationFactory(person__name="Ana Lopez", organization=place).person
        for place in (hospital, other)
    ]
    PersonFactory.create_batch(2, name="John Smith")
    for name in ("Newsroom", "Carol Obi"):
        PersonFactory(name=name, email="office@example.org")

    search()

    people = DuplicateSuggestion.objects.filter(first_person__isnull=False).order_by("pk")
    found = {(one.first_person.name, tuple(one.reasons)) for one in people}
    assert found == {
        ("Dana Whitfield", ("same e-mail", "same name")),
        ("Lee Nakamura", ("same name", "at the same organization")),
        ("Ana Lopez", ("same name", "at organizations that may be one")),
    }
    assert len(shared) == len(twice) == len(apart) == 2


def test_search_goes_on_where_it_stopped(db):
    OrganizationFactory.create_batch(4, name="Caterpillar")
    job = JobFactory(kind=JOB_KIND, state=Job.State.RUNNING, done_count=3)

    find_duplicates(Progress(job))

    assert DuplicateSuggestion.objects.count() == 3  # the fourth with the three before it


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_search_do_not_grow(db, django_assert_num_queries, count):
    for number in range(count):
        OrganizationFactory.create_batch(2, name=f"Firm {'abc'[number] * 5}")
        PersonFactory.create_batch(2, name=f"Person {number}", email=f"p{number}@example.org")
    job = JobFactory(kind=JOB_KIND, state=Job.State.RUNNING)

    with django_assert_num_queries(17):
        find_duplicates(Progress(job))

    assert DuplicateSuggestion.objects.count() == 2 * count


def test_one_search_at_a_time(db, coordinator, django_capture_on_commit_callbacks):
    first = start_search(by=coordinator)

    assert start_search(by=UserFactory()) == first


def test_command_searches_at_once(db, capsys):
    OrganizationFactory.create_batch(2, name="Caterpillar")

    call_command("find_duplicates")

    assert "1 new pairs" in capsys.readouterr().out


def test_search_button_leads_to_its_progress(signed_in, program, coordinator):
    response = signed_in.post(address("search", program))

    job = Job.objects.get(kind=JOB_KIND)
    assert job.started_by == coordinator
    assert response.url == job.get_absolute_url()


def test_somebody_elses_search_is_waited_for(signed_in, program):
    start_search(by=UserFactory())

    response = signed_in.post(address("search", program))

    assert response.url == address("list", program)


# ---------------------------------------------------------------- the pages


@pytest.mark.parametrize("who", ["teacher", "counselor"])
def test_only_who_keeps_the_data_may_see_and_merge(client, request, program, pair, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address("list", program)).status_code == 403
    for name in ("dismiss", "merge"):
        assert client.post(address(name, program, pair.pk)).status_code == 403


def test_list_shows_open_pairs_that_touch_the_program(signed_in, program, pair):
    others = [OrganizationFactory() for _ in range(2)]
    DuplicateSuggestion.objects.create(first=others[0], second=others[1], score=90)

    response = signed_in.get(address("list", program))

    assert list(response.context["page_obj"]) == [pair]
    assert "almost the same name" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(signed_in, program, django_assert_num_queries, count):
    for _ in range(count):
        organization = PartnershipFactory(program=program).organization
        other = OrganizationFactory()
        DuplicateSuggestion.objects.create(first=organization, second=other, score=90)
    signed_in.get(address("list", program))

    with django_assert_num_queries(6):
        signed_in.get(address("list", program))


def test_compare_says_who_else_works_with_them(signed_in, program, pair):
    theirs = PartnershipFactory(organization=pair.second, program__name="Welding")

    response = signed_in.get(address("compare", program, pair.pk))

    page = response.content.decode()
    assert response.context["others"] == [f"Welding ({theirs.program.school.name})"]
    assert "1 partnership" in page


def test_compare_warns_of_unlike_ones(signed_in, program, pair):
    Organization.objects.filter(pk=pair.second_id).update(
        name="Blue Sky", name_key="blue sky", kind="union"
    )

    warnings = signed_in.get(address("compare", program, pair.pk)).context["comparison"].warnings

    assert "look unlike" in warnings[0]
    assert "Labor union" in warnings[1]


def hang_on_organization(organization, count):
    """So many of everything that may hang on an organization."""
    person = AffiliationFactory(organization=organization).person
    AffiliationFactory(organization=organization, person=person, title="Founder")
    AffiliationFactory.create_batch(count - 1, organization=organization)
    for number in range(count):
        PartnershipFactory(organization=organization)
        ConnectionFactory(organization=organization)
        InteractionFactory(organization=organization)
        LetterFactory(organization=organization)
        SupportFactory(organization=organization, kind=Support.Kind.values[number])
        ImportRow.objects.create(
            batch=ImportBatchFactory(), number=1, organization=organization, outcome="created"
        )
        SourceIdentifier.objects.create(
            organization=organization, source="IPEDS", value=f"{organization.pk}-{number}"
        )


def hang_on_person(person, count):
    """So many of everything that may hang on a person."""
    for _ in range(count):
        place = AffiliationFactory(person=person).organization
        InteractionFactory(staff=person).people.add(person)
        ConnectionFactory(contact=person)
        LetterFactory(person=person)
        Signer.objects.create(template=LetterTemplateFactory(), person=person, position=1)
        partnership = PartnershipFactory(
            organization=place, owner=person, responsible=person, approver=person
        )
        PartnerRoleFactory(partnership=partnership, person=person)


def keys_to(model):
    """The foreign keys whose rows are counted, a query each; an app above brings its own."""
    return [
        key
        for key in foreign_keys_to(model)
        if words_for(*key) and key[0] is not DuplicateSuggestion
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_comparing_organizations(
    signed_in, program, pair, django_assert_num_queries, count
):
    for one in pair.pair:
        hang_on_organization(one, count)

    # session, user, roles; pair, programs of each, schools
    with django_assert_num_queries(8 + len(keys_to(Organization))):
        signed_in.get(address("compare", program, pair.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_comparing_people(signed_in, program, people, django_assert_num_queries, count):
    for one in people.pair:
        hang_on_person(one, count)

    with django_assert_num_queries(7 + len(keys_to(Person))):
        signed_in.get(address("compare", program, people.pk))


def test_what_hangs_on_an_organization_is_said_in_plain_words(pair):
    hang_on_organization(pair.second, 2)

    _, side = compare(pair).sides

    assert sorted(side.links) == [
        "2 letters",
        "2 logged contacts",
        "2 numbers in lists",
        "2 offers of support",
        "2 partnerships",
        "2 people",
        "2 rows of imports",
        "2 warm ways in",
    ]


def test_what_hangs_on_a_person_is_said_in_plain_words(people):
    hang_on_person(people.second_person, 1)

    _, side = compare(people).sides

    assert sorted(side.links) == [
        "1 letter",
        "1 letter template signed",
        "1 partner answered for",
        "1 partner looked after",
        "1 partner to approve",
        "1 place of work",
        "1 role",
        "1 warm way in",
        "2 logged contacts",
    ]


def test_each_choice_names_what_it_keeps_even_where_both_have_one_name(
    signed_in, program, pair, people
):
    page = signed_in.get(address("compare", program, pair.pk)).content.decode()
    assert "Keep Kowalski &amp; Sons</span>" in page
    assert "Keep Kowalsky and Sons</span>" in page

    page = signed_in.get(address("compare", program, people.pk)).content.decode()
    assert "Keep Ana Lopez (the first)</span>" in page
    assert "Keep Ana Lopez (the second)</span>" in page


def test_list_says_where_organizations_are_and_that_people_are_people(
    signed_in, program, pair, people
):
    Organization.objects.filter(pk=pair.first_id).update(city="")

    page = signed_in.get(address("list", program)).content.decode()

    assert '<td data-label="Where">Peoria</td>' in page
    assert page.count("Two people") == 1


def test_merge_keeps_what_was_chosen(signed_in, program, pair):
    first, second = pair.first, pair.second

    response = signed_in.post(
        address("merge", program, pair.pk),
        {"keep": first.pk, "name": second.pk, "phone": second.pk},
    )

    assert response.url == address("list", program)
    first.refresh_from_db()
    assert first.name == "Kowalsky and Sons"
    assert str(first.phone) == "(309) 555-0142"
    assert not Organization.objects.filter(pk=second.pk).exists()
    assert not DuplicateSuggestion.objects.exists()
    old = reverse("partnerships:organization_detail", args=[program.slug, second.pk])
    new = reverse("partnerships:organization_detail", args=[program.slug, first.pk])
    assert signed_in.get(old).url == new


def test_a_second_click_leads_back_to_the_list(signed_in, program, pair):
    choice = {"keep": pair.first_id, "pair": [pair.first_id, pair.second_id]}
    where = address("merge", program, pair.pk)

    assert [signed_in.post(where, choice).status_code for _ in range(2)] == [302, 302]
    assert MergeRecord.objects.count() == 1


@pytest.mark.parametrize("keep", ["", "x", "0"])
def test_which_to_keep_must_be_said(signed_in, program, pair, keep):
    response = signed_in.post(address("merge", program, pair.pk), {"keep": keep})

    assert response.status_code == 422
    assert "Choose which one to keep." in response.content.decode()
    assert Organization.objects.filter(pk=pair.second_id).exists()


def test_a_refusal_is_shown(signed_in, program, coordinator):
    mine = coordinator.person
    other = PersonFactory(name=mine.name, user=UserFactory())
    people = sorted([mine.pk, other.pk])
    pair = DuplicateSuggestion.objects.create(
        first_person_id=people[0], second_person_id=people[1], score=90
    )

    response = signed_in.post(address("merge", program, pair.pk), {"keep": mine.pk})

    assert response.status_code == 422
    assert "both sign in" in response.content.decode()


def test_people_are_merged_too(signed_in, program, coordinator):
    mine = coordinator.person
    other = PersonFactory(name="D. Okafor", email="")
    pair = DuplicateSuggestion.objects.create(
        first_person_id=min(mine.pk, other.pk), second_person_id=max(mine.pk, other.pk), score=90
    )
    assert signed_in.get(address("compare", program, pair.pk)).status_code == 200

    signed_in.post(address("merge", program, pair.pk), {"keep": mine.pk})

    assert MergeRecord.objects.get().gone_id == other.pk


def test_dismissed_pairs_leave_the_list(signed_in, program, pair, coordinator):
    signed_in.post(address("dismiss", program, pair.pk))

    pair.refresh_from_db()
    assert (pair.state, pair.reviewed_by) == (State.DIFFERENT, coordinator)
    assert not list(signed_in.get(address("list", program)).context["page_obj"])


def test_get_changes_nothing(signed_in, program, pair):
    for name in ("dismiss", "merge"):
        assert signed_in.get(address(name, program, pair.pk)).status_code == 405
    assert signed_in.get(address("search", program)).status_code == 405
