"""How much two organizations look like one. Pure reckoning: nothing here asks the database.

Names decide, contact details confirm or contradict. A word that says what kind of place it is
("hospital", "Peoria") counts for little, a word that says which ("Methodist") for much, and two
different numbers ("Local 31", "Local 3464") say that they are two.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from partnerships.domain.common_words import (
    FREE_MAIL,
    GENERIC_WORDS,
    OPPOSITES,
    SMALL_WORDS,
    STATES,
    STREET_WORDS,
)
from partnerships.domain.names import name_key

#: From here on two are worth showing to somebody.
LIKELY = 82

#: The name alone says it; that the rest differs may be a second address or telephone.
SURE = 96
BLOCK_LIMIT = 60  # a key that more share does not tell anything apart
INITIALS = range(3, 7)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organization as far as it is known: a row of a list, or one of ours."""

    name: str
    legal_name: str = ""
    other_names: str = ""  # one a line
    street: str = ""
    city: str = ""
    postal_code: str = ""
    phone: str = ""
    email: str = ""  # an address or a domain; several with spaces between
    website: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What looks like the candidate, how much, and why in plain words, the strongest first."""

    id: int
    name: str
    score: int
    reasons: list[str]


@dataclass(slots=True)
class Features:
    """A candidate as it is compared."""

    id: int
    name: str
    key: str
    variants: list[frozenset[str]]
    initials: frozenset[str]
    acronyms: frozenset[str]
    numbers: frozenset[str]
    sides: frozenset[str]
    place: frozenset[str]
    city: str
    postal_code: str
    house: str
    street: str
    phone: str
    domains: frozenset[str]
    words: frozenset[str] = field(default_factory=frozenset)


def features_of(candidate: Candidate, id: int = 0) -> Features:
    key = name_key(candidate.name)
    texts = _variant_texts(candidate)
    variants = list(dict.fromkeys(frozenset(text.split()) for text in texts if text))
    words = frozenset(word for variant in variants for word in variant)
    house, street = _street(candidate.street)
    city = name_key(candidate.city)
    first = texts[0].split()
    return Features(
        id=id,
        name=candidate.name,
        key=key,
        variants=variants,
        initials=frozenset(filter(None, map(_initials, texts))),
        acronyms=frozenset(text for text in texts if len(text) in INITIALS and " " not in text),
        numbers=frozenset(word for word in first if word.isdigit()),
        sides=frozenset(first) & OPPOSITES,
        place=frozenset(city.split()) | STATES,
        city=city,
        postal_code=candidate.postal_code.strip()[:5],
        house=house,
        street=street,
        phone=phone_key(candidate.phone),
        domains=_domains(candidate),
        words=words,
    )


def _variant_texts(candidate: Candidate) -> list[str]:
    """The keys of every name it goes by: "ICC (Illinois Central College)" has three."""
    names = [candidate.name]
    if inside := re.findall(r"\(([^()]+)\)", candidate.name):
        names += [re.sub(r"\([^()]*\)", " ", candidate.name), *inside]
    names += [candidate.legal_name, *candidate.other_names.splitlines()]
    keys = [name_key(name) for name in names if name.strip()]
    return list(dict.fromkeys(key for key in keys if key)) or [""]


def _initials(text: str) -> str:
    letters = "".join(word[0] for word in text.split() if word not in SMALL_WORDS)
    return letters if len(letters) in INITIALS else ""


def phone_key(phone: str) -> str:
    """The ten digits of a telephone number, without extension; empty if it is not one."""
    digits = re.sub(r"\D", "", re.split(r"(?i)x|ext|#|;|/", phone, maxsplit=1)[0])
    digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    return digits if len(digits) == 10 else ""


def _street(street: str) -> tuple[str, str]:
    """House number and the rest, as compared: "530", "ne glen oak ave"."""
    plain = unicodedata.normalize("NFKD", street).casefold().replace(".", "")
    plain = re.split(r"\b(?:suite|ste|unit|apt|floor|fl)\b|#|,", plain, maxsplit=1)[0]
    words = [STREET_WORDS.get(word, word) for word in re.findall(r"\w+", plain)]
    if not words or not words[0][0].isdigit():
        return "", " ".join(words)
    return words[0], " ".join(words[1:])


def _domains(candidate: Candidate) -> frozenset[str]:
    found = {part.rsplit("@", 1)[-1] for part in re.split(r"[\s;,]+", candidate.email.casefold())}
    site = re.sub(r"^\w+://", "", candidate.website.strip().casefold()).split("/")[0]
    found.add(site.split(":")[0].removeprefix("www."))
    return frozenset(domain for domain in found if "." in domain) - FREE_MAIL


# ---------------------------------------------------------------- names


def name_likeness(a: Features, b: Features) -> tuple[int, str]:
    """0 to 100, and the reason."""
    if a.key == b.key:
        return 100, "same name"
    place = a.place | b.place
    best, reason = 0, ""
    for mine in a.variants:
        for other in b.variants:
            score, why = _compare(mine, other, place)
            if score > best:
                best, reason = score, why
    if best < 80 and (a.acronyms & b.initials or b.acronyms & a.initials):
        best, reason = 80, "one is the initials of the other"
    if a.numbers and b.numbers and a.numbers != b.numbers:
        best = min(best, 50)
    if a.sides and b.sides and a.sides != b.sides:
        best = min(best, 60)
    return best, reason


def _compare(a: frozenset[str], b: frozenset[str], place: frozenset[str]) -> tuple[int, str]:
    if a == b:
        return (97, "another of its names is the same") if len(a) > 1 else (86, "same short name")
    joined_a, joined_b = "".join(sorted(a)), "".join(sorted(b))
    only_a, only_b = a - b, b - a
    shared = sum(_weight(word, place) for word in a & b)
    if not shared and fuzz.ratio(joined_a, joined_b) < 80:
        return 0, ""
    soft, only_a, only_b = _pair_up(only_a, only_b, place)
    if not only_a and not only_b:
        return round(100 * (shared + soft.got) / (shared + soft.could)), "almost the same name"
    if joined := _same_when_joined(only_a, only_b):
        return joined, "almost the same name"
    rest = sum(_weight(word, place) for word in only_a | only_b)
    score = round(100 * (shared + soft.got) / (shared + soft.could + rest))
    part = 0 if soft.could else _part_of(a, b, only_a, only_b, place)
    if part > score:
        return part, "one name is part of the other"
    return score, "names alike"


@dataclass(slots=True)
class _Soft:
    got: float = 0.0
    could: float = 0.0


def _pair_up(
    a: frozenset[str], b: frozenset[str], place: frozenset[str]
) -> tuple[_Soft, frozenset[str], frozenset[str]]:
    """Pair words that differ by a slip of the finger; what is left stands alone."""
    soft, left_a, left_b = _Soft(), set(a), set(b)
    for word in sorted(a, key=len, reverse=True):
        pairs = [(_slip(word, other), other) for other in left_b]
        likely, other = max(pairs, default=(0.0, ""))
        if not likely:
            continue
        weight = _weight(word, place)
        soft.got += weight * likely
        soft.could += weight
        left_a.discard(word)
        left_b.discard(other)
    return soft, frozenset(left_a), frozenset(left_b)


def _slip(one: str, other: str) -> float:
    """How likely one word is the other with a slip of the finger, 0 to 1. Letters swapped, left
    out or doubled are slips; another letter is as often another name."""
    longest = max(len(one), len(other))
    if longest < 4 or one.isdigit() or other.isdigit():
        return 0.0
    steps = OSA.distance(one, other, score_cutoff=2)
    if steps > 2 or one[0] != other[0]:
        return 0.7 if steps == 1 and longest > 5 else 0.0
    if steps == 2:
        return 0.6 if longest > 7 else 0.0
    if len(one) == len(other) and sorted(one) != sorted(other):
        return 0.8 if longest > 5 else 0.0
    return 0.93


def _same_when_joined(a: frozenset[str], b: frozenset[str]) -> int:
    """ "Career Link" and "CareerLink": the same letters with other gaps."""
    if len(a) == len(b) or not a or not b or len(a) + len(b) > 5:
        return 0
    one, several = ("".join(a), b) if len(a) == 1 else ("".join(b), a)
    return 95 if sorted(one) == sorted("".join(several)) else 0


def _part_of(
    a: frozenset[str],
    b: frozenset[str],
    only_a: frozenset[str],
    only_b: frozenset[str],
    place: frozenset[str],
) -> int:
    """How sure it is that the longer name only says more."""
    if only_a and only_b:
        return 0
    shorter, extra = (b, only_a) if only_a else (a, only_b)
    telling = [word for word in shorter if _weight(word, place) == 1 and len(word) > 2]
    if not telling or any(word.isdigit() for word in extra):
        return 0
    if all(_weight(word, place) < 1 for word in extra):
        return 92 if len(shorter) > 1 else 79
    return 74 if len(telling) > 1 else 0


def _weight(word: str, place: frozenset[str]) -> float:
    if word in SMALL_WORDS:
        return 0.1
    return 0.35 if word in GENERIC_WORDS or word in place else 1.0


# ---------------------------------------------------------------- all together


def likeness(a: Features, b: Features) -> tuple[int, list[str]]:
    """0 to 100, and the reasons in plain words."""
    score, reason = name_likeness(a, b)
    reasons = [reason] if score >= 60 else []
    sure = score >= SURE
    same_phone = bool(a.phone) and a.phone == b.phone
    same_street = _same_street(a, b)
    if same_phone and same_street:
        score = max(score, 72)
    elif score < 60:
        return score, reasons
    if same_phone:
        score, reasons = score + 12, [*reasons, "same telephone"]
    if same_street:
        score, reasons = score + 10, [*reasons, "same street"]
    if a.domains & b.domains:
        score, reasons = score + 8, [*reasons, "same e-mail or web domain"]
    where, said = _where(a, b)
    if where > 0 or not (same_phone or same_street):
        score += where if sure or where > 0 else 2 * where
    if a.phone and b.phone and not same_phone and not sure:
        score -= 4
    if said:
        reasons.append(said)
    return max(0, min(100, score)), reasons


def _same_street(a: Features, b: Features) -> bool:
    if not a.house or a.house != b.house or not a.street or not b.street:
        return False
    return fuzz.token_set_ratio(a.street, b.street) >= 88


def _where(a: Features, b: Features) -> tuple[int, str]:
    """What the places say: (points, reason)."""
    if a.postal_code and a.postal_code == b.postal_code:
        points, said = 4, "same ZIP code"
    elif a.city and b.city:
        same = fuzz.ratio(a.city, b.city) >= 85
        points, said = (4, "same city") if same else (-20, "but in another city")
    else:
        return 0, ""
    if points > 0 and a.house and b.house and not _same_street(a, b):
        points, said = -8, "but at another address"
    return points, said


# ---------------------------------------------------------------- many


class Directory:
    """Many organizations, found by what they may have in common, so that each is compared with a
    handful and not with all."""

    def __init__(self, records: Iterable[Features]) -> None:
        self.records = list(records)
        self._by_id = {record.id: record for record in self.records}
        self._common = _common_words(self.records)
        self._blocks: dict[object, list[int]] = defaultdict(list)
        for place, record in enumerate(self.records):
            for key in self._keys(record):
                block = self._blocks[key]
                if len(block) <= BLOCK_LIMIT:  # one more than allowed marks it as too large
                    block.append(place)

    def __getitem__(self, id: int) -> Features:
        return self._by_id[id]

    def matches(
        self,
        wanted: Features,
        *,
        limit: int | None = None,
        earlier_only: bool = False,
    ) -> list[Match]:
        """Those that likely are the same, best first. ``earlier_only`` when each is compared with
        its own directory: only those with a smaller id."""
        found = []
        for place in self._near(wanted):
            other = self.records[place]
            if earlier_only and other.id >= wanted.id:
                continue
            score, reasons = likeness(wanted, other)
            if score >= LIKELY:
                found.append(Match(other.id, other.name, score, reasons))
        found.sort(key=lambda match: (-match.score, match.id))
        return found[:limit]

    def _near(self, wanted: Features) -> set[int]:
        near: set[int] = set()
        for key in self._keys(wanted):
            block = self._blocks.get(key, ())
            if len(block) <= BLOCK_LIMIT:
                near.update(block)
        return near

    def _keys(self, record: Features) -> Iterator[object]:
        """What two that are the same have at least one of in common."""
        yield ("name", record.key)
        for text in record.acronyms | record.initials:
            yield ("initials", text)
        if record.phone:
            yield ("phone", record.phone)
        if record.house:
            yield ("street", record.house, record.postal_code or record.city, record.street[:8])
        for domain in record.domains:
            yield ("domain", domain)
        spot = record.city or record.postal_code
        for variant in record.variants:
            yield ("letters", "".join(sorted("".join(variant)))[:40])
            telling = sorted(variant - SMALL_WORDS, key=self._rarity)[:5]
            for word in telling[:3]:
                yield ("word", word)
                if len(word) > 3 and spot:
                    yield ("starts", word[:4], spot)
                    yield ("ends", word[-4:], spot)
            yield from combinations(sorted(telling), 2)

    def _rarity(self, word: str) -> tuple[int, str]:
        return self._common.get(word, 0), word


def _common_words(records: Collection[Features]) -> Mapping[str, int]:
    """The words that many names have, with how many."""
    counts = Counter(word for record in records for word in record.words)
    return {word: count for word, count in counts.items() if count > 1}


def likely_within(candidates: Iterable[Candidate], *, limit: int = 3) -> list[list[Match]]:
    """For each candidate the earlier ones of the same list that it likely repeats; ``Match.id``
    is their index."""
    directory = Directory(features_of(one, index) for index, one in enumerate(candidates))
    return [
        directory.matches(record, limit=limit, earlier_only=True) for record in directory.records
    ]
