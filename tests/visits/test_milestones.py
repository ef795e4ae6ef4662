"""Milestones counted from who came, and the continuum (SPEC 10.3, 7.4, 13.11)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from calendar_app.models import Activity, Kind
from students.domain.students import save_student
from tests.factories import (
    NOW,
    ActivityFactory,
    MilestoneFactory,
    OrganizationFactory,
    ParticipationFactory,
    ShadowHostFactory,
    StudentFactory,
)
from visits.domain import continuum, milestones
from visits.domain.continuum import Stage
from visits.domain.counting import shown_share
from visits.models import Milestone, Placement

Unit = Milestone.Unit
#: In March 2027 grade 11 graduates in 2028.
CLASS_OF = {9: 2030, 10: 2029, 11: 2028, 12: 2027}


@pytest.fixture
def at(program):
    return lambda name, *pk: reverse(f"visits:{name}", args=[program.slug, *pk])


@pytest.fixture
def ana(program):
    """In grade 11."""
    return StudentFactory(
        program=program, given_name="Ana", family_name="Ruiz", graduation_year=CLASS_OF[11]
    )


def was_at(student, *, kind=Kind.SITE_VISIT, came="present", days=20, hours=None, **activity):
    activity = ActivityFactory(
        program=student.program, kind=kind, starts_at=NOW - timedelta(days=days), **activity
    )
    Placement.objects.create(
        activity=activity,
        student=student,
        came=came,
        noted_at=NOW if came else None,
        hours=hours,
    )
    return activity


def standing(program):
    [found] = milestones.cohorts_of(program, now=NOW).standings
    return found


# ---------------------------------------------------------------- what counts


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({}, True),
        ({"came": "late"}, True),
        ({"came": "absent"}, False),
        ({"came": "excused"}, False),
        ({"came": ""}, False),
        ({"kind": Kind.JOB_SHADOW}, False),
        ({"state": Activity.State.NOT_HELD}, False),
    ],
)
def test_only_being_there_counts(program, ana, given, counts):
    MilestoneFactory(program=program, kinds=["site_visit"])
    was_at(ana, **given)

    assert bool(standing(program).count_met) == counts


def test_three_visits_to_one_college_are_one_institution(program, ana):
    MilestoneFactory(
        program=program, kinds=["postsecondary_visit"], count=3, unit=Unit.INSTITUTIONS
    )
    college = OrganizationFactory()
    for _ in range(3):
        was_at(ana, kind=Kind.POSTSECONDARY_VISIT, organization=college)
    assert standing(program).count_met == 0

    for _ in range(2):
        was_at(ana, kind=Kind.POSTSECONDARY_VISIT, organization=OrganizationFactory())
    assert standing(program).count_met == 1


def test_the_host_of_a_job_shadow_is_the_institution(program, ana):
    MilestoneFactory(program=program, kinds=["job_shadow"], unit=Unit.INSTITUTIONS)
    shadow = was_at(ana, kind=Kind.JOB_SHADOW)
    host = ShadowHostFactory(activity=shadow)
    Placement.objects.update(host=host)

    assert standing(program).count_met == 1


def test_mentors_are_counted_as_people(program, ana):
    MilestoneFactory(program=program, kinds=["mentor_session"], count=2, unit=Unit.MENTORS)
    first = was_at(ana, kind=Kind.MENTOR_SESSION)
    mentor = ParticipationFactory(activity=first, organization=OrganizationFactory()).person
    second = was_at(ana, kind=Kind.MENTOR_SESSION)
    ParticipationFactory(activity=second, person=mentor)
    ParticipationFactory(activity=second, role="staff")
    ParticipationFactory(activity=second, attendance="absent")
    assert standing(program).count_met == 0

    ParticipationFactory(activity=second)
    assert standing(program).count_met == 1


def test_a_yearly_one_begins_anew_each_school_year(program, ana):
    MilestoneFactory(program=program, unit=Unit.PER_YEAR)
    was_at(ana, days=300)
    assert standing(program).count_met == 0

    was_at(ana, days=20)
    assert standing(program).count_met == 1


def test_hours_count_from_the_shortest_that_is_allowed(program, ana):
    MilestoneFactory(
        program=program, kinds=["internship"], count=60, unit=Unit.HOURS, minimum_each=30
    )
    was_at(ana, kind=Kind.INTERNSHIP, hours=29)
    was_at(ana, kind=Kind.INTERNSHIP, hours=30)
    assert standing(program).count_met == 0

    was_at(ana, kind=Kind.INTERNSHIP, hours=31)
    assert standing(program).count_met == 1


@pytest.mark.parametrize(
    ("until", "part"), [(10, "behind"), (11, "due"), (12, "later"), (None, "due")]
)
def test_who_is_behind_and_who_has_time(program, ana, until, part):
    MilestoneFactory(program=program, grade=until)

    assert getattr(standing(program), part)[11] == [ana.pk]


def test_who_left_or_finished_is_not_counted(program, ana):
    MilestoneFactory(program=program)
    StudentFactory(program=program, graduation_year=2026)
    StudentFactory(program=program, graduation_year=2028, left_on=NOW.date())

    assert standing(program).total(11) == 1
    assert milestones.cohorts_of(program, now=NOW).sizes == {11: 1}


def test_what_is_planned_and_open_to_them_would_help(program, ana):
    MilestoneFactory(program=program, grade=11)
    soon = {"program": program, "starts_at": NOW + timedelta(days=5)}
    good = ActivityFactory(**soon, grade_from=11, grade_to=12)
    ActivityFactory(**soon, grade_from=9, grade_to=10)
    ActivityFactory(**soon, kind=Kind.JOB_SHADOW)
    ActivityFactory(**soon, state=Activity.State.CANCELLED_BY_PARTNER)
    ActivityFactory(program=program, starts_at=NOW - timedelta(days=5))

    assert standing(program).helping == [good]


# ---------------------------------------------------------------- pages


def test_those_who_need_it_are_put_on_the_list(client, program, ana, at, teacher):
    milestone = MilestoneFactory(program=program, grade=11)
    StudentFactory(program=program, graduation_year=CLASS_OF[9])
    done = StudentFactory(program=program, graduation_year=CLASS_OF[11])
    was_at(done)
    activity = ActivityFactory(
        program=program, starts_at=NOW + timedelta(days=5), grade_from=11, grade_to=12
    )
    client.force_login(teacher)

    client.post(at("milestone_enroll", milestone.pk), {"activity": activity.pk})

    assert [row.student for row in activity.placements.all()] == [ana]


def test_nobody_is_put_on_the_list_of_another_program(client, program, ana, at, teacher):
    milestone = MilestoneFactory(program=program)
    client.force_login(teacher)

    for wanted in (ActivityFactory().pk, "nonsense", ""):
        response = client.post(at("milestone_enroll", milestone.pk), {"activity": wanted})
        assert response.status_code == 404


def test_the_starter_set_is_loaded_once(client, program, at, teacher):
    client.force_login(teacher)
    assert "Load the starter set" in client.get(at("milestone_list")).content.decode()

    client.post(at("milestone_load"))
    client.post(at("milestone_load"))

    assert Milestone.objects.for_program(program).count() == 8
    hours = Milestone.objects.get(code="CCPE-60H")
    assert (hours.count, hours.unit, hours.minimum_each) == (60, "hours", 30)


def test_a_milestone_is_written_changed_and_taken_away(client, program, at, teacher):
    client.force_login(teacher)
    given = {"text": "See a clinic", "count": "1", "unit": "activities", "kinds": ["site_visit"]}
    client.post(at("milestone_add"), given | {"grade": "10"})
    milestone = Milestone.objects.get()
    assert (milestone.grade, milestone.kinds) == (10, ["site_visit"])

    client.post(at("milestone_edit", milestone.pk), given | {"count": "2"})
    milestone.refresh_from_db()
    assert (milestone.count, milestone.grade) == (2, None)
    client.post(at("milestone_delete", milestone.pk))
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"), [({"kinds": []}, "kinds"), ({"text": " "}, "text"), ({"count": 0}, "count")]
)
def test_a_strange_milestone_is_refused_on_its_field(client, at, teacher, given, field):
    client.force_login(teacher)
    fields = {"text": "See", "count": "1", "unit": "activities", "kinds": ["site_visit"]}

    response = client.post(at("milestone_add"), fields | given)

    assert response.status_code == 422
    assert response.context["form"].errors[field]


def test_a_code_stands_once(client, program, at, teacher):
    MilestoneFactory(program=program, code="X")
    client.force_login(teacher)
    response = client.post(
        at("milestone_add"),
        {"text": "a", "count": 1, "unit": "activities", "kinds": ["site_visit"], "code": "X"},
    )

    assert response.context["form"].errors["code"]


def test_a_student_sees_nothing_but_staff_see_each_milestone(client, program, ana, at, teacher):
    MilestoneFactory(program=program, text="See a workplace", grade=10)
    was_at(ana, came="absent", title="Mill tour")
    client.force_login(teacher)

    page = client.get(at("student_milestones", ana.pk)).content.decode()

    assert "See a workplace" in page
    assert "Behind" in page
    assert "Mill tour" in page


def test_the_page_of_a_student_says_who_changed_what(client, program, ana, at, teacher):
    save_student(ana, by=teacher, graduation_year=2027)
    client.force_login(teacher)

    page = client.get(at("student_milestones", ana.pk)).content.decode()

    assert "Maria Torres" in page
    assert "<ins>2027</ins>" in page


@pytest.mark.parametrize("name", ["milestone_list", "milestone_detail", "student_milestones"])
def test_pages_cost_the_same_with_more(
    client, program, ana, at, teacher, name, django_assert_num_queries
):
    first = MilestoneFactory(
        program=program, kinds=["site_visit", "mentor_session"], unit="mentors"
    )
    was_at(ana)
    ActivityFactory(program=program, starts_at=NOW + timedelta(days=5))
    pk = {"milestone_detail": [first.pk], "student_milestones": [ana.pk]}.get(name, [])
    client.force_login(teacher)
    queries = {"milestone_list": 9}.get(name, 10)
    with django_assert_num_queries(queries):
        client.get(at(name, *pk))
    for _ in range(2):
        if name != "milestone_detail":
            MilestoneFactory(program=program)
        was_at(StudentFactory(program=program, graduation_year=2028))
        was_at(ana)
        ActivityFactory(program=program, starts_at=NOW + timedelta(days=5))

    with django_assert_num_queries(queries):
        client.get(at(name, *pk))


# ---------------------------------------------------------------- what leaves the program


@pytest.mark.parametrize(
    ("part", "group", "shown"), [(3, 9, ""), (4, 10, "40 %"), (1, 30, "0 %"), (29, 30, "100 %")]
)
def test_small_groups_are_not_shown(part, group, shown):
    assert shown_share(part, group) == shown


def test_the_handout_hides_small_grades(client, program, at, teacher):
    MilestoneFactory(program=program, text="See a workplace")
    for one in StudentFactory.create_batch(10, program=program, graduation_year=CLASS_OF[11]):
        was_at(one)
    for one in StudentFactory.create_batch(9, program=program, graduation_year=CLASS_OF[12]):
        was_at(one)
    client.force_login(teacher)

    pdf = client.get(at("milestone_handout"))
    text = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()

    assert "100 %" in text
    assert text.count("100 %") == 1
    assert "10 students" in text
    assert "9 students" not in text


def test_without_milestones_nothing_is_printed(client, at, teacher):
    client.force_login(teacher)

    response = client.get(at("milestone_handout"))

    assert "No milestone is written down yet." in response.content.decode()


# ---------------------------------------------------------------- continuum


def test_the_continuum_counts_activities_people_and_holes(program, ana):
    was_at(ana, grade_from=11, grade_to=12)
    was_at(ana, grade_from=11, grade_to=11)
    was_at(ana, kind=Kind.INTERNSHIP, state=Activity.State.NOT_HELD)
    was_at(ana, days=400)

    found = continuum.continuum_of(program, year=2026)

    cell = found.cells[11, Stage.EXPLORATION]
    assert (len(cell.activities), cell.came) == (2, 1)
    assert len(found.cells[12, Stage.EXPLORATION].activities) == 1
    assert (11, Stage.TRAINING) in found.holes
    assert len(found.holes) == 14


def test_every_kind_that_students_take_part_in_has_a_stage_or_none_on_purpose():
    without = {
        *(Kind.BOARD_MEETING, Kind.PROJECT_DUE, Kind.PARENT_MEETING, Kind.CELEBRATION),
        *(Kind.INDUSTRY_EVENT, Kind.PUBLICITY_EVENT, Kind.APPOINTMENT, Kind.OTHER),
    }

    assert set(Kind) - set(continuum.STAGES) == without


def test_the_page_shows_plot_table_and_holes(
    client, program, ana, at, teacher, django_assert_num_queries
):
    was_at(ana)
    client.force_login(teacher)
    with django_assert_num_queries(6):
        page = client.get(at("continuum_detail")).content.decode()
    for _ in range(3):
        was_at(ana)
    with django_assert_num_queries(6):
        client.get(at("continuum_detail"))

    assert "<svg" in page
    assert "plot-hole" in page
    assert "kind=internship" in page


@pytest.mark.parametrize("year", ["2025", "nonsense", "99999", "0"])
def test_any_year_is_answered(client, at, teacher, year):
    client.force_login(teacher)

    assert client.get(at("continuum_detail") + f"?year={year}").status_code == 200


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_continuum_is_printed_on_one_page(client, program, ana, at, teacher, language):
    was_at(ana)
    client.force_login(teacher)

    pdf = PdfReader(BytesIO(client.get(at("continuum_handout") + f"?language={language}").content))

    assert len(pdf.pages) == 1
    text = pdf.pages[0].extract_text()
    assert ("Training" in text) == (language == "en")
    assert "1 student" not in text


@pytest.mark.parametrize("name", ["milestone_list", "continuum_detail", "milestone_handout"])
@pytest.mark.parametrize("who", ["partner", "stranger"])
def test_nobody_else_gets_in(client, request, at, who, name):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at(name)).status_code == 404
