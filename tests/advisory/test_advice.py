"""Advice and answer, and the register of decisions (SPEC 3.7, 3.10)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from advisory.models import Recommendation
from notifications.models import Message
from tests.factories import (
    NOW,
    AgendaItemFactory,
    BoardFactory,
    MeetingFactory,
    MotionFactory,
    RecommendationFactory,
    SeatFactory,
)

TODAY = NOW.date()


@pytest.fixture
def board(program):
    return BoardFactory(program=program, name="Our board")


@pytest.fixture
def advice(board):
    return RecommendationFactory(
        board=board, text="Teach phlebotomy", recommended_on=TODAY - timedelta(days=91)
    )


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"advisory:{name}", args=[program.slug, *args])


def fresh(advice):
    return Recommendation.objects.get(pk=advice.pk)


def test_open_for_more_than_ninety_days_shows_amber(client, board, advice, at, teacher):
    RecommendationFactory(board=board, text="Fresh", recommended_on=TODAY - timedelta(days=90))
    client.force_login(teacher)

    page = client.get(at("recommendation_list")).content.decode()

    assert "No answer yet for 91 days" in page
    assert "for 90 days" not in page


def test_advice_given_elsewhere_is_written_down_and_corrected(client, board, at, teacher):
    client.force_login(teacher)
    client.post(
        at("recommendation_add"),
        {"board": board.pk, "text": " Buy cuffs ", "recommended_on": TODAY},
    )
    one = Recommendation.objects.get()
    assert (one.text, one.answer) == ("Buy cuffs", "open")

    client.post(
        at("recommendation_edit", one.pk), {"text": "Buy ten cuffs", "recommended_on": TODAY}
    )
    assert fresh(one).text == "Buy ten cuffs"
    tomorrow = TODAY + timedelta(days=1)
    refused = client.post(
        at("recommendation_edit", one.pk), {"text": "Buy", "recommended_on": tomorrow}
    )
    assert refused.status_code == 422

    client.post(at("recommendation_remove", one.pk))
    assert not Recommendation.objects.exists()


def answer(client, at, advice, **data):
    data = {"answer": "partly", "answer_text": "One section.", "answered_on": TODAY} | data
    return client.post(at("recommendation_answer", advice.pk), data)


def test_the_answer_goes_back_to_the_members_once(client, board, advice, at, coordinator):
    SeatFactory(board=board, representative__email="ana@example.org", representative__language="es")
    SeatFactory(board=board, representative__name="No Mail", representative__email="")
    client.force_login(coordinator)
    assert answer(client, at, advice).status_code == 302

    first = client.post(at("recommendation_tell", advice.pk), follow=True).content.decode()
    again = client.post(at("recommendation_tell", advice.pk), follow=True).content.decode()

    assert "1 mail is on the way. Without an e-mail address: No Mail" in first
    assert "know this answer already" in again
    mail = Message.objects.get()
    assert mail.subject == "Qué fue de su recomendación: aceptado en parte"
    assert "Teach phlebotomy" in mail.text
    assert "One section." in mail.text


def test_another_answer_is_told_anew(client, board, advice, at, coordinator):
    SeatFactory(board=board, representative__email="ana@example.org")
    client.force_login(coordinator)
    answer(client, at, advice)
    client.post(at("recommendation_tell", advice.pk))

    answer(client, at, advice, answer="done", answer_text="It began.")
    client.post(at("recommendation_tell", advice.pk))

    subjects = [mail.subject for mail in Message.objects.order_by("pk")]
    assert subjects == [
        "What became of your advice: accepted in part",
        "What became of your advice: done",
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"answer": "declined", "answer_text": ""}, "answer_text"),
        ({"answer": "nonsense"}, "answer"),
        ({"answered_on": TODAY + timedelta(days=1)}, "answered_on"),
        ({"answered_on": TODAY - timedelta(days=200)}, "answered_on"),
    ],
)
def test_an_answer_that_helps_nobody_is_refused(client, advice, at, coordinator, data, field):
    client.force_login(coordinator)

    response = answer(client, at, advice, **data)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert fresh(advice).answer == "open"


def test_a_teacher_may_not_answer_for_the_school(client, advice, at, teacher):
    client.force_login(teacher)

    assert client.get(at("recommendation_answer", advice.pk)).status_code == 403
    assert client.post(at("recommendation_tell", advice.pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("export", ["", "csv", "xlsx"])
def test_queries_of_the_registers(
    client, board, at, coordinator, django_assert_num_queries, count, export
):
    for _ in range(count):
        item = AgendaItemFactory(meeting=MeetingFactory(board=board), decision="Yes.")
        MotionFactory(item=item)
        RecommendationFactory(board=board)
    client.force_login(coordinator)
    client.get(at("recommendation_list"))
    query = {"export": export} if export else {}

    with django_assert_num_queries(4 if export else 7):
        client.get(at("recommendation_list"), query)
    with django_assert_num_queries(6 if export else 8):
        client.get(at("board_decisions", board.pk), query)


def test_the_register_of_decisions_leaves_out_what_was_withdrawn(client, board, at, teacher):
    meeting = MeetingFactory(board=board)
    AgendaItemFactory(meeting=meeting, title="Nothing decided")
    AgendaItemFactory(meeting=meeting, title="Manikins", decision="We buy two.")
    MotionFactory(
        item=AgendaItemFactory(meeting=meeting, title="Taken back"), result="withdrawn", votes_for=0
    )
    MotionFactory(item=AgendaItemFactory(meeting=meeting, title="Budget"), text="As planned")
    client.force_login(teacher)

    rows = client.get(at("board_decisions", board.pk), {"export": "csv"}).content.decode()

    assert "We buy two." in rows
    assert "As planned (carried: 5 for, 0 against, 0 abstained)" in rows
    assert "Nothing decided" not in rows
    assert "Taken back" not in rows
