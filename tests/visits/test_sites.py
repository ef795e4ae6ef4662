"""What sites offer, and planning a visit (SPEC 7)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from tests.factories import (
    NOW,
    ActivityFactory,
    OrganizationFactory,
    PartnershipFactory,
    SiteOfferFactory,
    StudentFactory,
)
from visits.domain import sites
from visits.domain.attendees import add_students, note_slips
from visits.models import Check, SiteOffer


@pytest.fixture
def mill(program):
    return PartnershipFactory(program=program, organization__name="Mill").organization


@pytest.fixture
def offer(mill):
    return SiteOfferFactory(
        organization=mill,
        title="From grain to flour",
        group_size=2,
        grade_from=11,
        grade_to=12,
        sample_times="Tuesdays 9 to 11",
    )


@pytest.fixture
def visit(program, mill):
    return ActivityFactory(
        program=program,
        kind=Kind.SITE_VISIT,
        title="Mill tour",
        organization=mill,
        starts_at=NOW + timedelta(days=10),
    )


@pytest.fixture
def at(program):
    return lambda name, *pk: reverse(f"visits:{name}", args=[program.slug, *pk])


def text_of(response):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def add_many(program, visit, count):
    rows = StudentFactory.create_batch(count, program=program)
    add_students(visit, students=[one.pk for one in rows])
    return rows


# ---------------------------------------------------------------- what sites offer


def test_an_offer_is_written_down_and_changed(client, mill, at, teacher):
    client.force_login(teacher)
    given = {
        "organization": mill.pk,
        "title": "From grain to flour",
        "is_tour": "on",
        "group_size": "25",
        "is_current": "on",
    }
    client.post(at("offer_add"), given)
    offer = SiteOffer.objects.get()
    client.post(at("offer_edit", offer.pk), given | {"group_size": "30", "is_hands_on": "on"})

    offer.refresh_from_db()
    assert (offer.group_size, offer.ways) == (30, ["tour", "hands-on"])
    assert offer.history.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"is_tour": ""}, "is_tour"),
        ({"grade_from": 12, "grade_to": 9}, "grade_to"),
        ({"title": " "}, "title"),
    ],
)
def test_a_strange_offer_is_refused_on_its_field(client, mill, at, teacher, given, field):
    client.force_login(teacher)
    fields = {"organization": mill.pk, "title": "Tour", "is_tour": "on"} | given
    response = client.post(at("offer_add"), {k: v for k, v in fields.items() if v})

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not SiteOffer.objects.exists()


def test_the_site_of_somebody_elses_partner_is_not_offered(client, at, teacher):
    client.force_login(teacher)
    response = client.post(
        at("offer_add"), {"organization": OrganizationFactory().pk, "title": "x", "is_tour": "on"}
    )

    assert response.status_code == 422


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?way=is_tour", 1),
        ("?way=is_hands_on", 0),
        ("?grade=11", 1),
        ("?grade=9", 0),
        ("?group=2", 1),
        ("?group=3", 0),
        ("?partner=mil", 1),
        ("?wheelchair=true", 0),
    ],
)
def test_the_list_is_narrowed(client, offer, at, teacher, query, count):
    client.force_login(teacher)

    assert len(client.get(at("offer_list") + query).context["page_obj"].object_list) == count


def test_what_is_no_longer_offered_is_found_only_if_asked_for(client, offer, at, teacher):
    offer.is_current = False
    offer.save()
    client.force_login(teacher)

    assert not client.get(at("offer_list")).context["page_obj"].object_list
    assert client.get(at("offer_list") + "?past=all").context["page_obj"].object_list


@pytest.mark.parametrize("export", ["", "?export=csv"])
def test_the_list_costs_the_same_with_more(
    client, program, offer, at, teacher, export, django_assert_num_queries
):
    client.force_login(teacher)
    queries = 4 if export else 6
    with django_assert_num_queries(queries):
        client.get(at("offer_list") + export)
    for _ in range(2):
        SiteOfferFactory(organization=PartnershipFactory(program=program).organization)

    with django_assert_num_queries(queries):
        client.get(at("offer_list") + export)


# ---------------------------------------------------------------- planning


def test_a_visit_is_planned_with_a_checklist_and_buffer_for_the_bus(
    client, visit, offer, at, teacher
):
    client.force_login(teacher)
    client.post(
        at("site_edit", visit.pk),
        {
            "offer": offer.pk,
            "lesson_before": "Bread",
            "assignment_after": "Bake",
            "students_per_chaperone": "8",
            "transport": "bus",
            "travel_minutes": "30",
            "buffer_minutes": "15",
        },
    )

    plan = sites.plan_of(visit)
    assert plan.times.leaves == visit.starts_at - timedelta(minutes=45)
    assert plan.times.back == visit.ends_at + timedelta(minutes=45)
    assert [one.text for one in plan.checks] == list(sites.USUAL_CHECKS)
    assert "The bus is ordered" in client.get(at("site_detail", visit.pk)).content.decode()


def test_a_visit_without_chaperones_says_how_many_are_needed(program, visit, coordinator):
    add_many(program, visit, 11)

    assert "2 more chaperones are needed: 11 students, one adult for 10." in sites.problems_of(
        sites.plan_of(visit)
    )
    sites.add_chaperone(visit, by=coordinator, name="Ms. Torres")
    sites.add_chaperone(visit, by=coordinator, name="Mr. Lee", is_sure=False)
    assert any("1 more" in one for one in sites.problems_of(sites.plan_of(visit)))


def test_everything_that_is_wrong_is_named_and_goes_when_it_is_right(
    program, visit, offer, coordinator
):
    visit.grade_from, visit.grade_to = 9, 12
    visit.save()
    students = add_many(program, visit, 3)
    sites.write_visit(visit, by=coordinator, offer=offer)
    said = " ".join(sites.problems_of(sites.plan_of(visit)))
    for part in ("takes 2 students; 3", "grades 11 to 12", "3 permission", "travel", "lesson"):
        assert part in said

    visit.grade_from = 11
    visit.save()
    offer.group_size = 3
    offer.save()
    note_slips(visit, students=[one.pk for one in students], today=NOW.date())
    sites.add_chaperone(visit, by=coordinator, name="Ms. Torres")
    sites.write_visit(
        visit, by=coordinator, transport="walk", lesson_before="Bread", assignment_after="Bake"
    )

    assert sites.problems_of(sites.plan_of(visit)) == []


def test_an_offer_of_another_site_is_refused(visit, coordinator):
    with pytest.raises(DomainError, match="another site"):
        sites.write_visit(visit, by=coordinator, offer=SiteOfferFactory())


def test_chaperones_come_and_go(client, visit, at, teacher):
    client.force_login(teacher)
    address = at("site_chaperones", visit.pk)
    client.post(address, {"name": "Ms. Torres", "is_sure": "on"})
    twice = client.post(address, {"name": "ms. torres", "is_sure": "on"})
    assert twice.status_code == 422
    assert "on the list already" in twice.content.decode()

    [one] = sites.plan_of(visit).chaperones
    client.post(address, {"off": one.pk})

    assert sites.plan_of(visit).chaperones == []


def test_the_checklist_is_ticked_and_grows(client, visit, at, teacher, coordinator):
    sites.write_visit(visit, by=coordinator)
    first = Check.objects.filter(visit=visit.pk).first()
    client.force_login(teacher)

    client.post(at("site_checks", visit.pk), {"done": [first.pk], "text": "Ear plugs"})

    first.refresh_from_db()
    assert first.done_at == NOW
    assert sites.plan_of(visit).checks[-1].text == "Ear plugs"
    client.post(at("site_checks", visit.pk), {})
    first.refresh_from_db()
    assert first.done_at is None


def test_what_was_called_off_is_not_planned_any_more(client, visit, at, teacher):
    Activity.objects.filter(pk=visit.pk).update(state=Activity.State.NOT_HELD)
    client.force_login(teacher)

    assert client.post(at("site_checks", visit.pk), {"text": "x"}).status_code == 422


def test_the_page_costs_the_same_with_more_students(
    client, program, visit, offer, at, teacher, coordinator, django_assert_num_queries
):
    sites.write_visit(visit, by=coordinator, offer=offer)
    add_many(program, visit, 1)
    client.force_login(teacher)
    with django_assert_num_queries(9):
        client.get(at("site_detail", visit.pk))
    add_many(program, visit, 2)
    sites.add_chaperone(visit, by=coordinator, name="Ms. Torres")

    with django_assert_num_queries(9):
        client.get(at("site_detail", visit.pk))


# ---------------------------------------------------------------- papers


def test_permission_slips_are_two_on_a_page_in_both_languages(
    client, program, visit, at, teacher, coordinator
):
    students = add_many(program, visit, 3)
    sites.write_visit(visit, by=coordinator, transport="bus", wear="Closed shoes")
    client.force_login(teacher)

    response = client.get(at("site_slips", visit.pk))
    pages = PdfReader(BytesIO(response.content)).pages
    text = text_of(response)

    assert len(pages) == 2
    assert all(one.name in text for one in students)
    assert "Closed shoes" in text
    spanish = text_of(client.get(at("site_slips", visit.pk) + "?language=es"))
    assert "Mi hijo o hija puede participar." in spanish
    assert "En autobús escolar" in spanish


def test_without_students_there_are_no_slips(client, visit, at, teacher):
    client.force_login(teacher)

    assert "Nobody is on the list" in client.get(at("site_slips", visit.pk)).content.decode()


def test_the_board_reads_what_is_offered_and_what_surrounds_a_visit(
    client, offer, visit, at, coordinator
):
    sites.write_visit(visit, by=coordinator, lesson_before="Bread through time")
    client.force_login(coordinator)

    text = text_of(client.get(at("offer_handout")))

    assert "From grain to flour" in text
    assert "Tuesdays 9 to 11" in text
    assert "Bread through time" in text


def test_nothing_to_print_is_said(client, at, coordinator):
    client.force_login(coordinator)

    response = client.get(at("offer_handout"), follow=True)

    assert "No site offers anything yet." in response.content.decode()


@pytest.mark.parametrize("name", ["offer_list", "offer_handout"])
@pytest.mark.parametrize("who", ["partner", "stranger"])
def test_nobody_else_gets_in(client, request, at, who, name):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at(name)).status_code == 404
