"""Where text is looked for, and the index that finds it anywhere inside a word.

SQLite: a full-text table of trigrams next to each searched table, kept by triggers, so that it is
exact whoever writes. PostgreSQL: trigram indexes of ``pg_trgm``. Without either (a SQLite without
FTS5, a database whose owner may not create the extension) the same text is found by reading all.
"""

import logging
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.models import BooleanField, Func, Model, Q

log = logging.getLogger(__name__)

#: What is searched: table, columns. Keys are compared as they are, all else without case.
SEARCHED = {
    "partnerships_organization": ("name", "other_names", "city", "name_key"),
    "partnerships_person": ("name_key", "email"),
    "partnerships_interaction": ("note", "ask", "next_step"),
}
#: From a sector to its organizations; Django gives a many-to-many table no index of ours.
OF_SECTOR = (
    "CREATE INDEX IF NOT EXISTS organization_of_sector "
    "ON partnerships_organization_sectors (sector_id, organization_id)"
)
TRIGGERS = 3  # that keep one full-text table
SHORTEST = 3  # letters: an index of trigrams knows nothing of less
_known: dict[tuple[str, str], bool] = {}


def holds(model: type[Model], **texts: str) -> Q:
    """That one of these fields holds its text: ``holds(Person, name_key="tran", email="tran")``.

    Empty texts hold nowhere. Fields must be in SEARCHED.
    """
    given = {name: text.replace("\0", "") for name, text in texts.items()}
    given = {name: text for name, text in given.items() if text}
    if not given:
        return Q(pk__in=())
    if all(len(text) >= SHORTEST for text in given.values()) and has_word_table(model):
        return Q(InWordTable(model, given))
    found = Q()
    for name, text in given.items():
        lookup = "contains" if name.endswith("_key") else "icontains"
        found |= Q(**{f"{name}__{lookup}": text})
    return found


class InWordTable(Func):
    """That SQLite's full-text table of a model has the row."""

    output_field = BooleanField()

    def __init__(self, model: type[Model], texts: dict[str, str], **extra: Any) -> None:
        super().__init__("pk", **extra)
        self.table = word_table(model._meta.db_table)
        columns: dict[str, list[str]] = {}  # one look for each text, in whatever columns
        for name, text in texts.items():
            columns.setdefault(text.lower(), []).append(name)
        self.match = " OR ".join(
            '{{{}}} : "{}"'.format(" ".join(names), text.replace('"', '""'))
            for text, names in columns.items()
        )

    def as_sql(  # type: ignore[override]  # needs none of the templates of Func
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, Any]:
        column, params = compiler.compile(self.source_expressions[0])
        table = connection.ops.quote_name(self.table)
        sql = f"{column} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)"  # noqa: S608 - a table of ours
        return sql, [*params, self.match]


def word_table(table: str) -> str:
    return f"{table}_words"


def has_word_table(model: type[Model]) -> bool:
    """Whether this database finds text of the model by a full-text table."""
    if connection.vendor != "sqlite":
        return False
    key = (str(connection.settings_dict["NAME"]), model._meta.db_table)
    if key not in _known:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [f"{word_table(model._meta.db_table)}_%"],
            )
            _known[key] = cursor.fetchone()[0] == TRIGGERS
    return _known[key]


def set_aside(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **signal: object) -> None:
    """Take the triggers of SQLite away while tables change: it refuses to drop a column that a
    trigger names. ``keep_search_index`` puts them back."""
    database = connections[using]
    if not plan or database.vendor != "sqlite":
        return
    _known.clear()
    with database.cursor() as cursor:
        for table in SEARCHED:
            for number in range(1, TRIGGERS + 1):
                cursor.execute(f"DROP TRIGGER IF EXISTS {word_table(table)}_{number}")


def keep_search_index(using: str = DEFAULT_DB_ALIAS, **signal: object) -> None:
    """Make what is missing of the index; run after every ``migrate``.

    A migration that rebuilds a table of SQLite drops its triggers with it: then the full-text
    table is made anew from what the table holds.
    """
    database = connections[using]
    if "partnerships_organization_sectors" in database.introspection.table_names():
        with database.cursor() as cursor:
            cursor.execute(OF_SECTOR)
    if database.vendor == "sqlite":
        _keep_word_tables(database)
    elif database.vendor == "postgresql":
        _keep_trigram_indexes(database)


def _keep_word_tables(database: Any) -> None:
    _known.clear()
    with database.cursor() as cursor:
        for table, columns in SEARCHED.items():
            if table not in database.introspection.table_names(cursor):
                continue
            words = word_table(table)
            wanted = _word_table_sql(table, columns)
            cursor.execute("SELECT sql FROM sqlite_master WHERE name LIKE %s", [f"{words}%"])
            there = {sql for (sql,) in cursor.fetchall()}
            if there.issuperset(wanted):
                continue
            try:
                with transaction.atomic(using=database.alias):
                    for number in range(1, TRIGGERS + 1):
                        cursor.execute(f"DROP TRIGGER IF EXISTS {words}_{number}")
                    cursor.execute(f"DROP TABLE IF EXISTS {words}")
                    for sql in wanted:
                        cursor.execute(sql)
                    cursor.execute(f"INSERT INTO {words}({words}) VALUES ('rebuild')")  # noqa: S608 - a table of ours
            except DatabaseError as error:  # a SQLite without FTS5 or its trigrams
                log.warning("Search reads all rows of %s: %s", table, error)


def _word_table_sql(table: str, columns: tuple[str, ...]) -> list[str]:
    """The full-text table, and the triggers that keep it."""
    words, names = word_table(table), ", ".join(columns)
    new = ", ".join(f"new.{name}" for name in columns)
    old = ", ".join(f"old.{name}" for name in columns)
    add = f"INSERT INTO {words}(rowid, {names}) VALUES (new.id, {new});"  # noqa: S608 - tables of ours, here and below
    remove = f"INSERT INTO {words}({words}, rowid, {names}) VALUES ('delete', old.id, {old});"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE {words} USING fts5({names}, content='{table}', content_rowid='id', "
        "tokenize='trigram')",
        f"CREATE TRIGGER {words}_1 AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {words}_2 AFTER DELETE ON {table} BEGIN {remove} END",
        f"CREATE TRIGGER {words}_3 AFTER UPDATE OF id, {names} ON {table} BEGIN {remove} {add} END",
    ]


def _keep_trigram_indexes(database: Any) -> None:
    with database.cursor() as cursor:
        tables = database.introspection.table_names(cursor)
        try:
            with transaction.atomic(using=database.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                for table, columns in SEARCHED.items():
                    if table not in tables:
                        continue
                    indexed = ", ".join(
                        f"{name} gin_trgm_ops"
                        if name.endswith("_key")
                        else f"upper({name}) gin_trgm_ops"
                        for name in columns
                    )
                    cursor.execute(
                        f"CREATE INDEX IF NOT EXISTS {word_table(table)} ON {table} "
                        f"USING gin ({indexed})"
                    )
        except DatabaseError as error:  # only its owner may add an extension
            log.warning("Search reads all rows: %s", error)
