"""Competencies, and what is covered by whom (SPEC 4.5)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from calendar_app.models import Activity, Kind
from core.exceptions import DomainError
from students.domain.competencies import load_competencies
from students.models import Competency, CompetencySet
from tests.factories import (
    NOW,
    ActivityFactory,
    OrganizationFactory,
    ShadowHostFactory,
    StudentFactory,
)
from visits.domain import competencies as domain
from visits.models import Alignment, Placement

YEAR = 2026


@pytest.fixture
def at(program):
    return lambda name, *pk: reverse(f"visits:{name}", args=[program.slug, *pk])


@pytest.fixture
def integrity(db):
    return Competency.objects.get(name="Integrity")


@pytest.fixture
def visit(program):
    return ActivityFactory(
        program=program,
        organization=OrganizationFactory(name="Mill"),
        starts_at=NOW - timedelta(days=10),
    )


def row_of(program, competency):
    matrix = domain.matrix_of(program, year=YEAR)
    return next(row for row in matrix.rows if row.competency == competency)


def test_the_starter_sets_are_there_and_a_district_keeps_its_own(db):
    assert Competency.objects.count() == 35
    CompetencySet.objects.get(code="EES").competencies.filter(name="Integrity").delete()

    assert load_competencies(CompetencySet, Competency) == 0
    assert not Competency.objects.filter(name="Integrity").exists()


def test_the_starter_speaks_spanish(db):
    assert not Competency.objects.filter(name_es="").exists()
    with translation.override("es"):
        assert str(Competency.objects.get(name="Integrity")) == "Integridad"


def test_a_program_works_with_its_own_career_area(program):
    sets = {one.group.code for one in domain.competencies_of(program)}

    assert (program.career_area, sets) == ("health", {"EES", "HST"})


def test_what_is_not_in_use_is_not_offered(program, integrity):
    Competency.objects.filter(pk=integrity.pk).update(is_current=False)
    CompetencySet.objects.filter(code="HST").update(is_current=False)

    found = domain.competencies_of(program)

    assert {one.group.code for one in found} == {"EES"}
    assert integrity not in found


def test_an_activity_is_aligned_and_realigned(client, visit, integrity, at, teacher):
    respect = Competency.objects.get(name="Respect")
    client.force_login(teacher)

    client.post(at("competency_align", visit.pk), {"competency": [integrity.pk, respect.pk]})
    client.post(at("competency_align", visit.pk), {"competency": [respect.pk, respect.pk]})

    assert [one.competency for one in Alignment.objects.all()] == [respect]
    page = client.get(at("competency_align", visit.pk)).content.decode()
    assert f'value="{respect.pk}" checked' in page


def test_a_competency_of_another_area_is_refused(client, visit, at, teacher):
    other = Competency.objects.filter(group__code="MET").first()
    client.force_login(teacher)

    response = client.post(at("competency_align", visit.pk), {"competency": [other.pk]})

    assert response.status_code == 422
    assert not Alignment.objects.exists()


def test_what_was_called_off_is_not_aligned(visit, integrity):
    Activity.objects.filter(pk=visit.pk).update(state=Activity.State.NOT_HELD)

    with pytest.raises(DomainError, match="called off"):
        domain.align(visit, competencies=[integrity.pk])


def test_the_matrix_says_by_whom_and_how_many_people(program, visit, integrity):
    domain.align(visit, competencies=[integrity.pk])
    again = ActivityFactory(
        program=program, organization=visit.organization, starts_at=NOW - timedelta(days=5)
    )
    domain.align(again, competencies=[integrity.pk])
    student = StudentFactory(program=program)
    for activity in (visit, again):
        Placement.objects.create(activity=activity, student=student, came="late", noted_at=NOW)
    Placement.objects.create(activity=visit, student=StudentFactory(program=program))

    row = row_of(program, integrity)

    assert (row.by, row.came) == ({"Mill": 2}, 1)
    assert len(domain.matrix_of(program, year=YEAR).uncovered) == 22 - 1


def test_a_job_shadow_counts_for_each_host_and_our_own_for_us(program, integrity):
    shadow = ActivityFactory(program=program, kind=Kind.JOB_SHADOW, starts_at=NOW)
    for name in ("Clinic", "Library"):
        ShadowHostFactory(activity=shadow, organization__name=name)
    own = ActivityFactory(program=program, organization=None, starts_at=NOW)
    for activity in (shadow, own):
        domain.align(activity, competencies=[integrity.pk])

    assert row_of(program, integrity).by == {"Clinic": 1, "Library": 1, domain.OURSELVES: 1}


def test_another_year_and_what_was_called_off_do_not_count(program, visit, integrity):
    domain.align(visit, competencies=[integrity.pk])
    assert domain.matrix_of(program, year=YEAR - 1).partners == []

    Activity.objects.filter(pk=visit.pk).update(state=Activity.State.CANCELLED_BY_PARTNER)
    assert row_of(program, integrity).activities == 0


@pytest.mark.parametrize("name", ["competency_matrix", "competency_align"])
def test_pages_cost_the_same_with_more(
    client, program, visit, integrity, at, teacher, name, django_assert_num_queries
):
    domain.align(visit, competencies=[integrity.pk])
    pk = [visit.pk] if name == "competency_align" else []
    client.force_login(teacher)
    with django_assert_num_queries(7):
        client.get(at(name, *pk))
    for _ in range(2):
        more = ActivityFactory(program=program, organization=OrganizationFactory(), starts_at=NOW)
        domain.align(
            more,
            competencies=Competency.objects.filter(area="Teamwork").values_list("pk", flat=True),
        )

    with django_assert_num_queries(7):
        client.get(at(name, *pk))


@pytest.mark.parametrize("who", ["partner", "stranger"])
def test_nobody_else_gets_in(client, request, at, visit, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at("competency_matrix")).status_code == 404
    assert client.post(at("competency_align", visit.pk)).status_code == 404
