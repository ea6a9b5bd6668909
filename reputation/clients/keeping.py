"""Files that the command lines leave: of whoever runs them alone, and never in place of another."""

import os
from pathlib import Path


class NotKept(Exception):
    """A file cannot be written. The message says which and why."""


def require_free(path: Path) -> None:
    """See that no other file is overwritten, before anything is spent.

    Raises:
        NotKept: there is a file, or no folder to write to.
    """
    if path.exists():
        raise NotKept(f"{path} is there already: name another file.")
    if not os.access(path.parent, os.W_OK):
        raise NotKept(f"Nothing can be written to {path.parent}.")


def write(path: Path, text: str) -> None:
    """Write a new file that nobody else can read, down to the disk.

    Raises:
        NotKept
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise NotKept(f"{path} cannot be written: {error.strerror}.") from error
