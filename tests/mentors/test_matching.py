"""Who suits whom, with reasons; a whole cohort as one assignment (SPEC 4.3, 8.4)."""

import subprocess
import sys
import time as clocks
from collections import Counter
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from core.exceptions import DomainError
from mentors.domain.cohorts import accept_pairs, students_to_match
from mentors.domain.matching import match_cohort, suggest_mentors
from mentors.models import Clearance, ClearanceLevel, GroupMentor, Mentor, MentorGroup
from partnerships.models import Person, Topic
from students.models import Student
from tests.factories import (
    NOW,
    ClearanceFactory,
    GroupMentorFactory,
    InteractionFactory,
    MentorFactory,
    MentorGroupFactory,
    StudentFactory,
)

TODAY = NOW.date()
GRADE_11 = 2028


@pytest.fixture
def topics(db):
    return [Topic.objects.create(name=f"Topic {letter}") for letter in "ABCDE"]


@pytest.fixture
def student(program, topics):
    one = StudentFactory(program=program, given_name="Ana", family_name="O'Brien-Núñez")
    one.interests.set(topics[:2])
    return one


def mentor(program, *talents, **fields):
    one = MentorFactory(program=program, **fields)
    one.person.talents.set(talents)
    return one


def names(found):
    return [one.mentor for one in found]


def suggest(program, *students, **given):
    return suggest_mentors(
        program, students=students, **({"form": "in_person", "on": TODAY} | given)
    )


def test_shared_interests_come_first_and_are_said(program, student, topics):
    none, both, one = (
        mentor(program),
        mentor(program, *topics[:2]),
        mentor(program, topics[1], topics[4]),
    )
    found = suggest(program, student)
    assert names(found) == [both, one, none]
    assert found[0].reasons[0] == "Knows about Topic A and Topic B"
    assert found[1].reasons[0] == "Knows about Topic B"


def test_time_place_history_and_load_count(program, student, topics):
    program.school.city = "Austin"
    program.school.save()
    plain = mentor(program)
    near = mentor(program)
    near.organization.city = "austin"
    near.organization.save()
    timely = mentor(program, times=["3-afternoon"])
    known = mentor(program)
    before = GroupMentorFactory(
        mentor=known, group=MentorGroupFactory(program=program, ended_on=TODAY)
    )
    before.group.students.add(student)
    asked = mentor(program)
    InteractionFactory(organization=asked.organization, is_ask=True, ask="A tour", happened_at=NOW)

    found = suggest(program, student, times=["3-afternoon"])

    assert names(found) == [known, timely, near, plain, asked]
    assert "Has time: Wednesday: afternoon" in found[1].reasons
    assert found[-1].warnings == [f"{asked.organization} was asked once within 14 days"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one.person.clearances.all().delete(),
        lambda one: one.person.clearances.update(expires_on=TODAY - timedelta(days=1)),
        lambda one: Mentor.objects.filter(pk=one.pk).update(state="paused"),
        lambda one: Mentor.objects.filter(pk=one.pk).update(in_person=False, online=True),
        lambda one: Mentor.objects.filter(pk=one.pk).update(grade_from=6, grade_to=7),
        lambda one: GroupMentorFactory(mentor=one, group__program=one.program).group.students.set(
            StudentFactory.create_batch(3, program=one.program)
        ),
    ],
    ids=["not cleared", "run out", "pauses", "only online", "other grades", "full"],
)
def test_who_must_not_or_cannot_is_not_suggested(program, student, spoil):
    one = mentor(program)
    assert names(suggest(program, student)) == [one]
    spoil(one)
    assert suggest(program, student) == []


def test_a_clearance_that_ends_tomorrow_is_not_matched_for_next_week(program, student):
    one = mentor(program)
    one.person.clearances.update(expires_on=TODAY + timedelta(days=1))
    week = TODAY + timedelta(days=7)
    assert names(suggest(program, student)) == [one]
    assert suggest(program, student, on=week) == []
    cohort = match_cohort(program, students=[student], form="in_person", on=week)
    assert cohort.pairs == []
    assert "cleared" in cohort.without[0][1]


def test_a_clearance_that_ends_soon_is_said(program, student):
    soon = MentorFactory(program=program, cleared=False)
    ClearanceFactory(person=soon.person, expires_on=NOW.date() + timedelta(days=30))
    MentorFactory(program=program)
    found = suggest_mentors(program, students=[student], form="in_person", on=NOW.date())
    assert sorted(one.warnings for one in found) == [[], ["Is cleared until 31 Mar 2027 only"]]


def test_another_programs_mentors_never_appear(program, student):
    mentor(MentorFactory().program)
    assert suggest(program, student) == []


def test_a_team_needs_somebody_with_room_for_all(program, student, topics):
    second = StudentFactory(program=program)
    small = mentor(program, topics[0], capacity=1)
    large = mentor(program, capacity=2)
    assert names(suggest(program, student, second)) == [large]
    assert names(suggest(program, student)) == [small, large]


# ---------------------------------------------------------------- a cohort


def test_all_together_suit_best_not_the_first_alone(program, topics):
    """The first student would take the only mentor who suits the second."""
    first, second = StudentFactory.create_batch(2, program=program)
    first.interests.set(topics[:2])
    second.interests.set(topics[:1])
    only = mentor(program, topics[0], capacity=1)
    both = mentor(program, topics[0], topics[1], capacity=1)
    cohort = match_cohort(program, students=[second, first], form="in_person", on=TODAY)
    assert {one.student: one.suggestion.mentor for one in cohort.pairs} == {
        first: both,
        second: only,
    }


def test_nobody_has_more_than_they_take_and_the_rest_is_told_why(program, topics):
    students = StudentFactory.create_batch(5, program=program, graduation_year=GRADE_11)
    mentor(program, capacity=2)
    mentor(program, capacity=1)
    young = StudentFactory(program=program, graduation_year=GRADE_11 + 4)
    Mentor.objects.update(grade_from=9, grade_to=12)
    cohort = match_cohort(program, students=[*students, young], form="in_person", on=TODAY)
    load = Counter(one.suggestion.mentor.capacity for one in cohort.pairs)
    assert load == {2: 2, 1: 1}
    reasons = dict(cohort.without)
    assert reasons[young] == "Nobody takes this grade."
    assert [why for one, why in reasons.items() if one != young] == [
        "All who suit have enough students."
    ] * 2


def test_the_same_question_gets_the_same_answer(program, topics):
    students = StudentFactory.create_batch(6, program=program)
    for _ in range(4):
        mentor(program, capacity=2)

    def answer(rows):
        cohort = match_cohort(program, students=rows, form="in_person", on=TODAY)
        return [(one.student.pk, one.suggestion.mentor.pk) for one in cohort.pairs]

    assert answer(students) == answer(students[::-1])


def test_without_mentors_or_students_nothing_breaks(program, student):
    assert match_cohort(program, students=[], form="email", on=TODAY).pairs == []
    cohort = match_cohort(program, students=[student], form="email", on=TODAY)
    assert [one for one, _why in cohort.without] == [student]


@pytest.fixture
def district(program):
    """500 students and 200 mentors with interests and talents."""
    topics = Topic.objects.bulk_create(Topic(name=f"Field {n}") for n in range(30))
    students = Student.objects.bulk_create(
        Student(program=program, given_name="S", family_name=f"{n}", graduation_year=GRADE_11)
        for n in range(500)
    )
    people = Person.objects.bulk_create(
        Person(name=f"Mentor {n}", name_key=f"mentor {n}") for n in range(200)
    )
    level = ClearanceLevel.objects.order_by("-rank")[0]
    Clearance.objects.bulk_create(
        Clearance(person=one, level=level, given_on=date(2020, 1, 1)) for one in people
    )
    Mentor.objects.bulk_create(
        Mentor(program=program, person=one, state="active", capacity=1 + number % 5)
        for number, one in enumerate(people)
    )
    Student.interests.through.objects.bulk_create(
        Student.interests.through(student=one, topic=topics[(number * 7 + k * 3) % 30])
        for number, one in enumerate(students)
        for k in range(3)
    )
    Person.talents.through.objects.bulk_create(
        Person.talents.through(person=one, topic=topics[(number * 11 + k * 5) % 30])
        for number, one in enumerate(people)
        for k in range(3)
    )
    return students


def test_five_hundred_students_and_two_hundred_mentors(
    program, district, django_assert_max_num_queries, real_time
):
    began = clocks.perf_counter()
    with django_assert_max_num_queries(10):
        cohort = match_cohort(program, students=district, form="in_person", on=TODAY)
    took = clocks.perf_counter() - began
    assert took < 2, f"{took:.2f} s"
    assert len(cohort.pairs) == 500
    load = Counter(one.suggestion.mentor.pk for one in cohort.pairs)
    capacity = dict(Mentor.objects.values_list("pk", "capacity"))
    assert all(count <= capacity[pk] for pk, count in load.items())
    with django_assert_max_num_queries(10):
        suggest_mentors(program, students=district[:1], form="in_person", on=TODAY)


# ---------------------------------------------------------------- what staff accept


@pytest.fixture
def accept(program, coordinator):
    def accept_all(*pairs, on=TODAY):
        return accept_pairs(
            program,
            pairs=[(one.pk, who.pk) for one, who in pairs],
            form="in_person",
            on=on,
            organizer=Person.objects.get(user=coordinator),
            by=coordinator,
        )

    return accept_all


def test_accepted_pairs_become_groups_once(program, student, accept):
    one = mentor(program)
    assert len(accept((student, one)).made) == 1
    again = accept((student, one))
    assert (len(again.made), again.there) == (0, 1)
    group = MentorGroup.objects.get()
    assert (list(group.students.all()), group.places.get().mentor) == ([student], one)
    assert group.history.first().history_user is not None


def test_groups_of_one_mentor_are_told_apart_without_a_students_name(program, accept):
    students = StudentFactory.create_batch(3, program=program)
    one = mentor(program, capacity=3)
    accept((students[0], one), (students[1], one))
    accept((students[2], one))
    names = list(MentorGroup.objects.order_by("pk").values_list("name", flat=True))
    assert names == [f"With {one}", f"With {one}, 2", f"With {one}, 3"]


def test_what_changed_meanwhile_is_left_out_with_the_reason(program, student, accept):
    others = StudentFactory.create_batch(3, program=program)
    one, lapsed, elsewhere = mentor(program, capacity=1), mentor(program), MentorFactory()
    lapsed.person.clearances.all().delete()
    done = accept((student, one), (others[0], one), (others[1], lapsed), (others[2], elsewhere))
    assert len(done.made) == 1
    reasons = [why for _student, why in done.left_out]
    assert "takes 1 at most" in reasons[0]
    assert "is not cleared" in reasons[1]
    assert "not active" in reasons[2]
    assert GroupMentor.objects.count() == 1


def test_another_programs_student_and_a_day_that_is_over(program, accept):
    assert accept((StudentFactory(), mentor(program))).made == []
    with pytest.raises(DomainError, match="over"):
        accept(on=TODAY - timedelta(days=1))


def test_those_with_a_mentor_are_left_alone(program, student, accept):
    other = StudentFactory(program=program)
    accept((student, mentor(program)))
    assert students_to_match(program, on=TODAY) == [other]
    assert len(students_to_match(program, with_mentor=True, on=TODAY)) == 2


# ---------------------------------------------------------------- the pages


@pytest.fixture
def page(client, program, coordinator):
    client.force_login(coordinator)
    return lambda name, *args: reverse(f"mentors:{name}", args=[program.slug, *args])


def test_the_preview_saves_nothing_and_the_ticks_do(client, page, program, student, topics):
    suits, other = mentor(program, topics[0]), mentor(program)
    second = StudentFactory(program=program)

    preview = client.get(page("cohort_match"), {"form": "in_person", "on": TODAY})

    assert len(preview.context["cohort"].pairs) == 2
    assert "Knows about Topic A" in preview.content.decode()
    assert not MentorGroup.objects.exists()

    given = {"form": "in_person", "on": TODAY, "pair": [student.pk]}
    given |= {f"mentor_{student.pk}": other.pk, f"mentor_{second.pk}": suits.pk}
    client.post(page("cohort_accept"), given)

    assert GroupMentor.objects.get().mentor == other  # staff chose another


def test_who_was_given_a_mentor_meanwhile_gets_no_second_one(client, page, program, student):
    first, second = mentor(program), mentor(program)
    given = {"form": "in_person", "on": TODAY, "pair": [student.pk]}
    client.post(page("cohort_accept"), given | {f"mentor_{student.pk}": first.pk})

    stale = given | {f"mentor_{student.pk}": second.pk}
    said = client.post(page("cohort_accept"), stale, follow=True).text
    assert "No group was made." in said
    assert "Has been given a mentor meanwhile." in said
    assert GroupMentor.objects.get().mentor == first

    again = client.post(
        page("cohort_accept"), stale | {f"mentor_{student.pk}": first.pk}, follow=True
    )
    assert "No group was made. One was there already." in again.text

    wanted = client.get(page("cohort_match"), {"form": "in_person", "on": TODAY, "with_mentor": 1})
    assert 'type="hidden" name="with_mentor"' in wanted.text
    client.post(page("cohort_accept"), stale | {"with_mentor": "1"})
    assert GroupMentor.objects.filter(mentor=second).exists()


def test_a_day_that_is_over_by_now_is_not_called_nothing_ticked(client, page, program, student):
    given = {"form": "in_person", "on": TODAY - timedelta(days=1), "pair": [student.pk]}
    given |= {f"mentor_{student.pk}": mentor(program).pk}
    said = client.post(page("cohort_accept"), given, follow=True).text
    assert "Nothing was made. This day is over." in said


def test_a_pair_made_twice_from_the_page_of_a_student_leads_back(client, page, program, student):
    given = {"mentor": mentor(program).pk, "form": "online"}
    Mentor.objects.update(online=True)
    client.post(page("student_match", student.pk), given)
    again = client.post(page("student_match", student.pk), given)
    assert (again.status_code, again["Location"]) == (
        302,
        page("student_match", student.pk) + "?form=online",
    )
    assert MentorGroup.objects.count() == 1


def test_numbers_that_no_database_has_are_nobody(client, page, program, student):
    mentor(program)
    long = "9" * 20
    given = {"form": "in_person", "on": TODAY, "pair": [long], f"mentor_{long}": long}
    assert client.post(page("cohort_accept"), given).status_code == 302
    given = {"mentor": long, "form": "in_person"}
    assert client.post(page("student_match", student.pk), given).status_code == 302
    group = GroupMentorFactory(group__program=program).group
    assert client.get(page("group_edit", group.pk), {"mentor": long}).status_code == 200
    assert MentorGroup.objects.count() == 1


def test_nothing_ticked_says_so(client, page, program, student):
    response = client.post(page("cohort_accept"), {"form": "in_person", "on": TODAY}, follow=True)
    assert "Tick at least one" in response.content.decode()


@pytest.mark.parametrize("given", [{"form": "telepathy", "on": TODAY}, {"form": "email"}])
def test_a_question_that_makes_no_sense_is_refused(client, page, given):
    assert client.get(page("cohort_match"), given).status_code == 422


def test_one_student_gets_a_group_from_their_page(client, page, program, student):
    one = mentor(program)
    assert one.person.name in client.get(page("student_match", student.pk)).content.decode()
    made = client.post(page("student_match", student.pk), {"mentor": one.pk, "form": "in_person"})
    assert made["Location"] == MentorGroup.objects.get().get_absolute_url()


def test_a_groups_own_mentors_are_not_suggested_to_it(client, page, program):
    place, other = GroupMentorFactory(group__program=program), mentor(program)
    found = client.get(page("group_match", place.group_id)).context["suggestions"]
    assert names(found) == [other]


def test_who_suits_a_group_is_added_to_the_first_free_place(client, page, program):
    place, other = GroupMentorFactory(group__program=program), mentor(program)
    group = place.group
    shown = client.get(page("group_match", group.pk)).text
    address = f"{page('group_edit', group.pk)}?mentor={other.pk}"
    assert address in shown
    form = client.get(address).context["form"]
    assert [form[f"mentor_{one}"].initial for one in (1, 2, 3)] == [place.mentor_id, other.pk, None]

    GroupMentorFactory(group=group, position=2, mentor=MentorFactory(program=program))
    GroupMentorFactory(group=group, position=3, mentor=MentorFactory(program=program))
    full = client.get(page("group_match", group.pk)).text
    assert "?mentor=" not in full
    assert "The group has three mentors" in full


def test_a_student_leads_to_their_suggestions(client, page, program, student):
    address = page("student_match", student.pk)
    assert (
        address
        in client.get(reverse("students:student_edit", args=[program.slug, student.pk])).text
    )
    mentor(program)
    preview = client.get(page("cohort_match"), {"form": "in_person", "on": TODAY})
    assert f"{address}?form=in_person" in preview.text


def test_matching_is_for_planners(client, program, partner, stranger):
    for user in (partner, stranger):
        client.force_login(user)
        address = reverse("mentors:cohort_match", args=[program.slug])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_with_more_rows(
    client, page, program, count, django_assert_num_queries
):
    for _ in range(count):
        StudentFactory(program=program)
        mentor(program)
    with django_assert_num_queries(15):
        client.get(page("cohort_match"), {"form": "in_person", "on": TODAY})


def test_no_process_carries_the_solver_before_it_is_pressed():
    asked = "import django, sys; django.setup(); import config.urls; print('scipy' in sys.modules)"
    said = subprocess.check_output([sys.executable, "-c", asked], cwd=settings.BASE_DIR, text=True)
    assert said.strip() == "False"
