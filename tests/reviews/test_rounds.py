"""Rounds, works and who looks: what holds whatever the page (SPEC 4.6)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.exceptions import DomainError
from notifications.models import Message
from partnerships.domain.merging import merge_people
from partnerships.models import Affiliation, Person
from reviews.domain import reviewers
from reviews.domain.feedback import CANNOT_TELL, give_feedback, waiting_reviews
from reviews.domain.rounds import (
    close_review,
    delete_review,
    open_review,
    reopen_review,
    save_review,
)
from reviews.domain.works import add_items, file_name, read, say_whose, take_out, worry_about
from reviews.models import Feedback, Look, Rating, Review, Reviewer, ReviewItem, letters_of
from reviews.tasks import remind_reviewers
from students.domain.erasing import INVENTORY, erase_left
from tests.factories import (
    NOW,
    AffiliationFactory,
    BoardFactory,
    CompetencyFactory,
    FeedbackFactory,
    LookFactory,
    PartnershipFactory,
    PersonFactory,
    ProgramFactory,
    RatingFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewItemFactory,
    RoleFactory,
    SeatFactory,
    StudentFactory,
)
from tests.reviews.files import pdf, upload

TODAY = NOW.date()


def place_in(program, **person):
    return AffiliationFactory(
        organization=PartnershipFactory(program=program).organization,
        **{f"person__{name}": value for name, value in person.items()},
    )


def saved(program, user, **fields):
    given = {"title": "Charts", "closes_on": TODAY + timedelta(days=7)} | fields
    return save_review(Review(program=program), by=user, now=NOW, **given)


# ---------------------------------------------------------------- a round


def test_a_round_is_written_down_with_history(program, coordinator, competencies):
    review = saved(program, coordinator, title=" Charts ", competencies=competencies)

    assert review.title == "Charts"
    assert set(review.competencies.all()) == set(competencies)
    assert review.history.first().history_user == coordinator
    save_review(review, by=coordinator, now=NOW, competencies=competencies[:1])
    assert list(review.competencies.all()) == competencies[:1]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "  "}, "title"),
        ({"closes_on": TODAY - timedelta(days=1)}, "closes_on"),
        ({"closes_on": TODAY + timedelta(days=400)}, "closes_on"),
        ({"closes_on": None}, "closes_on"),
        ({"board": "theirs"}, "board"),
        ({"competencies": "retired"}, "competencies"),
    ],
)
def test_a_round_that_cannot_be_is_refused_on_its_field(program, coordinator, fields, field):
    if fields.get("board"):
        fields = {"board": BoardFactory()}
    if fields.get("competencies"):
        fields = {"competencies": [CompetencyFactory(is_current=False)]}
    with pytest.raises(DomainError) as refused:
        saved(program, coordinator, **fields)
    assert refused.value.field == field
    assert not Review.objects.exists()


@pytest.mark.parametrize("field", ["title", "question", "question_es"])
def test_what_members_read_names_no_student(program, coordinator, field):
    StudentFactory(program=program, given_name="Zuriana", family_name="Okonkwo")
    StudentFactory(given_name="Leo", family_name="Elsewhere")

    with pytest.raises(DomainError, match="leave “Zuriana Okonkwo” out") as refused:
        saved(program, coordinator, **{field: "How did ZURIÁNA OKONKWO do?"})

    assert refused.value.field == field
    assert not Review.objects.exists()
    assert saved(program, coordinator, **{field: "As Leo Elsewhere, by Zuriana"}).pk


def test_whose_works_are_in_it_is_not_named_by_the_family_either(review, coordinator):
    student = StudentFactory(program=review.program, given_name="Ana", family_name="Ruizeta")
    assert save_review(review, by=coordinator, now=NOW, title="The Ruizeta charts").pk
    ReviewItemFactory(review=review, student=student)
    place = place_in(review.program)
    ReviewerFactory(review=review, person=place.person, organization=place.organization)

    with pytest.raises(DomainError, match="leave “Ruizeta” out"):
        save_review(review, by=coordinator, now=NOW, question="Good?")
    with pytest.raises(DomainError, match="leave “Ruizeta” out"):
        open_review(review, by=coordinator, now=NOW)

    review.refresh_from_db()
    assert review.opened_at is None
    assert save_review(review, by=coordinator, now=NOW, title="The charts").title == "The charts"


def test_once_opened_what_is_judged_by_stays(opened, coordinator):
    with pytest.raises(DomainError, match="stays as it is"):
        save_review(opened, by=coordinator, now=NOW, competencies=[CompetencyFactory()])
    with pytest.raises(DomainError, match="stays what it is"):
        save_review(opened, by=coordinator, now=NOW, kind=Review.Kind.SUMMARY)

    later = save_review(
        opened, by=coordinator, now=NOW, closes_on=TODAY + timedelta(days=30), title="Charts again"
    )
    assert later.title == "Charts again"


def test_a_title_can_be_put_right_when_it_is_over(opened, coordinator):
    Review.objects.filter(pk=opened.pk).update(closes_on=TODAY - timedelta(days=3))
    assert save_review(opened, by=coordinator, now=NOW, title="Right").title == "Right"


def test_the_database_holds_what_must_never_break(review):
    wrong = [
        lambda: ReviewFactory(program=review.program, title=""),
        lambda: Review.objects.filter(pk=review.pk).update(closed_at=NOW),
        lambda: ReviewItemFactory(review=review, position=1),
        lambda: ReviewItemFactory(review=review, position=0),
        lambda: RatingFactory(value=5),
        lambda: ReviewerFactory(review=review, person=ReviewerFactory(review=review).person),
    ]
    for attempt in wrong:
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            attempt()


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")],
)
def test_letters_go_on_after_z(number, letters):
    assert letters_of(number) == letters


# ---------------------------------------------------------------- works


def test_each_file_is_kept_or_refused_by_itself(review, coordinator):
    added = add_items(
        review,
        uploads=[
            upload("one.txt", b"Pulse 84"),
            upload("two.docx", b"PK\x03\x04"),
            upload("three.pdf", pdf("Pulse 90")),
        ],
        by=coordinator,
    )

    assert [one.label for one in added.items] == ["Work C", "Work D"]
    assert len(added.refused) == 1
    assert "two.docx" in added.refused[0]
    item = added.items[1]
    assert (item.uploaded_by, item.content_type) == (coordinator, "application/pdf")
    assert item.size == len(read(item))


def test_nothing_of_the_files_own_name_is_kept(review, coordinator):
    [item] = add_items(
        review, uploads=[upload("Quist, Xiomara.txt", b"Pulse 84")], by=coordinator
    ).items

    assert "quist" not in item.file.name.lower()
    assert item.file.name.startswith("reviews/")
    assert file_name(item) == "Work C.txt"


def test_more_than_26_works_have_letters(review, coordinator):
    uploads = [upload(f"{number}.txt", b"Pulse 84") for number in range(26)]

    added = add_items(review, uploads=uploads, by=coordinator)

    assert [one.label for one in added.items][-3:] == ["Work Z", "Work AA", "Work AB"]


def test_a_work_with_the_students_name_in_it_is_refused_and_says_where(review, coordinator):
    student = StudentFactory(
        program=review.program, given_name="Maria", family_name="O'Brien-Núñez"
    )
    pages = pdf("My work", "by M. OBRIEN-NUNEZ")

    added = add_items(review, uploads=[upload("a.pdf", pages)], student=student, by=coordinator)

    assert added.items == []
    assert added.refused == [
        "“a.pdf” was not kept: the name O'Brien-Núñez stands on page 2. Cover it and add the file "
        "again."
    ]
    text = upload("a.txt", "My work\nby Maria O\u2019Brien-Nunez".encode())
    [line] = add_items(review, uploads=[text], student=student, by=coordinator).refused
    assert "in line 2" in line


def test_a_work_with_the_given_name_of_its_student_is_refused(review, coordinator):
    student = StudentFactory(program=review.program, given_name="Zuriana", family_name="Okonkwo")
    texts = [b"My project, by Zuriana", b"Zuri and Anna and others"]
    uploads = [upload(f"{place}.txt", text) for place, text in enumerate(texts)]

    added = add_items(review, uploads=uploads, student=student, by=coordinator)
    [unknown] = add_items(review, uploads=uploads[:1], by=coordinator).items

    assert len(added.items) == 1
    assert "the name Zuriana stands in line 1" in added.refused[0]
    with pytest.raises(DomainError, match="Zuriana stands in line 1"):
        say_whose(unknown, student=student)


def test_the_whole_name_of_any_student_is_refused(review, coordinator):
    StudentFactory(program=review.program, given_name="Ana", family_name="Park")
    StudentFactory(given_name="Leo", family_name="Elsewhere")
    uploads = [
        upload("one.txt", b"Together with Ana Park"),
        upload("two.txt", b"A walk in the park"),
        upload("three.txt", b"Leo Elsewhere"),
    ]

    added = add_items(review, uploads=uploads, by=coordinator)

    assert len(added.items) == 2
    assert "Ana Park" in added.refused[0]


def test_works_are_refused_where_they_cannot_go(opened, coordinator):
    with pytest.raises(DomainError, match="Choose at least one file"):
        add_items(opened, uploads=[], by=coordinator)
    with pytest.raises(DomainError, match="opened already"):
        add_items(opened, uploads=[upload("a.txt", b"x")], by=coordinator)
    with pytest.raises(DomainError, match="of this program"):
        add_items(opened, uploads=[upload("a.txt", b"x")], student=StudentFactory(), by=coordinator)


def test_whose_work_it_is_can_be_said_later_unless_the_name_is_in_it(review, coordinator):
    [item] = add_items(review, uploads=[upload("a.txt", b"by Quist")], by=coordinator).items
    wrong = StudentFactory(program=review.program, family_name="Quist")
    right = StudentFactory(program=review.program)

    with pytest.raises(DomainError, match="Quist stands in line 1"):
        say_whose(item, student=wrong)
    with pytest.raises(DomainError, match="of this program"):
        say_whose(item, student=StudentFactory())
    assert say_whose(item, student=right).student == right
    assert say_whose(item, student=None).student is None


def test_staff_are_told_of_a_student_without_release_or_who_left(review):
    student = StudentFactory(program=review.program)
    item = ReviewItemFactory(review=review, student=student)
    assert "No release" in worry_about(item)
    student.host_release_on = TODAY
    assert worry_about(item) == ""
    student.left_on = TODAY
    assert "has left" in worry_about(item)
    assert worry_about(ReviewItemFactory(review=review)) == ""


def test_taking_a_work_out_takes_the_file_and_leaves_the_letters(
    opened, reviewer, django_capture_on_commit_callbacks
):
    first, second = opened.items.all()
    FeedbackFactory(item=second, reviewer=reviewer)
    storage, name = first.file.storage, first.file.name

    with django_capture_on_commit_callbacks(execute=True):
        take_out(first)

    assert not storage.exists(name)
    assert [one.label for one in opened.items.all()] == ["Work B"]
    reviewer.refresh_from_db()
    assert reviewer.done_at == NOW  # all that is left is judged
    with pytest.raises(DomainError, match="the last work"):
        take_out(second)


def test_a_student_who_is_erased_takes_the_work_and_what_was_said_along(
    opened, reviewer, django_capture_on_commit_callbacks
):
    student = StudentFactory(program=opened.program, left_on=TODAY - timedelta(days=800))
    item = ReviewItemFactory(review=opened, student=student)
    rating = RatingFactory(feedback__item=item, feedback__reviewer=reviewer)
    LookFactory(item=item, reviewer=reviewer)
    storage, name = item.file.storage, item.file.name
    assert storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_left(now=NOW) == 1

    assert not storage.exists(name)
    assert not ReviewItem.objects.filter(pk=item.pk).exists()
    assert not Rating.objects.filter(pk=rating.pk).exists()
    assert not Look.objects.exists()
    assert {"reviews.ReviewItem", "reviews.Look"} <= {one.where for one in INVENTORY}


def test_the_file_stays_when_erasing_does_not_come_about(review):
    item = review.items.first()
    with transaction.atomic():
        ReviewItem.objects.filter(pk=item.pk).delete()
        transaction.set_rollback(True)
    assert item.file.storage.exists(item.file.name)


# ---------------------------------------------------------------- opening


def test_opening_asks_each_once_in_their_language(review, coordinator):
    places = [place_in(review.program), place_in(review.program, language="es")]
    review.question, review.question_es = "What is missing?", "¿Qué falta?"
    review.save()
    reviewers.choose_reviewers(review, places=places, by=coordinator, now=NOW)
    assert not Message.objects.exists()

    opened = open_review(review, by=coordinator, now=NOW)

    assert (opened.asked, opened.not_asked) == (2, [])
    english, spanish = (Message.objects.get(to_email=place.person.email) for place in places)
    assert "What is missing?" in english.text
    assert "¿Qué falta?" in spanish.text
    assert f"/portal/{places[0].organization_id}/reviews/{review.pk}/" in english.text
    assert english.from_name == "Dana Okafor"
    assert english.reply_to == coordinator.email
    again = open_review(review, by=coordinator, now=NOW)
    assert (again.asked, Message.objects.count()) == (0, 2)


def test_no_mail_names_a_student(review, coordinator):
    item = review.items.first()
    item.student = StudentFactory(program=review.program, given_name="Xiomara", family_name="Quist")
    item.save()
    place = place_in(review.program)
    reviewers.choose_reviewers(review, places=[place], by=coordinator, now=NOW)
    open_review(review, by=coordinator, now=NOW)

    [mail] = Message.objects.all()
    assert "Quist" not in mail.text + mail.html + mail.subject


def without_works(review):
    review.items.all().delete()


def without_competencies(review):
    review.competencies.clear()


def without_people(review):
    review.reviewers.all().delete()


def late(review):
    Review.objects.filter(pk=review.pk).update(closes_on=TODAY - timedelta(days=1))


def all_left(review):
    Affiliation.objects.update(ended_on=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without_works, "nothing to look at"),
        (without_competencies, "at least one competency"),
        (without_people, "Nobody is chosen"),
        (late, "is over"),
        (all_left, "works at a partner today"),
    ],
)
def test_a_round_that_lacks_something_is_not_opened(review, coordinator, spoil, words):
    ReviewerFactory(review=review, asked_at=None)
    spoil(review)

    with pytest.raises(DomainError, match=words):
        open_review(review, by=coordinator, now=NOW)

    review.refresh_from_db()
    assert review.opened_at is None
    assert not Message.objects.exists()


def test_a_summary_needs_no_competency(review, coordinator):
    ReviewerFactory(review=review, asked_at=None)
    review.competencies.clear()
    Review.objects.filter(pk=review.pk).update(kind=Review.Kind.SUMMARY)

    assert open_review(review, by=coordinator, now=NOW).asked == 1
    assert review.items.select_related("review").first().label == "Summary A"


def test_who_left_yesterday_or_has_no_address_is_told_to_staff(review, coordinator):
    gone = ReviewerFactory(review=review, asked_at=None)
    silent = ReviewerFactory(review=review, asked_at=None)
    ReviewerFactory(review=review, asked_at=None)
    gone.person.affiliations.update(ended_on=TODAY - timedelta(days=1))
    Person.objects.filter(pk=silent.person_id).update(email="")

    opened = open_review(review, by=coordinator, now=NOW)

    assert opened.asked == 1
    assert {one.who for one in opened.not_asked} == {gone.person.name, silent.person.name}
    gone.refresh_from_db()
    silent.refresh_from_db()
    assert gone.asked_at is None
    assert silent.asked_at == NOW  # sees it in the portal


def test_closing_and_opening_again(opened, coordinator):
    closed = close_review(opened, by=coordinator, now=NOW)
    assert closed.state_on(TODAY) == Review.State.OVER
    assert close_review(opened, by=coordinator, now=NOW + timedelta(hours=1)).closed_at == NOW

    assert reopen_review(opened, by=coordinator, now=NOW).state_on(TODAY) == Review.State.OPEN
    close_review(opened, by=coordinator, now=NOW)
    late(opened)
    with pytest.raises(DomainError, match="Choose another one first"):
        reopen_review(opened, by=coordinator, now=NOW)


def test_only_what_was_never_shown_is_closed_or_deleted(
    review, coordinator, django_capture_on_commit_callbacks
):
    with pytest.raises(DomainError, match="not opened yet"):
        close_review(review, by=coordinator, now=NOW)
    item = review.items.first()
    with django_capture_on_commit_callbacks(execute=True):
        delete_review(review, by=coordinator)
    assert not item.file.storage.exists(item.file.name)
    other = ReviewFactory(program=review.program, opened_at=NOW)
    with pytest.raises(DomainError, match="Close it instead"):
        delete_review(other, by=coordinator)


# ---------------------------------------------------------------- who looks


def test_members_of_a_board_are_representatives_and_substitutes_who_are_there(program):
    board = BoardFactory(program=program)
    here, deputy, gone, elsewhere = (place_in(program) for _ in range(4))
    stand_in = AffiliationFactory(organization=here.organization)
    SeatFactory(
        board=board,
        organization=here.organization,
        representative=here.person,
        substitute=stand_in.person,
    )
    SeatFactory(board=board, organization=gone.organization, representative=gone.person)
    SeatFactory(
        board=board,
        organization=deputy.organization,
        representative=deputy.person,
        term_ends_on=TODAY - timedelta(days=1),
    )
    SeatFactory(board=board, organization=elsewhere.organization, representative=here.person)
    without_role = AffiliationFactory(organization=program.school)
    with_role = AffiliationFactory(
        organization=program.school, person__user=RoleFactory(program=program).user
    )
    SeatFactory(
        board=board,
        organization=None,
        school_role="faculty",
        representative=with_role.person,
        substitute=without_role.person,
    )
    gone.person.affiliations.update(ended_on=TODAY - timedelta(days=1))

    found = {one.pk for one in reviewers.members_of(board, day=TODAY)}
    assert found == {here.pk, stand_in.pk, with_role.pk}


def test_only_people_at_a_partner_today_can_be_chosen(review, coordinator):
    strangers = AffiliationFactory()
    gone = place_in(review.program)
    Affiliation.objects.filter(pk=gone.pk).update(ended_on=TODAY - timedelta(days=1))
    other = place_in(ProgramFactory())
    for place in (strangers, gone, other):
        with pytest.raises(DomainError, match="does not work at a partner"):
            reviewers.choose_reviewers(review, places=[place], by=coordinator, now=NOW)
    assert not Reviewer.objects.exists()


def test_choosing_while_it_is_open_asks_who_is_new_and_takes_off_who_is_not_chosen(
    opened, coordinator
):
    first, second = place_in(opened.program), place_in(opened.program)
    reviewers.choose_reviewers(opened, places=[first], by=coordinator, now=NOW)
    row = Reviewer.objects.get()
    FeedbackFactory(item=opened.items.first(), reviewer=row)

    count, _not = reviewers.choose_reviewers(opened, places=[second], by=coordinator, now=NOW)

    assert count == 1
    row.refresh_from_db()
    assert row.withdrawn_at == NOW
    assert row.feedback.count() == 1  # what was sent stays
    assert Message.objects.count() == 2
    back, _not = reviewers.choose_reviewers(
        opened, places=[first, second], by=coordinator, now=NOW + timedelta(minutes=1)
    )
    assert back == 1
    assert Reviewer.objects.standing().count() == 2


def test_who_nobody_has_asked_yet_leaves_no_trace(review, coordinator):
    place = place_in(review.program)
    reviewers.choose_reviewers(review, places=[place], by=coordinator, now=NOW)
    reviewers.choose_reviewers(review, places=[], by=coordinator, now=NOW)
    assert not Reviewer.objects.exists()


# ---------------------------------------------------------------- one reminder


@pytest.fixture
def near(opened):
    """Closes in three days; somebody was asked a week ago."""
    Review.objects.filter(pk=opened.pk).update(closes_on=TODAY + timedelta(days=3))
    return ReviewerFactory(review=opened, asked_at=NOW - timedelta(days=7))


def test_who_has_not_finished_is_reminded_once(near):
    assert reviewers.remind_all(now=NOW) == 1
    assert reviewers.remind_all(now=NOW) == 0
    assert reviewers.remind_all(now=NOW + timedelta(days=1)) == 0
    [mail] = Message.objects.all()
    assert mail.to_email == near.person.email
    assert f"/portal/{near.organization_id}/reviews/{near.review_id}/" in mail.text


def test_the_reminder_may_be_late_but_not_too_late(near):
    assert reviewers.remind_all(now=NOW - timedelta(days=1)) == 0
    assert reviewers.remind_all(now=NOW + timedelta(days=4)) == 0
    assert reviewers.remind_all(now=NOW + timedelta(days=3)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"done_at": NOW},
        {"withdrawn_at": NOW},
        {"asked_at": None},
        {"asked_at": NOW - timedelta(hours=2)},
    ],
)
def test_who_need_not_is_not_reminded(near, change):
    Reviewer.objects.update(**change)
    assert reviewers.remind_all(now=NOW) == 0


def test_nobody_is_reminded_of_what_is_closed_or_after_leaving(near, coordinator):
    near.person.affiliations.update(ended_on=TODAY - timedelta(days=1))
    assert reviewers.remind_all(now=NOW) == 0
    near.person.affiliations.update(ended_on=None)
    close_review(near.review, by=coordinator, now=NOW)
    assert reviewers.remind_all(now=NOW) == 0


def test_the_task_reminds(near):
    remind_reviewers()
    assert Message.objects.count() == 1


# ---------------------------------------------------------------- saying something


def said(item, reviewer, competencies, values=("3", CANNOT_TELL), **more):
    given = {"strength": "Clear", "next_step": "", "is_sent": True, "now": NOW} | more
    ratings = {one.pk: value for one, value in zip(competencies, values, strict=False)}
    return give_feedback(item, reviewer=reviewer, ratings=ratings, **given)


def test_a_draft_counts_once_it_is_sent(opened, reviewer, competencies):
    first, second = opened.items.all()
    draft = said(first, reviewer, competencies, values=("2",), is_sent=False)
    assert draft.sent_at is None

    sent = said(first, reviewer, competencies)
    assert sent.pk == draft.pk
    assert {one.competency: one.value for one in sent.ratings.all()} == {
        competencies[0]: 3,
        competencies[1]: None,
    }
    reviewer.refresh_from_db()
    assert reviewer.done_at is None
    said(second, reviewer, competencies, now=NOW + timedelta(hours=1))
    reviewer.refresh_from_db()
    assert reviewer.done_at == NOW + timedelta(hours=1)


def test_it_may_be_changed_and_stays_sent(opened, reviewer, competencies):
    item = opened.items.first()
    said(item, reviewer, competencies)
    changed = said(item, reviewer, competencies, values=("4", "1"), is_sent=False)

    assert changed.sent_at == NOW
    assert sorted(one.value for one in changed.ratings.all()) == [1, 4]
    assert Feedback.objects.count() == 1


def test_all_competencies_want_an_answer_before_it_is_sent(opened, reviewer, competencies):
    with pytest.raises(DomainError) as refused:
        said(opened.items.first(), reviewer, competencies, values=("3",))
    assert refused.value.field == f"rating-{competencies[1].pk}"
    assert not Feedback.objects.exists()


def test_a_competency_of_another_round_is_refused(opened, reviewer, competencies):
    with pytest.raises(DomainError, match="Something changed"):
        said(
            opened.items.first(),
            reviewer,
            [*competencies, CompetencyFactory()],
            values=("3", "3", "3"),
        )
    assert not Rating.objects.exists()


@pytest.mark.parametrize("value", ["0", "5", "-1", "x", "³"])
def test_a_value_that_is_none_is_refused_on_its_field(opened, reviewer, competencies, value):
    with pytest.raises(DomainError) as refused:
        said(opened.items.first(), reviewer, competencies, values=(value, "3"))
    assert refused.value.field == f"rating-{competencies[0].pk}"


def test_words_that_are_too_long_are_refused(opened, reviewer, competencies):
    with pytest.raises(DomainError) as refused:
        said(opened.items.first(), reviewer, competencies, next_step="x" * 2001)
    assert refused.value.field == "next_step"


def test_a_summary_wants_a_sentence(reviewer):
    review = ReviewFactory(kind=Review.Kind.SUMMARY, opened_at=NOW)
    item = ReviewItemFactory(review=review)
    other = ReviewerFactory(review=review)
    with pytest.raises(DomainError, match="a sentence"):
        said(item, other, [], strength=" ")
    assert said(item, other, [], strength="Good to see").sent_at == NOW


def test_nothing_is_said_after_closing_or_by_who_was_taken_off(
    opened, reviewer, competencies, coordinator
):
    item = opened.items.first()
    stranger = ReviewerFactory()
    with pytest.raises(DomainError, match="time for this is over"):
        said(item, stranger, competencies)
    Reviewer.objects.filter(pk=reviewer.pk).update(withdrawn_at=NOW)
    with pytest.raises(DomainError, match="time for this is over"):
        said(item, reviewer, competencies)
    Reviewer.objects.filter(pk=reviewer.pk).update(withdrawn_at=None)
    with pytest.raises(DomainError, match="time for this is over"):
        said(item, reviewer, competencies, now=NOW + timedelta(days=15))
    close_review(opened, by=coordinator, now=NOW)
    with pytest.raises(DomainError, match="time for this is over"):
        said(item, reviewer, competencies)


def test_a_work_that_was_taken_out_meanwhile_is_said_kindly(opened, reviewer, competencies):
    item = opened.items.first()
    ReviewItem.objects.filter(pk=item.pk).delete()
    with pytest.raises(DomainError, match="not there any more"):
        said(item, reviewer, competencies)


# ---------------------------------------------------------------- merging


def test_two_entries_of_one_person_become_one_reviewer(opened, administrator):
    first, second = ReviewerFactory(review=opened), ReviewerFactory(review=opened)
    one, two = opened.items.all()
    FeedbackFactory(item=one, reviewer=first, sent_at=None, strength="Draft")
    FeedbackFactory(item=one, reviewer=second, strength="Sent")
    FeedbackFactory(item=two, reviewer=second, strength="Second")
    LookFactory(item=one, reviewer=second)

    merge_people(first.person_id, gone_id=second.person_id, by=administrator)

    kept = Reviewer.objects.get()
    assert kept.pk == first.pk
    assert set(kept.feedback.values_list("strength", flat=True)) == {"Sent", "Second"}
    assert kept.looks.count() == 1


def test_somebody_merged_keeps_rounds_the_other_was_not_in(opened, administrator):
    row = ReviewerFactory(review=opened)
    person = PersonFactory()
    merge_people(person.pk, gone_id=row.person_id, by=administrator)
    row.refresh_from_db()
    assert row.person == person


def test_what_waits_is_asked_in_one_query(opened, django_assert_num_queries):
    person = PersonFactory()
    for _ in range(3):
        other = ReviewFactory(program=opened.program, opened_at=NOW)
        ReviewerFactory(review=other, person=person)
    with django_assert_num_queries(1):
        assert len(waiting_reviews(person, now=NOW)) == 3
