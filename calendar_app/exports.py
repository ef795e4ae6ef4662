"""The calendar as files: the columns of its list, the month as a paper."""

from calendar_app.domain.calendar import Sheet
from calendar_app.models import Activity
from core.lists import Column
from core.pdf import render_pdf
from partnerships.domain.letterhead import letterhead
from partnerships.models import Program


def grades_of(activity: Activity) -> str:
    """ "9", "9 to 11" or nothing."""
    first, last = activity.grade_from, activity.grade_to
    if first is not None and last is not None and first != last:
        return f"{first} to {last}"
    one = first if first is not None else last
    return "" if one is None else str(one)


def _partner(activity: Activity) -> str:
    return activity.organization.name if activity.organization else ""


ACTIVITY_COLUMNS = (
    Column("when", "When", "starts_at", lambda a: a.starts_at),
    Column("ends", "Ends", "", lambda a: a.ends_at, on_page=False),
    Column("title", "What", "title", lambda a: a.title),
    Column("kind", "Kind", "kind", lambda a: a.get_kind_display(), on_page=False),
    Column("partner", "Partner", "organization__name", _partner),
    Column("place", "Place", "", lambda a: a.place, on_page=False),
    Column("room", "Room", "", lambda a: a.room, on_page=False),
    Column("organizer", "Organizer", "organizer__name", lambda a: a.organizer.name),
    Column("grades", "Grades", "", grades_of, on_page=False),
    Column("state", "State", "state", lambda a: a.get_state_display()),
    Column("reason", "Reason", "", lambda a: a.state_reason, on_page=False),
)


def month_pdf(program: Program, sheet: Sheet) -> bytes:
    """A month on one landscape page, or more where days are full."""
    context = {"paper": letterhead(program), "program": program, "sheet": sheet}
    return render_pdf("print/calendar_month.html", context)


CHANGE_COLUMNS = (
    Column("what", "What", "", lambda c: c.what),
    Column("title", "Activity", "", lambda c: c.activity.title),
    Column("kind", "Kind", "", lambda c: c.activity.get_kind_display()),
    Column("partner", "Partner", "", lambda c: _partner(c.activity)),
    Column("before", "Before", "", lambda c: c.before),
    Column("now", "Now", "", lambda c: c.now),
    Column("organizer", "Organizer", "", lambda c: c.activity.organizer.name),
    Column("at", "Changed", "", lambda c: c.at),
)
