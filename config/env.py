"""Reads the environment, once and strictly: an odd value stops the start."""

import base64
import binascii
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The value of NAME, or the content of the file NAME_FILE points to.

    Raises:
        ImproperlyConfigured: both are set, the file cannot be read, or neither is there and no default is given.
    """
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value is not None and path is not None:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    if path is not None:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise ImproperlyConfigured(f"{name}_FILE is not UTF-8 text.") from error
    if value is not None:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it, or {name}_FILE with the path of a file that holds it.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """A yes or no.

    Raises:
        ImproperlyConfigured: the value is neither.
    """
    value = text(name, str(default)).strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be yes or no.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from low to high, both included.

    Raises:
        ImproperlyConfigured: the value is no such number.
    """
    value = text(name, str(default)).strip()
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number from {low} to {high}.")
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words.

    Raises:
        ImproperlyConfigured: the value is none of them.
    """
    value = text(name, default).strip().lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: {', '.join(allowed)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas; blanks around the words do not count."""
    return [word for word in (part.strip() for part in text(name, default).split(",")) if word]


def folder(name: str, default: Path) -> Path:
    """An absolute path.

    Raises:
        ImproperlyConfigured: the value is empty or cannot be a path.
    """
    value = text(name, str(default))
    if not value.strip() or "\0" in value:
        raise ImproperlyConfigured(f"{name} is empty; it must be the path of a folder.")
    try:
        return Path(value).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; that cannot be the path of a folder.") from error


def key(name: str, *, size: int = 32) -> bytes | None:
    """Bytes written in base64, or None when not set.

    Raises:
        ImproperlyConfigured: the value is not base64 of `size` bytes. The message never holds it.
    """
    value = text(name, "").strip()
    if not value:
        return None
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name} must be {size} bytes in base64.") from error
    if len(raw) != size:
        raise ImproperlyConfigured(f"{name} must be {size} bytes in base64; these are {len(raw)}.")
    return raw
