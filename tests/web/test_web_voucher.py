"""GET /r and /r/help: the page of a code as it is without a script, and the way to it."""

import json
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.log import queries

PATHS = ["/r", "/de/r", "/r/help", "/de/r/help"]


def get(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_load_nothing_from_elsewhere_and_hold_no_inline_script(path: str, log: Path) -> None:
    body = get(path)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', body)
    assert not re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", body)
    assert not re.findall(r"\bstyle=|\bon[a-z]+=", body)


@pytest.mark.parametrize(("path", "action"), [("/r", "/r/claim"), ("/de/r", "/de/r/claim")])
def test_without_a_script_the_form_is_posted_to_the_issuer_by_promise(path: str, action: str, log: Path) -> None:
    body = get(path)
    assert f'<form id="code-form" action="{action}" method="post"' in body
    assert 'name="code"' in body
    assert 'id="by-promise" class="notice calm">' in body
    for hidden in ("way", "fault", "result"):
        assert re.search(rf'<section id="{hidden}"[^>]* hidden>', body), hidden


def test_the_page_names_issuer_and_log_and_nothing_that_differs_for_anybody(log: Path, settings: LazySettings) -> None:
    found = re.search(r'<script type="application/json" id="service">(.*?)</script>', get("/r"))
    assert found is not None
    assert json.loads(found[1]) == {"issuer": settings.ISSUER_NAME, "vkey": queries.verifier_key()}
    assert get("/r") == get("/r")


def test_a_service_that_was_told_no_key_shows_the_page_all_the_same(log: Path, settings: LazySettings) -> None:
    settings.LOG_PUBLIC_KEY = None
    assert '"vkey": ""' in get("/r").replace('"vkey":""', '"vkey": ""')


def test_every_refusal_of_the_issuer_has_words_on_the_page(log: Path) -> None:
    words = " ".join(re.findall(r'<template data-fault="([^"]+)"', get("/r"))).split()
    for code in ("unknown-voucher", "voucher-claimed", "key-not-ready", "key-ended"):
        assert code in words
    assert "other" in words


@pytest.mark.parametrize("path", ["/", "/about/privacy", "/de/"])
def test_readers_find_the_page_of_a_code(path: str, log: Path) -> None:
    wanted = "/de/r" if path.startswith("/de") else "/r"
    assert f'href="{wanted}"' in get(path)


def test_help_leads_to_the_other_ways(log: Path) -> None:
    body = get("/r/help")
    for path in ("/r/mail", "/r/proof", "/r"):
        assert f'href="{path}"' in body
    for part in ("used", "none", "ways"):
        assert f'id="{part}"' in body
    assert "/r/help#used" in get("/r")
