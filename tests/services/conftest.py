"""Servers and worker processes that tests own: each is started here and ended here."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
import redis

from tests import migrated
from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_until(condition, *, seconds, what):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if value := condition():
            return value
        time.sleep(0.05)
    pytest.fail(f"After {seconds} s still not: {what}")


def find_binary(name):
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return str(installed[0]) if installed else shutil.which(name)


@pytest.fixture(scope="session")
def postgres_url():
    """A PostgreSQL: the one of TEST_POSTGRES_URL, or one of our own on a free port."""
    if url := os.environ.get("TEST_POSTGRES_URL"):
        yield url
        return
    initdb, pg_ctl = find_binary("initdb"), find_binary("pg_ctl")
    if not (initdb and pg_ctl):
        missing("PostgreSQL")
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    # Not under pytest's folder, which only its owner may enter.
    work = Path(subprocess.check_output([*as_postgres, "mktemp", "-d"], text=True, cwd="/").strip())
    port = free_port()

    def run(*command):
        subprocess.run([*as_postgres, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)

    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    try:
        run(initdb, "-D", str(work / "pg"), "-A", "trust", "-U", "postgres", "-E", "UTF8")
        run(pg_ctl, "-D", str(work / "pg"), "-w", "-l", str(work / "log"), "-o", options, "start")
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        run(pg_ctl, "-D", str(work / "pg"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(work, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """A Redis: the one of TEST_REDIS_URL, or one of our own on a free port. Tests empty it, so
    those that run side by side have a database each."""
    if url := os.environ.get("TEST_REDIS_URL"):
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        yield urlunsplit(urlsplit(url)._replace(path=f"/{number}"))
        return
    if not (binary := shutil.which("redis-server")):
        missing("Redis")
    port = free_port()
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly"]
    folder = str(tmp_path_factory.mktemp("redis"))
    server = subprocess.Popen([*command, "no", "--dir", folder], stdout=subprocess.DEVNULL)
    client = redis.Redis(port=port)

    def answers():
        try:
            return client.ping()
        except redis.ConnectionError:
            return False

    wait_until(answers, seconds=10, what="Redis answers")
    client.close()
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="session")
def empty_sqlite(request, tmp_path_factory):
    """A migrated SQLite file, to be copied."""
    return migrated.sqlite_file(migrated.shared_folder(request, tmp_path_factory))


@pytest.fixture(scope="session")
def empty_postgres(request, postgres_url, tmp_path_factory):
    """A migrated PostgreSQL database, to be copied; its name."""
    folder = migrated.shared_folder(request, tmp_path_factory)
    if "TEST_POSTGRES_URL" not in os.environ:  # each worker has a server of its own
        folder = tmp_path_factory.mktemp("empty")
    return migrated.postgres_database(folder, postgres_url)


def with_database(url, name):
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def sql(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def process_environment(changes):
    """The environment of a process of the project: none of the tests' own settings."""
    ours = ("DJANGO_", "PYTEST", "DATABASE_URL", "REDIS_URL", "CELERY_", "EMAIL_URL", "DATA_DIR")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return {
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "LOG_LEVEL": "WARNING",
        **changes,
    }


class Deployment:
    """A folder, a database, a broker, and a worker that can be killed and started again."""

    processes = 2  # of the worker's pool

    def __init__(self, folder, settings, wipe_broker):
        self.folder = folder
        self.settings = {"DATA_DIR": str(folder), **settings}
        self.wipe_broker = wipe_broker
        self.worker = None

    @property
    def environment(self):
        return process_environment(self.settings)

    def start_worker(self, *options):
        """The same command as ``manage.py serve`` gives: a worker with beat in it."""
        command = [
            *(sys.executable, "-m", "celery", "-A", "config", "worker", "-B"),
            *("-s", str(self.folder / "beat"), "-c", str(self.processes), "-l", "warning"),
            *("--without-gossip", "--without-mingle"),
            *options,
        ]
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill_worker(self):
        """Parent, pool and beat at once, without a word of warning."""
        if self.worker:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def run(self, code, *arguments):
        """Run some Python in a process of the project; what it prints."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments]
        return subprocess.check_output(command, cwd=ROOT, env=self.environment, text=True)

    def query(self, statement):
        """The rows of a query, from here: quicker than a process of the project."""
        if url := self.settings.get("DATABASE_URL"):
            with psycopg.connect(url) as connection:
                return connection.execute(statement).fetchall()
        with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture
def small_deployment(tmp_path, request):
    """One machine, no questions: SQLite and a broker of files."""
    shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "db.sqlite3")

    def wipe():
        shutil.rmtree(tmp_path / "broker")

    with ended(Deployment(tmp_path, {}, wipe)) as deployment:
        yield deployment


@pytest.fixture
def large_deployment(tmp_path, request):
    """PostgreSQL and Redis."""
    server = request.getfixturevalue("postgres_url")
    empty = request.getfixturevalue("empty_postgres")
    broker = request.getfixturevalue("redis_url")
    name = f"killed_{uuid4().hex}"
    sql(server, f"CREATE DATABASE {name} TEMPLATE {empty}")
    settings = {
        "DATABASE_URL": with_database(server, name),
        "REDIS_URL": broker,
        "CELERY_BROKER_URL": broker,
    }

    def wipe():
        with redis.Redis.from_url(broker) as client:
            client.flushdb()

    wipe()
    try:
        with ended(Deployment(tmp_path, settings, wipe)) as deployment:
            yield deployment
    finally:
        wipe()
        sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def ended(deployment):
    try:
        yield deployment
    finally:
        deployment.kill_worker()


@pytest.fixture(params=["sqlite and files", "postgresql and redis"])
def deployment(request):
    """Both ways to run the project."""
    small = request.param == "sqlite and files"
    return request.getfixturevalue("small_deployment" if small else "large_deployment")
