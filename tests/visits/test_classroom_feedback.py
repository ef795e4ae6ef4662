"""What students, teacher and speaker say of a visit to a class (SPEC 6.4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Activity, Kind, Participation
from core import code_pages
from core.domain import codes
from notifications.models import Message
from tests.factories import (
    NOW,
    ActivityFactory,
    ClassroomVisitFactory,
    ParticipationFactory,
    StudentVoiceFactory,
)
from visits.domain import feedback
from visits.models import AdultVoice, ClassroomVisit, StudentVoice

SITE = "https://partners.example.org"


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"visits:{name}", args=[program.slug, pk])


@pytest.fixture
def activity(program, coordinator):
    """It began an hour ago and is over in an hour."""
    return ActivityFactory(
        program=program,
        kind=Kind.CLASSROOM_PRESENTATION,
        title="Nurses at night",
        organizer=coordinator.person,
        starts_at=NOW - timedelta(hours=1),
    )


@pytest.fixture
def visit(activity):
    return ClassroomVisitFactory(activity=activity, code="ACDEFG")


@pytest.fixture
def kim(activity):
    return ParticipationFactory(
        activity=activity,
        person__name="Kim Tran",
        person__email="kim@example.org",
        role=Participation.Role.SPEAKER,
    )


SAYS = {"interest": "5", "more": "yes", "sentence": "I want to  do that"}


@pytest.fixture
def say(visit):
    address = reverse("visit_links:student_say", args=[visit.code])
    return lambda device=None, **change: (device or Client()).post(address, SAYS | change)


def page_of(response):
    return response.content.decode()


# ---------------------------------------------------------------- the code


def test_the_code_is_made_once_and_shown_large(client, activity, at, teacher):
    client.force_login(teacher)
    assert client.get(at("classroom_board", activity.pk)).status_code == 200
    assert not ClassroomVisit.objects.exists()

    for _ in range(2):
        response = client.post(at("classroom_open", activity.pk))
    page = page_of(client.get(response["Location"]))

    code = ClassroomVisit.objects.get().code
    assert len(code) == 6
    assert set(code) <= set(codes.LETTERS)
    assert f'<p class="big-code" translate="no">{code}</p>' in page
    assert "partners.example.org/visit/say" in page
    assert "<path d=" in page
    assert "style=" not in page


def test_who_tries_out_codes_is_stopped_and_others_are_not(visit, monkeypatch):
    monkeypatch.setattr(code_pages, "WRONG_CODES", "3/10m/ip")
    enter = reverse("visit_links:student_code")
    right = reverse("visit_links:student_say", args=[visit.code])
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    wrong = [
        enter + "?code=ACDEFJ",
        reverse("visit_links:student_say", args=["ACDEFH"]),
        reverse("mentor_links:student_read", args=["ACDEFGHJ"]),
    ]
    device = Client(REMOTE_ADDR="192.0.2.8")
    assert device.get(enter).status_code == 200  # nothing typed is no try
    assert [device.get(address).status_code for address in wrong] == [404] * 3

    stopped = device.get(right + "?language=es")

    assert stopped.status_code == 429
    assert "espere diez minutos" in page_of(stopped)
    assert device.get(enter).status_code == 429
    assert elsewhere.get(right).status_code == 200


def test_no_letter_is_read_for_another():
    assert not set(codes.LETTERS) & set("0O1IL5S2Z8BVQ")


def test_the_board_speaks_spanish(client, activity, visit, at, teacher):
    client.force_login(teacher)

    page = page_of(client.get(at("classroom_board", activity.pk) + "?language=es"))

    assert '<html lang="es">' in page


def test_the_qr_code_is_that_of_the_library():
    import qrcode  # noqa: PLC0415 - compared with here alone

    size, path = codes.qr_path("https://partners.example.org/visit/say/ACDEFG/")

    own = qrcode.QRCode(border=4)
    own.add_data("https://partners.example.org/visit/say/ACDEFG/")
    own.make(fit=True)
    assert size == len(own.get_matrix())
    assert path.count("M") == sum(sum(row) for row in own.get_matrix())


@pytest.mark.parametrize("typed", ["ACDEFG", "acdefg", " acd-efg "])
def test_the_code_leads_to_the_questions(client, visit, typed):
    response = client.get(reverse("visit_links:student_code"), {"code": typed})

    assert response.status_code == 302
    assert response["Location"].startswith("/visit/say/ACDEFG/")


@pytest.mark.parametrize("typed", ["AAAAAA", "ACDEF", "<script>"])
def test_a_code_that_is_none_is_said_kindly(client, visit, typed):
    response = client.get(reverse("visit_links:student_code"), {"code": typed})

    assert response.status_code == 404
    assert "There is nothing under the code" in page_of(response)
    assert "<script>”" not in page_of(response)
    assert client.get("/visit/say/AAAAAA/").status_code == 404


# ---------------------------------------------------------------- students


def test_a_student_answers_without_a_login_and_nothing_of_them_is_kept(say):
    response = say()

    assert response.status_code == 302
    voice = StudentVoice.objects.get()
    assert (voice.interest, voice.more, voice.sentence) == (5, "yes", "I want to do that")
    kept = {field.name for field in StudentVoice._meta.get_fields()}
    assert kept == {"id", "visit", "interest", "more", "sentence", "is_hidden"}


def test_a_device_answers_once_and_the_second_time_is_told_so_kindly(say, visit):
    device = Client()
    say(device)
    cookie = device.cookies["said_ACDEFG"]
    assert cookie["httponly"]
    assert cookie["path"] == "/visit/say/ACDEFG/"

    again = say(device, interest="1")

    assert again.status_code == 200
    assert "an answer was given already" in page_of(again)
    assert StudentVoice.objects.get().interest == 5
    assert "Your answer is there." in page_of(device.get("/visit/say/ACDEFG/"))

    say(Client(), interest="2")
    assert StudentVoice.objects.count() == 2


def test_a_cookie_that_is_forged_or_of_another_visit_counts_for_nothing(say, visit):
    other = ClassroomVisitFactory(
        activity__program=visit.activity.program,
        activity__starts_at=visit.activity.starts_at,
        code="TTTTTT",
    )
    device = Client()
    device.post("/visit/say/TTTTTT/", SAYS)
    device.cookies["said_ACDEFG"] = device.cookies["said_TTTTTT"].value

    say(device)

    assert visit.voices.count() == 1
    assert other.voices.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"interest": ""}, "one of the numbers"),
        ({"interest": "6"}, "one of the numbers"),
        ({"more": "perhaps"}, "one of the answers"),
        ({"sentence": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(say, change, words):
    response = say(**change)

    assert response.status_code == 422
    assert words in page_of(response)
    if "sentence" not in change:
        assert "I want to  do that" in page_of(response)
    assert not StudentVoice.objects.exists()


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (timedelta(hours=-2), "opens when the visit begins"),
        (timedelta(days=14, hours=2), "more than two weeks ago"),
    ],
)
def test_it_is_open_from_the_beginning_until_two_weeks_after(
    client, say, visit, clock, when, words
):
    clock.move_to(NOW + when)

    assert words in page_of(client.get("/visit/say/ACDEFG/"))
    assert say().status_code == 422
    assert not StudentVoice.objects.exists()


def test_on_its_first_minute_and_its_last_day_it_is_open(say, visit, clock):
    clock.move_to(visit.activity.starts_at)
    assert say().status_code == 302
    clock.move_to(visit.activity.ends_at + timedelta(days=14))
    assert say().status_code == 302


def test_called_off_it_is_closed(say, client):
    Activity.objects.update(state=Activity.State.CANCELLED_BY_PARTNER)

    assert "called off" in page_of(client.get("/visit/say/ACDEFG/"))
    assert say().status_code == 422


def test_no_more_answers_than_a_class_can_give(say, visit):
    assert feedback.ceiling(visit) == 200
    visit.student_count = 1
    visit.save()
    for _ in range(3):
        assert say().status_code == 302

    refused = say()

    assert refused.status_code == 422
    assert "More answers have come" in page_of(refused)
    assert visit.voices.count() == 3


def test_a_student_reads_spanish_by_choice_or_by_browser(client, visit):
    address = "/visit/say/ACDEFG/"

    assert '<html lang="es">' in page_of(client.get(address + "?language=es"))
    assert '<html lang="es">' in page_of(client.get(address, HTTP_ACCEPT_LANGUAGE="es-MX"))
    assert '<html lang="en">' in page_of(client.get(address, HTTP_ACCEPT_LANGUAGE="fr"))


def test_the_database_knows_one_to_five(visit):
    with pytest.raises(IntegrityError):
        StudentVoiceFactory(visit=visit, interest=6)


# ---------------------------------------------------------------- for staff


def test_the_three_sides_stand_side_by_side(client, activity, visit, kim, at, teacher):
    for number in (5, 5, 2):
        StudentVoiceFactory(visit=visit, interest=number, sentence=f"Number {number}")
    client.force_login(teacher)
    data = {"rating": "4", "again": "yes", "words": "Louder, please"}
    client.post(at("classroom_say", activity.pk), data)
    given = {"rating": "5", "again": "maybe", "words": "They asked a lot"}
    Client().post(feedback.speaker_address(kim).removeprefix(SITE), given)

    page = page_of(client.get(at("classroom_feedback", activity.pk)))

    for words in ("4.0 of 5 on average", "Louder, please", "They asked a lot", "Number 2"):
        assert words in page
    assert "Maria Torres" in page
    assert "Kim Tran" in page
    assert '<rect class="fill" width="67" height="8">' in page
    assert "Fewer than 10 answers: for you alone" in page
    assert "style=" not in page


def test_saying_it_again_takes_its_place(client, activity, at, teacher):
    client.force_login(teacher)
    for rating in ("2", "4"):
        client.post(at("classroom_say", activity.pk), {"rating": rating, "again": "yes"})

    voice = AdultVoice.objects.get()
    assert (voice.rating, voice.teacher) == (4, teacher)
    assert [row.history_user for row in voice.history.all()] == [teacher, teacher]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"again": "yes"}, "rating"),
        ({"rating": "9", "again": "yes"}, "rating"),
        ({"rating": "4"}, "again"),
    ],
)
def test_a_teacher_s_word_that_is_none_is_refused(client, activity, at, teacher, data, field):
    client.force_login(teacher)

    response = client.post(at("classroom_say", activity.pk), data)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not AdultVoice.objects.exists()


def test_nothing_is_said_before_it_began(client, activity, at, teacher, clock):
    clock.move_to(NOW - timedelta(days=1))
    client.force_login(teacher)

    response = client.post(at("classroom_say", activity.pk), {"rating": "4", "again": "yes"})

    assert response.status_code == 422
    assert "It has not begun yet." in page_of(response)


def test_a_sentence_is_hidden_and_shown_again(client, visit, at, teacher):
    voice = StudentVoiceFactory(visit=visit, sentence="Mr. So-and-so is boring")
    client.force_login(teacher)

    client.post(at("voice_hide", voice.pk))
    voice.refresh_from_db()
    assert voice.is_hidden
    assert "<s class=" in page_of(client.get(at("classroom_feedback", visit.pk)))

    client.post(at("voice_hide", voice.pk), {"back": "1"})
    voice.refresh_from_db()
    assert not voice.is_hidden


@pytest.mark.parametrize("who", ["stranger", "partner", "nobody"])
def test_nobody_else_reads_it(client, request, visit, at, who):
    if user := request.getfixturevalue(who):
        client.force_login(user)

    response = client.get(at("classroom_feedback", visit.pk))

    assert response.status_code == (404 if user else 302)


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, visit, at, coordinator, django_assert_num_queries, count):
    for _number in range(count):
        StudentVoiceFactory(visit=visit, sentence="Good")
        person = ParticipationFactory(activity=visit.activity, role="speaker").person
        AdultVoice.objects.create(visit=visit, speaker=person, rating=4, again="yes", given_at=NOW)
    client.force_login(coordinator)
    client.get(at("classroom_feedback", visit.pk))

    with django_assert_num_queries(8):
        client.get(at("classroom_feedback", visit.pk))


# ---------------------------------------------------------------- the speaker


def test_the_speaker_is_asked_once_by_mail(client, activity, visit, kim, at, coordinator, clock):
    ParticipationFactory(activity=activity, role="guest")
    client.force_login(coordinator)
    client.post(at("classroom_ask", activity.pk))
    assert not Message.objects.exists()  # it is not over yet
    clock.move_to(activity.ends_at)

    for _ in range(2):
        client.post(at("classroom_ask", activity.pk))

    mail = Message.objects.get()
    assert mail.to_email == "kim@example.org"
    assert feedback.speaker_address(kim) in mail.text


def test_the_speaker_s_page_says_nothing_on_get_and_keeps_the_last_word(client, activity, kim):
    address = feedback.speaker_address(kim).removeprefix(SITE)
    assert "How was it for you?" in page_of(client.get(address))
    assert not ClassroomVisit.objects.exists()

    for rating in ("3", "5"):
        client.post(address, {"rating": rating, "again": "yes", "words": "Good"})

    voice = AdultVoice.objects.get()
    assert (voice.rating, voice.speaker, voice.teacher) == (5, kim.person, None)
    assert "The class has your words." in page_of(client.get(address))


@pytest.mark.parametrize("case", ["broken", "not the speaker", "too late", "no answer"])
def test_a_speaker_s_word_that_cannot_be_kept(client, activity, kim, clock, case):
    address = feedback.speaker_address(kim).removeprefix(SITE)
    data = {"rating": "5", "again": "yes"}
    status = 404
    if case == "broken":
        address = address[:-4] + "/"
    elif case == "not the speaker":
        Participation.objects.update(role="guest")
    elif case == "too late":
        clock.move_to(activity.ends_at + timedelta(days=15))
        status = 422
    else:
        data, status = {"rating": "5"}, 422

    assert client.post(address, data).status_code == status
    assert not AdultVoice.objects.exists()


def test_under_ten_answers_no_number_leaves_the_program(client, visit, kim, clock):
    StudentVoiceFactory.create_batch(9, visit=visit, sentence="Only for us")
    address = feedback.speaker_address(kim).removeprefix(SITE)
    client.post(address, {"rating": "5", "again": "yes"})
    clock.move_to(visit.activity.ends_at + feedback.OPEN_FOR + timedelta(minutes=1))
    assert feedback.told_outside(visit, now=timezone.now()) is None
    assert "What students said" not in page_of(client.get(address))

    StudentVoiceFactory(visit=visit, sentence="Only for us")

    page = page_of(client.get(address))
    assert "What students said" in page
    assert "10 answers" in page
    assert "Only for us" not in page


def test_no_number_leaves_before_the_last_answer_has_come(client, visit, kim, clock):
    StudentVoiceFactory.create_batch(10, visit=visit, interest=5)
    address = feedback.speaker_address(kim).removeprefix(SITE)
    client.post(address, {"rating": "5", "again": "yes"})
    last = visit.activity.ends_at + feedback.OPEN_FOR

    pages = [page_of(client.get(address))]
    StudentVoiceFactory(visit=visit, interest=1)
    pages.append(page_of(client.get(address)))
    clock.move_to(last)
    pages.append(page_of(client.get(address)))

    for page in pages:
        assert "What students said" not in page
        assert "on average" not in page
        assert "you find here what students said" in page
    assert feedback.why_closed(visit, now=last) == ""
    assert feedback.told_on(visit) > last.astimezone(visit.activity.program.zone).date()
    clock.move_to(last + timedelta(seconds=1))
    page = page_of(client.get(address))
    assert "11 answers" in page
    assert "you find here what students said" not in page


def test_students_see_no_numbers(client, say, visit):
    StudentVoiceFactory.create_batch(12, visit=visit, sentence="Only for us")
    device = Client()
    say(device)

    page = page_of(device.get("/visit/say/ACDEFG/"))

    assert "on average" not in page
    assert "Only for us" not in page
