"""Finding the name of a student in the words of a work, however it is written."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from students.models import Student

#: A name so long is found though its letters or parts are torn apart.
LONG = 9
#: What stands inside a name and is often left out or written another way.
_APOSTROPHES = dict.fromkeys(map(ord, "'`\u00b4\u2018\u2019\u02bc\u2032\uff07"))


def plain(text: str) -> str:
    """Small letters without accents and apostrophes, one space between words: "obrien nunez".
    Letters that stand alone in a row are one word, as "O B R I E N"."""
    text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    text = "".join(one for one in text if not unicodedata.combining(one) and one != "\u00ad")
    words = " ".join(re.findall(r"[^\W_]+", text))
    return re.sub(r"\b\w(?: \w\b)+", lambda found: found[0].replace(" ", ""), words)


def find_name(names: Iterable[str], pages: Sequence[str]) -> tuple[str, int] | None:
    """The first of the names that stands on a page, and on which, from 1. A name that is torn by
    the end of a page stands on the one on which it begins."""
    words = [plain(page) for page in pages]
    everything = _Words(" ".join(words))
    for name in names:
        key = plain(name)
        if key and everything.have(key):  # almost never, so each page is asked only then
            for together in (1, 2):
                for place in range(len(words)):
                    if _Words(" ".join(words[place : place + together])).have(key):
                        return name, place + 1
    return None


class _Words:
    """Some words, and the same without the gaps."""

    def __init__(self, words: str) -> None:
        self.words, self.closed = f" {words} ", words.replace(" ", "")

    def have(self, key: str) -> bool:
        if f" {key} " in self.words or f" {key}s " in self.words:  # "Ana Park's"
            return True
        closed = key.replace(" ", "")
        return len(closed) >= LONG and closed in self.closed


def names_of(given: str, family: str, *, is_known: bool) -> list[str]:
    """What must not be read. Of the student whose work it is (``is_known``) the family name or the
    given name alone is enough, of several given names the first; of all others the whole name, as
    many a name is a word too."""
    whole = [f"{given} {family}", f"{family} {given}"]
    return [family, given, *given.split()[:1], *whole] if is_known else whole


def names_in_program(program_id: int) -> list[str]:
    """The whole names of all students of a program. One query."""
    rows = Student.objects.filter(program=program_id).values_list("given_name", "family_name")
    return [name for given, family in rows for name in names_of(given, family, is_known=False)]
