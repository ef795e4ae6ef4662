"""Two that may be one, side by side: what differs, what hangs on each, what to think of first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from partnerships.domain.likeness import LIKELY, Candidate, features_of, likeness
from partnerships.domain.merging import (
    ORGANIZATION_CHOICES,
    PERSON_CHOICES,
    Words,
    foreign_keys_to,
    words_for,
)
from partnerships.models import DuplicateSuggestion, Organization, Partnership, Person, Program

LABELS = {
    "name": "Name",
    "legal_name": "Legal name",
    "kind": "Kind",
    "address": "Address",
    "phone": "Telephone",
    "email": "E-mail",
    "website": "Website",
    "language": "Language",
    "prefix": "Prefix",
    "signature": "Signature",
}


@dataclass(frozen=True)
class Side:
    """One of the two: what it is called on the page, what hangs on it, which programs work with
    it. The names differ, so that nobody takes one for the other."""

    pk: int
    name: str
    links: list[str]
    programs: list[str]


@dataclass(frozen=True)
class Row:
    """One choice: what each says, and whose is taken if nobody says otherwise."""

    name: str
    label: str
    sides: tuple[Side, Side]
    values: tuple[str, str]
    default: int

    @property
    def differs(self) -> bool:
        return all(self.values) and self.values[0] != self.values[1]

    @property
    def cells(self) -> list[tuple[Side, str]]:
        return list(zip(self.sides, self.values, strict=True))


@dataclass(frozen=True)
class Comparison:
    sides: tuple[Side, Side]
    rows: list[Row]
    warnings: list[str]
    keep: int  # the one to keep if nobody says otherwise


def compare(suggestion: DuplicateSuggestion) -> Comparison:
    """For the page on which somebody decides."""
    pair = suggestion.pair
    first, second = pair
    of_people = isinstance(first, Person)
    choices = PERSON_CHOICES if of_people else ORGANIZATION_CHOICES
    sides = _sides(pair)
    rows = [_row(name, fields, pair, sides) for name, fields in choices.items()]
    schools = set(
        Program.objects.filter(school__in=[] if of_people else pair).values_list(
            "school_id", flat=True
        )
    )
    keep = 1 if second.pk in schools and first.pk not in schools else 0
    if of_people and second.user_id and not first.user_id:
        keep = 1
    return Comparison(
        sides=sides,
        rows=[row for row in rows if any(row.values)],
        warnings=_warnings(pair),
        keep=keep,
    )


def _sides(pair: tuple[Any, Any]) -> tuple[Side, Side]:
    first, second = pair
    names = [first.name, second.name]
    if first.name.casefold() == second.name.casefold():
        names = [f"{first.name} (the first)", f"{second.name} (the second)"]
    links = _links(pair)
    return (
        Side(first.pk, names[0], links[0], _programs(first)),
        Side(second.pk, names[1], links[1], _programs(second)),
    )


def _row(
    name: str, fields: tuple[str, ...], pair: tuple[Any, Any], sides: tuple[Side, Side]
) -> Row:
    values = (_shown(pair[0], name, fields), _shown(pair[1], name, fields))
    return Row(name, LABELS[name], sides, values, 0 if values[0] or not values[1] else 1)


def _shown(one: Any, name: str, fields: tuple[str, ...]) -> str:
    if name == "address":
        return ", ".join(one.address_lines)
    if name in {"kind", "language"}:
        return str(getattr(one, f"get_{name}_display")())
    if name == "signature":
        return "A picture" if one.signature else ""
    return str(getattr(one, fields[0]) or "")


def _links(pair: tuple[Any, Any]) -> tuple[list[str], list[str]]:
    """What hangs on each of the two, counted: "3 letters". One query a foreign key."""
    counts: tuple[dict[Words, int], dict[Words, int]] = ({}, {})
    for model, field in foreign_keys_to(type(pair[0])):
        words = words_for(model, field)
        if words is None or model is DuplicateSuggestion:
            continue
        rows = model._default_manager.filter(**{f"{field}__in": pair}).order_by()
        found = dict(rows.values_list(field).annotate(Count(words.each, distinct=True)))
        for one, counted in zip(pair, counts, strict=True):
            if one.pk in found:
                counted[words] = counted.get(words, 0) + found[one.pk]
    first, second = (
        [words.counted(count) for words, count in counted.items()] for counted in counts
    )
    return first, second


def _programs(one: Any) -> list[str]:
    """Which programs work with it, by name: what is changed here is changed for them."""
    rows = Partnership.objects.order_by()
    if isinstance(one, Person):
        rows = rows.filter(organization__affiliations__person=one)
    else:
        rows = rows.filter(organization=one)
    names = rows.values_list("program__name", "program__school__name").annotate(Count("pk"))
    return sorted(f"{program} ({school})" for program, school, _ in names)


def _warnings(pair: tuple[Any, Any]) -> list[str]:
    first, second = pair
    found = []
    if isinstance(first, Organization):
        score, reasons = likeness(_features(first), _features(second))
        if score < LIKELY:
            found.append("As they stand now, these two look unlike. Merge them only if you know.")
        if first.kind != second.kind:
            found.append(
                f"One is “{first.get_kind_display()}”, the other “{second.get_kind_display()}”."
            )
        found += [
            f"They have the same name {reason}: it may be a branch, with people of its own."
            for reason in reasons
            if reason.startswith("but")
        ]
    elif first.user_id and second.user_id:
        found.append("Both sign in here, so they can't be made one.")
    return found


def _features(one: Organization) -> Any:
    return features_of(
        Candidate(
            name=one.name,
            legal_name=one.legal_name,
            other_names=one.other_names,
            street=one.street,
            city=one.city,
            postal_code=one.postal_code,
            phone=str(one.phone or ""),
            email=one.email,
            website=one.website,
        )
    )
