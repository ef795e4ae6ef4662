"""Times and answers as people say them, in their language (SPEC 13.13)."""

from datetime import datetime

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


def spoken_day(when: datetime) -> str:
    """ "Tuesday 8 December 2026" in the language that is active, of an instant in its zone."""
    return date_format(when, _words()[0], use_l10n=False)


def spoken_span(first: datetime, last: datetime) -> str:
    """ "Tuesday 8 December 2026, 7:00-9:00 am", of two instants in the zone that is meant."""
    _, joint, halves = _words()
    begin, end = _clock(first, halves), _clock(last, halves)
    if first.date() != last.date():
        return f"{spoken_day(first)}, {begin}{joint}{spoken_day(last)}, {end}"
    if (first.hour < 12) == (last.hour < 12):
        begin = f"{first.hour % 12 or 12}:{first.minute:02}"
    elif joint == "-":
        joint = " - "
    return f"{spoken_day(first)}, {begin}{joint}{end}"


def _clock(when: datetime, halves: tuple[str, str]) -> str:
    return f"{when.hour % 12 or 12}:{when.minute:02} {halves[when.hour >= 12]}"


def _words() -> tuple[str, str, tuple[str, str]]:
    return _WORDS.get((get_language() or "en")[:2], _WORDS["en"])
