"""The secret key of a machine that was given none."""

import os
import secrets
from pathlib import Path


def read_or_make_secret(path: Path) -> str:
    """The text in ``path``, readable by its owner alone; made of 64 random bytes if missing.

    Two processes that start at once agree: only one of them creates the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(64)
        file.write(secret)
    return secret
