"""What in a text would let a student and a mentor meet behind the school's back: it is shown to
staff, who read first (SPEC 8.5). It finds too much rather than too little."""

import re
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    EMAIL = "e-mail address"
    LINK = "link"
    PHONE = "telephone number"
    ADDRESS = "address"
    HANDLE = "name on a network"


class Finding(NamedTuple):
    """A piece of the text, with where it begins and ends."""

    kind: Kind
    start: int
    end: int
    text: str


_ENDINGS = (
    "com|org|net|edu|gov|mil|us|io|me|info|app|dev|co|tv|gg|biz|ly|link|page|site|online|xyz|mx|es"
    "|ca|uk|de|eu"
)
_STREETS = (
    "street|avenue|ave|boulevard|blvd|road|rd|highway|hwy|parkway|pkwy|terrace|apartment|apt|suite"
    "|st|ln"
)
#: Words of everyday life too: only where they are written like a name.
_NAMES = "St|Dr|Drive|Ln|Lane|Ct|Court|Way|Place|Pl|Circle|Cir|Square|Sq|Trail|Trl|Loop|Route|Rte"
_DASH = r"[\s.\-\u2010-\u2015/\u00b7\u2022_*]"
#: Between the digits of a number that is taken apart.
_GAP = r"[ \t\-\u2010-\u2015\u00b7\u2022_*]{1,3}"
_DIGIT = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
    "|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|doble"
)
_SAID = rf"(?:{_DIGIT}|\d{{1,4}})"
_NETWORKS = (
    r"instagram|insta|whats\s?app|snap\s?chat|tik\s?tok|facebook|face\s?time|telegram|discord"
    r"|linked\s?in|messenger|twitter|skype|venmo"
)
#: Earlier ones win where two find the same.
_PATTERNS = (
    (Kind.EMAIL, r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}", re.I),
    (Kind.EMAIL, r"[\w.+\-]{1,64}\s{0,3}[(\[{]\s?(?:at|arroba)\s?[)\]}]\s{0,3}[\w.\-]{1,80}", re.I),
    (
        Kind.EMAIL,
        r"\b[\w.+\-]{1,64}\s{1,3}(?:at|arroba)\s{1,3}[\w\-]{1,63}"
        r"(?:\s{1,3}(?:dot|punto)\s{1,3}[\w\-]{1,63}){1,4}",
        re.I,
    ),
    (
        Kind.EMAIL,
        rf"[\w.+\-]{{1,64}}\s{{0,2}}[@\uff20]\s{{0,2}}[\w\-]{{2,63}}\s{{0,2}}\.\s{{0,2}}(?:{_ENDINGS})\b",
        re.I,
    ),
    (Kind.EMAIL, r"[\w.+\-]{1,64}[@\uff20][\w\-]{2,63}", re.I),
    (
        Kind.EMAIL,
        r"\b(?:[\w.+\-]{1,64}\s{1,3}(?:at|arroba)\s{1,3})?(?:g-?mail|hotmail|yahoo|icloud)\b",
        re.I,
    ),
    (Kind.LINK, r"\b(?:https?|ftp)://\S+|\bwww\.\S+", re.I),
    (Kind.LINK, rf"\b(?:[a-z0-9\-]{{1,63}}\.){{1,4}}(?:{_ENDINGS})\b(?:/\S*)?", re.I),
    (Kind.LINK, r"\b(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,10}/\S+", re.I),
    (
        Kind.LINK,
        r"\b[\w\-]{2,63}\s{0,2}[(\[{]\s?(?:\.|dot|punto)\s?[)\]}]\s{0,2}[a-z]{2,20}\b",
        re.I,
    ),
    (
        Kind.LINK,
        r"\b[\w\-]{2,63}\s{1,2}(?:dot|punto|\.)\s{1,2}(?:com|org|net|edu|gov|io)\b",
        re.I,
    ),
    (Kind.PHONE, rf"\+\d(?:{_DASH}{{0,2}}[()]?\d){{6,14}}", 0),
    (
        Kind.PHONE,
        rf"(?<![\d+])(?:1{_DASH}{{0,2}})?\(?\d{{3}}\)?{_DASH}{{0,2}}\d{{3}}{_DASH}{{0,2}}\d{{4}}(?!\d)",
        0,
    ),
    (
        Kind.PHONE,
        rf"(?<!\d)(?=\d(?:(?:{_GAP})?\d){{6}})\d{{1,5}}(?:{_GAP}\d{{1,5}}){{2,14}}(?!\d)",
        0,
    ),
    (Kind.PHONE, rf"(?<!\d)\d{{3}}{_DASH}\d{{4}}(?!\d)", 0),
    (
        Kind.PHONE,
        rf"\b(?:\d{{1,4}}[\s,.\-]{{1,3}}){{0,6}}(?:{_DIGIT})(?:[\s,.\-]{{1,3}}{_SAID}){{3,14}}\b",
        re.I,
    ),
    (
        Kind.ADDRESS,
        rf"\b\d{{1,6}}[a-z]?,?\s+(?:[\w'\u2019.\-]{{1,30}}\s+){{0,4}}(?:{_STREETS})\b\.?(?:\s*#?\d{{1,5}})?",
        re.I,
    ),
    (
        Kind.ADDRESS,
        rf"\b\d{{1,6}}[A-Za-z]?\s+(?:[\w'\u2019.\-]{{1,30}}\s+){{1,4}}(?:{_NAMES})\b\.?",
        0,
    ),
    (
        Kind.ADDRESS,
        r"\b\d{1,6}\s+(?:[NSEW]|[NS][EW]|North|South|East|West)\b\.?\s+[A-Z]\w{1,30}",
        0,
    ),
    (
        Kind.ADDRESS,
        r"\b[A-Z][\w'\u2019\-]{1,30}\s+(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd)\b\.?,?"
        r"\s{0,2}(?:[Nn]o\.?|[Nn]umber|#)?\s{0,2}\d{1,6}\b",
        0,
    ),
    (
        Kind.ADDRESS,
        r"\b(?:(?:calle|avenida|avda\.?|av\.|paseo|camino)\s|c/)\s*"
        r"[\w .'\u2019\-]{1,40}?,?\s*#?\d{1,6}\b",
        re.I,
    ),
    (Kind.ADDRESS, r"\b(?:P\.?\s?O\.?\s?Box|apartado(?:\s+postal)?)\s+\d+", re.I),
    (Kind.ADDRESS, r"(?<![\d,.])\d{5}(?:-\d{4})?(?![\d,]|\.\d)", 0),
    (Kind.HANDLE, r"(?<![\w@])@[\w.]{2,40}|\b\w{2,32}#\d{4}\b", 0),
    (
        Kind.HANDLE,
        rf"\b(?:{_NETWORKS})\b(?:(?:\s{{0,2}}:\s{{0,2}}|\s(?:is|es)\s)\S{{1,60}})?",
        re.I,
    ),
    (Kind.HANDLE, r"\bIG\s?:\s?\S{1,60}", 0),
)
_COMPILED = tuple((kind, re.compile(pattern, flags)) for kind, pattern, flags in _PATTERNS)


def find_personal(text: str) -> list[Finding]:
    """E-mail addresses, telephone numbers, links, names on networks, addresses and ZIP codes, also
    those spelled out or taken apart, in the order of the text, none over another."""
    found: list[Finding] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < one.end and one.start < end for one in found):
                found.append(Finding(kind, start, end, match.group()))
    return sorted(found, key=lambda one: one.start)


def marked(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the kind of what was found there, or with nothing."""
    pieces: list[tuple[str, str]] = []
    place = 0
    for one in find_personal(text):
        pieces += [(text[place : one.start], ""), (one.text, str(one.kind))]
        place = one.end
    pieces.append((text[place:], ""))
    return [(piece, kind) for piece, kind in pieces if piece]
