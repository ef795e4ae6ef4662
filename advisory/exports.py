"""Papers of the board: data in, bytes out."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation
from django.utils.dateformat import format as date_words
from django.utils.translation import gettext

from advisory.domain import agenda
from advisory.domain.papers import file_name, paper_address, papers_of_meeting, papers_to_send
from advisory.domain.responsibilities import responsibilities_of, year_in_numbers
from advisory.domain.suggestions import suggestion_address, too_late
from advisory.domain.topics import ABOUT_ROLES
from advisory.models import AgendaItem, Meeting, Paper, Topic
from calendar_app.domain.changes import changes_since
from calendar_app.domain.papers import Links, Papers
from calendar_app.domain.wording import spoken_clock
from calendar_app.models import Activity
from core.pdf import render_pdf
from core.templatetags.house import span
from partnerships.domain.letterhead import letterhead
from partnerships.domain.school_years import school_year
from partnerships.models import Person

#: So many changes of the calendar stand on an agenda.
CHANGES_SHOWN = 12


def agenda_pdf(meeting: Meeting) -> bytes:
    """The agenda with the times in the left margin, on one page if it can be (SPEC 3.3); under the
    review of the calendar what changed since the last meeting (SPEC 5.3). Needs activity, and the
    board with its program and school; the times are the program's."""
    program = meeting.board.program
    items = agenda.items_of(meeting)
    papers = list(papers_of_meeting(meeting))
    before = agenda.previous_meeting(meeting)
    since = before.activity.starts_at if before else timezone.now() - timedelta(days=30)
    changes = [one for one in changes_since(program, since) if one.activity.starts_at > since]
    for item in items:
        if item.topic in ABOUT_ROLES:
            item.roles = role_words(meeting, item)  # type: ignore[attr-defined]  # for this paper
        if item.topic == Topic.CALENDAR:
            item.changes = changes[:CHANGES_SHOWN]  # type: ignore[attr-defined]  # for this paper
            item.more = max(0, len(changes) - CHANGES_SHOWN)  # type: ignore[attr-defined]
        titles = [paper.title for paper in papers if paper.item_id == item.pk]
        item.paper_words = ", ".join(titles)  # type: ignore[attr-defined]  # for this paper only
    with timezone.override(program.zone), translation.override("en"):  # as its items are written
        context = {
            "paper": letterhead(program),
            "title": f"Agenda: {meeting.activity.title}, "
            f"{date_words(timezone.localtime(meeting.activity.starts_at), 'j F Y')}",
            "meeting": meeting,
            "when": span(
                timezone.localtime(meeting.activity.starts_at),
                timezone.localtime(meeting.activity.ends_at),
            ),
            "host": meeting.host_seat,
            "timetable": agenda.timetable(meeting, items),
            "loose_papers": [paper for paper in papers if paper.item_id is None],
        }
        return render_pdf("print/agenda.html", context)


def role_words(meeting: Meeting, item: AgendaItem) -> list[str]:
    """Who takes care of what this year; at its last meeting also what the year came to."""
    board = meeting.board
    year = school_year(timezone.localdate(meeting.activity.starts_at, board.program.zone))
    lines = [
        f"{one.title}: {one.owner or 'nobody yet'}"
        + (f". {one.accomplished}" if one.accomplished else "")
        for one in responsibilities_of(board, year)
    ]
    if item.topic == Topic.ROLES_REVIEW:
        numbers = year_in_numbers(board, year)
        lines.append("This year: " + "; ".join(f"{words}: {count}" for words, count in numbers))
    return lines


def agenda_words(meeting: Meeting, items: list[AgendaItem]) -> list[str]:
    """The agenda as plain lines for a mail: time, title, purpose, who presents."""
    lines = []
    zone = meeting.board.program.zone
    for line in agenda.timetable(meeting, items).lines:
        item = line.item
        clock = spoken_clock(line.starts_at.astimezone(zone))
        who = f", {item.presenter}" if item.presenter else ""
        purpose = item.get_purpose_display().lower()
        lines.append(f"{clock} {item.title} ({purpose}, {item.minutes} min{who})")
    return lines


def papers_for_mail(activity: Activity) -> Papers:
    """What goes with an invitation or a reminder to a board meeting (SPEC 3.5): the agenda, the
    papers as files while they are not too large together, the rest as links, and the link by which
    a member suggests an item."""
    meeting = (
        Meeting.objects.filter(activity=activity)
        .select_related("activity", "board__program")
        .first()
    )
    if meeting is None:
        return Papers()
    files, as_links = _files(papers_to_send(meeting).order_by(F("size"), "pk"))
    may_suggest = not too_late(meeting, now=timezone.now())

    def personal(person: Person) -> Links:
        links = [(paper.title, paper_address(paper, person)) for paper in as_links]
        if may_suggest and person.pk != activity.organizer_id:
            with translation.override(person.language):
                words = gettext("Suggest something for the agenda")
            links.append((words, suggestion_address(meeting, person)))
        return links

    items = agenda.items_of(meeting)
    return Papers(agenda=lambda: agenda_words(meeting, items), files=files, personal=personal)


def _files(papers: Any) -> tuple[list[tuple[str, bytes]], list[Paper]]:
    """Name and content while they fit, the smallest first; and those that do not, or whose file
    cannot be read."""
    files: list[tuple[str, bytes]] = []
    as_links: list[Paper] = []
    room = settings.PAPERS_BY_MAIL_MAX_BYTES
    for paper in papers:
        if paper.size > room:
            as_links.append(paper)
            continue
        try:
            with paper.file.open() as stored:
                files.append((file_name(paper), stored.read()))
        except OSError:
            as_links.append(paper)
        else:
            room -= paper.size
    return files, as_links
