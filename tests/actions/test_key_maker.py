"""The issuer's second task: keys that batches ask for are made, whatever goes wrong now and then."""

import logging
import threading

import pytest
from django.conf import LazySettings
from django.db import OperationalError

from reputation.issuing import keys, queries
from reputation.receipts.rules import ReceiptClass
from reputation.service import key_maker
from tests.issuing_made import make_codes, make_shop, register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's connection stays open."""
    monkeypatch.setattr(key_maker, "close_old_connections", lambda: None)


def test_it_makes_what_is_asked_for_and_says_how_many(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "reputation.service")
    shop = make_shop(1, is_ready=False)
    register(shop.business, make_codes(1), receipt_class=ReceiptClass.INDEPENDENT)
    assert key_maker.look() == key_maker.PAUSE_S
    assert len(queries.made()) == 2
    assert key_maker.look() == key_maker.PAUSE_S
    assert [(record.message, record.__dict__["count"]) for record in caplog.records] == [("keys-made", 2)]


def test_without_a_sealing_key_nothing_is_made_and_it_tries_again_later(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    make_shop(1, is_ready=False)
    given, settings.SEALING_KEY = settings.SEALING_KEY, None
    assert key_maker.look() == key_maker.PAUSE_AFTER_FAULT_S
    assert queries.made() == []
    assert [record.message for record in caplog.records] == ["keys-not-made"]
    settings.SEALING_KEY = given
    assert key_maker.look() == key_maker.PAUSE_S
    assert len(queries.made()) == 1


def test_no_fault_ends_it_and_a_word_does(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, looks = threading.Event(), 0

    def make_asked() -> int:
        nonlocal looks
        looks += 1
        if looks == 3:
            stop.set()
        raise OperationalError

    monkeypatch.setattr(keys, "make_asked", make_asked)
    monkeypatch.setattr(key_maker, "PAUSE_S", 0.0)
    monkeypatch.setattr(key_maker, "PAUSE_AFTER_FAULT_S", 0.0)
    key_maker.run(stop)
    assert looks == 3
