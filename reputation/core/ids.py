"""Random ids and salts, from one source that a reproducible demonstration can replace."""

import hmac
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


class Derived:
    """The same ids in the same order for the same key, which nobody can foretell without it."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._drawn = 0

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(bytes=self.salt()[:16], version=4)

    def salt(self) -> bytes:
        self._drawn += 1
        return hmac.digest(self._key, self._drawn.to_bytes(4), "sha256")


SECURE: Source = Secure()
