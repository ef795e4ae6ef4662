import pytest
from django.urls import reverse

from core.exceptions import DomainError
from partnerships.domain import pipeline
from partnerships.domain.pipeline import LANE_LIMIT
from partnerships.models import Organization, Partnership, Sector
from tests.factories import ConnectionFactory, PartnershipFactory, PersonFactory

Stage = Partnership.Stage


def address(name, program, *args):
    return reverse(f"partnerships:{name}", args=[program.slug, *args])


def ranked(program):
    rows = Partnership.objects.for_program(program).filter(top_ten_rank__isnull=False)
    return list(rows.order_by("top_ten_rank"))


@pytest.fixture
def board(client, program, teacher):
    client.force_login(teacher)
    return lambda **query: client.get(address("pipeline", program), query)


def cards(response, stage):
    return next(lane.cards for lane in response.context["lanes"] if lane.stage == stage)


def test_each_stage_has_its_lane_with_its_cards(board, program):
    here = PartnershipFactory(program=program, stage=Stage.CONTACTED)
    PartnershipFactory(stage=Stage.CONTACTED)

    response = board()

    assert [lane.stage for lane in response.context["lanes"]] == Stage.values
    assert cards(response, Stage.CONTACTED) == [here]
    assert cards(response, Stage.ACTIVE) == []


def test_a_full_lane_shows_its_first_and_leads_to_the_list(board, program):
    PartnershipFactory.create_batch(LANE_LIMIT + 2, program=program)

    response = board()

    assert len(cards(response, Stage.IDENTIFIED)) == LANE_LIMIT
    assert f"All {LANE_LIMIT + 2} in the list" in response.content.decode()


def test_board_can_be_narrowed(board, program):
    sector = Sector.objects.create(code="T62", name="Health care")
    program.sectors.add(sector)
    owner = program.roles.get().user.person
    ours = PartnershipFactory(program=program, owner=owner)
    ours.organization.sectors.add(sector)
    PartnershipFactory(program=program)

    assert cards(board(owner=owner.pk), Stage.IDENTIFIED) == [ours]
    assert cards(board(industry="1"), Stage.IDENTIFIED) == [ours]
    assert len(cards(board(), Stage.IDENTIFIED)) == 2


def test_warm_ways_in_are_marked(board, program):
    warm = PartnershipFactory(program=program)
    ConnectionFactory(organization=warm.organization)

    (card,) = cards(board(), Stage.IDENTIFIED)

    assert card.is_warm


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries(board, program, django_assert_num_queries, count):
    for rank in range(1, count + 1):
        one = PartnershipFactory(program=program, top_ten_rank=rank, owner=PersonFactory())
        ConnectionFactory(organization=one.organization)
    board()

    with django_assert_num_queries(9):
        board()


def test_a_card_moves_and_can_move_back(client, board, program):
    one = PartnershipFactory(program=program, stage=Stage.PAUSED, stage_reason="New owner")
    move = address("partnership_move", program, one.pk)

    response = client.post(move, {"stage": Stage.ACTIVE, "query": "owner=null"})

    one.refresh_from_db()
    assert one.stage == Stage.ACTIVE
    assert response.status_code == 302
    assert response.url.endswith(f"?owner=null&moved={one.pk}#card-{one.pk}")
    page = board(moved=one.pk)
    assert (page.context["before"].stage, page.context["before"].stage_reason) == (
        Stage.PAUSED,
        "New owner",
    )
    assert "Undo" in page.content.decode()


def test_pausing_asks_for_a_reason(client, board, program):
    one = PartnershipFactory(program=program)

    move = address("partnership_move", program, one.pk)
    response = client.post(move, {"stage": Stage.PAUSED})

    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    one.refresh_from_db()
    assert one.stage == Stage.IDENTIFIED
    assert client.post(move, {"stage": Stage.PAUSED, "reason": "Strike"}).status_code == 302


def test_an_unknown_stage_is_refused(client, board, program):
    one = PartnershipFactory(program=program)

    move = address("partnership_move", program, one.pk)

    assert client.post(move, {"stage": "won"}).status_code == 422


@pytest.mark.parametrize("moved", ["0", "x", "99999999999999999999", "-1"])
def test_an_odd_address_shows_the_board(board, program, moved):
    assert board(moved=moved).status_code == 200
    assert board(owner="nonsense").status_code == 200


def test_a_colleague_elsewhere_is_not_told_what_was_moved(board, program):
    theirs = PartnershipFactory()

    assert "moved" not in board(moved=theirs.pk).context


# ---------------------------------------------------------------- top ten


def test_top_ten_is_added_to_ordered_and_taken_from(client, board, program):
    a, b, c = PartnershipFactory.create_batch(3, program=program)
    for one in (a, b, c):
        client.post(address("topten_add", program, one.pk))
    assert ranked(program) == [a, b, c]

    client.post(address("topten_raise", program, c.pk))
    assert ranked(program) == [a, c, b]
    client.post(address("topten_lower", program, a.pk))
    assert ranked(program) == [c, a, b]
    client.post(address("topten_lower", program, b.pk))
    assert ranked(program) == [c, a, b]
    client.post(address("topten_remove", program, c.pk))
    assert ranked(program) == [a, b]
    client.post(address("topten_save", program), {"order": [b.pk, a.pk]})
    assert ranked(program) == [b, a]
    assert [one.top_ten_rank for one in ranked(program)] == [1, 2]


def test_adding_twice_adds_once(client, board, program):
    one = PartnershipFactory(program=program)

    for _ in range(2):
        client.post(address("topten_add", program, one.pk))

    assert ranked(program) == [one]
    assert one.history.count() == 2


def test_an_eleventh_is_refused(program, teacher):
    many = PartnershipFactory.create_batch(11, program=program)
    pipeline.rank_top_ten(program, [one.pk for one in many[:10]], by=teacher)

    with pytest.raises(DomainError, match="full"):
        pipeline.add_to_top_ten(many[10], by=teacher)

    assert ranked(program) == many[:10]


def test_another_programs_partner_is_refused(program, teacher):
    ours = PartnershipFactory(program=program)

    with pytest.raises(DomainError, match="not a partner"):
        pipeline.rank_top_ten(program, [ours.pk, PartnershipFactory().pk], by=teacher)

    assert ranked(program) == []


def test_history_says_who_ranked(program, teacher):
    one = PartnershipFactory(program=program)

    pipeline.add_to_top_ten(one, by=teacher)

    assert one.history.first().history_user == teacher
    assert one.history.first().top_ten_rank == 1


def test_names_are_written_safely(board, program):
    odd = Organization.objects.create(name="O'Brien-Núñez <b>", name_key="obrien nunez b")
    PartnershipFactory(program=program, organization=odd)

    assert "<b>" not in board().content.decode()


def test_get_changes_nothing(client, board, program):
    one = PartnershipFactory(program=program)

    for name in ("partnership_move", "topten_add", "topten_remove", "topten_raise", "topten_lower"):
        assert client.get(address(name, program, one.pk)).status_code == 405
    assert client.get(address("topten_save", program)).status_code == 405
