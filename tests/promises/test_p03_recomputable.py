"""P3: every figure is a function of the log's first `log_size` entries, the month and the edition."""

import json
from typing import Any
from uuid import UUID

import pytest

from reputation.log import queries as log
from reputation.log.entries import decode
from reputation.ratings import actions, queries, rules
from reputation.ratings.fold import READ, Fold
from tests.rating_tables import MONTH
from tests.ratings_log import OTHER, SHOP, catch_up, make_entry, make_history, start_log

pytestmark = pytest.mark.django_db


def from_published_bytes(business: UUID, document: dict[str, Any]) -> bytes:
    """The answer that somebody makes who has nothing but the entries' bytes, up to the log size that it names."""
    fold = Fold()
    for row in log.entries(after=0, limit=document["log_size"]):
        fold.feed(row.position, decode(row.raw))
    return rules.render(rules.answer(business, fold.businesses[business], MONTH))


@pytest.fixture
def followed() -> None:
    start_log()
    make_entry("business-joined")
    make_history()
    catch_up()


def test_p03_anybody_computes_the_stored_bytes_from_the_log_alone(followed: None) -> None:
    for business in (SHOP, OTHER):
        stored = queries.answer(business)
        assert stored is not None
        document = json.loads(stored)
        assert document["edition"] == rules.EDITION
        assert document["log_size"] <= log.head().size
        assert from_published_bytes(business, document) == stored


def test_p03_an_answer_of_the_past_is_the_same_for_ever(followed: None) -> None:
    stored = queries.answer(SHOP)
    assert stored is not None
    size = json.loads(stored)["log_size"]
    for kind in ("review-changed", "review-withdrawn"):
        make_entry(kind, number=55)
    make_entry("receipt-key-annulled", key_id="ee" * 32)
    make_entry("business-left")
    catch_up()
    assert queries.answer(SHOP) != stored
    assert rules.render(queries.past_answer(business=SHOP, month=MONTH, log_size=size)) == stored
    assert actions.recompute(from_bytes=True) == []


def test_p03_whatever_moves_a_figure_has_an_entry_kind() -> None:
    from reputation.log.kinds import KINDS

    assert KINDS.keys() >= READ
