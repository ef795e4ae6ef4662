from datetime import date
from io import BytesIO

import pytest
from simple_history.models import HistoricalChanges

from core.exceptions import DomainError
from partnerships.domain.imports.batches import start_import, upload_list
from partnerships.domain.imports.undo import start_undo
from partnerships.domain.merging import (
    RULES,
    foreign_keys_to,
    merge_organizations,
    merge_people,
    merged_ids,
    merged_into,
)
from partnerships.models import (
    Affiliation,
    DuplicateSuggestion,
    MergeRecord,
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Sector,
    SourceIdentifier,
    Support,
    Topic,
)
from tests.factories import (
    NOW,
    AffiliationFactory,
    ConnectionFactory,
    InteractionFactory,
    LetterBatchFactory,
    LetterFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgramFactory,
    RoleFactory,
    SupportFactory,
    UserFactory,
)

Stage = Partnership.Stage


@pytest.fixture
def kept(db):
    return OrganizationFactory(name="OSF HealthCare Saint Francis", street="", city="", phone="")


@pytest.fixture
def gone(db):
    return OrganizationFactory(
        name="OSF St. Francis",
        city="Peoria",
        phone="+13095550142",
        website="https://osf.example.org",
    )


@pytest.mark.parametrize("model", [Organization, Person, Partnership])
def test_every_foreign_key_has_a_rule(model):
    without = [
        f"{holder._meta.label}.{field}"
        for holder, field in foreign_keys_to(model)
        if not holder._meta.auto_created and (holder._meta.label_lower, field) not in RULES
    ]

    assert without == [], "say in a merge rule what becomes of these when two are merged"


@pytest.mark.parametrize("model", [Organization, Person, Partnership])
def test_the_walk_sees_hidden_keys_and_leaves_history_alone(model):
    keys = list(foreign_keys_to(model))

    assert keys
    assert not [holder for holder, _ in keys if issubclass(holder, HistoricalChanges)]
    if model is Organization:
        assert (DuplicateSuggestion, "second") in keys


def test_a_key_without_a_rule_stops_the_merge_and_nothing_is_lost(
    kept, gone, coordinator, monkeypatch
):
    SupportFactory(organization=gone)
    monkeypatch.delitem(RULES, ("partnerships.support", "organization"))

    with pytest.raises(KeyError):
        merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert gone.supports.count() == 1
    assert not MergeRecord.objects.exists()


def test_everything_that_hung_on_it_moves(kept, gone, coordinator, program):
    partnership = PartnershipFactory(program=program, organization=gone)
    affiliation = AffiliationFactory(organization=gone)
    connection = ConnectionFactory(organization=gone)
    contact = InteractionFactory(organization=gone)
    support = SupportFactory(organization=gone)
    letter = LetterFactory(organization=gone)
    source = SourceIdentifier.objects.create(organization=gone, source="IPEDS", value="1")
    sector = Sector.objects.create(code="T62", name="Health care")
    gone.sectors.add(sector)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    for row in (partnership, affiliation, connection, contact, support, letter, source):
        row.refresh_from_db()
        assert row.organization == kept, row
    assert list(kept.sectors.all()) == [sector]
    assert not Organization.objects.filter(pk=gone.pk).exists()
    record = MergeRecord.objects.get()
    assert (record.kept_id, record.gone_id, record.merged_by) == (kept.pk, gone.pk, coordinator)
    assert record.gone["name"] == "OSF St. Francis"
    assert record.moved["letters"] == 1
    assert contact.history.first().history_user == coordinator


def test_blanks_are_filled_choices_win_and_names_are_kept(kept, gone, coordinator):
    kept.website = "https://www.osf.example.org"
    kept.save()

    merge_organizations(kept.pk, gone_id=gone.pk, take=["name"], by=coordinator)

    kept.refresh_from_db()
    assert kept.name == "OSF St. Francis"
    assert kept.name_key == "osf saint francis"
    assert kept.other_names == "OSF HealthCare Saint Francis"
    assert kept.city == "Peoria"
    assert str(kept.phone) == "(309) 555-0142"
    assert kept.website == "https://www.osf.example.org"


def test_the_gone_ones_name_is_another_name_of_the_kept(kept, gone, coordinator):
    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    kept.refresh_from_db()
    assert kept.other_names == "OSF St. Francis"


def test_two_partnerships_of_one_program_become_one(kept, gone, coordinator, program):
    ours, stranger = PersonFactory(), PersonFactory()
    one = PartnershipFactory(
        program=program, organization=kept, stage=Stage.CONTACTED, note="Ask for tours.",
        top_ten_rank=3, last_contact_on=date(2027, 1, 5),
    )  # fmt: skip
    other = PartnershipFactory(
        program=program, organization=gone, stage=Stage.COMMITTED, note="Board seat.",
        top_ten_rank=1, last_contact_on=date(2027, 2, 5), owner=ours,
    )  # fmt: skip
    for partnership in (one, other):
        PartnerRole.objects.create(partnership=partnership, person=stranger, role="mentor")
    PartnerRole.objects.create(partnership=other, person=stranger, role="speaker")

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    partnership = Partnership.objects.get()
    assert partnership.pk == one.pk
    assert partnership.stage == Stage.COMMITTED
    assert partnership.note == "Ask for tours.\n\nBoard seat."
    assert partnership.top_ten_rank == 1
    assert partnership.last_contact_on == date(2027, 2, 5)
    assert partnership.owner == ours
    assert sorted(role.role for role in partnership.partner_roles.all()) == ["mentor", "speaker"]
    assert partnership.history.first().history_user == coordinator


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (Stage.IDENTIFIED, Stage.DECLINED, Stage.DECLINED),
        (Stage.DECLINED, Stage.ACTIVE, Stage.ACTIVE),
        (Stage.PAUSED, Stage.CONTACTED, Stage.PAUSED),
    ],
)
def test_the_weightier_stage_stays(kept, gone, coordinator, program, one, other, result):
    PartnershipFactory(program=program, organization=kept, stage=one)
    PartnershipFactory(program=program, organization=gone, stage=other)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert Partnership.objects.get().stage == result


def test_partnerships_of_other_programs_move_too(kept, gone, coordinator, program):
    PartnershipFactory(program=program, organization=kept)
    theirs = PartnershipFactory(organization=gone, stage=Stage.ACTIVE)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    theirs.refresh_from_db()
    assert theirs.organization == kept


def test_the_same_support_and_affiliation_are_there_once(kept, gone, coordinator):
    SupportFactory(organization=kept, note="two at a time")
    SupportFactory(organization=gone, note="only in spring")
    person = PersonFactory()
    AffiliationFactory(
        person=person,
        organization=kept,
        title="",
        started_on=date(2025, 1, 1),
        is_main_contact=True,
    )
    AffiliationFactory(
        person=person,
        organization=gone,
        title="CEO",
        started_on=date(2024, 1, 1),
        is_main_contact=True,
    )
    AffiliationFactory(organization=gone, title="Nurse")

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert Support.objects.get().note == "two at a time; only in spring"
    first, second = kept.affiliations.order_by("pk")
    assert (first.title, first.started_on, first.is_main_contact) == ("CEO", date(2024, 1, 1), True)
    assert not second.is_main_contact


def at(person, organization, *, title="", since=None, until=None, reason="", main=False):
    """An affiliation from a year to a year."""
    return AffiliationFactory(
        person=person,
        organization=organization,
        title=title,
        started_on=since and date(since, 1, 1),
        ended_on=until and date(until, 12, 31),
        end_reason=reason,
        is_main_contact=main,
    )


def years_at(organization):
    """(title, first year, last year) of each affiliation."""
    rows = organization.affiliations.order_by("started_on", "pk")
    return [
        (one.title, one.started_on and one.started_on.year, one.ended_on and one.ended_on.year)
        for one in rows
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        # what overlaps is one: the earliest start, and open if one of them is
        (("CEO", 2020, 2022), ("CEO", 2021, None), [("CEO", 2020, None)]),
        (("CEO", 2021, None), ("ceo", 2020, 2022), [("CEO", 2020, None)]),
        (("CEO", 2020, 2022), ("CEO", 2021, 2024), [("CEO", 2020, 2024)]),
        (("CEO", None, None), ("CEO", 2020, 2021), [("CEO", 2020, None)]),
        # both titles are kept, each once
        (("CEO", 2020, None), ("Founder", 2018, None), [("CEO, Founder", 2018, None)]),
        (("CEO, Founder", 2020, None), ("Founder", 2018, None), [("CEO, Founder", 2018, None)]),
        (("Founder", 2020, None), ("CEO, Founder", 2018, None), [("CEO, Founder", 2018, None)]),
        (("", 2020, None), ("Founder", 2018, None), [("Founder", 2018, None)]),
        # what does not overlap stays two
        (("CEO", 2015, 2016), ("CEO", 2018, None), [("CEO", 2015, 2016), ("CEO", 2018, None)]),
        # and so does what does not fit
        (("x" * 119, 2015, 2017), ("Y", 2017, 2018), [("x" * 119, 2015, 2017), ("Y", 2017, 2018)]),
    ],
)
def test_affiliations_that_overlap_become_one(kept, gone, coordinator, ours, theirs, result):
    person = PersonFactory()
    for organization, (title, since, until) in ((kept, ours), (gone, theirs)):
        at(person, organization, title=title, since=since, until=until)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert years_at(kept) == result


def test_an_affiliation_that_bridges_two_joins_all_three(kept, gone, coordinator):
    person = PersonFactory()
    at(person, kept, title="Clerk", since=2010, until=2012)
    at(person, kept, title="Buyer", since=2015, until=2016, reason="left")
    at(person, gone, title="Clerk", since=2012, until=2015, reason="priorities")
    at(PersonFactory(), kept, title="Driver", since=2011, until=2016)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert years_at(kept) == [("Buyer, Clerk", 2010, 2016), ("Driver", 2011, 2016)]
    assert kept.affiliations.get(title="Buyer, Clerk").end_reason == "left"


def test_two_titles_somebody_has_at_the_one_that_goes_are_joined_with_those_at_the_kept(
    kept, gone, coordinator
):
    person = PersonFactory()
    at(person, kept, title="Nurse", since=2020)
    at(person, gone, title="Trainer", since=2019, until=2021)
    at(person, gone, title="Union steward", since=2021)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert years_at(kept) == [("Nurse, Trainer, Union steward", 2019, None)]


def test_the_one_main_contact_survives_the_joining(coordinator):
    kept, gone, place = PersonFactory(), PersonFactory(), OrganizationFactory()
    at(kept, place, title="CEO", since=2020)
    at(gone, place, title="CEO", since=2020, main=True)

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    affiliation = place.affiliations.get()
    assert (affiliation.person, affiliation.is_main_contact) == (kept, True)


def test_history_says_who_joined_and_keeps_what_was(kept, gone, coordinator):
    person = PersonFactory()
    stays = at(person, kept, title="CEO", since=2020)
    goes = at(person, gone, title="Founder", since=2018)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    last = stays.history.first()
    assert (last.title, last.history_user) == ("CEO, Founder", coordinator)
    end, before = Affiliation.history.filter(id=goes.pk)
    assert (end.history_type, end.history_user) == ("-", coordinator)
    assert (before.title, before.started_on, before.organization_id) == (
        "Founder",
        date(2018, 1, 1),
        gone.pk,
    )


def test_an_import_whose_affiliation_was_joined_is_not_undone_over_it(
    kept, gone, coordinator, program, django_capture_on_commit_callbacks
):
    PartnershipFactory(program=program, organization=kept)
    person = PersonFactory(name="Ana Lopez", email="ana@example.org")
    at(person, gone, title="Founder", since=2018)
    batch = upload_list(
        program,
        file=BytesIO(
            f"Name,City,Contact,E-mail\n{kept.name},,Ana Lopez,ana@example.org\n".encode()
        ),
        name="list.csv",
        by=coordinator,
    )
    with django_capture_on_commit_callbacks(execute=True):
        start_import(batch, choices={}, by=coordinator)
    assert kept.affiliations.filter(person=person).exists()

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    batch.refresh_from_db()
    with pytest.raises(DomainError, match="was changed since"):
        start_undo(batch, by=coordinator)
    assert years_at(kept) == [("Founder", 2018, None)]


def test_both_letters_of_one_batch_are_kept(kept, gone, coordinator, program):
    batch = LetterBatchFactory(program=program)
    letters = [LetterFactory(batch=batch, organization=one) for one in (kept, gone)]

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert set(kept.letters.all()) == set(letters)
    letters[1].refresh_from_db()
    assert letters[1].batch != batch
    assert letters[1].batch.program == program
    assert letters[1].batch.created_at == batch.created_at


def test_other_pairs_follow_and_a_dismissed_one_stays_dismissed(kept, gone, coordinator):
    third, fourth = OrganizationFactory(), OrganizationFactory()
    State = DuplicateSuggestion.State  # noqa: N806 - a class
    make = DuplicateSuggestion.objects.create
    make(first=kept, second=gone, score=99)
    make(first=gone, second=third, score=90, state=State.DIFFERENT)
    make(first=kept, second=fourth, score=85, state=State.DIFFERENT)
    make(first=gone, second=fourth, score=88)

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    pairs = DuplicateSuggestion.objects.order_by("second")
    assert [(pair.first, pair.second, pair.state) for pair in pairs] == [
        (kept, third, State.DIFFERENT),
        (kept, fourth, State.DIFFERENT),
    ]


def test_history_of_both_is_readable_and_old_addresses_lead_on(kept, gone, coordinator):
    last = OrganizationFactory()

    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)
    merge_organizations(last.pk, gone_id=kept.pk, by=coordinator)

    assert merged_into("organization", gone.pk) == last.pk
    assert merged_into("organization", last.pk) is None
    assert merged_into("person", gone.pk) is None
    assert merged_ids("organization", last.pk) == [kept.pk, gone.pk]
    history = Organization.history.filter(id=gone.pk)
    assert [entry.name for entry in history] == ["OSF St. Francis", "OSF St. Francis"]
    assert history.first().history_change_reason == f"Merged into {kept.pk}"


def test_a_second_click_changes_nothing(kept, gone, coordinator):
    merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    again = merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)

    assert again == kept
    assert MergeRecord.objects.count() == 1


def test_one_cannot_be_merged_with_itself_or_with_nothing(kept, coordinator):
    with pytest.raises(DomainError, match="one already"):
        merge_organizations(kept.pk, gone_id=kept.pk, by=coordinator)
    with pytest.raises(DomainError, match="is gone"):
        merge_organizations(kept.pk, gone_id=0, by=coordinator)


def test_schools_with_programs_are_not_merged_by_anybody(kept, program, coordinator, stranger):
    with pytest.raises(DomainError, match="Both are schools"):
        merge_organizations(program.school_id, gone_id=ProgramFactory().school_id, by=coordinator)
    with pytest.raises(DomainError, match="keep it"):
        merge_organizations(kept.pk, gone_id=program.school_id, by=coordinator)
    with pytest.raises(DomainError, match="only its own staff"):
        merge_organizations(program.school_id, gone_id=kept.pk, by=stranger)

    assert merge_organizations(program.school_id, gone_id=kept.pk, by=coordinator) == program.school


# ---------------------------------------------------------------- people


def test_people_become_one_with_all_they_did(coordinator, program):
    kept, gone = PersonFactory(name="Dana Whitfield", email=""), PersonFactory(user=UserFactory())
    topic = Topic.objects.create(name="Robotics, advanced")
    gone.talents.add(topic)
    partnership = PartnershipFactory(program=program, owner=gone, responsible=gone, approver=gone)
    for person in (kept, gone):
        PartnerRole.objects.create(partnership=partnership, person=person, role="mentor")
    both, one = InteractionFactory(staff=gone), InteractionFactory()
    both.people.set([kept, gone])
    one.people.set([gone])
    connection = ConnectionFactory(contact=gone)
    letter = LetterFactory(person=gone)
    affiliation = AffiliationFactory(person=gone)
    email, user = gone.email, gone.user

    merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.user) == ("Dana Whitfield", email, user)
    assert list(kept.talents.all()) == [topic]
    partnership.refresh_from_db()
    assert [partnership.owner, partnership.responsible, partnership.approver] == [kept] * 3
    assert partnership.partner_roles.get().person == kept
    assert list(both.people.all()) == [kept]
    assert list(one.people.all()) == [kept]
    for row in (both, connection, letter, affiliation):
        row.refresh_from_db()
    assert [both.staff, connection.contact, letter.person, affiliation.person] == [kept] * 4
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert merged_into("person", gone.pk) == kept.pk


def test_two_logins_are_not_made_one(coordinator):
    kept, gone = PersonFactory(user=UserFactory()), PersonFactory(user=UserFactory())

    with pytest.raises(DomainError, match="both sign in"):
        merge_people(kept.pk, gone_id=gone.pk, by=coordinator)

    assert Person.objects.filter(pk=gone.pk).exists()


def test_number_of_queries_does_not_grow_with_what_is_moved(
    kept, coordinator, django_assert_max_num_queries
):
    gone = OrganizationFactory()
    InteractionFactory.create_batch(30, organization=gone, happened_at=NOW)
    LetterFactory(organization=gone)
    RoleFactory()
    keys = len(
        list(foreign_keys_to(Organization))
    )  # each is looked through, and again before it goes

    with django_assert_max_num_queries(2 * keys + 25):
        merge_organizations(kept.pk, gone_id=gone.pk, by=coordinator)
