"""Warm ways in: who on our side knows somebody there (SPEC 1.3)."""

from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import User
from partnerships.domain.authors import author
from partnerships.models import Connection, Organization, Program


@transaction.atomic
def add_connection(
    organization: Organization, *, program: Program, by: User | None, **fields: Any
) -> Connection:
    """Note a warm way in, for all programs to see. The same one noted twice is one."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    same = Connection.objects.filter(organization=organization, program=program, **fields).first()
    if same:
        return same
    connection = Connection(organization=organization, program=program, **fields)
    author(connection, by)
    connection.save()
    return connection


@transaction.atomic
def edit_connection(connection: Connection, *, by: User, **fields: Any) -> Connection:
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    for name, value in fields.items():
        setattr(connection, name, value)
    author(connection, by)
    connection.save()
    return connection


@transaction.atomic
def remove_connection(connection: Connection, *, by: User) -> None:
    author(connection, by)
    connection.delete()


class WarmWayIn(NamedTuple):
    """What a list says of a connection: who knows them, and from where."""

    known_by: str
    relation: str


def best_connections(ids: Any) -> dict[int, WarmWayIn]:
    """The best way in to each of these organizations, whoever noted it; none, none."""
    best: dict[int, WarmWayIn] = {}
    words = dict(Connection.Relation.choices)
    rows = Connection.objects.filter(organization__in=ids).order_by("-strength", "pk")
    for organization, known_by, relation in rows.values_list(
        "organization_id", "known_by", "relation"
    ):
        if organization not in best:
            best[organization] = WarmWayIn(known_by, str(words.get(relation, relation)))
    return best
