"""Minutes on the screen and on paper, from draft to locked (SPEC 3.7), and what the public sees
(SPEC 3.11)."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from advisory.domain import live, minutes
from advisory.models import Board, Meeting, Motion
from calendar_app.models import Activity, Participation
from notifications.models import Attachment, Message
from tests.factories import (
    NOW,
    ActionItemFactory,
    AffiliationFactory,
    AgendaItemFactory,
    BoardFactory,
    MeetingFactory,
    MotionFactory,
    ParticipationFactory,
    PersonFactory,
    SeatFactory,
)

Minutes = Meeting.Minutes


@pytest.fixture
def board(program):
    return BoardFactory(program=program, name="Our board")


@pytest.fixture
def seats(board):
    return [
        SeatFactory(
            board=board,
            organization__name=name,
            representative__name=f"Rep {name}",
            representative__email=f"{name.lower()}@example.org" if name != "Gamma" else "",
        )
        for name in ("Acme", "Beta", "Gamma")
    ]


def held(board, seats, *, days, state=Minutes.DRAFT, **fields):
    """A meeting so many days ago, adjourned; Gamma was excused."""
    begun = NOW - timedelta(days=days)
    meeting = MeetingFactory(
        board=board,
        starts_at=begun,
        started_at=begun,
        ended_at=begun + timedelta(hours=2),
        minutes_state=state,
        **fields,
    )
    Activity.objects.filter(pk=meeting.pk).update(state=Activity.State.COMPLETED)
    for seat, how in zip(seats, ("in_person", "video", "excused"), strict=True):
        ParticipationFactory(
            activity=meeting.activity,
            person=seat.representative,
            organization=seat.organization,
            role=Participation.Role.MEMBER,
            attendance=how,
        )
    return meeting


@pytest.fixture
def meeting(board, seats):
    one = held(board, seats, days=40)
    item = AgendaItemFactory(
        meeting=one, title="Equipment", notes="A private note", decision="We buy two manikins."
    )
    MotionFactory(item=item, text="Buy two", moved_by=seats[0].representative, votes_for=2)
    MotionFactory(item=item, text="Taken back", result=Motion.Result.WITHDRAWN, votes_for=0)
    action = ActionItemFactory(meeting=one)
    action.task.title, action.task.owner = "Ask for prices", seats[1].representative
    action.task.save()
    return one


@pytest.fixture
def later(board, seats):
    return held(board, seats, days=5, state=Minutes.LIVE)


@pytest.fixture
def at(program):
    return lambda name, pk: reverse(f"advisory:{name}", args=[program.slug, pk])


def fresh(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def words_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


# ---------------------------------------------------------------- what they say


def test_page_and_paper_say_the_same(client, meeting, at, teacher):
    client.force_login(teacher)

    page = client.get(at("meeting_minutes", meeting.pk)).content.decode()
    paper = client.get(at("meeting_minutes_pdf", meeting.pk))

    assert paper["Content-Disposition"].endswith('(draft).pdf"')
    text = words_of(paper.content)
    for words in (
        "We buy two manikins.",
        "Carried: 2 for, 0 against, 0 abstained.",
        "Ask for prices",
        "Draft, not approved yet.",
    ):
        assert words in page
        assert words in text
    for secret in ("A private note", "Taken back"):
        assert secret not in page
        assert secret not in text
    assert "Gamma: Rep Gamma" in page[page.index("Excused") :]


def test_where_does_not_name_the_host_twice(meeting, seats):
    from advisory.domain.record import load_record  # noqa: PLC0415 - only here

    for place, where in [
        ("", "Acme"),
        ("Acme, 12 Main Street", "Acme, 12 Main Street"),
        ("Room 12", "Acme, Room 12"),
    ]:
        Activity.objects.filter(pk=meeting.pk).update(
            organization=seats[0].organization, place=place
        )
        record = load_record(minutes.lock_free(meeting))
        assert minutes.minutes_of(record)["where"] == where


def test_a_paper_is_tagged_and_one_page_where_it_can_be(meeting):
    reader = PdfReader(BytesIO(minutes.make_pdf(meeting)[0]))

    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_page(
    client, at, board, seats, coordinator, django_assert_num_queries, count
):
    one = held(board, seats, days=40)
    for _ in range(count):
        item = AgendaItemFactory(meeting=one)
        MotionFactory(item=item)
        ActionItemFactory(meeting=one)
    client.force_login(coordinator)
    client.get(at("meeting_minutes", one.pk))

    with django_assert_num_queries(14):
        client.get(at("meeting_minutes", one.pk))


# ---------------------------------------------------------------- to the members


def test_a_draft_goes_to_each_member_with_an_address_once(client, meeting, at, coordinator):
    client.force_login(coordinator)

    for _ in range(2):
        response = client.post(at("meeting_minutes_send", meeting.pk), follow=True)

    assert "Without an e-mail address: Rep Gamma" in response.content.decode()
    mails = Message.objects.filter(key__startswith="minutes:").order_by("to_email")
    assert [mail.to_email for mail in mails] == ["acme@example.org", "beta@example.org"]
    assert Attachment.objects.filter(message=mails[0]).get().name.endswith("(draft).pdf")
    assert fresh(meeting).minutes_state == Minutes.SENT


def test_an_address_that_is_none_keeps_nobody_else_from_the_minutes(meeting, seats, coordinator):
    """Neither a member's nor that of the organizer, to whom answers would go."""
    for person in (seats[0].representative, meeting.activity.organizer):
        person.email = "ask at the desk"
        person.save()

    mailed, without = minutes.send_minutes(meeting, by=coordinator)

    assert mailed == 1
    assert {one.name for one in without} >= {"Rep Acme", "Rep Gamma"}
    message = Message.objects.get()
    assert (message.to_email, message.reply_to) == ("beta@example.org", "")


def test_a_changed_draft_goes_out_again_and_says_so(meeting, coordinator):
    minutes.send_minutes(meeting, by=coordinator)
    live.save_field(
        fresh(meeting), by=coordinator, what="meeting-summary", value="Short.", was="", now=NOW
    )

    minutes.send_minutes(fresh(meeting), by=coordinator)

    mails = Message.objects.filter(to_email="acme@example.org", key__startswith="minutes:")
    assert mails.count() == 2
    assert mails.order_by("pk").last().subject.startswith("Corrected minutes of ")


def test_who_stood_in_reads_them_too(meeting, seats, coordinator):
    ParticipationFactory(
        activity=meeting.activity,
        person__email="sub@example.org",
        role=Participation.Role.SUBSTITUTE,
        stands_in_for=meeting.activity.participations.get(person=seats[2].representative),
        attendance="phone",
    )

    minutes.send_minutes(meeting, by=coordinator)

    assert Message.objects.filter(to_email="sub@example.org").exists()


def test_minutes_in_spanish_for_who_reads_spanish(meeting, seats, coordinator):
    seats[0].representative.language = "es"
    seats[0].representative.save()

    minutes.send_minutes(meeting, by=coordinator)

    mail = Message.objects.get(to_email="acme@example.org")
    assert mail.subject.startswith("Acta de ")
    assert "Es un borrador" in mail.text


def test_not_before_the_end_and_not_to_nobody(client, later, at, coordinator, seats):
    Meeting.objects.filter(pk=later.pk).update(ended_at=None)
    client.force_login(coordinator)

    page = client.post(at("meeting_minutes_send", later.pk), follow=True).content.decode()
    assert "Adjourn the meeting first" in page

    Meeting.objects.filter(pk=later.pk).update(ended_at=NOW)
    for seat in seats:
        seat.representative.email = ""
        seat.representative.save()
    page = client.post(at("meeting_minutes_send", later.pk), follow=True).content.decode()
    assert "No member of the board has an e-mail address" in page
    assert fresh(later).minutes_state == Minutes.LIVE


# ---------------------------------------------------------------- approved, and locked


@pytest.fixture
def approved(meeting, later, coordinator):
    minutes.send_minutes(meeting, by=coordinator)
    return minutes.approve_minutes(fresh(meeting), by=coordinator, approved_in=later)


def test_the_next_meeting_approves_and_locks_them(client, meeting, later, at, coordinator):
    minutes.send_minutes(meeting, by=coordinator)
    client.force_login(coordinator)

    response = client.post(
        at("meeting_minutes_approve", meeting.pk), {"approved_in": later.pk}, follow=True
    )

    assert "are approved and locked" in response.content.decode()
    one = fresh(meeting)
    assert (one.minutes_state, one.approved_in, one.minutes_approved_at) == (
        Minutes.APPROVED,
        later,
        NOW,
    )
    stored = minutes.stored_pdf(one)
    assert hashlib.sha256(stored).hexdigest() == one.minutes_hash
    assert "Approved at the meeting of" in words_of(stored)


def test_the_paper_stays_as_it_was_approved(client, approved, at, coordinator):
    client.force_login(coordinator)
    before = client.get(at("meeting_minutes_pdf", approved.pk)).content
    approved.board.program.name = "Renamed"
    approved.board.program.save()

    after = client.get(at("meeting_minutes_pdf", approved.pk))

    assert after.content == before
    assert "(draft)" not in after["Content-Disposition"]


def test_what_is_locked_changes_no_more(client, approved, at, coordinator):
    client.force_login(coordinator)

    saved = client.post(
        at("meeting_save", approved.pk),
        {"what": "meeting-summary", "value": "Other", "was": ""},
        headers={"X-Requested-With": "live"},
    )

    assert saved.status_code in {302, 422}
    assert fresh(approved).summary == ""
    assert client.get(at("meeting_live", approved.pk)).status_code == 302
    again = client.post(at("meeting_minutes_approve", approved.pk), {"approved_in": approved.pk})
    assert again.status_code == 422


def test_a_correction_stands_below_with_name_and_day(client, approved, at, coordinator):
    client.force_login(coordinator)

    assert client.post(at("meeting_addendum", approved.pk), {"text": " "}).status_code == 422
    client.post(at("meeting_addendum", approved.pk), {"text": "It was three manikins."})

    page = client.get(at("meeting_minutes", approved.pk)).content.decode()
    assert "It was three manikins." in page
    assert "Dana Okafor" in page[page.index("Corrections after approval") :]


def test_a_draft_takes_no_correction_below(client, meeting, at, coordinator):
    client.force_login(coordinator)

    response = client.post(at("meeting_addendum", meeting.pk), {"text": "Wrong."})

    assert response.status_code == 422
    assert not meeting.addenda.exists()


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("not sent", "Send the minutes to the members first"),
        ("other board", "Another board"),
        ("earlier", "A later meeting approves minutes"),
        ("not begun", "has not been called to order"),
    ],
)
def test_approval_is_refused(board, seats, meeting, later, coordinator, case, sentence):
    if case != "not sent":
        minutes.send_minutes(meeting, by=coordinator)
    where = {
        "not sent": lambda: later,
        "other board": lambda: MeetingFactory(started_at=NOW),
        "earlier": lambda: held(board, seats, days=80),
        "not begun": lambda: MeetingFactory(board=board),
    }[case]()

    with pytest.raises(minutes.DomainError, match=sentence):
        minutes.approve_minutes(fresh(meeting), by=coordinator, approved_in=where)

    assert fresh(meeting).minutes_approved_at is None


# ---------------------------------------------------------------- the public


def public_page(board, name="board_page", *more):
    return reverse(f"advisory_links:{name}", args=[board.program.slug, board.pk, *more])


def test_a_closed_board_has_no_public_page(client, board, approved):
    assert client.get(public_page(board)).status_code == 404
    assert client.get(public_page(board, "minutes_file", approved.pk)).status_code == 404


def test_the_public_sees_minutes_when_they_are_posted(client, board, approved, at, coordinator):
    Board.objects.filter(pk=board.pk).update(open_meetings=Board.OpenMeetings.YES)
    assert "Minutes not posted yet" in client.get(public_page(board)).content.decode()
    assert client.get(public_page(board, "minutes_file", approved.pk)).status_code == 404

    client.force_login(coordinator)
    client.post(at("meeting_minutes_post", approved.pk))
    client.logout()

    assert "Minutes (PDF)" in client.get(public_page(board)).content.decode()
    shown = client.get(public_page(board, "minutes_file", approved.pk))
    assert shown.content == minutes.stored_pdf(fresh(approved))


def test_the_public_page_speaks_spanish(client, board):
    Board.objects.filter(pk=board.pk).update(open_meetings=Board.OpenMeetings.YES)
    MeetingFactory(board=board)

    page = client.get(public_page(board), headers={"Accept-Language": "es-MX,es;q=0.9"})

    assert "Próximas reuniones" in page.content.decode()
    assert 'lang="es"' in page.content.decode()


def test_drafts_are_not_posted(client, board, meeting, at, coordinator):
    Board.objects.filter(pk=board.pk).update(open_meetings=Board.OpenMeetings.YES)
    client.force_login(coordinator)

    page = client.post(at("meeting_minutes_post", meeting.pk), follow=True).content.decode()

    assert "Only approved minutes are posted" in page
    assert fresh(meeting).minutes_posted_at is None


def test_a_member_suggests_from_the_mail_and_hears_what_became_of_it(
    client, board, seats, at, coordinator
):
    from advisory.domain.suggestions import suggestion_address  # noqa: PLC0415 - only here

    meeting = MeetingFactory(board=board)
    person = seats[0].representative
    ParticipationFactory(activity=meeting.activity, person=person, invited_at=NOW)
    page = suggestion_address(meeting, person).removeprefix("https://partners.example.org")

    assert client.post(page, {"title": " "}).status_code == 422
    client.post(page, {"title": "Night shifts", "why": "Students ask."})
    assert "Night shifts" in client.get(page).content.decode()
    item = meeting.agenda_items.get(title="Night shifts")
    client.force_login(coordinator)
    refused = client.post(at("item_answer", item.pk), {"answer": "no", "word": ""})
    assert refused.status_code == 422
    client.post(at("item_answer", item.pk), {"answer": "yes", "word": "Gladly."})

    item.refresh_from_db()
    assert item.state == "planned"
    mail = Message.objects.get(to_email="acme@example.org")
    assert mail.subject == "On the agenda: Night shifts"
    assert "Gladly." in mail.text


def test_who_has_left_suggests_nothing(client, board):
    from advisory.domain.suggestions import suggestion_address  # noqa: PLC0415 - only here

    meeting = MeetingFactory(board=board)
    place = AffiliationFactory()
    at = {"person": place.person, "organization": place.organization}
    ParticipationFactory(activity=meeting.activity, **at)
    page = suggestion_address(meeting, place.person).removeprefix("https://partners.example.org")
    assert client.get(page).status_code == 200
    type(place).objects.update(ended_on=NOW.date())

    assert client.get(page).status_code == 410
    assert client.post(page, {"title": "Night shifts"}).status_code == 410
    assert not meeting.agenda_items.exists()


def test_the_suggestion_page_of_who_reads_spanish(client, board, seats):
    from advisory.domain.suggestions import suggestion_address  # noqa: PLC0415 - only here

    meeting = MeetingFactory(board=board)
    person = PersonFactory(language="es")
    ParticipationFactory(activity=meeting.activity, person=person)
    page = suggestion_address(meeting, person).removeprefix("https://partners.example.org")

    text = client.get(page).content.decode()

    assert "¿De qué debería hablar el consejo?" in text
    assert "Proponerlo" in text
    assert "Diga en pocas palabras" in client.post(page, {"title": " "}).content.decode() or (
        "obligatorio" in client.post(page, {"title": ""}).content.decode()
    )
