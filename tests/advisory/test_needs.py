"""What the program needs and how the board can help (SPEC 4.2)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from advisory.domain.needs import who_could_help
from advisory.models import Duty, Need
from partnerships.models import Topic
from tests.factories import (
    NOW,
    AffiliationFactory,
    BoardFactory,
    InteractionFactory,
    NeedFactory,
    OrganizationFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    SupportFactory,
)


@pytest.fixture
def board(program):
    return BoardFactory(program=program, name="Our board")


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"advisory:{name}", args=[program.slug, pk])


def test_a_need_is_written_down_changed_and_taken_off(client, board, at, coordinator):
    client.force_login(coordinator)
    client.post(at("board_need_add", board.pk), {"title": " Two speakers ", "help": "An hour."})
    need = Need.objects.get()
    assert (need.title, need.help, need.is_met, need.board) == (
        "Two speakers", "An hour.", False, board,
    )  # fmt: skip

    client.post(at("need_edit", need.pk), {"title": "Two speakers", "is_met": "on"})
    text = client.get(at("board_needs", board.pk)).content.decode()
    assert "We have it" in text

    client.post(at("need_remove", need.pk))
    assert not Need.objects.exists()
    assert Need.history.filter(history_type="-", history_user=coordinator).count() == 1


@pytest.mark.parametrize("title", ["", "   ", "Two speakers"])
def test_an_empty_or_second_one_is_refused(client, board, at, coordinator, title):
    NeedFactory(board=board, title="Two speakers")
    client.force_login(coordinator)

    response = client.post(at("board_need_add", board.pk), {"title": title})

    assert response.status_code == 422
    assert "title" in response.context["form"].errors
    assert Need.objects.count() == 1


def test_a_teacher_reads_and_may_not_change(client, board, at, teacher):
    need = NeedFactory(board=board)
    client.force_login(teacher)

    assert client.get(at("board_needs", board.pk)).status_code == 200
    assert client.get(at("board_needs_pdf", board.pk)).status_code == 200
    assert client.get(at("need_edit", need.pk)).status_code == 403
    assert client.post(at("need_remove", need.pk)).status_code == 403


def words(response):
    pages = PdfReader(BytesIO(response.content)).pages
    return len(pages), "\n".join(page.extract_text() for page in pages)


def test_the_handout_names_open_needs_on_one_page(client, board, at, coordinator):
    Duty.objects.create(
        board=board,
        kind=Duty.Kind.CONTACT,
        person=PersonFactory(name="Maria Torres", email="torres@example.org"),
    )
    for number in range(8):
        NeedFactory(board=board, title=f"Need {number}", help="An hour in class.", needed_by=NOW)
    NeedFactory(board=board, title="Long met", is_met=True)
    client.force_login(coordinator)

    pages, text = words(client.get(at("board_needs_pdf", board.pk)))

    assert pages == 1
    assert "I can help" in text
    assert "Need 7" in text
    assert "Maria Torres, torres@example.org" in text
    assert "Long met" not in text


def test_the_handout_in_spanish(client, board, at, coordinator):
    NeedFactory(board=board)
    client.force_login(coordinator)

    _, text = words(client.get(at("board_needs_pdf", board.pk) + "?language=es"))

    assert "Puedo ayudar" in text
    assert "Lo que necesita" in text


def test_without_a_need_the_page_says_so(client, board, at, coordinator):
    client.force_login(coordinator)

    assert (
        "Nothing open is on the list yet"
        in client.get(at("board_needs_pdf", board.pk)).content.decode()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, board, at, coordinator, django_assert_num_queries, count):
    NeedFactory.create_batch(count, board=board)
    client.force_login(coordinator)
    client.get(at("board_needs", board.pk))

    with django_assert_num_queries(6):
        client.get(at("board_needs", board.pk))


# ---------------------------------------------------------------- who could help


@pytest.fixture
def welding(db):
    return Topic.objects.get_or_create(name="Welding and joining")[0]


def partner_with(program, name, *, talent=None, support="", note=""):
    """Somebody at a partner, perhaps with a talent, or whose organization would do something."""
    place = AffiliationFactory(
        organization=PartnershipFactory(program=program, organization__name=name).organization,
        person__name=f"{name.split()[0]} Person",
    )
    if talent:
        place.person.talents.add(talent)
    if support:
        SupportFactory(organization=place.organization, kind=support, note=note)
    return place


def test_who_knows_about_it_or_would_give_it_comes_first_with_reasons(program, board, welding):
    need = NeedFactory(board=board, support="job_shadow")
    need.topics.add(welding)
    both = partner_with(program, "Zeta Steel", talent=welding, support="job_shadow", note="two")
    partner_with(program, "Acme", support="job_shadow")
    partner_with(program, "Nothing to do with it", support="speaker")
    host = partner_with(program, "Bolt Works")
    PartnerRoleFactory(
        partnership__program=program,
        partnership__organization=OrganizationFactory(name="Elsewhere"),
        person=host.person,
        role="host",
    )
    gone = partner_with(program, "Left Yesterday", talent=welding)
    gone.ended_on = NOW.date()
    gone.save()

    found = who_could_help(need)

    assert [(one.organization.name, one.reasons) for one in found] == [
        ("Zeta Steel", ["Knows about Welding and joining", "Would host a job shadow: two"]),
        ("Bolt Works", ["Is noted as a host of visits of this partner"]),
        ("Acme", ["Would host a job shadow"]),
    ]
    assert found[0].person == both.person


def test_who_was_asked_lately_comes_last(program, board, welding):
    need = NeedFactory(board=board)
    need.topics.add(welding)
    asked = partner_with(program, "Asked Twice", talent=welding)
    partner_with(program, "Zeta Steel", talent=welding)
    InteractionFactory(
        organization=asked.organization,
        is_ask=True,
        ask="A tour",
        happened_at=NOW - timedelta(days=2),
    )

    found = who_could_help(need)

    assert [one.organization.name for one in found] == ["Zeta Steel", "Asked Twice"]
    assert (found[1].is_too_soon, found[1].asked_what) == (True, "A tour")


def test_the_page_names_them_teaches_and_looks_by_name(
    client, program, board, at, coordinator, welding
):
    need = NeedFactory(board=board, title="Two speakers")
    client.force_login(coordinator)
    assert (
        "Say on the need what kind of help it is"
        in client.get(at("need_match", need.pk)).content.decode()
    )

    client.post(
        at("need_edit", need.pk),
        {"title": "Two speakers", "support": "speaker", "topics": [welding.pk]},
    )
    partner_with(program, "Zeta Steel", talent=welding)
    partner_with(program, "Other Firm")

    text = client.get(at("need_match", need.pk)).content.decode()
    assert "Zeta Steel" in text
    assert "Knows about Welding and joining." in text
    assert "Other Firm" not in text
    assert "Other Firm" in client.get(at("need_match", need.pk) + "?q=other").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_finding_helpers_costs_the_same(
    client, program, board, at, coordinator, welding, django_assert_num_queries, count
):
    need = NeedFactory(board=board, support="speaker")
    need.topics.add(welding)
    for number in range(count):
        partner_with(program, f"Firm {number}", talent=welding, support="speaker")
    client.force_login(coordinator)

    with django_assert_num_queries(12):
        client.get(at("need_match", need.pk))
