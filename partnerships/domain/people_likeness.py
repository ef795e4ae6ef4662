"""How much two people look like one. Pure reckoning: nothing here asks the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

GROUP_LIMIT = 60  # a mailbox or a name that more share does not tell anybody apart
ALMOST = 88  # so alike are two spellings of one name


@dataclass(frozen=True, slots=True)
class PersonFeatures:
    """A person as compared: name key, contact, and the organizations they are or were at."""

    id: int
    key: str
    email: str
    phone: str
    places: frozenset[int]


Pair = tuple[int, int, int, list[str]]


def alike_people(
    people: Sequence[PersonFeatures], likely: Collection[tuple[int, int]]
) -> list[Pair]:
    """(smaller id, larger id, score, reasons) of those that may be one. ``likely`` are pairs of
    organizations that may be one themselves, smaller id first."""
    pairs = {(a.id, b.id): (a, b) for a, b in _near(people)}
    found = []
    for (first, second), (a, b) in sorted(pairs.items()):
        score, reasons = _likeness(a, b, likely)
        if score:
            found.append((first, second, score, reasons))
    return found


def _near(people: Iterable[PersonFeatures]) -> Iterator[tuple[PersonFeatures, PersonFeatures]]:
    groups: dict[tuple[str, object], list[PersonFeatures]] = defaultdict(list)
    for person in people:
        if person.email:
            groups["email", person.email].append(person)
        groups["name", person.key].append(person)
        for place in person.places:
            groups["place", place].append(person)
    for members in groups.values():
        if len(members) <= GROUP_LIMIT:
            yield from combinations(sorted(members, key=lambda person: person.id), 2)


def _likeness(
    a: PersonFeatures, b: PersonFeatures, likely: Collection[tuple[int, int]]
) -> tuple[int, list[str]]:
    names = fuzz.token_sort_ratio(a.key, b.key)
    same_name = a.key == b.key or names >= ALMOST
    name = "same name" if a.key == b.key else "almost the same name"
    same_phone = bool(a.phone) and a.phone == b.phone
    phone = ["same telephone"] if same_phone else []
    if a.email and a.email == b.email:
        if same_name:
            return 100, ["same e-mail", name, *phone]
        # One mailbox for a whole office is common; a shared part of the name is not.
        if set(a.key.split()) & set(b.key.split()):
            return 90, ["same e-mail", "names alike", *phone]
        return 0, []
    if not same_name:
        return 0, []
    exact = 0 if a.key == b.key else 6
    if a.places & b.places:
        return 94 - exact, [name, "at the same organization", *phone]
    if same_phone:
        return 92 - exact, [name, *phone]
    if not exact and any((min(x, y), max(x, y)) in likely for x in a.places for y in b.places):
        return 86, [name, "at organizations that may be one"]
    return 0, []
