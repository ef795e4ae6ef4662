"""Two that may be one, side by side: what differs, what hangs on each, what to think of first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from partnerships.domain.likeness import LIKELY, Candidate, features_of, likeness
from partnerships.domain.merging import (
    ORGANIZATION_CHOICES,
    PERSON_CHOICES,
    foreign_keys_to,
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
class Row:
    """One choice: what each says, and whose is taken if nobody says otherwise."""

    name: str
    label: str
    values: tuple[str, str]
    default: int

    @property
    def differs(self) -> bool:
        return all(self.values) and self.values[0] != self.values[1]


@dataclass(frozen=True)
class Comparison:
    pair: tuple[Any, Any]
    rows: list[Row]
    links: tuple[list[str], list[str]]
    programs: tuple[list[str], list[str]]
    warnings: list[str]
    keep: int  # the one to keep if nobody says otherwise


def compare(suggestion: DuplicateSuggestion) -> Comparison:
    """For the page on which somebody decides."""
    pair = suggestion.pair
    first, second = pair
    of_people = isinstance(first, Person)
    choices = PERSON_CHOICES if of_people else ORGANIZATION_CHOICES
    rows = [_row(name, fields, pair) for name, fields in choices.items()]
    programs = (_programs(first), _programs(second))
    schools = set(
        Program.objects.filter(school__in=[] if of_people else pair).values_list(
            "school_id", flat=True
        )
    )
    keep = 1 if second.pk in schools and first.pk not in schools else 0
    if of_people and second.user_id and not first.user_id:
        keep = 1
    return Comparison(
        pair=pair,
        rows=[row for row in rows if any(row.values)],
        links=(_links(first), _links(second)),
        programs=programs,
        warnings=_warnings(pair, programs),
        keep=keep,
    )


def _row(name: str, fields: tuple[str, ...], pair: tuple[Any, Any]) -> Row:
    values = (_shown(pair[0], name, fields), _shown(pair[1], name, fields))
    return Row(name, LABELS[name], values, 0 if values[0] or not values[1] else 1)


def _shown(one: Any, name: str, fields: tuple[str, ...]) -> str:
    if name == "address":
        return ", ".join(one.address_lines)
    if name in {"kind", "language"}:
        return str(getattr(one, f"get_{name}_display")())
    if name == "signature":
        return "A picture" if one.signature else ""
    return str(getattr(one, fields[0]) or "")


def _links(one: Any) -> list[str]:
    """What hangs on it, counted: "3 letters"."""
    counts: dict[Any, int] = {}
    for model, field in foreign_keys_to(type(one)):
        if model is DuplicateSuggestion or model._meta.auto_created:
            continue
        if count := model._default_manager.filter(**{field: one}).count():
            counts[model] = counts.get(model, 0) + count
    names = [
        (count, model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural)
        for model, count in counts.items()
    ]
    return [f"{count} {name}" for count, name in names]


def _programs(one: Any) -> list[str]:
    """Which programs work with it, by name: what is changed here is changed for them."""
    rows = Partnership.objects.order_by()
    if isinstance(one, Person):
        rows = rows.filter(organization__affiliations__person=one)
    else:
        rows = rows.filter(organization=one)
    names = rows.values_list("program__name", "program__school__name").annotate(Count("pk"))
    return sorted(f"{program} ({school})" for program, school, _ in names)


def _warnings(pair: tuple[Any, Any], programs: tuple[list[str], list[str]]) -> list[str]:
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
