"""The pages of staff (SPEC 4.6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from notifications.models import Message
from partnerships.models import Person
from reviews.domain.rounds import close_review
from reviews.models import Review, Reviewer
from tests.factories import (
    NOW,
    BoardFactory,
    CompetencyFactory,
    FeedbackFactory,
    LookFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewItemFactory,
    SeatFactory,
    StudentFactory,
)
from tests.reviews.files import pdf, upload
from tests.reviews.test_rounds import place_in

ROLES = ["coordinator", "administrator", "teacher", "counselor"]
TODAY = NOW.date()
#: Addresses that change something.
POSTS = [
    *("review_delete", "review_open", "review_close", "review_reopen", "review_meeting"),
    "item_delete",
]


def address(name, review, pk=None):
    return reverse(f"reviews:{name}", args=[review.program.slug, pk or review.pk])


def here(name, program):
    return reverse(f"reviews:{name}", args=[program.slug])


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def keeper(client, teacher):
    client.force_login(teacher)
    return teacher


# ---------------------------------------------------------------- who, and what it costs


@pytest.mark.parametrize("who", ROLES)
def test_every_role_of_the_program_sees_rounds(client, request, review, who):
    client.force_login(request.getfixturevalue(who))
    for name in ("review_detail", "review_results", "review_edit", "review_works"):
        assert client.get(address(name, review)).status_code == 200
    assert client.get(here("review_list", review.program)).status_code == 200


def test_outsiders_do_not(client, review, stranger, partner):
    places = [address("review_detail", review), here("review_list", review.program)]
    for place in places:
        assert client.get(place).status_code == 302
    for user in (stranger, partner):
        client.force_login(user)
        for place in places:
            assert client.get(place).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_looking_changes_nothing(client, keeper, opened, name):
    pk = opened.items.first().pk if name == "item_delete" else opened.pk
    assert client.get(address(name, opened, pk)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_more_rows(
    client, keeper, program, count, django_assert_num_queries
):
    for _ in range(count):
        row = ReviewFactory(program=program, opened_at=NOW)
        ReviewItemFactory.create_batch(count, review=row)
        ReviewerFactory(review=row, done_at=NOW)
    with django_assert_num_queries(5):
        response = client.get(here("review_list", program))
    assert "1 of 1 has finished" in text_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_asks_the_same_for_more_rows(
    client, keeper, opened, count, django_assert_num_queries
):
    for _ in range(count):
        reviewer = ReviewerFactory(review=opened)
        item = ReviewItemFactory(review=opened, student=StudentFactory(program=opened.program))
        FeedbackFactory(item=item, reviewer=reviewer)
        LookFactory(item=item, reviewer=reviewer)
        opened.competencies.add(CompetencyFactory())
    with django_assert_num_queries(10):
        client.get(address("review_detail", opened))


def test_an_empty_list_teaches(client, keeper, program):
    response = client.get(here("review_list", program))
    assert "No round yet" in response.text
    assert here("review_add", program) in response.text


def test_the_way_there_is_beside_the_boards(client, keeper, program):
    boards = reverse("advisory:board_list", args=[program.slug])
    assert here("review_list", program) in client.get(boards).text
    board = BoardFactory(program=program)
    assert here("review_list", program) in client.get(board.get_absolute_url()).text


# ---------------------------------------------------------------- a round


def test_a_round_is_prepared_and_changed(client, keeper, program, competencies):
    given = {
        "kind": "student_work",
        "title": "Charts",
        "closes_on": (TODAY + timedelta(days=7)).isoformat(),
        "question": "What is missing?",
        "competencies": [competencies[0].pk],
    }
    response = client.post(here("review_add", program), given)
    review = Review.objects.get()
    assert response["Location"] == review.get_absolute_url()
    assert list(review.competencies.all()) == competencies[:1]
    assert review.history.first().history_user == keeper

    client.post(address("review_edit", review), given | {"title": "Charts of May"})
    review.refresh_from_db()
    assert review.title == "Charts of May"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"closes_on": "soon"}, "closes_on"),
        ({"competencies": ["999999"]}, "competencies"),
    ],
)
def test_what_is_refused_stands_on_its_field_and_nothing_is_lost(
    client, keeper, program, wrong, field
):
    given = {
        "kind": "student_work",
        "title": "Charts",
        "closes_on": (TODAY + timedelta(days=7)).isoformat(),
        "question": "What is missing?",
    }
    response = client.post(here("review_add", program), given | wrong)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "What is missing?" in response.text
    assert not Review.objects.exists()


def test_another_programs_board_cannot_be_chosen(client, keeper, program):
    given = {
        "kind": "summary",
        "title": "Charts",
        "closes_on": (TODAY + timedelta(days=7)).isoformat(),
        "board": BoardFactory().pk,
    }
    assert client.post(here("review_add", program), given).status_code == 422


def test_the_record_says_what_is_next(client, keeper, review):
    shown = client.get(address("review_detail", review))
    assert "Nobody is chosen yet" in text_of(shown)
    assert shown.context["missing_url"] == address("review_people", review)
    ReviewerFactory(review=review, asked_at=None)
    assert "Ask 1 member" in text_of(client.get(address("review_detail", review)))

    client.post(address("review_open", review))
    shown = text_of(client.get(address("review_detail", review)))
    assert "0 of 1 has finished" in shown
    assert Message.objects.count() == 1
    client.post(address("review_open", review))  # pressed twice
    assert Message.objects.count() == 1

    closed = client.post(address("review_close", review), follow=True)
    assert "Undo" in text_of(closed)
    assert "It is over" in text_of(closed)
    assert "It is open again" in text_of(client.post(address("review_reopen", review), follow=True))


def test_what_lacks_something_is_refused_in_a_sentence(client, keeper, review):
    review.items.all().delete()
    shown = text_of(client.post(address("review_open", review), follow=True))
    assert "There is nothing to look at yet" in shown
    assert "not opened yet" in text_of(client.post(address("review_close", review), follow=True))


def test_a_round_that_was_never_meant_is_deleted(client, keeper, review, opened):
    refused = client.post(address("review_delete", review), follow=True)
    assert "Close it instead" in text_of(refused)
    Review.objects.filter(pk=review.pk).update(opened_at=None)
    client.post(address("review_delete", review))
    assert not Review.objects.exists()


def test_staff_see_who_opened_what_and_when(client, keeper, opened, reviewer):
    LookFactory(item=opened.items.first(), reviewer=reviewer)
    shown = text_of(client.get(address("review_detail", opened)))
    assert "Opened 1 time" in shown
    assert reviewer.person.name in shown


# ---------------------------------------------------------------- works


def test_several_files_at_once_the_good_ones_are_kept(client, keeper, review):
    files = [upload("good.pdf", pdf("Pulse")), upload("bad.docx", b"PK\x03\x04")]
    response = client.post(address("review_works", review), {"uploads": files})

    assert response.status_code == 422
    assert "bad.docx" in text_of(response)
    assert "1 file could not be kept" in text_of(response)
    assert review.items.count() == 3
    good = client.post(address("review_works", review), {"uploads": [upload("a.txt", b"x")]})
    assert good["Location"] == review.get_absolute_url()


def test_no_file_and_an_empty_file_are_said(client, keeper, review):
    response = client.post(address("review_works", review), {})
    assert response.status_code == 422
    assert "uploads" in response.context["form"].errors
    empty = client.post(address("review_works", review), {"uploads": upload("a.pdf", b"")})
    assert empty.status_code == 422
    assert "a.pdf" in text_of(empty)
    assert "is empty" in text_of(empty)


def test_after_opening_nothing_is_added(client, keeper, opened):
    assert "can be taken out but not added" in text_of(client.get(address("review_works", opened)))
    response = client.post(address("review_works", opened), {"uploads": upload("a.txt", b"x")})
    assert response.status_code == 422
    assert opened.items.count() == 2


def test_another_programs_student_cannot_be_chosen(client, keeper, review):
    response = client.post(
        address("review_works", review),
        {"uploads": upload("a.txt", b"x"), "student": StudentFactory().pk},
    )
    assert response.status_code == 422
    assert "student" in response.context["form"].errors


def test_whose_work_it_is_is_said_and_refused_on_its_field(client, keeper, review):
    item = review.items.first()
    student = StudentFactory(program=review.program, family_name="Pulse")
    place = address("item_edit", review, item.pk)
    response = client.post(place, {"student": student.pk})
    assert response.status_code == 422
    assert "student" in response.context["form"].errors

    other = StudentFactory(program=review.program)
    client.post(place, {"student": other.pk})
    item.refresh_from_db()
    assert item.student == other
    assert other.name in text_of(client.get(address("review_detail", review)))
    assert "No release is noted" in text_of(client.get(place))


def test_a_work_is_taken_out(client, keeper, review):
    item = review.items.first()
    client.post(address("item_delete", review, item.pk))
    assert review.items.count() == 1


def test_staff_open_a_work_under_its_letter_and_no_look_is_counted(client, keeper, review):
    item = review.items.first()
    response = client.get(address("item_open", review, item.pk))
    assert response.content == b"Pulse 84"
    assert response["Content-Disposition"] == 'inline; filename="Work A.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert not item.looks.exists()


def test_a_file_that_is_missing_is_404(client, keeper, review):
    item = review.items.first()
    item.file.storage.delete(item.file.name)
    assert client.get(address("item_open", review, item.pk)).status_code == 404


def test_works_have_no_address_of_their_own(client, keeper, review, settings):
    item = review.items.first()
    for place in (f"/media/{item.file.name}", f"/static/{item.file.name}", f"/{item.file.name}"):
        assert client.get(place).status_code == 404


# ---------------------------------------------------------------- who looks


def test_the_whole_board_is_chosen_with_one_tick(client, keeper, review):
    board = BoardFactory(program=review.program)
    member, other = place_in(review.program), place_in(review.program)
    SeatFactory(board=board, organization=member.organization, representative=member.person)
    Review.objects.filter(pk=review.pk).update(board=board)
    shown = client.get(address("review_people", review))
    assert shown.context["form"]["all_members"].value() is True

    client.post(address("review_people", review), {"all_members": "on", "others": [other.pk]})

    assert set(review.reviewers.values_list("person", flat=True)) == {
        member.person_id,
        other.person_id,
    }
    again = client.get(address("review_people", review)).context["form"]
    assert set(again["people"].value()) == {member.pk, other.pk}
    client.post(address("review_people", review), {"people": [member.pk]})
    assert [one.person_id for one in Reviewer.objects.all()] == [member.person_id]


def test_who_is_chosen_while_it_is_open_is_asked_at_once(client, keeper, opened):
    place = place_in(opened.program)
    response = client.post(address("review_people", opened), {"others": [place.pk]}, follow=True)
    assert "1 member was asked." in text_of(response)
    assert Message.objects.get().to_email == place.person.email


def test_who_works_elsewhere_cannot_be_chosen(client, keeper, review):
    response = client.post(address("review_people", review), {"others": ["999999"]})
    assert response.status_code == 422
    assert "others" in response.context["form"].errors


def test_who_could_not_be_asked_is_said(client, keeper, review):
    ReviewerFactory(review=review, asked_at=None)
    silent = place_in(review.program, email="")
    ReviewerFactory(
        review=review, organization=silent.organization, person=silent.person, asked_at=None
    )
    shown = text_of(client.post(address("review_open", review), follow=True))
    assert "1 member was asked." in shown
    assert f"{silent.person.name}: No e-mail address is known" in shown


# ---------------------------------------------------------------- a colleague looks


@pytest.fixture
def chosen(opened, teacher):
    """The teacher was chosen to look."""
    person = Person.objects.get(user=teacher)
    return ReviewerFactory(review=opened, organization=opened.program.school, person=person)


def test_a_colleague_with_a_role_is_asked_to_our_own_page(client, keeper, review, counselor):
    person = Person.objects.get(user=counselor)
    affiliation = person.affiliations.get()
    client.post(address("review_people", review), {"others": [affiliation.pk]})
    client.post(address("review_open", review))

    [mail] = Message.objects.all()
    assert review.get_absolute_url() in mail.text
    assert "/portal/" not in mail.text
    assert "code that we mail" not in mail.text


def test_a_colleague_judges_on_our_own_page(client, keeper, opened, chosen, competencies):
    first, second = opened.items.all()
    assert "Judge Work A" in text_of(client.get(address("review_detail", opened)))
    page = address("item_judge", opened, first.pk)
    assert client.get(page).status_code == 200
    client.get(address("item_open", opened, first.pk))
    assert chosen.looks.count() == 1
    given = {f"rating-{one.pk}": "3" for one in competencies} | {"send": "1"}
    refused = client.post(page, {"send": "1", "strength": "Clear"})
    assert refused.status_code == 422
    assert "Clear" in text_of(refused)

    assert client.post(page, given)["Location"] == address("item_judge", opened, second.pk)
    last = client.post(address("item_judge", opened, second.pk), given)
    assert last["Location"] == opened.get_absolute_url()
    chosen.refresh_from_db()
    assert chosen.done_at == NOW


def test_who_was_not_chosen_judges_nothing(client, opened, chosen, counselor, coordinator):
    page = address("item_judge", opened, opened.items.first().pk)
    client.force_login(counselor)
    assert "You were not asked" in text_of(client.get(page))
    assert client.post(page, {"send": "1"}).status_code == 403
    assert "You look too" not in text_of(client.get(address("review_detail", opened)))
    close_review(opened, by=coordinator, now=NOW)
    client.force_login(Person.objects.get(pk=chosen.person_id).user)
    assert "The round is over" in text_of(client.get(page))
