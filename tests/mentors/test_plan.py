"""The mentor plan: what is wanted, what there is, on paper for the board (SPEC 8.1, 8.5)."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from mentors.domain.plan_lines import plan_lines_of
from mentors.models import MentorGroup, PlanLine
from tests.factories import (
    NOW,
    GroupMentorFactory,
    MentorFactory,
    MentorGroupFactory,
    PlanLineFactory,
    StudentFactory,
)
from tests.portal.test_portal import bare

YEAR = 2026
LUNCH = {"activity": "lunch", "wanted": "3", "how_often": "once a month", "grade_from": "11"}


@pytest.fixture
def page(program):
    return lambda name, *args: reverse(f"mentors:{name}", args=[program.slug, *args])


def lines(program):
    return [(one.there, one.missing) for one in plan_lines_of([program], year=YEAR)[program.pk]]


def group_with(mentor, **fields):
    fields = {"activity": "lunch"} | fields
    group = MentorGroupFactory(program=mentor.program, **fields)
    GroupMentorFactory(group=group, mentor=mentor, position=1)
    return group


def test_mentors_of_groups_that_do_it_count_once(program):
    PlanLineFactory(program=program, wanted=3)
    ana = MentorFactory(program=program)
    group_with(ana)
    group_with(ana)
    group_with(MentorFactory(program=program))
    group_with(MentorFactory(program=program), activity="email")
    group_with(MentorFactory(program=program), ended_on=NOW.date(), started_on=NOW.date())
    gone = group_with(MentorFactory(program=program)).mentors.get()
    gone.person.affiliations.update(ended_on=NOW.date())
    assert lines(program) == [(2, 1)]


def test_two_lines_of_a_kind_do_not_count_a_mentor_twice(program):
    PlanLineFactory.create_batch(2, program=program, wanted=2)
    PlanLineFactory(program=program, year=YEAR - 1)
    for _ in range(3):
        group_with(MentorFactory(program=program))
    assert lines(program) == [(2, 0), (1, 1)]


def test_a_line_is_written_changed_and_taken_off(client, program, page, coordinator):
    client.force_login(coordinator)
    client.post(page("planline_add"), LUNCH)
    line = PlanLine.objects.get()
    assert (line.program, line.year, line.wanted, line.grade_from) == (program, YEAR, 3, 11)
    words = bare(client.get(page("plan_detail")))
    assert "Lunch and learn Grade 11, once a month 0 of 3 mentors" in words

    client.post(page("planline_edit", line.pk), LUNCH | {"wanted": "1", "grade_to": "12"})
    words = bare(client.get(page("plan_detail")))
    assert "Lunch and learn Grades 11 to 12, once a month 0 of 1 mentor " in words

    client.post(page("planline_remove", line.pk))
    assert not PlanLine.objects.exists()
    assert "Nothing is planned yet" in bare(client.get(page("plan_detail")))
    assert PlanLine.history.filter(history_type="-", history_user=coordinator).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"wanted": "0"}, "wanted"), ({"grade_to": "9"}, "grade_to"), ({"activity": ""}, "activity")],
)
def test_a_refusal_stands_on_its_field(client, page, coordinator, given, field):
    client.force_login(coordinator)
    response = client.post(page("planline_add"), LUNCH | given)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not PlanLine.objects.exists()


def test_last_years_plan_is_taken_over_once(client, program, page, coordinator):
    client.force_login(coordinator)
    assert "Begin with last year" not in bare(client.get(page("plan_detail")))
    PlanLineFactory.create_batch(2, program=program, year=YEAR - 1)
    PlanLineFactory(year=YEAR - 1)
    assert "Begin with last year's plan" in client.get(page("plan_detail")).content.decode()
    for _ in range(2):
        client.post(page("plan_take_over"))
    assert PlanLine.objects.filter(program=program, year=YEAR).count() == 2
    assert PlanLine.objects.filter(program=program, year=YEAR - 1).count() == 2


def test_readers_read_and_others_do_not(client, program, page, coordinator, partner, stranger):
    line = PlanLineFactory(program=program)
    names = [("planline_add",), ("planline_edit", line.pk)]
    posts = [("planline_remove", line.pk), ("plan_take_over",)]
    for outsider in (partner, stranger):
        client.force_login(outsider)
        assert {client.get(page(*name)).status_code for name in names} == {404}
        assert {client.post(page(*name)).status_code for name in posts} == {404}
    client.force_login(coordinator)
    assert {client.get(page(*name)).status_code for name in posts} == {405}
    assert PlanLine.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "What we plan"), ("es", "Lo que planeamos")]
)
def test_the_paper_says_what_is_missing(client, program, page, coordinator, language, words):
    PlanLineFactory(program=program, about="Eat together.", about_es="Comer juntos.", grade_from=9)
    group_with(MentorFactory(program=program), kind=MentorGroup.Kind.SMALL_GROUP)
    client.force_login(coordinator)

    response = client.get(page("plan_pdf") + f"?language={language}")

    pages = PdfReader(BytesIO(response.content)).pages
    text = " ".join("\n".join(one.extract_text() for one in pages).split())
    assert words in text
    assert ("Comer juntos." if language == "es" else "Eat together.") in text
    assert len(pages) == 1


def test_on_paper_groups_do_not_say_how_many_students_are_hidden(
    client, program, page, coordinator
):
    def text():
        pages = PdfReader(BytesIO(client.get(page("plan_pdf")).content)).pages
        return " ".join("\n".join(one.extract_text() for one in pages).split())

    client.force_login(coordinator)
    for _ in range(3):
        group_with(MentorFactory(program=program)).students.add(StudentFactory(program=program))
    assert "Students with a mentor: fewer than 10" in text()
    assert "Groups: " not in text()

    class_ = group_with(MentorFactory(program=program), kind=MentorGroup.Kind.CLASS)
    class_.students.add(*StudentFactory.create_batch(10, program=program))

    assert "Students with a mentor: 13" in text()
    assert "Groups: Class: 1" in text()  # and not that three have a mentor of their own
    assert "One student" not in text()
    assert "<dt>One student</dt><dd>3</dd>" in client.get(page("plan_detail")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_costs_the_same_with_more_rows(
    client, program, page, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        PlanLineFactory(program=program)
        group_with(MentorFactory(program=program))
    client.force_login(coordinator)
    with django_assert_num_queries(13):
        client.get(page("plan_detail"))
