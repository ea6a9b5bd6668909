"""The audit over receipts that were really issued, spent and published; and each lie that the operator could tell."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from reputation.audit.findings import Findings, Kind
from reputation.audit.run import Options, audit
from reputation.core import clock
from reputation.log import actions as log
from reputation.log import queries
from reputation.receipts import keys, keys_at_rest
from reputation.receipts import queries as receipts
from reputation.receipts.rules import encode_key, show_epoch
from reputation.reviews import held, publication, writers
from reputation.reviews import queries as queries_of_reviews
from reputation.reviews.codenames import make
from reputation.reviews.judging import Marked
from reputation.reviews.rules import Choice
from tests.issuing_made import Shop, make_shop
from tests.lost_database import settle
from tests.receipts_made import send, tokens_of
from tests.sending_made import make_moderator, send_held

pytestmark = pytest.mark.django_db
BOUGHT = clock.now() - timedelta(days=900)
SENT = BOUGHT + timedelta(days=3)
OUT = SENT + timedelta(weeks=5)
REVIEWS = 6


class Published:
    """A shop whose six buyers wrote; two more have tokens left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        log.start(now=BOUGHT - timedelta(days=60))
        self.shop: Shop = make_shop(REVIEWS + 2, now=BOUGHT)
        *self.sent, self.left, self.last = tokens_of(self.shop)
        for token in self.sent:
            send(token, now=SENT)
        assert publication.publish_due(now=OUT) == REVIEWS
        settle()

    @property
    def key_id(self) -> bytes:
        assert self.shop.key_id is not None
        return self.shop.key_id

    def append(self, kind: str, **body: object) -> None:
        with transaction.atomic():
            log.append(kind=kind, body=body)

    def about(self) -> dict[str, object]:
        """How entries name its key."""
        (row,) = [row for row in queries.of_business(self.shop.business) if row.kind == "receipt-key"]
        return {name: row.body[name] for name in ("business", "class", "epoch", "key_id")}

    def audited(self) -> Findings:
        settle()
        return audit(Options(str(self.folder), (queries.verifier_key(),), full=True, quiet=True))

    def faults(self) -> list[str]:
        findings = self.audited()
        assert {fault.kind for fault in findings.faults} == {Kind.TOKENS}, findings.summary()
        return [fault.text for fault in findings.faults]


@pytest.fixture
def published(settings: LazySettings, tmp_path: Path) -> Published:
    settings.PUBLIC_ROOT = tmp_path
    return Published(tmp_path)


def totals(published: Published, claimed: str) -> None:
    """What the attester says was claimed, unsigned."""
    attester = str(uuid4())
    day = SENT.date().isoformat()
    published.append("attester-admitted", attester=attester, attester_kind="business", date=day, **{"class": "seller"})
    said = {"attester": attester, "registered": "5-19", "claimed": claimed, "contested": "0"}
    published.append("receipt-totals", **published.about(), moment="issuing-ended", totals=[said])


def test_what_was_issued_spent_and_published_passes_and_is_counted(published: Published) -> None:
    send(published.left, now=OUT)
    keys.end(key_id=published.key_id, reason="replaced", now=OUT)
    totals(published, "5-19")
    publication.publish_due(now=OUT + timedelta(weeks=5))
    findings = published.audited()
    assert findings.is_clean, findings.summary()
    assert f"{REVIEWS + 1} verified, of 1 keys" in findings.summary()


def test_reviews_of_an_annulled_key_pass_and_count_no_more(published: Published) -> None:
    send(published.left, now=OUT)
    keys.annul(key_id=published.key_id, reason="leaked", persons=2, now=OUT)
    publication.publish_due(now=OUT + timedelta(weeks=5))
    assert published.audited().is_clean


def promised(published: Published, tmp_path: Path, acceptance: str) -> Findings:
    """What the audit says to somebody who kept an acceptance."""
    slip = tmp_path.parent / f"slip-{uuid4()}"
    slip.write_text(acceptance, encoding="utf-8")
    settle()
    options = Options(str(published.folder), (queries.verifier_key(),), full=True, quiet=True, acceptances=(slip,))
    return audit(options)


def test_the_acceptance_of_a_review_is_met_when_it_is_out(published: Published, tmp_path: Path) -> None:
    sent = send(published.left, now=OUT)
    on_the_last_day = datetime.combine(sent.published_by, time(12), tzinfo=UTC)
    assert publication.publish_due(now=on_the_last_day) == 1
    findings = promised(published, tmp_path, sent.acceptance)
    assert findings.is_clean, findings.summary()
    assert any("met by entry" in said for said in findings.checked.values())


def test_a_review_that_was_accepted_and_kept_back_is_an_omission(published: Published, tmp_path: Path) -> None:
    sent = send(published.left, now=OUT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reviews_waiting")
    publication.publish_due(now=OUT + timedelta(weeks=5))
    # A folder shows no clock: how far it goes, its dated entries say.
    about = {"attester": str(uuid4()), "attester_kind": "business", "class": "seller"}
    published.append("attester-admitted", date=(OUT + timedelta(weeks=6)).date().isoformat(), **about)
    findings = promised(published, tmp_path, sent.acceptance)
    assert [fault.kind for fault in findings.faults] == [Kind.OMISSION], findings.summary()
    assert sent.commitment in findings.faults[0].text


def test_the_acceptance_of_a_text_that_was_held_is_over_the_words_that_come_out(
    published: Published, tmp_path: Path
) -> None:
    codename = make()
    held_now = send_held(published.left, codename=codename, now=OUT)
    one = Marked(0, 7, Choice.MASK, "Se")
    held.decide(held=held_now.review, user=make_moderator(), choices=[one], missed=[], refusal=None, now=OUT)
    known = writers.known(writers.read(codename))
    assert known is not None
    assert known.slip is not None
    promised_for = known.slip.promise.publish_by
    assert publication.publish_due(now=datetime.combine(promised_for, time(12), tzinfo=UTC)) == 1
    assert queries_of_reviews.one(held_now.review).spans[0].text.startswith("Se saapui")
    findings = promised(published, tmp_path, known.slip.acceptance)
    assert findings.is_clean, findings.summary()


def spend_again(published: Published) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM receipts_spent")
    send(published.sent[0], text="Once more.", codename=make(), now=OUT)
    publication.publish_due(now=OUT + timedelta(weeks=5))


def publish_without_a_token(published: Published) -> None:
    send(published.left, now=OUT)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM receipts_spent WHERE token IS NOT NULL")
        cursor.execute("UPDATE receipts_key SET unused = 1")
    publication.publish_due(now=OUT + timedelta(weeks=5))


def publish_after_its_death(published: Published) -> None:
    send(published.left, now=OUT)
    publication.publish_due(now=OUT + timedelta(days=700))


def name_a_second_key(published: Published) -> None:
    private = keys_at_rest.generate()
    public = encode_key(private.public_key().public_numbers().n)
    about = published.about() | {"key_id": keys_at_rest.key_id(private).hex()}
    published.append("receipt-key", **about, key=base64.b64encode(public).decode())


def say_that_less_was_claimed(published: Published) -> None:
    totals(published, "1-4")


def spend_in_another_epoch(published: Published) -> None:
    other = show_epoch(receipts.key(published.key_id).epoch + 1)
    token = base64.b64encode(published.left).decode()
    published.append("receipts-spent", **(published.about() | {"epoch": other}), tokens=[token])


def spend_after_the_annulment(published: Published) -> None:
    keys.annul(key_id=published.key_id, reason="leaked", persons=2, now=OUT)
    token = base64.b64encode(published.left).decode()
    published.append("receipts-spent", **published.about(), tokens=[token])


LIES: dict[str, tuple[Callable[[Published], object], str]] = {
    "a token twice": (spend_again, "a token is spent again"),
    "a review without a token": (publish_without_a_token, f"review {REVIEWS + 1} of {REVIEWS} tokens spent so far"),
    "a dead key": (publish_after_its_death, "its receipts were dead by"),
    "a second key": (name_a_second_key, "lives still"),
    "more tokens than claims": (say_that_less_was_claimed, f"{REVIEWS} tokens were spent, and 4 claimed at most"),
    "another epoch": (spend_in_another_epoch, "it names another class or epoch than the key has"),
    "an annulled key": (spend_after_the_annulment, "it was annulled before"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_receipts_is_found(published: Published, lie: str) -> None:
    act, words = LIES[lie]
    act(published)
    assert any(words in text for text in published.faults())
