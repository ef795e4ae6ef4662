"""What is asked about mentoring: five things, each in the words of students, mentors and staff, so
that the answers stand side by side and compare from year to year (SPEC 8.6)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentors.models import RATINGS, Side

Words = str | Promise


class Asked(NamedTuple):
    """One of the five: how it is called in plots, and how each side is asked."""

    name: str  # of the column
    short: Words
    students: Words
    mentors: Words
    staff: Words

    def to(self, side: Side) -> Words:
        words: Words = getattr(self, side.value)
        return words


QUESTIONS = (
    Asked(
        "prepared",
        _("Well prepared"),
        _("Was your mentor well prepared?"),
        _("Did we prepare you well?"),
        "Were the mentors well prepared?",
    ),
    Asked(
        "time_used",
        _("Time well used"),
        _("Was your time with your mentor well used?"),
        _("Was your time well used?"),
        "Was the students' time well used?",
    ),
    Asked(
        "together",
        _("Got on well"),
        _("Did you and your mentor get on well?"),
        _("Did you and the students get on well?"),
        "Did mentors and students get on well?",
    ),
    Asked(
        "learned",
        _("Learned something useful"),
        _("Did you learn something you can use?"),
        _("Did the students learn something they can use?"),
        "Did the students learn something they can use?",
    ),
    Asked(
        "again",
        _("Would do it again"),
        _("Would you like to have a mentor again?"),
        _("Would you be a mentor again?"),
        "Would you do it again with these mentors?",
    ),
)
assert tuple(one.name for one in QUESTIONS) == RATINGS  # noqa: S101 - the columns and the words

#: The best first, as people expect it.
CHOICES = (
    ("5", _("Yes, very much")),
    ("4", _("Yes")),
    ("3", _("So-so")),
    ("2", _("Not really")),
    ("1", _("Not at all")),
)
#: The two sentences, by column.
OPEN = (
    ("good", _("What went well?")),
    ("change", _("What should be different?")),
)
