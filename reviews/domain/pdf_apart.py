"""A PDF is opened in a process of its own, with little memory and little time: a small file can
unfold to gigabytes, in more ways than could be counted beforehand (filters in filters, objects in
objects). A process that needs more dies alone, and the file is refused."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from reviews.domain.pdf_cleaning import UncleanError, clean_pdf, words_of_pages

#: So much memory a file may take beside what the programs themselves need, in bytes; and so many
#: times its own size, as it is read, held and written.
ROOM, TIMES = 128 * 1024 * 1024, 6
#: So long, in seconds of work; and by the clock, where other work goes on beside it: less than a
#: request may take.
WORK, WAIT = 15, 25
TOO_MUCH = (
    "takes too much to open: it holds far more than its size says. Print it to PDF once more, or "
    "add its pages as pictures"
)
STATM = Path("/proc/self/statm")
BASE = Path(__file__).resolve().parents[2]


def clean_apart(content: bytes) -> tuple[bytes, list[str], list[str]]:
    """The file written anew, what was left behind, in words, and the words of its pages. Refuses
    (UncleanError) what ``clean_pdf`` refuses, and what takes too much memory or time."""
    said, clean = _ask("clean", content)
    return clean, said["left"], said["pages"]


def words_apart(content: bytes) -> list[str]:
    """The words of each page. Refuses (UncleanError) what takes too much memory or time."""
    said, _nothing = _ask("words", content)
    pages: list[str] = said["pages"]
    return pages


def _ask(task: str, content: bytes) -> tuple[dict[str, Any], bytes]:
    """What the other process says of the file: words, and bytes. It knows no secret of ours, as it
    has nothing of the environment."""
    try:
        done = subprocess.run(  # noqa: S603  # no shell, and no word of a user in it
            [sys.executable, "-m", "reviews.domain.pdf_apart", task],
            input=content,
            capture_output=True,
            cwd=BASE,
            env={},
            timeout=WAIT,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UncleanError(TOO_MUCH) from error
    head, _line, rest = done.stdout.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if why := said.get("why"):
        raise UncleanError(why)
    return said, rest


# ---------------------------------------------------------------- in the other process


def answer(task: str, content: bytes) -> bytes:
    """A line of JSON, and after it the clean file."""
    clean = b""
    said: dict[str, Any] = {}
    try:
        if task == "clean":
            clean, said["left"] = clean_pdf(content)
        said["pages"] = words_of_pages(clean or content)
    except UncleanError as error:
        clean, said = b"", {"why": error.message}
    return json.dumps(said).encode() + b"\n" + clean


def _limit(size: int) -> None:
    """From here on this process gets no more than a file of this size needs. Where the system does
    not say what it has (macOS), time alone is limited."""
    if STATM.exists():
        pages = int(STATM.read_text().split()[0])
        most = pages * resource.getpagesize() + ROOM + TIMES * size
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (WORK, WORK))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    given = sys.stdin.buffer.read()
    _limit(len(given))
    sys.stdout.buffer.write(answer(sys.argv[1], given))
