"""What came back of an evaluation: for staff, and what leaves the program (SPEC 8.6, 13.11)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from page import validate_pdf_bytes
from pypdf import PdfReader

from advisory.domain.papers import papers_to_send
from advisory.models import Paper
from core.exceptions import DomainError
from mentors.domain import evaluation_board as board
from mentors.domain.evaluation_results import Sentence, results_of, show_sentence, year_before
from mentors.models import MentorVoice, Shown, Side, StudentSay
from partnerships.models import Person
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    EvaluationFactory,
    GroupMentorFactory,
    MeetingFactory,
    MentorGroupFactory,
    MentorSessionFactory,
    MentorVoiceFactory,
    StaffVoiceFactory,
    StudentFactory,
    StudentSayFactory,
)

TODAY = NOW.date()
DAY = timedelta(days=1)
#: What stands in the table for a side that is too small.
NOT_SHOWN = "\u2013"


@pytest.fixture
def at(program):
    return lambda name, *args: reverse(f"mentors:{name}", args=[program.slug, *args])


@pytest.fixture
def evaluation(program):
    return EvaluationFactory(program=program, title="End of the year")


@pytest.fixture
def closed(evaluation):
    evaluation.closed_at = NOW
    evaluation.save()
    return evaluation


@pytest.fixture
def meeting(program):
    return MeetingFactory(board=BoardFactory(program=program))


def say(evaluation, *, students=0, mentors=0, staff=0, **fields):
    StudentSayFactory.create_batch(students, evaluation=evaluation, **fields)
    MentorVoiceFactory.create_batch(mentors, evaluation=evaluation, **fields)
    StaffVoiceFactory.create_batch(staff, evaluation=evaluation, **fields)


def page_of(response):
    return " ".join(response.content.decode().split())


def text_of(pdf):
    reader = PdfReader(BytesIO(pdf))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


# ---------------------------------------------------------------- inside


def test_staff_see_students_however_few_and_adults_from_three_on(closed):
    say(closed, students=1, mentors=2, staff=3)

    students, mentors, staff = results_of(closed).sides

    assert (students.is_shown, mentors.is_shown, staff.is_shown) == (True, False, True)
    assert mentors.count == 2
    assert mentors.sentences == ()


def test_what_adults_say_waits_until_nobody_can_say_more(client, coordinator, evaluation, at):
    say(evaluation, students=1, mentors=3, prepared=5, good="As before")
    MentorVoiceFactory(evaluation=evaluation, prepared=1, good="The fourth")
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_detail", evaluation.pk)))
    students, mentors, _staff = results_of(evaluation).sides

    assert (students.is_shown, mentors.is_shown) == (True, False)
    assert (mentors.sentences, mentors.count, mentors.count_words) == ((), 4, "4")
    assert "The fourth" not in page
    assert "plot-mentors" not in page
    assert "<dt>Mentors</dt><dd>4 of " in page
    assert "shows when it is closed" in page
    after = NOW + (evaluation.closes_on - TODAY + 2 * DAY)
    answers = results_of(evaluation, now=after).answers(Side.MENTORS, "prepared")
    assert answers.counts == (3, 0, 0, 0, 1)


def test_the_board_page_of_an_open_evaluation_has_no_number_yet(
    client, coordinator, evaluation, at
):
    say(evaluation, students=10, mentors=3)
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", evaluation.pk)))

    assert '<svg class="plot' not in page
    assert "Students 10; Mentors 3" in page
    assert "It is not closed yet." in page
    assert "Too few have answered" not in page


def test_averages_and_how_many_gave_which_answer(evaluation):
    for value in (5, 5, 4, 1):
        StudentSayFactory(evaluation=evaluation, learned=value)

    answers = results_of(evaluation).answers(Side.STUDENTS, "learned")

    assert answers.words == "3.8"
    assert answers.counts == (2, 1, 0, 0, 1)


def test_the_record_shows_three_sides_and_sentences_without_names(
    client, coordinator, evaluation, at
):
    say(evaluation, students=2, mentors=3, good="Zebra")
    MentorVoice.objects.first().person.name = "Kim Tran"
    StudentSayFactory(evaluation=evaluation, good="apple", change="call 309-555-0142")
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_detail", evaluation.pk)))

    assert page.index("apple") < page.index("Zebra")
    for voice in MentorVoice.objects.select_related("person"):
        assert voice.person.name not in page
    assert '<mark title="telephone number">309-555-0142</mark>' in page
    assert "Looks personal: 309-555-0142" in page
    assert "Fewer than 10 students: for you alone" in page
    assert '<svg class="plot sides"' in page
    assert "style=" not in page


def test_a_record_without_answers_says_from_when_on_they_show(client, coordinator, evaluation, at):
    client.force_login(coordinator)

    assert "Nothing to show yet" in page_of(client.get(at("evaluation_detail", evaluation.pk)))


def test_a_teacher_reads_the_record_and_finds_no_button_to_hide(client, teacher, evaluation, at):
    say(evaluation, students=1, good="Fine")
    client.force_login(teacher)

    page = page_of(client.get(at("evaluation_detail", evaluation.pk)))

    assert "Fine" in page
    assert at("evaluation_sentence", evaluation.pk) not in page
    assert at("evaluation_close", evaluation.pk) not in page


# ---------------------------------------------------------------- sentences


def key_of(side, voice):
    return Sentence(Side(side), voice.pk, "good", voice.good, Shown.INSIDE).key


def test_what_a_page_calls_a_sentence_by_says_nothing_of_whose_it_is(
    client, coordinator, evaluation, at
):
    for number in range(12):
        StudentSayFactory(evaluation=evaluation, good=f"Good {number}", change=f"Change {number}")
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_detail", evaluation.pk)))

    results = results_of(evaluation)
    keys = [one.key for one in results.sentences_to("good") + results.sentences_to("change")]
    assert len(set(keys)) == 24
    assert keys != sorted(keys)
    assert all(f'id="{key}"' in page for key in keys)
    assert not any(f"{row.pk}-good" in page for row in StudentSay.objects.all())


@pytest.fixture
def sentence(client, coordinator, evaluation, at):
    """Do something with a student's sentence."""
    row = StudentSayFactory(evaluation=evaluation, good="We built a robot")
    client.force_login(coordinator)

    def do(text=None, **given):
        if text:
            StudentSay.objects.filter(pk=row.pk).update(good=text)
        [found] = results_of(evaluation).sentences_to("good")
        key = {"key": found.key}
        response = client.post(at("evaluation_sentence", evaluation.pk), key | given)
        row.refresh_from_db()
        return response, row.good_shown

    return do


def test_a_sentence_is_hidden_quoted_and_taken_back(sentence):
    for shown in (Shown.HIDDEN, Shown.INSIDE, Shown.QUOTED, Shown.INSIDE):
        response, is_now = sentence(shown=shown)
        assert response.status_code == 302
        assert is_now == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to me: zoe@example.org", "zoe@example.org"),
        ("Zuri was the best", "Zuri"),
        ("Thanks to okafor!", "okafor"),
        ("Kim told us a lot", "Kim"),
    ],
)
def test_what_looks_personal_is_quoted_only_by_who_is_sure(
    sentence, evaluation, coordinator, text, found
):
    group = MentorGroupFactory(program=evaluation.program, organizer=coordinator.person)
    group.students.add(StudentFactory(program=evaluation.program, given_name="Zuri"))
    mentor = GroupMentorFactory(group=group).mentor
    Person.objects.filter(pk=mentor.person_id).update(name="Kim Tran")

    response, shown = sentence(text, shown="quoted")

    assert response.status_code == 422
    assert f"Something looks personal: “{found}”" in page_of(response)
    assert 'name="sure"' in page_of(response)
    assert shown == "inside"
    response, shown = sentence(shown="quoted", sure="1")
    assert (response.status_code, shown) == (302, "quoted")


@pytest.mark.parametrize(
    "given",
    [
        {"shown": "loud"},
        {"shown": "quoted", "key": "s" + "0" * 20},
        {"shown": "quoted", "key": "staff"},
    ],
)
def test_a_sentence_that_is_not_there_is_refused(sentence, given):
    response, shown = sentence(**given)

    assert response.status_code == 422
    assert shown == "inside"


def test_the_sentence_of_a_side_that_is_too_small_cannot_be_reached(evaluation):
    voice = MentorVoiceFactory(evaluation=evaluation, good="Fine")

    with pytest.raises(DomainError, match="not there"):
        show_sentence(evaluation, key=key_of("mentors", voice), shown="quoted")


def test_the_sentence_of_another_evaluation_cannot_be_reached(evaluation):
    other = StudentSayFactory(good="Fine")

    with pytest.raises(DomainError, match="not there"):
        show_sentence(evaluation, key=key_of("students", other), shown="hidden")


# ---------------------------------------------------------------- what leaves the program


@pytest.mark.parametrize(("students", "is_shown"), [(9, False), (10, True)])
def test_nine_students_are_hidden_and_ten_are_shown(
    client, coordinator, closed, at, students, is_shown
):
    say(closed, students=students, mentors=3, learned=5)
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", closed.pk)))
    pdf = text_of(client.get(at("evaluation_pdf", closed.pk)).content)

    for words in (page, pdf):
        assert (f"Students {students}; Mentors 3" in words) is is_shown
        assert ("Students fewer than 10; Mentors 3" in words) is not is_shown
    assert ("plot-students" in page) is is_shown
    assert "plot-mentors" in page
    assert ("Learned something useful 5.0 5.0" in pdf) is is_shown
    assert (f"Learned something useful {NOT_SHOWN} 5.0" in pdf) is not is_shown


@pytest.mark.parametrize(("mentors", "is_shown"), [(2, False), (3, True)])
def test_two_mentors_are_hidden_and_three_are_shown(
    client, coordinator, closed, at, mentors, is_shown
):
    say(closed, students=10, mentors=mentors)
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", closed.pk)))

    assert ("plot-mentors" in page) is is_shown
    assert ("Mentors fewer than 3" in page) is not is_shown


def test_only_quoted_sentences_of_sides_that_show_go_out(client, coordinator, closed, at):
    say(closed, students=9, mentors=3, good="For staff alone")
    StudentSay.objects.update(good="Of nine", good_shown=Shown.QUOTED)
    first = MentorVoice.objects.first()
    MentorVoice.objects.filter(pk=first.pk).update(
        good="They <asked> a lot", good_shown=Shown.QUOTED, change="Gone", change_shown="hidden"
    )
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", closed.pk)))
    pdf = text_of(client.get(at("evaluation_pdf", closed.pk)).content)

    assert "“They &lt;asked&gt; a lot” (a mentor)" in page
    assert "“They <asked> a lot” (a mentor)" in pdf
    for words in (page, pdf):
        for secret in ("For staff alone", "Of nine", "Gone", first.person.name):
            assert secret not in words


def test_with_too_few_of_all_only_the_year_is_told(client, coordinator, closed, at):
    say(closed, students=1, mentors=1, staff=1)
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", closed.pk)))

    assert "Too few have answered to show anything." in page
    assert '<svg class="plot' not in page
    assert client.get(at("evaluation_pdf", closed.pk)).content.startswith(b"%PDF")


def test_the_numbers_are_those_of_the_school_year(closed, program):
    group = MentorGroupFactory(program=program, started_on=date(2026, 9, 1))
    GroupMentorFactory(group=group)
    GroupMentorFactory(group=group, position=2)
    group.students.set(StudentFactory.create_batch(3, program=program))
    for starts_at, state in (
        (NOW - 3 * DAY, "completed"),
        (NOW - 2 * DAY, "cancelled_by_partner"),
        (NOW - 300 * DAY, "completed"),
        (NOW + 9 * DAY, "completed"),
    ):
        activity = ActivityFactory(
            program=program, kind="mentor_session", starts_at=starts_at, state=state
        )
        MentorSessionFactory(group=group, activity=activity, hours="1.5")
    MentorGroupFactory(program=program, started_on=date(2026, 1, 1), ended_on=date(2026, 6, 30))
    MentorSessionFactory()

    numbers = board.numbers_of(closed)

    assert (numbers.mentors, numbers.partners) == (2, 2)
    assert (numbers.held, numbers.hours) == (1, 2)
    assert (numbers.students, numbers.groups) == ("fewer than 10", None)
    group.students.add(*StudentFactory.create_batch(7, program=program))
    numbers = board.numbers_of(closed)
    assert (numbers.students, numbers.groups) == ("10", 1)


def test_groups_of_hidden_students_are_not_counted_out_either(client, coordinator, closed, at):
    for _ in range(3):
        group = MentorGroupFactory(program=closed.program, started_on=date(2026, 9, 1))
        group.students.add(StudentFactory(program=closed.program))
    client.force_login(coordinator)
    addresses = [at("evaluation_board", closed.pk), at("evaluation_pdf", closed.pk)]

    page, pdf = (client.get(address) for address in addresses)
    assert "Students with a mentor: fewer than 10." in page_of(page)
    assert "roups: 3" not in page_of(page) + text_of(pdf.content)

    group.students.add(*StudentFactory.create_batch(7, program=closed.program))
    page, pdf = (client.get(address) for address in addresses)
    for words in (page_of(page), text_of(pdf.content)):
        assert "Groups: 3. Students with a mentor: 10." in words


# ---------------------------------------------------------------- the year before


def spring(program, **fields):
    return EvaluationFactory(
        program=program,
        year=2025,
        **{"opens_on": date(2026, 2, 20), "closes_on": date(2026, 3, 6)} | fields,
    )


def test_it_compares_with_the_evaluation_of_the_same_time_of_the_year_before(closed, program):
    other = spring(program, opens_on=date(2026, 5, 4), closes_on=date(2026, 5, 18))
    same = spring(program)
    EvaluationFactory(program=program, year=2024, closed_at=NOW)
    EvaluationFactory(year=2025, closed_at=NOW)

    assert year_before(closed, now=NOW) == same
    same.delete()
    assert year_before(closed, now=NOW) == other
    other.delete()
    assert year_before(closed, now=NOW) is None


def test_the_year_before_stands_next_to_it_where_it_may_be_shown(client, coordinator, closed, at):
    say(closed, students=10, mentors=3, learned=5)
    earlier = spring(closed.program)
    say(earlier, students=10, mentors=2, learned=3)
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", closed.pk)))
    pdf = client.get(at("evaluation_pdf", closed.pk)).content

    assert page.count("plot-before") == 5
    assert "5.0 (3.0)" in page
    assert "In brackets: 2025-26." in page
    assert f"Learned something useful 5.0 (3.0) 5.0 {NOT_SHOWN}" in text_of(pdf)
    assert validate_pdf_bytes(pdf).is_compliant


def test_a_year_before_that_is_too_small_is_not_named(client, coordinator, closed, at):
    say(closed, students=10)
    say(spring(closed.program), students=9)
    client.force_login(coordinator)

    assert "2025-26" not in page_of(client.get(at("evaluation_board", closed.pk)))


def test_an_evaluation_that_is_still_open_compares_with_nothing_yet(closed, program):
    spring(program, closes_on=TODAY)

    assert year_before(closed, now=NOW) is None


# ---------------------------------------------------------------- plot


def test_bars_are_as_long_as_the_averages(evaluation):
    for value in (1, 5, 3):
        StudentSayFactory(evaluation=evaluation, prepared=value, learned=1, again=5)

    plot = board.plot_of(results_of(evaluation))

    widths = {row.words: [mark.width for mark in row.marks] for row in plot.rows}
    assert widths["Well prepared"] == [110]
    assert widths["Learned something useful"] == [0]
    assert widths["Would do it again"] == [220]
    assert plot.width == 352
    assert all(mark.before is None for row in plot.rows for mark in row.marks)


# ---------------------------------------------------------------- paper


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_paper_is_accessible_in_both_languages(closed, language):
    say(closed, students=12, mentors=3, staff=3, good="Robots", good_shown=Shown.QUOTED)

    pdf = board.board_pdf(closed, language=language, now=NOW)

    report = validate_pdf_bytes(pdf)
    assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures][:5]
    reader = PdfReader(BytesIO(pdf))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "2026-27" in reader.metadata.title
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_paper_is_called_as_what_it_is(client, teacher, closed, at):
    client.force_login(teacher)

    response = client.get(at("evaluation_pdf", closed.pk), {"language": "es"})

    assert 'filename="Evaluation of mentoring 2026-27.pdf"' in response["Content-Disposition"]
    assert PdfReader(BytesIO(response.content)).trailer["/Root"]["/Lang"] == "es"


def test_before_it_is_closed_nothing_leaves_the_program(
    client, coordinator, evaluation, meeting, at
):
    say(evaluation, students=10)
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", evaluation.pk)))
    pdf = client.get(at("evaluation_pdf", evaluation.pk))
    shared = client.post(at("evaluation_share", evaluation.pk), {"meeting": meeting.pk})

    assert "It is not closed yet." in page
    assert at("evaluation_pdf", evaluation.pk) not in page
    assert (pdf.status_code, shared.status_code) == (422, 422)
    assert not Paper.objects.exists()


# ---------------------------------------------------------------- with the papers of a meeting


def test_the_paper_lies_with_those_of_the_next_meeting(
    client, coordinator, closed, meeting, at, program
):
    say(closed, students=10)
    later = MeetingFactory(
        board=meeting.board, activity=ActivityFactory(program=program, starts_at=NOW + 90 * DAY)
    )
    client.force_login(coordinator)
    page = page_of(client.get(at("evaluation_board", closed.pk)))
    assert "Put it with the papers of" in page
    assert f'value="{later.pk}"' not in page

    for _time in range(2):
        response = client.post(
            at("evaluation_share", closed.pk), {"meeting": meeting.pk}, follow=True
        )

    paper = Paper.objects.get()
    assert (paper.meeting, paper.title) == (meeting, "Evaluation of mentoring 2026-27")
    assert list(papers_to_send(meeting)) == [paper]
    assert paper.uploaded_by == coordinator
    with default_storage.open(paper.file.name) as file:
        assert "Students 10" in text_of(file.read())
    closed.refresh_from_db()
    assert (closed.paper, closed.shared_by, closed.shared_at) == (paper, coordinator, NOW)
    assert closed.history.first().history_user == coordinator
    assert reverse("advisory:meeting_papers", args=[program.slug, meeting.pk]) in page_of(response)


def test_a_later_meeting_gets_a_paper_of_its_own(coordinator, closed, meeting, program, clock):
    say(closed, mentors=3)
    first = board.share(closed, meeting_id=meeting.pk, by=coordinator, now=NOW)
    clock.move_to(meeting.activity.ends_at + DAY)
    now = meeting.activity.ends_at + DAY
    later = MeetingFactory(
        board=meeting.board, activity=ActivityFactory(program=program, starts_at=now + 30 * DAY)
    )
    closed.refresh_from_db()

    second = board.share(closed, meeting_id=later.pk, by=coordinator, now=now)

    assert (first.meeting, second.meeting) == (meeting, later)
    assert Paper.objects.count() == 2


def test_without_a_meeting_to_come_it_says_so_and_offers_the_paper(
    client, coordinator, closed, meeting, at
):
    meeting.activity.state = "cancelled_by_school"
    meeting.activity.save()
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", closed.pk)))

    assert "No meeting of a board is coming" in page
    assert at("evaluation_pdf", closed.pk) in page
    assert "Put it with" not in page


@pytest.mark.parametrize("wanted", ["", "x", "999999", "9" * 40, "theirs", "cancelled"])
def test_a_meeting_that_is_not_ours_or_not_to_come_is_refused(
    client, coordinator, closed, meeting, at, wanted
):
    if wanted == "theirs":
        wanted = MeetingFactory().pk
    if wanted == "cancelled":
        meeting.activity.state = "cancelled_by_school"
        meeting.activity.save()
        wanted = meeting.pk
    client.force_login(coordinator)

    response = client.post(at("evaluation_share", closed.pk), {"meeting": wanted})

    assert response.status_code == 422
    assert "not to come any more" in page_of(response)
    assert not Paper.objects.exists()


def test_each_board_has_a_button_of_its_own_next_meeting(
    client, coordinator, closed, meeting, program, at
):
    other = MeetingFactory(
        board=BoardFactory(program=program, name="Second board"),
        activity=ActivityFactory(program=program, starts_at=NOW + 60 * DAY),
    )
    client.force_login(coordinator)

    page = page_of(client.get(at("evaluation_board", closed.pk)))

    assert page.count("Put it with the papers of") == 2
    assert f'value="{other.pk}"' in page
    assert "Second board" in page


def test_too_few_answers_are_no_paper(coordinator, closed, meeting):
    say(closed, students=9, mentors=2, staff=2)
    with pytest.raises(DomainError, match="Too few have answered"):
        board.share(closed, meeting_id=meeting.pk, by=coordinator, now=NOW)
    assert not Paper.objects.exists()


def test_a_paper_that_was_deleted_is_put_there_anew(client, coordinator, closed, meeting):
    say(closed, mentors=3)
    board.share(closed, meeting_id=meeting.pk, by=coordinator, now=NOW)
    Paper.objects.get().delete()
    closed.refresh_from_db()

    paper = board.share(closed, meeting_id=meeting.pk, by=coordinator, now=NOW)

    assert Paper.objects.get() == paper


def test_a_teacher_takes_the_paper_and_does_not_share_it(client, teacher, closed, meeting, at):
    client.force_login(teacher)

    page = page_of(client.get(at("evaluation_board", closed.pk)))

    assert at("evaluation_pdf", closed.pk) in page
    assert "Put it with" not in page


def test_the_page_is_in_spanish_where_it_is_asked_for(client, teacher, closed, at):
    client.force_login(teacher)

    page = page_of(client.get(at("evaluation_board", closed.pk), {"language": "es"}))

    assert 'lang="es"' in page
    assert "Estudiantes" in page


# ---------------------------------------------------------------- queries


def more(evaluation):
    """Another group with a mentor, a meeting and answers of all sides."""
    group = MentorGroupFactory(program=evaluation.program)
    place = GroupMentorFactory(group=group)
    group.students.add(StudentFactory(program=evaluation.program))
    activity = ActivityFactory(
        program=evaluation.program, kind="mentor_session", state="completed", starts_at=NOW - DAY
    )
    MentorSessionFactory(group=group, activity=activity)
    evaluation.asked.add(place.mentor.person)
    MentorVoiceFactory(evaluation=evaluation, person=place.mentor.person, good="Fine")
    say(evaluation, students=10, staff=3, good="Fine", good_shown=Shown.QUOTED)


@pytest.mark.parametrize(("name", "count"), [("evaluation_detail", 17), ("evaluation_board", 17)])
def test_a_page_asks_as_much_for_three_as_for_one(
    client, coordinator, closed, meeting, program, at, name, count, django_assert_num_queries
):
    more(closed)
    more(spring(program))
    client.force_login(coordinator)
    client.get(at(name, closed.pk))
    with CaptureQueriesContext(connection) as one:
        client.get(at(name, closed.pk))
    for _time in range(2):
        more(closed)

    with django_assert_num_queries(len(one)):
        client.get(at(name, closed.pk))
    assert len(one) == count
