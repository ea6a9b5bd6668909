"""After a restored backup: what was spent and published is spent, what was lost before it came out is free again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from reputation.core import clock
from reputation.log import actions as log
from reputation.receipts import errors, rules
from reputation.receipts.models import Key
from reputation.reviews import codenames, publication
from reputation.reviews.models import Review, WaitingReview
from tests.issuing_made import Shop, make_shop
from tests.lost_database import assert_audit_passes, bring_back, lost, settle
from tests.receipts_made import send, spent_rows, tokens_of

pytestmark = pytest.mark.django_db
BOUGHT = clock.now() - timedelta(days=200)
SENT = BOUGHT + timedelta(days=3)
OUT = SENT + timedelta(weeks=5)


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    return tmp_path / "public"


@pytest.fixture
def shop(folder: Path) -> Shop:
    log.start(now=BOUGHT - timedelta(days=60))
    return make_shop(4, now=BOUGHT)


def test_what_was_spent_and_published_since_stays_spent(shop: Shop, folder: Path) -> None:
    waited, after, unpublished, unused = tokens_of(shop)
    first = send(waited, now=SENT)
    settle()
    with lost():
        second = send(after, now=SENT)
        assert publication.publish_due(now=OUT) == 2
        send(unpublished, now=OUT)
        settle()
    assert [token for _, _, _, token, _ in spent_rows()] == [waited]
    bring_back()
    assert {nullifier: token for _, nullifier, _, token, _ in spent_rows()} == {
        rules.nullifier(waited): None,
        rules.nullifier(after): None,
    }
    assert set(Review.objects.values_list("public_id", flat=True)) == {first.review, second.review}
    for token in (waited, after):
        with pytest.raises(errors.TokenSpent):
            send(token, text="Once more.", codename=codenames.make(), now=OUT)
    assert send(waited, now=OUT).commitment == first.commitment, "the same again is the same answer still"
    with pytest.raises(errors.TokenSpent):
        send(after, now=OUT)  # what its codename led to was lost with the database
    send(unpublished, now=OUT, text="Posted again: it was lost before it came out.")
    send(unused, now=OUT)
    assert WaitingReview.objects.count() == 2
    assert publication.publish_due(now=OUT + timedelta(weeks=5)) == 2
    settle()
    assert_audit_passes(folder)


def test_how_many_tokens_wait_for_their_reviews_comes_back(shop: Shop) -> None:
    """Two tokens were named and one review came out: one more may."""
    one, two, *_ = tokens_of(shop)
    settle()
    with lost():
        send(one, now=SENT)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM reviews_waiting")
        send(two, now=SENT)
        assert publication.publish_due(now=OUT) == 1
        assert Key.objects.get().unused == 1
        settle()
    assert Key.objects.get().unused == 0
    bring_back()
    assert Key.objects.get().unused == 1
