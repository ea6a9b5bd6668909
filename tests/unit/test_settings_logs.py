"""A log line holds a fixed event and listed keys; whatever else is handed to a logger is dropped."""

import logging
import sys
from typing import Any

import pytest

from config.logs import KEYS, Lines

CANARY = "Erika Mustermann +49 170 1234567 203.0.113.9"


def line(name: str, message: Any, *args: Any, **extra: Any) -> str:
    record = logging.getLogger(name).makeRecord(name, logging.INFO, "file", 1, message, args, None, extra=extra)
    return Lines().format(record)


def test_a_fixed_event_with_listed_keys_is_written() -> None:
    written = line("reputation.log", "checkpoint-published", size=12, took_ms=3.5, code="ok", status=None)
    assert written.endswith("info event=checkpoint-published code=ok size=12 took_ms=3.500")


@pytest.mark.parametrize("key", ["path", "query", "name", "address", "agent", "text", "size"])
def test_an_unlisted_key_or_an_odd_value_is_dropped(key: str) -> None:
    written = line("reputation.web", "page-shown", **({key: CANARY} if key != "name" else {"names": CANARY}))
    assert written.endswith("info event=page-shown")


def test_ids_are_written_and_sentences_are_not() -> None:
    business = "0b0f0a5e-5b3c-4d1c-9d2f-0d6f4f6b1a11"
    assert f"business={business}" in line("reputation.web", "page-shown", business=business)
    assert "business=" not in line("reputation.web", "page-shown", business="Mustermann & Sons Ltd")


@pytest.mark.parametrize(
    ("name", "message", "args"),
    [
        ("reputation.web", f"shown to {CANARY}", ()),
        ("reputation.web", "looked-up %s", (CANARY,)),
        ("reputation.web", "looked-up", (CANARY,)),
        ("django.request", "Not Found: %s", (f"/check?q={CANARY}",)),
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {CANARY}", ()),
        ("_granian", CANARY, ()),
        ("procrastinate.worker", "job-started", ()),
    ],
)
def test_messages_that_are_no_fixed_events_are_dropped(name: str, message: str, args: tuple[str, ...]) -> None:
    written = line(name, message, *args, status_code=404, request=CANARY)
    assert f"event=other from={name.partition('.')[0]} status=404" in written
    assert not any(word in written for word in CANARY.split())


def test_of_an_error_only_its_class_and_place_are_written() -> None:
    try:
        int(CANARY)
    except ValueError:
        record = logging.getLogger("x").makeRecord("django", logging.ERROR, "f", 1, CANARY, (), sys.exc_info())
    written = Lines().format(record)
    assert "error=ValueError at=unit.test_settings_logs:" in written
    assert "Mustermann" not in written


def test_no_listed_key_names_what_must_not_be_logged() -> None:
    assert not {"path", "address", "ip", "agent", "query", "text", "name", "email", "token", "user"} & set(KEYS)
