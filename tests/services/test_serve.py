"""One command starts web, worker and clock; one Ctrl-C ends them all."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("real_time")]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, seconds=40):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds} s in vain")


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=5) as response:
            return response.read() == b"ok"
    except OSError:
        return False


def children(pid):
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


def family(pid):
    return [one for child in children(pid) for one in [child, *family(child)]]


def is_alive(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.fixture
def serving(tmp_path, empty_sqlite):
    shutil.copy(empty_sqlite, tmp_path / "db.sqlite3")
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "SITE_URL": "http://127.0.0.1:8000",
    }
    env.pop("DATABASE_URL", None)
    run = [sys.executable, "manage.py"]
    for prepare in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([*run, *prepare], cwd=ROOT, env=env, check=True)
    port = free_port()
    process = subprocess.Popen([*run, "serve", "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=env)
    try:
        wait_for(lambda: answers(port))
        yield process, port
    finally:
        for pid in [*family(process.pid), process.pid]:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def test_a_killed_worker_is_started_again_and_ctrl_c_ends_everything(serving):
    process, port = serving
    web, worker = wait_for(lambda: len(children(process.pid)) == 2 and children(process.pid))
    assert "gunicorn" in command_of(web)

    os.kill(worker, signal.SIGKILL)
    again = wait_for(
        lambda: [
            pid
            for pid in children(process.pid)
            if pid not in {web, worker} and "celery" in command_of(pid)
        ]
    )
    assert answers(port)

    everybody = family(process.pid)
    assert again[0] in everybody
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert [pid for pid in everybody if is_alive(pid)] == []
