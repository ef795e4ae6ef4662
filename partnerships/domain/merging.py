"""Two organizations, or two people, become one, and nothing that hung on either is lost (SPEC 1.6).

Every foreign key to an organization, a person or a partnership has a rule here that says what
becomes of its rows; an app above adds its own with ``register_merge_rule`` from its ``ready()``.
A test walks all models and fails on a key without a rule, and a merge that met one would stop.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.forms.models import model_to_dict
from simple_history.models import HistoricalChanges
from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core.exceptions import DomainError
from partnerships.domain.names import name_key, person_key
from partnerships.models import MergeRecord, Organization, Person, ProgramRole
from partnerships.rules import DATA_KEEPERS


@dataclass(frozen=True)
class Move:
    """One foreign key whose rows go from ``gone`` to ``kept``."""

    model: type[models.Model]
    field: str
    kept: Any
    gone: Any
    by: User | None

    @property
    def rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(**{self.field: self.gone}).order_by("pk")

    @property
    def rows_of_kept(self) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(**{self.field: self.kept}).order_by("pk")


Rule = Callable[[Move], int]
RULES: dict[tuple[str, str], Rule] = {}


def register_merge_rule(*keys: str) -> Callable[[Rule], Rule]:
    """Decorator: this rule moves the rows of each key, written ``app.Model.field``. It returns
    how many it moved."""

    def register(rule: Rule) -> Rule:
        for key in keys:
            model, _, field = key.rpartition(".")
            RULES[model.lower(), field] = rule
        return rule

    return register


@dataclass(frozen=True)
class Words:
    """How people call the rows of a foreign key: "1 person", "2 people". ``each`` is the field
    that is counted once where two rows may say the same, as of somebody who was there twice."""

    one: str
    many: str
    each: str = "pk"

    def counted(self, count: int) -> str:
        return f"{count} {self.one if count == 1 else self.many}"


WORDS: dict[tuple[str, str], Words] = {}


def register_words(key: str, one: str, many: str, *, each: str = "pk") -> None:
    """How the rows of ``app.Model.field`` are called on the page where two are compared; the
    model's own name serves those that are not registered."""
    model, _, field = key.rpartition(".")
    WORDS[model.lower(), field] = Words(one, many, each)


def words_for(model: type[models.Model], field: str) -> Words | None:
    """The words for a foreign key; None for a plain table of a many-to-many field."""
    words = WORDS.get((model._meta.label_lower, field))
    if words is None and not model._meta.auto_created:
        words = Words(str(model._meta.verbose_name), str(model._meta.verbose_name_plural))
    return words


def foreign_keys_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every (model, field) that points at ``model``, hidden ones and the tables of many-to-many
    fields too. History is left as it was written."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):  # one-to-one is one of these
            continue
        holder: Any = relation.related_model
        if not issubclass(holder, HistoricalChanges):
            yield holder, relation.field.name


def move_rows(move: Move) -> int:
    """The plain rule: all rows point at the kept one now, with history where it is kept."""
    rows = list(move.rows.select_for_update())
    return save_moved(move, rows)


def save_moved(move: Move, rows: list[Any]) -> int:
    """These rows point at the kept one now, with history where it is kept; how many."""
    for row in rows:
        setattr(row, move.field, move.kept)
    if rows and hasattr(move.model, "history"):
        bulk_update_with_history(rows, move.model, [move.field], default_user=move.by)
    elif rows:
        move.model._default_manager.bulk_update(rows, [move.field])
    return len(rows)


def move_links(move: Move) -> int:
    """For the table of a many-to-many field: what both have is there once."""
    other = next(
        field.attname
        for field in move.model._meta.concrete_fields
        if field.is_relation and field.name != move.field
    )
    move.rows.filter(**{f"{other}__in": move.rows_of_kept.values(other).order_by()}).delete()
    return move.rows.update(**{move.field: move.kept})


def move_everything(kept: models.Model, gone: models.Model, by: User | None) -> dict[str, int]:
    """Apply the rule of every foreign key; how many rows of what were moved."""
    moved: dict[str, int] = {}
    for model, field in foreign_keys_to(type(kept)):
        rule = move_links if model._meta.auto_created else RULES[model._meta.label_lower, field]
        if count := rule(Move(model, field, kept, gone, by)):
            name = str(model._meta.verbose_name_plural)
            moved[name] = moved.get(name, 0) + count
    return moved


# ---------------------------------------------------------------- the two verbs

ADDRESS = ("street", "city", "state", "postal_code")
ORGANIZATION_CHOICES = {
    "name": ("name",),
    "legal_name": ("legal_name",),
    "kind": ("kind",),
    "address": ADDRESS,
    "phone": ("phone",),
    "email": ("email",),
    "website": ("website",),
    "language": ("language",),
}
PERSON_CHOICES = {
    "name": ("name",),
    "prefix": ("prefix",),
    "email": ("email",),
    "phone": ("phone",),
    "language": ("language",),
    "signature": ("signature",),
}


def merge_organizations(
    kept_id: int, *, gone_id: int, take: Collection[str] = (), by: User
) -> Organization:
    """Make one organization of two: every link, letter and contact of ``gone`` moves to ``kept``,
    its fields fill what is blank there, those in ``take`` win, its names are kept as other names,
    and the merge is recorded (SPEC 1.6).

    Asked again it returns what was kept. Refuses: two schools that both have programs, the school
    of a program of which ``by`` does not keep the data.
    """
    with transaction.atomic():
        pair = _both(Organization, MergeRecord.What.ORGANIZATION, kept_id, gone_id)
        if isinstance(pair, Organization):
            return pair
        kept, gone = pair
        _refuse_schools(kept, gone, by)
        before = _fields_of(gone)
        names = [*_names_of(kept), *_names_of(gone)]
        _fill(kept, gone, ORGANIZATION_CHOICES, take)
        kept.other_names = _other_names(kept, names)
        kept.name_key = name_key(kept.name)
        moved = move_everything(kept, gone, by)
        _finish(kept, gone, by, MergeRecord.What.ORGANIZATION, before, moved)
    return kept


def merge_people(kept_id: int, *, gone_id: int, take: Collection[str] = (), by: User) -> Person:
    """Make one person of two, as ``merge_organizations`` does. Refuses two who both sign in:
    one login would be lost."""
    with transaction.atomic():
        pair = _both(Person, MergeRecord.What.PERSON, kept_id, gone_id)
        if isinstance(pair, Person):
            return pair
        kept, gone = pair
        if kept.user_id and gone.user_id:
            raise DomainError(
                f"{kept.name} and {gone.name} both sign in here, so they can't be made one. "
                "Ask an administrator to end one of the two logins first."
            )
        before = _fields_of(gone)
        _fill(kept, gone, PERSON_CHOICES, take)
        kept.name_key = person_key(kept.name)
        moved = move_everything(kept, gone, by)
        if gone.user_id:
            kept.user_id, gone.user = gone.user_id, None
            gone._history_user = by
            gone.save(update_fields=["user"])
        _finish(kept, gone, by, MergeRecord.What.PERSON, before, moved)
    return kept


def merged_into(what: str, gone_id: int) -> int | None:
    """Where one that is gone lives on, through any number of merges; None if it was never merged.
    ``what`` is "organization" or "person". For pages that find nothing under an old address."""
    found, seen = gone_id, set()
    while found not in seen:
        seen.add(found)
        further = (
            MergeRecord.objects.filter(what=what, gone_id=found)
            .values_list("kept_id", flat=True)
            .first()
        )
        if further is None:
            break
        found = further
    return None if found == gone_id else found


def merged_ids(what: str, kept_id: int) -> list[int]:
    """The ids of all that were merged into one, for its history: theirs belongs to it."""
    found: list[int] = []
    wave = [kept_id]
    while wave:
        wave = list(
            MergeRecord.objects.filter(what=what, kept_id__in=wave)
            .exclude(gone_id__in=[*found, kept_id])
            .values_list("gone_id", flat=True)
        )
        found += wave
    return found


def _both(model: type[Any], what: str, kept_id: int, gone_id: int) -> Any:
    """Both, locked; or the kept one alone if this merge was done already."""
    if kept_id == gone_id:
        raise DomainError("These are one already.")
    rows = model.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) == 2:
        return found[kept_id], found[gone_id]
    if kept_id in found and merged_into(what, gone_id) == kept_id:
        return found[kept_id]
    raise DomainError("One of the two is gone: somebody merged or removed it meanwhile.")


def _refuse_schools(kept: Organization, gone: Organization, by: User) -> None:
    schools = set(
        Organization.objects.filter(pk__in=[kept.pk, gone.pk], programs__isnull=False).values_list(
            "pk", flat=True
        )
    )
    if not schools:
        return
    if len(schools) == 2:
        raise DomainError(
            "Both are schools with programs of their own. Move the programs of one to the other "
            "in the administration first, so that letterheads do not change by surprise."
        )
    if gone.pk in schools:
        raise DomainError(
            f"{gone.name} is the school of a program here: keep it, and merge the other into it."
        )
    keeps = ProgramRole.objects.filter(
        user=by, role__in=DATA_KEEPERS, program__school__in=schools
    ).exists()
    if not keeps:
        raise DomainError(f"{kept.name} is a school here: only its own staff may merge it.")


def _fill(
    kept: Any, gone: Any, choices: Mapping[str, tuple[str, ...]], take: Collection[str]
) -> None:
    """What is blank is filled; what ``take`` names is taken over, if there is anything to take.
    An address is filled up only by one that says the same as far as it goes."""
    for choice, fields in choices.items():
        mine = [getattr(kept, field) for field in fields]
        theirs = [getattr(gone, field) for field in fields]
        agree = all(not one or one == other for one, other in zip(mine, theirs, strict=True))
        if any(theirs) and (choice in take or agree):
            for field, value in zip(fields, theirs, strict=True):
                setattr(kept, field, value)


def _names_of(organization: Organization) -> list[str]:
    also = organization.other_names.splitlines()
    return [organization.name, organization.legal_name, *also]


def _other_names(kept: Organization, names: list[str]) -> str:
    known = {name_key(kept.name): kept.name}
    for name in names:
        if name.strip() and name != kept.legal_name:
            known.setdefault(name_key(name), name.strip())
    return "\n".join(list(known.values())[1:])


def _fields_of(gone: models.Model) -> dict[str, Any]:
    fields = model_to_dict(gone) | {"name_key": getattr(gone, "name_key", "")}
    for name, value in fields.items():
        if isinstance(value, list):
            fields[name] = [one.pk for one in value]
    as_text: dict[str, Any] = json.loads(json.dumps(fields, cls=_Encoder))
    return as_text


class _Encoder(DjangoJSONEncoder):
    def default(self, o: object) -> Any:
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def _finish(
    kept: Any, gone: Any, by: User, what: str, before: dict[str, Any], moved: dict[str, int]
) -> None:
    gone_id = gone.pk
    gone._history_user = kept._history_user = by
    gone._change_reason = f"Merged into {kept.pk}"
    kept._change_reason = f"Merged with {gone_id}"
    gone.delete()
    kept.save()
    MergeRecord.objects.create(
        what=what, kept_id=kept.pk, gone_id=gone_id, gone=before, moved=moved, merged_by=by
    )
