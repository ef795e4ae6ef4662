"""How mentoring went: planned, asked, said by three sides (SPEC 8.6)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calendar_app.models import Task
from core.domain.codes import LETTERS
from core.exceptions import DomainError
from mentors.domain import evaluations, exchange_answering, voices
from mentors.domain.evaluation_words import CHOICES, OPEN, QUESTIONS
from mentors.models import (
    RATINGS,
    SENTENCES,
    Evaluation,
    Mentor,
    MentorVoice,
    Shown,
    Side,
    StaffVoice,
    StudentSay,
)
from mentors.tasks import remind_of_evaluations
from notifications.models import Message
from partnerships.domain.merging import merge_people
from partnerships.models import Affiliation, Person
from students.domain.erasing import INVENTORY
from tests.factories import (
    NOW,
    AffiliationFactory,
    EvaluationFactory,
    ExchangeFactory,
    GroupMentorFactory,
    MentorFactory,
    MentorGroupFactory,
    MentorVoiceFactory,
    PersonFactory,
    StudentFactory,
    StudentSayFactory,
    TaskFactory,
)

TODAY = NOW.date()
DAY = timedelta(days=1)
GIVEN = {"prepared": "5", "time_used": "4", "together": "3", "learned": "2", "again": "1"}
SITE = "https://partners.example.org"


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"mentors:{name}", args=[program.slug, *args])


@pytest.fixture
def evaluation(program, coordinator):
    return EvaluationFactory(
        program=program, title="Half-time", code="ACDEFG", created_by=coordinator
    )


@pytest.fixture
def group(program, coordinator):
    return MentorGroupFactory(program=program, organizer=coordinator.person)


@pytest.fixture
def mentor(group):
    who = {"name": "Kim Tran", "email": "kim@example.org"}
    return GroupMentorFactory(
        group=group, mentor=MentorFactory(program=group.program, who=who)
    ).mentor


@pytest.fixture
def link(evaluation, mentor):
    return evaluations.answer_address(evaluation, mentor.person).removeprefix(SITE)


@pytest.fixture
def said(link):
    """Say it as the mentor."""
    return lambda **changes: Client().post(link, GIVEN | changes)


@pytest.fixture
def say(evaluation):
    """Say it as a student."""
    return lambda device=None, **changes: (device or Client()).post(
        "/mentoring/say/ACDEFG/", GIVEN | {"language": "en"} | changes
    )


def page_of(response):
    return response.content.decode()


def ask(evaluation, coordinator, now=NOW):
    return evaluations.ask_mentors(evaluation, by=coordinator, now=now)


# ---------------------------------------------------------------- the words


def test_each_side_is_asked_the_same_five_things_in_words_of_its_own():
    assert tuple(one.name for one in QUESTIONS) == RATINGS
    assert tuple(name for name, _words in OPEN) == SENTENCES
    assert [value for value, _words in CHOICES] == ["5", "4", "3", "2", "1"]
    for asked in QUESTIONS:
        for side in Side:
            assert str(asked.to(side)).endswith("?")


# ---------------------------------------------------------------- planning


PLAN = {
    "title": " End of the year ",
    "year": "2026",
    "opens_on": "2027-05-03",
    "closes_on": "2027-05-17",
}


def test_an_evaluation_is_planned_and_gets_a_code(client, coordinator, at):
    client.force_login(coordinator)

    response = client.post(at("evaluation_add"), PLAN)

    one = Evaluation.objects.get()
    assert response["Location"] == one.get_absolute_url()
    assert (one.title, one.year, one.closes_on) == ("End of the year", 2026, date(2027, 5, 17))
    assert len(one.code) == 6
    assert set(one.code) <= set(LETTERS)
    assert one.history.get().history_user == one.created_by == coordinator


def test_changing_it_keeps_the_code(client, coordinator, evaluation, at):
    client.force_login(coordinator)
    assert client.get(at("evaluation_edit", evaluation.pk)).status_code == 200

    client.post(at("evaluation_edit", evaluation.pk), PLAN)

    evaluation.refresh_from_db()
    assert (evaluation.title, evaluation.code) == ("End of the year", "ACDEFG")


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"title": " "}, "title", "required"),
        ({"title": "HALF-TIME"}, "title", "has this title"),
        ({"year": "1999"}, "year", "valid choice"),
        ({"closes_on": "2027-05-01"}, "closes_on", "before the first"),
        ({"opens_on": "2027-02-01", "closes_on": "2027-02-10"}, "closes_on", "This day is over"),
        ({"closes_on": "2027-12-01"}, "closes_on", "Four months at most"),
        ({"opens_on": "0207-05-03"}, "opens_on", "cannot be meant"),
        ({"opens_on": ""}, "opens_on", "required"),
    ],
)
def test_a_plan_that_is_wrong_is_refused_on_its_field(
    client, coordinator, evaluation, at, given, field, says
):
    client.force_login(coordinator)

    response = client.post(at("evaluation_add"), PLAN | given)

    assert response.status_code == 422
    assert says in str(response.context["form"].errors[field])
    assert Evaluation.objects.count() == 1


def test_the_same_title_may_stand_in_another_year(evaluation, coordinator, program):
    evaluations.save_evaluation(
        Evaluation(program=program),
        by=coordinator,
        title="Half-time",
        year=2025,
        opens_on=TODAY,
        closes_on=TODAY,
        now=NOW,
    )

    assert Evaluation.objects.count() == 2


def test_once_shared_its_days_stay_and_its_title_may_change(
    client, coordinator, evaluation, at, clock
):
    Evaluation.objects.update(shared_at=NOW, closed_at=NOW)
    client.force_login(coordinator)
    same = {"title": "Winter", "year": "2026", "opens_on": evaluation.opens_on.isoformat()}

    moved = client.post(at("evaluation_edit", evaluation.pk), same | {"closes_on": "2027-03-20"})
    kept = {"closes_on": evaluation.closes_on.isoformat()}
    renamed = client.post(at("evaluation_edit", evaluation.pk), same | kept)

    assert "The board has what came back" in page_of(moved)
    assert renamed.status_code == 302
    evaluation.refresh_from_db()
    assert (evaluation.title, evaluation.closes_on) == ("Winter", TODAY + 7 * DAY)
    with pytest.raises(DomainError, match="stays closed"):
        evaluations.reopen(evaluation, by=coordinator, now=NOW)


def test_it_is_closed_and_opened_again(client, coordinator, evaluation, group, mentor, at, clock):
    ask(evaluation, coordinator)
    client.force_login(coordinator)

    client.post(at("evaluation_close", evaluation.pk))
    evaluation.refresh_from_db()
    assert evaluation.state_on(TODAY) == "closed"
    assert not Task.objects.exists()

    client.post(at("evaluation_reopen", evaluation.pk))
    evaluation.refresh_from_db()
    assert evaluation.state_on(TODAY) == "open"

    client.post(at("evaluation_close", evaluation.pk))
    clock.shift(8 * DAY)
    late = client.post(at("evaluation_reopen", evaluation.pk))
    assert late.status_code == 422
    assert "Its last day is over" in page_of(late)


def test_a_task_moves_with_the_last_day_and_goes_when_it_is_over(
    client, coordinator, evaluation, mentor, at, clock
):
    ask(evaluation, coordinator)
    client.force_login(coordinator)
    moved = {"opens_on": "2027-02-22", "closes_on": "2027-03-12"}
    client.post(at("evaluation_edit", evaluation.pk), PLAN | moved)
    assert Task.objects.get().due_on == date(2027, 3, 12)

    assert evaluations.forget_tasks(now=chicago(12, 23)) == 0
    assert evaluations.forget_tasks(now=chicago(13, 1)) == 1
    assert not Task.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_tasks_are_looked_through_in_two_queries(
    coordinator, evaluation, mentor, count, django_assert_num_queries
):
    for number in range(count):
        TaskFactory(program=evaluation.program, key=f"evaluation:{evaluation.pk}:{number}")

    with django_assert_num_queries(2):
        assert evaluations.forget_tasks(now=chicago(1, 12)) == 0


def test_who_answered_and_is_in_no_group_any_more_still_counts(evaluation, mentor):
    MentorVoiceFactory(evaluation=evaluation)

    assert evaluations.asking_of(evaluation).total == 2


def test_the_record_tells_who_changed_what(client, coordinator, evaluation, at):
    client.force_login(coordinator)
    client.post(at("evaluation_edit", evaluation.pk), PLAN)

    page = page_of(client.get(at("evaluation_detail", evaluation.pk)))

    assert "<ins>End of the year</ins>" in page
    assert "Dana Okafor" in page


def test_closing_what_is_over_changes_nothing(evaluation, coordinator):
    evaluations.close(evaluation, by=coordinator, now=NOW + 30 * DAY)

    evaluation.refresh_from_db()
    assert evaluation.closed_at is None


@pytest.mark.parametrize(
    "fields",
    [
        {"closes_on": TODAY - 8 * DAY},
        {"title": ""},
        {"code": ""},
        {"code": "ACDEFG"},
        {"title": "Half-time"},
    ],
)
def test_the_database_refuses_what_cannot_be(evaluation, program, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationFactory(program=program, **fields)


def test_the_database_knows_one_to_five_and_one_voice_each(evaluation, mentor):
    for name in RATINGS:
        for value in (0, 6):
            with pytest.raises(IntegrityError), transaction.atomic():
                StudentSayFactory(evaluation=evaluation, **{name: value})
    MentorVoiceFactory(evaluation=evaluation, person=mentor.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorVoiceFactory(evaluation=evaluation, person=mentor.person)


# ---------------------------------------------------------------- asking


def test_each_mentor_is_mailed_once_and_the_organizer_gets_a_task(
    client, coordinator, evaluation, mentor, group, at, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)
    assert "Ask 1 mentor<" in page_of(client.get(at("evaluation_detail", evaluation.pk)))

    for _time in range(2):
        client.post(at("evaluation_ask", evaluation.pk))

    mail = Message.objects.get()
    assert (mail.to_email, mail.key) == (
        "kim@example.org",
        f"evaluation_asked:{evaluation.pk}:{mentor.person_id}",
    )
    assert evaluations.answer_address(evaluation, mentor.person) in mail.text
    assert "2026-27" in mail.text
    assert mail.reply_to == coordinator.email
    task = Task.objects.get()
    assert (task.owner, task.due_on) == (coordinator.person, evaluation.closes_on)
    assert at("evaluation_say", evaluation.pk) in task.note
    assert "Ask 1 mentor<" not in page_of(client.get(at("evaluation_detail", evaluation.pk)))


def test_the_mail_speaks_the_mentors_language(evaluation, mentor, coordinator):
    Person.objects.filter(pk=mentor.person_id).update(language="es")

    ask(evaluation, coordinator)

    assert "marzo" in Message.objects.get().text


def test_who_is_asked_is_who_was_in_a_group_of_that_time(
    evaluation, program, mentor, coordinator, group
):
    GroupMentorFactory(group=group, position=2, mentor=mentor_called(program, "Stands In"))
    ended = MentorGroupFactory(
        program=program, started_on=date(2026, 9, 1), ended_on=date(2026, 12, 1)
    )
    GroupMentorFactory(group=ended, mentor=mentor_called(program, "In Fall", state="ended"))
    before = MentorGroupFactory(
        program=program, started_on=date(2026, 1, 1), ended_on=date(2026, 6, 30)
    )
    GroupMentorFactory(group=before, mentor=mentor_called(program, "Last Year"))
    later = MentorGroupFactory(program=program, started_on=evaluation.closes_on + DAY)
    GroupMentorFactory(group=later, mentor=mentor_called(program, "Later"))
    GroupMentorFactory(group=MentorGroupFactory())
    mentor_called(program, "In No Group")

    asking = evaluations.asking_of(evaluation)

    names = [one.person.name for one in asking.to_ask]
    assert names == ["In Fall", "Kim Tran", "Stands In"]
    count, without = ask(evaluation, coordinator)
    assert (count, without, Message.objects.count()) == (3, [], 3)


def mentor_called(program, name, **fields):
    return MentorFactory(program=program, who={"name": name}, **fields)


def test_who_has_no_address_is_named(client, coordinator, evaluation, mentor, at):
    Person.objects.filter(pk=mentor.person_id).update(email="")
    client.force_login(coordinator)

    response = client.post(at("evaluation_ask", evaluation.pk), follow=True)

    assert "No e-mail address: Kim Tran" in page_of(response)
    assert not Message.objects.exists()


def test_where_nobody_mentored_it_says_where_to_go(client, coordinator, evaluation, at):
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_detail", evaluation.pk)))
    response = client.post(at("evaluation_ask", evaluation.pk))

    assert "There is nobody to ask yet" in page
    assert at("group_list") in page
    assert response.status_code == 422
    assert "There is nobody to ask yet" in page_of(response)


@pytest.mark.parametrize("days", [-8, 8])
def test_nobody_is_asked_while_it_is_not_open(
    client, coordinator, evaluation, mentor, at, clock, days
):
    clock.move_to(NOW + days * DAY)
    client.force_login(coordinator)

    response = client.post(at("evaluation_ask", evaluation.pk))

    assert response.status_code == 422
    assert "It is not open" in page_of(response)
    assert not Message.objects.exists()


# ---------------------------------------------------------------- a mentor says it


def test_a_mentor_says_it_without_a_login_and_may_say_it_differently(
    client, evaluation, mentor, link
):
    assert "Did we prepare you well?" in page_of(client.get(link))
    assert not MentorVoice.objects.exists()

    first = client.post(link, GIVEN | {"good": " They  asked\na lot "})
    client.post(link, GIVEN | {"good": "They asked a lot", "prepared": "1", "change": "x" * 300})

    assert first["Location"] == link
    voice = MentorVoice.objects.get()
    assert (voice.person, voice.prepared, voice.again) == (mentor.person, 1, 1)
    assert (voice.good, voice.change) == ("They asked a lot", "x" * 300)
    page = page_of(client.get(link))
    assert "You can change it until" in page
    assert "They asked a lot" in page


def test_a_sentence_that_changed_may_not_be_quoted_any_more(said):
    said(good="Fine", change="More time")
    MentorVoice.objects.update(good_shown=Shown.QUOTED, change_shown=Shown.HIDDEN)

    said(good="Mr. Lopez was fine", change="More time")

    voice = MentorVoice.objects.get()
    assert (voice.good_shown, voice.change_shown) == ("inside", "hidden")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"learned": ""}, "choose an answer to each question"),
        ({"again": "6"}, "choose an answer to each question"),
        ({"prepared": "0"}, "choose an answer to each question"),
        ({"good": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_is_missing_is_marked_and_the_rest_is_kept(said, changes, says):
    response = said(**({"change": "Please keep me"} | changes))

    page = page_of(response)
    assert response.status_code == 422
    assert says in page
    assert "Please keep me" in page
    assert 'value="4" id="time_used-4" checked' in page
    assert page.count("Please choose an answer.") == (0 if "good" in changes else 1)
    assert not MentorVoice.objects.exists()


def test_letters_no_database_keeps_are_dropped(said):
    assert said(good="a\0b").status_code == 302
    assert MentorVoice.objects.get().good == "ab"


def test_after_closing_nothing_changes(client, evaluation, link, said, clock):
    said()
    clock.move_to(NOW + 8 * DAY)

    response = said(prepared="1")

    assert response.status_code == 410
    assert "This is closed now" in page_of(response)
    assert client.get(link).status_code == 410
    assert MentorVoice.objects.get().prepared == 5


def test_before_it_opens_the_day_is_said(client, link, said, clock):
    clock.move_to(NOW - 8 * DAY)

    page = client.get(link)

    assert page.status_code == 200
    assert "This opens on Monday 22 February 2027." in page_of(page)
    assert said().status_code == 422
    assert not MentorVoice.objects.exists()


def test_it_opens_and_closes_with_the_days_of_the_program(client, evaluation, link, clock):
    zone = ZoneInfo(evaluation.program.time_zone)
    clock.move_to(datetime(2027, 3, 8, 23, 59, tzinfo=zone))
    assert client.get(link).status_code == 200
    clock.move_to(datetime(2027, 3, 9, 0, 1, tzinfo=zone))
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("lag", [0, 1])
def test_who_has_left_yesterday_or_today_says_nothing_through_the_link(
    client, mentor, said, link, evaluation, coordinator, lag
):
    Affiliation.objects.update(ended_on=TODAY - lag * DAY)

    response = client.get(link)

    assert response.status_code == 410
    assert f"your work at {mentor.organization}" in page_of(response).replace("&#x27;", "'")
    assert said().status_code == 410
    assert not MentorVoice.objects.exists()
    assert ask(evaluation, coordinator) == (0, [])


def test_who_ended_or_has_no_clearance_now_may_still_say_it(mentor, said):
    mentor.person.clearances.all().delete()
    Mentor.objects.update(state=Mentor.State.ENDED)

    assert said().status_code == 302
    assert MentorVoice.objects.count() == 1


def test_who_comes_for_nobody_is_asked_too(evaluation, mentor, said):
    Affiliation.objects.all().delete()
    Mentor.objects.update(organization=None)

    assert said().status_code == 302


def test_a_person_of_two_organizations_has_a_link_for_each_program(evaluation, mentor, said):
    """Having left one partner closes that program's link, not the other's."""
    other = EvaluationFactory(code="TTTTTT")
    second = MentorFactory(program=other.program, person=mentor.person, cleared=False)
    AffiliationFactory(person=mentor.person, organization=second.organization)
    GroupMentorFactory(group=MentorGroupFactory(program=other.program), mentor=second)
    Affiliation.objects.filter(organization=mentor.organization).update(ended_on=TODAY)
    elsewhere = evaluations.answer_address(other, mentor.person).removeprefix(SITE)

    assert said().status_code == 410
    assert Client().post(elsewhere, GIVEN).status_code == 302
    assert MentorVoice.objects.get().evaluation == other


def test_a_link_that_is_broken_or_of_something_else_is_not_known(client, link, program):
    exchange = ExchangeFactory(program=program)
    foreign = exchange_answering.answer_address(exchange).split("/")[-2]

    for token in (link.split("/")[-2][:-2], "broken", foreign):
        response = client.post(reverse("mentor_links:evaluation_answer", args=[token]), GIVEN)
        assert response.status_code == 404
        assert "This link does not work" in page_of(response)
    assert not MentorVoice.objects.exists()


def test_the_link_of_somebody_who_mentored_in_no_group_is_not_known(client, evaluation, program):
    stray = MentorFactory(program=program)
    address = evaluations.answer_address(evaluation, stray.person).removeprefix(SITE)

    assert client.get(address).status_code == 404


def test_the_pages_behind_links_are_kept_by_no_search_engine(client, link, evaluation):
    for address in (link, "/mentoring/say/", "/mentoring/say/ACDEFG/"):
        assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"


# ---------------------------------------------------------------- students say it


def test_a_student_says_it_and_nothing_of_them_is_kept(say, evaluation):
    assert say(good="I built a robot").status_code == 302

    row = StudentSay.objects.get()
    assert [getattr(row, name) for name in RATINGS] == [5, 4, 3, 2, 1]
    kept = {field.name for field in StudentSay._meta.get_fields()}
    shown = {f"{name}_shown" for name in SENTENCES}
    assert kept == {"id", "evaluation", *RATINGS, *SENTENCES, *shown}
    assert "mentors.StudentSay" in {one.where for one in INVENTORY}


def test_a_device_answers_once(say, evaluation):
    device = Client()
    say(device)
    cookie = device.cookies["mentoring_ACDEFG"]
    assert cookie["httponly"]
    assert cookie["path"] == "/mentoring/say/ACDEFG/"

    again = say(device, prepared="1")

    assert again.status_code == 200
    assert "an answer was given already" in page_of(again)
    assert StudentSay.objects.get().prepared == 5
    say(Client())
    assert StudentSay.objects.count() == 2


def test_a_cookie_of_another_evaluation_counts_for_nothing(say, evaluation, program):
    EvaluationFactory(program=program, code="TTTTTT")
    device = Client()
    device.post("/mentoring/say/TTTTTT/", GIVEN)
    device.cookies["mentoring_ACDEFG"] = device.cookies["mentoring_TTTTTT"].value

    assert say(device).status_code == 302
    assert evaluation.student_says.count() == 1


@pytest.mark.parametrize("typed", ["ACDEFG", "acdefg", " acd-efg "])
def test_the_code_leads_to_the_questions(client, evaluation, typed):
    response = client.get("/mentoring/say/", {"code": typed})

    assert response["Location"].startswith("/mentoring/say/ACDEFG/")
    assert "Was your mentor well prepared?" in page_of(client.get("/mentoring/say/ACDEFG/"))


@pytest.mark.parametrize("typed", ["AAAAAA", "ACDEF", "<script>"])
def test_a_code_typed_wrong_is_said_kindly(client, evaluation, typed):
    response = client.get("/mentoring/say/", {"code": typed})

    assert response.status_code == 404
    assert "There is nothing under the code" in page_of(response)
    assert "<script>”" not in page_of(response)
    assert client.post("/mentoring/say/AAAAAA/", GIVEN).status_code == 404


def test_the_code_of_a_closed_evaluation_says_so(client, evaluation, say):
    Evaluation.objects.update(closed_at=NOW)

    response = client.get("/mentoring/say/ACDEFG/")

    assert response.status_code == 410
    assert "This is closed now" in page_of(response)
    assert say().status_code == 410
    assert not StudentSay.objects.exists()


def test_before_it_opens_students_read_when(client, evaluation, say, clock):
    clock.move_to(NOW - 8 * DAY)

    assert "This opens on Monday 22 February 2027." in page_of(client.get("/mentoring/say/ACDEFG/"))
    assert say().status_code == 422
    assert not StudentSay.objects.exists()


def test_no_more_answers_than_the_students_can_give(say, evaluation, group):
    assert voices.ceiling(evaluation) == 200
    group.students.add(StudentFactory(program=group.program))
    assert voices.ceiling(evaluation) == 3
    for _time in range(3):
        assert say().status_code == 302

    refused = say()

    assert refused.status_code == 422
    assert "More answers have come" in page_of(refused)
    assert evaluation.student_says.count() == 3
    MentorGroupFactory(program=group.program, kind="class")
    assert voices.ceiling(evaluation) == 200


def test_what_a_student_left_out_is_marked(say):
    response = say(learned="", change="More time, please")

    assert response.status_code == 422
    assert page_of(response).count("Please choose an answer.") == 1
    assert "More time, please" in page_of(response)


def test_students_read_spanish_by_choice_or_by_browser(client, evaluation):
    address = "/mentoring/say/ACDEFG/"

    assert '<html lang="es">' in page_of(client.get(address + "?language=es"))
    assert '<html lang="es">' in page_of(client.get(address, HTTP_ACCEPT_LANGUAGE="es-MX"))
    assert '<html lang="en">' in page_of(client.get(address, HTTP_ACCEPT_LANGUAGE="fr"))
    refused = client.post(address, {"language": "es"})
    assert '<html lang="es">' in page_of(refused)


def test_the_code_stands_large_on_the_wall(client, evaluation, at, teacher):
    client.force_login(teacher)

    page = page_of(client.get(at("evaluation_wall", evaluation.pk)))
    spanish = page_of(client.get(at("evaluation_wall", evaluation.pk) + "?language=es"))

    assert '<p class="big-code" translate="no">ACDEFG</p>' in page
    assert "partners.example.org/mentoring/say<" in page
    assert "<path d=" in page
    assert "style=" not in page
    assert '<html lang="es">' in spanish


# ---------------------------------------------------------------- staff say it


def test_anybody_of_staff_says_it_and_the_task_is_done(
    client, evaluation, mentor, coordinator, teacher, at
):
    ask(evaluation, coordinator)
    for user in (coordinator, teacher):
        client.force_login(user)
        assert client.get(at("evaluation_say", evaluation.pk)).status_code == 200
        response = client.post(at("evaluation_say", evaluation.pk), GIVEN | {"good": "Robots"})
        assert response["Location"] == evaluation.get_absolute_url()
    client.post(at("evaluation_say", evaluation.pk), GIVEN | {"prepared": "2"})

    assert StaffVoice.objects.count() == 2
    assert StaffVoice.objects.get(user=teacher).prepared == 2
    assert Task.objects.get().done_by == coordinator


@pytest.mark.parametrize("name", RATINGS)
def test_a_question_left_out_is_refused_on_its_field(client, evaluation, teacher, at, name):
    client.force_login(teacher)

    response = client.post(at("evaluation_say", evaluation.pk), GIVEN | {name: ""})

    assert response.status_code == 422
    assert name in response.context["form"].errors
    assert not StaffVoice.objects.exists()


def test_when_it_is_closed_staff_say_nothing_either(client, evaluation, teacher, at):
    Evaluation.objects.update(closed_at=NOW)
    client.force_login(teacher)

    assert "This is closed now" in page_of(client.get(at("evaluation_say", evaluation.pk)))
    response = client.post(at("evaluation_say", evaluation.pk), GIVEN)
    assert response.status_code == 422
    assert not StaffVoice.objects.exists()


# ---------------------------------------------------------------- who may


POSTS = ["ask", "close", "reopen", "sentence", "share"]


@pytest.mark.parametrize("name", POSTS)
def test_only_keepers_change_an_evaluation(client, evaluation, teacher, stranger, at, name):
    address = at(f"evaluation_{name}", evaluation.pk)
    for user, status in ((None, 302), (teacher, 403), (stranger, 404)):
        client.logout()
        if user:
            client.force_login(user)
        assert client.post(address).status_code == status
    client.force_login(teacher)
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("name", ["add", "edit"])
def test_only_keepers_plan(client, evaluation, teacher, stranger, at, name):
    address = at(f"evaluation_{name}", *([evaluation.pk] if name == "edit" else []))
    for user, status in ((None, 302), (teacher, 403), (stranger, 404)):
        client.logout()
        if user:
            client.force_login(user)
        assert client.get(address).status_code == status
        assert client.post(address, PLAN).status_code == status
    assert Evaluation.objects.get().title == "Half-time"


@pytest.mark.parametrize("name", ["list", "detail", "wall", "say", "board", "pdf"])
def test_all_staff_of_the_program_and_nobody_else_read(
    client, evaluation, counselor, stranger, at, name
):
    Evaluation.objects.update(closed_at=NOW)
    address = at(f"evaluation_{name}", *([] if name == "list" else [evaluation.pk]))
    for user, status in ((None, 302), (counselor, 200), (stranger, 404)):
        client.logout()
        if user:
            client.force_login(user)
        assert client.get(address).status_code == status


def test_looking_changes_nothing(client, evaluation, mentor, coordinator, at, link):
    client.force_login(coordinator)
    addresses = [
        at("evaluation_list"),
        *(at(f"evaluation_{name}", evaluation.pk) for name in ("detail", "wall", "say", "board")),
        link,
        "/mentoring/say/ACDEFG/",
    ]
    client.get(addresses[0])
    for address in addresses:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        changed = [
            one["sql"]
            for one in seen
            if one["sql"].split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}
        ]
        assert changed == [], address


# ---------------------------------------------------------------- nobody is forgotten


def chicago(day, hour):
    return datetime(2027, 3, day, hour, tzinfo=ZoneInfo("America/Chicago"))


def test_who_is_late_is_reminded_once(evaluation, program, mentor, group, coordinator, clock):
    other = GroupMentorFactory(group=group, position=2, mentor=mentor_called(program, "Ana Done"))
    left = GroupMentorFactory(group=group, position=3, mentor=mentor_called(program, "Ben Gone"))
    ask(evaluation, coordinator)
    MentorVoiceFactory(evaluation=evaluation, person=other.mentor.person)
    Affiliation.objects.filter(person=left.mentor.person).update(ended_on=TODAY)
    Message.objects.all().delete()

    counts = []
    for now in (chicago(4, 12), chicago(5, 8), chicago(5, 9), chicago(5, 10), chicago(6, 12)):
        clock.move_to(now)
        counts.append(evaluations.remind_all(now=now))
    remind_of_evaluations()

    assert counts == [0, 0, 1, 0, 0]
    mail = Message.objects.get()
    assert mail.to_email == "kim@example.org"
    assert "This is the only reminder." in mail.text


def test_nobody_is_reminded_right_after_being_asked(evaluation, mentor, coordinator):
    ask(evaluation, coordinator, now=chicago(5, 9))

    assert evaluations.remind_all(now=chicago(6, 12)) == 0
    assert evaluations.remind_all(now=chicago(7, 12)) == 1


def test_who_was_not_asked_is_not_reminded_and_what_is_closed_neither(
    evaluation, mentor, coordinator, program
):
    assert evaluations.remind_all(now=chicago(6, 12)) == 0
    ask(evaluation, coordinator)
    Evaluation.objects.update(closed_at=NOW)
    assert evaluations.remind_all(now=chicago(6, 12)) == 0
    Evaluation.objects.update(closed_at=None)
    assert evaluations.remind_all(now=chicago(9, 12)) == 0
    assert Message.objects.count() == 1


def test_a_longer_evaluation_is_not_reminded_of_twice(evaluation, mentor, coordinator):
    ask(evaluation, coordinator)
    evaluations.remind_all(now=chicago(6, 12))
    Evaluation.objects.update(closes_on=date(2027, 3, 20))

    assert evaluations.remind_all(now=chicago(18, 12)) == 0


# ---------------------------------------------------------------- the portal


@pytest.fixture
def at_home(partner, partnership, group):
    """The partner with a login mentors, and the portal's first page."""
    person = Person.objects.get(user=partner)
    mentor = MentorFactory(
        program=group.program, person=person, organization=partnership.organization
    )
    GroupMentorFactory(group=group, mentor=mentor)

    def waiting(client):
        client.force_login(partner)
        page = client.get(reverse("portal:home", args=[partnership.organization.pk]))
        return [one.words for one in page.context["waiting"]]

    return waiting


def test_it_waits_in_the_portal_until_it_is_said(client, evaluation, at_home, partner):
    assert at_home(client) == ["How did mentoring go?"]

    person = Person.objects.get(user=partner)
    MentorVoiceFactory(evaluation=evaluation, person=person)
    assert at_home(client) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"closed_at": NOW},
        {"opens_on": TODAY + DAY},
        {"year": 2025},
    ],
)
def test_what_is_not_open_or_of_another_year_does_not_wait(client, evaluation, at_home, fields):
    Evaluation.objects.update(**fields)

    assert at_home(client) == []


@pytest.mark.parametrize(
    ("started_on", "ended_on", "waits"),
    [
        (date(2026, 7, 1), None, True),
        (date(2025, 9, 1), date(2026, 7, 1), True),
        (date(2025, 9, 1), date(2026, 6, 30), False),
        (TODAY + 7 * DAY, None, True),
        (TODAY + 8 * DAY, None, False),
    ],
)
def test_the_portal_and_the_mail_ask_the_same_people(
    client, evaluation, at_home, group, started_on, ended_on, waits
):
    type(group).objects.update(started_on=started_on, ended_on=ended_on)

    assert bool(at_home(client)) is waits
    assert bool(evaluations.asking_of(evaluation).to_ask) is waits


def test_the_portal_asks_one_query_however_many_wait(
    evaluation, at_home, partner, django_assert_num_queries
):
    person = Person.objects.get(user=partner)
    EvaluationFactory(program=evaluation.program)
    EvaluationFactory(program=evaluation.program)

    with django_assert_num_queries(1):
        assert len(evaluations.evaluations_waiting(person, now=NOW)) == 3


# ---------------------------------------------------------------- two who are one


@pytest.mark.parametrize("later", ["kept", "gone"])
def test_of_two_answers_of_one_person_the_later_stays(evaluation, later, administrator):
    kept, gone = PersonFactory(name="Kim Tran"), PersonFactory(name="Kim Tran")
    for name, person in (("kept", kept), ("gone", gone)):
        MentorVoiceFactory(
            evaluation=evaluation,
            person=person,
            good=name,
            said_at=NOW + (DAY if name == later else 0 * DAY),
        )
    other = MentorVoiceFactory(person=gone)

    evaluation.asked.add(gone)

    merge_people(kept.pk, gone_id=gone.pk, by=administrator)

    assert MentorVoice.objects.get(evaluation=evaluation).good == later
    other.refresh_from_db()
    assert other.person == kept
    assert list(evaluation.asked.all()) == [kept]


# ---------------------------------------------------------------- queries


def more(evaluation):
    """Another group with a mentor who was asked, and an answer."""
    place = GroupMentorFactory(group=MentorGroupFactory(program=evaluation.program))
    evaluation.asked.add(place.mentor.person)
    MentorVoiceFactory(evaluation=evaluation, person=place.mentor.person, good="Fine")
    StudentSayFactory(evaluation=evaluation, good="Good")


def test_the_list_asks_as_much_for_three_as_for_one(
    client, coordinator, evaluation, program, at, django_assert_num_queries
):
    client.force_login(coordinator)
    more(evaluation)
    client.get(at("evaluation_list"))
    with CaptureQueriesContext(connection) as one:
        client.get(at("evaluation_list"))
    for _time in range(2):
        more(EvaluationFactory(program=program))

    with django_assert_num_queries(len(one)):
        client.get(at("evaluation_list"))
    assert len(one) <= 6


def test_an_empty_list_teaches(client, coordinator, teacher, at):
    for user, words in ((coordinator, at("evaluation_add")), (teacher, "Your coordinator can")):
        client.force_login(user)
        page = page_of(client.get(at("evaluation_list")))
        assert "Nobody was asked yet" in page
        assert words in page


def test_the_list_begins_with_the_latest(client, coordinator, evaluation, program, at):
    EvaluationFactory(program=program, title="Older", closes_on=TODAY)
    EvaluationFactory(program=program, title="Newer", closes_on=TODAY + 20 * DAY)
    client.force_login(coordinator)

    rows = client.get(at("evaluation_list")).context["rows"]

    assert [one.title for one, _state, _year in rows] == ["Newer", "Half-time", "Older"]


def test_the_counts_of_the_list_are_not_multiplied(client, coordinator, evaluation, at):
    for _time in range(3):
        more(evaluation)
    client.force_login(coordinator)

    assert "3 students, 3 mentors, 0 of staff" in page_of(client.get(at("evaluation_list")))
