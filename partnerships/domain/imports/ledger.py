"""What a handful of rows make and change, kept in memory and written at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from partnerships.models import (
    Affiliation,
    Connection,
    Organization,
    Partnership,
    Person,
    SourceIdentifier,
    Support,
)

OrganizationSector = Organization.sectors.through

#: Everything an import makes, in the order in which it must be written; undone the other way.
MADE: dict[str, type[models.Model]] = {
    "organization": Organization,
    "identifier": SourceIdentifier,
    "person": Person,
    "affiliation": Affiliation,
    "sector": OrganizationSector,
    "support": Support,
    "connection": Connection,
    "partnership": Partnership,
}
LABELS = {model: label for label, model in MADE.items()}
WITHOUT_HISTORY = (SourceIdentifier, OrganizationSector, Support)


@dataclass(slots=True)
class Filled:
    """A field that was changed: the new value and the old one, as stored."""

    label: str
    of: models.Model
    name: str
    new: str
    old: str


@dataclass(slots=True)
class Made:
    """What one row made and changed."""

    new: list[models.Model] = attribute(default_factory=list)
    filled: list[Filled] = attribute(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.filled)

    def as_undo(self) -> dict[str, Any]:
        """For ImportRow.undo, once everything has an id."""
        made: dict[str, list[int]] = {}
        for thing in self.new:
            made.setdefault(LABELS[type(thing)], []).append(thing.pk)
        filled = [[one.label, one.of.pk, one.name, one.new, one.old] for one in self.filled]
        return {key: value for key, value in (("made", made), ("filled", filled)) if value}


class Ledger:
    """Collects, then writes with few queries however many rows there are."""

    def __init__(self, *, by: Any, reason: str) -> None:
        self.by = by
        self.reason = reason
        self.new: dict[type[models.Model], list[models.Model]] = {}
        self.changed: dict[type[models.Model], dict[int, tuple[models.Model, set[str]]]] = {}

    def add(self, made: Made, thing: models.Model) -> None:
        self.new.setdefault(type(thing), []).append(thing)
        made.new.append(thing)

    def fill(self, made: Made, thing: models.Model, name: str, value: Any) -> None:
        """Set a field and remember what it was."""
        old, new = stored(thing, name), value
        setattr(thing, name, new)
        if thing in made.new:
            return
        label = LABELS[type(thing)]
        made.filled.append(Filled(label, thing, name, stored(thing, name), old))
        if thing.pk is not None:
            things = self.changed.setdefault(type(thing), {})
            things.setdefault(thing.pk, (thing, set()))[1].add(name)

    def write(self) -> None:
        for model in MADE.values():
            self._create(model, self.new.pop(model, []))
        for model, things in self.changed.items():
            fields = set().union(*(names for _, names in things.values()))
            if model is Organization:
                fields.add("updated_at")
                for thing, _ in things.values():
                    thing.updated_at = timezone.now()  # type: ignore[attr-defined]  # an Organization
            self._update(model, [thing for thing, _ in things.values()], sorted(fields))
        self.forget()

    def forget(self) -> None:
        self.new.clear()
        self.changed.clear()

    def _create(self, model: Any, things: list[models.Model]) -> None:
        if not things:
            return
        for thing in things:  # what they belong to was unsaved when they were made
            for relation in model._meta.concrete_fields:
                if related := thing._state.fields_cache.get(relation.name):
                    setattr(thing, relation.attname, related.pk)
        if model in WITHOUT_HISTORY:
            model._default_manager.bulk_create(things)
        else:
            bulk_create_with_history(
                things, model, default_user=self.by, default_change_reason=self.reason
            )

    def _update(self, model: Any, things: Sequence[models.Model], fields: list[str]) -> None:
        if model in WITHOUT_HISTORY:
            model._default_manager.bulk_update(things, fields)
        else:
            bulk_update_with_history(
                things, model, fields, default_user=self.by, default_change_reason=self.reason
            )


def stored(thing: models.Model, name: str) -> str:
    """A field's value as the database has it, as text."""
    value = getattr(thing, name)
    if isinstance(value, date):
        return value.isoformat()
    field: Any = thing._meta.get_field(name)
    return str(field.get_prep_value(value) or "") if value else ""
