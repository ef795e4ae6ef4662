"""A mail server that keeps the Message-ID of every mail it takes. Its own process:

python tests/services/mail_sink.py PORT FILE SECONDS_FOR_EACH
"""

import asyncio
import os
import sys
from email import message_from_bytes

from aiosmtpd.smtp import SMTP


class Sink:
    def __init__(self, path, delay):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.delay = delay

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        """Taken is taken: written down before the answer, which the sender may not live to hear."""
        await asyncio.sleep(self.delay / 2)
        message_id = message_from_bytes(envelope.content)["Message-ID"]
        os.write(self.file, f"{message_id}\n".encode())
        await asyncio.sleep(self.delay / 2)
        return "250 Taken"


async def serve(port, path, delay):
    sink = Sink(path, delay)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, hostname="sink.example.org", loop=loop), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
