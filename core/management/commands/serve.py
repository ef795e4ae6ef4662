import contextlib
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

GRACE = 20  # seconds a child has to end by itself
RESTART_AFTER = 2  # seconds


@dataclass
class Child:
    """A process that serve keeps running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    restart_at: float = field(default=0.0)

    def start(self) -> None:
        # A session of its own: a Ctrl-C in the terminal reaches serve alone, which then ends
        # its children in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603


class Command(BaseCommand):
    help = "Start web, worker and clock together, in the foreground. One Ctrl-C ends all."
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default=os.environ.get("BIND", "127.0.0.1:8000"))
        parser.add_argument("--web-processes", default=os.environ.get("WEB_PROCESSES", "2"))
        parser.add_argument("--worker-processes", default=os.environ.get("WORKER_PROCESSES", "2"))

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_folders()
        signal.signal(signal.SIGINT, self.stop)
        signal.signal(signal.SIGTERM, self.stop)
        children = [
            Child("web", web_command(options["bind"], options["web_processes"])),
            Child("worker", worker_command(options["worker_processes"])),
        ]
        for child in children:
            child.start()
        self.stdout.write(f"Serving {settings.SITE_URL} at {options['bind']}. Ctrl-C ends it.")
        self.stdout.flush()
        while not self.stopping:
            time.sleep(0.3)
            for child in children:
                self.keep_running(child)
        end(children)

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def keep_running(self, child: Child) -> None:
        """Start a child again that ended by itself; what it had in hand is a row and is found."""
        if self.stopping or child.process is None or child.process.poll() is None:
            return
        if not child.restart_at:
            self.stderr.write(f"The {child.name} ended and is started again.")
            kill_group(child.process.pid)  # pool processes that outlived it
            child.restart_at = time.monotonic() + RESTART_AFTER
        elif time.monotonic() >= child.restart_at:
            child.restart_at = 0.0
            child.start()


def prepare_folders() -> None:
    """The folders below DATA_DIR that the processes expect."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    for name in ("broker/queue", "broker/control", "cache", "media"):
        (settings.DATA_DIR / name).mkdir(parents=True, exist_ok=True)


def web_command(bind: str, processes: str) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi"),
        *("--bind", bind, "--workers", processes, "--no-control-socket"),
        *("--timeout", "120", "--log-level", "warning", "--worker-tmp-dir", temporary_folder()),
    ]


def worker_command(processes: str) -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--beat"),
        *("--concurrency", processes, "--loglevel", "warning"),
        *("--without-mingle", "--without-gossip"),
        *("--schedule", str(settings.DATA_DIR / "celerybeat-schedule")),
    ]


def temporary_folder() -> str:
    """In memory where the system has it: gunicorn writes a heartbeat there."""
    return "/dev/shm" if os.path.isdir("/dev/shm") else str(settings.DATA_DIR)  # noqa: S108


def end(children: list[Child]) -> None:
    """Ask every child to end, wait, and kill the process group of one that does not."""
    running = [child.process for child in children if child.process]
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            kill_group(process.pid)
            process.wait()


def kill_group(pid: int) -> None:
    """End what is left of a child's process group, if anything is."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
