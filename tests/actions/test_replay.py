"""An older database brought up to the published log: every row as it was, nothing twice, nothing erased back."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from reputation.businesses import actions as businesses
from reputation.businesses.rules import Method
from reputation.core import clock
from reputation.disputes import queries as cases
from reputation.log import actions as log
from reputation.log import errors, publisher, queries, side_files
from reputation.log.kinds import KINDS
from reputation.log.replay import LOST
from reputation.ratings import actions as ratings
from reputation.ratings import queries as rated
from reputation.reviews import actions as reviews
from reputation.reviews import queries as shown
from reputation.reviews.replay import UNKNOWN_LANGUAGE
from reputation.service import replay
from tests import log_entries
from tests.log_folder import assert_published, contents
from tests.lost_database import (
    ERASED,
    NAMED,
    Made,
    assert_audit_passes,
    begin,
    bring_back,
    go_on,
    lost,
    rows,
    settle,
    texts_in_database,
)
from tests.published_log import Service, served
from tests.reviews_made import LATER, make_business, make_review, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    return tmp_path / "public" / "log"


@pytest.fixture
def made(folder: Path) -> Made:
    return begin()


def seen(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What anybody could see of the rows: not the words of a removed review or of an open case that keeps them back."""
    hidden = {claim["case"] for claim in found["disputes.Claim"] if claim["ground"] == "names-a-person"}
    hidden &= {case["public_id"] for case in found["disputes.Case"] if case["state"] == "filed"}
    claims = [
        claim | ({"quote": LOST, "said": LOST} if claim["case"] in hidden else {}) for claim in found["disputes.Claim"]
    ]
    gone = {"text": None, "language": UNKNOWN_LANGUAGE}
    reviews = [
        review | (gone if review["text"] is None or review["state"] == "restricted" else {})
        for review in found["reviews.Review"]
    ]
    return found | {"disputes.Claim": sorted(claims, key=repr), "reviews.Review": sorted(reviews, key=repr)}


def profiles() -> list[Any]:
    found = [rated.answer(row["public_id"]) for row in rows()["businesses.Business"]]
    assert None not in found
    return found


def test_every_row_comes_back_as_it_was(made: Made, folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "checkpoint", tmp_path / "kept")
    size = queries.head().size
    with lost():
        go_on(made)
        before, answers, files = rows(), profiles(), contents(folder)
        assert ERASED not in texts_in_database()
        assert NAMED not in texts_in_database()
    assert ERASED in texts_in_database()
    with pytest.raises(errors.PublishedAhead, match="manage.py replay"):
        publisher.publish(now=LATER)
    assert contents(folder) == files, "what is published is what is needed: nothing of it may go"

    done = bring_back()
    assert (done.before, done.size) == (size, before["head"][0][0])
    settle()
    assert seen(rows()) == seen(before)
    assert profiles() == answers
    assert contents(folder) == files
    assert_published(folder)
    assert ERASED not in texts_in_database()
    assert NAMED not in texts_in_database()
    assert not ratings.recompute(from_bytes=True)

    make_review(made.shop, text="Life goes on.", now=LATER + timedelta(days=200))
    settle()
    assert_published(folder)
    assert_audit_passes(folder.parent, since=tmp_path / "kept")
