from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from partnerships.models import Affiliation, Partnership, SavedView, Sector
from tests.factories import (
    NOW,
    AffiliationFactory,
    ConnectionFactory,
    InteractionFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SavedViewFactory,
    SupportFactory,
)

Stage = Partnership.Stage


@pytest.fixture
def address(program):
    return reverse("partnerships:organization_list", args=[program.slug])


def names(response):
    return [row.organization.name for row in response.context["page_obj"].object_list]


def add(program, name, **fields):
    partnership = {
        key: fields.pop(key)
        for key in ("stage", "owner", "last_contact_on", "top_ten_rank", "note")
        if key in fields
    }
    return PartnershipFactory(
        program=program, organization=OrganizationFactory(name=name, **fields), **partnership
    )


def test_shows_the_programs_partners_only(client, program, coordinator, address):
    add(program, "Acme")
    PartnershipFactory(organization__name="Elsewhere")
    client.force_login(coordinator)

    assert names(client.get(address)) == ["Acme"]


def test_somebody_without_a_role_gets_404_and_nobody_the_sign_in(client, partner, address):
    assert client.get(address).status_code == 302
    client.force_login(partner)
    assert client.get(address).status_code == 404


def test_an_empty_list_says_how_to_begin(client, coordinator, address):
    client.force_login(coordinator)

    assert b"Add the first partner" in client.get(address).content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=nunez", ["O'Brien-Núñez Clinic"]),
        ("q=o%27brien", ["O'Brien-Núñez Clinic"]),
        ("q=pekin", ["College"]),
        ("q=kim+tran", ["College"]),
        ("q=old+name", ["Works"]),
        ("q=%25", []),
        ("q=nothing+like+it", []),
        ("kind=postsecondary", ["College"]),
        ("kind=postsecondary&kind=union", ["College", "Works"]),
        ("stage=active", ["Works"]),
        ("place=616", ["O'Brien-Núñez Clinic", "Works"]),
        ("place=pek", ["College"]),
        ("support=speaker", ["Works"]),
        ("sector=62", ["O'Brien-Núñez Clinic"]),
        ("industry=1", ["O'Brien-Núñez Clinic"]),
        ("contact=never", ["College"]),
        ("contact=30", ["O'Brien-Núñez Clinic"]),
        ("contact_from=2027-02-20", ["Works"]),
        ("contact_to=2026-12-31", ["O'Brien-Núñez Clinic"]),
        ("warm=1", ["College"]),
        ("top_ten=1", ["Works"]),
        ("asked=1", ["Works"]),
        ("owner=null", ["College", "O'Brien-Núñez Clinic"]),
    ],
)
def test_filters(client, program, coordinator, address, query, expected):
    health, _ = Sector.objects.get_or_create(code="62", defaults={"name": "Health"})
    program.sectors.add(health)
    clinic = add(
        program,
        "O'Brien-Núñez Clinic",
        last_contact_on=NOW.date() - timedelta(days=100),
    )
    clinic.organization.sectors.add(health)
    college = add(program, "College", kind="postsecondary", city="Pekin", postal_code="61554")
    kim = PersonFactory(name="Kim Tran")
    AffiliationFactory(organization=college.organization, person=kim)
    ConnectionFactory(organization=college.organization)
    works = add(
        program,
        "Works",
        kind="union",
        stage=Stage.ACTIVE,
        owner=coordinator.person,
        top_ten_rank=1,
        last_contact_on=NOW.date(),
        other_names="Old Name",
    )
    SupportFactory(organization=works.organization, kind="speaker")
    InteractionFactory(organization=works.organization, is_ask=True, ask="A tour", happened_at=NOW)
    client.force_login(coordinator)

    assert names(client.get(f"{address}?{query}")) == expected


def test_search_for_a_percent_sign_finds_only_that(client, program, coordinator, address):
    add(program, "100% Home Care")
    add(program, "Acme")
    client.force_login(coordinator)

    assert names(client.get(f"{address}?q=100%25")) == ["100% Home Care"]


def test_filters_by_owner_and_refuses_an_owner_who_is_not_ours(
    client, program, coordinator, stranger, address
):
    add(program, "Mine", owner=coordinator.person)
    add(program, "Free")
    client.force_login(coordinator)

    assert names(client.get(f"{address}?owner={coordinator.person.pk}")) == ["Mine"]
    assert names(client.get(f"{address}?owner={stranger.person.pk}")) == []


def test_sorts_and_pages_without_overlap(client, program, coordinator, address):
    for number in range(30):
        add(program, f"Same {number % 3}")
    client.force_login(coordinator)

    first = client.get(f"{address}?sort=-name").context["page_obj"].object_list
    second = client.get(f"{address}?sort=-name&page=2").context["page_obj"].object_list

    assert (len(first), len(second)) == (25, 5)
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_htmx_gets_the_list_alone(client, coordinator, address):
    client.force_login(coordinator)

    response = client.get(address, headers={"HX-Request": "true"})

    assert b"<html" not in response.content
    assert b'id="list"' in response.content


def test_quick_chips_turn_a_filter_on_and_off(client, program, coordinator, address):
    client.force_login(coordinator)

    chips = client.get(f"{address}?stage=contacted&q=x&page=1").context["quick_chips"]
    contacted = next(chip for chip in chips if chip["label"] == "Contacted")
    warm = next(chip for chip in chips if chip["label"] == "Warm way in")

    assert contacted == {"label": "Contacted", "is_on": True, "address": "?q=x"}
    assert warm["address"] == "?stage=contacted&q=x&warm=1"


def test_the_drawer_is_a_page_of_its_own_and_a_piece_for_htmx(client, program, coordinator):
    client.force_login(coordinator)
    address = reverse("partnerships:organization_filters", args=[program.slug])

    assert b"<html" in client.get(f"{address}?kind=union").content
    piece = client.get(f"{address}?kind=union", headers={"HX-Request": "true"}).content
    assert b"<html" not in piece
    assert b"Labor union" in piece


def fill(program, count):
    for number in range(count):
        partnership = add(program, f"Firm {number}")
        organization = partnership.organization
        AffiliationFactory(organization=organization, is_main_contact=True)
        ConnectionFactory(organization=organization)
        SupportFactory(organization=organization)
        InteractionFactory(program=program, organization=organization, is_ask=True, ask="A tour")


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_list(
    client, program, coordinator, address, django_assert_num_queries, count
):
    fill(program, count)
    client.force_login(coordinator)
    client.get(address)

    # session, user, roles, count, rows, ways in, supports, asks, views, me
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


LIST_QUERIES = 10


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_query_count_of_the_export(
    client, program, coordinator, address, django_assert_num_queries, count, kind
):
    fill(program, count)
    client.force_login(coordinator)

    with django_assert_num_queries(8):
        client.get(f"{address}?export={kind}")


def test_export_has_the_filters_and_more_columns(client, program, coordinator, address):
    clinic = add(program, "=Clinic", city="Pekin", stage=Stage.ACTIVE)
    add(program, "Other")
    contact = AffiliationFactory(
        organization=clinic.organization,
        is_main_contact=True,
        person__name="Ana Lopez",
        person__prefix="Dr.",
    )
    client.force_login(coordinator)

    response = client.get(f"{address}?stage=active&export=xlsx")
    rows = list(load_workbook(BytesIO(response.content)).active.values)

    assert len(rows) == 2
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Organization"] == "'=Clinic"
    assert row["Main contact"] == "Dr. Ana Lopez"
    assert row["Their e-mail"] == contact.person.email
    assert row["ZIP"] == "61602"


# ---------------------------------------------------------------- the whole district


def test_the_district_leaves_out_ours_and_our_school(client, program, partnership, coordinator):
    theirs = PartnershipFactory(program__name="Welding", organization__name="Elsewhere")
    client.force_login(coordinator)

    response = client.get(reverse("partnerships:organization_all", args=[program.slug]))

    rows = {row.name: row.working_with for row in response.context["page_obj"].object_list}
    assert rows["Elsewhere"] == ["Welding"]
    assert partnership.organization.name not in rows
    assert program.school.name not in rows
    assert theirs.program.school.name in rows


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_district(
    client, program, coordinator, django_assert_num_queries, count
):
    PartnershipFactory.create_batch(count)
    client.force_login(coordinator)
    address = reverse("partnerships:organization_all", args=[program.slug])

    with django_assert_num_queries(7):
        client.get(address)


def test_adopting_twice_makes_one_partnership(client, program, coordinator):
    organization = OrganizationFactory()
    client.force_login(coordinator)
    address = reverse("partnerships:organization_adopt", args=[program.slug])

    for _ in range(2):
        response = client.post(address, {"organization": organization.pk})

    partnership = Partnership.objects.get(program=program, organization=organization)
    assert response["Location"] == partnership.get_absolute_url()
    assert partnership.history.get().history_user == coordinator


@pytest.mark.parametrize("wanted", ["", "0", "x", "99999999"])
def test_adopting_nothing_is_404(client, program, coordinator, wanted):
    client.force_login(coordinator)
    address = reverse("partnerships:organization_adopt", args=[program.slug])

    assert client.post(address, {"organization": wanted}).status_code == 404


def test_the_own_school_is_not_adopted(client, program, coordinator):
    client.force_login(coordinator)
    address = reverse("partnerships:organization_adopt", args=[program.slug])

    client.post(address, {"organization": program.school_id})

    assert not Partnership.objects.filter(organization=program.school).exists()


# ---------------------------------------------------------------- many at once


def bulk(client, program, verb, **given):
    return client.post(
        reverse(f"partnerships:organization_bulk_{verb}", args=[program.slug]), given
    )


def test_sets_the_stage_of_those_chosen_and_of_nobody_elses(client, program, coordinator):
    one, other = add(program, "One"), add(program, "Other")
    theirs = PartnershipFactory()
    client.force_login(coordinator)

    ids = [one.organization_id, theirs.organization_id]
    response = bulk(client, program, "stage", chosen=ids, stage="active", query="q=on")

    assert response["Location"].endswith("/partners/?q=on")
    for partnership, stage in ((one, "active"), (other, "identified"), (theirs, "identified")):
        partnership.refresh_from_db()
        assert partnership.stage == stage
    assert one.history.latest().history_user == coordinator
    assert one.history.count() == 2


def test_sets_the_stage_of_all_that_match(client, program, coordinator):
    for name in ("Aa", "Ab", "B"):
        add(program, name, kind="union" if "A" in name else "employer")
    client.force_login(coordinator)

    bulk(client, program, "stage", all="1", query="kind=union", stage="researched", chosen=[])

    done = Partnership.objects.filter(stage="researched").values_list("organization__name")
    assert sorted(name for (name,) in done) == ["Aa", "Ab"]


def test_declining_many_wants_a_reason(client, program, coordinator):
    one = add(program, "One")
    client.force_login(coordinator)

    bulk(client, program, "stage", chosen=[one.organization_id], stage="declined")
    one.refresh_from_db()
    assert one.stage == "identified"

    bulk(client, program, "stage", chosen=[one.organization_id], stage="declined", reason="Moved")
    one.refresh_from_db()
    assert (one.stage, one.stage_reason) == ("declined", "Moved")


def test_a_query_that_makes_no_sense_changes_nothing(client, program, coordinator):
    one = add(program, "One")
    client.force_login(coordinator)

    bulk(client, program, "stage", all="1", query="stage=nonsense", stage="active")

    one.refresh_from_db()
    assert one.stage == "identified"


def test_sets_the_owner_to_one_of_ours_only(client, program, coordinator, stranger):
    one = add(program, "One")
    client.force_login(coordinator)

    ours = coordinator.person.pk
    bulk(client, program, "owner", chosen=[one.organization_id], owner=ours)
    refused = bulk(client, program, "owner", chosen=[one.organization_id], owner=stranger.person.pk)

    assert refused.status_code == 404
    one.refresh_from_db()
    assert one.owner == coordinator.person


@pytest.mark.parametrize("everything", [False, True])
def test_the_owner_is_asked_for_on_a_page_that_keeps_the_choice(
    client, program, coordinator, everything
):
    one, other = add(program, "One", kind="union"), add(program, "Other", kind="union")
    add(program, "Third")
    given = {"query": "kind=union", "chosen": [one.organization_id]} | (
        {"all": "1"} if everything else {}
    )
    client.force_login(coordinator)

    page = bulk(client, program, "owner", **given)

    assert page.context["count"] == (2 if everything else 1)
    assert b"Dana Okafor" in page.content
    one.refresh_from_db()
    assert one.owner is None

    again = {name: page.context[name] for name in ("query", "chosen")} | (
        {"all": "1"} if page.context["all"] else {}
    )
    bulk(client, program, "owner", owner=coordinator.person.pk, **again)
    owned = Partnership.objects.filter(owner=coordinator.person).values_list("pk", flat=True)
    assert set(owned) == ({one.pk, other.pk} if everything else {one.pk})


def test_without_a_choice_nobody_is_asked_for_the_owner(client, program, coordinator):
    add(program, "One")
    client.force_login(coordinator)

    assert bulk(client, program, "owner", query="q=on")["Location"].endswith("/partners/?q=on")


def test_letters_go_on_with_those_chosen(client, program, coordinator, monkeypatch):
    one, two = add(program, "B"), add(program, "A")
    client.force_login(coordinator)

    response = bulk(client, program, "letters", chosen=[one.organization_id, two.organization_id])

    assert response["Location"].endswith(
        f"?organization={two.organization_id}&organization={one.organization_id}"
    )


def test_a_counselor_does_not_write_letters(client, program, counselor):
    client.force_login(counselor)

    assert bulk(client, program, "letters").status_code == 403


def test_exports_those_chosen(client, program, coordinator):
    one = add(program, "One")
    add(program, "Other")
    client.force_login(coordinator)

    response = bulk(client, program, "export", chosen=[one.organization_id], format="csv")

    assert response.content.decode().count("\r\n") == 2


# ---------------------------------------------------------------- saved views


def test_a_view_is_kept_replaced_and_deleted(client, program, coordinator, address):
    client.force_login(coordinator)
    save = reverse("partnerships:view_save", args=[program.slug])

    client.post(save, {"name": "Hot", "query": "stage=contacted"})
    client.post(save, {"name": "Hot", "query": "stage=active", "is_shared": "1"})
    view = SavedView.objects.get()
    assert (view.query, view.is_shared, view.user) == ("stage=active", True, coordinator)
    assert b'href="?stage=active"' in client.get(address).content

    client.post(reverse("partnerships:view_delete", args=[program.slug, view.pk]))
    assert not SavedView.objects.exists()


def test_others_see_shared_views_and_delete_none(client, program, coordinator, teacher, address):
    SavedViewFactory(program=program, user=coordinator, name="Private")
    shared = SavedViewFactory(program=program, user=coordinator, name="Shared", is_shared=True)
    client.force_login(teacher)

    page = client.get(address).content.decode()
    refused = client.post(reverse("partnerships:view_delete", args=[program.slug, shared.pk]))

    assert "Shared" in page
    assert "Private" not in page
    assert refused.status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_wants_a_name_of_reasonable_length(client, program, coordinator, name):
    client.force_login(coordinator)

    client.post(reverse("partnerships:view_save", args=[program.slug]), {"name": name})

    assert not SavedView.objects.exists()


def test_get_changes_nothing(client, program, coordinator):
    client.force_login(coordinator)

    for name in ("organization_adopt", "organization_bulk_stage", "view_save"):
        address = reverse(f"partnerships:{name}", args=[program.slug])
        assert client.get(address).status_code == 405


def test_current_people_are_counted_by_local_days(db):
    today = timezone.localdate()
    left_today = AffiliationFactory(ended_on=today)
    AffiliationFactory(ended_on=today - timedelta(days=1))

    assert list(Affiliation.objects.current()) == [left_today]


# ---------------------------------------------------------------- thousands


@pytest.fixture
def many(program, monkeypatch):
    """Five employers, where no more than three are counted and two stand on a page."""
    monkeypatch.setattr("core.lists.ShortPaginator.MOST", 3)
    monkeypatch.setattr("core.lists.FilteredListView.paginate_by", 2)
    for name in "ABCDE":
        PartnershipFactory(program=program, organization__name=name, organization__kind="employer")


def test_a_narrowed_list_counts_no_further_than_somebody_pages(client, program, teacher, many):
    client.force_login(teacher)
    address = reverse("partnerships:organization_list", args=[program.slug])

    whole = client.get(address).content.decode()
    assert "5 found" in whole
    narrowed = client.get(address, {"kind": "employer"}).content.decode()
    assert "more than 3 found" in narrowed
    assert "1 to 2 of more than 3" in narrowed
    last = client.get(address, {"kind": "employer", "page": 2}).content.decode()
    assert "Narrow the list to see the rest" in last
    export = client.get(address, {"kind": "employer", "export": "csv"}).content.decode()
    assert export.count("\r\n") == 6


def test_a_list_of_exactly_as_many_is_counted(client, program, teacher, many):
    program.partnerships.filter(organization__name__in="DE").delete()
    client.force_login(teacher)

    page = client.get(
        reverse("partnerships:organization_list", args=[program.slug]), {"kind": "employer"}
    ).content.decode()

    assert "3 found" in page
    assert "more than" not in page
