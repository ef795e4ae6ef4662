"""How well and how fast duplicates are found: ``python -m bench.duplicates [how many]``.

Makes organizations with invented names, 4 % of them twice (written as people write things twice:
short forms, slips, left-out words, another order), looks for duplicates, and prints recall,
precision and seconds. The same seed gives the same names.
"""

import random
import sys
import time
from collections.abc import Iterator

from partnerships.domain.likeness import Candidate, Directory, features_of

CITIES = (
    "Peoria,East Peoria,Pekin,Morton,Washington,Chicago,Naperville,Joliet,Rockford,Springfield,"
    "Decatur,Bloomington"
).split(",")
STARTS = (
    "Ber Kal Mor Han Wil Stef Dor Gar Lin Pol Ros Tan Ver Zim Alb Cas Fran Hol Jan Nor Ol Pat Quin "
    "Rich Sal"
).split(" ")
ENDS = (
    "son ski ton berg man field dale well ez ell ard ley worth ford stein ano ick low mer sen by "
    "croft ham"
).split(" ")
LINES = (
    "Dental Care,Plumbing,Manufacturing,Family Medicine,Construction,Law Offices,Insurance Agency,"
    "Technologies,Physical Therapy,Heating and Cooling,Machine Works,Pharmacy,Engineering Group,"
    "Nursing Home,Auto Body,Landscaping,Foundation,Veterinary Clinic,Logistics,Printing Company"
).split(",")
FORMS = ["", "", " Inc.", ", LLC", " Co.", " Corporation"]
STREETS = ["Main Street", "Oak Avenue", "Lincoln Drive", "Washington Boulevard", "Church Road"]


def a_word(dice: random.Random) -> str:
    middle = dice.choice(["", "a", "o", "er", "in", "ul", "em", "ich", "and", "ov", "ist", "ub"])
    return dice.choice(STARTS) + middle + dice.choice(ENDS)


def an_organization(dice: random.Random) -> Candidate:
    words = a_word(dice) + (f" {dice.choice(['and', '&'])} {a_word(dice)}" * dice.choice([0, 0, 1]))
    city = dice.choice(CITIES)
    place = f"{city} " * (dice.random() < 0.1)
    return Candidate(
        name=f"{place}{words} {dice.choice(LINES)}{dice.choice(FORMS)}",
        street=f"{dice.randint(1, 9999)} {dice.choice(STREETS)}" * (dice.random() < 0.7),
        city=city,
        phone=f"309555{dice.randint(0, 9999):04}" * (dice.random() < 0.02)
        or f"{dice.randint(200, 999)}{dice.randint(2000000, 9999999)}" * (dice.random() < 0.6),
    )


def slip(dice: random.Random, name: str) -> str:
    """One letter left out, doubled, or two swapped, not at the very start."""
    at = dice.randint(2, len(name) - 3)
    left, right = name[:at], name[at:]
    return dice.choice(
        [left + right[1:], left + right[0] + right, left + right[1] + right[0] + right[2:]]
    )


def once_more(dice: random.Random, first: Candidate) -> Candidate:
    """The same organization as somebody else typed it."""
    name = first.name
    for form in ("Inc.", ", LLC", "Co.", "Corporation"):
        name = name.replace(f" {form}", "").replace(form, "")
    change = dice.random()
    if change < 0.35:
        name = slip(dice, name)
    elif change < 0.5:
        name = name.replace(" and ", " & ").upper()
    elif change < 0.65:
        name = f"The {name} of {first.city}"
    elif change < 0.8:
        name = name.rsplit(" ", 1)[0] if name.count(" ") > 1 else name
    street = (
        first.street.replace("Street", "St.").replace("Avenue", "Ave").replace("Boulevard", "Blvd")
    )
    return Candidate(
        name=name,
        street=street * (dice.random() < 0.6),
        city=first.city * (dice.random() < 0.85),
        phone=first.phone * (dice.random() < 0.6),
    )


def organizations(count: int, dice: random.Random) -> Iterator[tuple[Candidate, int]]:
    """Each with the number of the organization it really is."""
    twice = count * 4 // 100
    firsts = [an_organization(dice) for _ in range(count - twice)]
    yield from zip(firsts, range(len(firsts)), strict=True)
    for number in dice.sample(range(len(firsts)), twice):
        yield once_more(dice, firsts[number]), number


def main(count: int) -> None:
    dice = random.Random(7)
    made = list(organizations(count, dice))
    really = [number for _, number in made]
    began = time.perf_counter()
    directory = Directory(features_of(one, index) for index, (one, _) in enumerate(made))
    built = time.perf_counter()
    found = {
        (match.id, record.id)
        for record in directory.records
        for match in directory.matches(record, earlier_only=True)
    }
    ended = time.perf_counter()
    first_of: dict[int, int] = {}
    true = set()
    for index, number in enumerate(really):
        if number in first_of:
            true.add((first_of[number], index))
        first_of.setdefault(number, index)
    good = len(found & true)
    print(f"{count} organizations, {len(true)} of them twice")  # noqa: T201
    print(f"recall {good / len(true):.1%}, precision {good / max(1, len(found)):.1%}")  # noqa: T201
    print(f"index {built - began:.1f} s, comparing {ended - built:.1f} s")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 45_000)
