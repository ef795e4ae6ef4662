"""E-mail mentoring: questions out, answers back, staff first, then the student (SPEC 8.5)."""

from datetime import timedelta
from time import monotonic

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calendar_app.models import Task
from core.exceptions import DomainError
from mentors.domain import exchange_answering, exchange_reading, exchange_sending, questions
from mentors.domain.groups import end_group, save_group
from mentors.domain.personal import find_personal, marked
from mentors.models import (
    Clearance,
    ClearanceLevel,
    ClearanceRule,
    Exchange,
    ExchangeAnswer,
    Form,
    Mentor,
    MentorGroup,
    Question,
    QuestionSet,
)
from mentors.tasks import nudge_exchanges
from notifications.models import Message
from partnerships.domain.merging import merge_people
from partnerships.models import Affiliation
from students.domain.erasing import erase_left
from tests.factories import (
    NOW,
    ExchangeAnswerFactory,
    ExchangeFactory,
    GroupMentorFactory,
    MentorFactory,
    MentorGroupFactory,
    PersonFactory,
    QuestionFactory,
    QuestionSetFactory,
    StudentFactory,
)

TODAY = NOW.date()
DUE = TODAY + timedelta(days=14)


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"mentors:{name}", args=[program.slug, *args])


@pytest.fixture
def question_set(program):
    one = QuestionSetFactory(program=program, name="March")
    QuestionFactory(question_set=one, position=0, text="What do you do?", text_es="¿Qué hace?")
    QuestionFactory(question_set=one, position=1, text="Why?")
    return one


@pytest.fixture
def student(program):
    return StudentFactory(program=program, given_name="Zuri", family_name="O'Brien-Núñez")


@pytest.fixture
def group(program, coordinator, student):
    one = MentorGroupFactory(
        program=program, name="Pair", form=Form.EMAIL, organizer=coordinator.person
    )
    one.students.add(student)
    return one


@pytest.fixture
def mentor(group):
    one = GroupMentorFactory(group=group).mentor
    one.person.name, one.person.email = "Kim Tran", "kim@example.org"
    one.person.save()
    return one


@pytest.fixture
def send(question_set, group, mentor, coordinator):
    def do(**changes):
        wanted = {"groups": [group], "due_on": DUE, "by": coordinator, "now": NOW} | changes
        return exchange_sending.send_set(question_set, **wanted)

    return do


@pytest.fixture
def exchange(send):
    return send().exchanges[0]


@pytest.fixture
def path(exchange):
    return "/" + exchange_answering.answer_address(exchange).split("/", 3)[3]


def fields(exchange, *texts):
    rows = exchange.answers.all()
    return {f"text-{row.pk}": text for row, text in zip(rows, texts, strict=False)}


def ids(exchange, *texts):
    return dict(zip(exchange.answers.values_list("pk", flat=True), texts, strict=False))


def answered(exchange, *texts, now=NOW):
    return exchange_answering.answer(exchange, texts=ids(exchange, *texts), is_sent=True, now=now)


@pytest.fixture
def read(exchange, coordinator):
    """Released, with a code."""
    one = answered(exchange, "I help people walk again.")
    return exchange_reading.release(
        one, texts={}, may_stay=set(), seen=one.version, by=coordinator, now=NOW
    )


# ---------------------------------------------------------------- sets of questions


def test_a_set_is_written_with_spanish_beside(client, coordinator, program, at):
    client.force_login(coordinator)
    given = {
        "name": " O'Brien-Núñez ",
        "month": "9",
        "is_active": "on",
        "questions": "What do you do?\n\nWhy?\n",
        "spanish": "¿Qué hace?",
    }

    assert client.post(at("questionset_add"), given).status_code == 302
    one = QuestionSet.objects.get()
    assert (one.name, one.month, one.history.get().history_user) == (
        "O'Brien-Núñez",
        9,
        coordinator,
    )
    assert list(one.questions.values_list("text", "text_es")) == [
        ("What do you do?", "¿Qué hace?"),
        ("Why?", ""),
    ]


def test_a_set_is_changed_line_by_line(question_set, coordinator):
    questions.save_question_set(
        question_set, by=coordinator, name="March", questions="Who?", spanish=""
    )

    assert [one.text for one in question_set.questions.all()] == ["Who?"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": " "}, "required"),
        ({"name": "MARCH"}, "Another set has this name"),
        ({"questions": "", "spanish": "¿Qué?"}, "in Spanish only"),
        ({"questions": "x" * 301}, "longer than 300"),
        ({"questions": "Why?\nwhy?"}, "stands there twice"),
        ({"questions": "\n".join(f"Question {n}" for n in range(13))}, "At most 12"),
        ({"month": "13"}, "valid choice"),
    ],
)
def test_a_set_is_refused(client, coordinator, question_set, at, given, says):
    client.force_login(coordinator)
    whole = {"name": "April", "month": "", "questions": "Why?", "spanish": ""} | given

    response = client.post(at("questionset_add"), whole)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert QuestionSet.objects.count() == 1


def test_the_starter_is_loaded_once_and_leaves_what_is_there(client, coordinator, program, at):
    client.force_login(coordinator)
    mine = QuestionSetFactory(program=program, name="march: finding work")
    client.post(at("questionset_load"))
    client.post(at("questionset_load"))

    assert QuestionSet.objects.count() == 9
    assert not mine.questions.exists()
    assert not Question.objects.filter(text_es="").exists()
    assert client.get(at("questionset_list")).status_code == 200


def test_the_list_asks_as_much_for_three_as_for_one(
    client, coordinator, program, question_set, at, django_assert_num_queries
):
    client.force_login(coordinator)
    with CaptureQueriesContext(connection) as one:
        client.get(at("questionset_list"))
    QuestionFactory(question_set__program=program)
    QuestionFactory(question_set__program=program)

    with django_assert_num_queries(len(one)):
        client.get(at("questionset_list"))


# ---------------------------------------------------------------- sending


def test_each_student_has_an_exchange_and_each_mentor_one_mail(send, group, program):
    group.students.add(StudentFactory(program=program))
    StudentFactory(program=program, left_on=TODAY)

    sent = send()

    message = Message.objects.get()
    assert (len(sent.exchanges), sent.mentor_count, sent.left_out) == (2, 1, [])
    assert message.to_email == "kim@example.org"
    for one in sent.exchanges:
        assert exchange_answering.answer_address(one) in message.text
        assert one.answers.count() == 2
        assert one.student.given_name not in message.text + message.html + message.subject
        assert one.student.family_name not in message.text + message.html + message.subject


def test_the_mail_speaks_spanish(send, mentor):
    mentor.person.language = "es"
    mentor.person.save()

    exchange = send().exchanges[0]

    assert exchange.answers.first().question_in("es") == "¿Qué hace?"
    assert exchange.answers.last().question_in("es") == "Why?"
    assert "marzo" in Message.objects.get().text


def test_the_same_is_sent_once_and_only_who_is_new_gets_it(send, group, program):
    send()
    again = send()
    group.students.add(StudentFactory(program=program))
    third = send()

    assert (again.exchanges, again.mentor_count) == ([], 0)
    assert "already" in again.left_out[0].why
    assert len(third.exchanges) == 1
    assert (Exchange.objects.count(), Message.objects.count()) == (2, 2)


def test_the_same_goes_out_again_next_school_year_or_when_it_was_withdrawn(send, coordinator):
    first = send().exchanges[0]
    exchange_reading.withdraw(first, by=coordinator, now=NOW)
    assert len(send().exchanges) == 1

    later = NOW + timedelta(days=200)
    assert len(send(now=later, due_on=later.date()).exchanges) == 1


def test_the_database_holds_it_too(exchange):
    exchange.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        exchange.save()


def test_what_was_sent_keeps_its_words(exchange, question_set, coordinator):
    questions.save_question_set(question_set, by=coordinator, name="March", questions="Who?")

    assert exchange.answers.first().question == "What do you do?"


def below_the_level(mentor):
    Clearance.objects.filter(person=mentor.person).delete()


def expired(mentor):
    Clearance.objects.filter(person=mentor.person).update(expires_on=TODAY - timedelta(days=1))


def paused(mentor):
    Mentor.objects.filter(pk=mentor.pk).update(state=Mentor.State.PAUSED)


def without_address(mentor):
    type(mentor.person).objects.filter(pk=mentor.person_id).update(email="")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (below_the_level, "clearance"),
        (expired, "clearance"),
        (paused, "not an active mentor"),
        (without_address, "No e-mail address"),
    ],
)
def test_who_gets_nothing_is_told_and_the_next_mentor_stands_in(send, group, mentor, change, why):
    change(mentor)
    sent = send()
    assert (sent.exchanges, Message.objects.count()) == ([], 0)
    assert why in sent.left_out[0].why
    assert sent.left_out[0].who == "Kim Tran, Pair"

    other = GroupMentorFactory(group=group, position=2).mentor
    sent = send()
    assert [one.mentor_person for one in sent.exchanges] == [other.person]


def test_the_level_for_mail_counts_and_no_other(send, program, mentor):
    lowest = ClearanceLevel.objects.order_by("rank").first()
    Clearance.objects.filter(person=mentor.person).update(level=lowest)
    assert send().exchanges == []

    ClearanceRule.objects.create(school=program.school, form=Form.EMAIL, level=lowest)
    assert len(send().exchanges) == 1


def test_sending_is_refused(send, question_set, group, program):
    def refused(**changes):
        with pytest.raises(DomainError) as error:
            send(**changes)
        return error.value.message

    assert "at least one group" in refused(groups=[])
    assert "over" in refused(due_on=TODAY - timedelta(days=1))
    assert "too far" in refused(due_on=TODAY + timedelta(days=400))
    assert "by e-mail" in refused(groups=[MentorGroupFactory(program=program)])
    assert "by e-mail" in refused(groups=[MentorGroupFactory(form=Form.EMAIL)])
    QuestionSet.objects.update(is_active=False)
    assert "not in use" in refused()
    QuestionSet.objects.update(is_active=True)
    question_set.questions.all().delete()
    assert "no questions yet" in refused()
    assert not Exchange.objects.exists()


def test_groups_without_students_or_over_are_told(send, group, student):
    student.left_on = TODAY
    student.save()
    assert "No student" in send().left_out[0].why
    group.ended_on = TODAY
    group.save()
    assert "over" in send().left_out[0].why


def test_staff_look_who_gets_it_and_send(client, coordinator, question_set, group, mentor, at):
    client.force_login(coordinator)
    page = at("questionset_send", question_set.pk)
    given = {"groups": [group.pk], "due_on": DUE.isoformat()}

    assert "Kim Tran; 1 student" in client.get(page).content.decode()
    preview = client.get(page, given).content.decode()
    assert "Send to 1 mentor<" in preview
    assert "O&#x27;Brien-Núñez" in preview
    assert not Exchange.objects.exists()

    response = client.post(page, given, follow=True)
    assert "Sent to 1 mentor." in response.content.decode()
    client.post(page, given)
    assert (Exchange.objects.count(), Message.objects.count()) == (1, 1)


def test_the_send_page_refuses(client, coordinator, question_set, group, mentor, at):
    client.force_login(coordinator)
    page = at("questionset_send", question_set.pk)
    other = MentorGroupFactory(form=Form.EMAIL)

    for given in [
        {"due_on": DUE.isoformat()},
        {"groups": [other.pk], "due_on": DUE.isoformat()},
        {"groups": ["x"], "due_on": DUE.isoformat()},
        {"groups": [group.pk], "due_on": "9999-99-99"},
        {"groups": [group.pk], "due_on": "2020-01-01"},
    ]:
        assert client.post(page, given).status_code == 422
    question_set.questions.all().delete()
    assert "no questions yet" in client.get(page).content.decode()
    assert not Exchange.objects.exists()


def test_the_send_page_without_groups_teaches(client, coordinator, question_set, at):
    client.force_login(coordinator)

    page = client.get(at("questionset_send", question_set.pk)).content.decode()

    assert "No group meets by e-mail yet" in page


def test_the_preview_asks_as_much_for_three_groups_as_for_one(
    client, coordinator, question_set, group, mentor, program, at, django_assert_num_queries
):
    client.force_login(coordinator)
    page = at("questionset_send", question_set.pk)
    client.get(page, {"groups": [group.pk], "due_on": DUE.isoformat()})
    with CaptureQueriesContext(connection) as one:
        client.get(page, {"groups": [group.pk], "due_on": DUE.isoformat()})
    groups = [group]
    for _ in range(2):
        more = MentorGroupFactory(program=program, form=Form.EMAIL)
        more.students.add(StudentFactory(program=program))
        GroupMentorFactory(group=more)
        groups.append(more)

    with django_assert_num_queries(len(one)):
        response = client.get(
            page, {"groups": [more.pk for more in groups], "due_on": DUE.isoformat()}
        )
    assert "Send to 3 mentors" in response.content.decode()


# ---------------------------------------------------------------- the mentor


def test_the_mentor_saves_and_then_sends(client, exchange, path):
    assert "What do you do?" in client.get(path).content.decode()
    client.post(path, {**fields(exchange, "I am  a nurse"), "save": "1"})
    exchange.refresh_from_db()
    assert exchange.answered_at is None
    draft = client.get(path)
    assert "I am  a nurse" in draft.content.decode()
    assert "not sent yet" in draft.content.decode()
    assert draft["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in draft["Cache-Control"]

    client.post(path, {**fields(exchange, "I am a nurse", "It helps."), "send": "1"})
    exchange.refresh_from_db()
    assert exchange.answered_at == NOW
    assert "Thank you" in client.get(path).content.decode()
    assert "Save for later" not in client.get(path).content.decode()


def test_a_look_at_the_link_changes_nothing(client, exchange, path):
    client.get(path)
    exchange.refresh_from_db()

    assert exchange.answered_at is None


def test_staff_do_not_see_a_draft(client, coordinator, exchange, path, at):
    client.post(path, {**fields(exchange, "A secret draft"), "save": "1"})
    client.force_login(coordinator)

    assert "secret draft" not in client.get(at("exchange_detail", exchange.pk)).content.decode()


def test_the_student_is_named_only_with_a_release(client, exchange, path, student):
    assert "Zuri" not in client.get(path).content.decode()
    student.host_release_on = TODAY
    student.save()

    page = client.get(path).content.decode()
    assert "Zuri" in page
    assert "Núñez" not in page


def test_the_page_is_in_the_language_of_the_mentor(client, exchange, path, mentor):
    mentor.person.language = "es"
    mentor.person.save()

    page = client.get(path).content.decode()
    assert '<html lang="es">' in page
    assert "¿Qué hace?" in page


def test_what_is_too_long_or_empty_is_refused_and_kept_on_the_page(client, exchange, path):
    long = "x" * 2001
    refused = client.post(path, {**fields(exchange, long, "Kept"), "save": "1"})
    assert refused.status_code == 422
    assert long in refused.content.decode()
    assert "Kept" in refused.content.decode()
    assert client.post(path, {**fields(exchange, " "), "send": "1"}).status_code == 422
    lines = "\r\n".join(["x"] * 1000)  # a line's end is one character, as the browser counts
    assert client.post(path, {**fields(exchange, lines), "save": "1"}).status_code == 302
    assert client.post(path, {**fields(exchange, "a\0b"), "send": "1"}).status_code == 302
    assert exchange.answers.first().text == "ab"


def test_only_the_answers_of_this_exchange_are_written(client, exchange, path):
    other = ExchangeAnswerFactory(text="Mine")
    given = {f"text-{other.pk}": "Yours", "text-x": "1", f"text-{'9' * 30}": "1", "send": "1"}
    client.post(path, {**given, **fields(exchange, "Hello")})

    other.refresh_from_db()
    assert other.text == "Mine"


def test_sending_again_until_staff_let_it_through(client, exchange, path, coordinator):
    answered(exchange, "First", now=NOW - timedelta(days=1))
    one = Exchange.objects.get()
    exchange_reading.save_reading(one, texts=ids(one, "Changed"), may_stay=set(), seen=one.version)
    client.post(path, {**fields(exchange, "Second"), "save": "1"})  # a page from before

    one.refresh_from_db()
    assert one.answered_at == NOW
    assert one.answers.first().released_text == "Second"
    exchange_reading.release(
        one, texts={}, may_stay=set(), seen=one.version, by=coordinator, now=NOW
    )

    refused = client.post(path, {**fields(exchange, "Third"), "send": "1"})
    assert refused.status_code == 422
    assert "have gone to the student" in refused.content.decode()
    assert "Third" in refused.content.decode()  # so that it is not lost
    assert one.answers.first().text == "Second"


@pytest.mark.parametrize("days", [60, 61])
def test_the_link_lives_for_sixty_days_after_the_day(client, exchange, path, days):
    Exchange.objects.update(due_on=TODAY - timedelta(days=days))

    response = client.post(path, {**fields(exchange, "Late"), "send": "1"})

    assert response.status_code == (302 if days == 60 else 422)


def test_the_link_closes(client, exchange, path, student, mentor, coordinator):
    below_the_level(mentor)
    assert "clearance" in client.get(path).content.decode()
    assert client.post(path, {**fields(exchange, "x"), "send": "1"}).status_code == 422
    student.left_on = TODAY
    student.save()
    assert "need no answer any more" in client.get(path).content.decode()
    student.left_on = None
    student.save()
    exchange_reading.withdraw(exchange, by=coordinator, now=NOW)
    assert "need no answer any more" in client.get(path).content.decode()


def test_a_broken_link_says_so(client, exchange, path):
    for wrong in (path[:-3] + "x/", path.replace(":", "", 1)):
        assert client.get(wrong).status_code == 404
    exchange.delete()
    assert client.post(path, {"send": "1"}).status_code == 404


def test_the_portal_gets_what_is_open(exchange, mentor, program, django_assert_num_queries):
    person = mentor.person
    ExchangeFactory(program=program, mentor_person=person, due_on=TODAY - timedelta(days=3))
    ExchangeFactory(program=program, mentor_person=person, due_on=TODAY - timedelta(days=70))
    ExchangeFactory(program=program, mentor_person=person, withdrawn_at=NOW)
    ExchangeFactory(program=program)

    with django_assert_num_queries(6):
        late, open_one = exchange_answering.open_exchanges_of(person, NOW)

    assert (late.is_late, open_one.is_late) == (True, False)
    assert open_one.address == exchange_answering.answer_address(exchange)
    assert open_one.title == "March"


@pytest.mark.parametrize("case", ["ended", "left", "not cleared", "another level"])
def test_the_portal_gets_nothing_that_its_own_link_refuses(exchange, mentor, program, case):
    clearances = Clearance.objects.filter(person=mentor.person)
    if case == "ended":
        Mentor.objects.update(state=Mentor.State.ENDED)
    elif case == "left":
        Affiliation.objects.filter(person=mentor.person).update(ended_on=TODAY)
    elif case == "not cleared":
        clearances.update(withdrawn_on=TODAY)
    else:
        rank = clearances.get().level.rank
        higher = ClearanceLevel.objects.create(name="Higher", rank=rank + 1)
        ClearanceRule.objects.filter(school=program.school, form=Form.EMAIL).delete()
        ClearanceRule.objects.create(school=program.school, form=Form.EMAIL, level=higher)

    assert exchange_answering.why_closed(exchange, now=NOW)
    assert exchange_answering.open_exchanges_of(mentor.person, NOW) == []


def test_each_program_is_asked_for_itself(exchange, mentor):
    """Ended in one, going on in another."""
    place = {"person": mentor.person, "organization": mentor.organization}
    other = MentorFactory(**place, cleared=False).program
    going_on = ExchangeFactory(program=other, mentor_person=mentor.person)
    Mentor.objects.filter(pk=mentor.pk).update(state=Mentor.State.ENDED)

    [one] = exchange_answering.open_exchanges_of(mentor.person, NOW)

    assert one.exchange == going_on


# ---------------------------------------------------------------- staff read first


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Write to kim.tran+x@clinic.example.org!", ["e-mail address"]),
        ("kim (at) example dot org", ["e-mail address"]),
        ("Call (309) 555-0142 or 309.555.0142", ["telephone number"] * 2),
        ("3095550142", ["telephone number"]),
        ("+52 55 1234 5678", ["telephone number"]),
        ("555-0142 after six", ["telephone number"]),
        ("See https://example.org/a?b and www.example.com", ["link"] * 2),
        ("I am on example.com/kim", ["link"]),
        ("Follow @kim_t.ran", ["name on a network"]),
        ("Come to 12 North Main St, Peoria, IL 61602", ["address"] * 2),
        ("1400 W. Lincoln Avenue", ["address"]),
        ("Vivo en la Calle Juárez 25", ["address"]),
        ("P.O. Box 12", ["address"]),
        ("I have 3 children, and 20 years of work; in 2010 I had 30,000 patients.", []),
        ("Do it this way. Then rest.", []),
        ("Room 12 @ noon", []),
        ("kim at example dot org, kim arroba example punto com", ["e-mail address"] * 2),
        ("kim @ example . org", ["e-mail address"]),
        ("kim\uff20example.org or kim@example", ["e-mail address"] * 2),
        ("Write to kim.tran at gmail", ["e-mail address"]),
        ("Go to example dot com, example[.]net or youtu.be/xyz", ["link"] * 3),
        ("seven seven three, five five five, 0142", ["telephone number"]),
        ("siete siete tres cinco cinco cinco cero uno cuatro dos", ["telephone number"]),
        ("7 7 3 5 5 5 0 1 4 2", ["telephone number"]),
        ("773\u00b7555\u00b70142 or 773_555_0142", ["telephone number"] * 2),
        ("55 1234 5678", ["telephone number"]),
        ("My Instagram is kim_t, on WhatsApp too", ["name on a network"] * 2),
        ("IG: kim_t or kim#1234", ["name on a network"] * 2),
        ("I live at 1200 N Main", ["address"]),
        ("Elm Street 12; C/ Mayor 12; apartado postal 33", ["address"] * 3),
        ("Grades 9 10 11, from 2010-2015, on 10/12/2024. One or two at a time.", []),
        ("I work at Hillside. Then I rest, at three. Good outlook.", []),
        ("Trabajo de ocho a cinco, a las tres en punto, con uno o dos.", []),
        ("", []),
    ],
)
def test_what_looks_personal_is_found(text, kinds):
    found = find_personal(text)

    assert [str(one.kind) for one in found] == kinds
    assert all(text[one.start : one.end] == one.text for one in found)
    assert "".join(piece for piece, _kind in marked(text)) == text


def test_finding_is_quick_whatever_is_written(real_time):
    begun = monotonic()
    texts = ("1 " + "a " * 1000, "a." * 1000, "@" * 2000, "1-" * 1000, "a" * 2000, "(1" * 1000)
    for text in (*texts, "1 " * 1000, "one " * 500, "a at " * 400, "A Street " * 200, "c/ " * 600):
        find_personal(text)
    assert monotonic() - begun < 5


def test_staff_read_change_and_let_it_through(client, coordinator, exchange, at):
    answered(exchange, "Call me: 309-555-0142.\nI like it.", "<b>Why</b> not")
    client.force_login(coordinator)
    page = client.get(at("exchange_detail", exchange.pk))
    assert "<mark" in page.content.decode()
    assert "&lt;b&gt;" in page.content.decode()
    seen = Exchange.objects.get().version
    release = at("exchange_release", exchange.pk)

    refused = client.post(
        release, {"seen": seen, **fields(exchange, "Call 309-555-0142 soon", "No")}
    )
    assert refused.status_code == 422
    assert "Call 309-555-0142 soon" in refused.content.decode().replace("<mark", "Call <mark")
    assert "Something looks personal" in refused.content.decode()

    done = client.post(release, {"seen": seen, **fields(exchange, "I like it.", "Why not")})
    assert done.status_code == 302
    exchange.refresh_from_db()
    assert (exchange.released_by, exchange.released_at) == (coordinator, NOW)
    assert len(exchange.code) == 10
    first = exchange.answers.first()
    assert (first.text, first.released_text) == (
        "Call me: 309-555-0142.\nI like it.",
        "I like it.",
    )
    assert client.post(release, {"seen": seen}).status_code == 422  # twice


def test_it_may_stay_where_somebody_says_so(client, coordinator, exchange, at):
    answered(exchange, "Look at https://example.org", "555-0142")
    client.force_login(coordinator)
    first, second = exchange.answers.all()
    given = {"seen": Exchange.objects.get().version, f"stay-{first.pk}": "1"}

    assert client.post(at("exchange_release", exchange.pk), given).status_code == 422
    given |= {f"stay-{second.pk}": "1"}
    assert client.post(at("exchange_release", exchange.pk), given).status_code == 302
    assert ExchangeAnswer.objects.filter(may_stay=True).count() == 2


def test_saving_keeps_the_changes_and_shows_nobody(client, coordinator, exchange, at):
    answered(exchange, "555-0142")
    client.force_login(coordinator)
    given = {"seen": Exchange.objects.get().version, **fields(exchange, "Half done")}

    client.post(at("exchange_save", exchange.pk), given)

    exchange.refresh_from_db()
    assert (exchange.released_at, exchange.code) == (None, None)
    assert exchange.answers.first().released_text == "Half done"


def test_newer_answers_are_not_passed_over(client, coordinator, exchange, at):
    answered(exchange, "First", now=NOW - timedelta(hours=1))
    seen = Exchange.objects.get().version
    answered(exchange, "Second")
    client.force_login(coordinator)

    response = client.post(
        at("exchange_release", exchange.pk), {"seen": seen, **fields(exchange, "First")}
    )

    assert response.status_code == 422
    assert "new answers meanwhile" in response.content.decode()
    assert "Second" in response.content.decode()


def test_what_cannot_be_read_is_not_let_through(exchange, coordinator, student):
    def refused(one):
        with pytest.raises(DomainError) as error:
            exchange_reading.release(
                one, texts=ids(one, "", ""), may_stay=(), seen=one.version, by=coordinator, now=NOW
            )
        return error.value.message

    assert "not answered yet" in refused(exchange)
    one = answered(exchange, "Something")
    assert "Nothing is left" in refused(one)
    student.left_on = TODAY
    student.save()
    assert "has left" in refused(one)
    exchange_reading.withdraw(one, by=coordinator, now=NOW)
    assert "withdrawn" in refused(one)


def test_the_list_has_everything_in_its_place(client, coordinator, program, read, at):
    answer = ExchangeAnswerFactory(exchange__program=program, exchange__answered_at=NOW)
    ExchangeFactory(program=program, due_on=TODAY - timedelta(days=1))
    ExchangeFactory(program=program)
    ExchangeFactory(program=program, student=StudentFactory(program=program, left_on=TODAY))
    ExchangeFactory()
    client.force_login(coordinator)

    context = client.get(at("exchange_list")).context

    assert [one.pk for one in context["to_read"]] == [answer.exchange_id]
    assert [len(context[name]) for name in ("late", "waiting", "done")] == [1, 1, 1]


def test_the_pages_ask_as_much_for_three_as_for_one(
    client, coordinator, program, exchange, at, django_assert_num_queries
):
    client.force_login(coordinator)
    answered(exchange, "One")
    pages = [at("exchange_list"), at("exchange_detail", exchange.pk)]
    counts = []
    for page in pages:
        with CaptureQueriesContext(connection) as one:
            client.get(page)
        counts.append(len(one))
    for place in (7, 8):
        ExchangeAnswerFactory(exchange=exchange, position=place, released_text="x")
        ExchangeFactory(program=program, answered_at=NOW)

    for page, count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(page)


@pytest.mark.parametrize("who", ["coordinator", "teacher", "counselor", "administrator"])
def test_staff_of_the_program_may(client, request, exchange, at, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(at("exchange_detail", exchange.pk)).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "partner"])
def test_nobody_else_may(client, request, exchange, question_set, at, who):
    client.force_login(request.getfixturevalue(who))

    for name in ("detail", "card", "release", "save", "withdraw"):
        for response in (
            client.get(at(f"exchange_{name}", exchange.pk)),
            client.post(at(f"exchange_{name}", exchange.pk)),
        ):
            assert response.status_code in {404, 405}
    assert client.get(at("questionset_send", question_set.pk)).status_code == 404
    assert client.post(at("questionset_load")).status_code == 404


# ---------------------------------------------------------------- the student


def reading(exchange, **asked):
    return reverse("mentor_links:student_read", args=[exchange.code]), asked


def test_the_student_reads_what_was_let_through(client, read, mentor):
    page = client.get(*reading(read))

    text = page.content.decode()
    assert "I help people walk again." in text
    assert "Why?" not in text  # not answered
    assert f"Kim, {mentor.organization.name}" in text
    assert "Tran" not in text
    assert "kim@example.org" not in text
    assert "Zuri" not in text
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"].startswith("noindex")
    assert "¿Qué hace?" in client.get(*reading(read, language="es")).content.decode()


def test_the_first_look_is_kept(client, read, clock):
    client.head(*reading(read))
    read.refresh_from_db()
    assert read.seen_at is None
    client.get(*reading(read))
    clock.shift(3600)
    client.get(*reading(read))

    read.refresh_from_db()
    assert (read.seen_at, read.look_count) == (NOW, 2)


def test_the_code_is_typed_as_it_comes(client, read):
    typed = f" {read.code[:5].lower()} {read.code[5:]}"
    enter = reverse("mentor_links:student_enter")

    assert client.get(enter).status_code == 200
    assert client.get(enter, {"code": typed})["Location"].startswith(reading(read)[0])
    assert client.get(enter, {"code": "ACDEFGHJKM"}).status_code == 404
    assert client.get(reverse("mentor_links:student_read", args=["x"])).status_code == 404


def test_the_code_dies(client, read, student, coordinator, clock):
    student.left_on = TODAY
    student.save()
    assert client.get(*reading(read)).status_code == 410
    student.left_on = None
    student.save()
    assert client.get(*reading(read)).status_code == 200
    clock.move_to(NOW.replace(month=7, day=2))
    closed = client.get(*reading(read))
    assert closed.status_code == 410
    assert "walk again" not in closed.content.decode()
    clock.move_to(NOW)
    exchange_reading.withdraw(read, by=coordinator, now=NOW)
    assert client.get(*reading(read)).status_code == 410


def test_the_card_shows_the_code_when_there_is_something_to_read(client, coordinator, read, at):
    client.force_login(coordinator)
    card = client.get(at("exchange_card", read.pk)).content.decode()
    assert f"{read.code[:5]} {read.code[5:]}" in card
    assert exchange_reading.read_address(read) in card

    client.post(at("exchange_withdraw", read.pk))
    assert read.code not in client.get(at("exchange_card", read.pk)).content.decode()


# ---------------------------------------------------------------- nobody is forgotten


def test_it_is_looked_for_by_itself(settings):
    assert settings.CELERY_BEAT_SCHEDULE["nudge-exchanges"]["task"] == nudge_exchanges.name


def test_a_late_mentor_is_reminded_once(exchange, clock):
    Message.objects.all().delete()
    clock.move_to(NOW + timedelta(days=14))
    nudge_exchanges()
    assert not Message.objects.exists()
    clock.move_to(NOW + timedelta(days=15))
    nudge_exchanges()
    nudge_exchanges()

    message = Message.objects.get()
    assert message.to_email == "kim@example.org"
    assert exchange_answering.answer_address(exchange) in message.text
    assert "Zuri" not in message.text + message.html


@pytest.mark.parametrize("why", ["answered", "withdrawn", "left", "uncleared", "too late"])
def test_nobody_is_reminded_in_vain(exchange, student, mentor, coordinator, why):
    if why == "answered":
        answered(exchange, "Yes")
    elif why == "withdrawn":
        exchange_reading.withdraw(exchange, by=coordinator, now=NOW)
    elif why == "left":
        type(student).objects.update(left_on=TODAY)
    elif why == "uncleared":
        below_the_level(mentor)
    days = 80 if why == "too late" else 15

    Exchange.objects.filter(answered_at__isnull=False).update(reader_nudged_at=NOW)
    assert exchange_sending.nudge_all(now=NOW + timedelta(days=days)) == 0


def test_an_answer_that_waits_is_a_task_that_ends_by_itself(exchange, coordinator):
    one = answered(exchange, "Yes")
    assert exchange_sending.nudge_all(now=NOW + timedelta(days=2)) == 0
    assert exchange_sending.nudge_all(now=NOW + timedelta(days=3)) == 1
    assert exchange_sending.nudge_all(now=NOW + timedelta(days=4)) == 0

    task = Task.objects.get()
    assert (task.owner, task.title) == (
        coordinator.person,
        "Read what Kim Tran answered: March",
    )
    assert one.get_absolute_url() in task.note
    exchange_reading.release(one, texts={}, may_stay=(), seen=one.version, by=coordinator, now=NOW)
    task.refresh_from_db()
    assert task.done_by == coordinator


def test_a_deleted_task_does_not_come_back(exchange):
    answered(exchange, "Yes")
    exchange_sending.nudge_all(now=NOW + timedelta(days=3))
    Task.objects.all().delete()

    assert exchange_sending.nudge_all(now=NOW + timedelta(days=4)) == 0


# ---------------------------------------------------------------- merging and erasing


def test_merged_mentors_keep_what_came_further(exchange, mentor, program, coordinator, student):
    other = MentorFactory(program=program)
    twin = ExchangeFactory(
        program=program,
        question_set=exchange.question_set,
        group=exchange.group,
        student=student,
        mentor_person=other.person,
    )
    answered(exchange, "Yes")
    merge_people(other.person_id, gone_id=mentor.person_id, by=coordinator)

    exchange.refresh_from_db()
    twin.refresh_from_db()
    assert {exchange.mentor_person, twin.mentor_person} == {other.person}
    assert (exchange.withdrawn_at, twin.withdrawn_at) == (None, NOW)


def test_it_goes_with_the_student(exchange, student):
    type(student).objects.update(left_on=TODAY - timedelta(days=500))
    erase_left(now=NOW)

    assert not ExchangeAnswer.objects.exists()
    assert not Exchange.objects.exists()


def test_an_exchange_of_nobody_in_the_program_has_a_name_still(read):
    Mentor.objects.filter(person=read.mentor_person).update(organization=None)
    assert exchange_reading.mentor_words(read) == "Kim"
    read.mentor_person = PersonFactory(name="Ana Maria Lopez")
    assert exchange_reading.mentor_words(read) == "Ana"


# ---------------------------------------------------------------- a group changes or ends


def keep(group, coordinator, mentor, *students):
    return save_group(group, by=coordinator, mentors=[mentor], students=students, now=NOW)


@pytest.fixture
def cy(program):
    return MentorFactory(program=program, by_email=True)


def test_questions_of_who_is_out_of_the_group_are_withdrawn(
    client, coordinator, program, group, mentor, student, send, cy
):
    MentorGroup.objects.update(kind="small_group")
    Mentor.objects.update(by_email=True)
    stays = StudentFactory(program=program)
    group.students.add(stays)
    first, second = sorted(send().exchanges, key=lambda one: one.student_id)
    other = ExchangeFactory(program=program)

    keep(group, coordinator, mentor, stays)
    states = dict(Exchange.objects.values_list("pk", "withdrawn_at"))
    assert states == {first.pk: NOW, second.pk: None, other.pk: None}
    assert first.student == student

    answered(second, "One")
    keep(group, coordinator, cy, stays)
    second.refresh_from_db()
    assert second.withdrawn_at is None  # it was answered, and is still read
    page = client.get(exchange_answering.answer_address(second))
    assert "These questions need no answer any more" in page.text
    with pytest.raises(DomainError, match="need no answer"):
        exchange_answering.answer(second, texts={}, is_sent=True, now=NOW)


def test_questions_are_withdrawn_when_the_group_ends(group, coordinator, exchange):
    later = TODAY + timedelta(days=5)
    end_group(group, by=coordinator, ended_on=later, now=NOW)
    exchange.refresh_from_db()
    assert exchange.withdrawn_at is None
    assert exchange_answering.why_closed(exchange, now=NOW) == ""
    assert exchange_answering.why_closed(exchange, now=NOW + timedelta(days=5)) != ""

    end_group(group, by=coordinator, ended_on=TODAY, now=NOW)
    exchange.refresh_from_db()
    assert exchange.withdrawn_at == NOW


@pytest.mark.parametrize("out", ["student", "mentor", "end"])
def test_who_went_by_another_way_cannot_answer_either(exchange, group, out):
    assert exchange_answering.why_closed(exchange, now=NOW) == ""
    if out == "student":
        group.students.clear()
    elif out == "mentor":
        group.places.all().delete()
    else:
        MentorGroup.objects.update(ended_on=TODAY)
    exchange.refresh_from_db()
    assert "need no answer" in exchange_answering.why_closed(exchange, now=NOW)
