"""A migrated database, made once for a run of the tests, however many workers it has, and copied
from then on: migrating takes half a minute."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parents[1]
#: Whoever waits for another worker gives up after so many seconds.
PATIENCE = 300


def shared_folder(request, tmp_path_factory):
    """The same for all workers of this run."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


def sqlite_file(folder):
    """A file that was migrated and has no rows but those of the migrations."""
    return _made_once(folder / "migrated.sqlite3", _make_sqlite)


def postgres_database(folder, url):
    """The name of a database beside that of ``url``, to be used as a template."""

    def make(part):
        name = f"migrated_{uuid4().hex}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        _migrate(urlunsplit(urlsplit(url)._replace(path=f"/{name}")), folder)
        part.write_text(name)

    return _made_once(folder / "migrated.postgres", make).read_text()


def fill_memory(source):
    """What a new database in memory needs when it is opened: a copy, where it is empty."""

    def fill(connection, **kwargs):
        if connection.vendor != "sqlite" or not connection.is_in_memory_db():
            return
        memory = connection.connection
        if not memory.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            with closing(sqlite3.connect(source)) as file:
                file.backup(memory)

    return fill


def _make_sqlite(part):
    _migrate(f"sqlite:///{part}", part.parent)


def _migrate(url, folder):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", "--settings", "config.settings.test"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "TEST_DATA_DIR": str(folder)},
        check=True,
    )


def _made_once(path, make):
    """``path`` as ``make`` leaves it; made by whoever comes first, the others wait."""
    lock, failed, part = (
        path.with_name(f"{path.name}.{what}") for what in ("lock", "failed", "part")
    )
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        ends = time.monotonic() + PATIENCE
        while not path.exists():
            if failed.exists() or time.monotonic() > ends:
                raise RuntimeError(f"Another worker could not make {path.name}.") from None
            time.sleep(0.1)
        return path
    try:
        make(part)
    except BaseException:
        failed.touch()
        raise
    return part.rename(path)
