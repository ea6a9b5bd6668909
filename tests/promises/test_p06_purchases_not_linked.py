"""P6: whoever steals everything cannot tell which purchase a review came from, if its writer waited a day.

The thief has the whole database with places, transactions and files, a copy of it from the night before, the
write-ahead log of a day, the logs, and every issuing key. All there is left to him is an order: who claimed when, and
who wrote when. He pairs them by every order there is. Two orders that agree no better than chance are within six
standard deviations of no correlation; with some hundred pairs of orders chance breaks that once in a million runs.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from reputation.issuing import actions as issuing
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.receipts import codes, rules, spent
from reputation.receipts.rules import ReceiptClass
from reputation.reviews import publication
from tests.issuing_made import AUTUMN, Shop, make_shop
from tests.linking import Link, Loot, files, found_in, linked, now_at, rows, unblinded, wal, written_in
from tests.receipts_made import OUT, SENT, send, token_of

pytestmark = pytest.mark.django_db(transaction=True)

BUYERS = 1_000
HASTY = 100
BOUND = 6.0
CLAIMS = ("issuing_claim", "issuing_voucher")
REVIEWS = ("reviews_waiting", "receipts_spent", "reviews_writer", "reviews_held")


@dataclass(slots=True)
class Buyer:
    """Somebody who bought, claims a receipt and writes."""

    shop: Shop
    code: str
    token: bytes = b""
    review: bytes = b""

    @property
    def claim(self) -> bytes:
        return codes.registered(self.code)

    def claims(self) -> None:
        self.token = token_of(self.shop, self.code)

    def writes(self) -> None:
        self.review = send(self.token, text="The pans came on the day that was agreed.").review.bytes


@dataclass(slots=True)
class World:
    """Buyers of several shops and keys, and what a thief can get of their traces."""

    shops: list[Shop]
    buyers: list[Buyer]
    dice: Random = field(default_factory=lambda: Random(6))

    @classmethod
    def of(cls, *shops: Shop) -> "World":
        found = [Buyer(shop, code) for shop in shops for code in shop.codes]
        world = cls(list(shops), found)
        world.dice.shuffle(found)
        return world

    @property
    def truth(self) -> dict[bytes, bytes]:
        """The claim behind each review, by its id and by the nullifier of its token."""
        known = {buyer.review: buyer.claim for buyer in self.buyers if buyer.review}
        return known | {rules.nullifier(buyer.token): buyer.claim for buyer in self.buyers if buyer.review}

    def groups(self, *days: Sequence[Buyer]) -> dict[bytes, int]:
        """The claims of each key on each day: who took a copy every night knows them apart."""
        kinds = {
            (number, shop.key_id): len(self.shops) * number + at
            for number in range(len(days))
            for at, shop in enumerate(self.shops)
        }
        return {buyer.claim: kinds[number, buyer.shop.key_id] for number, day in enumerate(days) for buyer in day}

    def steal(self) -> Loot:
        """Every order that the database gives."""
        claimed, written = [buyer.claim for buyer in self.buyers], list(self.truth)
        loot = Loot()
        for table in CLAIMS:
            for by in ("ctid", "xmin::text::bigint, ctid", "xmax::text::bigint, ctid", "hash"):
                loot.claims[f"{table} by {by}"] = rows(table, "hash", by)
            for last in (False, True):
                loot.claims[f"{table} on disk {last}"] = found_in(files(table), claimed, last=last)
        loot.claims["requests"] = rows("issuing_claim", "hash", "request")
        for table, column in (("reviews_waiting", "id"), ("receipts_spent", "nullifier"), ("reviews_writer", "review")):
            week = [] if table == "reviews_writer" else ["publish_week, ctid"]
            for by in ("ctid", "xmin::text::bigint, ctid", column, *week):
                loot.reviews[f"{table} by {by}"] = rows(table, column, by)
            for last in (False, True):
                loot.reviews[f"{table} on disk {last}"] = found_in(files(table), written, last=last)
        loot.reviews["salts"] = rows("reviews_waiting", "id", "salt")
        loot.reviews["codenames"] = rows("reviews_writer", "review", "verifier")
        loot.reviews["slips"] = rows("reviews_writer", "review", "slip")
        loot.reviews["published"] = rows("reviews_review", "public_id", "id")
        return loot


def best(
    world: World, claims: dict[str, list[bytes]], reviews: dict[str, list[bytes]], groups: dict[bytes, int]
) -> tuple[tuple[str, str], Link, int]:
    """The two orders that agree best, or least, and how far."""
    truth = world.truth
    found = {(one, other): linked(claims[one], reviews[other], truth, groups) for one in claims for other in reviews}
    pair = max(found, key=lambda pair: abs(found[pair].z))
    return pair, found[pair], max(link.hits for link in found.values())


@pytest.fixture
def world() -> World:
    log.start(now=AUTUMN - timedelta(days=60))
    classes = (*[ReceiptClass.SELLER] * 3, ReceiptClass.INDEPENDENT)
    return World.of(*(make_shop(BUYERS // 4, receipt_class=one) for one in classes))


@pytest.fixture
def kept_wal() -> Iterator[None]:
    """As for a standby: nothing of the write-ahead log is thrown away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slot_name FROM pg_create_physical_replication_slot('thief_' || pg_backend_pid(), true)")
        (slot,) = cursor.fetchone()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_drop_replication_slot(%s)", [slot])


def others() -> dict[str, int]:
    """How many rows the other tables have, and how far each sequence has come."""
    with connection.cursor() as cursor:
        found = {}
        for table in set(connection.introspection.table_names(cursor)) - {*CLAIMS, *REVIEWS}:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return found | dict(cursor.fetchall())


def server_log() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        path = Path(cursor.fetchone()[0]).parent / "log"
    return path.read_bytes() if path.exists() else b""


def test_who_waits_a_day_is_one_among_all_who_claimed_before(
    world: World, kept_wal: None, records: list[logging.LogRecord], capsys: pytest.CaptureFixture[str]
) -> None:
    early, late = world.buyers[: BUYERS // 2], world.buyers[BUYERS // 2 :]
    before = others()
    for buyer in early:
        buyer.claims()
    start = now_at()
    issuing.forget_order()
    night = {name: order for name, order in world.steal().claims.items() if order}
    for claimer, writer in zip(late, early, strict=True):
        claimer.claims()
        writer.writes()
    day = wal(start, now_at())
    issuing.forget_order()
    for buyer in late:
        buyer.writes()
    loot, truth = world.steal(), world.truth
    assert others() == before, "a claim or a review left a trace in a table or a sequence"

    loot.claims |= {f"the night before, {name}": order for name, order in night.items()}
    claimed = [buyer.claim for buyer in early]
    loot.reviews["written ahead"] = written_in(day, truth)
    assert len(loot.reviews["written ahead"]) == len(early), "the thief sees what was spent that day, in its order"
    for last in (False, True):
        loot.claims[f"written ahead {last}"] = written_in(day, claimed, last=last)
    assert len(loot.claims["written ahead True"]) == len(early), "the copy of the night is in it"

    for groups in (world.groups(early, late), world.groups(world.buyers)):
        names, link, hits = best(world, loot.claims, loot.reviews, groups)
        assert abs(link.z) < BOUND, (names, link)
        assert hits < 10 * len(set(groups.values())), "chance pairs one of each group"

    publication.publish_due(now=OUT)
    after = world.steal()
    while log.sequence():
        pass
    public = [row for row in entries.entries(after=0, limit=10_000) if row.kind in ("review", "receipts-spent")]
    after.reviews["the log"] = [row.review.bytes for row in public if row.review is not None]
    names, link, hits = best(world, after.claims, after.reviews, world.groups(world.buyers))
    assert abs(link.z) < BOUND, (names, link)

    by_key = {shop.key_id: shop.key for shop in world.shops}
    guesses = {unblinded(buyer.token, by_key[buyer.shop.key_id]) for buyer in world.buyers}
    assert not guesses & set(rows("issuing_claim", "request", "request")), "a request was not blinded"
    secrets = [*(buyer.claim for buyer in world.buyers), *truth]
    said = server_log() + "\n".join(str(vars(record)) for record in records).encode()
    for secret in secrets:
        assert secret not in said
        assert secret.hex().encode() not in said
    with capsys.disabled():
        print(f"\n{BUYERS} buyers who waited a day: {hits} pairs found at best, where chance finds {len(by_key)}")


def forgetful(world: World) -> tuple[tuple[str, str], float, int]:
    """A day of claims and the next one's reviews, in the same order, with whatever guards stand."""
    for buyer in world.buyers:
        buyer.claims()
    issuing.forget_order()
    for buyer in world.buyers:
        buyer.writes()
    loot = world.steal()
    names, link, hits = best(world, loot.claims, loot.reviews, world.groups(world.buyers))
    return names, link.z, hits


def small_world() -> World:
    log.start(now=AUTUMN - timedelta(days=60))
    return World.of(make_shop(60))


def test_without_the_nightly_copy_the_same_thief_links_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "forget_order", lambda: None)
    names, z, hits = forgetful(small_world())
    assert hits == 60, (names, z)
    assert z > BOUND


def test_with_it_he_links_nobody() -> None:
    names, z, hits = forgetful(small_world())
    assert abs(z) < BOUND, names
    assert hits < 20


def test_a_planted_trace_in_a_row_of_the_code_links_everybody() -> None:
    """What the check of a foreign key would do: the transaction of the claim stays in the row of its code."""
    world = small_world()
    for buyer in world.buyers:
        buyer.claims()
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM issuing_voucher WHERE hash = %s FOR KEY SHARE", [buyer.claim])
    issuing.forget_order()
    for buyer in world.buyers:
        buyer.writes()
    loot = world.steal()
    names, link, hits = best(world, loot.claims, loot.reviews, world.groups(world.buyers))
    assert hits == 60, (names, link)


def test_a_client_that_does_not_blind_is_linked_by_the_key_alone() -> None:
    world = small_world()
    buyer = world.buyers[0]
    buyer.claims()
    made = unblinded(buyer.token, buyer.shop.key)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE issuing_claim DISABLE TRIGGER USER")
        cursor.execute("UPDATE issuing_claim SET request = %s", [made])
        cursor.execute("ALTER TABLE issuing_claim ENABLE TRIGGER USER")
    assert made in rows("issuing_claim", "request", "request")


def test_after_a_batch_no_transaction_ties_a_token_to_its_review() -> None:
    world = small_world()
    for buyer in world.buyers:
        buyer.claims()
        buyer.writes()
    assert len(tied()) == 60, "until then a thief reads with which token a review came, and no purchase"
    publication.publish_due(now=SENT + timedelta(weeks=2))
    assert 0 < len(rows("reviews_waiting", "id", "id")) < 60
    assert len(set(tied())) < 2


def test_a_batch_that_forgot_to_forget_would_still_tie_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spent, "forget_order", lambda: None)
    monkeypatch.setattr(publication, "_forget_order", lambda: None)
    world = small_world()
    for buyer in world.buyers:
        buyer.claims()
        buyer.writes()
    publication.publish_due(now=SENT + timedelta(weeks=2))
    assert len(tied()) > 10


def tied() -> list[tuple[bytes, bytes]]:
    """Codenames' reviews and nullifiers that one transaction of their own wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.review, s.nullifier FROM reviews_writer w JOIN receipts_spent s ON s.xmin::text = w.xmin::text"
        )
        return [(one.bytes, bytes(other)) for one, other in cursor.fetchall()]


@pytest.mark.parametrize(("on_their_way", "least", "most"), [(1, HASTY, HASTY), (20, 5, HASTY // 2)])
def test_the_figure_for_those_who_do_not_wait(
    kept_wal: None, on_their_way: int, least: int, most: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Claim and write within minutes: whoever has that day's write-ahead log guesses the latest claim of the key.

    `on_their_way`: how many are between the two at a time.
    """
    log.start(now=AUTUMN - timedelta(days=60))
    world = World.of(make_shop(HASTY // 2), make_shop(HASTY // 2))
    start, waiting = now_at(), []
    for buyer in world.buyers:
        buyer.claims()
        waiting.append(buyer)
        if len(waiting) == on_their_way:
            waiting.pop(world.dice.randrange(len(waiting))).writes()
    for buyer in waiting:
        buyer.writes()
    by_claim = {buyer.claim: buyer for buyer in world.buyers}
    by_review = {rules.nullifier(buyer.token): buyer for buyer in world.buyers}
    unpaired: dict[bytes | None, list[bytes]] = {shop.key_id: [] for shop in world.shops}
    right = 0
    for thing in written_in(wal(start, now_at()), [*by_claim, *by_review]):
        if thing in by_claim:
            unpaired[by_claim[thing].shop.key_id].append(thing)
        else:
            right += unpaired[by_review[thing].shop.key_id].pop() == by_review[thing].claim
    with capsys.disabled():
        print(f"\n{HASTY} buyers who wrote within minutes, {on_their_way} at a time: {right} linked")
    assert least <= right <= most
