"""Two private questions after an activity (SPEC 13.12)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calendar_app.models import Task
from core.exceptions import DomainError
from notifications.models import Message
from partnerships.models import Partnership, Person
from tests.factories import (
    NOW,
    ActivityFactory,
    AffiliationFactory,
    ParticipationFactory,
    PersonFactory,
)
from visits.domain.afterwards import (
    afterthoughts_waiting,
    afterwards_address,
    ask_all,
    at_risk,
    said_in,
    say,
)
from visits.models import Afterthought

DAY = timedelta(days=1)
#: Ten in the morning in Chicago.
MORNING = NOW.replace(hour=16, minute=0)


@pytest.fixture
def kim(partnership):
    person = PersonFactory(name="Kim O'Brien-Núñez", email="kim@example.com")
    AffiliationFactory(person=person, organization=partnership.organization)
    return person


@pytest.fixture
def held(program, partnership, kim):
    """Something that was yesterday, in which Kim took part."""

    def hold(days=1, kind="site_visit", state="completed", **given):
        activity = ActivityFactory(
            program=program,
            kind=kind,
            state=state,
            organization=partnership.organization,
            starts_at=MORNING - days * DAY,
        )
        ParticipationFactory(
            activity=activity,
            person=kim,
            organization=partnership.organization,
            **({"answer": "yes"} | given),
        )
        return activity

    return hold


def path_of(row):
    return "/visit/afterwards/" + afterwards_address(row).split("/afterwards/")[1]


def test_each_partner_is_asked_once_on_the_next_morning(held):
    held()
    assert ask_all(now=MORNING) == 1
    assert ask_all(now=MORNING + timedelta(hours=1)) == 0
    row = Afterthought.objects.get()
    mail = Message.objects.get(to_email="kim@example.com")
    assert f"{afterwards_address(row)}?how=5" in mail.text


@pytest.mark.parametrize(
    "now",
    [MORNING - DAY + timedelta(hours=3), MORNING + timedelta(hours=12), MORNING + 9 * DAY],
    ids=["the same day", "at night", "long after"],
)
def test_not_at_once_not_at_night_and_not_long_after(held, now):
    held()
    assert ask_all(now=now) == 0


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "board_meeting"},
        {"kind": "classroom_presentation"},
        {"state": "cancelled_by_school"},
        {"state": "planned"},
        {"answer": "no"},
        {"attendance": "absent"},
    ],
)
def test_who_was_not_part_of_it_is_not_asked(held, given):
    held(**given)
    assert ask_all(now=MORNING) == 0


def test_nobody_is_asked_twice_within_a_week(held):
    held()
    ask_all(now=MORNING)
    held(days=0)
    assert ask_all(now=MORNING + DAY) == 0
    held(days=-7)
    assert ask_all(now=MORNING + 8 * DAY) == 1


@pytest.fixture
def asked(held):
    held()
    ask_all(now=MORNING)
    return Afterthought.objects.get()


def test_one_tap_and_one_confirmation(client, asked):
    shown = client.get(path_of(asked) + "?how=5")
    assert 'value="5" checked' in shown.content.decode()
    asked.refresh_from_db()
    assert asked.how is None

    client.post(path_of(asked), {"how": "5", "again": "yes", "comment": " Good <b>day</b> "})

    asked.refresh_from_db()
    assert (asked.how, asked.again, asked.comment) == (5, "yes", "Good <b>day</b>")
    assert "Thank you" in client.get(path_of(asked)).content.decode()
    assert not Task.objects.filter(title__contains="not all went well").exists()


def test_the_page_speaks_spanish(client, asked, kim):
    Person.objects.filter(pk=kim.pk).update(language="es")
    assert '<html lang="es">' in client.get(path_of(asked)).content.decode()


@pytest.mark.parametrize("given", [{}, {"how": "6"}, {"how": "x"}, {"how": "4", "again": "often"}])
def test_what_is_no_answer_is_refused(client, asked, given):
    assert client.post(path_of(asked), given).status_code == 422
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_a_broken_and_an_old_link_say_so(client, asked, clock):
    assert client.get("/visit/afterwards/nonsense/").status_code == 404
    clock.shift(62 * DAY)
    assert client.get(path_of(asked)).status_code == 410
    assert client.post(path_of(asked), {"how": "5"}).status_code == 410
    asked.refresh_from_db()
    assert asked.answered_at is None


@pytest.mark.parametrize("given", [{"how": "2"}, {"how": "4", "again": "no"}])
def test_what_sounds_bad_is_told_early_without_the_words(asked, given, program):
    owner = PersonFactory()
    Partnership.objects.filter(program=program).update(owner=owner)
    say(asked, comment="Students were rude", now=NOW, **given)
    say(asked, comment="Students were rude", now=NOW, **given)
    task = Task.objects.get(title__contains="not all went well")
    assert task.owner == owner
    assert "rude" not in task.title + task.note


def test_only_managers_read_it(
    client, asked, program, coordinator, administrator, teacher, stranger
):
    say(asked, how="1", comment="Students were rude", now=NOW)
    address = reverse("visits:afterthought_list", args=[program.slug])
    for user in (coordinator, administrator):
        client.force_login(user)
        assert "Students were rude" in client.get(address).content.decode()
    client.force_login(teacher)
    assert client.get(address).status_code == 403
    shown = client.get(asked.activity.get_absolute_url()).content.decode()
    assert "rude" not in shown
    client.force_login(stranger)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("said", "is_at_risk"),
    [
        ([(5, "yes"), (5, "yes"), (4, "yes"), (3, "yes")], True),
        ([(3, "yes"), (4, "yes"), (5, "yes"), (5, "yes")], False),
        ([(5, "perhaps"), (5, "perhaps")], True),
        ([(5, "perhaps"), (5, "yes")], False),
        ([(5, "yes"), (2, "")], True),
    ],
)
def test_falling_answers_show_early(program, partnership, kim, said, is_at_risk):
    for number, (how, again) in enumerate(said):
        Afterthought.objects.create(
            activity=ActivityFactory(program=program),
            person=kim,
            organization=partnership.organization,
            how=how,
            again=again,
            answered_at=NOW + number * DAY,
        )
    assert bool(at_risk(said_in(program))) is is_at_risk


def test_what_waits_is_known_to_the_portal(asked, kim, partnership, client):
    assert list(afterthoughts_waiting(kim, now=NOW)) == [asked]
    say(asked, how="4", now=NOW)
    assert not afterthoughts_waiting(kim, now=NOW).exists()


def test_too_many_words_are_refused(asked):
    with pytest.raises(DomainError) as refused:
        say(asked, how="4", comment="x" * 1001, now=NOW)
    assert refused.value.field == "comment"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_more_rows(
    client, program, coordinator, partnership, count, django_assert_num_queries
):
    for _ in range(count):
        Afterthought.objects.create(
            activity=ActivityFactory(program=program),
            person=PersonFactory(),
            organization=partnership.organization,
            how=2,
            answered_at=NOW,
        )
    client.force_login(coordinator)
    with django_assert_num_queries(5):
        client.get(reverse("visits:afterthought_list", args=[program.slug]))
