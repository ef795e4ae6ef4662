"""What comes together of a round, and what may leave the program (SPEC 4.6, 13.11)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from advisory.models import Paper
from core.exceptions import DomainError
from reviews.domain.result_papers import put_with_meeting, results_pdf
from reviews.domain.results import plot_of, results_of
from reviews.models import Review
from tests.factories import (
    NOW,
    BoardFactory,
    CompetencyFactory,
    FeedbackFactory,
    MeetingFactory,
    RatingFactory,
    ReviewerFactory,
    ReviewItemFactory,
    StudentFactory,
)


@pytest.fixture
def over(opened):
    Review.objects.filter(pk=opened.pk).update(closed_at=NOW)
    opened.refresh_from_db()
    return opened


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def judge(review, competency, values, *, reviewer=None, strength="Clear writing"):
    """A member has judged as many works as there are values."""
    reviewer = reviewer or ReviewerFactory(review=review)
    items = list(review.items.order_by("position"))
    for place, value in enumerate(values):
        item = items[place] if place < len(items) else ReviewItemFactory(review=review)
        row, _new = reviewer.feedback.get_or_create(
            item=item, defaults={"strength": strength, "saved_at": NOW, "sent_at": NOW}
        )
        RatingFactory(feedback=row, competency=competency, value=value)
    return reviewer


def test_averages_and_distribution_by_competency(opened, competencies):
    first, second = competencies
    reviewer = judge(opened, first, [4, 2])
    judge(opened, second, [None, None], reviewer=reviewer)
    judge(opened, first, [3, None])
    FeedbackFactory(item=opened.items.first(), sent_at=None, strength="Draft")

    results = results_of(opened)

    one, two = results.judged
    assert (one.average, one.told, one.cells) == (3.0, 3, [0, 1, 1, 1, 1])
    assert (two.average, two.told, two.cells) == (None, 0, [0, 0, 0, 0, 2])
    assert (results.sent, results.reviewers, results.organizations) == (4, 2, 2)
    assert "Draft" not in [row.strength for work in results.works for row in work.words]


def test_what_somebody_sent_counts_after_they_left(opened, competencies):
    reviewer = judge(opened, competencies[0], [4])
    reviewer.withdrawn_at = NOW
    reviewer.save()
    reviewer.person.affiliations.update(ended_on=NOW.date())

    assert results_of(opened).judged[0].average == 4.0


@pytest.mark.parametrize("count", [1, 3])
def test_results_ask_the_same_for_more_rows(opened, count, django_assert_num_queries):
    for _ in range(count):
        competency = CompetencyFactory()
        opened.competencies.add(competency)
        judge(opened, competency, [3] * count)
    with django_assert_num_queries(4):
        results = results_of(opened)
        for work in results.works:
            for row in work.words:
                assert row.reviewer.person.name
                assert row.reviewer.organization.name


def test_the_plot_has_a_disk_for_each_value_that_was_given(opened, competencies):
    competencies[0].name = "A competency with a name so long that it needs two whole lines here"
    competencies[0].save()
    judge(opened, competencies[0], [4, 4, 1])

    plot = plot_of(results_of(opened).judged)

    assert sorted(disk.count for disk in plot.disks) == [1, 2]
    assert len(plot.lines[0].words) == 2
    assert len({x for x, _label in plot.heads}) == 4


# ---------------------------------------------------------------- on paper


def test_numbers_of_nine_works_do_not_leave_the_program(over, competencies):
    judge(over, competencies[0], [4] * 9)

    text = text_of(results_pdf(over, language="en", now=NOW))

    assert "too few works to show numbers" in text
    assert "4.0" not in text
    assert competencies[0].name in text


def test_ten_works_of_one_student_are_not_ten_students(over, competencies):
    student = StudentFactory(program=over.program)
    judge(over, competencies[0], [4] * 10)
    over.items.update(student=student)
    assert "too few works to show numbers" in text_of(results_pdf(over, language="en", now=NOW))

    judge(over, competencies[0], [4] * 18)
    assert not results_of(over).is_shown_outside  # eight of somebody, and hers

    judge(over, competencies[0], [4] * 19)
    results = results_of(over)
    assert results.is_shown_outside
    assert [results.may_leave(one) for one in results.judged] == [True, False]


@pytest.mark.parametrize("state", ["prepared", "open", "last day"])
def test_before_the_round_is_over_no_number_leaves_the_program(
    client, teacher, opened, competencies, state
):
    opened.board = BoardFactory(program=opened.program)
    opened.opened_at = None if state == "prepared" else NOW
    opened.closes_on = NOW.date() + (timedelta(days=0 if state == "last day" else 5))
    opened.save()
    MeetingFactory(board=opened.board)
    judge(opened, competencies[0], [4] * 10)
    client.force_login(teacher)
    at = {
        name: reverse(f"reviews:review_{name}", args=[opened.program.slug, opened.pk])
        for name in ("results", "pdf", "meeting")
    }

    refused = client.get(at["pdf"])

    assert refused.status_code == 422
    assert "The round is not over yet." in refused.text
    assert "The round is not over yet." in client.post(at["meeting"], follow=True).text
    assert at["pdf"] not in client.get(at["results"]).text
    assert at["meeting"] not in client.get(at["results"]).text
    assert not Paper.objects.exists()
    with pytest.raises(DomainError, match="not over yet"):
        results_pdf(opened, language="en", now=NOW)


def test_numbers_of_ten_works_do_and_no_words(over, competencies):
    first, second = competencies
    reviewer = judge(over, first, [4] * 10, strength="Secret words")
    judge(over, second, [None] * 9 + [2], reviewer=reviewer)

    text = text_of(results_pdf(over, language="en", now=NOW))

    assert "4.0" in text
    assert "2.0" not in text  # one work alone
    assert "Too few works to show numbers" in text
    assert "Secret words" not in text
    assert reviewer.person.name not in text


def test_a_competency_nobody_could_judge_says_so(over, competencies):
    reviewer = judge(over, competencies[0], [4] * 10)
    judge(over, competencies[1], [None] * 10, reviewer=reviewer)

    assert "Nobody could tell from these works" in text_of(
        results_pdf(over, language="en", now=NOW)
    )


def test_numbers_of_a_summary_are_no_numbers_about_students(over, competencies):
    Review.objects.filter(pk=over.pk).update(kind=Review.Kind.SUMMARY)
    over.refresh_from_db()
    judge(over, competencies[0], [3])

    text = text_of(results_pdf(over, language="en", now=NOW))

    assert "An assessment summary was shown." in text
    assert "3.0" in text


def test_the_paper_is_tagged_and_has_a_title(over, competencies):
    judge(over, competencies[0], [3] * 10)
    reader = PdfReader(BytesIO(results_pdf(over, language="en", now=NOW)))

    assert reader.metadata.title == "What members see: Patient charts"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_the_results_go_to_the_next_meeting_once(over, competencies, coordinator):
    over.board = BoardFactory(program=over.program)
    over.save()
    judge(over, competencies[0], [3])
    with pytest.raises(DomainError, match="no meeting planned"):
        put_with_meeting(over, by=coordinator, now=NOW)
    meeting = MeetingFactory(board=over.board)

    put_with_meeting(over, by=coordinator, now=NOW)
    paper = put_with_meeting(over, by=coordinator, now=NOW)

    assert Paper.objects.get() == paper
    assert (paper.meeting, paper.content_type) == (meeting, "application/pdf")
    assert paper.title == "Results: Patient charts"


def test_without_a_board_or_answers_nothing_goes_to_a_meeting(over, coordinator):
    with pytest.raises(DomainError, match="Choose a board"):
        put_with_meeting(over, by=coordinator, now=NOW)
    over.board = BoardFactory(program=over.program)
    over.save()
    with pytest.raises(DomainError, match="Nobody has sent"):
        put_with_meeting(over, by=coordinator, now=NOW)


# ---------------------------------------------------------------- pages


def test_the_page_shows_numbers_words_and_that_they_are_few(client, teacher, opened, competencies):
    reviewer = judge(opened, competencies[0], [4, 2], strength="Clear writing")
    judge(opened, competencies[1], [None], reviewer=reviewer)
    client.force_login(teacher)

    response = client.get(reverse("reviews:review_results", args=[opened.program.slug, opened.pk]))

    text = " ".join(response.text.split())
    for words in (
        "Clear writing",
        "Works of fewer than 10 students",
        "nobody could tell",
        "3.0",
        "<svg",
    ):
        assert words in text
    empty = client.get(
        reverse(
            "reviews:review_results",
            args=[opened.program.slug, judge_nothing(opened.program).pk],
        )
    )
    assert "Nobody has sent anything yet" in empty.text


def judge_nothing(program):
    return ReviewItemFactory(review__program=program, review__opened_at=NOW).review


def test_the_paper_opens_in_both_languages(client, teacher, over):
    client.force_login(teacher)
    address = reverse("reviews:review_pdf", args=[over.program.slug, over.pk])
    for query in ("", "?language=es"):
        response = client.get(address + query)
        assert response.content.startswith(b"%PDF")


def test_the_button_puts_it_with_the_papers(client, teacher, over, competencies):
    address = reverse("reviews:review_meeting", args=[over.program.slug, over.pk])
    client.force_login(teacher)
    refused = client.post(address, follow=True)
    assert "Choose a board first" in refused.text
    over.board = BoardFactory(program=over.program)
    over.save()
    meeting = MeetingFactory(board=over.board)
    judge(over, competencies[0], [3])

    response = client.post(address)

    assert response["Location"] == reverse(
        "advisory:meeting_papers", args=[over.program.slug, meeting.pk]
    )
    assert client.get(address).status_code == 405
