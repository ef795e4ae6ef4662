"""The board in a real browser: by mouse, by keys, on a phone, and what axe says.

What a click leads to is awaited by the next page's ``load``: htmx replaces the history entry of
a page just opened, which Playwright counts as a navigation too.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import DuplicateSuggestion, Partnership
from tests.factories import (
    ConnectionFactory,
    OrganizationFactory,
    PartnershipFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
Stage = Partnership.Stage


@pytest.fixture
def card(program):
    one = PartnershipFactory(program=program, organization__name="O'Brien-Núñez Dental")
    ConnectionFactory(organization=one.organization)
    for rank in (1, 2):
        PartnershipFactory(program=program, stage=Stage.CONTACTED, top_ten_rank=rank)
    return one


@pytest.fixture
def board(program):
    return reverse("partnerships:pipeline", args=[program.slug])


def stage_of(one):
    one.refresh_from_db()
    return one.stage


def lane(page, stage):
    return page.locator(f'.lane[data-stage="{stage}"]')


def drag(page, what, where):
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), where.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 40, steps=12)
    page.mouse.move(end["x"] + 60, end["y"] + 50, steps=4)
    page.mouse.up()


def test_a_card_is_dragged_and_taken_back(open_window, teacher, card, board):
    window = open_window(teacher)
    window.open(board)
    page = window.page

    with page.expect_event("load"):
        drag(page, page.locator(f"#card-{card.pk} .grip"), lane(page, "researched").locator("ul"))

    assert lane(page, "researched").get_by_text("O'Brien-Núñez Dental").count()
    assert stage_of(card) == Stage.RESEARCHED
    with page.expect_event("load"):
        page.get_by_role("button", name="Undo").click()
    assert stage_of(card) == Stage.IDENTIFIED
    assert window.complaints == []


def test_arrow_keys_do_the_same(open_window, teacher, card, board):
    window = open_window(teacher)
    window.open(board)
    page = window.page
    grip = f"#card-{card.pk} .grip"

    page.focus(grip)
    page.keyboard.press("ArrowLeft")
    assert "no further stage" in page.text_content("#announce")
    for stage in (Stage.RESEARCHED, Stage.CONTACTED):
        with page.expect_event("load"):
            page.keyboard.press("ArrowRight")
        expect(page.locator(grip)).to_be_focused()
        assert stage_of(card) == stage
    expect(page.locator("#announce")).to_contain_text("Contacted")
    assert window.complaints == []


def test_the_menu_works_without_scripts_and_asks_why(open_window, teacher, card, board):
    window = open_window(teacher, scripts=False)
    window.open(board)
    page = window.page

    page.locator(f"#card-{card.pk} summary").click()
    page.get_by_label("Move O'Brien-Núñez Dental to").select_option("declined")
    page.locator(f"#card-{card.pk}").get_by_role("button", name="Move", exact=True).click()
    page.locator("input[name=reason]").last.fill("Moved away")
    page.get_by_role("button", name="Set the stage").click()

    assert stage_of(card) == Stage.DECLINED
    assert card.stage_reason == "Moved away"


def test_the_top_ten_is_dragged_into_order(open_window, teacher, card, board, program):
    window = open_window(teacher)
    window.open(board)
    page = window.page
    items = page.locator("#ten li")
    first = items.nth(0).get_attribute("data-id")
    start, end = items.nth(0).bounding_box(), items.nth(1).bounding_box()

    with page.expect_event("load"):
        page.mouse.move(start["x"] + 300, start["y"] + 10)
        page.mouse.down()
        page.mouse.move(start["x"] + 300, end["y"] + end["height"] - 2, steps=12)
        page.mouse.up()

    assert Partnership.objects.get(pk=first).top_ten_rank == 2
    assert window.complaints == []


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"width": 390}])
def test_board_and_duplicates_have_no_barriers(open_window, coordinator, card, board, look):
    other = OrganizationFactory(name="O'Brien Nunez Dental", kind="union")
    PartnershipFactory(organization=other, program=ProgramFactory())
    first, second = sorted([card.organization, other], key=lambda one: one.pk)
    pair = DuplicateSuggestion.objects.create(
        first=first, second=second, score=95, reasons=["almost the same name", "same city"]
    )
    slug = card.program.slug
    window = open_window(coordinator, **look)
    pages = [
        f"{board}?moved={card.pk}",
        reverse("partnerships:duplicate_list", args=[slug]),
        reverse("partnerships:duplicate_compare", args=[slug, pair.pk]),
    ]

    for path in pages:
        window.open(path)
        assert window.find_barriers() == [], path
        assert window.overflow() <= 0, path
    assert window.complaints == []
