import mailbox
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from email.message import Message as AnyMessage
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications.domain.bounces import note_bounce, read_report


def _parse(content: bytes) -> AnyMessage:
    return message_from_bytes(content, policy=policy.default)


class Command(BaseCommand):
    help = "Read delivery reports (RFC 3464) and mark the messages that came back as bounced."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="A mail, an mbox, a folder of mails, or - for a mail on standard input.",
        )

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        read = bounced = unknown = 0
        for name in files:
            for mail in self.mails(name):
                read += 1
                if report := read_report(mail):
                    known = note_bounce(report.message_id, words=report.words)
                    bounced, unknown = bounced + known, unknown + (not known)
        self.stdout.write(
            f"{read} mails read: {bounced} bounced, {unknown} reports of mail that is not ours, "
            f"{read - bounced - unknown} passed over."
        )

    def mails(self, name: str) -> Iterator[AnyMessage]:
        if name == "-":
            yield _parse(sys.stdin.buffer.read())
            return
        path = Path(name)
        if not path.exists():
            raise CommandError(f"{name} is not there.")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                yield from self.mails_of_file(file)

    def mails_of_file(self, file: Path) -> Iterator[AnyMessage]:
        with file.open("rb") as opened:
            start = opened.read(5)
            if start != b"From ":
                yield _parse(start + opened.read())
                return
        with closing(mailbox.mbox(file, create=False)) as box:
            for key in box.iterkeys():
                yield _parse(box.get_bytes(key))
