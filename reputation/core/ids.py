"""Random ids and salts, from one source that a reproducible demonstration can replace."""

import random
import secrets
import uuid
from typing import Protocol

SALT_BYTES = 32


class Source(Protocol):
    """Where ids and salts come from."""

    def uuid(self) -> uuid.UUID:
        """A new version 4 id: it tells nothing, not even a time."""

    def salt(self) -> bytes:
        """32 new bytes for a commitment."""


class Secure:
    """The operating system's randomness: the source for everything real."""

    def uuid(self) -> uuid.UUID:
        return uuid.uuid4()

    def salt(self) -> bytes:
        return secrets.token_bytes(SALT_BYTES)


class Seeded:
    """The same ids in the same order for the same seed. Only for invented data: anybody can foretell them."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible on purpose, see above

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(bytes=self._random.randbytes(16), version=4)

    def salt(self) -> bytes:
        return self._random.randbytes(SALT_BYTES)


SECURE: Source = Secure()
