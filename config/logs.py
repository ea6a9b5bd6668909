"""Log lines: a fixed event name and listed keys, nothing else. What is not listed is dropped, so it cannot leak."""

import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

EVENT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,79}", re.ASCII)
KEYS = (
    "kind",
    "role",
    "part",
    "code",
    "status",
    "count",
    "size",
    "position",
    "month",
    "waiting",
    "took_ms",
    "lag_s",
    "wait_s",
    "restarts",
    "exit",
    "business",
    "review",
    "case",
    "job",
    "task",
)
ROOT = Path(__file__).resolve().parent.parent


def place(error: BaseException) -> str:
    """Where an error arose, in our own code if it passed through it: file and line, never a value."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and "site-packages" not in frame.filename
    ]
    if not frames:
        return "unknown"
    frame = (ours or frames)[-1]
    return f"{Path(frame.filename).parent.name}.{Path(frame.filename).stem}:{frame.lineno}"


def shown(value: Any) -> str | None:
    """The value as it may be written, or None: numbers, yes or no, and short plain words or ids."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.3f}"
    text = str(value)
    return text if VALUE.fullmatch(text) else None


class Lines(logging.Formatter):
    """One line an event: time, level, event, listed keys; of an error its class and place, never its words."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] == "reputation" and not record.args
        message = record.msg if ours and isinstance(record.msg, str) else ""
        event = message if EVENT.fullmatch(message) else "other"
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        parts = [at, record.levelname.lower(), f"event={event}"]
        if event == "other":
            parts.append(f"from={record.name.partition('.')[0]}")
        given = {"status": getattr(record, "status_code", None)} | record.__dict__
        for key in KEYS if event != "other" else ("status", "exit"):
            value = given.get(key)
            if value is not None and (text := shown(value)) is not None:
                parts.append(f"{key}={text}")
        if record.exc_info and record.exc_info[1] is not None:
            parts += [f"error={type(record.exc_info[1]).__name__}", f"at={place(record.exc_info[1])}"]
        return " ".join(parts)


def configure(*, level: str) -> dict[str, Any]:
    """Django's LOGGING: one handler, one format, for every logger."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "config.logs.Lines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "reputation": {"level": level},
            "django": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.security": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
