"""Times and answers as people say them, in their language (SPEC 13.13)."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy

from calendar_app.models import Participation

#: What somebody says who answers an invitation.
ANSWERS = {
    Participation.Answer.YES: gettext_lazy("Yes, I will come"),
    Participation.Answer.NO: gettext_lazy("No, I cannot come"),
    Participation.Answer.MAYBE: gettext_lazy("Maybe, I do not know yet"),
    Participation.Answer.SUBSTITUTE: gettext_lazy("My substitute comes"),
}

#: By language: the day, what joins the hours, before and after noon.
_WORDS = {
    "en": ("l j F Y", "-", ("am", "pm")),
    "es": (r"l j \d\e F \d\e Y", " a ", ("a. m.", "p. m.")),
}


def spoken_day(when: date) -> str:
    """ "Tuesday 8 December 2026" in the language that is active, of a day, or of an instant in its
    zone."""
    return date_format(when, _words()[0], use_l10n=False)


def spoken_span(first: datetime, last: datetime) -> str:
    """ "Tuesday 8 December 2026, 7:00-9:00 am", of two instants in the zone that is meant."""
    if first.date() != last.date():
        joint, begin, end = _words()[1], spoken_clock(first), spoken_clock(last)
        return f"{spoken_day(first)}, {begin}{joint}{spoken_day(last)}, {end}"
    return f"{spoken_day(first)}, {spoken_hours(first, last)}"


def spoken_hours(first: datetime, last: datetime) -> str:
    """ "7:00-9:00 am", of two instants of one day in the zone that is meant."""
    joint = _words()[1]
    begin, end = spoken_clock(first), spoken_clock(last)
    if (first.hour < 12) == (last.hour < 12):
        begin = f"{first.hour % 12 or 12}:{first.minute:02}"
    elif joint == "-":
        joint = " - "
    return f"{begin}{joint}{end}"


def spoken_clock(when: datetime) -> str:
    """ "7:00 am" of an instant in the zone that is meant."""
    return f"{when.hour % 12 or 12}:{when.minute:02} {_words()[2][when.hour >= 12]}"


def _words() -> tuple[str, str, tuple[str, str]]:
    return _WORDS.get((get_language() or "en")[:2], _WORDS["en"])
