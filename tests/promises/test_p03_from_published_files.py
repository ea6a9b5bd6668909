"""P3: the published files alone make the digits that are shown, now and for any size the log had before."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.core import clock, months
from reputation.log.entries import Entry, decode
from reputation.ratings import actions, queries
from reputation.ratings import rules as formula
from reputation.ratings.fold import Fold
from reputation.ratings.models import Answer
from reputation.reviews import actions as reviews
from reputation.reviews.models import Review
from tests import pages_made
from tests.pages_made import SURGE, make_left, make_removed, make_shop, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings: LazySettings, tmp_path: Path) -> Path:
    """A small world, published: a shop with a removed and a withdrawn review, one in trouble, one that left."""
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    make_removed(make_shop())
    make_shop("Brass & Barrow Ltd", SURGE, domain="brass-and-barrow.example")
    make_left(make_shop("Orrin Electronics Ltd", domain="orrin.example"))
    reviews.withdraw(review_id=Review.objects.filter(state="published")[3].public_id, now=clock.now())
    settle()
    return tmp_path / "log"


def newest(folder: Path) -> list[Entry]:
    """All entries as a stranger reads them: of as many as the checkpoint says, each after its length."""
    size = int((folder / "checkpoint").read_text(encoding="utf-8").splitlines()[1])
    assert 0 < size < 256, "one bundle, so that the widest file is the whole log"
    (widest,) = [file for file in (folder / "tile" / "entries").rglob(str(size)) if file.is_file()]
    raw, found = widest.read_bytes(), []
    while raw:
        length = int.from_bytes(raw[:2], "big")
        found.append(decode(raw[2 : 2 + length]))
        raw = raw[2 + length :]
    assert len(found) == size
    return found


def folded(entries: list[Entry], size: int) -> Fold:
    fold = Fold()
    for position, entry in enumerate(entries[:size]):
        fold.feed(position, entry)
    return fold


def computed(entries: list[Entry], business: UUID, *, month: int, size: int) -> dict[str, Any]:
    return formula.answer(business, folded(entries, size).businesses[business], month)


def test_p03_the_files_make_every_answer_that_is_stored_and_shown(files: Path) -> None:
    entries, month = newest(files), months.of(clock.now())
    fold = folded(entries, len(entries))
    assert {row.business for row in Answer.objects.all()} == fold.businesses.keys()
    assert len(fold.businesses) == 3
    for business, state in fold.businesses.items():
        mine = formula.render(formula.answer(business, state, month))
        assert queries.answer(business) == mine
        shown = Client().get(f"/api/v1/businesses/{business}/rating").content
        assert shown.endswith(b'"rating":' + mine + b"}")
    assert actions.recompute(from_bytes=True) == []


def test_p03_the_first_entries_make_every_answer_of_the_past(files: Path) -> None:
    entries, month = newest(files), months.of(clock.now())
    (business,) = Answer.objects.filter(published=True).order_by("order_key").values_list("business", flat=True)[:1]
    joined = next(n for n, entry in enumerate(entries, 1) if entry.business == business)
    seen = set()
    for size in range(joined, len(entries) + 1):
        past = queries.past_answer(business=business, month=month, log_size=size)
        assert past == computed(entries, business, month=month, size=size), size
        seen.add(formula.render(past))
    assert len(seen) > 10


def test_p03_a_planted_digit_is_found(files: Path) -> None:
    row = Answer.objects.filter(published=True)[0]
    document = json.loads(bytes(row.body))
    document["figure"]["stars"]["mean"] += 1
    Answer.objects.filter(business=row.business).update(body=formula.render(document))
    entries = newest(files)
    assert queries.answer(row.business) != formula.render(
        computed(entries, row.business, month=row.month, size=len(entries))
    )
    for from_bytes in (False, True):
        assert [found.business for found in actions.recompute(from_bytes=from_bytes)] == [row.business]
